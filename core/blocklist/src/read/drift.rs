//! The description of the language says exactly what the reader takes: every key, what must be there, every
//! word, what each value is read as. Both ways.

use std::collections::{BTreeMap, BTreeSet};

use bumpalo::Bump;

use super::{files, identifier, root, scope};
use crate::fields::Context;
use crate::fields::seen::{Seen, SeenValue};
use crate::language::{Key, Kind, ROOT, Table};
use crate::source::At;
use crate::syntax::{Node, Value};
use crate::{MemorySources, Section};

/// Tables that are read without asking for one key after the other, with the words that they may have.
const BY_WORD: [&str; 4] = ["acts", "identifiers", "facts", "given-identifiers"];
/// Keys that only one of two tables of the same form needs, or that are needed together with another.
const NEEDED_OTHERWISE: [(&str, &str); 1] = [("list", "time-zone")];

/// How often values with alternatives are written out, so that each is read once.
const ROUNDS: usize = 4;

#[test]
fn the_description_says_what_the_reader_takes() {
    let mut faults: BTreeSet<String> = BTreeSet::new();
    for round in 0..ROUNDS {
        let text = document(round);
        let arena = Bump::new();
        let sources = MemorySources::new().with("a.toml", text.as_str());
        let sources = sources.with("sets/bad.txt", "").with("sets/vendors.txt", "");
        let (root, seen) = reading(&sources, &arena);
        let mut tables = BTreeMap::new();
        let mut values = vec![];
        walk(&Kind::Table(&ROOT), &root, &mut tables, &mut values);
        compare_tables(&tables, &seen, &text, &mut faults);
        compare_values(&values, &seen, &text, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn acts_and_schemes_are_the_readers() {
    let names =
        |kind: Kind| -> BTreeSet<&str> { kind.table().unwrap().keys.iter().map(|key| key.name).collect() };
    let acts = Section::Rule.table().key("acts").unwrap().kind;
    assert_eq!(names(acts), scope::ACTS.into_iter().collect());
    let identifiers = Section::Vendor.table().key("identifiers").unwrap().kind;
    assert_eq!(names(identifiers), identifier::SCHEMES.into_iter().collect());
}

#[test]
fn descriptions_are_sentences_and_examples_are_values() {
    let mut names = BTreeSet::new();
    each_table(&Kind::Table(&ROOT), &mut |table| {
        if !names.insert(table.name) {
            return false;
        }
        assert!(table.about.ends_with('.'), "{}", table.name);
        for key in table.all_keys() {
            let of = format!("{}.{}", table.name, key.name);
            assert!(
                key.about.chars().next().is_some_and(char::is_uppercase) && !key.about.ends_with('.'),
                "{of}"
            );
            let example = format!("x = {}\n", key.example);
            assert!(toml::from_str::<toml::Table>(&example).is_ok(), "{of}: {example}");
        }
        true
    });
    assert!(names.len() > 25);
}

/// A list in which every table has every key that is described.
fn document(round: usize) -> String {
    let mut text = String::new();
    for key in ROOT.keys {
        if key.name == "include" {
            text.push_str("include = [\"nothing.toml\"]\n");
        } else {
            text.push_str(&format!("{} = {}\n", key.name, value_of(key, round)));
        }
    }
    text
}

fn value_of(key: &Key, round: usize) -> String {
    match key.kind {
        Kind::Text | Kind::List(Kind::Text) => key.example.to_owned(),
        kind => value(kind, round),
    }
}

fn value(kind: Kind, round: usize) -> String {
    match kind {
        Kind::Text | Kind::Scalar => "\"a text\"".to_owned(),
        Kind::Flag => "true".to_owned(),
        Kind::Whole => "1".to_owned(),
        Kind::Share | Kind::Amount => "50".to_owned(),
        Kind::Date => "2020-01-01".to_owned(),
        Kind::Duration => "\"3 days\"".to_owned(),
        Kind::Country => "\"US\"".to_owned(),
        Kind::Word(_) | Kind::OwnWord(_) | Kind::Allowable => {
            format!("\"{}\"", kind.words().first().unwrap())
        }
        Kind::Id(_) => "\"some-id\"".to_owned(),
        Kind::Entries(section) => format!("{{ some-id = {} }}", value(Kind::Table(section.table()), round)),
        Kind::List(kind) => format!("[{}]", value(*kind, round)),
        Kind::Any(kinds) => value(kinds[round % kinds.len()], round / kinds.len() + round),
        Kind::Table(table) => {
            // One of two keys that exclude each other.
            let out = if round.is_multiple_of(2) { ["until", "more-than"] } else { ["through", "at-least"] };
            // Only entries by id can replace one.
            let loose = table.name == "exception";
            let keys: Vec<String> = table
                .all_keys()
                .filter(|key| !(out.contains(&key.name) || loose && key.name.starts_with("override")))
                .map(|key| format!("{} = {}", key.name, value_of(key, round)))
                .collect();
            format!("{{ {} }}", keys.join(", "))
        }
    }
}

fn reading<'t>(sources: &'t MemorySources, arena: &'t Bump) -> (Node<'t>, Seen) {
    let mut cx = Context::new();
    let mut loader = files::Loader::new(sources, arena);
    loader.load(&mut cx, "a.toml");
    let root = loader.loaded.last().unwrap().root;
    root::list(&mut cx, &mut loader);
    (root, std::mem::take(&mut cx.seen))
}

type Tables = BTreeMap<At, &'static Table>;

/// Pairs every table and value of a file with its description.
fn walk(kind: &Kind, node: &Node, tables: &mut Tables, values: &mut Vec<(At, Kind)>) {
    match (&node.value, kind) {
        (Value::Table(entries), Kind::Entries(section)) => {
            entries.0.iter().for_each(|(_, node)| walk(&Kind::Table(section.table()), node, tables, values));
        }
        (Value::Table(entries), kind) => {
            let Some(table) = kind.table() else { return };
            if let Some((first, _)) = entries.0.first() {
                tables.insert(first.at, table);
            }
            for (key, node) in entries.0 {
                if let Some(described) = table.key(key.text) {
                    walk(&described.kind, node, tables, values);
                }
            }
        }
        (Value::List(items), kind) => {
            let of = match kind {
                Kind::List(kind) => Some(*kind),
                Kind::Any(kinds) => kinds.iter().find_map(|kind| match kind {
                    Kind::List(kind) => Some(*kind),
                    _ => None,
                }),
                _ => None,
            };
            items.iter().for_each(|item| of.into_iter().for_each(|kind| walk(kind, item, tables, values)));
        }
        (value, Kind::Any(kinds)) => {
            let fits = |kind: &&Kind| match value {
                Value::Text(_) => {
                    !matches!(kind, Kind::Flag | Kind::Share | Kind::Date | Kind::List(_) | Kind::Table(_))
                }
                Value::Boolean(_) => matches!(kind, Kind::Flag),
                Value::Date(_) => matches!(kind, Kind::Date),
                Value::Integer(_) => matches!(kind, Kind::Share | Kind::Whole | Kind::Amount),
                _ => false,
            };
            kinds.iter().find(fits).into_iter().for_each(|kind| walk(kind, node, tables, values));
        }
        (_, kind) => values.push((node.at, *kind)),
    }
}

fn compare_tables(tables: &Tables, seen: &Seen, text: &str, faults: &mut BTreeSet<String>) {
    for (at, table) in tables {
        if BY_WORD.contains(&table.name) {
            continue;
        }
        let Some(read) = seen.tables.iter().find(|read| read.first == Some(*at)) else {
            faults.insert(format!("`{}` is described, and not read at `{}`", table.name, around(text, *at)));
            continue;
        };
        let asked: BTreeSet<&str> = read.asked.iter().copied().collect();
        let described: BTreeSet<&str> = table.all_keys().map(|key| key.name).collect();
        for key in asked.difference(&described) {
            faults.insert(format!("`{}` reads the key `{key}`, which nothing describes", table.name));
        }
        for key in described.difference(&asked) {
            faults.insert(format!("`{}` has no key `{key}`, which is described", table.name));
        }
        for key in read.refused.iter().filter(|key| described.contains(*key)) {
            faults.insert(format!("`{}` refuses the key `{key}`, which is described", table.name));
        }
        for key in table.all_keys() {
            let needed = read.needed.contains(&key.name);
            if needed != key.required && !NEEDED_OTHERWISE.contains(&(table.name, key.name)) {
                faults.insert(format!("`{}`: whether `{}` is required differs", table.name, key.name));
            }
        }
    }
    for read in seen.tables.iter().filter(|read| read.first.is_some_and(|at| !tables.contains_key(&at))) {
        let at = read.first.unwrap();
        faults.insert(format!("a table that nothing describes is read at `{}`", around(text, at)));
    }
}

fn compare_values(values: &[(At, Kind)], seen: &Seen, text: &str, faults: &mut BTreeSet<String>) {
    for (at, kind) in values {
        let shown = around(text, *at);
        let words = seen.words.iter().find(|(known, _)| known == at).map(|(_, words)| words);
        let described = kind.words();
        match (words, kind) {
            (Some(words), Kind::Word(_) | Kind::OwnWord(_) | Kind::Allowable) => {
                let read: BTreeSet<&str> = words.iter().copied().collect();
                if read != described.iter().copied().collect() {
                    faults.insert(format!("words differ at `{shown}`: the reader takes {read:?}"));
                }
            }
            (Some(words), _) => {
                faults.insert(format!("the reader wants one of {words:?} at `{shown}`"));
            }
            (None, Kind::Word(_) | Kind::OwnWord(_) | Kind::Allowable) => {
                faults.insert(format!("the reader takes any text at `{shown}`"));
            }
            (None, _) => {}
        }
        let wanted = match kind {
            Kind::Date => SeenValue::Date,
            Kind::Flag => SeenValue::Flag,
            Kind::Share => SeenValue::Share,
            Kind::Whole => SeenValue::Whole,
            Kind::Id(section) => SeenValue::Id(*section),
            Kind::Scalar | Kind::Amount => continue,
            _ => SeenValue::Text,
        };
        let read: Vec<SeenValue> =
            seen.values.iter().filter(|(known, _)| known == at).map(|(_, value)| *value).collect();
        let more = read.iter().any(|value| *value != SeenValue::Text);
        // `true` in place of a day needs no further reading.
        let bare = matches!(kind, Kind::Flag) && read.is_empty();
        if !bare && (!read.contains(&wanted) || (wanted == SeenValue::Text && more)) {
            faults.insert(format!("described as {wanted:?}, read as {read:?}: `{shown}`"));
        }
    }
}

fn each_table(kind: &Kind, visit: &mut dyn FnMut(&'static Table) -> bool) {
    match kind {
        Kind::List(kind) => each_table(kind, visit),
        Kind::Any(kinds) => kinds.iter().for_each(|kind| each_table(kind, visit)),
        Kind::Entries(section) => each_table(&Kind::Table(section.table()), visit),
        Kind::Table(table) if visit(table) => table.all_keys().for_each(|key| each_table(&key.kind, visit)),
        _ => {}
    }
}

fn around(text: &str, at: At) -> String {
    let start = text.get(..at.start).unwrap_or_default().char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    text.get(start..).unwrap_or_default().chars().take(60).collect()
}
