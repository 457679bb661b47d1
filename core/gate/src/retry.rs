//! Recognises an exact retry: a request that comes again within the hour and would be answered the same gets the
//! decision that is recorded, by whichever process. It is a courtesy to callers and auditors; without it there is a
//! second record.

use debar_ledger::{Ledger, LedgerError};
use debar_model::Decision;
use jiff::{SignedDuration, Timestamp};

/// How long a request that comes again gets the recorded decision, when nothing else has changed. A later
/// one is a new question: the law asks for a second look before the award.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// A decision on the same question that was recorded a short while ago and would be the same now.
pub(crate) fn earlier(
    ledger: &Ledger,
    new: &Decision,
    now: Timestamp,
) -> Result<Option<Decision>, LedgerError> {
    let since = now.checked_sub(WINDOW).unwrap_or(Timestamp::MIN);
    let recorded = ledger.recent(new.request, since)?.into_iter().filter(|record| within(record.time, now));
    Ok(recorded.filter_map(|record| record.decision().ok()).find(|earlier| same_answer(earlier, new)))
}

fn within(then: Timestamp, now: Timestamp) -> bool {
    let age = now.duration_since(then);
    SignedDuration::ZERO <= age && age <= WINDOW
}

/// Equal in everything but an instant of the same hour and the id that follows from it.
fn same_answer(earlier: &Decision, new: &Decision) -> bool {
    let mut now = new.clone();
    now.at = earlier.at;
    now.id = earlier.id;
    within(earlier.at, new.at) && now == *earlier
}
