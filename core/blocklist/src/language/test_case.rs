//! The list's own tests.

use super::rule::ACT_WORDS;
use super::{Key, Kind, Table};
use crate::Section;

const TEXTS: Kind = Kind::List(&Kind::Text);
const TEXT_OR_TEXTS: Kind = Kind::Any(&[Kind::Text, TEXTS]);
/// One value of a fact or several.
const FACT: Kind = Kind::Any(&[Kind::Scalar, Kind::List(&Kind::Scalar)]);

pub(super) static TEST: Table = Table {
    name: "test",
    title: "a test",
    about: "A question and the answer that is expected; `debar blocklist check` asks it.",
    keys: &[
        Key::new(
            "name",
            Kind::Text,
            "Its name, by which a failing one is found",
            "\"the statute bites on its day\"",
        )
        .required(),
        Key::new("at", Kind::Date, "The instant of the law", "2018-10-01").required(),
        Key::new("known-at", Kind::Date, "The instant of our knowledge", "2018-10-01")
            .absent("the instant of the law"),
        Key::new(
            "given",
            Kind::Table(&GIVEN),
            "What an order says",
            "{ act = \"procure\", manufacturer = \"Kaspersky Lab\", product = \"Endpoint Security\" }",
        )
        .required(),
        Key::new(
            "expect",
            Kind::Table(&EXPECT),
            "What must come of it",
            "{ verdict = \"deny\", rules = [\"kaspersky-1634\"] }",
        )
        .required(),
        super::entry::NOTE,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

const fn text(name: &'static str, about: &'static str, example: &'static str) -> Key {
    Key::new(name, Kind::Text, about, example)
}

const fn fact(name: &'static str, about: &'static str, example: &'static str) -> Key {
    Key::new(name, FACT, about, example)
}

static GIVEN: Table = Table {
    name: "given",
    title: "a test's `given`",
    about: "One line of an order, and facts about the purchase.",
    keys: &[
        Key::new(
            "act",
            Kind::Any(&[Kind::OwnWord(ACT_WORDS), Kind::List(&Kind::OwnWord(ACT_WORDS))]),
            "The fact `act`: what is done",
            "\"procure\"",
        ),
        Key::new(
            "buyer",
            Kind::Any(&[Kind::Id(Section::Buyer), Kind::List(&Kind::Id(Section::Buyer))]),
            "The fact `buyer`: who asks",
            "\"agency-x\"",
        ),
        fact("jurisdiction", "The fact `jurisdiction`", "\"us\""),
        fact("vehicle", "The fact `vehicle`: the contract vehicle", "\"sewp\""),
        fact("end-use", "The fact `end-use`: what the goods are for", "\"public-safety\""),
        fact("system", "The fact `system`: the class of the system", "\"office\""),
        fact("funds", "The fact `funds`: where the money comes from", "\"universal-service\""),
        fact("solicitation", "The fact `solicitation`: its day", "2018-01-01"),
        fact("contract-adds", "The fact `contract-adds`: what the contract adds", "\"dni-orders\""),
        fact("tier", "The fact `tier`: prime or subcontract", "\"prime\""),
        fact("value-share", "The fact `value-share`: percent of the contract's value", "12.5"),
        fact(
            "contract-value",
            "The fact `contract-value`: what the contract comes to, with its currency",
            "\"250000 USD\"",
        ),
        fact("approval", "The fact `approval`: an approval that the goods have", "\"blue-uas\""),
        Key::new("facts", Kind::Table(&FACTS), "Facts of your own", "{ x-site = \"north\" }"),
        text("supplier", "Who sells", "\"A Reseller Inc.\""),
        text("manufacturer", "Who makes it", "\"Kaspersky Lab\""),
        text("publisher", "Who publishes it", "\"Kaspersky Lab\""),
        text("product", "The product's name", "\"Endpoint Security\""),
        text("description", "Free text", "\"Endpoint Security, 40 nodes\""),
        text("comment", "A comment on the line", "\"instead of last year's suite\""),
        text("brand", "The brand", "\"Kaspersky\""),
        text("version", "The version", "\"12.1\""),
        text("part-number", "The maker's number", "\"KL4867\""),
        text("origin", "The country of origin", "\"CN\""),
        Key::new(
            "identifiers",
            Kind::Table(&GIVEN_IDENTIFIERS),
            "Identifiers by scheme",
            "{ domain = \"kaspersky.com\" }",
        ),
        Key::new("purl", TEXT_OR_TEXTS, "Package URLs", "\"pkg:pypi/example-blocked-one@1.0.0\""),
        Key::new("cpe", TEXT_OR_TEXTS, "CPE names", "\"cpe:2.3:a:example:router:1:*:*:*:*:*:*:*\""),
        Key::new("gtin", TEXT_OR_TEXTS, "Trade item numbers", "\"4006381333931\""),
        Key::new(
            "digests",
            TEXTS,
            "Digests with their algorithm",
            "[\"sha256:3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620\"]",
        ),
        Key::new("artifacts", TEXTS, "Addresses of files", "[\"https://example.com/setup.exe\"]"),
        text("total", "What the order comes to", "\"250000 USD\""),
        Key::new("components", TEXTS, "Names or package URLs of parts", "[\"pkg:npm/left-pad@1.3.0\"]"),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static FACTS: Table = Table {
    name: "facts",
    title: "a table of facts",
    about: "Facts by name; one value or a list.",
    keys: &[],
    entry: false,
    at_least: &[],
    others: Some(FACT),
};

static GIVEN_IDENTIFIERS: Table = Table {
    name: "given-identifiers",
    title: "identifiers by scheme",
    about: "Identifiers that an order gives, by the schemes of `identifiers`; one value or a list.",
    keys: &[],
    entry: false,
    at_least: &[],
    others: Some(TEXT_OR_TEXTS),
};

static EXPECT: Table = Table {
    name: "expect",
    title: "a test's `expect`",
    about: "What must come of a test; lists name at least these.",
    keys: &[
        Key::new("verdict", Kind::Word(&["allow", "review", "deny"]), "The verdict", "\"deny\"").required(),
        Key::new("rules", Kind::List(&Kind::Id(Section::Rule)), "Rules that decide", "[\"kaspersky-1634\"]"),
        Key::new("reports", TEXTS, "Forms that are owed", "[\"far-52.204-23\"]"),
        Key::new("needs", TEXTS, "Facts that are missing", "[\"buyer\"]"),
        Key::new("notices", Kind::List(&Kind::OwnWord(NOTICES)), "Codes of notices", "[\"lifted\"]"),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

const NOTICES: &[&str] = &[
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
