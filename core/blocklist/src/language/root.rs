//! The top of a file: keys of the whole list, and the sections.

use super::entry::NOTE;
use super::test_case::TEST;
use super::{Key, Kind, Table};
use crate::Section;

/// A whole file.
pub static ROOT: Table = Table {
    name: "list",
    title: "a blocklist",
    about: "Who ordered what, from when, for whom, how deep, and on what evidence.",
    keys: &[
        Key::new("version", Kind::Whole, "The version of this language; every file has it", "1").required(),
        Key::new("title", Kind::Text, "The title of the list", "\"Software that office X may not buy\"")
            .absent("the name of the root file"),
        Key::new("owner", Kind::Text, "Who answers for the list", "\"Procurement compliance, office X\""),
        Key::new(
            "time-zone",
            Kind::Text,
            "Where a bare date begins: a name of the IANA database, required in the root file",
            "\"America/New_York\"",
        )
        .absent("in an included file, the root file's"),
        Key::new(
            "review-by",
            Kind::Date,
            "From this day on every decision says that the list is stale",
            "2027-01-31",
        )
        .absent("never"),
        Key::new("updated", Kind::Date, "When the file was last brought up to date", "2026-10-01"),
        Key::new(
            "max-age",
            Kind::Duration,
            "How old the file may be, counted from `updated`; then every decision says that it is stale",
            "\"90 days\"",
        )
        .absent("any age"),
        Key::new(
            "include",
            Kind::List(&Kind::Text),
            "Other files, read before this one; paths are relative to this file",
            "[\"packs/us-889.toml\"]",
        ),
        NOTE,
        section(
            Section::Calendar,
            "Calendars of business days beside the built-in `us-federal`",
            "{ office-x = { based-on = \"us-federal\", holidays = [2026-12-24] } }",
        ),
        section(
            Section::Form,
            "Forms of reports: their fields as dated data",
            "{ house-form = { fields = [{ key = \"brand\", fill = \"brand\" }] } }",
        ),
        section(
            Section::Buyer,
            "Who buys, as a tree: a rule on a buyer binds all its parts",
            "{ us-dod = { part-of = \"us-executive\" } }",
        ),
        section(
            Section::Group,
            "Many vendors under one name",
            "{ sanctioned = { vendors = [\"example-x\"] } }",
        ),
        section(
            Section::Evidence,
            "Sources that entries rest on",
            "{ bod-17-01 = { citation = \"82 FR 43782\" } }",
        ),
        section(
            Section::Vendor,
            "Firms: names, brands, identifiers, owners",
            "{ example-x = { name = \"Example X Holding\" } }",
        ),
        section(
            Section::Product,
            "Products: names, part numbers, package URLs, versions",
            "{ example-bad = { purl = \"pkg:pypi/example-blocked-one\" } }",
        ),
        section(
            Section::Class,
            "Classes of goods without a maker: words and classification codes",
            "{ drone = { words = [\"uncrewed aircraft\"] } }",
        ),
        section(
            Section::Digests,
            "Sets of digests of archives or files",
            "{ bad-wheel = { object = \"archive\", algorithm = \"sha256\", values = [\"3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620\"] } }",
        ),
        section(
            Section::Signer,
            "Who signed software: names and fingerprints of certificates",
            "{ old-certificate = { organisations = [\"Example X Holding\"] } }",
        ),
        section(
            Section::Source,
            "Where software comes from: hosts, repositories, registries",
            "{ mirror = { hosts = [\"downloads.example.com\"] } }",
        ),
        section(
            Section::Authority,
            "Statutes, orders, directives and house rules, with their lives",
            "{ house = { status = [{ is = \"in-force\", from = 2026-01-01 }] } }",
        ),
        section(
            Section::Rule,
            "What an authority forbids: whom, what, since when, how deep",
            "{ ban = { authority = \"house\", vendors = [\"example-x\"] } }",
        ),
        section(
            Section::Waiver,
            "Decisions that lift a rule for something, until a day",
            "{ w-1 = { rules = [\"ban\"], for = { vendor = \"example-x\" }, approved-by = { role = \"CIO\", on = 2026-02-01 }, reason = \"needed to take the rest off\", through = 2026-12-31 } }",
        ),
        section(
            Section::Cleared,
            "Parties that are not the listed ones whose names they share",
            "{ hotel = { listed = \"example-x\", party = { name = \"Example X Hotel\" }, approved-by = { role = \"compliance officer\", on = 2026-02-01 }, reason = \"no shared owner\", through = 2026-12-31 } }",
        ),
        Key::new(
            "test",
            Kind::List(&Kind::Table(&TEST)),
            "The list's own tests, each under `[[test]]`",
            "[{ name = \"the ban bites\", at = 2026-02-02, given = { act = \"procure\", manufacturer = \"Example X Holding\" }, expect = { verdict = \"deny\" } }]",
        ),
    ],
    entry: false,
    at_least: &[],
    others: None,
};

const fn section(section: Section, about: &'static str, example: &'static str) -> Key {
    Key::new(section.as_str(), Kind::Entries(section), about, example)
}
