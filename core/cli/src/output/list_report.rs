//! A check of a list for build servers: SARIF 2.1.0 for code scanning, `JUnit` XML for test reports. Every problem has
//! its place in the list; what may be mended without a guess comes along as a SARIF fix.
//!
//! Not how people see it: that is drawn. Invariant: nothing that makes the check fail is left out, and a file is named
//! from the folder in which the command runs.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use debar_blocklist::{Code, Diagnostic, Fix, Severity};
use debar_model::Place;
use serde_json::{Value, json};

use super::junit::escape;
use super::sarif::{location, log, region_of, uri};

/// The rule under which a failed test of the list is told.
const TEST_FAILED: &str = "test-failed";

/// What came of a check.
pub(crate) struct ListReport<'a> {
    /// The root file's name.
    pub root: &'a str,
    /// The folder of the root file: names of files are relative to it.
    pub folder: &'a Path,
    /// Names and texts of the files that were read.
    pub files: &'a [(String, String)],
    /// Everything that was found.
    pub diagnostics: &'a [Diagnostic],
    /// From which severity on a diagnostic fails the check.
    pub fails: Severity,
    /// The list's own tests that failed.
    pub failed: &'a [FailedTest],
    /// Names of those that passed.
    pub passed: &'a [String],
}

/// A test of the list that failed.
pub(crate) struct FailedTest {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// What differs.
    pub why: String,
}

/// As SARIF.
pub(crate) fn list_sarif(report: &ListReport<'_>) -> String {
    let codes: BTreeMap<&str, Code> =
        report.diagnostics.iter().map(|found| (found.code.as_str(), found.code)).collect();
    let mut rules: Vec<Value> = codes.into_iter().map(|(id, code)| rule(id, code)).collect();
    if !report.failed.is_empty() {
        rules.push(json!({
            "id": TEST_FAILED,
            "shortDescription": {"text": "a test of the list failed"},
            "defaultConfiguration": {"level": "error"},
        }));
    }
    let mut results: Vec<Value> = report.diagnostics.iter().map(|found| report.result(found)).collect();
    results.extend(report.failed.iter().map(|test| {
        json!({
            "ruleId": TEST_FAILED,
            "level": "error",
            "message": {"text": format!("{}: {}", test.name, test.why)},
            "locations": [report.location(Some(&test.place))],
        })
    }));
    log(rules, &results, &[])
}

/// As `JUnit` XML: one suite of the problems, one of the list's own tests.
pub(crate) fn list_junit(report: &ListReport<'_>) -> String {
    let root = escape(&report.name(report.root));
    let fails = |found: &&Diagnostic| found.is_error() || report.fails == Severity::Warning;
    let failed = report.diagnostics.iter().filter(fails).count();
    let mut cases = String::new();
    for found in report.diagnostics {
        let (file, at) = match found.place() {
            Some(place) => (report.name(&place.file), format!(" at {}:{}", place.line, place.column)),
            None => (report.name(report.root), String::new()),
        };
        let title = escape(&format!("{}{at}", found.code.as_str()));
        let _ = write!(cases, "    <testcase classname=\"{}\" name=\"{title}\">\n      ", escape(&file));
        let (message, whole) = (escape(&found.message), escape(&sentence(found)));
        let _ = if fails(&found) {
            let severity = found.severity.as_str();
            writeln!(cases, "<failure type=\"{severity}\" message=\"{message}\">{whole}</failure>")
        } else {
            writeln!(cases, "<system-out>{whole}</system-out>")
        };
        cases.push_str("    </testcase>\n");
    }
    let mut all = report.diagnostics.len();
    if report.diagnostics.is_empty() {
        all = 1;
        let _ =
            writeln!(cases, "    <testcase classname=\"{root}\" name=\"the list reads without a remark\"/>");
    }
    let mut tests = String::new();
    for test in report.failed {
        let (name, why) = (escape(&test.name), escape(&test.why));
        let class = escape(&report.name(&test.place.file));
        let _ = writeln!(
            tests,
            "    <testcase classname=\"{class}\" name=\"{name}\">\n      <failure type=\"expectation\" message=\"{why}\">{why} \
             (line {})</failure>\n    </testcase>",
            test.place.line
        );
    }
    for name in report.passed {
        let _ = writeln!(tests, "    <testcase classname=\"{root}\" name=\"{}\"/>", escape(name));
    }
    let (count, broken) = (report.passed.len() + report.failed.len(), report.failed.len());
    let suite = |name: &str, count: usize, broken: usize, cases: &str| {
        format!(
            "  <testsuite name=\"{root}: {name}\" tests=\"{count}\" failures=\"{broken}\" errors=\"0\" skipped=\"0\">\n\
             {cases}  </testsuite>\n"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"debar\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n\
         {}{}</testsuites>\n",
        all + count,
        failed + broken,
        suite("problems", all, failed, &cases),
        suite("tests", count, broken, &tests)
    )
}

fn rule(id: &str, code: Code) -> Value {
    let whole = code.explain().trim();
    let short = whole.split("\n\n").next().unwrap_or(whole).replace('\n', " ");
    json!({
        "id": id,
        "shortDescription": {"text": short},
        "fullDescription": {"text": whole},
        "help": {"text": whole, "markdown": whole},
    })
}

/// The message and what to do.
fn sentence(found: &Diagnostic) -> String {
    let help = found.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{help}", found.message)
}

impl ListReport<'_> {
    /// A file as the command's caller names it.
    fn name(&self, file: &str) -> String {
        self.folder.join(file).to_string_lossy().into_owned()
    }

    fn text(&self, file: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str())
    }

    fn region(&self, place: &Place) -> Value {
        let exact = self.text(&place.file).and_then(|text| region_of(text, place.start, place.end));
        exact.unwrap_or_else(|| json!({"startLine": place.line.max(1), "startColumn": place.column.max(1)}))
    }

    /// A place, or the beginning of the root file for what has none.
    fn location(&self, place: Option<&Place>) -> Value {
        match place {
            Some(place) => location(&self.name(&place.file), Some(self.region(place))),
            None => location(&self.name(self.root), None),
        }
    }

    fn result(&self, found: &Diagnostic) -> Value {
        let related: Vec<Value> = found
            .labels
            .iter()
            .filter(|label| !label.primary)
            .map(|label| {
                let mut place = self.location(Some(&label.place));
                if let Some(fields) = place.as_object_mut().filter(|_| !label.text.is_empty()) {
                    fields.insert("message".to_owned(), json!({"text": label.text}));
                }
                place
            })
            .collect();
        let fixes: Vec<Value> =
            found.fix.iter().filter(|fix| !fix.changes_verdict).map(|fix| self.fix(fix)).collect();
        let mut result = json!({
            "ruleId": found.code.as_str(),
            "level": match found.severity { Severity::Error => "error", Severity::Warning => "warning" },
            "message": {"text": sentence(found)},
            "locations": [self.location(found.place())],
        });
        if let Some(fields) = result.as_object_mut() {
            for (name, values) in [("relatedLocations", related), ("fixes", fixes)] {
                if !values.is_empty() {
                    fields.insert(name.to_owned(), Value::Array(values));
                }
            }
        }
        result
    }

    fn fix(&self, fix: &Fix) -> Value {
        let mut files: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for edit in &fix.edits {
            files.entry(&edit.place.file).or_default().push(json!({
                "deletedRegion": self.region(&edit.place),
                "insertedContent": {"text": edit.replacement},
            }));
        }
        let changes: Vec<Value> = files
            .into_iter()
            .map(|(file, replacements)| {
                json!({"artifactLocation": {"uri": uri(&self.name(file))}, "replacements": replacements})
            })
            .collect();
        json!({"description": {"text": fix.title}, "artifactChanges": changes})
    }
}
