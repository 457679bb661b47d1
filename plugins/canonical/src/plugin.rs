//! The plugin's face: metadata, sniffing, and which reader and writer a document gets. Not the readers. Invariant:
//! decode and encode choose by the same shape.

use debar_plugin_api::{
    Decision, DecodeError, EncodeError, ErrorKind, Input, Meta, Out, Plugin, PluginError, Sink,
};
use debar_shared_json::{Kind, Source};

use crate::config::Config;
use crate::json::Layout;
use crate::shape::{Shape, charset, shape};
use crate::{answer, csv_answer, json, table};

/// The adapter for canonical JSON, NDJSON and CSV.
#[derive(Debug)]
pub struct Canonical {
    config: Config,
}

impl Plugin for Canonical {
    const META: Meta = Meta {
        id: "canonical",
        version: env!("CARGO_PKG_VERSION"),
        title: "canonical request as JSON, NDJSON or CSV",
        media_types: &[
            "application/vnd.debar.request+json",
            "application/json",
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "text/csv",
            "text/tab-separated-values",
        ],
        roots: &["/schema_version", "/lines", "/supplier", "/parties"],
        answers: &["decision+json", "decision+ndjson", "decision+csv"],
        ..Meta::NEW
    };
    type Config = Config;

    fn new(config: Config) -> Result<Self, PluginError> {
        table::check(&config.csv)?;
        Ok(Self { config })
    }

    fn sniff(head: &[u8]) -> u32 {
        let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
        let text = String::from_utf8_lossy(&plain);
        let has = |key: &str| text.contains(key);
        if has("\"bomFormat\"")
            || has("\"spdxVersion\"")
            || has("\"ocid\"")
            || text.trim_start().starts_with('<')
        {
            return 0;
        }
        match shape("", head) {
            Shape::Json if has("\"schema_version\"") => 80,
            Shape::Json if has("\"lines\"") => 60,
            Shape::Json if has("\"supplier\"") || has("\"parties\"") || has("\"description\"") => 50,
            Shape::Json => 5,
            _ => {
                let header =
                    text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default().to_lowercase();
                let known = ["supplier", "description", "quantity", "line_id", "manufacturer", "purl"];
                if header.contains([',', ';', '\t']) && known.iter().any(|name| header.contains(name)) {
                    40
                } else {
                    0
                }
            }
        }
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let bytes = input.bytes()?;
        let shape = shape(input.content_type(), bytes);
        match shape {
            Shape::Json | Shape::Lines => {
                let source = Source::new(bytes)?;
                json::decode(sink, &source, shape == Shape::Lines)
            }
            Shape::Csv | Shape::Tabs => {
                let source = table::source(bytes, &self.config.csv, charset(input.content_type()))?;
                table::decode(sink, &source, &self.config.csv, shape == Shape::Tabs)
            }
        }
    }

    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        let bytes = input.bytes().map_err(|_| unread())?;
        let shape = shape(input.content_type(), bytes);
        match shape {
            Shape::Lines => answer::lines(decisions, out),
            // A document that could not be decoded still gets its hold, as one JSON value or a table without rows.
            Shape::Json => match Source::new(bytes).as_ref().map(|source| json::layout(source, false)) {
                Ok(Ok(Layout::Lines)) => answer::lines(decisions, out),
                Ok(Ok(Layout::One(document))) => {
                    answer::json(document.root().kind() == Kind::Array, decisions, out)
                }
                _ => answer::json(false, decisions, out),
            },
            Shape::Csv | Shape::Tabs => {
                let source = table::source(bytes, &self.config.csv, charset(input.content_type())).ok();
                let table =
                    source.as_ref().and_then(|s| table::open(s, &self.config.csv, shape == Shape::Tabs).ok());
                csv_answer::encode(table.as_ref(), decisions, out)
            }
        }
    }
}

fn unread() -> EncodeError {
    EncodeError::new(ErrorKind::Source, "source", "the document cannot be read again")
}
