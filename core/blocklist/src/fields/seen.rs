//! What the reader asked for, so that a test can hold the description of the language to it. Tests only.

use crate::Section;
use crate::source::At;

/// Everything that one reading asked for.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) tables: Vec<SeenTable>,
    pub(crate) words: Vec<(At, Vec<&'static str>)>,
    pub(crate) values: Vec<(At, SeenValue)>,
}

/// A table that was read key by key.
#[derive(Debug)]
pub(crate) struct SeenTable {
    /// Its first key.
    pub(crate) first: Option<At>,
    pub(crate) asked: Vec<&'static str>,
    pub(crate) needed: Vec<&'static str>,
    pub(crate) refused: Vec<&'static str>,
}

/// What a value was read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SeenValue {
    Text,
    Flag,
    Whole,
    Share,
    Date,
    Id(Section),
}
