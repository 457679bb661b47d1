//! Vendors and groups of vendors.

use super::files::Loader;
use super::{identifier, names, side_file};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, Head, Owner, Response, Span, Succession, Vendor, VendorRelation};

pub(super) fn vendor(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Vendor> {
    let head = fields.head(cx);
    let name = fields.need(cx, "name").and_then(|node| names::name(cx, node));
    let aliases = fields.take("aliases").map(|node| names::names(cx, node)).unwrap_or_default();
    let brands = fields.take("brands").map(|node| names::names(cx, node)).unwrap_or_default();
    let not = fields.texts(cx, "not");
    let identifiers =
        fields.take("identifiers").map(|node| identifier::patterns(cx, node)).unwrap_or_default();
    let owners = fields.each(cx, "owners", "an owner", owner);
    let mut relations = vec![];
    for (key, relation) in [
        ("controlled-by", VendorRelation::ControlledBy),
        ("successor-of", VendorRelation::SuccessorOf),
        ("renamed-from", VendorRelation::RenamedFrom),
        ("acts-for", VendorRelation::ActsFor),
        ("white-labels", VendorRelation::WhiteLabels),
    ] {
        if let Some(node) = fields.take(key) {
            related(cx, node, relation, &mut relations);
        }
    }
    let responses = fields.each(cx, "responses", "a response", response);
    fields.refuse(cx, "ticker", "give an identifier instead, such as an LEI");
    fields.refuse(cx, "country", "a vendor is not told apart by its seat; give identifiers");
    let name = name?;
    for hit in not
        .iter()
        .filter(|other| aliases.iter().chain(&brands).chain([&name]).any(|ours| ours.text == other.text))
    {
        if let Some(at) = cx.at_of(&hit.place) {
            cx.report(
                Problem::error(
                    Code::ContradictingNames,
                    at,
                    format!("`{}` is listed and excluded", hit.text),
                )
                .help("`not` holds names of other firms: remove it there, or from the names")
                .fix_all("remove it from `not`", not_removal(cx, fields, hit))
                .guess(),
            );
        }
    }
    Some(Vendor { head, name, aliases, brands, identifiers, owners, relations, not, responses })
}

fn not_removal(cx: &Context, fields: &Fields<'_>, hit: &crate::Listed) -> crate::fields::Changes {
    let (key, node) = fields.pair("not")?;
    let Value::List(items) = &node.value else { return None };
    let items: Vec<&Node> = items.iter().collect();
    if items.len() == 1 {
        return cx.removal_of_key(key.at, node.at);
    }
    let index = items.iter().position(|item| item.at.start == hit.place.start)?;
    cx.removal(&items, index)
}

pub(super) fn group(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    loader: &mut Loader<'_>,
) -> Option<(Head, Vec<String>)> {
    let head = fields.head(cx);
    let mut vendors = fields.references(cx, "vendors", Section::Vendor);
    let file = fields.take("file");
    if let Some(node) = file
        && let Some(side) = side_file::open(cx, node, loader)
    {
        side.lines(cx, |cx, text, at| {
            if cx.exists(Section::Vendor, text) {
                cx.mark_used(Section::Vendor, text);
                vendors.push(text.to_owned());
                return Ok(());
            }
            let _ = at;
            Err((
                format!("there is no vendor `{text}`"),
                "one vendor id a line; a comment begins with #".to_owned(),
            ))
        });
    }
    if vendors.is_empty() && file.is_none() && !fields.is_quiet() {
        empty(cx, fields, "no vendor", "give `vendors = [..]`, or `file = { path, pin-sha256 }` for many");
    }
    vendors.sort();
    vendors.dedup();
    Some((head, vendors))
}

/// Reports an entry that can never match anything.
pub(super) fn empty(cx: &mut Context, fields: &Fields<'_>, what: &str, help: &str) {
    cx.report(
        Problem::error(Code::EmptyEntry, fields.at, format!("{} names {what}", fields.what)).help(help),
    );
}

fn owner(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Owner> {
    let vendor = fields.need(cx, "vendor").and_then(|node| cx.reference(Section::Vendor, node));
    let percent = fields.take("percent").map(|node| cx.percent(node));
    let span = fields.span(cx);
    fields.string(cx, "note");
    fields.references(cx, "evidence", Section::Evidence);
    let place = cx.place(fields.at);
    // A share that could not be read was reported; without one the owner would count for nothing.
    let percent = match percent {
        Some(read) => Some(read?),
        None => None,
    };
    Some(Owner { vendor: vendor?, percent, span, place })
}

/// `"id"`, `["id"]` or `[{ vendor = "id", from = .. }]`.
fn related(cx: &mut Context, node: &Node, relation: VendorRelation, all: &mut Vec<Succession>) {
    let items: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    };
    for item in items {
        let place = cx.place(item.at);
        if let Value::Table(_) = item.value {
            let Some(mut fields) = Fields::open(cx, item, item.at, "a relation") else { continue };
            let vendor = fields.need(cx, "vendor").and_then(|node| cx.reference(Section::Vendor, node));
            let span = fields.span(cx);
            let products = match relation {
                VendorRelation::WhiteLabels => fields.references(cx, "products", Section::Product),
                _ => vec![],
            };
            fields.string(cx, "note");
            fields.references(cx, "evidence", Section::Evidence);
            fields.finish(cx);
            all.extend(vendor.map(|vendor| Succession { relation, vendor, products, span, place }));
        } else if let Some(vendor) = cx.reference(Section::Vendor, item) {
            all.push(Succession { relation, vendor, products: vec![], span: Span::default(), place });
        }
    }
}

fn response(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Response> {
    let on = fields.need(cx, "on").and_then(|node| cx.moment(node));
    Some(Response {
        place: cx.place(fields.at),
        kind: fields.string(cx, "kind"),
        says: fields.string(cx, "says"),
        result: fields.string(cx, "result"),
        result_on: fields.moment(cx, "result-on"),
        evidence: {
            fields.string(cx, "note");
            fields.references(cx, "evidence", Section::Evidence)
        },
        on: on?,
    })
}
