//! Sources as they are published, and hostile ones: what is read, what is reported, what is refused.
#![cfg(test)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use debar_blocklist::{MemorySources, read as read_list};
use debar_feeds::{Action, Document, FeedKind, Import, InputFile, Lint, Options, Refusal, read};
use proptest::prelude::*;

fn corpora() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let found = path.is_dir().then_some(path);
    if found.is_none() {
        eprintln!("skipped: ../shared/corpora is not there");
    }
    found
}

fn options() -> Options {
    Options { snapshot: "2026-01-31".to_owned(), ..Options::default() }
}

fn import(kind: FeedKind, files: &[(&str, &[u8])]) -> Result<Import, Vec<Refusal>> {
    let files: Vec<InputFile<'_>> = files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    read(kind, &files, &options())
}

fn from_corpus(kind: FeedKind, folder: &str, names: &[&str]) -> Option<Result<Import, Vec<Refusal>>> {
    let folder = corpora()?.join(folder);
    let bytes: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(folder.join(name)).unwrap()).collect();
    let files: Vec<(&str, &[u8])> = names.iter().copied().zip(bytes.iter().map(Vec::as_slice)).collect();
    Some(import(kind, &files))
}

/// The TOML holds, and is the same twice.
fn holds(kind: FeedKind, found: &Import) -> String {
    let text = Document::new(found, kind, "", Action::Deny, None).toml(&BTreeMap::new());
    assert_eq!(text, Document::new(found, kind, "", Action::Deny, None).toml(&BTreeMap::new()));
    let reading = read_list("x.toml", &MemorySources::new().with("x.toml", text.as_str()));
    let errors: Vec<String> =
        reading.diagnostics.iter().filter(|one| one.is_error()).map(|one| format!("{one:?}")).collect();
    assert!(errors.is_empty(), "{}\n{}", errors.join("\n"), &text[..text.len().min(3000)]);
    text
}

#[test]
fn published_lists_are_read() {
    for (kind, folder, names, parties) in [
        (FeedKind::Csl, "lists/csl", &["csl-2019.csv"][..], 1),
        (FeedKind::Csl, "lists/csl", &["consolidated-2025-sample.csv"], 1),
        (FeedKind::Ofac, "lists/ofac-sdn-2019-subset", &["sdn.csv", "alt.csv", "add.csv"], 180),
        (
            FeedKind::Ofac,
            "lists/ofac-sdn-2025-subset",
            &["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"],
            4,
        ),
        (
            FeedKind::Ofac,
            "lists/ofac-consolidated",
            &["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"],
            430,
        ),
        (FeedKind::BisDpl, "lists/bis-denied-persons", &["dpl-2019.txt"], 500),
    ] {
        let Some(found) = from_corpus(kind, folder, names) else { return };
        let found = found.unwrap();
        assert!(
            found.parties.len() >= parties,
            "{folder}: {} {:?}",
            found.parties.len(),
            found.report.counts
        );
        holds(kind, &found);
    }
}

#[test]
fn traps_of_lists_are_reported() {
    let Some(found) = from_corpus(FeedKind::Csl, "lists/csl", &["csl-invalid.csv"]) else { return };
    assert!(found.unwrap().report.count(Lint::RaggedRow) > 0);
    let found = from_corpus(FeedKind::Csl, "lists/csl", &["consolidated-2025-sample.csv"]).unwrap().unwrap();
    assert!(found.report.count(Lint::SuccessorsLifted) > 0);
    assert!(holds(FeedKind::Csl, &found).contains("reach = [\"successor\", \"controlled\"]"));
}

#[test]
fn hashes_are_read_with_their_traps() {
    for (kind, names, digests, lint) in [
        (FeedKind::ClamAv, &["clamav/good.hdb"][..], 2, None),
        (FeedKind::ClamAv, &["clamav/good.hsb"], 3, None),
        (FeedKind::ClamAv, &["clamav/good.hdb", "clamav/ignore.ign2"], 1, Some(Lint::Ignored)),
        (FeedKind::ClamAv, &["clamav/bad-empty-hash.hdb"], 0, Some(Lint::EmptyFile)),
        (FeedKind::ClamAv, &["clamav/bad-star-without-level.hsb"], 0, Some(Lint::StarWithoutLevel)),
        (
            FeedKind::ClamAv,
            &["clamav/bad-blocked-and-allowed.hdb", "clamav/allow.fp"],
            0,
            Some(Lint::BlockedAndAllowed),
        ),
        (FeedKind::Hashes, &["plain/sha256sum.txt"], 2, None),
        (FeedKind::Hashes, &["plain/sha256sum-binary-and-escaped.txt"], 2, None),
        (FeedKind::Hashes, &["plain/bsd-style.txt"], 4, Some(Lint::MixedAlgorithms)),
        (FeedKind::Hashes, &["plain/mixed-algorithms.txt"], 5, Some(Lint::MixedAlgorithms)),
        (FeedKind::Hashes, &["plain/crlf-bom-upper.txt"], 2, None),
        (FeedKind::Hashes, &["plain/duplicates.txt"], 1, Some(Lint::Duplicate)),
        (FeedKind::Hashes, &["plain/empty-file-hashes.txt"], 0, Some(Lint::EmptyFile)),
        (FeedKind::Hashes, &["plain/sri.txt"], 2, None),
        (FeedKind::MalwareBazaar, &["malwarebazaar-shaped.csv"], 6, None),
    ] {
        let Some(found) = from_corpus(kind, "hash/own", names) else { return };
        let found = found.unwrap();
        assert_eq!(found.digest_count(), digests, "{names:?} {:?}", found.report);
        assert!(lint.is_none_or(|lint| found.report.count(lint) > 0), "{names:?} {:?}", found.report);
        holds(kind, &found);
    }
    for names in [
        ["clamav/section.mdb"],
        ["clamav/section.msb"],
        ["clamav/import.imp"],
        ["clamav/bad-lfs-pointers.hsb"],
        ["clamav/bad-lines.hdb"],
    ] {
        assert!(from_corpus(FeedKind::ClamAv, "hash/own", &names).unwrap().is_err(), "{names:?}");
    }
    let refused = from_corpus(FeedKind::ClamAv, "hash/loldrivers", &["LOLDrivers.hdb"]).unwrap().unwrap_err();
    assert!(refused[0].why.contains("Git LFS pointers"), "{refused:?}");
    let hashes = from_corpus(FeedKind::Hashes, "hash/loldrivers/hashes", &["samples_vulnerable.all"])
        .unwrap()
        .unwrap();
    assert_eq!(hashes.digest_count(), 1699 + 1708 + 1698);
    let refused =
        from_corpus(FeedKind::Hashes, "hash/loldrivers/hashes", &["authentihash_samples_vulnerable.sha256"]);
    assert!(refused.unwrap().is_err());
}

#[test]
fn drivers_events_and_bundles_are_read() {
    let Some(corpora) = corpora() else { return };
    for (kind, folder, ending) in [
        (FeedKind::LolDrivers, "hash/loldrivers/yaml", "yaml"),
        (FeedKind::Stix, "hash/stix2/examples/threat-reports", "json"),
    ] {
        let mut names = vec![];
        for entry in std::fs::read_dir(corpora.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            names.extend(name.ends_with(ending).then_some(name));
        }
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let found = from_corpus(kind, folder, &names).unwrap().unwrap();
        assert!(found.digest_count() >= 3, "{folder} {}", found.digest_count());
        holds(kind, &found);
    }
    let found =
        from_corpus(FeedKind::Misp, "hash/misp-events", &["57c4445b-c548-4654-af0b-4be3950d210f.json"])
            .unwrap()
            .unwrap();
    assert_eq!(found.digest_count(), 3);
}

#[test]
fn records_of_packages_are_rules() {
    let Some(corpora) = corpora() else { return };
    let folder = corpora.join("osv/synthetic/records");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let found = from_corpus(FeedKind::Osv, "osv/synthetic/records", &names).unwrap().unwrap();
    for lint in [
        Lint::NoPackage,
        Lint::NoVersions,
        Lint::FileInside,
        Lint::ReportHash,
        Lint::EmptyFile,
        Lint::NameCase,
        Lint::ModifiedEarly,
        Lint::Withdrawn,
    ] {
        assert!(found.report.count(lint) > 0, "{lint:?} {:?}", found.report.counts);
    }
    let text = holds(FeedKind::Osv, &found);
    assert!(text.contains("until = 2026-03-01T12:00:00Z"));
    assert!(
        !text.contains("01747ed173d0e5702bb62c30a244e515897ba38a1fe228e28c1b05f5dfdc2b0f"),
        "a report's hash"
    );
    for (name, refused) in [
        ("MAL-9999-27.json", false),
        ("MAL-9999-28.json", true),
        ("MAL-9999-29.json", true),
        ("MAL-9999-30.json", false),
    ] {
        let found = from_corpus(FeedKind::Osv, "osv/synthetic/invalid", &[name]).unwrap();
        assert_eq!(found.is_err(), refused, "{name}");
        assert!(found.is_err() || !found.unwrap().report.counts.is_empty(), "{name}");
    }
}

#[test]
fn hostile_files_are_refused_or_reported() {
    let wide = format!("source,name\nx,{}\nx,Zorvexin Laboratories\n", "a".repeat(1 << 20));
    let found = import(FeedKind::Csl, &[("x.csv", wide.as_bytes())]).unwrap();
    assert_eq!((found.parties.len(), found.report.count(Lint::TooLong)), (1, 1));
    let bom = b"\xef\xbb\xbfsource,name\r\nx,\"Zorvexin\0 Laboratories\"\r\n\x1a";
    let found = import(FeedKind::Csl, &[("x.csv", bom)]).unwrap();
    assert_eq!(
        (found.parties[0].name.as_str(), found.report.count(Lint::BadText)),
        ("Zorvexin Laboratories", 1)
    );
    let open = format!("source,name\nx,\"never closed\n{}", "x,y\n".repeat(5000));
    assert!(import(FeedKind::Csl, &[("x.csv", open.as_bytes())]).is_err());
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for kind in [FeedKind::Osv, FeedKind::Stix, FeedKind::Misp, FeedKind::Csl] {
        assert!(import(kind, &[("x.json", deep.as_bytes())]).is_err(), "{kind:?}");
    }
    let bomb = b"<?xml version=\"1.0\"?><!DOCTYPE s [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><n:sdnList xmlns:n=\"urn:x\"><n:sdnEntry><n:uid>7</n:uid><n:lastName>Zorvexin &b; Laboratories</n:lastName><n:sdnType>Entity</n:sdnType></n:sdnEntry></n:sdnList>";
    let found = import(FeedKind::Ofac, &[("sdn.xml", bomb)]).unwrap();
    assert_eq!(found.parties[0].name, "Zorvexin &b; Laboratories");
    assert!(import(FeedKind::Ofac, &[("sdn.xml", &bomb[..bomb.len() - 20])]).is_err());
    for kind in FeedKind::ALL {
        assert!(import(kind, &[("x", b"")]).is_err(), "{kind:?}: an empty file");
    }
}

#[test]
fn weak_names_only_ask() {
    let found = import(
        FeedKind::Csl,
        &[(
            "x.csv",
            b"source,name,alt_names\nEntity List,ZTE,ZTE Corporation\nEntity List,Trading Company,\n",
        )],
    )
    .unwrap();
    assert_eq!(found.report.count(Lint::WeakName), 2);
    let text = holds(FeedKind::Csl, &found);
    let (before, review) = text.split_once("[rule.csl-entity-list-review]").unwrap();
    assert!(review.contains("action = \"review\""), "{review}");
    assert!(before.contains("name = \"ZTE Corporation\""), "{before}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600), at in 0..13_usize) {
        let _ = import(FeedKind::ALL[at], &[("x.hdb", &bytes)]);
    }

    #[test]
    fn no_damage_makes_it_panic(cut in 0..900_usize, flip in 0..900_usize, value in any::<u8>(), at in 0..13_usize) {
        let seeds: [&[u8]; 5] = [
            b"source,name,type,ids,start_date,end_date\n\"A; b\",\"Zorvexin, Ltd\",Entity,\"1, Tax ID No.\",2020-01-01,x\n",
            b"{\"id\":\"M-1\",\"published\":\"2026-01-10T08:00:00Z\",\"affected\":[{\"package\":{\"ecosystem\":\"npm\",\"name\":\"@a/b\"},\"ranges\":[{\"type\":\"SEMVER\",\"events\":[{\"introduced\":\"1\"},{\"fixed\":\"2\"}]}]}]}",
            b"Id: x\nCategory: 'y'\nKnownVulnerableSamples:\n- SHA256: 4b36894df415ec3488fa1243dddec4b1c80a3c86e418e72a52579b65c521b695\n  Text: |\n    a\n  B: \"q\\u0041\"\n",
            b"<sdnList><sdnEntry><uid>1</uid><lastName>A &amp; B</lastName><akaList><aka><category>weak</category><lastName>C</lastName></aka></akaList></sdnEntry></sdnList>",
            b"f64abe684c725c1d487165886480463d:24:Test.Blocked.A\n4b36894df415ec3488fa1243dddec4b1c80a3c86e418e72a52579b65c521b695  x\n",
        ];
        for seed in seeds {
            let mut bytes = seed.to_vec();
            let length = bytes.len();
            bytes[flip % length] = value;
            bytes.truncate(length - cut % length);
            if let Ok(found) = import(FeedKind::ALL[at], &[("x.hdb", &bytes)]) {
                let _ = Document::new(&found, FeedKind::ALL[at], "", Action::Deny, None).toml(&BTreeMap::new());
            }
        }
    }
}
