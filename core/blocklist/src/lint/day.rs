//! What has expired, what is about to, what is stale, what nobody answered.

use debar_model::Place;
use jiff::SignedDuration;

use super::Lint;
use crate::{Blocklist, Code, Head, Mode, Pause, Span};

/// How long before its end something is said to end soon.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);
/// After how long an answer of a vendor without a result is said to be open.
const OPEN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a text may be announced before somebody should look whether it came into force.
const ANNOUNCED: SignedDuration = SignedDuration::from_hours(365 * 24);

pub(super) fn check(lint: &mut Lint, list: &Blocklist) {
    lint.list(list);
    lint.decisions(list);
    lint.authorities(list);
    lint.rules(list);
    lint.vendors(list);
    lint.heads(list);
}

impl Lint {
    fn list(&mut self, list: &Blocklist) {
        let at = self.at;
        for limit in list.freshness.iter().filter(|limit| at >= limit.by.at) {
            let place = Place { file: limit.file.clone(), line: 1, column: 1, start: 0, end: 0 };
            self.warn(
                Code::StaleList,
                &place,
                format!("the list was to be reviewed by `{}`", limit.by.written),
                "review it and set a new `review-by` or `updated`; until then every decision carries a notice",
            );
        }
    }

    fn decisions(&mut self, list: &Blocklist) {
        for (id, waiver) in &list.waivers {
            self.ending(&waiver.span, &waiver.head, &format!("the waiver `{id}`"));
        }
        for (id, cleared) in &list.cleared {
            self.ending(&cleared.span, &cleared.head, &format!("the clearance `{id}`"));
        }
    }

    fn ending(&mut self, span: &Span, head: &Head, what: &str) {
        let Some(until) = &span.until else { return };
        if span.is_over(self.at) {
            self.warn(
                Code::ExpiredWaiver,
                &head.place,
                format!("{what} ended with `{}`", until.written),
                "it has no effect any more: remove it, or decide anew with a new id",
            );
        } else if until.at.duration_since(self.at) <= SOON {
            self.warn(
                Code::EndingSoon,
                &head.place,
                format!("{what} ends with `{}`", until.written),
                "decide before that day whether it is to be given again",
            );
        }
    }

    fn authorities(&mut self, list: &Blocklist) {
        for (id, authority) in &list.authorities {
            if let Some(why) = authority.check_overdue(self.at, self.at) {
                self.warn(
                    Code::CheckOverdue,
                    &authority.head.place,
                    format!("the list that the authority `{id}` publishes {why}"),
                    "look at it, record what is new, and add the day to `checked`; until then every decision that could rest on it carries a notice",
                );
            }
            for pause in &authority.pauses {
                let what = format!("the authority `{id}`");
                self.pause(&what, pause);
            }
            let passed = authority.status.iter().filter(|event| event.from.at <= self.at);
            let coming = authority.status.iter().any(|event| event.binds() && event.from.at > self.at);
            if let Some(event) = passed.max_by_key(|event| event.from.at)
                && matches!(event.is.as_str(), "proposed" | "published")
                && !coming
                && self.at.duration_since(event.from.at) > ANNOUNCED
            {
                self.warn_unless(
                    &authority.head,
                    Code::ProposedForLong,
                    &event.place,
                    format!("the authority `{id}` is {} since `{}`", event.is, event.from.written),
                    "find out whether it came into force or was withdrawn, and record what you find",
                );
            }
        }
    }

    fn pause(&mut self, what: &str, pause: &Pause) {
        let Pause { is, span, notice, place, .. } = pause;
        if let Some(until) = span.until.as_ref().filter(|until| self.at >= until.at) {
            self.warn(
                Code::PauseOver,
                place,
                format!("{what} is no longer {is} since `{}`", until.written),
                "find out whether the pause was prolonged, and record what you find",
            );
            return;
        }
        if !span.holds(self.at) {
            return;
        }
        if let Some(until) = span.until.as_ref().filter(|until| until.at.duration_since(self.at) <= SOON) {
            self.warn(
                Code::EndingSoon,
                place,
                format!("{what} is {is} until `{}` and binds again from then on", until.written),
                "find out whether the pause is prolonged; otherwise tell those who buy from whom it names",
            );
        } else if let Some(notice) = notice {
            self.warn(
                Code::PauseToConfirm,
                place,
                format!("{what} is {is}: {notice}"),
                "find out how it stands, and record what you find; without `notice` this is not asked again",
            );
        }
    }

    fn rules(&mut self, list: &Blocklist) {
        for (id, rule) in &list.rules {
            if let Mode::Monitor { until: Some(until) } = &rule.mode
                && self.at >= until.at
            {
                self.warn(
                    Code::MonitoringOver,
                    &rule.head.place,
                    format!("the rule `{id}` decides since `{}`", until.written),
                    "remove `monitor-until`: it has no effect any more",
                );
            }
            if let Some(until) = rule.span.until.as_ref().filter(|_| rule.span.is_over(self.at)) {
                self.warn(
                    Code::RuleOver,
                    &rule.head.place,
                    format!("the rule `{id}` ended with `{}`", until.written),
                    "it is kept so that earlier days can be asked about; nothing needs to be done",
                );
            }
            let cited = list.authority_of(rule).is_some_and(|authority| {
                !authority.citations.is_empty() || !authority.head.evidence.is_empty()
            });
            if rule.head.evidence.is_empty() && !cited {
                self.warn_unless(
                    &rule.head,
                    Code::NoEvidence,
                    &rule.head.place,
                    format!("the rule `{id}` has no evidence, and its authority no citation"),
                    "name the `evidence`, so that whoever is denied can be told on what it rests",
                );
            }
        }
    }

    fn vendors(&mut self, list: &Blocklist) {
        for (id, vendor) in &list.vendors {
            for response in &vendor.responses {
                if response.result.is_none() && self.at.duration_since(response.on.at) > OPEN {
                    self.warn(
                        Code::OpenResponse,
                        &response.place,
                        format!("the answer of `{id}` of `{}` has no result yet", response.on.written),
                        "record what came of it in `result` and `result-on`",
                    );
                }
            }
        }
    }

    fn heads(&mut self, list: &Blocklist) {
        let heads = [
            list.buyers.iter().map(|(id, entry)| (id, &entry.head)).collect::<Vec<_>>(),
            list.vendors.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.group_heads.iter().collect(),
            list.products.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.classes.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.digests.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.signers.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.sources.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.authorities.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.rules.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.waivers.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.cleared.iter().map(|(id, entry)| (id, &entry.head)).collect(),
            list.evidence.iter().map(|(id, entry)| (id, &entry.head)).collect(),
        ];
        for (id, head) in heads.into_iter().flatten() {
            if let Some(reason) = &head.overrides {
                self.warn_unless(
                    head,
                    Code::OverrideInUse,
                    &head.place,
                    format!("`{id}` replaces the entry of an included file: {reason}"),
                    "look at it again when the included file changes, or write `allow = [\"override-in-use\"]` in this entry",
                );
            }
            let Some(day) = head.review_by.as_ref().filter(|day| self.at >= day.at) else { continue };
            let whose = head.owner.as_ref().map(|owner| format!(" by {owner}")).unwrap_or_default();
            self.warn(
                Code::ReviewDue,
                &head.place,
                format!("`{id}` was to be reviewed{whose} until `{}`", day.written),
                "review it and set a new `review-by`",
            );
        }
    }
}
