//! Whatever the bytes: no panic, no list from a wrong file, places inside the text; and ten faults at once.

use debar_blocklist::{Code, MemorySources, Reading, SHIPPED_ROOT, read, shipped};
use proptest::prelude::*;

use crate::golden::render;

const WHOLE: &str = include_str!("../corpus/valid/whole-language.toml");
const EXTRA: &str = include_str!("../corpus/valid/parts/extra.toml");

fn read_bytes(bytes: impl Into<Vec<u8>>) -> Reading {
    read("a.toml", &MemorySources::new().with("a.toml", bytes).with("parts/extra.toml", EXTRA))
}

/// What holds of every reading.
fn check(reading: &Reading) {
    assert_eq!(reading.list.is_none(), reading.has_errors());
    for diagnostic in &reading.diagnostics {
        assert!(
            !diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'),
            "{}",
            diagnostic.message
        );
        assert!(diagnostic.place().is_some());
        let places = diagnostic.labels.iter().map(|label| &label.place);
        for place in places.chain(diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.place)) {
            let (_, text) = reading.files.iter().find(|(name, _)| *name == place.file).unwrap();
            assert!(text.get(place.start..place.end).is_some(), "{diagnostic:?}");
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
}

fn pieces() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "=",
        "\"",
        "'",
        "\"\"\"",
        "\n",
        "\r\n",
        ",",
        ".",
        "#",
        "0",
        "1e9",
        "2019-02-30",
        "true",
        "[[test]]",
        "[vendor.x]",
        "name",
        "\u{feff}",
        "«",
        "卡",
        "е\u{301}",
        "\\",
        "\t",
        "\u{0}",
        "include = [\"a.toml\"]",
        "9999-12-31",
        "-0001-01-01",
        "owners = [{ vendor = \"kaspersky\", percent = 99 }]",
        "through = ",
        "from = ",
        "file = { path = \"..\" }",
    ])
    .prop_map(str::to_owned)
}

/// Cuts at character boundaries, so that the pieces stay text.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_list_never_panics(edits in prop::collection::vec((any::<usize>(), 0_usize..40, pieces()), 1..8)) {
        let mut text = WHOLE.to_owned();
        for (at, length, piece) in edits {
            let start = boundary(&text, at);
            let end = boundary(&text, start + length).max(start);
            text.replace_range(start..end, &piece);
        }
        check(&read_bytes(text));
    }

    #[test]
    fn arbitrary_text_never_panics(parts in prop::collection::vec(pieces(), 0..60)) {
        check(&read_bytes(parts.concat()));
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&read_bytes(bytes));
    }

    #[test]
    fn a_truncated_shipped_list_never_panics(at in any::<usize>()) {
        let mut sources = shipped();
        let whole = sources.iter().find(|(name, _)| *name == "kaspersky.toml").unwrap().1.to_vec();
        sources.add("kaspersky.toml", &whole[..at % whole.len()]);
        check(&read(SHIPPED_ROOT, &sources));
    }
}

/// Faults of different kinds, each at another line of the whole example: text to replace, what with, and the code.
const FAULTS: [(&str, &str, Code); 24] = [
    ("review-by = 2027-01-31", "review-by = 01/31/2027", Code::DateForm),
    ("owner = \"Procurement compliance, office X\"", "ownr = \"office X\"", Code::UnknownKey),
    ("time-zone = \"America/New_York\"", "time-zone = \"America/NewYork\"", Code::UnknownTimeZone),
    (
        "us-dod = { part-of = \"us-executive\" }",
        "us-dod = { part-of = \"us-exective\" }",
        Code::UnknownReference,
    ),
    ("percent = 100, from", "percent = 100%, from", Code::PercentSign),
    ("brands = [\"Acronis\"]", "brands = \"Acronis\"", Code::WrongType),
    ("force = \"exclusion\"", "force = exclusion", Code::MissingQuotes),
    ("depth = \"branded-only\"", "depth = \"branded-onl\"", Code::UnknownWord),
    ("ownership = { more-than = 50 }", "ownership = { more-than = \"50\" }", Code::QuotedNumber),
    ("through = 2019-03-31", "x-end = 2019-03-31", Code::EndlessWaiver),
    ("title = \"BIS Affiliates Rule\"", "title: \"BIS Affiliates Rule\"", Code::NoEqualsSign),
    ("if-components-unknown = \"notice\"", "if-components-unknown = “notice”", Code::SmartQuotes),
    ("conditions = [\"offline use only\"]", "conditions = [\"offline use only\"", Code::UnclosedBracket),
    ("versions = \"vers:pypi/1.0.0\"", "versions = \"1.0.0\"", Code::BadVersions),
    ("origin-not = [\"US\"]", "origin-not = [\"us\"]", Code::BadCountry),
    ("contact = \"contracting officer of the contract\"", "contact = \"\"", Code::EmptyText),
    ("check-every = \"3 months\"", "check-every = \"quarterly\"", Code::BadDuration),
    ("from = 2025-11-10, until = 2026-11-10", "from = 2026-11-10, until = 2025-11-10", Code::SpanInverted),
    ("[waiver.w-2018-014]", "[waiver.w.2018]", Code::DottedId),
    ("is = \"published\", from = 2017-12-12", "is = \"published\", from = \"2017-12-12\"", Code::QuotedDate),
    ("by = 2017-11-12 }", "by = 2017-11-31 }", Code::ImpossibleDate),
    ("members = [\"agency-x\"]", "members = [\"agency-x\" \"us-dod\"]", Code::MissingComma),
    ("sha256\", values = [\"3d2a", "sha256\", values = [\"zd2a", Code::BadDigest),
    ("report-even-if-allowed = true", "report-even-if-allowed = yes", Code::BooleanWord),
];

#[test]
fn ten_faults_in_one_file_are_nearly_all_reported_in_one_run() {
    let (mut seeded, mut reported) = (0, 0);
    let mut missed = vec![];
    for first in 0..FAULTS.len() {
        let chosen: Vec<_> = (0..10).map(|step| FAULTS[(first + step * 5) % FAULTS.len()]).collect();
        let mut text = WHOLE.to_owned();
        for (old, new, _) in &chosen {
            assert!(text.contains(old), "{old}");
            text = text.replacen(old, new, 1);
        }
        let reading = read_bytes(text);
        check(&reading);
        for (old, _, code) in &chosen {
            seeded += 1;
            if reading.diagnostics.iter().any(|diagnostic| diagnostic.code == *code) {
                reported += 1;
            } else {
                missed.push(format!("{code} ({old})"));
            }
        }
        let extra = reading.diagnostics.len().saturating_sub(chosen.len());
        assert!(extra <= 4, "{extra} more than the seeded ones:\n{}", render(&reading.diagnostics));
    }
    println!("{reported} of {seeded} seeded faults reported; missed: {missed:?}");
    assert!(reported * 100 >= seeded * 95, "{reported} of {seeded}: {missed:?}");
}

#[test]
fn each_fault_alone_is_reported_at_its_own_line() {
    for (old, new, code) in FAULTS {
        let text = WHOLE.replacen(old, new, 1);
        let line = WHOLE.split_once(old).unwrap().0.matches('\n').count() + 1;
        let reading = read_bytes(text);
        check(&reading);
        let found = reading.diagnostics.iter().find(|diagnostic| diagnostic.code == code);
        let place = found.and_then(|diagnostic| diagnostic.place()).map(|place| place.line as usize);
        // A waiver without an end has no line of its own: the entry is shown.
        let near = place.is_some_and(|found| found == line || code == Code::EndlessWaiver);
        assert!(near, "{code} wanted at line {line}:\n{}", render(&reading.diagnostics));
    }
}

#[test]
fn deep_nesting_and_long_lines_are_read_in_time() {
    for text in [
        format!("x = {}", "[".repeat(100_000)),
        format!("x = {}{}", "[".repeat(1000), "]".repeat(1000)),
        format!("x = {}", "{a=".repeat(50_000)),
        "a.".repeat(50_000),
        format!("[{}]", vec!["a"; 50_000].join(".")),
        format!(
            "[vendor]\n{}",
            (0..3000).map(|n| format!("v{n} = {{ name = \"Vendor {n}\" }}\n")).collect::<String>()
        ),
        format!(
            "[vendor.x]\nname = \"X Trading\"\naliases = [{}]",
            (0..30_000).map(|n| format!("\"Alias {n}\",")).collect::<String>()
        ),
        "[[test]]\n".repeat(20_000),
        "a 1\n".repeat(20_000),
    ] {
        check(&read_bytes(text));
    }
}
