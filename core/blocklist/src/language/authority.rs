//! Authorities: the life of a text, pauses, citations, cases, reports.

use super::entry::{FROM, NOTE, PROOF, THROUGH, UNTIL};
use super::{Key, Kind, Table};
use crate::Section;

pub(super) static AUTHORITY: Table = Table {
    name: "authority",
    title: "an authority",
    about: "Who ordered it, since when, on what text, and what courts did to it. Nothing is ever deleted: what is lifted gets a status or an end.",
    keys: &[
        Key::new("title", Kind::Text, "Its title", "\"NDAA FY2018, section 1634\"").absent("its id"),
        Key::new("issuer", Kind::Text, "Who issued it", "\"Department of Homeland Security\""),
        Key::new(
            "uri",
            Kind::Text,
            "Where its text is",
            "\"https://www.congress.gov/115/plaws/publ91/PLAW-115publ91.pdf\"",
        ),
        Key::new(
            "force",
            Kind::Word(&["prohibition", "exclusion", "advisory", "house-rule"]),
            "What kind of force it has; an advisory never denies",
            "\"exclusion\"",
        )
        .absent("`prohibition`"),
        Key::new(
            "status",
            Kind::List(&Kind::Table(&STATUS)),
            "The life of the text: each status lasts until the next, and only `in-force` binds",
            "[{ is = \"published\", from = 2017-12-12 }, { is = \"in-force\", from = 2018-10-01 }]",
        )
        .required(),
        Key::new(
            "pauses",
            Kind::List(&Kind::Table(&PAUSE)),
            "What a court or an agency lays over it; a pause wins while it lasts and ends by itself",
            "[{ is = \"enjoined\", from = 2026-03-26, as-to = [\"agency-x\"] }]",
        ),
        Key::new(
            "citations",
            Kind::List(&Kind::Any(&[Kind::Text, Kind::Table(&CITATION)])),
            "Where it is written; citations move, the authority stays",
            "[\"Pub. L. 115-91, sec. 1634\", { text = \"FAR 52.204-23\", from = 2018-07-16 }]",
        ),
        Key::new(
            "litigation",
            Kind::List(&Kind::Table(&LITIGATION)),
            "What courts did",
            "[{ case = \"909 F.3d 446 (D.C. Cir. 2018)\", on = 2018-11-30, result = \"upheld\" }]",
        ),
        Key::new(
            "report",
            Kind::List(&Kind::Table(&REPORT)),
            "Reports that a hit obliges to; a later version of a form ends the earlier one",
            "[{ form = \"far-52.204-23\", first = \"3 business days\", second = \"10 business days\", calendar = \"us-federal\" }]",
        ),
        Key::new(
            "contact",
            Kind::Text,
            "Whom to ask or to contest it with; shown with a deny",
            "\"contracting officer of the contract\"",
        ),
        Key::new(
            "check-every",
            Kind::Duration,
            "How often the issuer's own list must be looked at",
            "\"3 months\"",
        ),
        Key::new(
            "checked",
            Kind::Any(&[Kind::Date, Kind::List(&Kind::Any(&[Kind::Date, Kind::Table(&CHECK)]))]),
            "When the issuer's own list was looked at",
            "[2026-07-01, { on = 2026-10-01, by = \"office X\" }]",
        )
        .absent("never"),
        Key::new(
            "time-zone",
            Kind::Text,
            "Where its bare dates and those of its rules begin",
            "\"Europe/Brussels\"",
        )
        .absent("the file's"),
    ],
    entry: true,
    at_least: &[],
    others: None,
};

static STATUS: Table = Table {
    name: "status",
    title: "a status",
    about: "A step in the life of a text; it lasts until the next one.",
    keys: &[
        Key::new(
            "is",
            Kind::Word(&[
                "proposed",
                "published",
                "in-force",
                "vacated",
                "rescinded",
                "withdrawn",
                "expired",
                "superseded",
            ]),
            "The status; only `in-force` binds",
            "\"in-force\"",
        )
        .required(),
        Key::new("from", Kind::Date, "Its first day", "2018-10-01").required(),
        RECORDED,
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

const RECORDED: Key = Key::new(
    "recorded",
    Kind::Date,
    "When it could be known, if later: a question with an earlier day of knowledge does not see it",
    "2025-09-18",
)
.absent("known from its first day");

static PAUSE: Table = Table {
    name: "pause",
    title: "a pause",
    about: "What a court or an agency lays over a text; it wins while it lasts and ends by itself.",
    keys: &[
        Key::new("is", Kind::Word(&["suspended", "stayed", "enjoined"]), "Its kind", "\"enjoined\"")
            .required(),
        Key::new("from", Kind::Date, "Its first day", "2026-03-26").required(),
        UNTIL,
        THROUGH,
        RECORDED,
        Key::new(
            "as-to",
            Kind::List(&Kind::Id(Section::Buyer)),
            "The buyers to whom it applies",
            "[\"agency-x\"]",
        )
        .absent("everybody"),
        Key::new("case", Kind::Text, "The case", "\"N.D. Cal. 3:26-cv-01996\""),
        Key::new("notice", Kind::Text, "What to say after its end", "\"revival not confirmed\""),
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

pub(super) static CITATION: Table = Table {
    name: "citation",
    title: "a citation",
    about: "Where a text is written, and when that was the right place.",
    keys: &[
        Key::new("text", Kind::Text, "The citation", "\"FAR 52.204-23\"").required(),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
        Key::new("uri", Kind::Text, "Where it is", "\"https://www.acquisition.gov/far/52.204-23\""),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static CHECK: Table = Table {
    name: "check",
    title: "a check",
    about: "One look at the list that an authority publishes itself.",
    keys: &[
        Key::new("on", Kind::Date, "The day", "2026-10-01").required(),
        Key::new("by", Kind::Text, "Who looked", "\"office X\""),
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static LITIGATION: Table = Table {
    name: "litigation",
    title: "a case",
    about: "What a court did.",
    keys: &[
        Key::new("case", Kind::Text, "The case", "\"909 F.3d 446 (D.C. Cir. 2018)\"").required(),
        Key::new("on", Kind::Date, "The day of the decision", "2018-11-30"),
        Key::new("result", Kind::Text, "What came of it", "\"upheld\""),
        NOTE,
        PROOF,
    ],
    entry: false,
    at_least: &[],
    others: None,
};

static REPORT: Table = Table {
    name: "report",
    title: "a report",
    about: "A report that a hit obliges to, and its clocks; the version in force on the day of identification counts.",
    keys: &[
        Key::new("form", Kind::Text, "The form", "\"far-52.204-23\"").required(),
        Key::new("first", Kind::Duration, "The time for the first report", "\"3 business days\""),
        Key::new(
            "second",
            Kind::Duration,
            "The time for the second report, after the first",
            "\"10 business days\"",
        ),
        Key::new(
            "calendar",
            Kind::Id(Section::Calendar),
            "The calendar of business days, one of the list or `us-federal`",
            "\"us-federal\"",
        )
        .absent("Saturdays and Sundays alone are left out"),
        Key::new("to", Kind::Text, "To whom the report goes", "\"contracting officer of the contract\"")
            .absent("the authority's contact"),
        FROM,
        UNTIL,
        THROUGH,
        NOTE,
    ],
    entry: false,
    at_least: &[],
    others: None,
};
