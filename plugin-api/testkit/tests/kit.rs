//! The kit on a plugin that keeps the contract, and on two that do not.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]
#![forbid(unsafe_code)]

use debar_plugin_api::{
    Decision, DecodeError, EncodeError, Input, Meta, NoConfig, Out, Plugin, PluginError, Sink, Text, Where,
    export_plugin, field, node, static_api,
};
use debar_testkit::{Driver, TestHost, answers, answers_with, mutations, sink_refusals, truncations, values};

/// A line of the document is a line of the request; `BAD` chooses a fault.
struct Lines<const BAD: u8>;

impl<const BAD: u8> Plugin for Lines<BAD> {
    const META: Meta = Meta { id: "lines", title: "lines of text", ..Meta::NEW };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let bytes = input.bytes()?;
        let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::malformed("not-utf8", "not UTF-8"))?;
        if BAD == 1 && text.ends_with("thi") {
            sink.str(field::NAME, &"outside of everything".into())?;
        }
        sink.begin(node::REQUEST, &Where::new(0, bytes.len() as u64, ""))?;
        for line in text.lines().filter(|line| !line.is_empty()) {
            let at = input.place(line.as_bytes(), "");
            let begun = sink.begin(node::LINE, &at);
            if BAD == 2 && begun.is_err() {
                return Err(DecodeError::malformed("swallowed", "the refusal is lost"));
            }
            begun?;
            sink.str(field::NAME, &Text::new(line, Where::none()))?;
            sink.end()?;
        }
        if text.trim().is_empty() {
            sink.empty("no text")?;
        }
        sink.end()
    }

    fn encode(
        &mut self,
        _: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        for line in decisions.iter().flat_map(|decision| &decision.lines) {
            out.write(format!("{}:{:?};", line.ordinal, line.verdict).as_bytes())?;
        }
        Ok(())
    }
}

export_plugin!(Lines<0>);

const DOCUMENT: &[u8] = "first thing\n\nsecond thing: \u{434}\n".as_bytes();

fn host<const BAD: u8>() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Lines<BAD>>())).unwrap()
}

#[test]
fn a_trace_and_the_values_are_what_golden_files_hold() {
    let host = host::<0>();
    assert_eq!(
        host.trace("", DOCUMENT).unwrap(),
        "begin REQUEST @0+30\n  begin LINE @0+11\n    str NAME \"first thing\" @0+11\n  end\n  \
         begin LINE @13+16\n    str NAME \"second thing: \u{434}\" @13+16\n  end\nend\n"
    );
    let decoded = host.decode("", DOCUMENT).unwrap();
    assert_eq!(
        values(&decoded),
        ["0/0 product-name \"first thing\" @0+11 ", "0/1 product-name \"second thing: \u{434}\" @13+16 "]
    );
    let encode = |answers: &[debar_testkit::Answer]| {
        String::from_utf8(host.encode(&decoded.receipt, answers).unwrap().body).unwrap()
    };
    assert_eq!(encode(&answers(&decoded, "allow")), "0:Allow;1:Allow;");
    let mixed = answers_with(&decoded, |_, line| if line == 1 { "deny" } else { "allow" });
    assert_eq!(encode(&mixed), "0:Allow;1:Deny;");
}

#[test]
fn a_plugin_that_keeps_the_contract_passes() {
    let host = host::<0>();
    let cut = truncations(&host, "", DOCUMENT, 1).unwrap();
    assert_eq!(cut.decoded + cut.refused, DOCUMENT.len());
    assert_eq!(cut.refused, 1, "one prefix ends within a character");
    let changed = mutations(&host, "", DOCUMENT, 1, 500).unwrap();
    assert_eq!(changed, mutations(&host, "", DOCUMENT, 1, 500).unwrap(), "the same seed is the same run");
    assert!(changed.decoded > 0 && changed.refused > 0);
    assert_eq!(sink_refusals(&host, "", DOCUMENT, u64::MAX).unwrap().refused, 8);
}

#[test]
fn a_plugin_that_does_not_is_caught_with_the_means_to_repeat_it() {
    let error = truncations(&host::<1>(), "", DOCUMENT, 1).unwrap_err();
    assert!(error.ends_with("on the first 9 bytes"), "{error}");
    // The kit of plugins keeps a refusal even when the author loses it.
    assert!(sink_refusals(&host::<2>(), "", DOCUMENT, u64::MAX).is_ok());
}
