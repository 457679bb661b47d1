//! From TOML to a checked list: parse what can be parsed, check everything, report all problems at once.

mod amount;
mod authority;
mod buyer;
mod calendar;
mod checks;
mod country;
mod digests;
#[cfg(test)]
mod drift;
mod entries;
mod files;
mod form;
mod goods;
mod identifier;
mod names;
mod part;
mod person;
mod revision;
mod root;
mod rule;
mod scope;
mod side_file;
mod test_case;
mod vendor;
mod versions;

use crate::fields::Context;
use crate::{Blocklist, Diagnostic, Sources};

pub use part::{KnownIds, read_part, read_unless};

/// What came of reading a list.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The list; none if there is a single error.
    pub list: Option<Blocklist>,
    /// All problems, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of every TOML file that was read, by name relative to the root file, for rendering.
    pub files: Vec<(String, String)>,
}

impl Reading {
    /// Whether a problem keeps the list from being used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads a list. `root` is the name of the root file in `sources`. Never panics and reads no clock:
/// problems that depend on the day are found by [`crate::lint`].
pub fn read(root: &str, sources: &dyn Sources) -> Reading {
    let mut cx = Context::new();
    let mut loader = files::Loader::new(sources);
    loader.load(&mut cx, root);
    let list = root::list(&mut cx, &mut loader);
    let (diagnostics, files) = cx.finish();
    let list = list.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Reading { list, diagnostics, files }
}
