//! The searchable values of a decoded document as lines of text. Not a serialization.
//!
//! Invariant: one line per value that the engine would see, in its order.

use debar_host::Decoded;

/// `request/line slot "text" @offset+len pointer`, one per searchable value; digests at the end of each line.
#[must_use]
pub fn values(decoded: &Decoded) -> Vec<String> {
    let mut lines = Vec::new();
    for (index, request) in decoded.requests.iter().enumerate() {
        for value in request.values() {
            let line = value.line.map_or_else(String::new, |line| line.to_string());
            let at = value.source;
            lines.push(format!(
                "{index}/{line} {} {:?} @{}+{} {}",
                value.slot.word(),
                value.text,
                at.offset,
                at.len,
                at.pointer
            ));
        }
        for (ordinal, line) in request.lines.iter().enumerate() {
            let artifacts = line.artifacts.iter().flat_map(|artifact| &artifact.digests);
            for digest in line.digests.iter().chain(artifacts) {
                let at = &digest.source;
                let (value, object) = (&digest.value, digest.value.object());
                lines.push(format!(
                    "{index}/{ordinal} digest {value} {object} @{}+{} {}",
                    at.offset, at.len, at.pointer
                ));
            }
        }
    }
    lines
}
