//! Products, classes of goods, digests.

use super::entry::{SET_FILE, SIDE_FILE};
use super::party::IDENTIFIERS;
use super::{Key, Kind, Table};
use crate::Section;

const TEXTS: Kind = Kind::List(&Kind::Text);
const TEXT_OR_TEXTS: Kind = Kind::Any(&[Kind::Text, TEXTS]);

pub(super) static PRODUCT: Table = Table {
    name: "product",
    title: "a product",
    about: "A product by whole names, part numbers or identifiers. A rule on its vendor reaches it.",
    keys: &[
        Key::new("vendor", Kind::Id(Section::Vendor), "Whose product it is", "\"kaspersky\""),
        Key::new("names", TEXTS, "Whole names", "[\"Kaspersky Threat Intelligence\"]"),
        Key::new(
            "globs",
            TEXTS,
            "Patterns over a whole field: `*` and `?`, and `\\` before one of them",
            "[\"Example Router 9*\"]",
        ),
        Key::new("part-numbers", TEXTS, "The maker's numbers", "[\"EX-9000\"]"),
        Key::new(
            "identifiers",
            Kind::Table(&IDENTIFIERS),
            "Identifiers by scheme",
            "{ gtin = [\"4006381333931\"] }",
        ),
        Key::new(
            "purl",
            TEXT_OR_TEXTS,
            "Package URLs, without the table `identifiers`",
            "\"pkg:pypi/example-blocked-one\"",
        ),
        Key::new(
            "cpe",
            TEXT_OR_TEXTS,
            "CPE names, without the table `identifiers`",
            "\"cpe:2.3:a:example:router:*:*:*:*:*:*:*:*\"",
        ),
        Key::new(
            "gtin",
            TEXT_OR_TEXTS,
            "Trade item numbers, without the table `identifiers`",
            "\"4006381333931\"",
        ),
        Key::new("versions", Kind::Text, "A range of versions in VERS", "\"vers:pypi/>=1.0.0|<1.2.0\"")
            .absent("every version"),
    ],
    entry: true,
    at_least: &[&["names", "globs", "part-numbers", "identifiers", "purl", "cpe", "gtin"]],
    others: None,
};

pub(super) static CLASS: Table = Table {
    name: "class",
    title: "a class",
    about: "Goods without a maker: words in free text, and classification codes.",
    keys: &[
        Key::new(
            "words",
            TEXTS,
            "Words and word sequences in free text",
            "[\"uncrewed aircraft\", \"drone\"]",
        ),
        Key::new("codes", TEXTS, "Classification codes with their scheme", "[\"unspsc:25131700\"]"),
    ],
    entry: true,
    at_least: &[&["words", "codes"]],
    others: None,
};

pub(super) static DIGESTS: Table = Table {
    name: "digests",
    title: "a digest set",
    about: "Digests of archives or files, inline, in a pinned side file, or in a pinned set on disk.",
    keys: &[
        Key::new(
            "object",
            Kind::Word(&["archive", "file"]),
            "Of what: the thing delivered, or one file inside of it",
            "\"archive\"",
        )
        .required(),
        Key::new(
            "algorithm",
            Kind::Text,
            "The algorithm of all values: `sha256`, `sha384`, `sha512`, or the legacy `sha1` and `md5`",
            "\"sha256\"",
        )
        .absent("each value carries its own, as `sha256:...`"),
        Key::new(
            "values",
            TEXTS,
            "The digests",
            "[\"3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620\"]",
        ),
        Key::new(
            "file",
            Kind::Table(&SIDE_FILE),
            "A pinned file with one digest a line, as `sha256sum` prints them",
            "{ path = \"sets/bad.txt\", pin-sha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\" }",
        ),
        Key::new(
            "set",
            Kind::Table(&SET_FILE),
            "A pinned set of any size, as `debar set build` makes it",
            "{ path = \"sets/bad.dset\", pin-sha256 = \"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\" }",
        ),
        Key::new(
            "members",
            Kind::Word(&["deny", "review"]),
            "What a hit on a file inside of an archive leads to",
            "\"deny\"",
        )
        .absent("`review`"),
        Key::new(
            "legacy-digests",
            Kind::Word(&["deny", "review"]),
            "What a hit by SHA-1 or MD5 leads to",
            "\"deny\"",
        )
        .absent("`review`"),
        Key::new("vendor", Kind::Id(Section::Vendor), "Whose goods they are", "\"example-x\""),
    ],
    entry: true,
    at_least: &[&["values", "file", "set"]],
    others: None,
};
