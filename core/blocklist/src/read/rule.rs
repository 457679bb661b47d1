//! Rules: the authority, what it names, how far it reaches, what it leaves out.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::{country, requirement, scope};
use crate::fields::{Context, Fields, Section, is_certain, nearest};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{
    Code, Deadline, Depth, Exception, Mode, Operator, Ownership, Reach, Rule, Sellers, Span, Targets,
    UnknownComponents,
};

const DEPTHS: [(&str, Depth); 3] = [
    ("branded-only", Depth::BrandedOnly),
    ("any-component", Depth::AnyComponent),
    ("substantial-or-essential-component", Depth::SubstantialOrEssential),
];
const REACHES: [(&str, Reach); 7] = [
    ("successor", Reach::Successor),
    ("parent", Reach::Parent),
    ("owned", Reach::Owned),
    ("controlled", Reach::Controlled),
    ("common-control", Reach::CommonControl),
    ("agent", Reach::Agent),
    ("white-label", Reach::WhiteLabel),
];
/// More than one half, each owner by itself: what a rule means that says nothing of ownership.
const MAJORITY: Ownership =
    Ownership { operator: Operator::MoreThan, percent: 5000, add_up: false, show_from: None };

pub(super) fn rule(
    cx: &mut Context,
    fields: &mut Fields<'_>,
    groups: &BTreeMap<String, Vec<String>>,
    zones: &BTreeMap<String, TimeZone>,
) -> Option<Rule> {
    let authority = fields.need(cx, "authority").and_then(|node| cx.reference(Section::Authority, node));
    let zone = authority.as_ref().and_then(|id| zones.get(id)).cloned();
    cx.in_zone(zone, |cx| {
        let head = fields.head(cx);
        let targets = targets(cx, fields, groups);
        let ownership = fields.take("ownership").map(|node| ownership(cx, node));
        let reach = reach(cx, fields, ownership.is_some());
        let depth = fields.take("depth").and_then(|node| cx.word(node, &DEPTHS)).unwrap_or_default();
        let if_components_unknown = fields.take("if-components-unknown").and_then(|node| {
            let known = [
                ("notice", UnknownComponents::Notice),
                ("review", UnknownComponents::Review),
                ("ignore", UnknownComponents::Ignore),
            ];
            cx.word(node, &known)
        });
        let origin_not = fields.take("origin-not").map(|node| countries(cx, node)).unwrap_or_default();
        let origin = fields.take("origin").map(|node| countries(cx, node)).unwrap_or_default();
        let acts = fields.take("acts").map(|node| acts(cx, node)).unwrap_or_default();
        let scope = scope::scope(cx, fields);
        let except = fields.each(cx, "except", "an exception", exception);
        let deadlines = fields.each(cx, "deadlines", "a deadline", deadline);
        let requires = fields.each(cx, "requires", "a requirement", requirement::requirement);
        if targets.sellers == Sellers::Any && requires.is_empty() && fields.key("requires").is_none() {
            cx.report(
                Problem::error(
                    Code::NoRequirement,
                    fields.at,
                    format!("{} is about any seller and requires nothing", fields.what),
                )
                .help("say what a seller must state: `requires = [{ fact = \"..\", is = [\"..\"] }]`"),
            );
        }
        let waivable = fields.take("waivable").map(|node| cx.flag(node));
        let waivable_by = fields.strings(cx, "waivable-by");
        let delegable = fields.take("delegable").and_then(|node| cx.flag(node)).unwrap_or(true);
        if waivable == Some(Some(false))
            && let Some(key) = fields.key("waivable-by")
        {
            cx.report(
                Problem::error(
                    Code::ConflictingKeys,
                    key.at,
                    "`waivable-by` in a rule that nobody may waive",
                )
                .help("remove one of the two"),
            );
        }
        let action = fields.take("action").and_then(|node| scope::action(cx, node)).unwrap_or_default();
        let mode = mode(cx, fields);
        let span = fields.span(cx);
        let require_digest = fields.flag(cx, "require-digest");
        let report_even_if_allowed = fields.flag(cx, "report-even-if-allowed");
        let notice_to = fields.references(cx, "notice-to", Section::Buyer);
        let use_instead = fields.text(cx, "use-instead");
        let contact = fields.string(cx, "contact");
        refuse(cx, fields);
        Some(Rule {
            head,
            authority: authority?,
            targets,
            reach,
            ownership: ownership.flatten().unwrap_or(MAJORITY),
            depth,
            if_components_unknown: if_components_unknown.unwrap_or_default(),
            origin_not,
            origin,
            acts,
            scope,
            except,
            requires,
            waivable: waivable.flatten().unwrap_or(true),
            waivable_by,
            delegable,
            action,
            mode,
            span,
            require_digest,
            deadlines,
            report_even_if_allowed,
            notice_to,
            use_instead,
            contact,
        })
    })
}

fn refuse(cx: &mut Context, fields: &mut Fields<'_>) {
    for (key, instead) in [
        ("priority", "rules have no order: the strictest one wins"),
        (
            "threshold",
            "it belongs to the scope: `scope = { threshold = { at-least = .., currency = \"USD\" } }`",
        ),
        ("names", "name a vendor or a product by its id; names belong to their entries"),
        ("unless", "write `except = [..]`, or a waiver"),
        ("allow-list", "a list forbids; what it lifts stands in `except`, `[waiver]` and `[cleared]`"),
        ("waivers", "a waiver names its rules, not the other way round"),
        ("status", "the life of a text belongs to its authority; a rule has `from`, `until` or `through`"),
    ] {
        fields.refuse(cx, key, instead);
    }
}

fn targets(cx: &mut Context, fields: &mut Fields<'_>, groups: &BTreeMap<String, Vec<String>>) -> Targets {
    let mut vendors = fields.references(cx, "vendors", Section::Vendor);
    for group in fields.references(cx, "groups", Section::Group) {
        vendors.extend(groups.get(&group).cloned().unwrap_or_default());
    }
    let mut sellers = Sellers::NotOnly;
    if let Some(node) = fields.take("sellers") {
        let goods = ["products", "classes", "digests", "signers", "sources"];
        if let Some(key) = goods.iter().find_map(|key| fields.key(key)) {
            cx.report(
                Problem::error(Code::ConflictingKeys, key.at, format!("both `{}` and `sellers`", key.text))
                    .help("a rule asks who sells, or what is sold: write two rules"),
            );
        }
        if let Some(key) = ["vendors", "groups"].iter().find_map(|key| fields.key(key)) {
            cx.report(
                Problem::error(Code::ConflictingKeys, key.at, format!("both `{}` and `sellers`", key.text))
                    .help("`sellers` counts vendors where they sell, `vendors` wherever they are named: write two rules"),
            );
        }
        let (which, ids) = requirement::sellers(cx, node);
        sellers = which;
        vendors.extend(ids);
    }
    vendors.sort();
    vendors.dedup();
    let products = fields.references(cx, "products", Section::Product);
    let classes = fields.references(cx, "classes", Section::Class);
    let digests = fields.references(cx, "digests", Section::Digests);
    let signers = fields.references(cx, "signers", Section::Signer);
    let sources = fields.references(cx, "sources", Section::Source);
    let keys = ["vendors", "groups", "products", "classes", "digests", "signers", "sources", "sellers"];
    let lists = keys.map(|key| fields.take(key).map(|node| &node.value));
    let nothing = lists.iter().all(|list| match list {
        None => true,
        Some(Value::List(items)) => items.is_empty(),
        Some(_) => false,
    });
    let misspelt = fields
        .entries()
        .any(|(key, _)| !keys.contains(&key.text) && nearest(key.text, keys.into_iter()).is_some());
    if nothing && !misspelt && !fields.is_quiet() {
        cx.report(
            Problem::error(Code::NoTargets, fields.at, format!("{} names nobody and nothing", fields.what))
                .help("name `vendors`, `groups`, `products`, `classes`, `digests`, `signers` or `sources` by their ids, or `sellers`"),
        );
    }
    Targets { vendors, products, classes, digests, signers, sources, sellers }
}

fn reach(cx: &mut Context, fields: &mut Fields<'_>, states_ownership: bool) -> Vec<Reach> {
    let Some(node) = fields.take("reach") else {
        return if states_ownership { vec![Reach::Owned] } else { vec![] };
    };
    let mut all = vec![];
    for item in cx.items(node) {
        if let Value::Text(text) = &item.value
            && let Some(instead) = match *text {
                "affiliate" | "affiliates" => Some("`controlled` and `common-control`"),
                "subsidiary" | "subsidiaries" => Some("`owned` or `controlled`"),
                "predecessor" | "predecessors" => Some("`parent`, or list the predecessor as an alias"),
                "assignee" | "assignees" => Some("`successor`"),
                "representative" | "representatives" => Some("`agent`"),
                "rebrander" | "rebranded" | "oem" => Some("`white-label`"),
                _ => None,
            }
        {
            cx.report(
                Problem::error(
                    Code::UnknownWord,
                    item.at,
                    format!("`{text}` is a word of statutes, not of this list"),
                )
                .help(format!("write {instead}")),
            );
            continue;
        }
        all.extend(cx.word(item, &REACHES));
    }
    all.sort();
    all.dedup();
    all
}

fn ownership(cx: &mut Context, node: &Node) -> Option<Ownership> {
    let mut fields = Fields::open(cx, node, node.at, "an ownership rule")?;
    let threshold = scope::threshold(cx, &mut fields);
    let add_up =
        fields.take("add-up").and_then(|node| cx.word(node, &[("all-listed", true), ("none", false)]));
    let _ = fields.take("pass-on").and_then(|node| cx.word(node, &[("in-full", ())]));
    let show_from = fields.take("show-from").and_then(|node| cx.share(node));
    let added = fields
        .pair("aggregate")
        .filter(|(_, node)| matches!(node.value, Value::Boolean(true)) && fields.key("add-up").is_none())
        .map(|(key, node)| vec![(key.at, "add-up".to_owned()), (node.at, "\"all-listed\"".to_owned())]);
    fields.refuse_or(cx, "aggregate", "write `add-up = \"all-listed\"`", added);
    fields.refuse(
        cx,
        "via-unlisted",
        "shares always pass on through firms that reach the threshold, listed or not",
    );
    fields.finish(cx);
    let (operator, percent) = threshold?;
    Some(Ownership { operator, percent, add_up: add_up.unwrap_or_default(), show_from })
}

/// `["US"]`: codes of ISO 3166-1.
fn countries(cx: &mut Context, node: &Node) -> Vec<String> {
    let mut all = vec![];
    for item in cx.items(node) {
        let Some(code) = cx.string(item) else { continue };
        if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            all.push(code);
            continue;
        }
        let problem = Problem::error(Code::BadCountry, item.at, format!("`{code}` is not a country code"))
            .help("give the two capital letters of ISO 3166-1, such as US, CN or DE");
        cx.report(match country::code_of(&code) {
            Some(code) => problem.fix(format!("write `{code}`"), item.at, format!("\"{code}\"")),
            None => problem,
        });
    }
    all
}

/// `{ procure = 2017-09-13, update = { from = .., until = .. } }`, or a list of words.
fn acts(cx: &mut Context, node: &Node) -> BTreeMap<String, Span> {
    let mut all = BTreeMap::new();
    let Value::Table(table) = &node.value else {
        if let Value::List(_) = node.value {
            all.extend(scope::words(cx, node, &scope::ACTS).into_iter().map(|act| (act, Span::default())));
        } else {
            cx.wrong_type(node, "a table such as `{ procure = 2017-09-13 }`");
        }
        return all;
    };
    for (key, value) in table.0 {
        if !scope::ACTS.contains(&key.text) && !key.text.starts_with("x-") {
            let words = scope::ACTS.map(|act| format!("`{act}`")).join(", ");
            let problem = Problem::error(
                Code::UnknownWord,
                key.at,
                format!("`{}` is none of the acts known here", key.text),
            );
            cx.report(match nearest(key.text, scope::ACTS.into_iter()) {
                Some(guess) => problem
                    .help(format!("did you mean `{guess}`?"))
                    .fix(format!("write `{guess}`"), key.at, guess)
                    .guess_unless(is_certain(key.text, scope::ACTS.into_iter())),
                None => problem.help(format!("possible are {words}; acts of your own begin with `x-`")),
            });
            continue;
        }
        let span = match &value.value {
            Value::Table(_) => {
                let Some(mut fields) = Fields::open(cx, value, value.at, "an act") else { continue };
                let span = fields.span(cx);
                fields.string(cx, "note");
                fields.finish(cx);
                span
            }
            Value::Boolean(true) => Span::default(),
            _ => Span { from: cx.moment(value), until: None },
        };
        all.insert(key.text.to_owned(), span);
    }
    all
}

fn exception(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Exception> {
    let product_node = fields.take("product");
    let product = product_node.and_then(|node| cx.reference(Section::Product, node));
    let approval = fields.string(cx, "approval");
    let end_use = fields.strings(cx, "end-use");
    let span = fields.span(cx);
    let head = fields.head(cx);
    fields.refuse(cx, "names", "define a product and name it by its id");
    fields.refuse(
        cx,
        "vendor",
        "an exception names a product, an approval or an end use; a vendor is lifted by a waiver",
    );
    if !["product", "approval", "end-use"].iter().any(|key| fields.key(key).is_some()) {
        cx.report(
            Problem::error(Code::EmptyEntry, fields.at, "this exception names nothing")
                .help("name a `product` by its id, an `approval`, or an `end-use`"),
        );
        return None;
    }
    Some(Exception { product, approval, end_use, span, head })
}

fn deadline(cx: &mut Context, fields: &mut Fields<'_>) -> Option<Deadline> {
    let what = fields.need(cx, "do").and_then(|node| cx.string(node));
    let by = fields.need(cx, "by").and_then(|node| cx.end_of_day(node));
    fields.string(cx, "note");
    Some(Deadline { what: what?, by: by? })
}

fn mode(cx: &mut Context, fields: &mut Fields<'_>) -> Mode {
    let until_node = fields.take("monitor-until");
    let until = until_node.and_then(|node| cx.moment(node));
    let monitor = fields.take("monitor").and_then(|node| cx.flag(node)).unwrap_or_default();
    match (until_node, until) {
        (_, Some(until)) => Mode::Monitor { until: Some(until) },
        (None, None) if monitor => Mode::Monitor { until: None },
        _ => Mode::Enforce,
    }
}
