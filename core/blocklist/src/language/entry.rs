//! What every entry may say of itself, and evidence.

use super::{Key, Kind, Table};
use crate::Section;

/// Keys of every entry.
pub(super) static COMMON: &[Key] = &[
    Key::new("note", Kind::Text, "A remark for people, without effect", "\"added after the audit\""),
    Key::new("evidence", EVIDENCE_IDS, "What it rests on, by ids of `[evidence]`", "[\"bod-17-01\"]"),
    Key::new("owner", Kind::Text, "Who looks after this entry", "\"office X\""),
    Key::new(
        "review-by",
        Kind::Date,
        "When somebody should look at it again: a reminder, without effect on verdicts",
        "2027-01-31",
    ),
    Key::new(
        "history",
        Kind::List(&Kind::Table(&CHANGE)),
        "Who changed it, when and why",
        "[{ on = 2026-10-05, by = \"office X\", ticket = \"CHG-1042\", why = \"added the Chinese name\" }]",
    ),
    Key::new(
        "allow",
        Kind::List(&Kind::Allowable),
        "Warnings that the author takes on: they are not reported for this entry",
        "[\"weak-name\"]",
    ),
    Key::new(
        "override",
        Kind::Flag,
        "Whether it replaces an entry of the same id in an included file",
        "true",
    )
    .absent("it adds an entry"),
    Key::new(
        "override-reason",
        Kind::Text,
        "Why it replaces the included entry; needed with `override`",
        "\"the vendor was renamed\"",
    ),
];

/// Ids of evidence.
pub(super) const EVIDENCE_IDS: Kind = Kind::List(&Kind::Id(Section::Evidence));

/// A remark inside of a smaller table.
pub(super) const NOTE: Key =
    Key::new("note", Kind::Text, "A remark for people, without effect", "\"confirmed by phone\"");

/// Evidence inside of a smaller table.
pub(super) const PROOF: Key =
    Key::new("evidence", EVIDENCE_IDS, "What it rests on, by ids of `[evidence]`", "[\"bod-17-01\"]");

/// The first day of a span.
pub(super) const FROM: Key =
    Key::new("from", Kind::Date, "The first day on which it holds, from 00:00", "2018-10-01").absent("open");
/// The end of a span, excluded.
pub(super) const UNTIL: Key = Key::new(
    "until",
    Kind::Date,
    "The first day on which it no longer holds: the day itself is out",
    "2028-01-01",
)
.absent("open");
/// The end of a span, included.
pub(super) const THROUGH: Key =
    Key::new("through", Kind::Date, "The last day on which it holds: the day itself is in", "2019-03-31")
        .absent("open");

static CHANGE: Table = Table {
    name: "change",
    title: "a change",
    about: "Who changed an entry, when and why; kept for people.",
    keys: &[
        Key::new("on", Kind::Date, "The day of the change", "2026-10-05").required(),
        Key::new("by", Kind::Text, "Who made it", "\"office X\""),
        Key::new("ticket", Kind::Text, "The ticket that asked for it", "\"CHG-1042\""),
        Key::new("why", Kind::Text, "The reason", "\"added the Chinese name\""),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

pub(super) static SIDE_FILE: Table = Table {
    name: "side-file",
    title: "a pinned side file",
    about: "A file beside the list with many values, one a line, `#` for comments; without its pin it is not used.",
    keys: &[
        Key::new(
            "path",
            Kind::Text,
            "Its path, relative to this file and below the root file's directory",
            "\"sets/bad.txt\"",
        )
        .required(),
        Key::new(
            "pin-sha256",
            Kind::Text,
            "The SHA-256 of the file as 64 hex digits: another file is refused",
            "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        ),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

pub(super) static SET_FILE: Table = Table {
    name: "set-file",
    title: "a digest set on disk",
    about: "A set beside the list, as `debar set build` makes it; without its pin it is not used.",
    keys: &[
        Key::new(
            "path",
            Kind::Text,
            "Its path, relative to this file and below the root file's directory",
            "\"sets/bad.dset\"",
        )
        .required(),
        Key::new(
            "pin-sha256",
            Kind::Text,
            "The pin that `debar set build` and `debar set info` print: the SHA-256 of its head, which holds those of all else",
            "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        ),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

pub(super) static EVIDENCE: Table = Table {
    name: "evidence",
    title: "a piece of evidence",
    about: "A source that entries rest on: a citation, an address or a file.",
    keys: &[
        Key::new("citation", Kind::Text, "How to cite it", "\"82 FR 43782\""),
        Key::new(
            "uri",
            Kind::Text,
            "Where it is; nothing is fetched",
            "\"https://www.federalregister.gov/citation/82-FR-43782\"",
        ),
        Key::new("file", Kind::Text, "A copy beside the list", "\"evidence/oem-report.pdf\""),
        Key::new(
            "pin-sha256",
            Kind::Text,
            "The SHA-256 of that copy: it is compared whenever the file is there",
            "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"",
        ),
        Key::new("retrieved", Kind::Date, "When it was retrieved", "2026-09-02"),
        Key::new("by", Kind::Text, "Who retrieved it", "\"office X\""),
        Key::new(
            "excerpt",
            Kind::Text,
            "The words that matter",
            "\"developed or provided, in whole or in part\"",
        ),
    ],
    entry: true,
    at_least: &[&["citation", "uri", "file"]],
    others: None,
};
