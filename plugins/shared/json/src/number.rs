//! Numbers: checked against the grammar of RFC 8259, kept as exact text. Not arithmetic. Invariant: no value ever
//! goes through a binary float.

use crate::Problem;

/// End of the number that starts at `start`.
pub(crate) fn scan(bytes: &[u8], start: usize, limit: usize) -> Result<usize, (usize, Problem)> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let whole = at;
    at = digits(bytes, at)?;
    if bytes.get(whole) == Some(&b'0') && at > whole + 1 {
        return Err((whole, Problem::Number));
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    if at - start > limit { Err((start, Problem::Size)) } else { Ok(at) }
}

fn digits(bytes: &[u8], start: usize) -> Result<usize, (usize, Problem)> {
    let rest = bytes.get(start..).unwrap_or_default();
    match rest.iter().take_while(|b| b.is_ascii_digit()).count() {
        0 if rest.is_empty() => Err((bytes.len(), Problem::Truncated)),
        0 => Err((start, Problem::Number)),
        n => Ok(start + n),
    }
}
