//! One step of the main path by hand: decode a document, encode an answer. Nothing is screened or recorded,
//! so nothing that comes from here is a verdict.

use debar_host::Receipt;
use debar_model::{Decision, PurchaseRequest};

use crate::Gate;
use crate::adapter::Adapter;
use crate::adapters::Unrouted;
use crate::config::Route;
use crate::outcome::NativeAnswer;

/// A document that was decoded and not screened.
#[derive(Debug)]
pub struct Decoding<'a> {
    adapter: &'a Adapter,
    receipt: Receipt,
    /// The requests.
    pub requests: Vec<PurchaseRequest>,
    /// What the plugin had to say.
    pub remarks: Vec<String>,
}

impl Gate {
    /// Decodes a document.
    ///
    /// # Errors
    /// Why it cannot be decoded, in words.
    pub fn decode(
        &self,
        bytes: &[u8],
        content_type: Option<&str>,
        plugin: Option<&str>,
    ) -> Result<Decoding<'_>, String> {
        let limit = self.config.limits.document_bytes.value;
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
            return Err(format!("it is larger than the limit of {limit} bytes"));
        }
        let adapter = match plugin {
            Some(id) => self.adapters.by_id(id).ok_or_else(|| format!("no plugin has the id `{id}`"))?,
            None => self.adapters.route(content_type, bytes).map_err(Unrouted::into_words)?,
        };
        let decoded = adapter
            .decode(&Receipt::new(content_type.unwrap_or_default(), bytes))
            .map_err(|failure| failure.why)?;
        let remarks = decoded.reports.iter().map(|report| report.message.clone()).collect();
        Ok(Decoding { adapter, receipt: decoded.receipt, requests: decoded.requests, remarks })
    }

    /// Encodes decisions, given with their JSON, as the native answer to a decoded document.
    ///
    /// # Errors
    /// Why there is no answer, in words.
    pub fn encode(
        &self,
        decoding: &Decoding<'_>,
        decisions: &[(Decision, Vec<u8>)],
    ) -> Result<NativeAnswer, String> {
        if decisions.len() != decoding.requests.len() {
            return Err(format!(
                "the document has {} request(s), and {} decision(s) are given",
                decoding.requests.len(),
                decisions.len()
            ));
        }
        let lines: Vec<usize> = decoding.requests.iter().map(|request| request.lines.len()).collect();
        let decisions: Vec<(&Decision, &[u8])> =
            decisions.iter().map(|(decision, json)| (decision, json.as_slice())).collect();
        decoding.adapter.encode(&decoding.receipt, &decisions, &lines, &Route::default())
    }
}
