//! What is read and what is refused, by kind and place. Not the adapters' mappings.
//!
//! Invariant: a refusal names the rule that was broken and the byte where it was.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may fail loudly"
)]

use debar_shared_xml::{Code, Document, Limits};
use proptest::prelude::*;

/// All values as `pointer=text@offset+len` lines, `~` after the span of a decoded one.
fn values(doc: &Document<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for element in doc.root().descendants() {
        for value in element.attributes().map(|a| a.value()).chain(element.texts()) {
            let ((offset, len), mark) = (value.span(), if value.is_decoded() { "~" } else { "" });
            out.push(format!("{}={}@{offset}+{len}{mark}", value.pointer(), value.text()));
        }
    }
    out
}

fn check(bytes: &[u8], expect: &[&str]) {
    let doc = Document::parse(bytes, None, &Limits::default()).unwrap_or_else(|e| panic!("{e}: {bytes:?}"));
    assert_eq!(values(&doc), expect, "{}", String::from_utf8_lossy(bytes));
}

fn refuse(text: &str, code: Code, offset: u64) {
    let error = Document::parse(text.as_bytes(), None, &Limits::default()).map(|_| ()).expect_err(text);
    assert_eq!((error.code, error.offset), (code, offset), "{text}: {error}");
}

#[test]
fn values_have_their_places() {
    check(b"<a>x</a>", &["/a=x@3+1"]);
    check(b"<a b='1' c=\"2\"/>", &["/a/@b=1@6+1", "/a/@c=2@12+1"]);
    check(b"<a>\n  x y\n</a>", &["/a=x y@6+3"]);
    check(b"<a><b>1</b><c/><b>2</b></a>", &["/a/b[1]=1@6+1", "/a/b[2]=2@18+1"]);
    check("<a>é<b>ü</b></a>".as_bytes(), &["/a=é@3+2", "/a/b=ü@8+2"]);
    check(b"<a><![CDATA[x<y]]></a>", &["/a=x<y@12+3"]);
    check(b"<a>Kas<!-- - -->per<?pi x?>s<![CDATA[k]]>y</a>", &["/a=Kaspersky@3+39~"]);
    check(b"<a>&#75;&#x61;s &amp; co</a>", &["/a=Kas & co@3+21~"]);
    check(b"<a>x\r\ny\rz</a>", &["/a=x\ny\nz@3+6~"]);
    check(b"<a b='x\n&lt;\ty'/>", &["/a/@b=x < y@6+8~"]);
    check(b"\xEF\xBB\xBF<a>x</a>", &["/a=x@6+1"]);
    check(b"<a>one<b/>two</a>", &["/a=one@3+3", "/a=two@10+3"]);
    check(b"<a xmlns:n='u' n:b='1'><n:c>2</n:c></a>", &["/a/@n:b=1@20+1", "/a/n:c=2@28+1"]);
    check(b"<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM 'x.dtd'>\n<a>x</a>\n<!-- end -->\n", &["/a=x@53+1"]);
}

#[test]
fn other_character_sets_keep_native_places() {
    let utf16: Vec<u8> = "\u{FEFF}<a b='é'>𝄞x</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf16, &["/a/@b=é@14+2~", "/a=𝄞x@20+6~"]);
    let plain16: Vec<u8> = "<a>é</a>".encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&plain16, &["/a=é@6+2~"]);
    check(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9\xE9 x</a>", &["/a=éé x@46+4~"]);
    check(b"<?xml version='1.0' encoding='KOI8-R'?><a>\xEB</a>", &["/a=К@42+1~"]);
    check(b"<?xml version='1.0' encoding='Shift_JIS'?><a>\x83\x4Ax\xB1</a>", &["/a=カxｱ@45+4~"]);
    check(b"<?xml version='1.0' encoding='GB18030'?><a>\xBF\xA8\x81\x30\x84\x36</a>", &["/a=卡¥@43+6~"]);
    check(b"<?xml version='1.0' encoding='us-ascii'?><a>x</a>", &["/a=x@44+1"]);
    check(b"<?xml version='1.0' encoding='utf-16'?><a>x</a>", &["/a=x@42+1"]);
}

#[test]
fn broken_documents_are_refused_where_they_break() {
    refuse("", Code::Empty, 0);
    refuse("  \n", Code::Empty, 0);
    refuse("<?xml version='1.0'?>", Code::Empty, 21);
    refuse("{\"a\":1}", Code::NotXml, 0);
    refuse("<a>", Code::Truncated, 3);
    refuse("<a><b></a>", Code::NotWellFormed, 6);
    refuse("<a></b>", Code::NotWellFormed, 3);
    refuse("</a>", Code::NotWellFormed, 0);
    refuse("<a/><b/>", Code::TrailingContent, 4);
    refuse("<a/>x", Code::TrailingContent, 4);
    refuse("<a/></a>", Code::TrailingContent, 4);
    refuse("x<a/>", Code::NotXml, 0);
    refuse("<?x?>y<a/>", Code::NotWellFormed, 5);
    refuse("<a>&nbsp;</a>", Code::UndefinedEntity, 3);
    refuse("<a>&;</a>", Code::UndefinedEntity, 3);
    refuse("<a b='&x;'/>", Code::UndefinedEntity, 6);
    refuse("<a>&#0;</a>", Code::ForbiddenCharacter, 3);
    refuse("<a>&#xD800;</a>", Code::ForbiddenCharacter, 3);
    refuse("<a>&#+75;</a>", Code::ForbiddenCharacter, 3);
    refuse("<a>&</a>", Code::NotWellFormed, 3);
    refuse("<a>\u{1}</a>", Code::ForbiddenCharacter, 3);
    refuse("<a>]]></a>", Code::NotWellFormed, 3);
    refuse("<a b='1' b='2'/>", Code::DuplicateAttribute, 3);
    refuse("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", Code::DuplicateAttribute, 3);
    refuse("<a xmlns:p='u' xmlns:p='v'/>", Code::DuplicateAttribute, 15);
    refuse("<a b='1'c='2'/>", Code::NotWellFormed, 8);
    refuse("<a b=1/>", Code::NotWellFormed, 5);
    refuse("<a b/>", Code::NotWellFormed, 3);
    refuse("<a b='<'/>", Code::NotWellFormed, 6);
    refuse("<1a/>", Code::NotWellFormed, 0);
    refuse("<a:b:c/>", Code::NotWellFormed, 0);
    refuse("<a><!-- -- --></a>", Code::NotWellFormed, 3);
    refuse("<a><?xml version='1.0'?></a>", Code::NotWellFormed, 3);
    refuse(" <?xml version='1.0'?><a/>", Code::NotWellFormed, 1);
    refuse("<?xml version='1.1'?><a/>", Code::NotWellFormed, 5);
    refuse("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", Code::EntityDeclared, 13);
    refuse("<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", Code::AttributeDefault, 13);
    refuse("<!DOCTYPE a><!DOCTYPE a><a/>", Code::NotWellFormed, 12);
    refuse("<a><!DOCTYPE a></a>", Code::NotWellFormed, 3);
    refuse("<![CDATA[x]]><a/>", Code::NotWellFormed, 0);
    refuse("<?xml version='1.0' encoding='UTF-7'?><a/>", Code::Encoding, 0);
    refuse("<?xml version='1.0' encoding='Klingon'?><a/>", Code::Encoding, 0);
    refuse(&"<a>".repeat(300), Code::Limit, 3 * 256);
}

#[test]
fn malformed_bytes_and_two_readings_are_refused() {
    let check = |bytes: &[u8], label: Option<&str>, code: Code| {
        let error =
            Document::parse(bytes, label, &Limits::default()).map(|_| ()).expect_err("must be refused");
        assert_eq!(error.code, code, "{bytes:?}");
    };
    check(b"<a>\xC1\x8B</a>", None, Code::InvalidBytes);
    check(b"<a>\xED\xA0\xBD\xED\xB2\xA9</a>", None, Code::InvalidBytes);
    check(b"<a>\xE9</a>", None, Code::InvalidBytes);
    check(b"<\0a\0>\0\0\xD8<\0/\0a\0>\0", None, Code::InvalidBytes);
    check(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xC3\xA9</a>", Some("utf-8"), Code::Encoding);
    check(b"\xFF\xFE\0\0<\0\0\0", None, Code::Encoding);
    check(b"<a>x</a>", Some("big5"), Code::Encoding);
}

#[test]
fn an_error_names_line_column_and_element() {
    let text = "<a>\n <b>é &nope;</b>\n</a>";
    let error =
        Document::parse(text.as_bytes(), None, &Limits::default()).map(|_| ()).expect_err("undefined entity");
    assert_eq!((error.line, error.column, error.pointer.as_str()), (2, 7, "/a/b"));
    assert_eq!((error.offset, error.len), (11, 6));
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Document::parse(&bytes, None, &Limits::default());
    }

    #[test]
    fn markup_never_panics_and_undecoded_values_are_native(parts in prop::collection::vec(prop::sample::select(vec![
        "<a>", "</a>", "<b c='d'>", "</b>", "<e/>", "text", " ", "\r\n", "&amp;", "&#65;", "<!--x-->", "<![CDATA[<]]>",
        "<?p q?>", "é", "&", "<", ">", "]]>", "'", "\"", "<!DOCTYPE a [", "<!ENTITY x 'y'>", "]>", "<?xml version='1.0'?>",
        "<n:f xmlns:n='u' n:g='h'>", "</n:f>",
    ]), 0..30)) {
        let text = format!("<r>{}</r>", parts.concat());
        if let Ok(doc) = Document::parse(text.as_bytes(), None, &Limits::default()) {
            for element in doc.root().descendants() {
                for value in element.texts().chain(element.attributes().map(|a| a.value())) {
                    let (offset, len) = value.span();
                    let native = text.get(offset as usize..(offset + len) as usize);
                    prop_assert!(native.is_some());
                    if !value.is_decoded() {
                        prop_assert_eq!(native, Some(value.text()));
                    }
                }
            }
        }
    }
}
