//! Collecting the entries of all files by table and id: who overrides whom, which ids are well formed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use super::files::Loaded;
use crate::Code;
use crate::fields::{Context, Fields, Section};
use crate::source::{At, Problem};
use crate::syntax::{Key, Node, Table, Value};

/// One entry and the zone of its file.
#[derive(Clone)]
pub(super) struct Entry<'n> {
    pub(super) key: &'n Key<'n>,
    pub(super) node: &'n Node<'n>,
    pub(super) zone: TimeZone,
    /// The entry of an included file that it repeats without saying that it may loosen it.
    pub(super) below: Option<Box<Entry<'n>>>,
}

/// All entries by table, in order of their ids.
pub(super) type Entries<'n> = BTreeMap<Section, Vec<(&'n str, Entry<'n>)>>;

/// Entries of one table in the order in which they were met, with the number of each id.
#[derive(Default)]
struct Known<'n> {
    entries: Vec<(&'n str, Entry<'n>)>,
    numbers: FxHashMap<&'n str, usize>,
}

impl<'n> Known<'n> {
    fn get(&self, id: &str) -> Option<&Entry<'n>> {
        self.entries.get(*self.numbers.get(id)?).map(|(_, entry)| entry)
    }

    fn insert(&mut self, id: &'n str, entry: Entry<'n>) {
        match self.numbers.get(id).and_then(|number| self.entries.get_mut(*number)) {
            Some(known) => known.1 = entry,
            None => {
                self.numbers.insert(id, self.entries.len());
                self.entries.push((id, entry));
            }
        }
    }
}

/// Collects the entries of all files. A file may repeat an entry of a file that it includes, to tighten it; to replace
/// it by something else, it must say so and why.
pub(super) fn collect<'n>(cx: &mut Context, loaded: &'n [Loaded<'n>], zones: &[TimeZone]) -> Entries<'n> {
    let mut all: BTreeMap<Section, Known<'n>> = BTreeMap::new();
    for (file, zone) in loaded.iter().zip(zones) {
        let Value::Table(root) = &file.root.value else { continue };
        for section in Section::ALL {
            let Some((_, node)) = root.find(section.as_str()) else { continue };
            let Value::Table(table) = &node.value else {
                wrong_section(cx, section, node);
                continue;
            };
            let known = all.entry(section).or_default();
            add(cx, section, table, (file, zone), known);
        }
    }
    let mut sorted = Entries::new();
    for (section, Known { mut entries, .. }) in all {
        entries.sort_by_key(|(id, _)| *id);
        let ids = entries.iter().map(|(id, entry)| ((*id).to_owned(), entry.key.at)).collect();
        cx.ids.insert(section, ids);
        sorted.insert(section, entries);
    }
    sorted
}

fn add<'n>(
    cx: &mut Context,
    section: Section,
    table: &'n Table<'n>,
    (file, zone): (&Loaded<'n>, &TimeZone),
    known: &mut Known<'n>,
) {
    let mut lower: FxHashMap<Cow<'n, str>, &'n Key<'n>> =
        known.entries.iter().map(|(_, entry)| (lower_case(entry.key.text), entry.key)).collect();
    known.entries.reserve(table.0.len());
    known.numbers.reserve(table.0.len());
    for (key, node) in table.0 {
        if key.text.starts_with("x-") {
            continue;
        }
        let mut entry = Entry { key, node, zone: zone.clone(), below: None };
        let (overrides, reason) = override_of(cx, node);
        match (known.get(key.text), overrides) {
            (Some(_), Some(at)) if reason.is_none() => cx.report(
                Problem::error(Code::OverrideWithoutReason, at, "an override without a reason")
                    .help("add `override-reason = \"...\"`: loosening is a decision that somebody answers for"),
            ),
            (Some(_), Some(_)) => {}
            (Some(earlier), None) if file.below.contains(&earlier.key.at.file) => {
                entry.below = Some(Box::new(earlier.clone()));
            }
            (Some(earlier), None) => cx.report(
                Problem::error(
                    Code::DuplicateId,
                    key.at,
                    format!("there is already a {} `{}`", section.as_str(), key.text),
                )
                .also(earlier.key.at, "the first one is here")
                .help("give it another id, or add `override = true` and `override-reason` to replace the first one"),
            ),
            (None, Some(at)) => cx.report(
                Problem::error(Code::OverrideOfNothing, at, "there is nothing to override")
                    .help("no included file has an entry of this id: correct the id, or remove `override`")
                    .fix_all("remove `override`", without_override(cx, node))
                    .guess(),
            ),
            (None, None) => {
                let mut case_only = false;
                if let Some(Key { text: id, at: earlier }) = lower.get(&lower_case(key.text)) {
                    case_only = true;
                    let plain = plain_id(key.text);
                    let own = (2..if cx.is_full() { 2 } else { 1000 })
                        .map(|number| format!("{plain}-{number}"))
                        .find(|own| !table.0.iter().any(|(other, _)| other.text == *own) && known.get(own).is_none())
                        .filter(|_| !plain.is_empty());
                    cx.report(
                        Problem::error(
                            Code::IdCase,
                            key.at,
                            format!("`{}` differs from `{id}` in capital letters only", key.text),
                        )
                        .also(*earlier, "the other one is here")
                        .help("give each entry an id of its own, in small letters")
                        .fix_all("give it an id of its own", own.as_ref().map(|own| vec![(key.at, own.clone())]))
                        .renames(section, key.text.to_owned(), own.unwrap_or_default()),
                    );
                }
                if !case_only {
                    check_id(cx, section, key, table);
                }
            }
        }
        lower.insert(lower_case(key.text), key);
        known.insert(key.text, entry);
    }
}

/// The text itself where it has no capital letters.
fn lower_case(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

fn override_of(cx: &mut Context, node: &Node) -> (Option<At>, Option<String>) {
    let Value::Table(table) = &node.value else { return (None, None) };
    let flag =
        table.find("override").and_then(|(key, node)| cx.flag(node).filter(|flag| *flag).map(|_| key.at));
    let reason = table.find("override-reason").and_then(|(_, node)| cx.string(node));
    (flag, reason)
}

fn without_override(cx: &Context, node: &Node) -> crate::fields::Changes {
    let Value::Table(table) = &node.value else { return None };
    let (key, flag) = table.find("override")?;
    cx.removal_of_key(key.at, flag.at)
}

/// An id made of what was written instead of one; empty when nothing is left.
fn plain_id(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn check_id(cx: &mut Context, section: Section, key: &Key, table: &Table) {
    let id = key.text;
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !id.is_empty() && !id.starts_with('-') && id.chars().all(allowed) {
        return;
    }
    if cx.slice(key.at).trim_matches(['"', '\'']) == id
        && !cx.slice(key.at).starts_with(['"', '\''])
        && !id.is_ascii()
    {
        // Not a key of TOML either, and reported as such.
        return;
    }
    if id.is_empty() {
        cx.report(
            Problem::error(Code::BadId, key.at, "an empty id").help("an id is made of a-z, 0-9 and hyphens"),
        );
        return;
    }
    let problem = Problem::error(Code::BadId, key.at, format!("`{id}` is not an id"))
        .help("an id is made of a-z, 0-9 and hyphens and does not begin with a hyphen; it is no name: that goes into `name`");
    let plain = plain_id(id);
    cx.report(if !plain.is_empty() && id.is_ascii() {
        let free = !table.0.iter().any(|(other, _)| other.text == plain);
        let change = free.then(|| vec![(key.at, plain.clone())]);
        problem
            .help(format!(
                "an id is made of a-z, 0-9 and hyphens: write `{plain}` here and wherever it is named"
            ))
            .fix_all(format!("call it `{plain}` everywhere"), change)
            .renames(section, id, plain)
    } else {
        problem
    });
}

fn wrong_section(cx: &mut Context, section: Section, node: &Node) {
    let name = section.as_str();
    if matches!(node.value, Value::List(_)) {
        cx.report(
            Problem::error(Code::WrongType, node.at, format!("`{name}` is not a list"))
                .help(format!("each {name} has an id in its table name: `[{name}.some-id]`")),
        );
    } else {
        cx.wrong_type(node, "a table of entries");
    }
}

/// Opens an entry; a dot in its id is reported here.
pub(super) fn open<'n>(cx: &mut Context, section: Section, entry: &Entry<'n>) -> Option<Fields<'n>> {
    let id = &entry.key.text;
    let mut fields = Fields::open(cx, entry.node, entry.key.at, format!("{} `{id}`", section.as_str()))?;
    let nested = nested(cx, entry);
    if let Some(keys) = nested {
        let whole = At { end: keys.last().map_or(entry.key.at.end, |key| key.at.end), ..entry.key.at };
        let written = cx.slice(whole).to_owned();
        let plain = written.replace('.', "-");
        cx.report(
            Problem::error(
                Code::DottedId,
                whole,
                format!("the dots in `{written}` open tables inside of tables"),
            )
            .help(format!("ids have no dots: write `{}`", written.replace('.', "-")))
            .fix_all(
                format!("write `{plain}` everywhere"),
                (plain_id(&plain) == plain).then(|| vec![(whole, plain.clone())]),
            )
            .renames(section, written.clone(), plain),
        );
        fields.hush();
    }
    Some(fields)
}

/// The keys behind an entry's key that only a dot made: tables all the way, none of them known here.
fn nested<'n>(cx: &Context, entry: &Entry<'n>) -> Option<Vec<&'n Key<'n>>> {
    let mut keys = vec![];
    let mut end = entry.key.at;
    let mut node = entry.node;
    while let Value::Table(table) = &node.value {
        let next = table.0.iter().find(|(key, value)| {
            let between = At { start: end.end, end: key.at.start, ..end };
            matches!(value.value, Value::Table(_))
                && key.at.file == end.file
                && cx.slice(between).trim() == "."
                && !KNOWN_SUBTABLES.contains(&key.text)
        });
        let Some((key, value)) = next else { break };
        keys.push(key);
        end = key.at;
        node = value;
    }
    (!keys.is_empty()).then_some(keys)
}

/// Tables that entries do have: `[rule.x.scope]` is one of them, not a dotted id.
const KNOWN_SUBTABLES: [&str; 11] = [
    "scope",
    "acts",
    "ownership",
    "identifiers",
    "file",
    "for",
    "approved-by",
    "party",
    "given",
    "expect",
    "lapses-with",
];
