//! The plugin's face to the host: metadata, sniffing, decode and encode. The mapping is in `order`.
//!
//! Invariant: decode and encode see the requests of a document in the same order.

use crate::config::Config;
use crate::package::{Native, Package};
use crate::{answer, order};
use debar_plugin_api::{Decision, DecodeError, EncodeError, Input, Meta, Out, Plugin, PluginError, Sink};

/// cXML orders and punchout carts.
pub struct Cxml {
    config: Config,
}

impl Plugin for Cxml {
    const META: Meta = Meta {
        id: "cxml",
        version: env!("CARGO_PKG_VERSION"),
        title: "cXML 1.2 orders and punchout carts",
        media_types: &[
            "text/xml",
            "application/xml",
            "application/cxml",
            "multipart/related",
            "multipart/mixed",
        ],
        roots: &["cXML"],
        magic: &[b"MIME-Version:", b"Content-Type: multipart/related"],
        answers: &["Response", "StatusUpdateRequest", "ConfirmationRequest"],
    };

    type Config = Config;

    fn new(config: Config) -> Result<Self, PluginError> {
        Ok(Self { config })
    }

    fn sniff(head: &[u8]) -> u32 {
        let narrow: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
        let has = |what: &[u8]| memchr::memmem::find(&narrow, what).is_some();
        if has(b"<cXML") {
            95
        } else if has(b":cXML ") || has(b"cXML.dtd") || has(b"<!DOCTYPE cXML") {
            80
        } else if has(b"multipart/related") || has(b"multipart/mixed") {
            30
        } else if prolog_only(&narrow) {
            // The root is behind what could be seen: better refused by its name than by nobody.
            51
        } else {
            0
        }
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let native = Native::split(input.bytes()?, input.content_type())?;
        let package = Package::read(&native)?;
        order::decode(&package, sink)
    }

    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        let text = answer::write(&self.config, input, decisions)?;
        out.header("content-type", "text/xml; charset=UTF-8")?;
        out.write(text.as_bytes())
    }
}

/// True for XML whose visible part holds declarations, comments and instructions, and no element.
fn prolog_only(head: &[u8]) -> bool {
    let mut rest = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let mut seen = false;
    while let Some(markup) = rest.strip_prefix(b"<") {
        let end: &[u8] = match markup {
            [b'?', ..] => b"?>",
            [b'!', b'-', b'-', ..] => b"-->",
            [b'!', ..] => b">",
            _ => return false,
        };
        seen = true;
        match memchr::memmem::find(markup, end) {
            Some(at) => rest = markup.get(at + end.len()..).unwrap_or_default().trim_ascii_start(),
            None => return true,
        }
    }
    seen && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_known_by_their_head() {
        let check = |head: &str, expect: u32| assert_eq!(Cxml::sniff(head.as_bytes()), expect, "{head}");
        check("<cXML payloadID='1'>", 95);
        check("<c:cXML xmlns:c='urn:x'>", 80);
        check("<?xml version='1.0'?><!-- a long comment", 51);
        check("<?xml version='1.0'?>\n<Order", 0);
        check("{\"a\":1}", 0);
        check("", 0);
        let wide: Vec<u8> = "<cXML>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(Cxml::sniff(&wide), 95);
    }
}
