//! The answer to a JSON or NDJSON document: the decision as the host printed it. Not a second printing. Invariant: the
//! bytes of a decision are passed on unchanged, but for line ends between tokens where a record must be one line.

use debar_plugin_api::{Decision, EncodeError, Out};

/// One decision for one request; an array for an array.
pub(crate) fn json(array: bool, decisions: &[Decision<'_>], out: &mut Out<'_>) -> Result<(), EncodeError> {
    out.header("content-type", "application/json")?;
    if let ([decision], false) = (decisions, array) {
        return out.write(decision.json);
    }
    let mut before: &[u8] = b"[";
    for decision in decisions {
        out.write(before)?;
        out.write(decision.json)?;
        before = b",";
    }
    out.write(if decisions.is_empty() { b"[]" } else { b"]" })
}

/// One line for each record.
pub(crate) fn lines(decisions: &[Decision<'_>], out: &mut Out<'_>) -> Result<(), EncodeError> {
    out.header("content-type", "application/x-ndjson")?;
    for decision in decisions {
        // Inside a JSON string a line end is an escape, so only white space between tokens changes.
        let line: Vec<u8> =
            (decision.json.iter()).map(|b| if matches!(b, b'\n' | b'\r') { b' ' } else { *b }).collect();
        out.write(&line)?;
        out.write(b"\n")?;
    }
    Ok(())
}
