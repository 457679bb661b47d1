//! A listed vendor's name in one field after the other of real documents: it is found each time, and the
//! finding points at that field.

use std::fs;
use std::ops::Range;

use debar_gate::Outcome;
use debar_model::Verdict;
use debar_tests::{Plugins, TestGate};

use crate::documents::{documents, name, refused};

/// What is put into each field.
const NAME: &str = "Kaspersky Lab";

/// Documents of a format that are tried, spread over the whole corpus.
const DOCUMENTS: usize = 24;

/// Fields of a document that are tried, spread over the whole document.
const FIELDS: usize = 80;

#[test]
fn cxml() {
    check("cxml");
}

#[test]
fn ubl() {
    check("ubl");
}

#[test]
fn cyclonedx() {
    check("cyclonedx");
}

fn check(format: &str) {
    let gate = TestGate::shipped(Plugins::Loaded);
    let refused = refused(format);
    let mut files = documents(format);
    files.retain(|file| !refused.iter().any(|entry| name(file).ends_with(entry.as_str())));
    let (mut faults, mut found, mut held) = (vec![], 0, 0);
    for file in spread(files, DOCUMENTS) {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let untouched = gate.check_as(text.as_bytes(), Some(format));
        assert!(untouched.decisions.iter().all(|one| one.decision.complete), "{}", name(&file));
        let places = if text.trim_start_matches('\u{FEFF}').trim_start().starts_with('<') {
            xml_places(&text)
        } else {
            json_places(&text)
        };
        for place in spread(places, FIELDS) {
            let original = &text[place.clone()];
            let changed = format!("{}{NAME}{}", &text[..place.start], &text[place.end..]);
            let outcome = gate.check_as(changed.as_bytes(), Some(format));
            let here = place.start..place.start + NAME.len();
            if points_at(&outcome, &here) {
                found += 1;
            } else if outcome.verdict() != Verdict::Allow && !is_text(original) {
                // A number, a date or a code that is none any more: refused, which is no allow either.
                held += 1;
            } else {
                let line = text[..place.start].matches('\n').count() + 1;
                let context = &text[floor(&text, place.start.saturating_sub(60))..place.end];
                faults.push(format!("{}:{line}: {} ...{context}", name(&file), outcome.verdict()));
            }
        }
    }
    println!("{format}: found in {found} fields, refused in {held} that hold no text");
    assert!(faults.is_empty(), "{} fields missed:\n{}", faults.len(), faults.join("\n"));
}

fn points_at(outcome: &Outcome, here: &Range<usize>) -> bool {
    outcome.decisions.iter().flat_map(|recorded| &recorded.decision.findings).any(|finding| {
        let source = &finding.evidence.source;
        let start = source.offset as usize;
        let end = start + source.len as usize;
        finding.listing.id.starts_with("kaspersky")
            && start < here.end
            && here.start < end
            && !source.pointer.is_empty()
    })
}

/// Whether a field's own value is a word or a text rather than a number, a date or a code.
fn is_text(value: &str) -> bool {
    value.chars().filter(|letter| letter.is_alphabetic()).count() > 3 && value.trim().contains(' ')
}

fn spread<T>(items: Vec<T>, most: usize) -> Vec<T> {
    let step = items.len().div_ceil(most).max(1);
    items.into_iter().step_by(step).collect()
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Text between tags, and values of attributes that name something.
fn xml_places(text: &str) -> Vec<Range<usize>> {
    let mut places = vec![];
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        let between = trimmed(text, at..open);
        if at > 0 && !between.is_empty() && !text[between.clone()].contains('&') {
            places.push(between);
        }
        let rest = &text[open..];
        let end = |mark: &str| rest.find(mark).map_or(text.len(), |found| open + found + mark.len());
        at = if rest.starts_with("<!--") {
            end("-->")
        } else if rest.starts_with("<![CDATA[") {
            end("]]>")
        } else if rest.starts_with("<?") {
            end("?>")
        } else if rest.starts_with("<!") {
            end(">")
        } else {
            let close = end(">");
            places.extend(attribute_places(text, open..close));
            close
        };
        if rest.starts_with("<SharedSecret") {
            at = text[at..].find("</SharedSecret>").map_or(text.len(), |found| at + found);
        }
    }
    places
}

const STRUCTURE: &[&str] = &["xmlns", "xml:", "xsi:", "version", "encoding", "type", "domain", "schemeID"];

fn attribute_places(text: &str, tag: Range<usize>) -> Vec<Range<usize>> {
    let mut places = vec![];
    let inside = &text[tag.clone()];
    let mut at = 0;
    while let Some(equals) = inside[at..].find("=\"").map(|found| at + found) {
        let key = inside[..equals].rsplit(char::is_whitespace).next().unwrap_or_default();
        let start = equals + 2;
        let Some(end) = inside[start..].find('"').map(|found| start + found) else { break };
        if end > start && !STRUCTURE.iter().any(|word| key.starts_with(word)) {
            places.push(tag.start + start..tag.start + end);
        }
        at = end + 1;
    }
    places
}

/// Strings that are values, not keys.
fn json_places(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut places, mut at) = (vec![], 0);
    while at < bytes.len() {
        if bytes[at] != b'"' {
            at += 1;
            continue;
        }
        let start = at + 1;
        let mut end = start;
        while end < bytes.len() && bytes[end] != b'"' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        at = end + 1;
        let is_key = text[at.min(text.len())..].trim_start().starts_with(':');
        let before = text[..start - 1].trim_end();
        let structural = ["\"$schema\":", "\"bomFormat\":", "\"specVersion\":"];
        if !is_key
            && end > start
            && !structural.iter().any(|key| before.replace("\" :", "\":").ends_with(key))
        {
            places.push(start..end);
        }
    }
    places
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let start = range.start + (inside.len() - inside.trim_start().len());
    let end = range.end - (inside.len() - inside.trim_end().len());
    start..end.max(start)
}
