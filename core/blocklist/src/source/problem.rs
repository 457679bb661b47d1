//! Building a diagnostic from byte ranges, before they become places.

use crate::source::At;
use crate::{Code, Severity};

/// A diagnostic in the making.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) labels: Vec<(At, String)>,
    pub(crate) help: Option<String>,
    pub(crate) fix: Option<(String, At, String)>,
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
        self.fix = Some((title.into(), at, replacement.into()));
        self
    }
}
