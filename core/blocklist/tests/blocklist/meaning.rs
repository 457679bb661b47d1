//! What a list that reads comes to: instants, shares, patterns, targets, overrides, the revision.

use debar_blocklist::{
    Blocklist, Depth, IdentifierPattern, MemorySources, Mode, Operator, Reach, UnknownComponents, read,
};
use debar_model::{Action, Identifier, Object, Slot};

use crate::golden::render;

const WHOLE: &str = include_str!("../corpus/valid/whole-language.toml");
const HEAD: &str = "version = 1\ntitle = \"T\"\ntime-zone = \"America/New_York\"\n";
const LAW: &str = "[authority.law]\ntitle = \"A law\"\nstatus = [{ is = \"in-force\", from = 2019-01-01 }]\n";

fn list_of(sources: &MemorySources) -> Blocklist {
    let reading = read("a.toml", sources);
    assert!(!reading.has_errors(), "{}", render(&reading.diagnostics));
    reading.list.unwrap()
}

fn list(text: &str) -> Blocklist {
    list_of(&MemorySources::new().with("a.toml", text))
}

fn whole() -> Blocklist {
    let extra = include_str!("../corpus/valid/parts/extra.toml");
    list_of(&MemorySources::new().with("a.toml", WHOLE).with("parts/extra.toml", extra))
}

#[test]
fn days_begin_and_end_in_the_zone_of_the_list() {
    let list = whole();
    let waiver = &list.waivers["w-2018-014"];
    let end = waiver.span.until.as_ref().unwrap();
    assert_eq!((end.at.to_string().as_str(), end.written.as_str()), ("2019-04-01T04:00:00Z", "2019-03-31"));
    let begin = waiver.span.from.as_ref().unwrap();
    assert_eq!(begin.at.to_string(), "2018-10-15T04:00:00Z", "without `from` it begins with the approval");
    let house = &list.authorities["house"].status;
    assert_eq!(house[0].from.at.to_string(), "2026-05-23T19:14:13Z");
    let fcc = &list.rules["fcc-drone"];
    assert_eq!(fcc.span.from.as_ref().unwrap().at.to_string(), "2025-12-22T05:00:00Z");
    let until = fcc.except[0].span.until.as_ref().unwrap();
    assert_eq!(until.at.to_string(), "2028-01-01T05:00:00Z");
    assert!(fcc.except[0].span.holds("2028-01-01T04:59:59Z".parse().unwrap()));
    assert!(!fcc.except[0].span.holds("2028-01-01T05:00:00Z".parse().unwrap()));
}

#[test]
fn an_authority_may_have_a_zone_of_its_own_and_its_rules_follow() {
    let text = format!(
        "{HEAD}[authority.eu]\ntitle = \"Regulation\"\ntime-zone = \"Europe/Brussels\"\nstatus = [{{ is = \"in-force\", from = 2022-04-09 }}]\n\
         [vendor.example]\nname = \"Example Trading\"\n\
         [rule.ban]\nauthority = \"eu\"\nvendors = [\"example\"]\nthrough = 2022-10-10\n\
         [waiver.w]\nrules = [\"ban\"]\nfor = {{ vendor = \"example\" }}\napproved-by = {{ role = \"CIO\", on = 2022-05-01 }}\nreason = \"r\"\nthrough = 2022-06-30\n"
    );
    let list = list(&text);
    assert_eq!(list.authorities["eu"].status[0].from.at.to_string(), "2022-04-08T22:00:00Z");
    assert_eq!(list.rules["ban"].span.until.as_ref().unwrap().at.to_string(), "2022-10-10T22:00:00Z");
    let waiver = list.waivers["w"].span.until.as_ref().unwrap();
    assert_eq!(waiver.at.to_string(), "2022-07-01T04:00:00Z", "a waiver is the list's own decision");
}

#[test]
fn a_day_ends_with_the_next_one_even_when_the_clocks_change() {
    let text = format!(
        "{HEAD}{LAW}[vendor.example]\nname = \"Example Trading\"\n[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n\
         from = 2021-03-14\nthrough = 2021-03-14\n"
    );
    let span = &list(&text).rules["ban"].span;
    assert_eq!(span.from.as_ref().unwrap().at.to_string(), "2021-03-14T05:00:00Z");
    assert_eq!(span.until.as_ref().unwrap().at.to_string(), "2021-03-15T04:00:00Z");
}

#[test]
fn what_is_absent_has_one_meaning() {
    let text = format!(
        "{HEAD}{LAW}[vendor.example]\nname = \"Example Trading\"\n[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n"
    );
    let list = list(&text);
    let rule = &list.rules["ban"];
    assert_eq!(rule.action, Action::Deny);
    assert_eq!(rule.depth, Depth::AnyComponent);
    assert_eq!(rule.if_components_unknown, UnknownComponents::Ignore);
    assert!(rule.reach.is_empty() && rule.acts.is_empty() && rule.scope.buyers.is_empty());
    assert_eq!((rule.ownership.operator, rule.ownership.percent), (Operator::MoreThan, 5000));
    assert!(matches!(rule.mode, Mode::Enforce));
    assert!(rule.span.from.is_none() && rule.span.until.is_none());
}

#[test]
fn rules_say_what_the_example_says() {
    let list = whole();
    let ofac = &list.rules["ofac-owned"];
    assert_eq!(ofac.targets.vendors, ["example-x", "example-y"], "a group stands for its vendors");
    assert_eq!(ofac.reach, [Reach::Owned], "ownership without reach counts shares, not control");
    assert_eq!((ofac.ownership.operator, ofac.ownership.percent), (Operator::AtLeast, 5000));
    assert!(ofac.ownership.add_up);
    assert_eq!(ofac.ownership.show_from, Some(2500));
    let owner = &list.vendors["example-c"].owners[1];
    assert_eq!(owner.percent.map(|percent| (percent.min, percent.max)), Some((2500, 3000)));
    let cameras = &list.rules["cameras-889"];
    assert_eq!(cameras.scope.end_use.only.len(), 4);
    assert_eq!(cameras.scope.end_use.other, Some(Action::Review));
    let acronis = &list.rules["acronis"];
    assert_eq!(acronis.scope.or_contract_adds.as_deref(), Some("dni-orders"));
    assert!(acronis.scope.newer_only_by_amendment && acronis.report_even_if_allowed);
    assert!(
        matches!(&list.rules["vendor-v"].mode, Mode::Monitor { until: Some(until) } if until.written == "2026-12-01")
    );
    let pause = &list.authorities["us-10usc3252"].pauses[0];
    assert_eq!(
        (pause.is.as_str(), pause.as_to.as_slice()),
        ("enjoined", ["defendants-2026".to_owned()].as_slice())
    );
    assert!(list.buyer_is_within("agency-x", "defendants-2026"));
    let recorded = list.authorities["dni-acronis"].status[0].recorded.as_ref().unwrap();
    assert_eq!(recorded.written, "2025-09-18");
    let digest = &list.digests["bad-wheel"].digests[0].0;
    assert_eq!(digest.object(), Object::Archive);
    assert_eq!(list.vendors["kaspersky"].head.history[0].ticket.as_deref(), Some("CHG-1042"));
    assert_eq!(list.vendors["kaspersky"].responses[0].result.as_deref(), Some("dismissed"));
}

#[test]
fn patterns_stand_for_whole_names_and_versions() {
    let text = format!(
        "{HEAD}{LAW}[vendor.example]\nname = \"Example Trading\"\n\
         identifiers = {{ purl = [\"pkg:npm/%40Example/*\", \"pkg:pypi/Example_One\", \"pkg:npm/left@*\", \"pkg:npm/left@1.0\"], cpe-vendor = [\"Example_Lab\"], x-own = [\"7\"] }}\n\
         [rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n"
    );
    let list = list(&text);
    let found: Vec<String> = list.vendors["example"]
        .identifiers
        .iter()
        .map(|(pattern, _)| match pattern {
            IdentifierPattern::PurlNamespace { kind, namespace } => format!("namespace {kind} {namespace}"),
            IdentifierPattern::PurlPackage { kind, namespace, name } => {
                format!("package {kind} {namespace} {name}")
            }
            IdentifierPattern::CpeVendor(vendor) => format!("cpe {vendor}"),
            IdentifierPattern::Exact(identifier) => format!("exact {identifier}"),
        })
        .collect();
    assert_eq!(
        found,
        [
            "namespace npm @example",
            "package pypi  example-one",
            "package npm  left",
            "exact purl pkg:npm/left@1.0",
            "cpe example_lab",
            "exact x-own 7",
        ]
    );
}

#[test]
fn a_later_file_replaces_only_when_it_says_so_and_why() {
    let base = format!("version = 1\n{LAW}[vendor.example]\nname = \"Example Trading\"\n");
    let top = |key: &str| {
        format!(
            "include = [\"base/b.toml\"]\n{HEAD}[vendor.example]\nname = \"Example Holding\"\n{key}[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n"
        )
    };
    let sources =
        |key: &str| MemorySources::new().with("a.toml", top(key)).with("base/b.toml", base.as_str());
    let list = list_of(&sources("override = true\noverride-reason = \"renamed\"\n"));
    assert_eq!(list.vendors["example"].name.text, "Example Holding");
    assert_eq!(list.vendors["example"].name.place.file, "a.toml");
    assert_eq!(list.authorities["law"].head.place.file, "base/b.toml");
    assert!(read("a.toml", &sources("")).list.is_none());
    assert!(read("a.toml", &sources("override = true\n")).list.is_none());
}

#[test]
fn a_file_that_two_others_include_is_read_once() {
    let sources = MemorySources::new()
        .with("a.toml", format!("include = [\"b.toml\", \"sub/c.toml\"]\n{HEAD}"))
        .with("b.toml", "version = 1\ninclude = [\"sub/d.toml\"]\n")
        .with("sub/c.toml", "version = 1\ninclude = [\"d.toml\"]\n")
        .with("sub/d.toml", "version = 1\n[buyer]\nx = {}\n");
    let list = list_of(&sources);
    let names: Vec<&str> = list.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a.toml", "b.toml", "sub/c.toml", "sub/d.toml"]);
    assert_eq!(list.buyers["x"].head.place.file, "sub/d.toml");
}

#[test]
fn the_revision_changes_with_any_byte_of_any_file() {
    let digests = "ab".repeat(32);
    let pin = |text: &str| {
        use sha2::{Digest as _, Sha256};
        debar_model::Sha256Hex(Sha256::digest(text).into()).to_string()
    };
    let of = |root: &str, inner: &str, side: &str| {
        let root = format!(
            "include = [\"b.toml\"]\n{HEAD}{LAW}{root}[rule.ban]\nauthority = \"law\"\ndigests = [\"d\"]\n\
             [digests.d]\nobject = \"file\"\nalgorithm = \"sha256\"\nfile = {{ path = \"d.txt\", pin-sha256 = \"{}\" }}\n",
            pin(side)
        );
        let sources = MemorySources::new()
            .with("a.toml", root)
            .with("b.toml", format!("version = 1\n{inner}"))
            .with("d.txt", side);
        let list = list_of(&sources);
        assert_eq!(list.digests["d"].digests.len(), 1);
        list.revision
    };
    let base = of("", "", &format!("{digests}\n"));
    assert_eq!(base, of("", "", &format!("{digests}\n")));
    assert_ne!(base, of("# a remark\n", "", &format!("{digests}\n")));
    assert_ne!(base, of("", "# a remark\n", &format!("{digests}\n")));
    assert_ne!(base, of("", "", &format!("{digests}  a file name\n")));
}

#[test]
fn a_test_becomes_a_request_whose_every_value_is_searched() {
    let text = format!(
        "{HEAD}{LAW}[buyer]\na = {{}}\n[vendor.example]\nname = \"Example Trading\"\n[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\n\
         [[test]]\nname = \"t\"\nat = 2020-01-01\nknown-at = 2020-02-01\n\
         given = {{ act = \"procure\", buyer = \"a\", end-use = [\"x\", \"y\"], value-share = 10.5, facts = {{ own = \"z\" }}, supplier = \"S\", manufacturer = \"M\", publisher = \"P\", product = \"N\", description = \"D\", brand = \"B\", version = \"1\", part-number = \"PN\", origin = \"CN\", identifiers = {{ domain = \"example.com\" }}, purl = \"pkg:npm/left@1.0\", digests = [\"sha256:{}\"], components = [\"C\", \"pkg:npm/right@2.0\"] }}\n\
         expect = {{ verdict = \"review\", needs = [\"tier\"], notices = [\"lifted\"] }}\n",
        "ab".repeat(32)
    );
    let list = list(&text);
    let test = &list.tests[0];
    let (request, facts) = test.request();
    assert_eq!(facts.values("end-use"), ["x", "y"]);
    assert_eq!(facts.values("value-share"), ["10.5"]);
    assert_eq!(facts.values("own"), ["z"]);
    let values = request.values();
    for wanted in ["S", "M", "P", "N", "D", "B", "1", "PN", "CN", "C", "right", "2.0", "pkg:npm/left@1.0"] {
        assert!(values.iter().any(|value| value.text == wanted), "{wanted}");
    }
    let domain = values.iter().find(|value| matches!(value.identifier, Some(Identifier::Domain(_)))).unwrap();
    assert!(matches!(domain.slot, Slot::PartyIdentifier(debar_model::Role::Manufacturer)));
    assert_eq!(request.lines.len(), 3);
    assert_eq!(request.lines[2].parent, Some(0));
    assert_eq!(request.lines[0].digests.len(), 1);
    assert_eq!(test.known_at.as_ref().unwrap().written, "2020-02-01");
}
