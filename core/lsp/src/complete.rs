//! What could be written at a cursor: headers, keys of the table, words, ids, today's date.

use debar_blocklist::Section;
use debar_blocklist::language::{Kind, Table, find};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::chunk::What;
use crate::cursor::{Cursor, Typing, cursor};
use crate::hover;
use crate::list::LiveList;
use crate::publish;
use crate::text::Encoding;

/// The most proposals of one answer.
const MOST: usize = 400;

pub(crate) fn complete(
    list: &LiveList,
    name: &str,
    offset: usize,
    now: Timestamp,
    encoding: Encoding,
) -> Option<Value> {
    let file = list.files.get(name)?;
    let index = file.chunk_at(offset);
    let chunk = file.chunks.get(index)?;
    let above = match chunk.what {
        What::Line(section) => vec![section.as_str().to_owned()],
        _ => vec![],
    };
    let cursor = cursor(file.text.slice(chunk.start, offset), &above);
    let range = publish::range(&file.text, offset - cursor.typed.len().min(offset), offset, encoding);
    let mut found = Found { items: vec![], range, typed: cursor.typed.to_lowercase(), more: false };
    propose(&mut found, list, &cursor, now);
    Some(json!({"isIncomplete": found.more, "items": found.items}))
}

struct Found {
    items: Vec<Value>,
    range: Value,
    typed: String,
    more: bool,
}

impl Found {
    /// Adds a proposal that begins with, or contains, what is typed.
    fn add(&mut self, label: &str, text: &str, kind: u8, detail: &str, about: Option<String>) {
        if !label.to_lowercase().contains(self.typed.trim_start_matches('[')) {
            return;
        }
        if self.items.len() >= MOST {
            self.more = true;
            return;
        }
        let mut item = json!({
            "label": label,
            "kind": kind,
            "detail": detail,
            "filterText": text,
            "textEdit": {"range": self.range, "newText": text},
        });
        if let (Some(fields), Some(about)) = (item.as_object_mut(), about) {
            fields.insert("documentation".to_owned(), json!({"kind": "markdown", "value": about}));
        }
        self.items.push(item);
    }
}

const KEY: u8 = 10;
const WORD: u8 = 12;
const ID: u8 = 18;
const HEADER: u8 = 9;

fn propose(found: &mut Found, list: &LiveList, cursor: &Cursor, now: Timestamp) {
    match cursor.typing {
        Typing::Nothing => {}
        Typing::Header => headers(found),
        Typing::Key => {
            let Some(table) = find(&cursor.path).and_then(|spot| spot.table()) else { return };
            keys(found, table, &cursor.path);
            if cursor.path.is_empty() {
                headers(found);
            }
        }
        Typing::Value | Typing::Quoted => {
            let Some(spot) = find(&cursor.path) else { return };
            values(found, list, spot.kind, cursor.typing == Typing::Quoted, now);
        }
    }
}

fn headers(found: &mut Found) {
    for section in Section::ALL {
        let header = format!("[{}.", section.as_str());
        found.add(&header, &header, HEADER, section.table().title, Some(section.table().about.to_owned()));
    }
    found.add("[[test]]", "[[test]]", HEADER, "a test", None);
}

fn keys(found: &mut Found, table: &Table, path: &[String]) {
    for key in table.all_keys().filter(|key| !matches!(key.kind, Kind::Entries(_)) && key.name != "test") {
        let mut below = path.to_vec();
        below.push(key.name.to_owned());
        found.add(key.name, &format!("{} = ", key.name), KEY, &key.kind.in_words(), hover::meaning(&below));
    }
}

fn values(found: &mut Found, list: &LiveList, kind: Kind, quoted: bool, now: Timestamp) {
    let written = |text: &str| if quoted { text.to_owned() } else { format!("\"{text}\"") };
    match kind {
        Kind::Flag if !quoted => {
            ["true", "false"].iter().for_each(|word| found.add(word, word, WORD, "", None))
        }
        Kind::Date if !quoted => {
            let zone = list.known.outer_zone.clone().unwrap_or(TimeZone::UTC);
            let today = zone.to_datetime(now).date().to_string();
            found.add(&today, &today, WORD, "today", None);
        }
        Kind::Word(words) | Kind::OwnWord(words) => {
            words.iter().for_each(|word| found.add(word, &written(word), WORD, "", None));
        }
        Kind::Allowable => {
            kind.words().iter().for_each(|word| found.add(word, &written(word), WORD, "a warning", None))
        }
        Kind::Id(section) => {
            let mut ids: Vec<&str> =
                list.known.ids(section).filter(|id| id.contains(found.typed.trim_matches('"'))).collect();
            found.more |= ids.len() > MOST;
            ids.sort_unstable_by_key(|id| (!id.starts_with(&found.typed), *id));
            for id in ids.into_iter().take(MOST) {
                found.add(id, &written(id), ID, section.as_str(), None);
            }
        }
        Kind::List(kind) => values(found, list, *kind, quoted, now),
        Kind::Any(kinds) => kinds.iter().for_each(|kind| values(found, list, *kind, quoted, now)),
        _ => {}
    }
}
