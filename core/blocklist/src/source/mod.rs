//! The text of the files and the way from a byte range to a line and a column. Knows nothing of TOML.

mod problem;
mod text;

pub(crate) use problem::{Draft, Problem};
pub(crate) use text::SourceText;

/// A byte range of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct At {
    /// Index of the file.
    pub(crate) file: usize,
    /// First byte.
    pub(crate) start: usize,
    /// End, excluded.
    pub(crate) end: usize,
}
