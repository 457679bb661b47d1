//! `debar set lookup`: every digest gets one answer, in order. Groups of them are looked up together, so that their
//! accesses to memory overlap; a line typed by hand is answered at once.

use std::io::{self, BufRead as _};
use std::path::Path;

use debar_model::{Digest, Object};
use debar_sets::{Found, Set};
use serde_json::{Value, json};

use crate::args::{LineFormat, SetLookupArgs};
use crate::commands::Done;
use crate::exit::Exit;
use crate::output::{Terminal, one_line};

/// Digests that are answered together.
const GROUP: usize = 4096;
/// A longer line is no digest, nor one with the name of its file.
const MAX_LINE: usize = 64 * 1024;

pub(super) fn run(args: &SetLookupArgs, terminal: &mut Terminal) -> Done {
    let set = super::open(&args.set, terminal)?;
    let mut answers = Answers {
        set: &set,
        name: args.set.display().to_string(),
        format: args.format,
        asked: vec![],
        results: vec![],
        exit: None,
    };
    let read = if args.digests.is_empty() {
        lines(&mut answers, terminal)
    } else {
        args.digests.iter().for_each(|text| answers.ask(text.as_bytes()));
        Ok(())
    };
    answers.flush(terminal);
    if args.format == LineFormat::Json {
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "set": answers.name, "pin": set.pin().to_string(), "digests": answers.results,
        });
        terminal.data(report.to_string());
    }
    if let Err(error) = read {
        terminal.error(format!("the digests could not be read to their end: {error}"), None);
        return Err(answers.exit.unwrap_or(Exit::Ok).and(Exit::NoDecision));
    }
    answers.exit.ok_or_else(|| {
        let help = Some("give digests as arguments, or one a line on standard input");
        terminal.error("no digest was given", help);
        Exit::NoDecision
    })
}

fn lines(answers: &mut Answers<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut held: Vec<u8> = vec![];
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let length = chunk.len();
        let mut rest = chunk;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            held.extend(line.iter().take(MAX_LINE.saturating_sub(held.len())));
            answers.ask(&held);
            held.clear();
            rest = after.get(1..).unwrap_or_default();
            if answers.asked.len() >= GROUP {
                answers.flush(terminal);
            }
        }
        held.extend(rest.iter().take(MAX_LINE.saturating_sub(held.len())));
        input.consume(length);
        // Nothing more has come so far: whoever waits for an answer gets it.
        answers.flush(terminal);
    }
    if !held.is_empty() {
        answers.ask(&held);
    }
    Ok(())
}

struct Answers<'s> {
    set: &'s Set,
    name: String,
    format: LineFormat,
    asked: Vec<(String, Result<Digest, String>)>,
    results: Vec<Value>,
    exit: Option<Exit>,
}

impl Answers<'_> {
    /// Takes a line; empty ones and comments ask nothing.
    fn ask(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line.trim_ascii()).into_owned();
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        // Behind it may stand the name of a file, as `sha256sum` and `debar digest` print it.
        let first = text.split_whitespace().next().unwrap_or_default();
        let digest = Digest::read(None, first, Object::Unknown).map_err(|error| error.to_string());
        let digest = digest.and_then(|digest| match digest.bytes() {
            Some(_) => Ok(digest),
            None => Err(format!("`{}` is no algorithm that a set can hold", digest.algorithm())),
        });
        self.asked.push((text, digest));
    }

    /// Answers what was asked since the last time, in one write.
    fn flush(&mut self, terminal: &mut Terminal) {
        if self.asked.is_empty() {
            return;
        }
        let asked = std::mem::take(&mut self.asked);
        let digests: Vec<Digest> = asked.iter().filter_map(|(_, digest)| digest.clone().ok()).collect();
        let mut found = self.set.find_many(&digests).into_iter();
        let mut out = String::with_capacity(asked.len().saturating_mul(80));
        for (text, digest) in &asked {
            let answer = digest.as_ref().map(|digest| (digest, found.next().flatten()));
            self.note(match &answer {
                Err(_) => Exit::NoDecision,
                Ok((_, None)) => Exit::Ok,
                Ok((digest, Some(_))) if digest.algorithm().is_legacy() => Exit::Review,
                Ok((_, Some(_))) => Exit::Deny,
            });
            match self.format {
                LineFormat::Human => human(&mut out, text, &answer),
                LineFormat::Jsonl => {
                    out.push_str(&json_of(text, &answer).to_string());
                    out.push('\n');
                }
                LineFormat::Json => self.results.push(json_of(text, &answer)),
            }
        }
        match self.format {
            LineFormat::Human => terminal.text(&out),
            _ => terminal.print(&out),
        }
    }

    fn note(&mut self, exit: Exit) {
        self.exit = Some(self.exit.unwrap_or(Exit::Ok).and(exit));
    }
}

type Answer<'a> = Result<(&'a Digest, Option<Found>), &'a String>;

fn human(out: &mut String, text: &str, answer: &Answer<'_>) {
    match answer {
        Err(why) => {
            let shown: String = text.chars().take(80).collect();
            out.push_str(&format!("error  {}: {why}\n", one_line(&shown)));
        }
        Ok((digest, None)) => out.push_str(&format!("no     {digest}\n")),
        Ok((digest, Some(found))) => {
            let label =
                found.kind.label.as_deref().map(|label| format!("  {}", one_line(label))).unwrap_or_default();
            out.push_str(&format!("yes    {digest}  {}{label}\n", found.kind.object));
        }
    }
}

fn json_of(text: &str, answer: &Answer<'_>) -> Value {
    match answer {
        Err(why) => json!({"input": text, "error": why}),
        Ok((digest, None)) => json!({"input": text, "digest": digest.to_string(), "found": false}),
        Ok((digest, Some(found))) => json!({
            "input": text, "digest": digest.to_string(), "found": true,
            "object": found.kind.object.as_str(), "label": found.kind.label,
        }),
    }
}

/// The name of a set in reports.
pub(super) fn name_of(path: &Path) -> String {
    path.display().to_string()
}
