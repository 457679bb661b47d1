//! Which revision of our list was in use at an instant: from what the ledger recorded, or from the list's own
//! history in git. Invariant: a revision that answers is named, and where the history does not reach nobody guesses
//! in silence.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use debar_ledger::{Reader, Record};
use debar_model::{Revision, Sha256Hex};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::git::GitList;
use super::head::Head;
use crate::config::ListChoice;
use crate::ledger_folder::list_of;
use crate::outcome::CheckError;
use crate::record::ROOT;
use crate::{Gate, LoadedList};

/// The kind of the record that says that another revision of the list came into use.
pub(crate) const LIST_IN_USE: &str = "list-in-use";

/// Where the history of the list is looked up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ListHistory {
    /// In the ledger where it reaches; else the list in use answers, with the `recorded` dates that it has, and it
    /// is said aloud.
    #[default]
    Auto,
    /// In the ledger and nowhere else.
    Ledger,
    /// In the git history of the list's folder and nowhere else.
    Git,
}

/// A list as it was known.
#[derive(Clone, Debug)]
pub struct KnownList {
    /// The list.
    pub list: Arc<LoadedList>,
    /// Since when it was in use; none for the list in use now.
    pub since: Option<Timestamp>,
    /// Which revision answers and who says so, in words.
    pub words: String,
    /// Whether a recorded history says so: false where the list in use stands in.
    pub covered: bool,
}

/// A revision and when it came into use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InUse {
    /// The revision.
    pub revision: Revision,
    /// The first record of this use.
    pub first: Timestamp,
    /// The last record of this use.
    pub last: Timestamp,
    /// The name of the list's root file.
    pub root: Option<Sha256Hex>,
    /// Its stored files.
    pub(crate) inputs: BTreeMap<String, Sha256Hex>,
}

/// The data of a `list-in-use` record.
#[derive(Serialize, Deserialize)]
pub(crate) struct InUseData {
    pub schema_version: u32,
    pub revision: String,
    pub title: String,
}

impl Gate {
    /// The list as it was known at an instant.
    ///
    /// # Errors
    /// The named history does not reach that instant, cannot be read, or holds a list that this program cannot use.
    pub fn list_known_at(&self, known_at: Timestamp, history: ListHistory) -> Result<KnownList, CheckError> {
        let now = self.clock.now();
        if known_at >= now && history != ListHistory::Git {
            let list = self.list();
            let words = format!("revision {} answers: it is in use now", list.revision());
            return Ok(KnownList { list, since: None, words, covered: true });
        }
        if let Some((asked, known)) = self.known_list()
            && asked == (known_at, history)
        {
            return Ok(known);
        }
        let known = match history {
            ListHistory::Git => self.by_git(known_at)?,
            ListHistory::Ledger => self.by_ledger(known_at)?.map_err(|why| uncovered(&why))?,
            ListHistory::Auto => match self.by_ledger(known_at)? {
                Ok(known) => known,
                Err(why) => {
                    let list = self.list();
                    let words = format!(
                        "{why}; so revision {}, in use now, answers as far as its own dates tell what was known then \
                         (`--list-history ledger` or `git` refuses instead)",
                        list.revision()
                    );
                    KnownList { list, since: None, words, covered: false }
                }
            },
        };
        self.remember_list((known_at, history), &known);
        Ok(known)
    }

    /// The list that the ledger says was in use, or why it does not say.
    fn by_ledger(&self, known_at: Timestamp) -> Result<Result<KnownList, String>, CheckError> {
        let reader = Reader::open(&self.config.ledger.value)?;
        let uses = uses(&reader)?;
        let now = self.list();
        let root = debar_wire::sha256(now.root.as_bytes());
        // Of several lists that share a ledger, the one by the name of the list in use.
        let before = || uses.iter().rev().filter(|used| used.first <= known_at);
        let Some(found) = before().find(|used| used.root == Some(root)).or_else(|| before().next()) else {
            return Ok(Err(match uses.first() {
                Some(first) => format!(
                    "the ledger does not tell which list was in use at {known_at}: its first record of one is of {}",
                    first.first
                ),
                None => {
                    format!("the ledger does not tell which list was in use at {known_at}: it has no records")
                }
            }));
        };
        let list = if found.revision == now.revision() {
            now
        } else {
            let list = list_of(&reader, &found.inputs)?;
            if list.revision() != found.revision {
                let why = format!("the stored list is revision {}, not {}", list.revision(), found.revision);
                return Err(CheckError::Record(why));
            }
            Arc::new(list)
        };
        let words =
            format!("revision {} answers: in use since {} by the ledger", found.revision, found.first);
        Ok(Ok(KnownList { list, since: Some(found.first), words, covered: true }))
    }

    fn by_git(&self, known_at: Timestamp) -> Result<KnownList, CheckError> {
        let ListChoice::File(path) = &self.config.list.value else {
            return Err(CheckError::History {
                why: "the list that ships has no git history".to_owned(),
                help: "name a list of your own with `--blocklist FILE`".to_owned(),
            });
        };
        let git = GitList::at(path, known_at)?;
        let list = Arc::new(git.load()?);
        let (commit, since) = (git.commit().to_owned(), git.since());
        let words = format!("revision {} answers: commit {commit} of {since} in git", list.revision());
        Ok(KnownList { list, since: Some(since), words, covered: true })
    }
}

/// Every use of a revision in the order of the records. Decisions that asked for an earlier list do not count as use.
pub(crate) fn uses(reader: &Reader) -> Result<Vec<InUse>, CheckError> {
    let mut uses: Vec<InUse> = vec![];
    for record in reader.iter()? {
        let record = record?;
        let Some(revision) = revision_in_use(&record) else { continue };
        let root = record.inputs.get(ROOT).copied();
        match uses.iter_mut().rev().find(|used| used.root == root) {
            Some(used) if used.revision == revision => used.last = used.last.max(record.time),
            _ => uses.push(InUse {
                revision,
                first: record.time,
                last: record.time,
                root,
                inputs: record.inputs.clone(),
            }),
        }
    }
    uses.sort_by_key(|used| used.first);
    Ok(uses)
}

fn revision_in_use(record: &Record) -> Option<Revision> {
    if record.kind == LIST_IN_USE {
        let data: InUseData = record.event().ok()?;
        return Sha256Hex::parse(&data.revision).ok().map(Revision);
    }
    record.decision_id?;
    if let Some(head) = Head::read(&record.data) {
        return head.known_at.is_none().then_some(head.revision);
    }
    let decision = record.decision().ok()?;
    decision.known_at.is_none().then_some(decision.revision)
}

fn uncovered(why: &str) -> CheckError {
    CheckError::History {
        why: why.to_owned(),
        help: "ask for a later instant, give the ledger or list that goes back so far, or leave `--list-history` out"
            .to_owned(),
    }
}

impl fmt::Display for ListHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Auto => "auto",
            Self::Ledger => "ledger",
            Self::Git => "git",
        })
    }
}
