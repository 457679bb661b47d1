//! The list's own tests, checked like everything else: a test that cannot fail is worse than none.

use debar_model::{Digest, Object, Verdict, fact};

use super::{identifier, root, scope};
use crate::fields::{Context, Fields, Section};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, TestCase, TestExpect, TestGiven};

const VERDICTS: [(&str, Verdict); 3] =
    [("allow", Verdict::Allow), ("review", Verdict::Review), ("deny", Verdict::Deny)];
const NOTICES: [&str; 15] = [
    "stale-list",
    "check-overdue",
    "components-unknown",
    "digest-not-comparable",
    "contents-not-read",
    "pause-unconfirmed",
    "order-of-another-issuer",
    "rule-expired",
    "authority-status",
    "lifted",
    "warning",
    "signature-not-verified",
    "degraded-extraction",
    "default-facts",
    "cancellation",
];
/// Facts that a test gives under their own names; `act` and `buyer` are checked further.
const FACTS: [&str; 11] = [
    fact::JURISDICTION,
    fact::VEHICLE,
    fact::END_USE,
    fact::SYSTEM,
    fact::FUNDS,
    fact::SOLICITATION,
    fact::CONTRACT_ADDS,
    fact::TIER,
    fact::VALUE_SHARE,
    fact::CONTRACT_VALUE,
    fact::APPROVAL,
];

pub(super) fn tests(cx: &mut Context, file: &Node) -> Vec<TestCase> {
    let Value::Table(table) = &file.value else { return vec![] };
    let Some((key, node)) = table.find("test") else { return vec![] };
    let items = match &node.value {
        Value::List(items) => items,
        Value::Table(_) => {
            root::single_test(cx, key.at);
            return vec![];
        }
        _ => {
            cx.wrong_type(node, "tests under `[[test]]`");
            return vec![];
        }
    };
    let mut all: Vec<TestCase> = vec![];
    for item in *items {
        let Some(mut fields) = Fields::open(cx, item, item.at, "a test") else { continue };
        let test = test(cx, &mut fields);
        fields.finish(cx);
        let Some(test) = test else { continue };
        if let Some(earlier) = all.iter().find(|known| known.name == test.name) {
            let problem = Problem::warning(
                Code::DuplicateTest,
                item.at,
                format!("a second test is named `{}`", test.name),
            )
            .help("give each test a name of its own, so that a failing one can be found")
            .fix_all("number it", numbered(cx, item, &test.name, &all));
            cx.report(match cx.at_of(&earlier.place) {
                Some(at) => problem.also(at, "the first one is here"),
                None => problem,
            });
        }
        all.push(test);
    }
    all
}

/// The name with a number behind it that no test so far has.
fn numbered(cx: &Context, item: &Node, name: &str, all: &[TestCase]) -> crate::fields::Changes {
    let Value::Table(table) = &item.value else { return None };
    let (_, node) = table.find("name")?;
    let end = node.at.end.checked_sub(1)?;
    let written = cx.slice(node.at);
    if written.starts_with("\"\"\"") || written.starts_with("'''") {
        return None;
    }
    let more = (2..1000)
        .map(|number| format!(" ({number})"))
        .find(|more| !all.iter().any(|known| known.name == format!("{name}{more}")))?;
    Some(vec![(crate::source::At { start: end, end, ..node.at }, more)])
}

fn test(cx: &mut Context, fields: &mut Fields<'_>) -> Option<TestCase> {
    let name = fields.need(cx, "name").and_then(|node| cx.string(node));
    let at = fields.need(cx, "at").and_then(|node| cx.moment(node));
    let known_at = fields.moment(cx, "known-at");
    fields.string(cx, "note");
    let given = fields.need(cx, "given").and_then(|node| given(cx, node));
    let expect = fields.need(cx, "expect").and_then(|node| expect(cx, node));
    let place = cx.place(fields.at);
    Some(TestCase { name: name?, place, at: at?, known_at, given: given?, expect: expect? })
}

fn given(cx: &mut Context, node: &Node) -> Option<TestGiven> {
    let mut fields = Fields::open(cx, node, node.at, "a test's `given`")?;
    let mut facts = vec![];
    if let Some(node) = fields.take(fact::ACT) {
        let acts = match &node.value {
            Value::List(_) => scope::words(cx, node, &scope::ACTS),
            Value::Text(text) if text.starts_with("x-") => vec![(*text).to_owned()],
            _ => cx.word(node, &scope::ACTS.map(|act| (act, act))).map(str::to_owned).into_iter().collect(),
        };
        facts.push((fact::ACT.to_owned(), acts));
    }
    if let Some(node) = fields.take(fact::BUYER) {
        let buyers = match &node.value {
            Value::List(_) => cx.references(Section::Buyer, node),
            _ => cx.reference(Section::Buyer, node).into_iter().collect(),
        };
        facts.push((fact::BUYER.to_owned(), buyers));
    }
    for name in FACTS {
        if let Some(node) = fields.take(name) {
            facts.push((name.to_owned(), values(cx, node)));
        }
    }
    if let Some(node) = fields.take("facts") {
        match &node.value {
            Value::Table(table) => {
                for (key, node) in table.0 {
                    facts.push((key.text.to_owned(), values(cx, node)));
                }
            }
            _ => cx.wrong_type(node, "a table of facts"),
        }
    }
    let mut identifiers = vec![];
    if let Some(node) = fields.take("identifiers") {
        match &node.value {
            Value::Table(table) => {
                for (key, node) in table.0 {
                    given_identifiers(cx, key.text, node, &mut identifiers);
                }
            }
            _ => cx.wrong_type(node, "a table such as `{ domain = \"example.com\" }`"),
        }
    }
    for scheme in ["purl", "cpe", "gtin"] {
        if let Some(node) = fields.take(scheme) {
            given_identifiers(cx, scheme, node, &mut identifiers);
        }
    }
    let mut digests = vec![];
    for item in fields.take("digests").map(|node| cx.items(node)).unwrap_or_default() {
        let Some(text) = cx.string(item) else { continue };
        match Digest::read(None, &text, Object::Archive) {
            Ok(_) => digests.push(text),
            Err(error) => cx.report(
                Problem::error(Code::BadDigest, item.at, format!("`{text}` is no digest: {error}"))
                    .help(error.help()),
            ),
        }
    }
    let given = TestGiven {
        facts,
        supplier: fields.string(cx, "supplier"),
        manufacturer: fields.string(cx, "manufacturer"),
        publisher: fields.string(cx, "publisher"),
        product: fields.string(cx, "product"),
        description: fields.string(cx, "description"),
        comment: fields.string(cx, "comment"),
        brand: fields.string(cx, "brand"),
        version: fields.string(cx, "version"),
        part_number: fields.string(cx, "part-number"),
        origin: fields.string(cx, "origin"),
        identifiers,
        digests,
        components: fields.strings(cx, "components"),
        artifacts: fields.strings(cx, "artifacts"),
        total: fields.take("total").and_then(|node| total(cx, node)),
    };
    fields.finish(cx);
    Some(given)
}

fn expect(cx: &mut Context, node: &Node) -> Option<TestExpect> {
    let mut fields = Fields::open(cx, node, node.at, "a test's `expect`")?;
    let verdict = fields.need(cx, "verdict").and_then(|node| cx.word(node, &VERDICTS));
    let rules = fields.references(cx, "rules", Section::Rule);
    let reports = fields.strings(cx, "reports");
    let needs = fields.strings(cx, "needs");
    let notices = fields.take("notices").map(|node| scope::words(cx, node, &NOTICES)).unwrap_or_default();
    fields.finish(cx);
    Some(TestExpect { verdict: verdict?, rules, reports, needs, notices })
}

/// One text or a list of them; dates and numbers as they are written.
fn values(cx: &mut Context, node: &Node) -> Vec<String> {
    let items: Vec<&Node> = match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    };
    items
        .into_iter()
        .filter_map(|item| match &item.value {
            Value::Date(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {
                Some(cx.slice(item.at).to_owned())
            }
            _ => cx.string(item),
        })
        .collect()
}

/// What the order comes to: `"250000 USD"`.
fn total(cx: &mut Context, node: &Node) -> Option<String> {
    let text = cx.string(node)?;
    if debar_model::read_amount(&text).is_none() {
        cx.report(
            Problem::error(Code::BadAmount, node.at, format!("`{text}` is not an amount of money"))
                .help("write an amount and a currency, such as `250000 USD`"),
        );
        return None;
    }
    Some(text)
}

fn given_identifiers(cx: &mut Context, scheme: &str, node: &Node, all: &mut Vec<(String, String)>) {
    for text_node in match &node.value {
        Value::List(items) => items.iter().collect(),
        _ => vec![node],
    } {
        let Some(text) = cx.string(text_node) else { continue };
        if identifier::parse(cx, scheme, &text, text_node).is_some() {
            all.push((scheme.to_owned(), text));
        }
    }
}
