//! Reading JSON: what is accepted, what is refused and where, and that every value can be visited.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use std::path::Path;

use debar_shared_json::{Document, Kind, Limits, Problem, Source, Value};
use proptest::prelude::*;

fn read<R>(bytes: &[u8], limits: Limits, see: impl FnOnce(&Document<'_>) -> R) -> Result<R, Problem> {
    let source = Source::new(bytes).map_err(|error| error.problem)?;
    let document = Document::parse(&source, limits).map_err(|error| error.problem)?;
    Ok(see(&document))
}

/// Every scalar as `pointer=text`, in document order.
fn leaves(value: Value<'_>, out: &mut Vec<String>) {
    if let Some(text) = value.text() {
        out.push(format!("{}={text}", value.pointer()));
    }
    for item in value.items() {
        leaves(item, out);
    }
    for member in value.members() {
        leaves(member.value, out);
    }
}

fn check(bytes: &[u8], expect: Result<&[&str], Problem>) {
    let got = read(bytes, Limits::default(), |document| {
        let mut out = Vec::new();
        leaves(document.root(), &mut out);
        out
    });
    let expect = expect.map(|lines| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
    assert_eq!(got, expect, "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn accepts_json_and_shows_every_value() {
    check(br#"{"a":1,"a":"x"}"#, Ok(&["/a=1", "/a=x"]));
    check(
        br#" { "a" : [ 1 , {"b/c~d":true}, [], {} ,"z"] , "" : -0.5e+7 } "#,
        Ok(&["/a/0=1", "/a/1/b~1c~0d=true", "/a/4=z", "/=-0.5e+7"]),
    );
    check(b"\"\\u0041\\ud83d\\ude00\\n\\/\\\"\"", Ok(&["=A\u{1f600}\n/\""]));
    check(br#"{"supplier":"a","suppli\u0065r":"b"}"#, Ok(&["/supplier=a", "/supplier=b"]));
    check("\u{feff}{\"ü\":\"é\"}".as_bytes(), Ok(&["/ü=é"]));
    check(b"null", Ok(&[]));
    check(b"[[[]],{}]", Ok(&[]));
}

#[test]
fn refuses_what_is_not_json() {
    for (text, problem) in [
        (&b""[..], Problem::Empty),
        (b" \n", Problem::Empty),
        (b"\xef\xbb\xbf", Problem::Empty),
        (b"{", Problem::Truncated),
        (b"[1,", Problem::Truncated),
        (b"{\"a\"", Problem::Truncated),
        (b"{\"a\":", Problem::Truncated),
        (b"\"abc", Problem::Truncated),
        (b"\"abc\\", Problem::Truncated),
        (b"\"\\u00", Problem::Truncated),
        (b"\"\\ud800", Problem::Truncated),
        (b"tru", Problem::Truncated),
        (b"-", Problem::Truncated),
        (b"{\"a\":1,}", Problem::Syntax),
        (b"[1,]", Problem::Syntax),
        (b"[,1]", Problem::Syntax),
        (b"[1 2]", Problem::Syntax),
        (b"[1}", Problem::Syntax),
        (b"{\"a\":1]", Problem::Syntax),
        (b"{a:1}", Problem::Syntax),
        (b"{'a':1}", Problem::Syntax),
        (b"{/*x*/\"a\":1}", Problem::Syntax),
        (b"{\"a\" 1}", Problem::Syntax),
        (b"NaN", Problem::Syntax),
        (b"nul0", Problem::Syntax),
        (b"\0", Problem::Syntax),
        (b"Infinity", Problem::Syntax),
        (b"-Infinity", Problem::Number),
        (b"01", Problem::Number),
        (b"1.", Problem::Truncated),
        (b"1.x", Problem::Number),
        (b"1e", Problem::Truncated),
        (b"+1", Problem::Syntax),
        (b".5", Problem::Syntax),
        (b"\"\\x\"", Problem::Text),
        (b"\"\\u00g0\"", Problem::Text),
        (b"\"a\nb\"", Problem::Text),
        (b"\"a\0b\"", Problem::Text),
        (b"\"\\ud800\"", Problem::Surrogate),
        (b"\"\\ud800\\u0041\"", Problem::Surrogate),
        (b"\"\\udc00\"", Problem::Surrogate),
        (b"{}{}", Problem::Trailing),
        (b"1 2", Problem::Trailing),
        (b"{} x", Problem::Trailing),
        (b"\xff\xfe{\0}", Problem::Encoding),
        (b"\xff\xfe\0\xd8", Problem::Encoding),
        (b"\xff\xfe\0\0{\0\0\0", Problem::Encoding),
        (b"\"\xc0\xaf\"", Problem::Encoding),
        (b"\"\xed\xa0\x80\"", Problem::Encoding),
    ] {
        check(text, Err(problem));
    }
}

#[test]
fn limits_hold() {
    let limits = Limits { depth: 3, values: 10, number: 5 };
    let problem = |text: &str| read(text.as_bytes(), limits, |_| ()).err();
    assert_eq!(problem("[[[1]]]"), None);
    assert_eq!(problem("[[[[1]]]]"), Some(Problem::Depth));
    assert_eq!(problem("[1,2,3,4,5,6,7,8,9]"), None);
    assert_eq!(problem("[1,2,3,4,5,6,7,8,9,10]"), Some(Problem::Size));
    assert_eq!(problem("12345"), None);
    assert_eq!(problem("123456"), Some(Problem::Size));
}

#[test]
fn an_error_names_its_place() {
    let source = Source::new("{\n \"ä\": [1,\n  \"é\" 2]}".as_bytes()).unwrap();
    let error = Document::parse(&source, Limits::default()).unwrap_err();
    assert_eq!((error.line, error.column, error.pointer.as_str()), (3, 7, "/ä"));
    assert_eq!((error.offset, error.len), (20, 1));
    let source = Source::new(b"\xff\xfe[\0 \0x\0").unwrap();
    let error = Document::parse(&source, Limits::default()).unwrap_err();
    assert_eq!((error.offset, error.len, error.column), (6, 2, 3));
}

#[test]
fn repeated_keys_are_listed() {
    let text = br#"{"a":1,"b":{"c":1,"\u0063":2},"a":3,"d":[{"a":1}]}"#;
    let repeated = read(text, Limits::default(), |document| {
        document.repeated().iter().map(|value| value.pointer()).collect::<Vec<_>>()
    });
    assert_eq!(repeated.unwrap(), ["/b/c", "/a"]);
}

#[test]
fn hostile_files_behave() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora/hostile/json");
    if !folder.is_dir() {
        println!("skipped: 21 hostile files are not here");
        return;
    }
    for (name, expect) in [
        ("comments.json", Some(Problem::Syntax)),
        ("deep-arrays-100k.json", Some(Problem::Depth)),
        ("deep-objects-100k.json", Some(Problem::Depth)),
        ("duplicate-keys-escaped.json", None),
        ("duplicate-keys-reversed.json", None),
        ("duplicate-keys.json", None),
        ("escaped-vendor.json", None),
        ("huge-integer.json", Some(Problem::Size)),
        ("huge-number.json", None),
        ("invalid-utf8.json", Some(Problem::Encoding)),
        ("lone-surrogate.json", Some(Problem::Surrogate)),
        ("long-string-256k.json", None),
        ("many-keys-30k.json", None),
        ("ndjson-mixed.ndjson", Some(Problem::Trailing)),
        ("negative-zero-and-nan.json", Some(Problem::Syntax)),
        ("nul-in-key.json", None),
        ("proto-keys.json", None),
        ("trailing-comma.json", Some(Problem::Syntax)),
        ("two-documents.json", Some(Problem::Trailing)),
        ("utf16le-bom.json", None),
        ("utf8-bom.json", None),
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let mut texts = Vec::new();
        let got = read(&bytes, Limits::default(), |document| leaves(document.root(), &mut texts));
        assert_eq!(got.err(), expect, "{name}");
        let named = String::from_utf8_lossy(&bytes).contains("aspersky") || name.starts_with("utf16");
        if expect.is_none() && named {
            assert!(texts.iter().any(|text| text.contains("Kaspersky")), "{name}: {texts:?}");
        }
    }
}

fn same(ours: Value<'_>, theirs: &serde_json::Value) -> bool {
    match theirs {
        serde_json::Value::Null => ours.kind() == Kind::Null,
        serde_json::Value::Bool(value) => ours.raw() == value.to_string(),
        serde_json::Value::Number(_) => ours.kind() == Kind::Number,
        serde_json::Value::String(text) => ours.string().as_deref() == Some(text),
        serde_json::Value::Array(items) => {
            ours.items().count() == items.len() && ours.items().zip(items).all(|(a, b)| same(a, b))
        }
        serde_json::Value::Object(map) => {
            map.iter().all(|(key, b)| ours.all(key).last().is_some_and(|a| same(a, b)))
        }
    }
}

fn visit<'d>(value: Value<'d>, see: &mut impl FnMut(Value<'d>)) {
    see(value);
    value.items().for_each(|item| visit(item, see));
    value.members().for_each(|member| visit(member.value, see));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Any bytes: no panic, and acceptance agrees with `serde_json`, which is the oracle here.
    #[test]
    fn agrees_with_the_oracle(text in "[\\[\\]{}\",:0-9a-u\\\\ .eE+\\-]{0,24}") {
        let oracle = serde_json::from_str::<serde_json::Value>(&text);
        let ours = read(text.as_bytes(), Limits::default(), |document| {
            oracle.as_ref().is_ok_and(|theirs| same(document.root(), theirs))
        });
        match (&oracle, ours) {
            (Ok(_), equal) => prop_assert_eq!(equal, Ok(true)),
            (Err(error), ours) => prop_assert!(ours.is_err() || error.to_string().contains("out of range"), "{}", error),
        }
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        let _ = read(&bytes, Limits::default(), |document| document.repeated().len());
    }

    /// In UTF-8 and UTF-16 alike each string's range holds that string.
    #[test]
    fn ranges_hold_their_text(words in proptest::collection::vec("[a-zé€😀]{0,90}", 1..6), big in any::<bool>()) {
        let text = serde_json::to_string(&words).unwrap();
        let plain = Source::new(text.as_bytes()).unwrap();
        let document = Document::parse(&plain, Limits::default()).unwrap();
        visit(document.root(), &mut |value| {
            let place = value.place();
            let from = usize::try_from(place.offset).unwrap();
            let bytes = &text.as_bytes()[from..from + usize::try_from(place.len).unwrap()];
            assert_eq!(bytes, value.raw().as_bytes());
        });
        let unit = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect();
        let source = Source::new(&wide).unwrap();
        let document = Document::parse(&source, Limits::default()).unwrap();
        visit(document.root(), &mut |value| {
            let place = value.place();
            assert!(place.decoded);
            let from = usize::try_from(place.offset).unwrap();
            let bytes = &wide[from..from + usize::try_from(place.len).unwrap()];
            let units: Vec<u16> = bytes.chunks(2).map(|pair| {
                let pair = [pair[0], pair[1]];
                if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
            }).collect();
            assert_eq!(String::from_utf16(&units).unwrap(), value.raw());
        });
    }
}
