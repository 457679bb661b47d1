//! `debar names compare`: whether two names may mean one party. Without a list there is no family to ask about.

use debar_engine::{NameScreen, alignment_words, conflict_words};
use debar_names::{Comparison, NameClass, compare};
use serde::Serialize;
use serde_json::{Value, json};

use super::lines::{self, Line};
use super::screen::one_line;
use super::words;
use crate::args::{CompareArgs, Global, LineFormat};
use crate::commands::Done;
use crate::commands::diff::list_of;
use crate::exit::Exit;
use crate::output::Terminal;

/// The contract for scripts: these fields, in this order.
#[derive(Serialize)]
struct Answer<'a> {
    a: &'a str,
    b: &'a str,
    class: Option<&'static str>,
    identity: Option<u16>,
    family: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Two names of one line.
struct Asked {
    a: String,
    b: String,
    error: Option<String>,
}

pub(super) fn run(args: &CompareArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let list = match &global.blocklist {
        Some(_) => Some(list_of(None, global, terminal)?),
        None => None,
    };
    let list = list.as_ref().map(|list| NameScreen::of(&list.engine));
    let mut exit = None;
    let mut results = vec![];
    let mut answer = |asked: &Asked, terminal: &mut Terminal| {
        let compared = asked.error.is_none().then(|| match &list {
            Some(list) => list.compare(&asked.a, &asked.b),
            None => compare(&asked.a, &asked.b),
        });
        let code = if compared.is_some() { Exit::Ok } else { Exit::NoDecision };
        exit = Some(exit.unwrap_or(Exit::Ok).and(code));
        match args.format {
            LineFormat::Jsonl => terminal.data(short(asked, compared.as_ref())),
            LineFormat::Json => results.push(long(asked, compared.as_ref())),
            LineFormat::Human => human(asked, compared.as_ref(), terminal),
        }
    };
    let read = match args.names.as_slice() {
        [a, b] => {
            answer(&Asked { a: a.clone(), b: b.clone(), error: None }, terminal);
            Ok(())
        }
        _ => lines::each(&[], |line| answer(&columns(line), terminal)),
    };
    if args.format == LineFormat::Json {
        let report = json!({"schema_version": debar_wire::SCHEMA_VERSION, "pairs": results});
        terminal.data(report.to_string());
    }
    if let Err(error) = read {
        terminal.error(format!("the pairs could not be read to their end: {error}"), None);
        return Err(Exit::NoDecision);
    }
    exit.ok_or_else(|| {
        terminal.error(
            "no pair was given",
            Some("give two names as arguments, or two columns a line on standard input, separated by a tab"),
        );
        Exit::NoDecision
    })
}

/// The first two columns of a line; further ones are of no interest.
fn columns(line: Line) -> Asked {
    match line.text.split_once('\t') {
        Some((a, rest)) => {
            let b = rest.split('\t').next().unwrap_or_default();
            Asked { a: a.to_owned(), b: b.to_owned(), error: line.error }
        }
        None => {
            let error = line.error.unwrap_or_else(|| "the line has no tab between two names".to_owned());
            Asked { a: line.text, b: String::new(), error: Some(error) }
        }
    }
}

fn short(asked: &Asked, compared: Option<&Comparison>) -> String {
    let answer = Answer {
        a: &asked.a,
        b: &asked.b,
        class: compared.and_then(|compared| compared.class).map(NameClass::name),
        identity: compared.map(|compared| compared.identity),
        family: compared.and_then(|compared| compared.family),
        error: asked.error.as_deref(),
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

fn long(asked: &Asked, compared: Option<&Comparison>) -> Value {
    json!({
        "a": asked.a, "b": asked.b, "error": asked.error,
        "class": compared.and_then(|compared| compared.class).map(NameClass::name),
        "identity": compared.map(|compared| compared.identity),
        "family": compared.and_then(|compared| compared.family),
        "alignment": compared.map(|compared| words::alignment_json(&compared.alignment)),
        "conflicts": compared.map(|compared| words::conflicts_json(&compared.conflicts)),
    })
}

fn human(asked: &Asked, compared: Option<&Comparison>, terminal: &mut Terminal) {
    let (a, b) = (one_line(&asked.a), one_line(&asked.b));
    let Some(compared) = compared else {
        let why = asked.error.as_deref().unwrap_or_default();
        terminal.line(format!("unread  {a} | {b}\n  {why}"));
        return;
    };
    let class = compared.class.map_or("none", NameClass::name);
    let family = compared.family.map(|family| format!(", family {family}")).unwrap_or_default();
    terminal.line(format!("{class:<7} {a} | {b}: identity {}{family}", compared.identity));
    terminal.line(format!("          {}", alignment_words(&compared.alignment).join("; ")));
    for conflict in conflict_words(&compared.conflicts) {
        terminal.line(format!("          but {conflict}"));
    }
}
