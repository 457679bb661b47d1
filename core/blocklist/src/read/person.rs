//! What people answer for: evidence, waivers, cleared pairs. Invariant: a decision has an end.

use std::collections::BTreeMap;

use debar_model::Sha256Hex;
use sha2::{Digest as _, Sha256};

use super::files::{Loader, resolve};
use super::lapse::{self, Pinnable};
use super::{identifier, meaning, names, side_file};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::{
    Approval, ClearedPair, ClearedParty, Code, EvidenceEntry, Moment, ProductEntry, Rule, SourceError, Span,
    Vendor, Waiver, WaiverFor,
};

pub(super) fn evidence(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    loader: &Loader<'_>,
) -> Option<EvidenceEntry> {
    let head = fields.head(cx);
    let citation = fields.string(cx, "citation");
    let uri = fields.string(cx, "uri");
    let pin_node = fields.take("pin-sha256");
    let pin = pin_node.and_then(|node| side_file::pin(cx, node));
    let mut file = None;
    if let Some(node) = fields.take("file")
        && let Some(path) = cx.string(node)
    {
        let from = cx.files.get(node.at.file).map(|file| file.name.clone()).unwrap_or_default();
        if let Some(name) = resolve(cx, &from, &path, node.at) {
            if let (Some(pin), Some(pin_node)) = (pin, pin_node) {
                match loader.peek(&name) {
                    Ok(bytes) => {
                        let found = Sha256Hex(Sha256::digest(&bytes).into());
                        if found != pin {
                            cx.report(side_file::mismatch(&name, &found, pin_node.at));
                        }
                    }
                    Err(SourceError::Missing) => cx.report(
                        Problem::warning(
                            Code::MissingEvidenceFile,
                            node.at,
                            format!("the evidence file `{name}` is not there"),
                        )
                        .help("keep it beside the list, so that the pin can be checked"),
                    ),
                    Err(error) => cx.report(super::files::unreadable(&name, &error, node.at)),
                }
            }
            file = Some((name, pin));
        }
    }
    let retrieved = fields.moment(cx, "retrieved");
    let by = fields.string(cx, "by");
    fields.string(cx, "excerpt");
    if citation.is_none()
        && uri.is_none()
        && !["citation", "uri", "file"].iter().any(|key| fields.key(key).is_some())
        && !fields.is_quiet()
    {
        super::vendor::empty(cx, fields, "no source", "give a `citation`, a `uri` or a `file`");
    }
    Some(EvidenceEntry { head, citation, uri, file, retrieved, by })
}

pub(super) fn waiver(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    all_rules: &BTreeMap<String, Rule>,
    vendors: &BTreeMap<String, Vendor>,
    products: &BTreeMap<String, ProductEntry>,
) -> Option<Waiver> {
    let head = fields.head(cx);
    let rules = fields.need(cx, "rules").map(|node| cx.references(Section::Rule, node)).unwrap_or_default();
    let covers = fields.need(cx, "for").and_then(|node| {
        let mut fields = Fields::open(cx, node, node.at, "a waiver's `for`")?;
        let covers = covers(cx, &mut fields);
        fields.finish(cx);
        Some(covers)
    });
    let approved_by = approval(cx, fields);
    let reason = fields.need(cx, "reason").and_then(|node| cx.string(node));
    let conditions = fields.strings(cx, "conditions");
    let span = bounded(cx, fields, approved_by.as_ref().and_then(|approval| approval.on.clone()));
    let lapses = match fields.take("lapses-with") {
        Some(node) => {
            let rule = pinnable_rules(&rules, all_rules);
            let party = pinnable_parties(covers.as_ref(), vendors, products);
            lapse::read(cx, node, "waiver", &[rule, party])
        }
        None => vec![],
    };
    for (key, word) in [("rule-revision", "rule"), ("party-revision", "party")] {
        fields.refuse(cx, key, &format!("write `lapses-with = {{ {word} = \"..\" }}`"));
    }
    fields.refuse(
        cx,
        "contract",
        "a waiver covers buyers and products; give the contract's products by name or number",
    );
    fields.refuse(cx, "amount", "amounts are not compared");
    Some(Waiver {
        head,
        rules,
        covers: covers?,
        approved_by: approved_by?,
        reason: reason?,
        conditions,
        span: span?,
        lapses,
    })
}

/// The rules that a waiver names, as one thing that can change.
fn pinnable_rules(ids: &[String], all: &BTreeMap<String, Rule>) -> Pinnable {
    let mut ids: Vec<&String> = ids.iter().collect();
    ids.sort();
    let found: Option<Vec<String>> = ids.iter().map(|id| Some(meaning::rule(id, all.get(*id)?))).collect();
    let what = match ids.as_slice() {
        [id] => format!("rule `{id}`"),
        _ => "one of its rules".to_owned(),
    };
    let now = found.filter(|found| !found.is_empty()).map(|found| meaning::revision(&found));
    Pinnable { word: "rule", what, now }
}

/// The vendors that a waiver is about: the one it names, else the makers of its products.
fn pinnable_parties(
    covers: Option<&WaiverFor>,
    vendors: &BTreeMap<String, Vendor>,
    products: &BTreeMap<String, ProductEntry>,
) -> Pinnable {
    let named = covers.and_then(|covers| covers.vendor.as_ref());
    let makers = covers.into_iter().flat_map(|covers| &covers.products);
    let makers = makers.filter_map(|id| products.get(id)?.vendor.as_ref());
    let ids: std::collections::BTreeSet<&String> = match named {
        Some(vendor) => [vendor].into(),
        None => makers.collect(),
    };
    let found: Vec<String> =
        ids.iter().filter_map(|id| Some(meaning::vendor(id, vendors.get(*id)?))).collect();
    let what = match ids.first() {
        Some(id) if ids.len() == 1 => format!("vendor `{id}`"),
        _ => "one of its vendors".to_owned(),
    };
    let now = (!found.is_empty() && found.len() == ids.len()).then(|| meaning::revision(&found));
    Pinnable { word: "party", what, now }
}

pub(super) fn cleared(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    vendors: &BTreeMap<String, Vendor>,
) -> Option<ClearedPair> {
    let head = fields.head(cx);
    let listed = fields.need(cx, "listed").and_then(|node| cx.reference(Section::Vendor, node));
    let party = fields.need(cx, "party").and_then(|node| {
        let mut fields = Fields::open(cx, node, node.at, "a cleared party")?;
        let name = fields.take("name").map(|node| {
            if let crate::syntax::Value::Text(text) = &node.value
                && text.contains('*')
            {
                cx.report(
                    Problem::error(
                        Code::LooseningGlob,
                        node.at,
                        format!("`{text}` would clear more than one party"),
                    )
                    .help("a party is cleared by its whole name"),
                );
                return None;
            }
            cx.text(node)
        });
        let identifiers =
            fields.take("identifiers").map(|node| identifier::exact(cx, node)).unwrap_or_default();
        if name.is_none()
            && identifiers.is_empty()
            && fields.key("identifiers").is_none()
            && !fields.is_quiet()
        {
            super::vendor::empty(cx, &fields, "nobody", "give its `name`, or better its `identifiers`");
        }
        fields.finish(cx);
        Some(ClearedParty { name: name.flatten(), identifiers })
    });
    let approved_by = approval(cx, fields);
    let reason = fields.need(cx, "reason").and_then(|node| cx.string(node));
    let span = bounded(cx, fields, approved_by.as_ref().and_then(|approval| approval.on.clone()));
    let lapses = match fields.take("lapses-with") {
        Some(node) => {
            let known = listed.as_ref().and_then(|id| Some(meaning::vendor(id, vendors.get(id)?)));
            let what = listed.as_ref().map(|id| format!("vendor `{id}`")).unwrap_or_default();
            let now = known.map(|meaning| meaning::revision(&[meaning]));
            let now_party = party.as_ref().map(|party| meaning::revision(&[meaning::party(party)]));
            let of_listed = Pinnable { word: "listed", what, now };
            let of_party = Pinnable { word: "party", what: "the party".to_owned(), now: now_party };
            lapse::read(cx, node, "clearance", &[of_listed, of_party])
        }
        None => vec![],
    };
    fields.refuse(cx, "products", "a cleared pair clears a party's name, never goods: write a waiver");
    Some(ClearedPair {
        head,
        listed: listed?,
        party: party?,
        approved_by: approved_by?,
        reason: reason?,
        span: span?,
        lapses,
    })
}

fn covers(cx: &mut Context, fields: &mut Fields<'_>) -> WaiverFor {
    let covers = WaiverFor {
        buyers: fields.references(cx, "buyers", Section::Buyer),
        vendor: fields.take("vendor").and_then(|node| cx.reference(Section::Vendor, node)),
        sellers: fields.take("sellers").map(|node| names::exact_names(cx, node)).unwrap_or_default(),
        products: fields.references(cx, "products", Section::Product),
        product_names: fields
            .take("product-names")
            .map(|node| names::exact_names(cx, node))
            .unwrap_or_default(),
        part_numbers: fields
            .take("part-numbers")
            .map(|node| names::exact_names(cx, node))
            .unwrap_or_default(),
        identifiers: fields.take("identifiers").map(|node| identifier::exact(cx, node)).unwrap_or_default(),
    };
    fields.refuse(
        cx,
        "globs",
        "what loosens is named whole: `product-names`, `part-numbers` or `identifiers`",
    );
    fields.refuse(cx, "digests", "a waiver covers a product by name, part number or identifier");
    let goods = ["vendor", "sellers", "products", "product-names", "part-numbers", "identifiers"];
    if !goods.iter().any(|key| fields.key(key).is_some()) && !fields.is_quiet() {
        cx.report(
            Problem::error(Code::WideWaiver, fields.at, "this waiver names no vendor and no product")
                .help("it would lift its rules for everything: say at least for which vendor or product"),
        );
    }
    covers
}

fn approval(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Approval> {
    let node = fields.need(cx, "approved-by")?;
    let mut fields = Fields::open(cx, node, node.at, "an approval")?;
    let role = fields.need(cx, "role").and_then(|node| cx.string(node));
    let on = fields.need(cx, "on").and_then(|node| cx.moment(node));
    let delegable_node = fields.take("delegable");
    let delegable = delegable_node.and_then(|node| cx.flag(node));
    let delegated_from = fields.string(cx, "delegated-from");
    if delegable == Some(false)
        && let Some(key) = fields.key("delegated-from")
    {
        cx.report(
            Problem::error(Code::DelegatedDecision, key.at, "this decision may not be delegated, and it was")
                .help("the office itself decides: correct `role`, or `delegable` if it may"),
        );
    }
    fields.string(cx, "note");
    fields.refuse(cx, "name", "an office decides, not a person: write `role`");
    fields.finish(cx);
    Some(Approval { role: role?, on, delegable: delegable.unwrap_or_default(), delegated_from })
}

/// A span that must end. Without `from` it begins on the day of the approval.
fn bounded(cx: &mut Context, fields: &mut Fields<'_>, approved: Option<Moment>) -> Option<Span> {
    let mut span = fields.span(cx);
    let end = fields.key("through").or_else(|| fields.key("until"));
    if end.is_none() && !fields.is_quiet() {
        cx.report(
            Problem::error(Code::EndlessWaiver, fields.at, format!("{} has no end", fields.what))
                .help("add `through = ` with its last day: what loosens ends by itself"),
        );
    }
    if fields.key("from").is_none()
        && let (Some(approved), Some(until), Some(end)) = (&approved, &span.until, end)
        && until.at <= approved.at
    {
        cx.report(
            Problem::error(
                Code::SpanInverted,
                end.at,
                format!("it ends on `{}` before it is approved on `{}`", until.written, approved.written),
            )
            .help("check the two days"),
        );
    }
    if span.from.is_none() && fields.key("from").is_none() {
        span.from = approved;
    }
    span.until.is_some().then_some(span)
}
