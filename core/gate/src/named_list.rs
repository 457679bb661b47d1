//! A list by the name that people give it: a file, a revision in git, a revision that the ledger recorded, the lists
//! that ship. Reads only.

use std::fmt;
use std::path::Path;

use debar_ledger::Reader;

use crate::audit::{GitList, uses};
use crate::config::ListChoice;
use crate::ledger_folder::list_of;
use crate::outcome::CheckError;
use crate::{ListError, LoadedList};

/// Why a named list is not to be had.
#[derive(Debug)]
pub enum NamedListError {
    /// It is there and does not hold.
    List(Box<ListError>),
    /// It cannot be found or read.
    Missing(CheckError),
}

impl fmt::Display for NamedListError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(error) => error.fmt(f),
            Self::Missing(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for NamedListError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::List(_) => None,
            Self::Missing(error) => error.source(),
        }
    }
}

/// Reads and compiles a list by its name: `git:REVISION`, `git:REVISION:PATH`, `ledger:REVISION` (its first digits are
/// enough), `shipped`, or the path of a file. Without a path, git is asked for the list `in_use`.
///
/// # Errors
/// There is no such list, or it does not hold.
pub fn named_list(name: &str, in_use: &ListChoice, ledger: &Path) -> Result<LoadedList, NamedListError> {
    if let Some(rest) = name.strip_prefix("git:") {
        let (revision, path) = match rest.split_once(':') {
            Some((revision, path)) => (revision, Path::new(path)),
            None => match in_use {
                ListChoice::File(path) => (rest, path.as_path()),
                ListChoice::Shipped => {
                    return Err(missing(
                        "the list that ships has no git history",
                        "write `git:REVISION:PATH`",
                    ));
                }
            },
        };
        let git = GitList::named(path, revision).map_err(NamedListError::Missing)?;
        return held(LoadedList::from_sources(git.root(), &git));
    }
    if let Some(digits) = name.strip_prefix("ledger:") {
        return from_ledger(digits, ledger);
    }
    match name {
        "shipped" => held(LoadedList::load(&ListChoice::Shipped)),
        _ => held(LoadedList::load(&ListChoice::File(name.into()))),
    }
}

fn from_ledger(digits: &str, ledger: &Path) -> Result<LoadedList, NamedListError> {
    let help = "`debar blocklist check` shows the revision of a list, and every decision names its own";
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(missing(
            &format!("`{digits}` is no revision: at least four hex digits are wanted"),
            help,
        ));
    }
    let digits = digits.to_ascii_lowercase();
    let reader = Reader::open(ledger).map_err(|error| {
        let why = format!("no ledger can be read at `{}`: {error}", ledger.display());
        missing(&why, "name its folder with `--ledger`; the first decision makes it")
    })?;
    let mut found = uses(&reader).map_err(NamedListError::Missing)?;
    found.retain(|used| used.revision.to_string().starts_with(&digits));
    found.dedup_by_key(|used| used.revision);
    match found.as_slice() {
        [] => Err(missing(&format!("the ledger has no list of revision `{digits}`"), help)),
        [used, others @ ..] if others.iter().all(|other| other.revision == used.revision) => {
            list_of(&reader, &used.inputs).map_err(NamedListError::Missing)
        }
        _ => Err(missing(&format!("several revisions begin with `{digits}`"), "give more digits")),
    }
}

fn held(read: Result<LoadedList, ListError>) -> Result<LoadedList, NamedListError> {
    read.map_err(|error| NamedListError::List(Box::new(error)))
}

fn missing(why: &str, help: &str) -> NamedListError {
    NamedListError::Missing(CheckError::History { why: why.to_owned(), help: help.to_owned() })
}
