//! One form for a list's text: spacing, line lengths, blank lines. Keys, entries and comments keep their order.
//!
//! - `key = value`, one blank in front of a comment behind a value, no indentation but inside of lists.
//! - One blank line in front of a table, at most one between keys; a line feed at the end.
//! - A list that does not fit on its line, or that has a comment, has one element a line and a comma behind each.
//! - An entry `id = { .. }` that does not fit on its line becomes `[table.id]` behind the other entries of its table.
//! - CRLF stays when most lines end with it. A byte order mark goes.
//!
//! Invariant: the text says the same before and after, and has the same comments; this is checked on every call.

mod comment;
mod document;
mod value;

use std::fmt;

use toml_edit::DocumentMut;

/// The longest line that is made, in characters. A text or table that cannot be broken may be longer.
pub const WIDTH: usize = 120;

/// Why a text is not formatted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// It is not TOML: what the parser says.
    Syntax(String),
    /// The new text would not say the same: a fault of the formatter, which gives nothing out then.
    Changed,
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(why) => {
                write!(f, "the file is not TOML: {}", why.lines().next().unwrap_or_default())
            }
            Self::Changed => f.write_str("the formatted text would not say the same"),
        }
    }
}

impl std::error::Error for FormatError {}

/// The text in the one form. Formatting it again changes nothing.
///
/// # Errors
/// See [`FormatError`]. Whether the text is a list that holds is not asked.
pub fn format(text: &str) -> Result<String, FormatError> {
    let crlf = text.matches("\r\n").count() * 2 > text.matches('\n').count();
    let plain = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let document: DocumentMut = plain
        .parse()
        .map_err(|error: toml_edit::TomlError| FormatError::Syntax(error.message().to_owned()))?;
    let printed = document::print(&document);
    let printed = if crlf { printed.replace('\n', "\r\n") } else { printed };
    if says_the_same(text, &printed) { Ok(printed) } else { Err(FormatError::Changed) }
}

fn says_the_same(before: &str, after: &str) -> bool {
    let parsed = |text: &str| text.strip_prefix('\u{feff}').unwrap_or(text).parse::<toml::Table>().ok();
    let (Some(old), Some(new)) = (parsed(before), parsed(after)) else { return false };
    old == new && comment::all(before) == comment::all(after)
}

#[cfg(test)]
mod tests;
