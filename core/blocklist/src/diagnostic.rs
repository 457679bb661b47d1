//! What is wrong with a list: a code, the exact place, what to do about it. Not a renderer: front ends draw it.

use debar_model::Place;

use crate::Code;

/// How bad it is. A list with one error is not used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The list holds, but somebody should look.
    Warning,
    /// The list does not hold.
    Error,
}

impl Severity {
    /// The word in front of a message.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place and what it has to do with the problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where. The line and column count characters, the range counts bytes of the file.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
    /// Where the problem is; the other labels explain it.
    pub primary: bool,
}

/// One replacement of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; an empty range inserts.
    pub place: Place,
    /// What to put there.
    pub replacement: String,
}

/// A change that settles the problem and changes nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What the change does.
    pub title: String,
    /// The replacements, made all together or not at all. Never empty; they do not overlap.
    pub edits: Vec<Edit>,
    /// Whether something else could have been meant, with another verdict: such a fix is offered and made only
    /// when somebody asks for it. Without it, what is written can mean nothing else.
    pub changes_verdict: bool,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the admin's text in backticks.
    pub message: String,
    /// Where: the first label is the primary one, except when a file could not be read at all.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// A change that settles it; see [`Fix::changes_verdict`] on whether to ask first.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// The primary place.
    pub fn place(&self) -> Option<&Place> {
        self.labels.iter().find(|label| label.primary).map(|label| &label.place)
    }

    /// Whether it keeps the list from being used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
