//! Whether what the answer rests on was looked at in time: the list itself, and the lists that authorities
//! publish. Says it; decides nothing.

use debar_model::{Effect, NoticeCode};

use super::duty::Duties;
use super::question::Question;
use super::state::State;

/// Notices of stale lists and of checks that are overdue.
pub(super) fn notices(question: &Question<'_>, duties: &mut Duties) {
    for limit in question.list.freshness.iter().filter(|limit| question.at >= limit.by.at) {
        let text =
            format!("the list `{}` was to be reviewed by {} and may be stale", limit.list, limit.by.written);
        duties.notice(NoticeCode::StaleList, None, &text);
    }
    for (id, authority) in &question.list.authorities {
        let Some(why) = authority.check_overdue(question.at, question.known_at) else { continue };
        if could_rest_on(question, id) {
            let text = format!("the list that {} publishes {why}", authority.title);
            duties.notice(NoticeCode::CheckOverdue, None, &text);
        }
    }
}

/// Whether some rule of an authority binds this buyer for this act, so that a newer entry would matter here.
fn could_rest_on(question: &Question<'_>, authority: &str) -> bool {
    let mut rules = question.list.rules.iter().filter(|(_, rule)| rule.authority == authority);
    rules.any(|(id, _)| {
        State::of(question, id).is_some_and(|state| match &state.no {
            None => true,
            Some((effect, _)) => state.not_added || *effect == Effect::Monitored,
        })
    })
}
