//! What a front end hands over: a document and what it knows of it.

use std::path::PathBuf;

use debar_model::Facts;
use jiff::Timestamp;

use crate::ListHistory;

/// A document to be screened.
#[derive(Clone, Debug, Default)]
pub struct Submission<'a> {
    /// The native bytes.
    pub bytes: &'a [u8],
    /// The media type, as the transport gave it.
    pub content_type: Option<&'a str>,
    /// The named route by which it came.
    pub route: Option<&'a str>,
    /// The plugin that shall read it.
    pub plugin: Option<&'a str>,
    /// Facts given with the call, of origin `Call`.
    pub facts: Facts,
    /// Files that lines deliver.
    pub artifacts: Vec<GivenArtifact>,
    /// The folder below which files lie that lines name by a relative path; none are read without it.
    pub artifact_folder: Option<PathBuf>,
    /// The instant for which the law is asked; now when none is given.
    pub at: Option<Timestamp>,
    /// The instant whose knowledge counts; the same when none is given.
    pub known_at: Option<Timestamp>,
    /// Where the list of that instant is looked up.
    pub list_history: ListHistory,
}

/// A file given beside the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenArtifact {
    /// The line: its own id in the document; of a line without one, its number from 1.
    pub line: String,
    /// The file.
    pub path: PathBuf,
}
