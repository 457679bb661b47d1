//! Buyers, vendors, groups, and identifiers of parties and products.

use super::entry::{FROM, NOTE, PROOF, SIDE_FILE, THROUGH, UNTIL};
use super::{Key, Kind, Table};
use crate::Section;

const VENDOR_ID: Kind = Kind::Id(Section::Vendor);
const TEXTS: Kind = Kind::List(&Kind::Text);

pub(super) static BUYER: Table = Table {
    name: "buyer",
    title: "a buyer",
    about: "Who buys, and whose part they are: a rule on a buyer binds all its parts and members.",
    keys: &[
        Key::new("name", Kind::Text, "Its name, for people", "\"Department of Defense\""),
        Key::new(
            "part-of",
            Kind::Any(&[Kind::Id(Section::Buyer), Kind::List(&Kind::Id(Section::Buyer))]),
            "Its parents: rules on them bind this buyer",
            "\"us-executive\"",
        ),
        Key::new(
            "members",
            Kind::List(&Kind::Id(Section::Buyer)),
            "Members of a group of buyers",
            "[\"agency-x\"]",
        ),
    ],
    entry: true,
    at_least: &[],
    others: None,
};

pub(super) static GROUP: Table = Table {
    name: "group",
    title: "a group",
    about: "Many vendors under one name, inline or in a pinned side file.",
    keys: &[
        Key::new("vendors", Kind::List(&VENDOR_ID), "Its vendors", "[\"example-x\", \"example-y\"]"),
        Key::new(
            "file",
            Kind::Table(&SIDE_FILE),
            "A pinned file with one vendor id a line",
            "{ path = \"sets/vendors.txt\", pin-sha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\" }",
        ),
    ],
    entry: true,
    at_least: &[&["vendors", "file"]],
    others: None,
};

/// A relation without a share: an id, or a list of ids or of dated tables.
const RELATED: Kind = Kind::Any(&[
    VENDOR_ID,
    Kind::Table(&RELATION),
    Kind::List(&Kind::Any(&[VENDOR_ID, Kind::Table(&RELATION)])),
]);

const WHITE_LABELS: Kind = Kind::Any(&[
    VENDOR_ID,
    Kind::Table(&WHITE_LABEL),
    Kind::List(&Kind::Any(&[VENDOR_ID, Kind::Table(&WHITE_LABEL)])),
]);

pub(super) static VENDOR: Table = Table {
    name: "vendor",
    title: "a vendor",
    about: "A firm: its names, brands, identifiers, owners and successors. By itself it forbids nothing: a rule names it.",
    keys: &[
        Key::new("name", Kind::Text, "The legal name", "\"AO Kaspersky Lab\"").required(),
        Key::new(
            "aliases",
            TEXTS,
            "Other whole names, in any script",
            "[\"Kaspersky Lab\", \"卡巴斯基实验室\"]",
        ),
        Key::new(
            "brands",
            TEXTS,
            "Anchors of a family: the brand with nothing but generic words beside it is the vendor's",
            "[\"Kaspersky\"]",
        ),
        Key::new(
            "not",
            TEXTS,
            "Names of other firms that would be mistaken for this one",
            "[\"Kasper Sky Diving\"]",
        ),
        Key::new(
            "identifiers",
            Kind::Table(&IDENTIFIERS),
            "Identifiers by scheme",
            "{ domain = [\"kaspersky.com\"], purl = [\"pkg:npm/%40kaspersky/*\"] }",
        ),
        Key::new(
            "owners",
            Kind::List(&Kind::Table(&OWNER)),
            "Who owns it, how much of it, and when",
            "[{ vendor = \"example-x\", percent = 25 }]",
        ),
        Key::new(
            "controlled-by",
            RELATED,
            "Who controls it without a share",
            "[{ vendor = \"example-y\", until = 2025-01-01 }]",
        ),
        Key::new("successor-of", RELATED, "Whose business it took over", "\"example-x\""),
        Key::new("renamed-from", RELATED, "Which entry it was before it was renamed", "\"example-x\""),
        Key::new(
            "acts-for",
            RELATED,
            "Whose agent it is: it trades on that vendor's behalf",
            "[{ vendor = \"example-x\", from = 2024-01-01 }]",
        ),
        Key::new(
            "white-labels",
            WHITE_LABELS,
            "Whose goods it sells under its own name; with `products`, only these",
            "[{ vendor = \"example-x\", products = [\"router-series\"] }]",
        ),
        Key::new(
            "responses",
            Kind::List(&Kind::Table(&RESPONSE)),
            "What the vendor answered, and what came of it; shown with every finding",
            "[{ on = 2017-12-18, kind = \"lawsuit\", result = \"dismissed\", result-on = 2018-05-30 }]",
        ),
    ],
    entry: true,
    at_least: &[],
    others: None,
};

static OWNER: Table = Table {
    name: "owner",
    title: "an owner",
    about: "An owner of a vendor, its share, and when it held.",
    keys: &[
        Key::new("vendor", VENDOR_ID, "The owner", "\"example-x\"").required(),
        Key::new(
            "percent",
            Kind::Any(&[Kind::Share, Kind::Table(&BOUNDS)]),
            "The share, or its bounds where only those are known",
            "{ min = 25, max = 30 }",
        ),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static BOUNDS: Table = Table {
    name: "bounds",
    title: "a share with bounds",
    about: "A share of which only bounds are known.",
    keys: &[
        Key::new("min", Kind::Share, "The least that it can be", "25").absent("0"),
        Key::new("max", Kind::Share, "The most that it can be", "30").absent("100"),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static RELATION: Table = Table {
    name: "relation",
    title: "a relation",
    about: "Another vendor, and when the relation held.",
    keys: &[
        Key::new("vendor", VENDOR_ID, "The other vendor", "\"example-y\"").required(),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static WHITE_LABEL: Table = Table {
    name: "white-label",
    title: "a relation",
    about: "A vendor whose goods are sold under another name, which of them, and when.",
    keys: &[
        Key::new("vendor", VENDOR_ID, "Whose goods they are", "\"example-x\"").required(),
        Key::new(
            "products",
            Kind::List(&Kind::Id(Section::Product)),
            "The products that are sold so",
            "[\"router-series\"]",
        )
        .absent("all of them"),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static RESPONSE: Table = Table {
    name: "response",
    title: "a response",
    about: "A vendor's answer to its listing: dated evidence, shown with every finding.",
    keys: &[
        Key::new("on", Kind::Date, "The day of the answer", "2017-12-18").required(),
        Key::new("kind", Kind::Text, "Its kind", "\"lawsuit\""),
        Key::new("says", Kind::Text, "What it says", "\"no due process, no evidence\""),
        Key::new("result", Kind::Text, "What came of it; without one it is open", "\"dismissed\""),
        Key::new("result-on", Kind::Date, "The day of the result", "2018-05-30"),
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

const fn scheme(name: &'static str, about: &'static str, example: &'static str) -> Key {
    Key::new(name, TEXTS, about, example)
}

pub(super) static IDENTIFIERS: Table = Table {
    name: "identifiers",
    title: "identifiers by scheme",
    about: "Identifiers by scheme; check digits are checked. A scheme of your own begins with `x-`.",
    keys: &[
        scheme(
            "purl",
            "Package URLs; `*` stands for a whole name below a namespace or a whole version",
            "[\"pkg:npm/%40kaspersky/*\"]",
        ),
        scheme("cpe", "CPE 2.2 or 2.3 names", "[\"cpe:2.3:a:kaspersky:endpoint_security:*:*:*:*:*:*:*:*\"]"),
        scheme("cpe-vendor", "The vendor part of CPE names: every product of it", "[\"kaspersky_lab\"]"),
        scheme("domain", "Internet domains and all that lies below them", "[\"kaspersky.com\"]"),
        scheme("signer", "Who signs its software, as its certificate says", "[\"AO Kaspersky Lab\"]"),
        scheme("lei", "Legal Entity Identifiers (ISO 17442)", "[\"5493001KJTIIGC8Y1R12\"]"),
        scheme("uei", "Unique Entity Identifiers of SAM.gov", "[\"ZQGGHJH74DW7\"]"),
        scheme("cage", "CAGE codes", "[\"1ABC2\"]"),
        scheme("duns", "D-U-N-S numbers", "[\"150483782\"]"),
        scheme("vat", "Value-added tax numbers with their country", "[\"DE136695976\"]"),
        scheme("gln", "Global Location Numbers (GS1)", "[\"4006381000000\"]"),
        scheme("gtin", "Global Trade Item Numbers (GS1)", "[\"4006381333931\"]"),
        scheme("unspsc", "Codes of the UNSPSC", "[\"43233200\"]"),
    ],
    entry: false,
    at_least: &[],
    others: None,
};
