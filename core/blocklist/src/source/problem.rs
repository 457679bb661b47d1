//! Building a diagnostic from byte ranges, before they become places.

use crate::fields::Section;
use crate::source::At;
use crate::{Code, Severity};

/// A fix in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) title: String,
    pub(crate) edits: Vec<(At, String)>,
    pub(crate) guess: bool,
    /// An id that gets a new name: everything that names it goes along.
    pub(crate) rename: Option<(Section, String, String)>,
}

/// A diagnostic in the making.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) labels: Vec<(At, String)>,
    pub(crate) help: Option<String>,
    pub(crate) fix: Option<Draft>,
}

impl Problem {
    pub(crate) fn error(code: Code, at: At, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![(at, String::new())],
            help: None,
            fix: None,
        }
    }

    pub(crate) fn warning(code: Code, at: At, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, at, message) }
    }

    /// What stands at the primary place.
    pub(crate) fn says(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.1 = text.into();
        }
        self
    }

    /// Another place that explains it.
    pub(crate) fn also(mut self, at: At, text: impl Into<String>) -> Self {
        self.labels.push((at, text.into()));
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    pub(crate) fn fix(mut self, title: impl Into<String>, at: At, replacement: impl Into<String>) -> Self {
        self.fix =
            Some(Draft { title: title.into(), edits: vec![(at, replacement.into())], ..Draft::default() });
        self
    }

    /// The same with several replacements; no fix when there are none.
    pub(crate) fn fix_all(mut self, title: impl Into<String>, edits: Option<Vec<(At, String)>>) -> Self {
        if let Some(edits) = edits {
            self.fix = Some(Draft { title: title.into(), edits, ..Draft::default() });
        }
        self
    }

    /// Something else could be meant too.
    pub(crate) fn guess(self) -> Self {
        self.guess_unless(false)
    }

    /// Something else could be meant too, unless this is certain.
    pub(crate) fn guess_unless(mut self, certain: bool) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.guess = !certain;
        }
        self
    }

    /// The fix renames an id: whatever names it goes along.
    pub(crate) fn renames(
        mut self,
        section: Section,
        old: impl Into<String>,
        new: impl Into<String>,
    ) -> Self {
        if let Some(fix) = &mut self.fix {
            fix.rename = Some((section, old.into(), new.into()));
        }
        self
    }
}
