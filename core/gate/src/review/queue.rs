//! The queue: what open orders ask a person for, like findings together. Reads the ledger and records nothing.

use std::collections::BTreeMap;

use debar_ledger::{Cleared, Pair, REVIEW, Record, ReviewItem, ReviewState, Upheld};
use debar_model::{Class, DecisionId, PurchaseRequest, Revision, Sha256Hex, Verdict};
use jiff::Timestamp;

use super::ReviewSettings;
use super::item::Item;
use crate::audit::{Requests, decision_of, line_name, number, request_of, suppliers, vendor_of};
use crate::ledger_folder::list_of;
use crate::outcome::CheckError;
use crate::{LedgerFolder, LoadedList};

/// What of the queue is asked for.
#[derive(Clone, Debug, Default)]
pub struct QueueChoice {
    /// Only this vendor of the list, by id.
    pub vendor: Option<String>,
    /// Only decisions recorded at this instant or later.
    pub since: Option<Timestamp>,
    /// Findings that were denied too: a person may know better than a name.
    pub denied: bool,
    /// Items too that somebody decided on and that nobody asks about any more.
    pub closed_too: bool,
}

/// The queue at an instant.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Its items, those that wait longest first.
    pub items: Vec<QueueItem>,
    /// Numbers of review records that could not be read: what was cleared before them does not count.
    pub unread: Vec<u64>,
    /// Recorded decisions that could not be read, and why.
    pub failed: Vec<(DecisionId, String)>,
}

/// Where an item stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueueStatus {
    /// A person must decide.
    Open,
    /// A clearing waits for a second person.
    Proposed(Box<Cleared>),
    /// Asked for again although it was cleared: the listing or a rule changed, it ended, or the answer is older.
    Lapsed(Box<Cleared>),
    /// Cleared, and nobody has asked since.
    Cleared(Box<Cleared>),
    /// Found to be true.
    Upheld(Box<Upheld>),
}

/// One item: a subject, a listing, and everybody who asks.
#[derive(Clone, Debug)]
pub struct QueueItem {
    /// Its id.
    pub id: Sha256Hex,
    /// `seller`, `maker`, `goods`; `other` where nothing whole can be named.
    pub kind: &'static str,
    /// The text as written.
    pub name: String,
    /// The text as compared.
    pub folded: String,
    /// Identifiers and part numbers that belong to it.
    pub identifiers: Vec<String>,
    /// TOML table of the listing.
    pub table: &'static str,
    /// Its key in that table.
    pub listing: String,
    /// Its name for people.
    pub listed: String,
    /// The vendor of the list behind it.
    pub vendor: String,
    /// Buyers for whom it was asked.
    pub buyers: Vec<String>,
    /// The strongest class among the findings.
    pub class: Class,
    /// The strictest verdict among them.
    pub verdict: Verdict,
    /// How the newest came about, in words.
    pub how: String,
    /// Decisions that ask, newest first; one that asks at several places stands here several times.
    pub asked: Vec<Asked>,
    /// Why a person cannot clear it; none when one can.
    pub refusal: Option<String>,
    /// Where it stands.
    pub status: QueueStatus,
    /// What people did: number of the record, time, act.
    pub history: Vec<(u64, Timestamp, debar_ledger::ReviewAct)>,
}

/// A finding of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The decision.
    pub decision: DecisionId,
    /// Its number in the ledger.
    pub sequence: u64,
    /// When it was recorded.
    pub time: Timestamp,
    /// The order's number.
    pub order: Option<String>,
    /// Who sells.
    pub suppliers: Vec<String>,
    /// The line, as people call it.
    pub line: Option<String>,
    /// Where in the document.
    pub pointer: String,
    /// What it asks for.
    pub verdict: Verdict,
}

impl QueueItem {
    /// Whether somebody still has to decide.
    pub fn is_open(&self) -> bool {
        matches!(self.status, QueueStatus::Open | QueueStatus::Proposed(_) | QueueStatus::Lapsed(_))
    }

    /// How many different decisions ask.
    pub fn decisions(&self) -> usize {
        let mut ids: Vec<u64> = self.asked.iter().map(|asked| asked.sequence).collect();
        ids.dedup();
        ids.len()
    }
}

/// An item being gathered.
pub(super) struct Gathered {
    pub item: Item,
    pub class: Class,
    pub verdict: Verdict,
    pub how: String,
    pub refusal: Option<String>,
    pub vendor: String,
    pub asked: Vec<Asked>,
    /// The record of the newest decision that asks.
    pub newest: Record,
}

/// Items, and recorded decisions that could not be read, and why.
type Found = (Vec<Gathered>, Vec<(DecisionId, String)>);

impl LedgerFolder {
    /// The queue at an instant.
    ///
    /// # Errors
    /// The ledger cannot be read.
    pub fn review_queue(
        &self,
        choice: &QueueChoice,
        settings: &ReviewSettings,
        now: Timestamp,
    ) -> Result<Queue, CheckError> {
        let state = self.review_state(settings)?;
        let (gathered, failed) = self.gather(choice, now)?;
        let mut lists = Lists { folder: self, known: BTreeMap::new() };
        let mut queue = Queue { items: vec![], unread: state.unread.clone(), failed };
        for gathered in gathered {
            let item = with_status(&state, &mut lists, gathered);
            if item.is_open() || choice.closed_too {
                queue.items.push(item);
            }
        }
        queue.items.sort_by_key(|item| (item.asked.last().map(|asked| asked.sequence), item.id));
        Ok(queue)
    }

    pub(super) fn review_state(&self, settings: &ReviewSettings) -> Result<ReviewState, CheckError> {
        let records: Vec<Record> = self.reader().events(REVIEW)?.collect::<Result<_, _>>()?;
        Ok(ReviewState::of(&records, settings.rules(), None))
    }

    /// All items that the latest decisions on open orders ask for.
    pub(super) fn gather(&self, choice: &QueueChoice, now: Timestamp) -> Result<Found, CheckError> {
        let open = Requests::read(self.reader())?.open(now);
        let mut bodies = self.reader().bodies();
        let mut lists = Lists { folder: self, known: BTreeMap::new() };
        let (mut items, mut failed) = (BTreeMap::<Sha256Hex, Gathered>::new(), vec![]);
        for record in self.reader().iter()? {
            let record = record?;
            let (Some(id), true) = (record.decision_id, open.contains_key(&record.seq)) else { continue };
            if choice.since.is_some_and(|since| record.time < since) {
                continue;
            }
            let read = decision_of(&record)
                .and_then(|decision| Ok((decision, request_of(&mut bodies, record.request)?)));
            let (decision, request) = match read {
                Ok(read) => read,
                Err(error) => {
                    failed.push((id, error.to_string()));
                    continue;
                }
            };
            for finding in &decision.findings {
                let asks =
                    finding.verdict == Verdict::Review || (choice.denied && finding.verdict == Verdict::Deny);
                if !asks {
                    continue;
                }
                let list = lists.of(&record);
                let vendor = list.map_or_else(|| finding.listing.id.clone(), |list| vendor_of(list, finding));
                if choice.vendor.as_ref().is_some_and(|wanted| *wanted != vendor) {
                    continue;
                }
                let item = Item::of(&request, &decision, finding);
                let refusal = item.refusal(&request, finding);
                let asked = asked(&record, &decision, &request, finding);
                let gathered = items.entry(item.id).or_insert_with(|| Gathered {
                    item,
                    class: finding.class,
                    verdict: finding.verdict,
                    how: String::new(),
                    refusal: None,
                    vendor,
                    asked: vec![],
                    newest: record.clone(),
                });
                gathered.class = gathered.class.max(finding.class);
                gathered.verdict = gathered.verdict.max(finding.verdict);
                gathered.how.clone_from(&finding.evidence.how);
                if gathered.newest.seq != record.seq {
                    gathered.newest = record.clone();
                    gathered.refusal = None;
                }
                gathered.refusal = gathered.refusal.take().or(refusal);
                gathered.asked.insert(0, asked);
            }
        }
        Ok((items.into_values().collect(), failed))
    }
}

fn asked(
    record: &Record,
    decision: &debar_model::Decision,
    request: &PurchaseRequest,
    finding: &debar_model::Finding,
) -> Asked {
    let line = finding.line.map(|ordinal| {
        let id = request.line(ordinal).and_then(|line| line.id.as_ref()).map(|id| id.value.clone());
        line_name(id.as_ref(), ordinal)
    });
    Asked {
        decision: decision.id,
        sequence: record.seq,
        time: record.time,
        order: number(request),
        suppliers: suppliers(request),
        line,
        pointer: finding.evidence.source.pointer.clone(),
        verdict: finding.verdict,
    }
}

/// Lists of recorded decisions, each read once.
struct Lists<'f> {
    folder: &'f LedgerFolder,
    known: BTreeMap<Revision, Option<LoadedList>>,
}

impl Lists<'_> {
    fn of(&mut self, record: &Record) -> Option<&LoadedList> {
        let revision = record.decision().ok()?.revision;
        let reader = self.folder.reader();
        self.known.entry(revision).or_insert_with(|| list_of(reader, &record.inputs).ok()).as_ref()
    }
}

fn with_status(state: &ReviewState, lists: &mut Lists<'_>, gathered: Gathered) -> QueueItem {
    let Gathered { item, class, verdict, how, refusal, vendor, mut asked, newest } = gathered;
    let known = state.item(&item.id.to_string());
    let status = match known {
        None => QueueStatus::Open,
        Some(ReviewItem { proposed: Some(proposed), .. }) => {
            QueueStatus::Proposed(Box::new(proposed.clone()))
        }
        Some(ReviewItem { cleared: Some(cleared), .. }) if newest.seq < cleared.seq => {
            QueueStatus::Cleared(Box::new(cleared.clone()))
        }
        Some(ReviewItem { cleared: Some(cleared), .. }) => QueueStatus::Lapsed(Box::new(cleared.clone())),
        Some(ReviewItem { upheld: Some(upheld), .. })
            if newest.seq < upheld.seq || is_same(upheld, &item, lists.of(&newest)) =>
        {
            QueueStatus::Upheld(Box::new(upheld.clone()))
        }
        Some(_) => QueueStatus::Open,
    };
    asked.sort_by_key(|asked| std::cmp::Reverse(asked.sequence));
    QueueItem {
        id: item.id,
        kind: item.kind,
        name: item.name,
        folded: item.folded,
        identifiers: item.identifiers,
        table: item.table,
        listing: item.listing,
        listed: item.listed,
        vendor,
        buyers: item.buyers,
        class,
        verdict,
        how,
        asked,
        refusal,
        status,
        history: known.map(|known| known.history.clone()).unwrap_or_default(),
    }
}

/// Whether a match that was upheld is still the same question.
fn is_same(upheld: &Upheld, item: &Item, list: Option<&LoadedList>) -> bool {
    let now: Option<Pair> = list.and_then(|list| item.pair(list));
    now.is_none_or(|now| now.listing == upheld.pair.listing && now.rules == upheld.pair.rules)
}
