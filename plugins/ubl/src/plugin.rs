//! The plugin's face to the host: metadata, sniffing, decode and encode. The mapping is in `order`.
//!
//! Invariant: one document is one request.

use crate::config::Config;
use crate::{answer, kind, order};
use debar_plugin_api::{Decision, DecodeError, EncodeError, Input, Meta, Out, Plugin, PluginError, Sink};
use debar_shared_xml::{Document, Limits};

/// UBL 2.x orders.
pub struct Ubl {
    config: Config,
}

impl Plugin for Ubl {
    const META: Meta = Meta {
        id: "ubl",
        version: env!("CARGO_PKG_VERSION"),
        title: "UBL 2.0 to 2.4 orders, OASIS and Peppol",
        media_types: &["application/xml", "text/xml", "application/vnd.oasis.ubl+xml"],
        roots: &["Order"],
        magic: &[],
        answers: &["OrderResponse", "OrderCancellation"],
    };

    type Config = Config;

    fn new(config: Config) -> Result<Self, PluginError> {
        Ok(Self { config })
    }

    fn sniff(head: &[u8]) -> u32 {
        let narrow: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
        let has = |what: &str| memchr::memmem::find(&narrow, what.as_bytes()).is_some();
        if has("urn:oasis:names:specification:ubl:schema:xsd:Order-2") {
            95
        } else if has("urn:oasis:names:specification:ubl:schema:xsd:") {
            80
        } else {
            0
        }
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let bytes = input.bytes()?;
        kind::refuse_json(bytes)?;
        let doc = Document::parse(bytes, charset(input.content_type()), &Limits::default())?;
        kind::refuse_others(doc.root())?;
        order::decode(&doc, sink)
    }

    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        let unreadable = |why: String| {
            EncodeError::unsupported("ubl-unreadable", why).help(
                "answer the sender outside of UBL: an order response must name the order and both parties",
            )
        };
        let doc = Document::parse(input.bytes()?, charset(input.content_type()), &Limits::default())
            .map_err(|error| unreadable(format!("the order cannot be read: {error}")))?;
        kind::refuse_others(doc.root()).map_err(|error| unreadable(error.to_string()))?;
        let text = answer::write(&self.config, doc.root(), decisions)?;
        out.header("content-type", "application/xml; charset=UTF-8")?;
        out.write(text.as_bytes())
    }
}

/// The `charset` parameter of a content type.
fn charset(content_type: &str) -> Option<&str> {
    let (_, parameters) = content_type.split_once(';')?;
    let pairs = parameters.split(';').filter_map(|part| part.split_once('='));
    let mut found = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case("charset"));
    found.next().map(|(_, value)| value.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_of_a_content_type() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(charset(text), expect, "{text}");
        check("application/xml", None);
        check("application/xml; charset=utf-8", Some("utf-8"));
        check("text/xml;a=b; CharSet = \"ISO-8859-1\" ;c=d", Some("ISO-8859-1"));
        check("text/xml; charset", None);
    }
}
