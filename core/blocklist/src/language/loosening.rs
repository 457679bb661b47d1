//! What loosens: waivers and cleared pairs.

use super::entry::{NOTE, THROUGH, UNTIL};
use super::party::IDENTIFIERS;
use super::{Key, Kind, Table};
use crate::Section;

const TEXTS: Kind = Kind::List(&Kind::Text);

const APPROVED_BY: Key = Key::new(
    "approved-by",
    Kind::Table(&APPROVAL),
    "The office that decided, and when",
    "{ role = \"CIO\", on = 2018-10-15 }",
)
.required();
const REASON: Key = Key::new("reason", Kind::Text, "Why", "\"needed to take the rest off\"").required();
/// Without `from` it begins on the day of the approval.
const BEGIN: Key = Key::new("from", Kind::Date, "The first day on which it holds, from 00:00", "2018-10-15")
    .absent("the day of the approval");

const fn lapses_with(pins: Kind) -> Key {
    Key::new(
        "lapses-with",
        pins,
        "What it falls with when that changes, by revision; without revisions, the check says what to pin",
        "{ party = \"0123456789abcdef\" }",
    )
    .absent("nothing")
}

const WAIVER_PINS: Kind = Kind::Any(&[Kind::Table(&OF_WAIVER), Kind::List(&Kind::Word(&["rule", "party"]))]);
const CLEARED_PINS: Kind =
    Kind::Any(&[Kind::Table(&OF_CLEARED), Kind::List(&Kind::Word(&["listed", "party"]))]);

static OF_WAIVER: Table = Table {
    name: "waiver-pins",
    title: "a decision's `lapses-with`",
    about: "What a waiver was given for, by revision.",
    keys: &[
        Key::new("rule", Kind::Text, "The revision of its rules", "\"0123456789abcdef\""),
        Key::new("party", Kind::Text, "The revision of its vendor", "\"0123456789abcdef\""),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static OF_CLEARED: Table = Table {
    name: "cleared-pins",
    title: "a decision's `lapses-with`",
    about: "What a pair was cleared for, by revision.",
    keys: &[
        Key::new("listed", Kind::Text, "The revision of the listed vendor", "\"0123456789abcdef\""),
        Key::new("party", Kind::Text, "The revision of the cleared party", "\"0123456789abcdef\""),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

pub(super) static WAIVER: Table = Table {
    name: "waiver",
    title: "a waiver",
    about: "A decision that lifts rules for something: an office, a day, an end, a reason.",
    keys: &[
        Key::new("rules", Kind::List(&Kind::Id(Section::Rule)), "The rules it lifts", "[\"kaspersky-1634\"]")
            .required(),
        Key::new(
            "for",
            Kind::Table(&WAIVER_FOR),
            "What it covers: all that is named must hold",
            "{ buyers = [\"agency-x\"], vendor = \"kaspersky\" }",
        )
        .required(),
        APPROVED_BY,
        REASON,
        lapses_with(WAIVER_PINS),
        Key::new("conditions", TEXTS, "Conditions, for people", "[\"offline use only\"]"),
        BEGIN,
        UNTIL,
        THROUGH,
    ],
    entry: true,
    at_least: &[&["until", "through"]],
    others: None,
};

static WAIVER_FOR: Table = Table {
    name: "waiver-for",
    title: "a waiver's `for`",
    about: "What a waiver covers: whole things only, and at least a vendor or a product.",
    keys: &[
        Key::new(
            "buyers",
            Kind::List(&Kind::Id(Section::Buyer)),
            "The buyers, with their parts",
            "[\"agency-x\"]",
        )
        .absent("everybody"),
        Key::new("vendor", Kind::Id(Section::Vendor), "The vendor", "\"kaspersky\""),
        Key::new(
            "sellers",
            TEXTS,
            "Sellers by whole name, under a rule on any seller",
            "[\"A Large Carrier\"]",
        ),
        Key::new("products", Kind::List(&Kind::Id(Section::Product)), "Products by id", "[\"kaspersky-ti\"]"),
        Key::new("product-names", TEXTS, "Whole names of products", "[\"Kaspersky Removal Tool\"]"),
        Key::new("part-numbers", TEXTS, "Part numbers", "[\"EX-9000\"]"),
        Key::new(
            "identifiers",
            Kind::Table(&IDENTIFIERS),
            "Whole identifiers by scheme",
            "{ gtin = [\"4006381333931\"] }",
        ),
    ],
    entry: false,
    at_least: &[&["vendor", "sellers", "products", "product-names", "part-numbers", "identifiers"]],
    others: None,
};

pub(super) static CLEARED: Table = Table {
    name: "cleared",
    title: "a cleared pair",
    about: "A party that is not the listed one. It clears the party's name, never the goods.",
    keys: &[
        Key::new("listed", Kind::Id(Section::Vendor), "The listed vendor", "\"kaspersky\"").required(),
        Key::new(
            "party",
            Kind::Table(&PARTY),
            "The party that is not it",
            "{ name = \"Kasper Sky Sports Club\" }",
        )
        .required(),
        APPROVED_BY,
        REASON,
        lapses_with(CLEARED_PINS),
        BEGIN,
        UNTIL,
        THROUGH,
    ],
    entry: true,
    at_least: &[&["until", "through"]],
    others: None,
};

static PARTY: Table = Table {
    name: "party",
    title: "a cleared party",
    about: "A party by its whole name or its identifiers.",
    keys: &[
        Key::new("name", Kind::Text, "Its whole name", "\"Kasper Sky Sports Club\""),
        Key::new(
            "identifiers",
            Kind::Table(&IDENTIFIERS),
            "Its identifiers by scheme",
            "{ domain = [\"example.org\"] }",
        ),
    ],
    entry: false,
    at_least: &[&["name", "identifiers"]],
    others: None,
};

static APPROVAL: Table = Table {
    name: "approval",
    title: "an approval",
    about: "The office that decided, and when: an office, not a person.",
    keys: &[
        Key::new("role", Kind::Text, "The office", "\"CIO\"").required(),
        Key::new("on", Kind::Date, "The day of the decision", "2018-10-15").required(),
        Key::new("delegable", Kind::Flag, "Whether the office may leave such decisions to others", "false")
            .absent("`false`"),
        Key::new("delegated-from", Kind::Text, "The office that let this one decide", "\"CIO\""),
        NOTE,
    ],
    entry: false,
    at_least: &[],
    others: None,
};
