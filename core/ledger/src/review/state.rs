//! What counts after all reviews so far.

use debar_model::Sha256Hex;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::HARD_CAP;
use super::event::{Clear, Pair, REVIEW, Reason, ReviewAct, Uphold, digest};
use crate::{Entry, LedgerError, Record};

/// What the house asks of reviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReviewRules {
    /// A clearing counts only when a second person has confirmed it.
    pub four_eyes: bool,
}

/// A clearing: proposed, or in effect since `from`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleared {
    /// Hash of the record by which it came to count; of the proposal while it does not.
    pub event: String,
    /// Since when it counts; the proposal's time while it does not.
    #[serde(with = "super::instant")]
    pub from: Timestamp,
    /// The first instant at which it no longer holds.
    #[serde(with = "super::instant")]
    pub until: Timestamp,
    /// Both sides.
    #[serde(flatten)]
    pub pair: Pair,
    /// Who decided.
    pub by: String,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// Why.
    pub reason: Reason,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Number of the record by which it came to count.
    #[serde(skip)]
    pub seq: u64,
}

/// A match that a person found to be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upheld {
    /// Both sides.
    pub pair: Pair,
    /// Who decided.
    pub by: String,
    /// When.
    pub on: Timestamp,
    /// What else is to be known.
    pub note: Option<String>,
    /// Number of its record.
    pub seq: u64,
}

/// Where one item of the queue stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewItem {
    /// In effect, as far as people decided: whether it still holds is asked elsewhere.
    pub cleared: Option<Cleared>,
    /// Waits for a second person.
    pub proposed: Option<Cleared>,
    /// Found to be true.
    pub upheld: Option<Upheld>,
    /// Everything that was done, in order: number of the record, time, act.
    pub history: Vec<(u64, Timestamp, ReviewAct)>,
}

/// All items on which somebody decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewState {
    items: BTreeMap<String, ReviewItem>,
    /// By subject and listing.
    by_pair: BTreeMap<(Sha256Hex, String, String), Vec<String>>,
    /// Numbers of records that could not be read.
    pub unread: Vec<u64>,
}

impl ReviewState {
    /// What counts after these records; those later than `known_at` are not known yet.
    pub fn of<'r>(
        records: impl IntoIterator<Item = &'r Record>,
        rules: ReviewRules,
        known_at: Option<Timestamp>,
    ) -> Self {
        let mut state = Self::default();
        for record in records {
            if record.kind == REVIEW && known_at.is_none_or(|known_at| record.time <= known_at) {
                state.take(record, rules);
            }
        }
        state
    }

    /// Whether nobody decided anything that counts.
    pub fn has_cleared(&self) -> bool {
        self.items.values().any(|item| item.cleared.is_some())
    }

    /// Where an item stands.
    pub fn item(&self, item: &str) -> Option<&ReviewItem> {
        self.items.get(item)
    }

    /// Every item on which somebody decided.
    pub fn items(&self) -> impl Iterator<Item = (&str, &ReviewItem)> {
        self.items.iter().map(|(id, item)| (id.as_str(), item))
    }

    /// Clearings of a subject and a listing, for whichever buyers, whether they still hold or not.
    pub fn cleared<'s>(
        &'s self,
        subject: Sha256Hex,
        table: &str,
        id: &str,
    ) -> impl Iterator<Item = &'s Cleared> + use<'s> {
        let items = self.by_pair.get(&(subject, table.to_owned(), id.to_owned()));
        items.into_iter().flatten().filter_map(|item| self.items.get(item)?.cleared.as_ref())
    }

    fn take(&mut self, record: &Record, rules: ReviewRules) {
        let Ok(act) = record.event::<ReviewAct>() else {
            self.unread.push(record.seq);
            for item in self.items.values_mut() {
                (item.cleared, item.proposed) = (None, None);
            }
            return;
        };
        if let ReviewAct::Clear(Clear { pair, .. }) | ReviewAct::Uphold(Uphold { pair, .. }) = &act
            && let Some(subject) = digest(&pair.subject)
        {
            let of_pair = self.by_pair.entry((subject, pair.table.clone(), pair.id.clone())).or_default();
            if !of_pair.contains(&pair.item) {
                of_pair.push(pair.item.clone());
            }
        }
        let item = self.items.entry(act.item().to_owned()).or_default();
        match &act {
            ReviewAct::Clear(clear) => {
                let proposed = Cleared::of(clear, record);
                if clear.four_eyes || rules.four_eyes {
                    item.proposed = Some(proposed);
                } else {
                    *item = ReviewItem {
                        cleared: Some(proposed),
                        history: std::mem::take(&mut item.history),
                        ..ReviewItem::default()
                    };
                }
            }
            ReviewAct::Confirm(confirm) => {
                let fits = |proposed: &Cleared| {
                    proposed.event == confirm.event && !same_person(&proposed.by, &confirm.by)
                };
                if item.proposed.as_ref().is_some_and(fits)
                    && let Some(proposed) = item.proposed.take()
                {
                    item.upheld = None;
                    item.cleared = Some(Cleared {
                        event: record.hash.to_string(),
                        from: record.time.max(proposed.from),
                        confirmed_by: Some(confirm.by.clone()),
                        seq: record.seq,
                        ..proposed
                    });
                }
            }
            ReviewAct::Uphold(uphold) => {
                let upheld = Upheld {
                    pair: uphold.pair.clone(),
                    by: uphold.by.clone(),
                    on: record.time,
                    note: uphold.note.clone(),
                    seq: record.seq,
                };
                (item.cleared, item.proposed, item.upheld) = (None, None, Some(upheld));
            }
        }
        item.history.push((record.seq, record.time, act));
    }
}

impl Cleared {
    fn of(clear: &Clear, record: &Record) -> Self {
        let cap = record.time.checked_add(HARD_CAP).unwrap_or(record.time);
        Self {
            event: record.hash.to_string(),
            from: record.time,
            until: clear.until.min(cap),
            pair: clear.pair.clone(),
            by: clear.by.clone(),
            confirmed_by: None,
            reason: clear.reason,
            note: clear.note.clone(),
            seq: record.seq,
        }
    }
}

impl Entry {
    /// What a person decided about a finding.
    ///
    /// # Errors
    /// A name that says nobody, a clearing that ends before it begins or later than [`HARD_CAP`], `other` without a
    /// note, or a confirmation that `state` has no use for: nothing waits for it, or the same person proposed it.
    pub fn review(time: Timestamp, act: &ReviewAct, state: &ReviewState) -> Result<Self, LedgerError> {
        let wrong = |message: String| Err(LedgerError::Entry { message });
        let by = act.by();
        if name_of(by).is_empty() || by.chars().any(char::is_control) {
            return wrong("nobody is named as who decides".to_owned());
        }
        match act {
            ReviewAct::Clear(clear) => {
                if clear.until <= time {
                    return wrong(format!("it would end on {}, before it begins", clear.until));
                }
                if time.checked_add(HARD_CAP).is_ok_and(|cap| clear.until > cap) {
                    return wrong(format!("it would hold until {}, for more than two years", clear.until));
                }
                let noted = clear.note.as_ref().is_some_and(|note| !note.trim().is_empty());
                if clear.reason == Reason::Other && !noted {
                    return wrong("the reason `other` says nothing without a note".to_owned());
                }
            }
            ReviewAct::Confirm(confirm) => {
                let proposed = state.item(&confirm.item).and_then(|item| item.proposed.as_ref());
                match proposed.filter(|proposed| proposed.event == confirm.event) {
                    None => return wrong("no clearing of this item waits for a second person".to_owned()),
                    Some(proposed) if same_person(&proposed.by, &confirm.by) => {
                        return wrong(format!("{by} proposed it, so somebody else has to confirm it"));
                    }
                    Some(_) => {}
                }
            }
            ReviewAct::Uphold(_) => {}
        }
        #[derive(Serialize)]
        struct Data<'a> {
            schema_version: u32,
            #[serde(flatten)]
            act: &'a ReviewAct,
        }
        Self::event(time, REVIEW, &Data { schema_version: debar_wire::SCHEMA_VERSION, act })
    }
}

/// Whether two names are of one person, but for case and spaces.
fn same_person(one: &str, other: &str) -> bool {
    name_of(one) == name_of(other)
}

/// A name without case, spaces and punctuation: `Alice B.` is `alice b`.
fn name_of(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
