//! `JUnit` XML: a document is a suite, a line is a case, a deny or a review is a failure. Reader: build servers.

use std::fmt::Write;

use debar_gate::Recorded;
use debar_model::{LineDecision, Verdict};

use super::decisions::Checked;

pub(super) fn render(all: &[Checked<'_>]) -> String {
    let mut suites = String::new();
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for one in all {
        if let Some(error) = one.failed {
            tests += 1;
            errors += 1;
            let (name, error) = (escape(one.name), escape(error));
            let _ = write!(
                suites,
                "  <testsuite name=\"{name}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    \
                 <testcase classname=\"{name}\" name=\"the request as a whole\">\n      \
                 <error type=\"no-decision\" message=\"{error}\">{error}</error>\n    </testcase>\n  </testsuite>\n",
            );
        }
        for recorded in one.decisions {
            let title = one.title(recorded);
            let cases = cases(&title, recorded);
            let failed = cases.iter().filter(|(failed, _)| *failed).count();
            tests += cases.len();
            failures += failed;
            let _ = writeln!(
                suites,
                "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"0\" timestamp=\"{}\">",
                escape(&title),
                cases.len(),
                recorded.decision.at.strftime("%Y-%m-%dT%H:%M:%S"),
            );
            for (_, case) in cases {
                suites.push_str(&case);
            }
            suites.push_str("  </testsuite>\n");
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"debar\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\">\n{suites}</testsuites>\n"
    )
}

fn cases(name: &str, recorded: &Recorded) -> Vec<(bool, String)> {
    let decision = &recorded.decision;
    let mut cases: Vec<(bool, String)> = vec![{
        let reasons: Vec<String> = decision
            .holds
            .iter()
            .map(|(reason, why)| format!("{}: {why}", reason.as_str()))
            .chain(decision.findings.iter().filter(|finding| finding.line.is_none()).flat_map(|finding| {
                finding
                    .rulings
                    .iter()
                    .filter(|ruling| ruling.verdict != Verdict::Allow)
                    .map(|ruling| ruling.because.clone())
            }))
            .collect();
        let verdict = if reasons.is_empty() { Verdict::Allow } else { decision.verdict };
        case(name, "the request as a whole", verdict, &reasons)
    }];
    for line in &decision.lines {
        let title = match &line.id {
            Some(id) => format!("line {id}"),
            None => format!("line #{}", u64::from(line.ordinal) + 1),
        };
        cases.push(case(name, &title, line.verdict, &reasons(recorded, line)));
    }
    cases
}

fn reasons(recorded: &Recorded, line: &LineDecision) -> Vec<String> {
    line.findings
        .iter()
        .filter_map(|index| recorded.decision.findings.get(usize::try_from(*index).ok()?))
        .flat_map(|finding| &finding.rulings)
        .filter(|ruling| ruling.verdict != Verdict::Allow)
        .map(|ruling| ruling.because.clone())
        .collect()
}

fn case(suite: &str, title: &str, verdict: Verdict, reasons: &[String]) -> (bool, String) {
    let head = format!("    <testcase classname=\"{}\" name=\"{}\"", escape(suite), escape(title));
    if verdict == Verdict::Allow {
        return (false, format!("{head}/>\n"));
    }
    let text = if reasons.is_empty() { "see the lines below it".to_owned() } else { reasons.join("\n") };
    let message = text.lines().next().unwrap_or_default();
    (
        true,
        format!(
            "{head}>\n      <failure type=\"{verdict}\" message=\"{}\">{}</failure>\n    </testcase>\n",
            escape(message),
            escape(&text)
        ),
    )
}

/// XML text: the five special characters escaped, control characters that XML 1.0 forbids replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{FFFE}' | '\u{FFFF}') => {
                out.push('\u{FFFD}')
            }
            letter => out.push(letter),
        }
    }
    out
}
