//! Answers in the form of their document.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Answer, Driver, TestHost, answers_with};

fn encode(
    media: &str,
    document: &[u8],
    verdict: impl Fn(usize, usize) -> &'static str,
    change: fn(usize, &mut Answer),
) -> (String, String) {
    let host = TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap();
    let decoded = host.decode(media, document).unwrap_or_else(|failure| panic!("{failure}"));
    let mut answers = answers_with(&decoded, verdict);
    answers.iter_mut().enumerate().for_each(|(index, answer)| change(index, answer));
    let encoded = host.encode(&decoded.receipt, &answers).unwrap_or_else(|failure| panic!("{failure}"));
    let kind = encoded.headers.iter().find(|(key, _)| key == "content-type").map(|(_, value)| value.clone());
    (kind.unwrap_or_default(), String::from_utf8(encoded.body).unwrap())
}

fn json(index: usize, answer: &mut Answer) {
    answer.json = format!("{{\n \"index\": {index}\n}}").into_bytes();
}

#[test]
fn json_for_json() {
    let (kind, body) = encode("application/json", b"{\"supplier\":\"x\"}", |_, _| "allow", json);
    assert_eq!((kind.as_str(), body.as_str()), ("application/json", "{\n \"index\": 0\n}"));
    let (_, body) = encode("", b"[{\"supplier\":\"x\"},{\"supplier\":\"y\"}]", |_, _| "allow", json);
    assert_eq!(body, "[{\n \"index\": 0\n},{\n \"index\": 1\n}]");
    let (_, body) = encode("", b"[{\"supplier\":\"x\"}]", |_, _| "allow", json);
    assert_eq!(body, "[{\n \"index\": 0\n}]");
    assert_eq!(encode("", b"[]", |_, _| "allow", json).1, "[]");
}

#[test]
fn a_line_for_each_record() {
    let (kind, body) =
        encode("application/json", b"{\"supplier\":\"x\"}\n{\"supplier\":\n", |_, _| "allow", json);
    assert_eq!(kind, "application/x-ndjson");
    assert_eq!(body, "{  \"index\": 0 }\n{  \"index\": 1 }\n");
}

#[test]
fn a_row_for_each_line_and_no_formula() {
    let table = b"document_id,line_id,supplier\nP1,=1+1,x\nP1,2,y\nP2,-3\nP3,4,z\n";
    let verdict = |request: usize, line: usize| match (request, line) {
        (0, 1) => "deny",
        (1, _) => "review",
        _ => "allow",
    };
    let (kind, body) = encode("text/csv", table, verdict, |_, answer| {
        answer.decision_id = "d".to_owned();
        answer.reasons = vec!["@whole".to_owned()];
        for line in &mut answer.lines {
            line.reasons = vec!["=cmd, \"quoted\"".to_owned()];
        }
    });
    assert!(kind.starts_with("text/csv"), "{kind}");
    let expect = "row,line_id,verdict,complete,reason,decision_id\r\n\
        2,'=1+1,review,true,\"'=cmd, \"\"quoted\"\"\",d\r\n\
        3,2,deny,true,\"'=cmd, \"\"quoted\"\"\",d\r\n\
        4,,review,true,'@whole,d\r\n\
        5,4,allow,true,\"'=cmd, \"\"quoted\"\"\",d\r\n";
    assert_eq!(body, expect);
}
