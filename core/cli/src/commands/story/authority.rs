//! The story of an authority: its life, what rests on it, and what stays forbidden although it falls.

use debar_blocklist::{Authority, Section};

use super::rule::{covers, standing};
use super::{Story, dates};

impl Story<'_> {
    pub(super) fn authority(&mut self, id: &str, authority: &Authority) {
        self.begin(Section::Authority, id, &authority.head);
        if let Some(issuer) = &authority.issuer {
            self.say("issuer", issuer.as_str());
        }
        self.standing(id, authority);
        for event in &authority.status {
            self.say("life", format!("{} from {}", event.is, event.from.written));
        }
        for pause in &authority.pauses {
            self.say("pause", format!("{}{}", pause.is, dates(&pause.span)));
        }
        for clock in &authority.reports {
            let part = |what: &str, period: &Option<debar_blocklist::Period>| {
                period.as_ref().map(|period| format!(", {what} within {period}")).unwrap_or_default()
            };
            let (first, second) = (part("the first", &clock.first), part("the second", &clock.second));
            self.say("report", format!("{}{}{first}{second}", clock.form, dates(&clock.span)));
        }
        if let Some(every) = &authority.check_every {
            let last = authority.checked.last().map_or("never", |check| check.on.written.as_str());
            self.say("checked", format!("every {every}, last on {last}"));
        }
        self.say_all("evidence", &authority.head.evidence);
        let rules: Vec<&str> = self
            .list
            .rules
            .iter()
            .filter(|(_, rule)| rule.authority == id)
            .map(|(id, _)| id.as_str())
            .collect();
        self.say(
            "rules",
            if rules.is_empty() { "none: it forbids nothing".to_owned() } else { rules.join(", ") },
        );
        // What stays forbidden although this authority falls.
        let (list, at) = (self.list, self.at);
        for (own, rule) in list.rules.iter().filter(|(_, rule)| rule.authority == id) {
            let others =
                list.rules.iter().filter(|(_, other)| other.authority != id && standing(list, at, other));
            for (other, _) in others.filter(|(_, other)| covers(list, at, rule, other)) {
                self.say(
                    "overlap",
                    format!("lifting {id} would change nothing for `{own}` on this day: `{other}` stands"),
                );
            }
        }
    }
}
