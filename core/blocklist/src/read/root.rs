//! The keys of the whole list, and the order in which the tables are read: what is pointed at comes first.

use jiff::tz::TimeZone;

use super::entries::{self, Entries};
use super::files::{Loaded, Loader};
use super::{
    authority, buyer, calendar, checks, digests, form, goods, layer, person, provenance, revision, rule,
    test_case, vendor,
};
use crate::fields::{Context, Fields, Section, nearest};
use crate::source::{At, Problem};
use crate::syntax::{Node, Value, classify};
use crate::{Blocklist, Code, Freshness, Moment};

/// What the root keys of one file say.
struct Heading {
    title: Option<String>,
    owner: Option<String>,
    /// From when on it is stale, for each reason that it gives.
    stale: Vec<Moment>,
    zone: TimeZone,
}

/// Reads everything that was loaded; none only when the root file could not be read.
pub(super) fn list(cx: &mut Context, loader: &mut Loader<'_>) -> Option<Blocklist> {
    let loaded = std::mem::take(&mut loader.loaded);
    let root = loaded.last()?;
    let outer = cx.known.as_ref().and_then(|known| known.outer_zone.clone());
    let root_heading = heading(cx, root, outer.as_ref());
    let zone = root_heading.zone.clone();
    let mut freshness = freshness(cx, root.file, &root_heading);
    let mut zones = vec![];
    for file in &loaded {
        if file.file == root.file {
            zones.push(zone.clone());
            continue;
        }
        let heading = heading(cx, file, Some(&zone));
        freshness.extend(self::freshness(cx, file.file, &heading));
        zones.push(heading.zone);
    }
    let all = entries::collect(cx, &loaded, &zones);
    let repeats = &mut vec![];
    cx.zone = zone.clone();
    let written = each(cx, &all, Section::Calendar, repeats, calendar::calendar);
    let calendars = calendar::resolve(cx, &written);
    let forms = each(cx, &all, Section::Form, repeats, form::form);
    cx.forms = forms.iter().flat_map(|(id, form)| [id.clone(), form.name.clone()]).collect();
    let evidence =
        each(cx, &all, Section::Evidence, repeats, |cx, fields, _| person::evidence(cx, fields, loader));
    let buyers = each(cx, &all, Section::Buyer, repeats, |cx, fields, _| buyer::buyer(cx, fields));
    let vendors = each(cx, &all, Section::Vendor, repeats, |cx, fields, _| vendor::vendor(cx, fields));
    let mut groups = std::collections::BTreeMap::new();
    let mut group_heads = std::collections::BTreeMap::new();
    for (id, (head, members)) in
        each(cx, &all, Section::Group, repeats, |cx, fields, _| vendor::group(cx, fields, loader))
    {
        groups.insert(id.clone(), members);
        group_heads.insert(id, head);
    }
    let products = each(cx, &all, Section::Product, repeats, |cx, fields, _| goods::product(cx, fields));
    let classes = each(cx, &all, Section::Class, repeats, |cx, fields, _| goods::class(cx, fields));
    let digests =
        each(cx, &all, Section::Digests, repeats, |cx, fields, _| digests::digests(cx, fields, loader));
    let signers = each(cx, &all, Section::Signer, repeats, |cx, fields, _| provenance::signer(cx, fields));
    let sources = each(cx, &all, Section::Source, repeats, |cx, fields, _| provenance::source(cx, fields));
    let authority_zones = authority::zones(cx, &all);
    let authorities = each(cx, &all, Section::Authority, repeats, |cx, fields, id| {
        cx.in_zone(authority_zones.get(id).cloned(), |cx| authority::authority(cx, fields, id))
    });
    let rules = each(cx, &all, Section::Rule, repeats, |cx, fields, _| {
        rule::rule(cx, fields, &groups, &authority_zones)
    });
    let waivers = each(cx, &all, Section::Waiver, repeats, |cx, fields, _| {
        person::waiver(cx, fields, &rules, &vendors, &products)
    });
    let cleared =
        each(cx, &all, Section::Cleared, repeats, |cx, fields, _| person::cleared(cx, fields, &vendors));
    let mut tests = vec![];
    for (file, zone) in loaded.iter().zip(&zones) {
        cx.in_zone(Some(zone.clone()), |cx| tests.extend(test_case::tests(cx, &file.root)));
    }
    let mut files = std::mem::take(&mut loader.seen);
    files.sort_by(|left, right| left.name.cmp(&right.name));
    let list = Blocklist {
        title: root_heading.title.unwrap_or_else(|| root_name(cx)),
        owner: root_heading.owner,
        time_zone: zone,
        freshness,
        revision: revision::revision(&files),
        files,
        buyers,
        vendors,
        groups,
        group_heads,
        products,
        classes,
        digests,
        signers,
        sources,
        authorities,
        rules,
        waivers,
        cleared,
        evidence,
        calendars,
        forms,
        tests,
    };
    let whole = cx.known.is_none() && !cx.is_stopped();
    if whole {
        layer::check(cx, &list, repeats);
    }
    if whole {
        checks::check(cx, &list);
    }
    Some(list)
}

fn each<'n, T: layer::Layer>(
    cx: &mut Context,
    all: &Entries<'n>,
    section: Section,
    repeats: &mut Vec<layer::Repeat<'n>>,
    mut read: impl FnMut(&mut Context, &mut Fields<'_>, &str) -> Option<T>,
) -> std::collections::BTreeMap<String, T> {
    let mut list = vec![];
    let mut one = |cx: &mut Context, id: &str, entry: &entries::Entry<'n>| {
        cx.in_zone(Some(entry.zone.clone()), |cx| {
            let mut fields = entries::open(cx, section, entry)?;
            let value = read(cx, &mut fields, id);
            fields.finish(cx);
            value
        })
    };
    for (id, entry) in all.get(&section).into_iter().flatten() {
        if cx.is_stopped() {
            break;
        }
        let Some(value) = one(cx, id, entry) else { continue };
        let mut upper = entry.below.is_some().then(|| (entry, value.clone()));
        while let Some((above, says)) = upper.take() {
            let Some(below) = above.below.as_deref() else { break };
            let Some(lower) = one(cx, id, below) else { break };
            repeats.push(layer::Repeat::new(section, id, &(above, says), (below, &lower)));
            upper = Some((below, lower));
        }
        list.push(((*id).to_owned(), value));
    }
    // They are in order, so that the map is made in one go.
    list.into_iter().collect()
}

fn heading(cx: &mut Context, file: &Loaded<'_>, outer: Option<&TimeZone>) -> Heading {
    let mut heading = Heading { title: None, owner: None, stale: vec![], zone: TimeZone::UTC };
    let top = At { file: file.file, start: 0, end: first_line(cx, file.file) };
    let Some(mut fields) = Fields::open(cx, &file.root, top, "the list") else { return heading };
    if let Some(node) = fields.need(cx, "version") {
        version(cx, node);
    }
    let (title, zone) = match outer {
        None => (fields.take("title"), fields.need(cx, "time-zone")),
        Some(_) => (fields.take("title"), fields.take("time-zone")),
    };
    heading.title = title.and_then(|node| cx.string(node));
    heading.zone = zone.and_then(|node| time_zone(cx, node)).or(outer.cloned()).unwrap_or(TimeZone::UTC);
    heading.owner = fields.string(cx, "owner");
    let zone = heading.zone.clone();
    let review_by = fields.take("review-by");
    heading.stale = cx.in_zone(Some(zone), |cx| {
        let review_by = review_by.and_then(|node| cx.moment(node));
        review_by.into_iter().chain(calendar::too_old(cx, &mut fields)).collect()
    });
    fields.take("include");
    fields.string(cx, "note");
    for section in Section::ALL {
        fields.take(section.as_str());
    }
    fields.take("test");
    for (key, instead) in [
        ("signature", "lists are signed beside the file, not inside of it"),
        ("approvals", "keep approvals in your version control"),
        ("settings", "settings belong into the configuration, not into the list"),
    ] {
        fields.refuse(cx, key, instead);
    }
    plural_sections(cx, &fields);
    fields.finish(cx);
    heading
}

/// Until when a file may be relied on.
fn freshness(cx: &Context, file: usize, heading: &Heading) -> Vec<Freshness> {
    let name = cx.files.get(file).map(|file| file.name.clone()).unwrap_or_default();
    let list = heading.title.clone().unwrap_or_else(|| name.clone());
    let each = |by: &Moment| Freshness { list: list.clone(), file: name.clone(), by: by.clone() };
    heading.stale.iter().map(each).collect()
}

/// `[vendors]` for `[vendor]`: said once, with the word that is meant.
fn plural_sections(cx: &mut Context, fields: &Fields<'_>) {
    let names = || Section::ALL.iter().map(|section| section.as_str());
    for (key, node) in fields.entries() {
        if let Value::List(_) = &node.value
            && let Some(guess) = nearest(key.text, names())
            && guess != key.text
        {
            let at = key.at;
            cx.report(
                Problem::error(Code::UnknownKey, at, format!("the list has no key `{}`", key.text))
                    .help(format!("did you mean `[{guess}.some-id]`?")),
            );
        }
    }
}

/// A list without a title goes by the name of its root file, which is read first.
fn root_name(cx: &Context) -> String {
    cx.files.first().map(|file| file.name.clone()).unwrap_or_default()
}

fn first_line(cx: &Context, file: usize) -> usize {
    cx.files.get(file).map_or(0, |source| source.line_of(0).1)
}

fn version(cx: &mut Context, node: &Node) {
    let Some(version) = cx.integer(node) else { return };
    if version != 1 {
        cx.report(
            Problem::error(
                Code::UnknownVersion,
                node.at,
                format!("version {version} of the language is not known"),
            )
            .help("this program reads `version = 1`; a newer list needs a newer program"),
        );
    }
}

/// A time zone of the bundled IANA database.
pub(super) fn time_zone(cx: &mut Context, node: &Node) -> Option<TimeZone> {
    let name = cx.string(node)?;
    let zone = jiff::tz::TimeZoneDatabase::bundled().get(&name).ok();
    if zone.is_none() {
        let names: Vec<String> =
            jiff::tz::TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
        let problem =
            Problem::error(Code::UnknownTimeZone, node.at, format!("there is no time zone `{name}`"));
        let short = match name.to_ascii_uppercase().as_str() {
            "EST" | "EDT" | "ET" | "EASTERN" => Some("America/New_York"),
            "CET" | "CEST" | "MEZ" => Some("Europe/Berlin"),
            "PST" | "PDT" | "PT" => Some("America/Los_Angeles"),
            _ => None,
        };
        let guess = short.or_else(|| nearest(&name, names.iter().map(String::as_str)));
        cx.report(match guess {
            Some(guess) => problem.help(format!("did you mean `{guess}`?")).fix(
                format!("write `{guess}`"),
                node.at,
                format!("\"{guess}\""),
            ),
            None => {
                problem.help("give a name of the IANA database, such as America/New_York or Europe/Berlin")
            }
        });
    }
    zone
}

/// `[test]` where `[[test]]` was meant.
pub(super) fn single_test(cx: &mut Context, at: At) {
    if let Some(source) = cx.files.get(at.file) {
        let problem = classify::single_test(source, at);
        cx.report(problem);
    }
}
