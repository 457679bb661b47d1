//! multipart messages as cXML uses them (RFC 2046, RFC 2387): parts with their decoded bytes and native places.
//!
//! It is no mail reader. Invariant: a message with two readings (a line that almost is a boundary, a header twice, an
//! unknown encoding) is refused, so that no other reader sees another order.

use debar_plugin_api::{DecodeError, Where};
use debar_shared_xml::{Origin, base64};
use std::borrow::Cow;

/// Parts of one message, nested ones included.
pub const PARTS: usize = 500;
/// Multiparts in multiparts.
pub const DEPTH: usize = 8;
/// Bytes of the headers of one part.
pub const HEADERS: usize = 64 << 10;

/// One part that is no multipart.
pub struct Part<'a> {
    pub media_type: String,
    pub charset: Option<String>,
    pub id: Option<String>,
    pub name: Option<String>,
    pub bytes: Cow<'a, [u8]>,
    pub origin: Origin,
}

/// A message: its parts, and the content id of the one that `start` names.
pub struct Message<'a> {
    pub parts: Vec<Part<'a>>,
    pub start: Option<String>,
    pub signed: bool,
}

/// A header value with its parameters, as in `multipart/related; boundary=x`.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Field {
    pub value: String,
    pub parameters: Vec<(String, String)>,
}

/// Reads a message whose outer content type is `outer`, or stands at the head of `bytes`. `None` when it is none.
pub fn read<'a>(bytes: &'a [u8], outer: &str) -> Result<Option<Message<'a>>, DecodeError> {
    let transport = field(outer);
    let mut message = Message { parts: Vec::new(), start: None, signed: false };
    if transport.is_multipart() {
        let parameters = transport.required("boundary", 0)?;
        message.start = transport.parameter("start").map(bare_id);
        message.signed = transport.is_signed();
        split(bytes, 0, &parameters, 1, &mut message)?;
        return Ok(Some(message));
    }
    let begins_xml =
        bytes.iter().find(|b| !b.is_ascii_whitespace()).is_none_or(|b| matches!(b, b'<' | 0 | 0xFE..));
    if begins_xml || bytes.starts_with(b"\xEF\xBB\xBF") {
        return Ok(None);
    }
    let Ok((headers, at)) = headers(bytes, 0) else { return Ok(None) };
    let Some(top) = headers.one("content-type", 0)?.map(|v| field(&v)).filter(Field::is_multipart) else {
        return Ok(None);
    };
    message.start = top.parameter("start").map(bare_id);
    message.signed = top.is_signed();
    let body = bytes.get(at..).unwrap_or_default();
    split(body, at, &top.required("boundary", 0)?, 1, &mut message)?;
    Ok(Some(message))
}

/// Reads `type/subtype; key=value; key="value"`.
pub fn field(text: &str) -> Field {
    let (value, mut rest) = text.split_once(';').unwrap_or((text, ""));
    let mut parameters = Vec::new();
    while !rest.trim().is_empty() {
        let Some((key, after)) = rest.split_once('=') else { break };
        let after = after.trim_start();
        let value;
        if let Some(quoted) = after.strip_prefix('"') {
            let mut text = String::new();
            let mut chars = quoted.chars();
            while let Some(c) = chars.next() {
                match c {
                    '"' => break,
                    '\\' => text.extend(chars.next()),
                    c => text.push(c),
                }
            }
            value = text;
            rest = chars.as_str().split_once(';').map_or("", |(_, rest)| rest);
        } else {
            let (plain, next) = after.split_once(';').unwrap_or((after, ""));
            value = plain.trim().to_owned();
            rest = next;
        }
        parameters.push((key.trim().trim_start_matches(';').trim().to_ascii_lowercase(), value));
    }
    Field { value: value.trim().to_ascii_lowercase(), parameters }
}

/// A content id without its angle brackets.
pub fn bare_id(id: &str) -> String {
    let id = id.trim();
    id.strip_prefix('<').and_then(|id| id.strip_suffix('>')).unwrap_or(id).to_owned()
}

impl Field {
    pub fn parameter(&self, key: &str) -> Option<&str> {
        self.parameters.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    fn is_multipart(&self) -> bool {
        self.value.starts_with("multipart/")
    }

    fn is_signed(&self) -> bool {
        self.value == "multipart/signed"
    }

    fn required(&self, key: &str, at: usize) -> Result<String, DecodeError> {
        let mut found = self.parameters.iter().filter(|(k, _)| k == key).map(|(_, v)| v);
        match (found.next(), found.next()) {
            (Some(one), None) if !one.is_empty() && one.len() <= 70 => Ok(one.clone()),
            _ => Err(broken(
                "mime-boundary",
                at,
                "the multipart message names no boundary, or not one of 1 to 70 characters",
            )),
        }
    }
}

struct Headers(Vec<(String, String)>);

impl Headers {
    /// The only header of this name; twice is an error, since readers differ in which one counts.
    fn one(&self, name: &str, at: usize) -> Result<Option<String>, DecodeError> {
        let mut found = self.0.iter().filter(|(k, _)| k == name).map(|(_, v)| v);
        let first = found.next().cloned();
        if found.next().is_some() {
            return Err(broken("mime-header-twice", at, format!("header `{name}` stands twice")));
        }
        Ok(first)
    }
}

/// Headers at the start of `bytes`, folded lines joined, and the position behind the empty line.
fn headers(bytes: &[u8], base: usize) -> Result<(Headers, usize), DecodeError> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if at > HEADERS || (rest.is_empty() && at > 0) {
            return Err(broken(
                "mime-headers",
                base + at.min(bytes.len()),
                "the headers of a part do not end",
            ));
        }
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
        let line = rest.get(..end).unwrap_or_default();
        let text = std::str::from_utf8(line)
            .map_err(|_| broken("mime-headers", base + at, "a header is not text"))?
            .trim_end_matches(['\r', '\n']);
        at += end;
        if text.is_empty() {
            return Ok((Headers(found), at));
        }
        if text.starts_with([' ', '\t']) {
            match found.last_mut() {
                Some((_, value)) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                None => return Err(broken("mime-headers", base, "a part starts with a folded line")),
            }
            continue;
        }
        let named = text
            .split_once(':')
            .filter(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic()));
        match named {
            Some((name, value)) => found.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => return Err(broken("mime-headers", base + at - end, "a header line has no name")),
        }
    }
}

fn split<'a>(
    body: &'a [u8],
    base: usize,
    boundary: &str,
    depth: usize,
    message: &mut Message<'a>,
) -> Result<(), DecodeError> {
    if depth > DEPTH {
        return Err(limit(base, format!("multiparts are nested more than {DEPTH} deep")));
    }
    let delimiter = format!("--{boundary}");
    let (mut at, mut start, mut closed) = (0, None::<usize>, false);
    while at < body.len() {
        let rest = body.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
        let line = rest.get(..end).unwrap_or_default();
        if let Some(tail) = line.strip_prefix(delimiter.as_bytes()) {
            let last = tail.starts_with(b"--");
            let tail = if last { tail.get(2..).unwrap_or_default() } else { tail };
            if !tail.iter().all(u8::is_ascii_whitespace) {
                return Err(broken("mime-boundary", base + at, "a line starts like a boundary and is none"));
            }
            if let Some(from) = start {
                let part = body.get(from..at).unwrap_or_default();
                let part = part.strip_suffix(b"\n").map_or(part, |p| p.strip_suffix(b"\r").unwrap_or(p));
                one(part, base + from, depth, message)?;
            }
            start = Some(at + end);
            if last {
                closed = true;
                let after = body.get(at + end..).unwrap_or_default();
                if !after.iter().all(u8::is_ascii_whitespace) {
                    return Err(broken("mime-trailing", base + at + end, "content after the last part"));
                }
                break;
            }
        }
        at += end;
    }
    match (start, closed) {
        (None, _) => {
            Err(broken("mime-boundary", base, "the boundary that the header names is not in the message"))
        }
        (Some(_), false) => Err(broken("mime-boundary", base + body.len(), "the last part is not closed")),
        (Some(_), true) => Ok(()),
    }
}

fn one<'a>(part: &'a [u8], base: usize, depth: usize, message: &mut Message<'a>) -> Result<(), DecodeError> {
    if message.parts.len() >= PARTS {
        return Err(limit(base, format!("the message has more than {PARTS} parts")));
    }
    // A part may begin with its empty line at once: then it has no headers.
    let (headers, at) = headers(part, base)?;
    let kind = headers.one("content-type", base)?.map(|v| field(&v)).unwrap_or_default();
    let body = part.get(at..).unwrap_or_default();
    let place = base + at;
    let encoding = headers.one("content-transfer-encoding", base)?.unwrap_or_default().to_ascii_lowercase();
    let plain = matches!(encoding.as_str(), "" | "7bit" | "8bit" | "binary");
    if kind.is_multipart() {
        if !plain {
            return Err(broken("mime-encoding", base, "a multipart has a transfer encoding"));
        }
        message.signed |= kind.is_signed();
        return split(body, place, &kind.required("boundary", base)?, depth + 1, message);
    }
    let within = Origin::Within(place as u64, body.len() as u64);
    let (bytes, origin) = match encoding.as_str() {
        _ if plain => (Cow::Borrowed(body), Origin::At(place as u64)),
        "base64" => {
            let bytes = base64(body).ok_or_else(|| broken("mime-base64", place, "the part is not base64"))?;
            (Cow::Owned(bytes), within)
        }
        "quoted-printable" => {
            let bytes = quoted(body)
                .ok_or_else(|| broken("mime-quoted-printable", place, "the part is not quoted-printable"))?;
            (Cow::Owned(bytes), within)
        }
        _ => return Err(broken("mime-encoding", base, "the transfer encoding of a part is not known")),
    };
    let disposition = headers.one("content-disposition", base)?.map(|v| field(&v)).unwrap_or_default();
    let name = disposition.parameter("filename").or_else(|| kind.parameter("name")).map(str::to_owned);
    message.parts.push(Part {
        charset: kind.parameter("charset").map(str::to_owned),
        media_type: if kind.value.is_empty() { "text/plain".to_owned() } else { kind.value },
        id: headers.one("content-id", base)?.map(|id| bare_id(&id)),
        name,
        bytes,
        origin,
    });
    Ok(())
}

/// Decodes quoted-printable (RFC 2045, 6.7); `None` for a `=` that means nothing.
fn quoted(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, tail)) = rest.split_first() {
        if *first != b'=' {
            out.push(*first);
            rest = tail;
            continue;
        }
        let blanks = tail.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        rest = match (tail, tail.get(blanks..)?) {
            (_, [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => after,
            ([high, low, after @ ..], _) => {
                let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|d| u8::try_from(d).ok());
                out.push(digit(high)? << 4 | digit(low)?);
                after
            }
            _ => return None,
        };
    }
    Some(out)
}

fn broken(code: &'static str, at: usize, message: impl Into<String>) -> DecodeError {
    DecodeError::malformed(code, message)
        .help("have the sender repair the message")
        .at(&Where::new(at as u64, 1, ""))
}

fn limit(at: usize, message: String) -> DecodeError {
    DecodeError::limit("mime-limit", message)
        .help("send fewer or less nested attachments")
        .at(&Where::new(at as u64, 1, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_fields_are_split() {
        let check = |text: &str, value: &str, parameters: &[(&str, &str)]| {
            let found = field(text);
            let expect: Vec<_> = parameters.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
            assert_eq!((found.value.as_str(), found.parameters), (value, expect), "{text}");
        };
        check("Text/XML", "text/xml", &[]);
        check("text/xml; Charset=UTF-8", "text/xml", &[("charset", "UTF-8")]);
        check("a/b;x=\"1;2\\\"3\" ; y = z", "a/b", &[("x", "1;2\"3"), ("y", "z")]);
        check("a/b; broken", "a/b", &[]);
        check("a/b; x=\"open", "a/b", &[("x", "open")]);
    }

    #[test]
    fn quoted_printable_is_strict() {
        let check = |text: &str, expect: Option<&str>| {
            assert_eq!(quoted(text.as_bytes()).as_deref(), expect.map(str::as_bytes), "{text:?}");
        };
        check("a=3Db=\r\nc= \nd", Some("a=bcd"));
        check("a=3", None);
        check("a=XY", None);
        check("=", None);
    }
}
