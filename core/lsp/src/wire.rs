//! Messages over a stream: `Content-Length` headers and JSON bodies, as the base protocol of LSP 3.17 has
//! them. Own, because a reader is wanted that goes on after a malformed message instead of ending.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// The largest body, in bytes. What is larger is skipped and reported.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The longest header line.
const LONGEST_LINE: u64 = 4096;

/// What came in.
#[derive(Debug, PartialEq)]
pub(crate) enum Incoming {
    Message(Value),
    /// Something that is no message; in words.
    Malformed(String),
}

/// The next message; none at the end of the stream.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut length: Option<u64> = None;
    let mut lines = 0;
    loop {
        let mut line = vec![];
        let count = input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if count == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            if lines == 0 {
                continue;
            }
            break;
        }
        lines += 1;
        // Rubbish in front of a header does not hide it.
        let lower = line.to_ascii_lowercase();
        if let Some(at) = lower.find("content-length:") {
            length = lower.get(at + 15..).and_then(|rest| rest.trim().parse().ok());
        }
    }
    let Some(length) = length else { return Ok(Some(Incoming::Malformed("no content length".to_owned()))) };
    if length > LARGEST {
        let skipped = io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
        return Ok((skipped == length).then(|| Incoming::Malformed("the message is too large".to_owned())));
    }
    let mut body = vec![];
    if input.by_ref().take(length).read_to_end(&mut body)? as u64 != length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(error.to_string()),
    }))
}

/// Writes one message.
pub(crate) fn write(output: &mut impl Write, message: &Value) -> io::Result<()> {
    let body = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

/// Error codes of JSON-RPC and LSP.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ErrorCode {
    Parse = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    Internal = -32603,
    NotInitialized = -32002,
    Cancelled = -32800,
    Failed = -32803,
}

/// A refusal.
#[derive(Debug)]
pub(crate) struct Refusal(pub(crate) ErrorCode, pub(crate) String);

pub(crate) fn answer(id: &Value, result: Result<Value, Refusal>) -> Value {
    match result {
        Ok(result) => json!({"jsonrpc": "2.0", "id": id, "result": result}),
        Err(Refusal(code, message)) => {
            json!({"jsonrpc": "2.0", "id": id, "error": {"code": code as i32, "message": message}})
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use serde_json::json;

    use super::{Incoming, read};

    #[test]
    fn malformed_messages_are_told_and_the_next_one_is_read() {
        let good = "Content-Length: 2\r\n\r\n{}";
        for bad in [
            "Content-Length: 3\r\n\r\n{x}",
            "Content-Length: x\r\n\r\n",
            "Rubbish: 1\r\n\r\n",
            "Content-Length: 2\r\nContent-Type: x\r\n\r\n{]",
        ] {
            let stream = format!("{bad}{good}");
            // In pieces of three bytes.
            let mut input = BufReader::with_capacity(3, stream.as_bytes());
            assert!(matches!(read(&mut input).unwrap(), Some(Incoming::Malformed(_))), "{bad}");
            assert_eq!(read(&mut input).unwrap(), Some(Incoming::Message(json!({}))), "{bad}");
            assert_eq!(read(&mut input).unwrap(), None);
        }
        let mut cut = BufReader::new("Content-Length: 20\r\n\r\n{}".as_bytes());
        assert_eq!(read(&mut cut).unwrap(), None);
        let mut rubbish = BufReader::new("noise Content-Length: 2\n\n{}".as_bytes());
        assert_eq!(read(&mut rubbish).unwrap(), Some(Incoming::Message(json!({}))));
    }
}
