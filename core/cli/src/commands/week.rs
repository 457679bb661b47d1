//! `debar blocklist week`: what ends, revives, is overdue, unanswered or untested, by owner.

use std::collections::BTreeMap;

use debar_blocklist::{Blocklist, Code, Head, Mode, Moment, lint};
use debar_gate::{Coverage, CoveredKind, LoadedList, run_tests};
use debar_model::Place;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::Done;
use super::diff::list_of;
use crate::args::{Global, ListFormat, WeekArgs};
use crate::exit::Exit;
use crate::instant;
use crate::output::Terminal;

/// One thing that somebody should look at.
struct Item {
    owner: String,
    /// None for what is due whatever the day.
    on: Option<Timestamp>,
    when: &'static str,
    text: String,
    place: Place,
}

pub(super) fn run(args: &WeekArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let list = list_of(args.file.as_ref(), global, terminal)?;
    let at = at.map_or_else(Timestamp::now, |at| at.within(&list.list().time_zone));
    let mut items = Week { list: list.list(), at, items: vec![] }.collect(&list);
    if let Some(owner) = &args.owner {
        items.retain(|item| item.owner == *owner);
    }
    if args.format != ListFormat::Human {
        let one = |item: &Item| {
            json!({
                "owner": item.owner, "when": item.when, "on": item.on.map(|on| on.to_string()), "what": item.text,
                "file": item.place.file, "line": item.place.line,
            })
        };
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "at": at.to_string(),
            "items": items.iter().map(one).collect::<Vec<_>>(),
        });
        terminal.data(report.to_string());
        return Ok(Exit::Ok);
    }
    let mut owners: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in &items {
        owners.entry(&item.owner).or_default().push(item);
    }
    for (owner, items) in owners {
        terminal.line(if owner.is_empty() { "without an owner:" } else { owner });
        for item in items {
            let Item { when, text, place, .. } = item;
            terminal.line(format!("  {when:<13} {text} ({}:{})", place.file, place.line));
        }
    }
    if items.is_empty() {
        match &args.owner {
            Some(owner) => terminal.line(format!("nothing of `{owner}` ends, is overdue or untested")),
            None => terminal.line("nothing ends, nothing is overdue, and everything is tested"),
        }
    }
    Ok(Exit::Ok)
}

struct Week<'a> {
    list: &'a Blocklist,
    at: Timestamp,
    items: Vec<Item>,
}

impl Week<'_> {
    fn collect(mut self, loaded: &LoadedList) -> Vec<Item> {
        let list = self.list;
        for (id, waiver) in &list.waivers {
            self.coming(&waiver.head, waiver.span.until.as_ref(), &format!("the waiver `{id}` ends"));
        }
        for (id, pair) in &list.cleared {
            self.coming(&pair.head, pair.span.until.as_ref(), &format!("the clearance `{id}` ends"));
        }
        for (id, rule) in &list.rules {
            self.coming(&rule.head, rule.span.from.as_ref(), &format!("the rule `{id}` begins"));
            self.coming(&rule.head, rule.span.until.as_ref(), &format!("the rule `{id}` ends"));
            if let Mode::Monitor { until } = &rule.mode {
                self.coming(&rule.head, until.as_ref(), &format!("the rule `{id}` begins to decide"));
            }
            for (act, span) in &rule.acts {
                self.coming(
                    &rule.head,
                    span.from.as_ref(),
                    &format!("the rule `{id}` begins to forbid `{act}`"),
                );
            }
            for exception in &rule.except {
                self.coming(
                    &rule.head,
                    exception.span.until.as_ref(),
                    &format!("an exception of `{id}` ends"),
                );
            }
            for deadline in &rule.deadlines {
                self.coming(&rule.head, Some(&deadline.by), &format!("`{}` of `{id}` is due", deadline.what));
            }
        }
        for (id, authority) in &list.authorities {
            for event in &authority.status {
                self.coming(
                    &authority.head,
                    Some(&event.from),
                    &format!("`{id}` is {} from then on", event.is),
                );
            }
            for pause in &authority.pauses {
                let (from, until) = (pause.span.from.as_ref(), pause.span.until.as_ref());
                self.coming(&authority.head, from, &format!("`{id}` is {} from then on", pause.is));
                self.coming(
                    &authority.head,
                    until,
                    &format!("`{id}` binds again: it is no longer {}", pause.is),
                );
            }
        }
        self.due();
        self.untested(loaded);
        self.items.sort_by(|left, right| {
            (&left.owner, left.on.is_none(), left.on, &left.text).cmp(&(
                &right.owner,
                right.on.is_none(),
                right.on,
                &right.text,
            ))
        });
        self.items
    }

    fn owner(&self, head: &Head) -> String {
        head.owner.clone().or_else(|| self.list.owner.clone()).unwrap_or_default()
    }

    /// Something that happens within 7 or 30 days.
    fn coming(&mut self, head: &Head, moment: Option<&Moment>, text: &str) {
        let Some(moment) = moment.filter(|moment| moment.at > self.at) else { return };
        let left = moment.at.duration_since(self.at);
        let when = if left <= SignedDuration::from_hours(7 * 24) {
            "in 7 days"
        } else if left <= SignedDuration::from_hours(30 * 24) {
            "in 30 days"
        } else {
            return;
        };
        let text = format!("{}: {text}", moment.written);
        let (owner, place) = (self.owner(head), head.place.clone());
        self.items.push(Item { owner, on: Some(moment.at), when, text, place });
    }

    /// What the lint finds overdue or unanswered.
    fn due(&mut self) {
        for found in lint(self.list, self.at) {
            let when = match found.code {
                Code::ReviewDue | Code::StaleList | Code::CheckOverdue | Code::ProposedForLong => "overdue",
                Code::OpenResponse => "unanswered",
                Code::PauseOver | Code::PauseToConfirm => "to confirm",
                _ => continue,
            };
            let Some(place) = found.place().cloned() else { continue };
            let owner = self.owner_at(&place);
            self.items.push(Item { owner, on: None, when, text: found.message, place });
        }
    }

    fn untested(&mut self, loaded: &LoadedList) {
        let mut coverage = Coverage::of(self.list);
        coverage.add_tests(&run_tests(&loaded.engine));
        for item in coverage.items().iter().filter(|item| item.tests.is_empty()) {
            if !matches!(item.kind, CoveredKind::Rule | CoveredKind::Waiver | CoveredKind::Cleared) {
                continue;
            }
            let text = format!("no test touches the {} `{}`", item.kind.as_str(), item.id);
            let owner = self.owner_at(&item.place);
            self.items.push(Item { owner, on: None, when: "untested", text, place: item.place.clone() });
        }
    }

    /// The owner of the entry that a place belongs to; else the list's.
    fn owner_at(&self, place: &Place) -> String {
        let list = self.list;
        let heads = (list.vendors.values().map(|entry| &entry.head))
            .chain(list.authorities.values().map(|entry| &entry.head))
            .chain(list.rules.values().map(|entry| &entry.head))
            .chain(list.waivers.values().map(|entry| &entry.head))
            .chain(list.cleared.values().map(|entry| &entry.head));
        let own = heads
            .filter(|head| head.place.file == place.file && head.place.start <= place.start)
            .max_by_key(|head| head.place.start);
        own.and_then(|head| head.owner.clone()).or_else(|| list.owner.clone()).unwrap_or_default()
    }
}
