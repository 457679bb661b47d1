//! The quick way against the way that recovers: the same tree, or no tree; and none wherever there is a fault.

use std::collections::BTreeSet;
use std::path::Path;

use bumpalo::Bump;
use proptest::prelude::*;
use toml::de::DeTable;

use super::build;
use crate::syntax::node;

/// Whether the quick way was taken.
fn check(text: &str) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    let arena = Bump::new();
    let quick = build(3, text, &arena);
    if let Some(quick) = &quick {
        assert!(errors.is_empty(), "{text}\n{errors:?}");
        let known = node::convert(3, &table, &BTreeSet::new(), &arena);
        assert_eq!(format!("{quick:?}"), format!("{known:?}"), "{text}");
    }
    quick.is_some()
}

#[test]
fn every_file_of_the_corpus_gives_the_same_tree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut quick, mut valid) = (0, 0);
    for part in ["packs", "tests/corpus/valid", "tests/corpus/valid/parts", "tests/corpus/invalid"] {
        for entry in std::fs::read_dir(folder.join(part)).unwrap() {
            let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else { continue };
            valid += usize::from(DeTable::parse(&text).is_ok());
            quick += usize::from(check(&text));
        }
    }
    // Golden diagnostics lie beside the lists and are no TOML.
    assert!(quick >= 60 && quick == valid, "{quick} of {valid}");
}

#[test]
fn headers_and_dotted_keys() {
    for (text, expect) in [
        ("", true),
        ("\u{feff}a = 1\r\n", true),
        ("a.b.c = 1\na.b.d = 2\n[x]\ny.z = 1", true),
        ("[a.b]\nc = 1\n[a]\nd = 1\n[a.e]", true),
        ("[[t]]\na = 1\n[t.u]\nb = 1\n[[t]]\n[[t.v]]\n[[t.v]]", true),
        ("a = { b.c = 1, b.d = 2, e = { f.g = [1, { h = 1 }] } }", true),
        ("'a b' = \"\"\"\nx\"\"\"\n\"\\u0041\" = 'y'\n[ \"q\" . r ]", true),
        ("d = [1979-05-27T07:32:00Z, 1979-05-27, 07:32, 0xff, 1_000, -1e3, inf, nan, true]", true),
        ("a = [\n1, # one\n2,\n]\nb = {\nc = 1,\n}", true),
        ("a = 1\na = 2", false),
        ("[a]\n[a]", false),
        ("a.b = 1\n[a]", false),
        ("[a]\nb.c = 1\n[a.b]", false),
        ("a = {}\n[a.b]", false),
        ("a = []\n[[a]]", false),
        ("[[a]]\n[a]", false),
        ("a = { b = 1, b = 2 }", false),
        ("a = { b = { c = 1 }, b.d = 2 }", false),
        ("a = 2019-02-30", false),
        ("a = [1", false),
        ("a = 1]\n", false),
        ("a = yes", false),
        ("a", false),
        ("# \u{1}", false),
        ("a = \"\u{7f}\"", false),
    ] {
        assert_eq!(check(text), expect, "{text}");
    }
}

#[test]
fn tables_of_many_keys_are_looked_up_and_not_searched() {
    let many = |form: &dyn Fn(usize) -> String| (0..100_000).map(form).collect::<String>();
    let headers = many(&|n| format!("[v.x{n}]\na = {n}\n"));
    let keys = many(&|n| format!("x{n} = {n}\n"));
    let inline = format!("v = {{ {} }}", many(&|n| format!("x{n} = {n}, ")));
    let list = format!("v = [{}]", many(&|n| format!("{n}, ")));
    for text in [&headers, &keys, &inline, &list] {
        assert!(build(0, text, &Bump::new()).is_some());
    }
    for (text, again) in [(&headers, "[v.x7]\n"), (&keys, "x7 = 1\n")] {
        assert!(build(0, &format!("{text}{again}"), &Bump::new()).is_none());
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b",
        "c.d",
        "\"e\"",
        " = ",
        "=",
        "1",
        "\"x\"",
        "'y'",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ", ",
        ",",
        ".",
        "\n",
        "\n\n",
        "# n\n",
        "\r\n",
        "2020-01-01",
        "true",
        " ",
        "é",
        "[a]\n",
        "[a.b]\n",
        "[[t]]\n",
        "a = 1\n",
        "a.b = 1\n",
        "b = { a.b = 1, c = [1, 2] }\n",
        "\"\"\"",
        "\\",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_the_same_tree_or_none(parts in prop::collection::vec(piece(), 0..24)) {
        check(&parts.concat());
    }
}
