//! Typed access to a TOML tree: each question either has an answer or has been reported. Knows types, dates
//! and references, but no table of the language.

mod change;
mod context;
mod date;
mod number;
mod section;
#[cfg(test)]
pub(crate) mod seen;
mod suggest;
mod table;
mod text;

pub(crate) use change::Changes;
pub(crate) use context::{Context, MORE_WARNINGS, MOST};
pub use section::Section;
pub(crate) use suggest::{is_certain, nearest};
pub(crate) use table::Fields;
