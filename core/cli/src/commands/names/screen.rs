//! `debar names screen`: which vendors of the blocklist a name may mean. A line that cannot be read whole is never let
//! through: a person looks.

use debar_engine::{NameMatch, NameScreen, ScreenedName, alignment_words, conflict_words};
use debar_model::Verdict;
use serde::Serialize;
use serde_json::{Value, json};

use super::lines::{self, Line};
use super::words;
use crate::args::{Global, LineFormat, ScreenArgs};
use crate::commands::Done;
use crate::commands::diff::list_of;
use crate::exit::Exit;
use crate::output::Terminal;

/// The floor of `--all-scores`: below it two names have hardly a word in common.
const LOW_FLOOR: u16 = 200;
/// A floor that no score reaches: only what has a class is told.
const NO_FLOOR: u16 = u16::MAX;

/// The contract for scripts: these fields, in this order.
#[derive(Serialize)]
struct Answer<'a> {
    input: &'a str,
    verdict: &'static str,
    matches: Vec<Short<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct Short<'a> {
    entity: &'a str,
    matched: &'a str,
    class: Option<&'static str>,
    score: u16,
}

pub(super) fn run(args: &ScreenArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let list = list_of(None, global, terminal)?;
    let names = NameScreen::of(&list.engine);
    let floor = if args.all_scores { LOW_FLOOR } else { NO_FLOOR };
    let mut exit = None;
    let mut results = vec![];
    let read = lines::each(&args.names, |line| {
        let screened = names.screen(&line.text, floor);
        let verdict =
            if line.error.is_some() { screened.verdict.max(Verdict::Review) } else { screened.verdict };
        exit = Some(exit.unwrap_or(Exit::Ok).and(Exit::of(verdict)));
        match args.format {
            LineFormat::Jsonl => terminal.data(short(&line, verdict, &screened)),
            LineFormat::Json => results.push(long(&line, verdict, &screened)),
            LineFormat::Human => human(&line, verdict, &screened, terminal),
        }
    });
    if args.format == LineFormat::Json {
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "revision": list.revision().to_string(),
            "names": results,
        });
        terminal.data(report.to_string());
    }
    if let Err(error) = read {
        terminal.error(format!("the names could not be read to their end: {error}"), None);
        return Err(exit.unwrap_or(Exit::Ok).and(Exit::NoDecision));
    }
    exit.ok_or_else(|| {
        terminal.error("no name was given", Some("give names as arguments, or one a line on standard input"));
        Exit::NoDecision
    })
}

fn short<'a>(line: &Line, verdict: Verdict, screened: &ScreenedName<'a>) -> String {
    let one = |found: &NameMatch<'a>| Short {
        entity: found.entity,
        matched: found.matched,
        class: found.class.map(debar_model::Class::as_str),
        score: found.score(),
    };
    let matches = screened.matches.iter().map(one).collect();
    let answer =
        Answer { input: &line.text, verdict: verdict.as_str(), matches, error: line.error.as_deref() };
    serde_json::to_string(&answer).unwrap_or_default()
}

fn long(line: &Line, verdict: Verdict, screened: &ScreenedName<'_>) -> Value {
    let one = |found: &NameMatch<'_>| {
        json!({
            "entity": found.entity, "matched": found.matched, "listed_as": found.kind.name(),
            "class": found.class.map(debar_model::Class::as_str), "score": found.score(),
            "identity": found.identity, "family": found.family, "verdict": found.verdict.as_str(),
            "alignment": words::alignment_json(&found.alignment),
            "conflicts": words::conflicts_json(&found.conflicts),
        })
    };
    json!({
        "input": line.text, "verdict": verdict.as_str(), "error": line.error,
        "matches": screened.matches.iter().map(one).collect::<Vec<_>>(),
    })
}

fn human(line: &Line, verdict: Verdict, screened: &ScreenedName<'_>, terminal: &mut Terminal) {
    terminal.line(format!("{:<7} {}", verdict.as_str(), one_line(&line.text)));
    if let Some(why) = &line.error {
        terminal.line(format!("  {why}: it counts as unreadable"));
    }
    for found in &screened.matches {
        let class = found.class.map_or("near", debar_model::Class::as_str);
        let (identity, family) = (found.identity, found.family);
        let family = family.map(|family| format!(", family {family}")).unwrap_or_default();
        terminal.line(format!(
            "  {class:<7} {} `{}` ({}), identity {identity}{family}: {}",
            found.entity,
            found.matched,
            found.kind.name(),
            found.verdict.as_str()
        ));
        terminal.line(format!("          {}", alignment_words(&found.alignment).join("; ")));
        for conflict in conflict_words(&found.conflicts) {
            terminal.line(format!("          but {conflict}"));
        }
    }
}

/// The beginning of a text on one line.
pub(super) fn one_line(text: &str) -> String {
    const SHOWN: usize = 200;
    let mut shown: String = text.chars().take(SHOWN).map(|c| if c == '\t' { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push_str(" ...");
    }
    shown
}
