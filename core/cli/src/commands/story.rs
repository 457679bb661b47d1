//! `debar blocklist explain`: what an entry means, in words, with everything that it does not say written out. One story
//! for people and programs: what is printed and what is handed out as JSON are the same lines.

mod authority;
mod decision;
mod goods;
mod paper;
mod party;
mod rule;

use std::collections::BTreeSet;

use debar_blocklist::{Blocklist, Calendar, Section, Span};
use debar_gate::{Coverage, CoveredKind, LedgerFolder, LoadedList, run_tests};
use debar_model::Place;
use jiff::Timestamp;
use serde_json::json;

use super::Done;
use super::diff::list_of;
use crate::args::{ExplainEntryArgs, Global, ListFormat};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::{instant, settings};

pub(super) fn run(args: &ExplainEntryArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let loaded = list_of(args.file.as_ref(), global, terminal)?;
    let list = loaded.list();
    let at = at.map_or_else(Timestamp::now, |at| at.within(&list.time_zone));
    let (table, id) = match args.id.split_once('.') {
        Some((table, id)) => (Some(table), id),
        None => (None, args.id.as_str()),
    };
    let mut story = Story { list, at, entries: vec![] };
    for section in Section::ALL {
        if table.is_none_or(|table| table == section.as_str()) {
            story.tell(section, id);
        }
    }
    let entries = story.entries;
    if entries.is_empty() {
        let (why, help) = unknown(list, table, id, &args.id);
        terminal.error(why, Some(&help));
        return Err(Exit::Usage);
    }
    let met = Met::of(&loaded, &entries, id, global, terminal);
    if args.format == ListFormat::Json {
        terminal.data(as_json(at, &entries, met.as_ref()).to_string());
        return Ok(Exit::Ok);
    }
    let day = list.time_zone.to_datetime(at).date();
    for Entry { section, place, lines, .. } in &entries {
        let table = section.as_str();
        let place = match place {
            Some(place) => format!("{}:{}", place.file, place.line),
            None => "built in".to_owned(),
        };
        terminal.line(format!("{table} {id} ({place}), as it stands on {day}"));
        for (what, text) in lines {
            terminal.line(format!("  {what:<14} {text}"));
        }
    }
    if let Some(met) = &met {
        met.print(terminal);
    }
    Ok(Exit::Ok)
}

/// Why nothing can be told of an id, and what to write instead.
fn unknown(list: &Blocklist, table: Option<&str>, id: &str, given: &str) -> (String, String) {
    let tables = || Section::ALL.map(Section::as_str).join(", ");
    if let Some(table) = table.filter(|table| Section::ALL.iter().all(|known| known.as_str() != *table)) {
        return (format!("there is no table `{table}`"), format!("the tables are {}", tables()));
    }
    let mut near: Vec<String> = vec![];
    for section in Section::ALL {
        let ids = ids(list, section);
        near.extend(
            ids.into_iter()
                .filter(|known| known.contains(id) || id.contains(known))
                .map(|known| format!("`{}.{known}`", section.as_str())),
        );
    }
    near.truncate(5);
    let help = if near.is_empty() {
        format!("name an entry of any table by its id: {}", tables())
    } else {
        format!("did you mean {}?", near.join(", "))
    };
    (format!("there is no entry `{given}`"), help)
}

fn ids(list: &Blocklist, section: Section) -> Vec<&str> {
    fn keys<T>(entries: &std::collections::BTreeMap<String, T>) -> Vec<&str> {
        entries.keys().map(String::as_str).collect()
    }
    match section {
        Section::Calendar => keys(&list.calendars),
        Section::Form => keys(&list.forms),
        Section::Buyer => keys(&list.buyers),
        Section::Group => keys(&list.groups),
        Section::Evidence => keys(&list.evidence),
        Section::Vendor => keys(&list.vendors),
        Section::Product => keys(&list.products),
        Section::Class => keys(&list.classes),
        Section::Digests => keys(&list.digests),
        Section::Signer => keys(&list.signers),
        Section::Source => keys(&list.sources),
        Section::Authority => keys(&list.authorities),
        Section::Rule => keys(&list.rules),
        Section::Waiver => keys(&list.waivers),
        Section::Cleared => keys(&list.cleared),
    }
}

/// One entry and what is to be said of it.
struct Entry {
    section: Section,
    id: String,
    /// None for what is built in.
    place: Option<Place>,
    lines: Vec<(&'static str, String)>,
}

struct Story<'a> {
    list: &'a Blocklist,
    at: Timestamp,
    entries: Vec<Entry>,
}

impl Story<'_> {
    /// Tells of an entry, if the table has it.
    fn tell(&mut self, section: Section, id: &str) {
        let list = self.list;
        match section {
            Section::Calendar => {
                if let Some(calendar) = Calendar::find(&list.calendars, id) {
                    self.calendar(id, &calendar);
                }
            }
            Section::Form => list.forms.get(id).into_iter().for_each(|form| self.form(id, form)),
            Section::Buyer => list.buyers.get(id).into_iter().for_each(|buyer| self.buyer(id, buyer)),
            Section::Group => list.groups.get(id).into_iter().for_each(|group| self.group(id, group)),
            Section::Evidence => list.evidence.get(id).into_iter().for_each(|entry| self.evidence(id, entry)),
            Section::Vendor => list.vendors.get(id).into_iter().for_each(|vendor| self.vendor(id, vendor)),
            Section::Product => list.products.get(id).into_iter().for_each(|entry| self.product(id, entry)),
            Section::Class => list.classes.get(id).into_iter().for_each(|class| self.class(id, class)),
            Section::Digests => list.digests.get(id).into_iter().for_each(|set| self.digests(id, set)),
            Section::Signer => list.signers.get(id).into_iter().for_each(|signer| self.signer(id, signer)),
            Section::Source => list.sources.get(id).into_iter().for_each(|source| self.source(id, source)),
            Section::Authority => {
                list.authorities.get(id).into_iter().for_each(|one| self.authority(id, one))
            }
            Section::Rule => list.rules.get(id).into_iter().for_each(|rule| self.rule(id, rule)),
            Section::Waiver => list.waivers.get(id).into_iter().for_each(|waiver| self.waiver(id, waiver)),
            Section::Cleared => list.cleared.get(id).into_iter().for_each(|pair| self.cleared(id, pair)),
        }
    }

    fn begin(&mut self, section: Section, id: &str, head: &debar_blocklist::Head) {
        let place = Some(head.place.clone()).filter(|place| !place.file.is_empty());
        self.entries.push(Entry { section, id: id.to_owned(), place, lines: vec![] });
        for (what, text) in [("note", &head.note), ("owner", &head.owner)] {
            if let Some(text) = text {
                self.say(what, text);
            }
        }
        if let Some(by) = &head.review_by {
            self.say("review by", &by.written);
        }
    }

    fn say(&mut self, what: &'static str, text: impl Into<String>) {
        if let Some(entry) = self.entries.last_mut() {
            entry.lines.push((what, text.into()));
        }
    }

    /// Ids or words with commas; nothing for none.
    fn say_all(&mut self, what: &'static str, words: &[String]) {
        if !words.is_empty() {
            self.say(what, words.join(", "));
        }
    }

    /// The same, with what none of them means.
    fn say_all_or(&mut self, what: &'static str, words: &[String], none: &str) {
        self.say(what, if words.is_empty() { none.to_owned() } else { words.join(", ") });
    }

    fn say_span(&mut self, span: &Span) {
        let holds = if span.holds(self.at) { "yes" } else { "no" };
        self.say("holds", format!("{holds}{}", dates(span)));
    }
}

fn dates(span: &Span) -> String {
    let from = span.from.as_ref().map(|from| format!(" from {}", from.written));
    let until = span.until.as_ref().map(|until| format!(" to {}", until.written));
    from.into_iter().chain(until).collect()
}

/// Tests that touch what was told, and when it was last met.
struct Met {
    tests: BTreeSet<String>,
    /// Recorded decisions in all; none without a ledger.
    decisions: Option<u64>,
    last: Option<Timestamp>,
}

impl Met {
    /// None where nothing of the kind is counted.
    fn of(
        loaded: &LoadedList,
        entries: &[Entry],
        id: &str,
        global: &Global,
        terminal: &mut Terminal,
    ) -> Option<Self> {
        let mut wanted: Vec<(CoveredKind, &str)> = vec![];
        for entry in entries {
            let kinds = counted(entry.section);
            match loaded.list().groups.get(id).filter(|_| entry.section == Section::Group) {
                Some(vendors) => {
                    wanted.extend(vendors.iter().map(|vendor| (CoveredKind::Vendor, vendor.as_str())))
                }
                None => wanted.extend(kinds.iter().map(|kind| (*kind, id))),
            }
        }
        if wanted.is_empty() {
            return None;
        }
        let mut coverage = Coverage::of(loaded.list());
        coverage.add_tests(&run_tests(&loaded.engine));
        let decisions = settings::without_plugins(global, terminal).ok().and_then(|config| {
            let ledger = LedgerFolder::open(&config.ledger.value).ok()?;
            coverage.add_ledger(&ledger).ok()
        });
        let own = || {
            let is_wanted = |kind, id: &str| wanted.contains(&(kind, id));
            coverage.items().iter().filter(move |item| is_wanted(item.kind, &item.id))
        };
        Some(Self {
            tests: own().flat_map(|item| item.tests.iter().cloned()).collect(),
            decisions,
            last: own().filter_map(|item| item.last).max(),
        })
    }

    fn print(&self, terminal: &mut Terminal) {
        match self.tests.len() {
            0 => terminal.line("tests: none touches it"),
            count => {
                terminal.line(format!("tests: {count}"));
                self.tests.iter().for_each(|name| terminal.line(format!("  {name}")));
            }
        }
        match (self.decisions, self.last) {
            (Some(_), Some(last)) => terminal.line(format!("last met by a recorded decision for {last}")),
            (Some(count), None) => terminal.line(format!("never met in {count} recorded decision(s)")),
            (None, _) => terminal.line("no ledger was found, so nobody can say when it was last met"),
        }
    }
}

/// What is counted of a table's entries; a group is met where its vendors are.
const fn counted(section: Section) -> &'static [CoveredKind] {
    use CoveredKind as Kind;
    match section {
        Section::Vendor => &[Kind::Vendor, Kind::Alias, Kind::Brand],
        Section::Product => &[Kind::Product, Kind::Glob],
        Section::Class => &[Kind::Class],
        Section::Digests => &[Kind::Digests],
        Section::Rule => &[Kind::Rule, Kind::Act, Kind::Exception],
        Section::Waiver => &[Kind::Waiver],
        Section::Cleared => &[Kind::Cleared],
        Section::Authority => &[Kind::Status, Kind::Pause],
        _ => &[],
    }
}

fn as_json(at: Timestamp, entries: &[Entry], met: Option<&Met>) -> serde_json::Value {
    let entry = |entry: &Entry| {
        json!({
            "table": entry.section.as_str(),
            "id": entry.id,
            "file": entry.place.as_ref().map(|place| &place.file),
            "line": entry.place.as_ref().map(|place| place.line),
            "says": entry.lines.iter().map(|(what, text)| json!({"what": what, "text": text})).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "at": at.to_string(),
        "entries": entries.iter().map(entry).collect::<Vec<_>>(),
        "tests": met.map(|met| &met.tests),
        "decisions": met.and_then(|met| met.decisions),
        "last": met.and_then(|met| met.last).map(|last| last.to_string()),
    })
}
