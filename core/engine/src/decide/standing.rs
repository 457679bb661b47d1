//! How an authority stands at an instant, as far as it was known: the life of its text, and what courts
//! and agencies laid over it.

use debar_blocklist::{Authority, Pause, StatusEvent};
use debar_model::{Effect, NoticeCode};
use jiff::Timestamp;

use super::question::Question;

/// An authority at an instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub status: String,
    pub since: Option<String>,
    /// When the binding text could first be known.
    pub posted: Option<Timestamp>,
    /// Why it does not bind.
    pub no: Option<(Effect, String)>,
    /// Whether it binds depends on a buyer that nobody named.
    pub needs_buyer: bool,
    pub notices: Vec<(NoticeCode, String)>,
}

impl Standing {
    pub fn of(question: &Question<'_>, authority: &Authority) -> Self {
        let mut standing = Self::default();
        standing.read_text(question, authority);
        for pause in &authority.pauses {
            standing.read_pause(question, authority, pause);
        }
        standing
    }

    fn read_text(&mut self, question: &Question<'_>, authority: &Authority) {
        let title = &authority.title;
        let mut known: Vec<&StatusEvent> =
            authority.status.iter().filter(|event| knowable(authority, event) <= question.known_at).collect();
        known.sort_by_key(|event| event.from.at);
        let current = known.iter().rev().find(|event| event.from.at <= question.at);
        let coming = known.iter().find(|event| event.from.at > question.at && event.binds());
        let binding = known.iter().rev().find(|event| event.binds() && event.from.at <= question.at);
        self.posted = binding.map(|event| event.recorded.as_ref().map_or(event.from.at, |moment| moment.at));
        let starts =
            coming.map(|event| format!("; it is in force from {}", event.from.written)).unwrap_or_default();
        match current {
            Some(event) => {
                self.status.clone_from(&event.is);
                self.since = Some(event.from.written.clone());
                if !event.binds() {
                    let why = format!("{title} is {} since {}{starts}", event.is, event.from.written);
                    self.notices.push((NoticeCode::AuthorityStatus, why.clone()));
                    self.no = Some((Effect::NotInForce, why));
                }
            }
            None => {
                "not-yet-known".clone_into(&mut self.status);
                let why = match coming {
                    Some(_) => format!("{title} is not yet in force{starts}"),
                    None => unknown(authority, title),
                };
                if coming.is_some() {
                    "not-yet-in-force".clone_into(&mut self.status);
                }
                self.no = Some((Effect::NotInForce, why));
            }
        }
    }

    fn read_pause(&mut self, question: &Question<'_>, authority: &Authority, pause: &Pause) {
        let title = &authority.title;
        let begun = pause.span.from.as_ref();
        let known = pause.recorded.as_ref().or(begun).is_none_or(|moment| moment.at <= question.known_at);
        if !known || pause.span.is_before(question.at) {
            return;
        }
        let buyers = question.buyers();
        let everybody = pause.as_to.is_empty();
        let all =
            !buyers.is_empty() && buyers.iter().all(|buyer| question.is_buyer_within(buyer, &pause.as_to));
        let from = begun.map(|moment| format!(" since {}", moment.written)).unwrap_or_default();
        let case = pause.case.as_ref().map(|case| format!(" ({case})")).unwrap_or_default();
        if pause.span.is_over(question.at) {
            let (Some(end), true) = (&pause.span.until, everybody || all) else { return };
            let text = match &pause.notice {
                Some(notice) => format!(
                    "{title} was {}{from} until {}: {notice}, check for an extension",
                    pause.is, end.written
                ),
                None => return,
            };
            self.notices.push((NoticeCode::PauseUnconfirmed, text));
            return;
        }
        let end = pause.span.until.as_ref();
        let end = end.map(|moment| format!(" until {}", moment.written)).unwrap_or_default();
        if everybody || all {
            let whom = if everybody { "" } else { " as to this buyer" };
            let why = format!("{title} is {}{whom}{from}{end}{case}", pause.is);
            self.status.clone_from(&pause.is);
            self.since = begun.map(|moment| moment.written.clone());
            self.notices.push((NoticeCode::AuthorityStatus, why.clone()));
            self.no = Some((Effect::Paused, why));
        } else {
            let why = format!("{title} is {} as to other buyers{from}{end}{case}", pause.is);
            self.needs_buyer |= buyers.is_empty();
            self.notices.push((NoticeCode::AuthorityStatus, why));
        }
    }
}

/// Of an authority of which nothing was known yet: what the list says today, for whoever looks back.
fn unknown(authority: &Authority, title: &str) -> String {
    let later = authority.status.iter().filter(|event| event.binds()).min_by_key(|event| event.from.at);
    let later = later.map(|event| match &event.recorded {
        Some(known) => format!("; it is in force from {}, known since {}", event.from.written, known.written),
        None => format!("; it is in force from {}", event.from.written),
    });
    format!("{title} was not known to be in force at this instant{}", later.unwrap_or_default())
}

/// When an event of a text's life could be known: when it was recorded; else, for the day it comes into
/// force, since the first event that announced it, and for anything that ends it, since it happened.
fn knowable(authority: &Authority, event: &StatusEvent) -> Timestamp {
    let own = event.recorded.as_ref().unwrap_or(&event.from).at;
    if event.recorded.is_some() || !event.binds() {
        return own;
    }
    let announced =
        authority.status.iter().filter(|other| matches!(other.is.as_str(), "published" | "proposed"));
    announced.map(|other| other.recorded.as_ref().unwrap_or(&other.from).at).fold(own, Timestamp::min)
}
