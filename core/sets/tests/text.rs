//! Texts into sets: what is read, what is refused, and where.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use debar_model::{Algorithm, Object};
use debar_sets::{BadLine, Builder, Column, CsvColumns, Read, Set, Stamps, TextOptions, read_text};

fn read(text: &[u8], options: &TextOptions) -> (Read, Vec<BadLine>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("set");
    let mut bad = vec![];
    let mut builder = Builder::new(&path, 1 << 20, "test").unwrap();
    let read = read_text("text", text, options, &mut builder, &mut |line| bad.push(line)).unwrap();
    let built = builder.finish().unwrap();
    let set = Set::open(&path, "x", &Stamps::none()).unwrap();
    assert_eq!(set.head().count(), built.counts.iter().map(|(_, count)| count).sum::<u64>());
    let entries = set.entries().map(|entry| {
        let label = entry.kind.label.map(|label| format!(" {label}")).unwrap_or_default();
        let value = entry.digest.value().chars().take(4).collect::<String>();
        format!("{} {value} {}{label}", entry.digest.algorithm(), entry.kind.object)
    });
    (read, bad, entries.collect())
}

fn check(text: &str, options: &TextOptions, expect: &[&str], bad: &[(u64, &str)]) {
    let (read, found, entries) = read(text.as_bytes(), options);
    assert_eq!(entries, expect, "{text}");
    let found: Vec<(u64, &str)> = found.iter().map(|line| (line.line, line.why.as_str())).collect();
    assert_eq!(found.len(), bad.len(), "{found:?}");
    for ((line, why), (expect_line, expect_why)) in found.iter().zip(bad) {
        assert!(line == expect_line && why.contains(expect_why), "{found:?}");
    }
    assert_eq!(read.bytes, text.len() as u64);
    assert_eq!(read.bad, bad.len() as u64);
}

fn of(digits: &str, count: usize) -> String {
    digits.repeat(count / digits.len())
}

#[test]
fn lines_of_all_kinds_are_sorted_apart() {
    let (md5, sha1, sha256) = (of("1b", 32), of("2b", 40), of("3B", 64));
    let text = format!(
        "\u{feff}# a comment\n\n{sha256}  setup.exe\r\n{md5}\nMD5 (x) = {md5}\n  sha1:{sha1}\nnot a digest\n{sha256}0\n{}\n{sha256}",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let options =
        TextOptions { object: Object::File, label: Some("mine".to_owned()), ..TextOptions::default() };
    let expect = ["md5 1b1b file mine", "sha1 2b2b file mine", "sha256 3b3b file mine"];
    check(&text, &options, &expect, &[(7, "no digest"), (8, "no digest")]);
    let one = TextOptions { algorithm: Some(Algorithm::Sha256), ..TextOptions::default() };
    check(&format!("{sha256}\n{md5}\n"), &one, &["sha256 3b3b unknown"], &[(2, "md5")]);
    let long = "x".repeat(3 << 20);
    check(&format!("{long}\n{md5}"), &TextOptions::default(), &["md5 1b1b unknown"], &[(1, "longer")]);
    let (found, ..) = read(text.as_bytes(), &options);
    assert_eq!((found.digests, found.empty_files, found.legacy), (5, 1, 3));
}

#[test]
fn columns_by_name_number_and_comment() {
    let sha256 = of("3b", 64);
    let columns = |digest: &str, label: Option<&str>| TextOptions {
        csv: Some(CsvColumns {
            digest: Column::read(digest),
            label: label.map(Column::read),
            delimiter: b',',
        }),
        ..TextOptions::default()
    };
    let plain = format!("name,sha256\nx,{sha256}\n");
    check(&plain, &columns("SHA256", Some("name")), &["sha256 3b3b unknown x"], &[]);
    check(&plain, &columns("2", None), &["sha256 3b3b unknown"], &[]);
    check(&plain, &columns("nothing", None), &[], &[(1, "no column is named")]);
    let malware = format!(
        "# a database\n# \"first_seen\",\"sha256_hash\",\"signature\"\n\"2026-01-01\", \"{sha256}\", \"Agent, Tesla\"\n\"2026-01-02\", \"\", \"x\"\n\"2026\"\n"
    );
    let bad = [(4, "empty"), (5, "no such column")];
    // A blank before the quotation mark: the comma in the label splits it, as in the database's own export.
    check(&malware, &columns("sha256_hash", Some("signature")), &["sha256 3b3b unknown \"Agent"], &bad);
    check(&malware, &columns("2", None), &["sha256 3b3b unknown"], &bad);
}
