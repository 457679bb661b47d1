//! Rules: what they name, how far they reach, whom they bind, what they leave out.

use super::entry::{FROM, NOTE, PROOF, THROUGH, UNTIL};
use super::{Key, Kind, Table};
use crate::Section;

const TEXTS: Kind = Kind::List(&Kind::Text);
const ACTION: Kind = Kind::Word(&["deny", "review", "warn"]);

/// The acts that the language knows.
pub(super) const ACT_WORDS: &[&str] = &[
    "procure",
    "award",
    "continue",
    "renew",
    "extend",
    "enter",
    "use",
    "operate",
    "provide",
    "sell",
    "resell",
    "integrate",
    "license-for-resale",
    "update",
    "fund",
    "export",
    "deal",
];

pub(super) static RULE: Table = Table {
    name: "rule",
    title: "a rule",
    about: "What an authority forbids: whom and what it names, how deep it looks, whom it binds, since when.",
    keys: &[
        Key::new("authority", Kind::Id(Section::Authority), "On what it rests", "\"us-ndaa18-1634\"").required(),
        Key::new("vendors", Kind::List(&Kind::Id(Section::Vendor)), "The vendors it names", "[\"kaspersky\"]"),
        Key::new("groups", Kind::List(&Kind::Id(Section::Group)), "The groups of vendors it names", "[\"sanctioned\"]"),
        Key::new("products", Kind::List(&Kind::Id(Section::Product)), "The products it names", "[\"example-bad\"]"),
        Key::new("classes", Kind::List(&Kind::Id(Section::Class)), "The classes of goods it names", "[\"drone\"]"),
        Key::new("digests", Kind::List(&Kind::Id(Section::Digests)), "The digest sets it names", "[\"bad-wheel\"]"),
        Key::new("signers", Kind::List(&Kind::Id(Section::Signer)), "The signers it names", "[\"old-certificate\"]"),
        Key::new("sources", Kind::List(&Kind::Id(Section::Source)), "The sources it names", "[\"mirror\"]"),
        Key::new("sellers", SELLERS, "Who sells, and not what: every seller, or vendors where they sell", "\"any\"").absent("vendors count wherever they are named"),
        Key::new("action", ACTION, "What it asks for", "\"deny\"").absent("`deny`"),
        Key::new("depth", Kind::Word(&["branded-only", "any-component", "substantial-or-essential-component"]), "How deep it looks into a product: only the vendor's own, any component, or components that a person weighs", "\"any-component\"")
            .absent("`any-component`"),
        Key::new("if-components-unknown", Kind::Word(&["notice", "review", "ignore"]), "What to do when nobody knows the components", "\"notice\"").absent("`ignore`"),
        Key::new("reach", Kind::List(&Kind::Word(&["successor", "parent", "owned", "controlled", "common-control", "agent", "white-label"])), "Which relatives of a vendor it reaches", "[\"successor\", \"controlled\"]")
            .absent("none; with `ownership`, `owned`"),
        Key::new("ownership", Kind::Table(&OWNERSHIP), "From which share on an owner counts", "{ at-least = 50, add-up = \"all-listed\" }")
            .absent("more than 50 percent, each owner alone"),
        Key::new("acts", Kind::Any(&[Kind::Table(&ACTS), Kind::List(&Kind::OwnWord(ACT_WORDS))]), "The acts it forbids and since when, or a list of their words", "{ procure = 2017-09-13, use = 2017-12-12 }")
            .absent("every act"),
        Key::new("scope", Kind::Table(&SCOPE), "Whom it binds: all that is given must hold", "{ buyers = [\"us-federal\"] }").absent("everybody"),
        Key::new("other-end-use", ACTION, "What an end use outside of the scope's leads to", "\"review\"").absent("it is out of scope"),
        Key::new("origin", Kind::List(&Kind::Country), "Only goods from these countries", "[\"CN\"]").absent("any"),
        Key::new("origin-not", Kind::List(&Kind::Country), "Only goods from any other country than these", "[\"US\"]").absent("any"),
        FROM,
        UNTIL,
        THROUGH,
        Key::new("except", Kind::List(&Kind::Table(&EXCEPTION)), "What the law itself leaves out", "[{ product = \"kaspersky-ti\" }]").absent("nothing"),
        Key::new("requires", Kind::List(&Kind::Table(&REQUIREMENT)), "What must be stated for it not to bite", "[{ fact = \"part-b-representation\", is = [\"does-not-use\"], valid-for = \"1 year\" }]").absent("nothing"),
        Key::new("waivable", Kind::Flag, "Whether it can be waived", "false").absent("`true`"),
        Key::new("waivable-by", TEXTS, "Offices that may waive it", "[\"CIO\"]").absent("any"),
        Key::new("delegable", Kind::Flag, "Whether such an office may let another decide", "false").absent("`true`"),
        Key::new("deadlines", Kind::List(&Kind::Table(&DEADLINE)), "What to do by when", "[{ do = \"identify\", by = 2017-10-13 }]"),
        Key::new("monitor-until", Kind::Date, "Only observe until this day, and say what would have been done", "2026-12-01").absent("it decides"),
        Key::new("monitor", Kind::Flag, "Only observe, without end", "true").absent("it decides"),
        Key::new("require-digest", Kind::Flag, "Whether a line without a comparable digest asks a person", "true").absent("`false`"),
        Key::new("report-even-if-allowed", Kind::Flag, "Whether the report is owed even when the line passes", "true").absent("`false`"),
        Key::new("notice-to", Kind::List(&Kind::Id(Section::Buyer)), "Buyers who are not bound but told", "[\"us-dod\"]").absent("nobody"),
        Key::new("contact", Kind::Text, "Whom to ask or to contest it with", "\"appeals@example.gov\"").absent("the authority's contact"),
        Key::new("use-instead", Kind::Text, "What to buy instead; shown with a deny", "\"a product on the approved list\""),
    ],
    entry: true,
    at_least: &[&["vendors", "groups", "products", "classes", "digests", "signers", "sources", "sellers"]],
    others: None,
};

/// One of two thresholds.
const MORE_THAN: Key = Key::new("more-than", Kind::Share, "The threshold, itself excluded", "50");
const AT_LEAST: Key = Key::new("at-least", Kind::Share, "The threshold, itself included", "50");

static OWNERSHIP: Table = Table {
    name: "ownership",
    title: "an ownership rule",
    about: "From which share on an owner counts: `more-than` or `at-least`, one of the two.",
    keys: &[
        MORE_THAN,
        AT_LEAST,
        Key::new(
            "add-up",
            Kind::Word(&["all-listed", "none"]),
            "Whether the shares of all vendors of the rule add up",
            "\"all-listed\"",
        )
        .absent("`none`"),
        Key::new(
            "pass-on",
            Kind::Word(&["in-full"]),
            "How shares pass on through firms that reach the threshold: always in full",
            "\"in-full\"",
        )
        .absent("`in-full`"),
        Key::new("show-from", Kind::Share, "From which share on a smaller owner is shown", "25")
            .absent("never"),
    ],
    entry: false,
    at_least: &[&["more-than", "at-least"]],
    others: None,
};

const ACT: Kind = Kind::Any(&[Kind::Date, Kind::Flag, Kind::Table(&ACT_SPAN)]);

const fn act(name: &'static str, about: &'static str) -> Key {
    Key::new(name, ACT, about, "2017-09-13")
}

static ACTS: Table = Table {
    name: "acts",
    title: "acts and their days",
    about: "Acts that a rule forbids: the first day, a span, or `true`. Acts of your own begin with `x-`.",
    keys: &[
        act("procure", "To buy or obtain"),
        act("award", "To award a contract"),
        act("continue", "To go on with a contract"),
        act("renew", "To renew a contract"),
        act("extend", "To extend a contract"),
        act("enter", "To enter into an agreement"),
        act("use", "To use what is there"),
        act("operate", "To operate a system"),
        act("provide", "To provide to others"),
        act("sell", "To sell"),
        act("resell", "To resell"),
        act("integrate", "To integrate into other goods"),
        act("license-for-resale", "To license for resale"),
        act("update", "To install or provide updates"),
        act("fund", "To pay with given funds"),
        act("export", "To export"),
        act("deal", "Any dealing with the party"),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static ACT_SPAN: Table = Table {
    name: "act",
    title: "an act",
    about: "When an act is forbidden.",
    keys: &[FROM, UNTIL, THROUGH, NOTE],
    entry: false,
    at_least: &[],
    others: None,
};

static SCOPE: Table = Table {
    name: "scope",
    title: "a scope",
    about: "Whom and what a rule binds: all that is given must hold; each list is met by one of its values.",
    keys: &[
        Key::new(
            "buyers",
            Kind::List(&Kind::Id(Section::Buyer)),
            "These buyers and their parts",
            "[\"us-federal\"]",
        )
        .absent("everybody"),
        Key::new("jurisdictions", TEXTS, "One of these jurisdictions", "[\"us\"]"),
        Key::new("vehicles", TEXTS, "One of these contract vehicles", "[\"sewp\"]"),
        Key::new("funds", TEXTS, "One of these funds", "[\"universal-service\"]"),
        Key::new(
            "tiers",
            Kind::List(&Kind::OwnWord(&["prime", "subcontract"])),
            "One of these tiers",
            "[\"subcontract\"]",
        ),
        Key::new(
            "system",
            TEXTS,
            "Classes of systems to which it is limited",
            "[\"national-security-system\"]",
        ),
        Key::new("not-system", TEXTS, "Classes of systems outside of it", "[\"national-security-system\"]"),
        Key::new(
            "end-use",
            TEXTS,
            "The end uses it is for; others are out of scope, or lead to the rule's `other-end-use`",
            "[\"public-safety\"]",
        ),
        Key::new(
            "value-share",
            Kind::Table(&VALUE_SHARE),
            "The share of the contract's value from which it holds",
            "{ more-than = 10 }",
        ),
        Key::new(
            "threshold",
            Kind::Table(&THRESHOLD),
            "The value of the contract from which it holds",
            "{ at-least = 100_000, currency = \"USD\" }",
        ),
        Key::new(
            "or-contract-adds",
            Kind::Text,
            "A contract that adds this is bound, whoever the buyer",
            "\"dni-orders\"",
        ),
        Key::new(
            "newer-than-solicitation",
            Kind::Word(&["only-by-amendment"]),
            "An order younger than the solicitation binds only when an amendment adds it",
            "\"only-by-amendment\"",
        ),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static THRESHOLD: Table = Table {
    name: "threshold",
    title: "a threshold of value",
    about: "An amount of money in one currency: `more-than` or `at-least`, one of the two.",
    keys: &[
        Key::new("more-than", Kind::Amount, "The threshold, itself excluded", "100_000"),
        Key::new("at-least", Kind::Amount, "The threshold, itself included", "100_000"),
        Key::new("currency", Kind::Text, "The currency: three capital letters of ISO 4217", "\"USD\"")
            .required(),
    ],
    entry: false,
    at_least: &[&["more-than", "at-least"]],
    others: None,
};

static VALUE_SHARE: Table = Table {
    name: "value-share",
    title: "a share of the value",
    about: "A share of the contract's value: `more-than` or `at-least`, one of the two.",
    keys: &[MORE_THAN, AT_LEAST],
    entry: false,
    at_least: &[&["more-than", "at-least"]],
    others: None,
};

static EXCEPTION: Table = Table {
    name: "exception",
    title: "an exception",
    about: "What the law itself leaves out: a whole product, an approval or an end use, with dates.",
    keys: &[
        Key::new("product", Kind::Id(Section::Product), "The product", "\"kaspersky-ti\""),
        Key::new("approval", Kind::Text, "A value of the fact `approval`", "\"blue-uas\""),
        Key::new("end-use", TEXTS, "Values of the fact `end-use`", "[\"research\"]"),
        FROM,
        UNTIL,
        THROUGH,
    ],
    entry: true,
    at_least: &[&["product", "approval", "end-use"]],
    others: None,
};

const SELLERS: Kind = Kind::Any(&[Kind::Word(&["any"]), Kind::List(&Kind::Id(Section::Vendor))]);

static REQUIREMENT: Table = Table {
    name: "requirement",
    title: "a requirement",
    about: "What must be stated for a rule not to bite: a fact, the values that are in order, and how long they hold.",
    keys: &[
        Key::new("fact", Kind::Text, "The fact's name", "\"part-b-representation\"").required(),
        Key::new("is", Kind::Any(&[Kind::Text, TEXTS]), "Values that are in order", "[\"does-not-use\"]")
            .required(),
        Key::new("valid-for", Kind::Duration, "How long a statement holds from its day on", "\"1 year\"")
            .absent("for ever"),
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static DEADLINE: Table = Table {
    name: "deadline",
    title: "a deadline",
    about: "Something to do by a day.",
    keys: &[
        Key::new("do", Kind::Text, "What", "\"identify\"").required(),
        Key::new("by", Kind::Date, "By when", "2017-10-13").required(),
        NOTE,
    ],
    entry: false,
    at_least: &[],
    others: None,
};
