//! A new entry: its text, its place in the file, and the proof that the list holds with it.
//!
//! Invariant: nothing but the new lines changes, and they are given out only when the list holds afterwards.

use debar_blocklist::{Diagnostic, Reading, Section, Sources, read};

use crate::apply::{TextEdit, apply};
use crate::fix::Changed;
use crate::format::format;
use crate::overlay::Overlay;
use crate::statement::statements;

/// A value of a new entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text; it is quoted.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// A date as it is written, without quotation marks: `2019-03-31`.
    Date(String),
    /// TOML as it is.
    Toml(String),
}

impl Value {
    /// As TOML.
    pub fn to_toml(&self) -> String {
        match self {
            Self::Text(text) => quoted(text),
            Self::Texts(texts) => {
                format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
            }
            Self::Date(text) | Self::Toml(text) => text.clone(),
        }
    }
}

/// Who changes an entry, when and why: a line of its `history`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// The day, as it is written.
    pub on: String,
    /// Who.
    pub by: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// Why.
    pub why: Option<String>,
}

impl Note {
    /// Whether it says more than a day.
    pub fn says_something(&self) -> bool {
        self.by.is_some() || self.ticket.is_some() || self.why.is_some()
    }

    /// As an inline table.
    pub fn to_toml(&self) -> String {
        let mut text = format!("{{ on = {}", self.on);
        for (key, value) in [("by", &self.by), ("ticket", &self.ticket), ("why", &self.why)] {
            if let Some(value) = value {
                text.push_str(&format!(", {key} = {}", quoted(value)));
            }
        }
        text.push_str(" }");
        text
    }
}

/// A new entry of a table, or a new test.
#[derive(Clone, Debug, Default)]
pub struct NewEntry {
    /// The table; a test when there is none.
    pub section: Option<Section>,
    /// The id; a test has none.
    pub id: String,
    /// Its keys in the order in which they are written.
    pub keys: Vec<(String, Value)>,
    /// The first line of its history.
    pub note: Option<Note>,
}

/// Why an entry is not added: the problems that the list would have.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The problems, places in the changed text.
    pub diagnostics: Vec<Diagnostic>,
    /// The changed files, for rendering.
    pub files: Vec<(String, String)>,
}

/// Adds an entry to a file of a list; `file` is the root file or one that it includes. Gives the changed file, and the
/// reading with it, whose warnings may speak of the new entry.
pub fn add(
    root: &str,
    sources: &dyn Sources,
    file: &str,
    entry: &NewEntry,
) -> Result<(Changed, Reading), Refused> {
    let before = sources.read(file).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    let edit = placed(&before, entry);
    let after = apply(&before, &[edit]).unwrap_or_else(|| before.clone());
    let mut overlay = Overlay::new(sources);
    overlay.set(file, after.clone());
    let reading = read(root, &overlay);
    if reading.has_errors() || after == before {
        return Err(Refused { diagnostics: reading.diagnostics, files: reading.files });
    }
    Ok((Changed { name: file.to_owned(), before, after }, reading))
}

/// An id made of a name: its words in small Latin letters with hyphens; legal forms are left out where something else
/// is left. Empty when the name has no letters. A number is put behind one that is taken.
pub fn propose_id(name: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let core = debar_names::core_key(name);
    let words = if core.is_empty() { debar_names::exact_key(name) } else { core };
    let folded = debar_names::fold(&words);
    let sounds =
        |alternate: &&debar_names::Alternate| alternate.reading() == debar_names::Reading::Transliterated;
    let latin =
        folded.alternates().iter().find(sounds).map_or_else(|| folded.text(), |alternate| alternate.text());
    let plain: String =
        latin.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let id = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if id.is_empty() || !taken(&id) {
        return id;
    }
    (2..10_000).map(|number| format!("{id}-{number}")).find(|id| !taken(id)).unwrap_or_default()
}

/// The tables in the order in which a list has them.
const ORDER: [&str; 12] = [
    "buyer",
    "group",
    "evidence",
    "vendor",
    "product",
    "class",
    "authority",
    "rule",
    "digests",
    "waiver",
    "cleared",
    "test",
];

/// Where the entry goes: behind the last one of its table, else behind the last table that comes before it.
fn placed(text: &str, entry: &NewEntry) -> TextEdit {
    let section = entry.section.map_or("test", Section::as_str);
    let rank = ORDER.iter().position(|name| *name == section).unwrap_or(ORDER.len());
    let all = statements(text);
    let rank_of = |name: &str| ORDER.iter().position(|known| *known == name);
    let own = all.iter().rfind(|statement| {
        statement.begins(&[section]) && statement.path.len() + usize::from(statement.header) > 1
    });
    let before = || {
        all.iter().rfind(|statement| {
            let table = statement.path.first().and_then(|segment| rank_of(&segment.name));
            table.is_none_or(|table| table < rank)
        })
    };
    // A table that stands between root keys and this one ends where the next header begins.
    let at = own.or_else(before).map_or(text.len(), |statement| statement.line_end);
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let ended = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
    let followed =
        text.get(at..).is_some_and(|rest| !rest.trim().is_empty() && !rest.starts_with(['\n', '\r']));
    let mut written = String::new();
    if !ended {
        written.push('\n');
    }
    written.push('\n');
    written.push_str(&written_out(section, entry));
    if followed {
        written.push('\n');
    }
    TextEdit::insert(at, written.replace('\n', line_break))
}

fn written_out(section: &str, entry: &NewEntry) -> String {
    let header =
        if entry.section.is_some() { format!("[{section}.{}]", entry.id) } else { "[[test]]".to_owned() };
    let mut text = format!("{header}\n");
    for (key, value) in &entry.keys {
        text.push_str(&format!("{key} = {}\n", value.to_toml()));
    }
    if let Some(note) = &entry.note {
        text.push_str(&format!("history = [{}]\n", note.to_toml()));
    }
    format(&text).unwrap_or(text)
}

/// A basic text of TOML.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
