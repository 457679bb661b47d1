//! How the language is described: tables, keys, kinds of values. Holds no text of the language itself.

use crate::{Code, Section};

/// A table and its keys. Keys that begin with `x-` are everywhere the list's own.
#[derive(Debug)]
pub struct Table {
    /// Its name, unique among all tables: kebab-case.
    pub name: &'static str,
    /// What it is, with its article.
    pub title: &'static str,
    /// One sentence on what it is for.
    pub about: &'static str,
    /// Its own keys.
    pub keys: &'static [Key],
    /// Whether it also has the keys of every entry: `note`, `evidence`, `owner` and so on.
    pub entry: bool,
    /// Groups of keys of which at least one must be there.
    pub at_least: &'static [&'static [&'static str]],
    /// What the value of any other key is; none where other keys are errors.
    pub others: Option<Kind>,
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// One sentence on what it means: a capital letter, no full stop.
    pub about: &'static str,
    /// What its absence means, in words; empty where it means nothing or the key is required.
    pub absent: &'static str,
    /// A value as it is written.
    pub example: &'static str,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Whole,
    /// A number of percent, 0 to 100.
    Share,
    /// An amount of money: a number that is not below zero.
    Amount,
    /// A date, a local date-time or an instant.
    Date,
    /// A span of time in words: `3 business days`.
    Duration,
    /// Two capital letters of ISO 3166-1.
    Country,
    /// One of these words.
    Word(&'static [&'static str]),
    /// One of these words, or one of the list's own that begins with `x-`.
    OwnWord(&'static [&'static str]),
    /// A code of a diagnostic that an entry may take on itself.
    Allowable,
    /// The id of an entry.
    Id(Section),
    /// Entries of a section by id.
    Entries(Section),
    /// A list.
    List(&'static Kind),
    /// A table.
    Table(&'static Table),
    /// One of these.
    Any(&'static [Kind]),
    /// Any single value.
    Scalar,
}

impl Table {
    /// All keys, those of every entry included.
    pub fn all_keys(&self) -> impl Iterator<Item = &'static Key> {
        let common: &[Key] = if self.entry { super::entry::COMMON } else { &[] };
        self.keys.iter().chain(common)
    }

    /// A key by name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.all_keys().find(|key| key.name == name)
    }
}

impl Key {
    pub(super) const fn new(
        name: &'static str,
        kind: Kind,
        about: &'static str,
        example: &'static str,
    ) -> Self {
        Self { name, kind, required: false, about, absent: "", example }
    }

    /// The same, required.
    pub(super) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same with the meaning of its absence.
    pub(super) const fn absent(mut self, absent: &'static str) -> Self {
        self.absent = absent;
        self
    }
}

impl Kind {
    /// The words that are possible, where there is a fixed set.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Word(words) | Self::OwnWord(words) => words.to_vec(),
            Self::Allowable => Code::ALLOWABLE.iter().map(|code| code.as_str()).collect(),
            Self::List(kind) => kind.words(),
            Self::Any(kinds) => kinds.iter().flat_map(|kind| kind.words()).collect(),
            Self::Flag => vec!["true", "false"],
            _ => vec![],
        }
    }

    /// The section whose ids are wanted.
    pub fn section(self) -> Option<Section> {
        match self {
            Self::Id(section) => Some(section),
            Self::List(kind) => kind.section(),
            Self::Any(kinds) => kinds.iter().find_map(|kind| kind.section()),
            _ => None,
        }
    }

    /// The table that stands there, also as an item of a list.
    pub fn table(self) -> Option<&'static Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::List(kind) => kind.table(),
            Self::Any(kinds) => kinds.iter().find_map(|kind| kind.table()),
            _ => None,
        }
    }

    /// The kind in words.
    pub fn in_words(self) -> String {
        match self {
            Self::Text => "a text".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Whole => "a whole number".to_owned(),
            Self::Share => "a number of percent".to_owned(),
            Self::Amount => "an amount of money".to_owned(),
            Self::Date => "a date, without quotation marks".to_owned(),
            Self::Duration => "a span of time such as `3 business days`".to_owned(),
            Self::Country => "a country code such as US".to_owned(),
            Self::Word(words) => one_of(words),
            Self::OwnWord(words) => format!("{}, or a word of your own that begins with `x-`", one_of(words)),
            Self::Allowable => "the code of a warning".to_owned(),
            Self::Id(section) => format!("the id of {}", section.with_article()),
            Self::Entries(section) => format!("entries: `[{}.some-id]`", section.as_str()),
            Self::List(kind) => format!("a list: {}", kind.in_words()),
            Self::Table(table) => table.title.to_owned(),
            Self::Any(kinds) => {
                let all: Vec<String> = kinds.iter().map(|kind| kind.in_words()).collect();
                all.join("; or ")
            }
            Self::Scalar => "a single value".to_owned(),
        }
    }
}

fn one_of(words: &[&str]) -> String {
    let all: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    all.join(", ")
}
