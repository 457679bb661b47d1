//! The plugin's face: metadata, sniffing, JSON or XML. Not the mapping. Invariant: decode and encode read the document
//! in the same way.

use debar_plugin_api::{
    Decision, DecodeError, EncodeError, ErrorKind, Input, Meta, NoConfig, Out, Plugin, PluginError, Sink,
    Where,
};
use debar_shared_json::{Document as Json, Limits as JsonLimits, Source, Value};
use debar_shared_xml::{Document as Xml, Limits as XmlLimits, XmlError};

use crate::item::{Item, NAMESPACE};
use crate::{answer, bom};

/// The adapter for CycloneDX.
#[derive(Debug)]
pub struct CycloneDx;

impl Plugin for CycloneDx {
    const META: Meta = Meta {
        id: "cyclonedx",
        version: env!("CARGO_PKG_VERSION"),
        title: "CycloneDX 1.2 to 1.7, JSON and XML",
        media_types: &[
            "application/vnd.cyclonedx+json",
            "application/vnd.cyclonedx+xml",
            "application/vnd.cyclonedx",
        ],
        roots: &["bom", "/bomFormat", "/specVersion"],
        answers: &["findings+json"],
        ..Meta::NEW
    };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn sniff(head: &[u8]) -> u32 {
        let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
        let text = String::from_utf8_lossy(&plain);
        if is_json(head) {
            let bom = text.contains("\"bomFormat\"") && text.contains("\"CycloneDX\"");
            return if bom { 95 } else { u32::from(text.contains("\"specVersion\"")) * 40 };
        }
        if text.contains(NAMESPACE) { 95 } else { 0 }
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let bytes = input.bytes()?;
        if is_json(bytes) {
            let source = Source::new(bytes)?;
            let document = Json::parse(&source, JsonLimits::default())?;
            let repeated: Vec<Where<'_>> =
                document.repeated().into_iter().take(20).map(Value::place).collect();
            return bom::bom(sink, Item::Json(document.root()), &repeated);
        }
        let document = xml(input, bytes)?;
        bom::bom(sink, Item::Element(document.root()), &[])
    }

    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        let bytes = input.bytes().map_err(|_| {
            EncodeError::new(ErrorKind::Source, "source", "the document cannot be read again")
        })?;
        if !is_json(bytes) {
            let document = xml(input, bytes).ok();
            return answer::encode(
                document.as_ref().map(|document| Item::Element(document.root())),
                decisions,
                out,
            );
        }
        let source = Source::new(bytes).ok();
        let document = source.as_ref().and_then(|source| Json::parse(source, JsonLimits::default()).ok());
        answer::encode(document.as_ref().map(|document| Item::Json(document.root())), decisions, out)
    }
}

/// The first character decides: byte order marks and the zero bytes of UTF-16 aside, JSON starts with a bracket.
fn is_json(bytes: &[u8]) -> bool {
    let first = bytes
        .iter()
        .find(|b| !matches!(b, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF | 0 | b' ' | b'\t' | b'\r' | b'\n'));
    matches!(first, Some(b'{' | b'['))
}

fn xml<'b>(input: &Input<'_>, bytes: &'b [u8]) -> Result<Xml<'b>, Box<XmlError>> {
    let label = input.content_type().split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    Xml::parse(bytes, label, &XmlLimits::default())
}
