//! What a person does with an item: clear, confirm, uphold. Recorded in the ledger before it is acknowledged.

use debar_engine::Engine;
use debar_ledger::{Clear, Cleared, Confirm, Entry, Ledger, Options, Reason, ReviewAct, ReviewState, Uphold};
use debar_model::{Class, NoticeCode, Sha256Hex};
use jiff::Timestamp;

use super::ReviewSettings;
use super::consult::Consulted;
use super::queue::{Gathered, QueueChoice};
use crate::LedgerFolder;
use crate::audit::{decision_of, request_of};
use crate::check::Question;
use crate::ledger_folder::list_of;
use crate::outcome::CheckError;

/// A person's decision on an item.
#[derive(Clone, Copy, Debug)]
pub struct ReviewChoice<'a> {
    /// The item's id, or its first six or more digits.
    pub item: &'a str,
    /// Who decides.
    pub by: &'a str,
    /// What else is to be known.
    pub note: Option<&'a str>,
}

/// A decision that stands in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    /// The item.
    pub item: Sha256Hex,
    /// The subject's text.
    pub name: String,
    /// The listing's name.
    pub listed: String,
    /// Number of the record.
    pub sequence: u64,
    /// Its hash: the event's id.
    pub event: Sha256Hex,
    /// The first instant at which a clearing no longer holds.
    pub until: Option<Timestamp>,
    /// A clearing that waits for a second person.
    pub waits: bool,
    /// How many decisions asked.
    pub decisions: usize,
}

impl LedgerFolder {
    /// Records that the subject of an item is not its listing. Under four eyes it counts once another person has
    /// confirmed it.
    ///
    /// # Errors
    /// No such item, one that cannot be cleared, an end that is past or too far, or no durable record.
    pub fn review_clear(
        &self,
        choice: ReviewChoice<'_>,
        reason: Reason,
        until: Option<Timestamp>,
        settings: &ReviewSettings,
        now: Timestamp,
    ) -> Result<Reviewed, CheckError> {
        let gathered = self.item(choice.item, now)?;
        if let Some(why) = &gathered.refusal {
            return Err(refused(format!("`{}` cannot be cleared: {why}", gathered.item.name)));
        }
        let longest = now.checked_add(settings.longest()).unwrap_or(Timestamp::MAX);
        let until = until.unwrap_or(longest);
        if until > longest {
            let days = settings.longest_days.value;
            return Err(CheckError::Unknown {
                why: format!("a clearing may hold until {longest} at most"),
                help: format!(
                    "give an earlier `--until`, or leave it out: `longest-clearing-days` of `[review]` is {days}"
                ),
            });
        }
        let list = list_of(self.reader(), &gathered.newest.inputs)?;
        let decision = decision_of(&gathered.newest)?;
        let Some(pair) = gathered.item.pair(&list) else {
            return Err(refused("its listing is none that can be cleared".to_owned()));
        };
        let clear = Clear {
            pair,
            decision_id: decision.id.to_string(),
            class: gathered.class.as_str().to_owned(),
            reason,
            note: noted(choice.note),
            by: choice.by.trim().to_owned(),
            until,
            four_eyes: settings.four_eyes.value,
        };
        self.try_out(&gathered, &clear, &list.engine, now)?;
        let state = self.review_state(settings)?;
        let mut done = self.record_review(&gathered, &ReviewAct::Clear(clear), &state, now)?;
        (done.until, done.waits) = (Some(until), settings.four_eyes.value);
        Ok(done)
    }

    /// Records that a second person agrees with the clearing that waits for one.
    ///
    /// # Errors
    /// No such item, nothing waits, the same person, or no durable record.
    pub fn review_confirm(
        &self,
        choice: ReviewChoice<'_>,
        settings: &ReviewSettings,
        now: Timestamp,
    ) -> Result<Reviewed, CheckError> {
        let gathered = self.item(choice.item, now)?;
        let state = self.review_state(settings)?;
        let id = gathered.item.id.to_string();
        let proposed = state.item(&id).and_then(|item| item.proposed.clone());
        let Some(proposed) = proposed else {
            return Err(CheckError::Unknown {
                why: format!("no clearing of `{}` waits for a second person", gathered.item.name),
                help: "propose one with `debar review clear`".to_owned(),
            });
        };
        let confirm = Confirm {
            item: id,
            event: proposed.event.clone(),
            by: choice.by.trim().to_owned(),
            note: noted(choice.note),
        };
        let mut done = self.record_review(&gathered, &ReviewAct::Confirm(confirm), &state, now)?;
        done.until = Some(proposed.until);
        Ok(done)
    }

    /// Records that the subject of an item is its listing: the item is closed, and a clearing of it ends.
    ///
    /// # Errors
    /// No such item, or no durable record.
    pub fn review_uphold(
        &self,
        choice: ReviewChoice<'_>,
        settings: &ReviewSettings,
        now: Timestamp,
    ) -> Result<Reviewed, CheckError> {
        let gathered = self.item(choice.item, now)?;
        let list = list_of(self.reader(), &gathered.newest.inputs).ok();
        let pair = list.and_then(|list| gathered.item.pair(&list));
        let uphold = Uphold {
            pair: pair.unwrap_or_else(|| gathered.item.unpinned()),
            decision_id: decision_of(&gathered.newest)?.id.to_string(),
            note: noted(choice.note),
            by: choice.by.trim().to_owned(),
        };
        let state = self.review_state(settings)?;
        self.record_review(&gathered, &ReviewAct::Uphold(uphold), &state, now)
    }

    /// The item with this id.
    fn item(&self, id: &str, now: Timestamp) -> Result<Gathered, CheckError> {
        let unknown = |why: String| CheckError::Unknown {
            why,
            help: "`debar review list --all --denied` shows the items with their ids".to_owned(),
        };
        let digits = id.to_ascii_lowercase();
        if !(6..=64).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(unknown(format!("`{id}` is no item's id, nor its first six or more digits")));
        }
        let all = QueueChoice { denied: true, closed_too: true, ..QueueChoice::default() };
        let (items, _) = self.gather(&all, now)?;
        let mut found: Vec<Gathered> =
            items.into_iter().filter(|one| one.item.id.to_string().starts_with(&digits)).collect();
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (None, _) => Err(unknown(format!("no item of the queue has the id `{id}`"))),
            (Some(_), more) => Err(unknown(format!("{} items begin with `{id}`", more + 1))),
        }
    }

    /// Asks the engine whether the clearing would cover the finding at all.
    fn try_out(
        &self,
        gathered: &Gathered,
        clear: &Clear,
        engine: &Engine,
        now: Timestamp,
    ) -> Result<(), CheckError> {
        let decision = decision_of(&gathered.newest)?;
        let request = request_of(&mut self.reader().bodies(), gathered.newest.request)?;
        let tried = Cleared {
            event: Sha256Hex::default().to_string(),
            from: now,
            until: clear.until,
            pair: clear.pair.clone(),
            by: clear.by.clone(),
            confirmed_by: None,
            reason: clear.reason,
            note: None,
            seq: 0,
        };
        let question = Question { id: decision.request, at: now, known_at: None };
        let holds = decision.holds.clone();
        let answer =
            question.ask_engine(engine, &request, &decision.facts, holds, &Consulted::with(vec![tried]));
        if clear.until <= now || answer.findings.iter().any(|finding| finding.class == Class::Cleared) {
            return Ok(());
        }
        let notice = answer.notices.iter().find(|notice| notice.code == NoticeCode::ClearingLapsed);
        let why = notice.and_then(|notice| notice.text.rsplit_once(": ")).map(|(_, why)| why.to_owned());
        let why = why.unwrap_or_else(|| "it is not met at this instant".to_owned());
        Err(refused(format!("`{}` cannot be cleared: {why}", clear.pair.name)))
    }

    fn record_review(
        &self,
        gathered: &Gathered,
        act: &ReviewAct,
        state: &ReviewState,
        now: Timestamp,
    ) -> Result<Reviewed, CheckError> {
        let entry = Entry::review(now, act, state).map_err(|error| match error {
            debar_ledger::LedgerError::Entry { message } => refused(message),
            other => CheckError::Ledger(other),
        })?;
        let entry = gathered.newest.request.iter().fold(entry, |entry, body| entry.with_request(*body));
        let (ledger, _) = Ledger::open(self.folder(), Options::new(now))?;
        let receipt = ledger.append(entry)?;
        let mut decisions: Vec<u64> = gathered.asked.iter().map(|asked| asked.sequence).collect();
        decisions.dedup();
        Ok(Reviewed {
            item: gathered.item.id,
            name: gathered.item.name.clone(),
            listed: gathered.item.listed.clone(),
            sequence: receipt.seq,
            event: receipt.hash,
            until: None,
            waits: false,
            decisions: decisions.len(),
        })
    }
}

fn noted(note: Option<&str>) -> Option<String> {
    note.map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned)
}

fn refused(why: String) -> CheckError {
    CheckError::Unknown {
        why,
        help: "`docs/review.md` says what can be cleared, by whom and for how long".to_owned(),
    }
}
