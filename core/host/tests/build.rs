//! From events to requests: a linked plugin whose document is a script of events, one per line.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]
#![forbid(unsafe_code)]

use debar_host::{CallOptions, DecodeFailure, Decoded, Document, Plugin as Loaded};
use debar_model::{LineKind, Operation, PurchaseRequest};
use debar_plugin_api::{
    Decision, DecodeError, EncodeError, FieldType, Input, Meta, NoConfig, Out, Plugin, PluginError, Sink,
    Text, Where, field, node, static_api,
};
use proptest::prelude::*;
use serde_json::json;

/// Reads `begin NODE`, `end`, `FIELD value`, `ext KEY value`, `declare N`, `empty REASON`, `u64 FIELD n`.
struct Script;

impl Plugin for Script {
    const META: Meta = Meta { id: "script", ..Meta::NEW };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let text = std::str::from_utf8(input.bytes()?).unwrap();
        for (row, line) in text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()) {
            let pointer = format!("row {row}");
            let at = input.place(line.as_bytes(), pointer.as_str());
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            let number =
                |name: &str| field::ALL.iter().find(|info| info.name == name).map(|info| info.number);
            match word {
                "begin" => {
                    let node = node::ALL.iter().find(|node| node.1 == rest).map_or(4711, |node| node.0);
                    sink.begin(node, &at)?;
                }
                "end" => sink.end()?,
                "ext" => {
                    let (key, value) = rest.split_once(' ').unwrap_or((rest, ""));
                    sink.ext(key, &Text::new(value, Where::pointer(pointer.as_str())))?;
                }
                "declare" => sink.declare(rest.parse().unwrap())?,
                "empty" => sink.empty(rest)?,
                "u64" => {
                    let (name, value) = rest.split_once(' ').unwrap();
                    sink.u64(number(name).unwrap(), value.parse().unwrap(), &at)?;
                }
                "blob" => sink.blob(field::CONTENT, "text/plain", "name", &at, rest.as_bytes())?,
                name => match field::ALL.iter().find(|info| info.name == name) {
                    Some(info) if info.kind == FieldType::Dec => sink.dec(info.number, rest, &at)?,
                    Some(info) => {
                        sink.str(info.number, &Text::new(rest, Where::pointer(pointer.as_str())))?
                    }
                    None => sink.str(name.parse().unwrap(), &rest.into())?,
                },
            }
        }
        Ok(())
    }

    fn encode(&mut self, _: &Input<'_>, _: &[Decision<'_>], _: &mut Out<'_>) -> Result<(), EncodeError> {
        Ok(())
    }
}

fn decode(script: &str) -> Result<Decoded, DecodeFailure> {
    let plugin = Loaded::linked(static_api::<Script>()).unwrap();
    let document = Document { content_type: "", bytes: script.as_bytes() };
    plugin.instance(&json!({})).unwrap().decode(&document, &CallOptions::default())
}

fn one(script: &str) -> PurchaseRequest {
    let mut requests = decode(&format!("begin REQUEST\n{script}\nend")).unwrap().requests;
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

fn texts(values: &[debar_model::Sourced<String>]) -> Vec<&str> {
    values.iter().map(|value| value.value.as_str()).collect()
}

#[test]
fn a_request_has_every_field_with_its_place() {
    let script = "
        begin REQUEST
        FORMAT cxml\nFORMAT_VERSION 1.2\nKIND OrderRequest\nDOCUMENT_ID D1\nDOCUMENT_REVISION 2
        OPERATION update\nISSUED 2024\nCURRENCY EUR\nTOTAL 12.50\nSIGNATURE ds\nREMARK odd\nUNDECODABLE part
        COMMENT c\nDESCRIPTION d
        begin FACT\nFACT_NAME end-use\nFACT_VALUE labs\nend
        begin CORRELATION\nCORRELATION_NAME payloadID\nCORRELATION_VALUE p1\nend
        begin PARTY\nROLE supplier\nNAME Reseller\nNAME Reseller GmbH\nCOUNTRY DE\next key pv
            begin IDENTIFIER\nSCHEME duns\nVALUE 150483782\nend
        end
        begin ARTIFACT\nURI https://x/y\nNAME y\nMEDIA_TYPE a/b
            begin DIGEST\nALGORITHM MD5\nDIGEST_VALUE D41D8CD98F00B204E9800998ECF8427E\nOBJECT archive\nend
        end
        ext K V
        begin LINE
            LINE_ID 1\nLINE_KIND service\nNAME n\nDESCRIPTION dd\nCOMMENT cc\nBRAND b\nMODEL m\nVERSION v
            SUPPLIER_PART s\nSUPPLIER_AUX_PART sa\nMANUFACTURER_PART mp\nBUYER_PART bp\nQUANTITY 3\nUNIT EA
            UNIT_PRICE 1.5\nPRICE_CURRENCY USD\nAMOUNT 4.5\nORIGIN RU\nLINE_REF ref
            begin IDENTIFIER\nSCHEME purl\nVALUE pkg:npm/a@1\nend
            begin CLASSIFICATION\nCLASS_SCHEME UNSPSC\nCLASS_CODE 43233200\nNAME Security\nend
            begin PARTY\nROLE manufacturer\nNAME Maker\nend
            begin LINE\nNAME child\nLINE_KIND component\nblob bytes\nend
        end
        begin LINE\nNAME last\nAMOUNT 1\nend
        end";
    let decoded = decode(script).unwrap();
    let request = &decoded.requests[0];
    let document = &request.document;
    assert_eq!(document.format, "cxml");
    let single =
        [&document.format_version, &document.kind, &document.id, &document.revision, &document.issued];
    let single: Vec<&str> = single.iter().map(|one| one.as_ref().unwrap().value.as_str()).collect();
    assert_eq!(single, ["1.2", "OrderRequest", "D1", "2", "2024"]);
    assert_eq!(document.operation, Operation::Update);
    assert_eq!(texts(&document.signatures), ["ds"]);
    assert_eq!(texts(&document.remarks), ["odd"]);
    assert_eq!(texts(&document.undecodable), ["part"]);
    assert_eq!(texts(&request.comments), ["c", "d"]);
    assert_eq!(request.facts.values("end-use"), ["labs"]);
    assert_eq!(
        (request.correlation[0].name.as_str(), request.correlation[0].value.value.as_str()),
        ("payloadID", "p1")
    );
    assert_eq!(decoded.receipt.correlation, request.correlation);
    let total = request.total.as_ref().unwrap();
    assert_eq!((total.amount.as_str(), total.currency.as_str()), ("12.50", "EUR"));
    let party = &request.parties[0];
    assert_eq!(texts(&party.names), ["Reseller", "Reseller GmbH"]);
    assert_eq!((party.identifiers[0].value.scheme(), party.extra[0].value.value.as_str()), ("duns", "pv"));
    assert_eq!(request.artifacts[0].digests[0].value.to_string(), "md5:d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(request.extra[0].key, "K");

    assert_eq!(request.lines.len(), 3);
    let line = &request.lines[0];
    assert_eq!(line.kind, LineKind::Service);
    assert_eq!(line.product.part_numbers.len(), 4);
    assert_eq!(line.unit_price.as_ref().unwrap().currency, "USD");
    assert_eq!(line.product.classifications[0].name.as_ref().unwrap().value, "Security");
    assert_eq!(line.parties[0].names[0].value, "Maker");
    assert_eq!((request.lines[1].parent, request.lines[1].kind), (Some(0), LineKind::Component));
    assert_eq!(
        (request.attachments[0].line, request.attachments[0].bytes.as_slice()),
        (Some(1), &b"bytes"[..])
    );
    assert_eq!(
        (request.lines[2].parent, request.lines[2].amount.as_ref().unwrap().currency.as_str()),
        (None, "EUR")
    );

    // The range of a text that is a part of the document is found without being told.
    let name = &line.product.names[0].source;
    let (from, to) = (name.offset as usize, (name.offset + name.len) as usize);
    assert_eq!(&script[from..to], "n");
    assert!(name.pointer.starts_with("row "));
}

#[test]
fn repeated_fields_are_never_dropped() {
    let request =
        one("FORMAT a\nFORMAT b\nDOCUMENT_ID 1\nDOCUMENT_ID 2\nTOTAL 1\nTOTAL 2\nCURRENCY EUR\nCURRENCY USD
        begin LINE\nLINE_ID 1\nLINE_ID 2\nQUANTITY 1\nQUANTITY 2\nUNIT_PRICE 1\nUNIT_PRICE 2\nNAME a\nNAME b
        begin PARTY\nROLE supplier\nROLE manufacturer\nNAME p\nend
        begin IDENTIFIER\nSCHEME x\nVALUE 1\nVALUE 2\nend
        begin DIGEST\nALGORITHM SHA-256\nDIGEST_VALUE zz\nend
        end");
    let kept: Vec<(&str, &str)> =
        request.extra.iter().map(|extra| (extra.key.as_str(), extra.value.value.as_str())).collect();
    assert_eq!(kept, [("format", "b"), ("document-id", "2"), ("total", "2"), ("currency", "USD")]);
    let line = &request.lines[0];
    let kept: Vec<(&str, &str)> =
        line.extra.iter().map(|extra| (extra.key.as_str(), extra.value.value.as_str())).collect();
    assert_eq!(kept, [("line-id", "2"), ("quantity", "2"), ("unit-price", "2"), ("digest/SHA-256", "zz")]);
    assert_eq!(texts(&line.product.names), ["a", "b"]);
    assert_eq!(line.parties.len(), 2);
    assert_eq!(line.product.identifiers.len(), 2);
    assert_eq!(request.document.remarks.len(), 1, "an unreadable digest is said aloud");
}

#[test]
fn a_cancellation_is_one_only_when_nothing_else_is_said() {
    let operation = |words: &str| one(&format!("{words}\nempty none")).document.operation;
    assert_eq!(operation("OPERATION delete"), Operation::Delete);
    assert_eq!(operation("OPERATION delete\nOPERATION delete"), Operation::Delete);
    assert_eq!(operation("OPERATION delete\nOPERATION new"), Operation::New);
    assert_eq!(operation("OPERATION new\nOPERATION delete"), Operation::New);
    assert_eq!(operation("OPERATION DELETE"), Operation::New);
}

#[test]
fn parents_by_reference_never_make_a_circle() {
    let parents = |lines: &[(&str, &str)]| {
        let script: Vec<String> = lines
            .iter()
            .map(|(id, parent)| format!("begin LINE\nLINE_ID {id}\nPARENT_REF {parent}\nend"))
            .collect();
        let request = one(&script.join("\n"));
        let parents: Vec<Option<u32>> = request.lines.iter().map(|line| line.parent).collect();
        (parents, request.document.remarks.len())
    };
    assert_eq!(parents(&[("1", "9"), ("2", "1")]), (vec![None, Some(0)], 1));
    assert_eq!(parents(&[("1", "2"), ("2", "1")]), (vec![None, Some(0)], 1), "a child follows its parent");
    assert_eq!(parents(&[("1", "1")]), (vec![None], 1));
    assert_eq!(parents(&[("1", "x"), ("1", "x"), ("2", "1")]), (vec![None, None, None], 3));
}

#[test]
fn counts_and_empty_requests() {
    let check = |script: &str, expect: &str| {
        let result = decode(script);
        let found = result.as_ref().map_or_else(|failure| failure.cause.code(), |_| "decoded");
        assert_eq!(found, expect, "{script}: {result:?}");
    };
    let line = "begin LINE\nNAME x\nend\n";
    check("", "empty");
    check("empty the file has only headers", "decoded");
    check("begin REQUEST\nend", "empty");
    check(&format!("begin REQUEST\n{line}end\nbegin REQUEST\nend"), "empty");
    check(&format!("begin REQUEST\nempty none at all\n{line}end"), "contract");
    check(&format!("begin REQUEST\n{line}end\nempty none at all"), "contract");
    check(&format!("begin REQUEST\ndeclare 1\n{line}end"), "decoded");
    check(&format!("begin REQUEST\ndeclare 2\n{line}end"), "line-count");
    check(&format!("begin REQUEST\n{line}declare 1\ndeclare 2\nend"), "contract");
    let nested = "begin LINE\nbegin LINE\nend\nend\n";
    check(&format!("begin REQUEST\ndeclare 1\n{nested}end"), "decoded");
    check(&format!("begin REQUEST\ndeclare 2\n{nested}end"), "decoded");
    check(&format!("begin REQUEST\ndeclare 3\n{nested}end"), "line-count");
}

#[test]
fn what_may_not_stand_where_it_stands_is_refused() {
    let check = |script: &str| {
        let failure = decode(script).unwrap_err();
        assert_eq!(failure.cause.code(), "contract", "{script}: {failure}");
    };
    check("NAME x");
    check("begin LINE\nend");
    check("end");
    check("begin NOTHING\nend");
    check("begin REQUEST\nNAME x\nend");
    check("begin REQUEST\nbegin REQUEST\nend\nend");
    check("begin REQUEST\nbegin IDENTIFIER\nend\nend");
    check("begin REQUEST\nbegin DIGEST\nend\nend");
    check("begin REQUEST\nbegin LINE\nbegin FACT\nend\nend\nend");
    check("begin REQUEST\nTOTAL 1,5\nend");
    check("begin REQUEST\nTOTAL 01\nend");
    check("begin REQUEST\nu64 FORMAT 1\nend");
    check("begin REQUEST\n2147487648 unknown with the top bit\nend");
    check("begin REQUEST\nbegin FACT\nFACT_VALUE x\nend\nend");
    check("begin REQUEST\nempty \nend");
    check("begin REQUEST\nbegin LINE\nempty x\nend\nend");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any order of events: a refusal or a request, and in a request every text that was said.
    #[test]
    fn every_text_that_is_said_is_kept(steps in proptest::collection::vec((0..12u32, 0..200usize), 0..60)) {
        let mut open: Vec<u32> = vec![node::REQUEST];
        let mut script = String::from("begin REQUEST\n");
        let mut said = Vec::new();
        for (index, (step, choice)) in steps.iter().enumerate() {
            let Some(here) = open.last().copied() else { break };
            let fits: Vec<_> = field::ALL
                .iter()
                .filter(|info| info.nodes.contains(&here) && info.kind == FieldType::Str)
                .collect();
            match step {
                0..=1 if matches!(here, node::REQUEST | node::LINE) && open.len() < 40 => {
                    let kind = [node::LINE, node::PARTY, node::ARTIFACT][choice % 3];
                    script += &format!("begin {}\n", node::name(kind).unwrap());
                    open.push(kind);
                }
                2 if matches!(here, node::PARTY | node::LINE) => {
                    script += &format!("begin IDENTIFIER\nSCHEME s\nVALUE TEXT{index}.\nend\n");
                    said.push(format!("TEXT{index}."));
                }
                3 if open.len() > 1 => {
                    script += "end\n";
                    open.pop();
                }
                4 => {
                    script += &format!("ext key TEXT{index}.\n");
                    said.push(format!("TEXT{index}."));
                }
                5 => {
                    script += &format!("4711 TEXT{index}.\n");
                    said.push(format!("TEXT{index}."));
                }
                _ => {
                    let info = fits[choice % fits.len()];
                    script += &format!("{} TEXT{index}.\n", info.name);
                    said.push(format!("TEXT{index}."));
                }
            }
        }
        script += &"end\n".repeat(open.len() - 1);
        script += if script.contains("begin LINE") { "end" } else { "empty reason\nend" };
        let decoded = decode(&script).unwrap();
        let shown = format!("{:?}", decoded.requests);
        for text in said {
            prop_assert!(shown.contains(&text), "{text} is lost\n{script}\n{shown}");
        }
    }

    /// Any text at all as a document: never a panic, never a request out of a refusal.
    #[test]
    fn any_script_ends(words in proptest::collection::vec("(begin (REQUEST|LINE|PARTY|DIGEST)|end|NAME x|FORMAT y|declare 1|empty r|blob z|ROLE supplier)", 0..40)) {
        let _ = decode(&words.join("\n"));
    }
}
