//! An entry in words: what an admin wants to know of an id without leaving the line that names it.
//! The day is an argument.

use std::fmt::Write as _;

use debar_blocklist::{Authority, Blocklist, Rule, Section, Span, Vendor};
use jiff::Timestamp;

use crate::list::LiveList;

/// The most names of a kind that are shown.
const MOST: usize = 6;

/// An entry as Markdown; none if there is no such id.
pub(crate) fn in_words(list: &LiveList, section: Section, id: &str, now: Timestamp) -> Option<String> {
    let (file, index) = list.definition(section, id)?;
    let read = list.read(file, &[index])?.list;
    let mut text = format!("**{}** `{id}`", section.as_str());
    let entry = read.as_ref().and_then(|read| describe(&mut text, read, list, section, id, now));
    if entry.is_none() {
        // What has a fault is shown as it is written.
        let file = list.files.get(file)?;
        let start = file.chunks.get(index)?.start;
        let written: String =
            file.text.slice(start, file.end_of(index)).lines().take(12).collect::<Vec<_>>().join("\n");
        let _ = write!(text, "\n\n```toml\n{written}\n```");
    }
    Some(text)
}

fn describe(
    text: &mut String,
    read: &Blocklist,
    list: &LiveList,
    section: Section,
    id: &str,
    now: Timestamp,
) -> Option<()> {
    match section {
        Section::Authority => authority(text, read.authorities.get(id)?, now),
        Section::Rule => rule(text, read.rules.get(id)?, list, now),
        Section::Vendor => vendor(text, read.vendors.get(id)?, now),
        Section::Product => {
            let product = read.products.get(id)?;
            line(text, "maker", product.vendor.as_deref().unwrap_or_default());
            names(text, "names", product.names.iter().map(|listed| &*listed.text));
            names(text, "globs", product.globs.iter().map(|listed| &*listed.text));
            names(text, "part numbers", product.part_numbers.iter().map(|listed| &*listed.text));
            names(text, "identifiers", product.identifiers.iter().map(|(_, listed)| &*listed.text));
            line(text, "versions", product.versions.as_ref().map_or("", |range| &range.text.text));
        }
        Section::Class => {
            let class = read.classes.get(id)?;
            names(text, "words", class.words.iter().map(|listed| &*listed.text));
            names(text, "codes", class.codes.iter().map(|listed| &*listed.text));
        }
        Section::Digests => {
            let set = read.digests.get(id)?;
            line(text, "digests", &set.digests.len().to_string());
            line(text, "file", set.file.as_ref().map_or("", |(name, _)| name));
            line(text, "maker", set.vendor.as_deref().unwrap_or_default());
        }
        Section::Signer => {
            let signer = read.signers.get(id)?;
            names(text, "organisations", signer.organisations.iter().map(|listed| &*listed.text));
            names(text, "common names", signer.common_names.iter().map(|listed| &*listed.text));
            names(text, "fingerprints", signer.fingerprints.iter().map(|(_, listed)| &*listed.text));
        }
        Section::Source => {
            let source = read.sources.get(id)?;
            names(text, "hosts", source.hosts.iter().map(|(_, listed)| &*listed.text));
            names(text, "repositories", source.repositories.iter().map(|(_, listed)| &*listed.text));
            names(text, "registries", source.registries.iter().map(|(_, listed)| &*listed.text));
        }
        Section::Buyer => {
            let buyer = read.buyers.get(id)?;
            names(text, "part of", buyer.part_of.iter().map(|id| &**id));
            names(text, "members", buyer.members.iter().map(|id| &**id));
            note(text, buyer.head.note.as_deref());
        }
        Section::Group => {
            names(text, "vendors", read.groups.get(id)?.iter().map(|id| &**id));
        }
        Section::Evidence => {
            let piece = read.evidence.get(id)?;
            line(text, "citation", piece.citation.as_deref().unwrap_or_default());
            line(text, "address", piece.uri.as_deref().unwrap_or_default());
            line(text, "file", piece.file.as_ref().map_or("", |(name, _)| name));
            line(text, "retrieved", piece.retrieved.as_ref().map_or("", |moment| &moment.written));
        }
        Section::Waiver => {
            let waiver = read.waivers.get(id)?;
            names(text, "lifts", waiver.rules.iter().map(|id| &**id));
            line(text, "vendor", waiver.covers.vendor.as_deref().unwrap_or_default());
            names(text, "buyers", waiver.covers.buyers.iter().map(|id| &**id));
            line(text, "approved by", &waiver.approved_by.role);
            line(text, "reason", &waiver.reason);
            names(text, "lapsed", waiver.lapses.iter().map(|lapse| &*lapse.why));
            span(text, &waiver.span, now);
        }
        Section::Cleared => {
            let pair = read.cleared.get(id)?;
            line(text, "is not", &pair.listed);
            line(text, "party", pair.party.name.as_ref().map_or("", |name| &name.text));
            line(text, "approved by", &pair.approved_by.role);
            line(text, "reason", &pair.reason);
            span(text, &pair.span, now);
        }
        // Best seen as they are written.
        Section::Calendar | Section::Form => return None,
    }
    Some(())
}

fn authority(text: &mut String, authority: &Authority, now: Timestamp) {
    let _ = write!(text, "\n\n{} ({})", authority.title, authority.force.as_str());
    line(text, "today", &status(authority, now));
    let citations = authority.citations.iter().filter(|citation| citation.span.holds(now));
    names(text, "citation", citations.map(|citation| &*citation.text.text));
    for event in &authority.status {
        line(text, &event.from.written, &event.is);
    }
    for pause in &authority.pauses {
        let case = pause.case.as_deref().unwrap_or_default();
        let to =
            if pause.as_to.is_empty() { String::new() } else { format!(" as to {}", pause.as_to.join(", ")) };
        line(text, &between(&pause.span), &format!("{}{to} {case}", pause.is));
    }
    for case in &authority.litigation {
        let on = case.on.as_ref().map_or("", |on| &on.written);
        line(
            text,
            &format!("in court {on}"),
            &format!("{}: {}", case.case, case.result.as_deref().unwrap_or("open")),
        );
    }
    line(text, "contact", authority.contact.as_deref().unwrap_or_default());
    note(text, authority.head.note.as_deref());
}

/// The status of an authority at an instant, in words.
fn status(authority: &Authority, now: Timestamp) -> String {
    let current = authority.status.iter().rev().find(|event| event.from.at <= now);
    let mut text = match current {
        Some(event) => format!("{} since {}", event.is, event.from.written),
        None => match authority.status.first() {
            Some(event) => format!("not yet: {} from {}", event.is, event.from.written),
            None => "no status".to_owned(),
        },
    };
    for pause in authority.pauses.iter().filter(|pause| pause.span.holds(now)) {
        let to =
            if pause.as_to.is_empty() { String::new() } else { format!(" as to {}", pause.as_to.join(", ")) };
        let _ = write!(text, "; {}{to} {}", pause.is, between(&pause.span));
    }
    text
}

fn rule(text: &mut String, rule: &Rule, list: &LiveList, now: Timestamp) {
    let action = match rule.action {
        debar_model::Action::Deny => "deny",
        debar_model::Action::Review => "review",
        debar_model::Action::Warn => "warn",
    };
    let _ = write!(text, ": {action}");
    let known = list
        .definition(Section::Authority, &rule.authority)
        .and_then(|(file, index)| list.read(file, &[index])?.list);
    match known.as_ref().and_then(|list| list.authorities.get(&rule.authority)) {
        Some(authority) => {
            line(text, "authority", &format!("{} (`{}`)", authority.title, rule.authority));
            line(text, "today", &status(authority, now));
            let citations = authority.citations.iter().filter(|citation| citation.span.holds(now));
            names(text, "citation", citations.map(|citation| &*citation.text.text));
        }
        None => line(text, "authority", &rule.authority),
    }
    names(text, "vendors", rule.targets.vendors.iter().map(|id| &**id));
    names(text, "products", rule.targets.products.iter().map(|id| &**id));
    names(text, "classes", rule.targets.classes.iter().map(|id| &**id));
    names(text, "digests", rule.targets.digests.iter().map(|id| &**id));
    let acts: Vec<String> = rule
        .acts
        .iter()
        .map(|(act, span)| match &span.from {
            Some(from) => format!("{act} from {}", from.written),
            None => act.clone(),
        })
        .collect();
    names(text, "acts", acts.iter().map(|act| &**act));
    names(text, "buyers", rule.scope.buyers.iter().map(|id| &**id));
    span(text, &rule.span, now);
    note(text, rule.head.note.as_deref());
}

fn vendor(text: &mut String, vendor: &Vendor, now: Timestamp) {
    let _ = write!(text, "\n\n{}", vendor.name.text);
    names(text, "also", vendor.aliases.iter().map(|listed| &*listed.text));
    names(text, "brands", vendor.brands.iter().map(|listed| &*listed.text));
    names(text, "identifiers", vendor.identifiers.iter().map(|(_, listed)| &*listed.text));
    names(
        text,
        "owners",
        vendor.owners.iter().filter(|owner| owner.span.holds(now)).map(|owner| &*owner.vendor),
    );
    note(text, vendor.head.note.as_deref());
}

fn between(span: &Span) -> String {
    let from = span.from.as_ref().map(|from| format!("from {}", from.written));
    let until = span.until.as_ref().map(|until| format!("to {}", until.written));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}

fn span(text: &mut String, span: &Span, now: Timestamp) {
    let when = between(span);
    if when.is_empty() {
        return;
    }
    let today = if span.is_over(now) {
        "over"
    } else if span.is_before(now) {
        "not yet"
    } else {
        "holds today"
    };
    line(text, "holds", &format!("{when} ({today})"));
}

fn note(text: &mut String, note: Option<&str>) {
    line(text, "note", note.unwrap_or_default());
}

fn names<'a>(text: &mut String, what: &str, all: impl Iterator<Item = &'a str>) {
    let all: Vec<&str> = all.collect();
    let mut shown = all.iter().take(MOST).copied().collect::<Vec<_>>().join("; ");
    if all.len() > MOST {
        let _ = write!(shown, "; and {} more", all.len() - MOST);
    }
    line(text, what, &shown);
}

fn line(text: &mut String, what: &str, says: &str) {
    if !says.trim().is_empty() {
        let _ = write!(text, "\n- {what}: {}", says.trim());
    }
}
