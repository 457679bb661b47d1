//! What arrives: one cXML document, or a multipart message that carries one with its attachments.
//!
//! It maps nothing. Invariant: every part that is cXML is read as cXML, whatever the message calls it.

use crate::mime::{self, Part};
use debar_plugin_api::DecodeError;
use debar_shared_xml::{Document, Limits, Origin};

/// The documents and attachments of one native document.
pub struct Package<'p> {
    /// cXML documents, the one that starts the message first in line when it is cXML.
    pub documents: Vec<Document<'p>>,
    /// Parts that are not cXML.
    pub attachments: Vec<&'p Part<'p>>,
    /// Things that people should know.
    pub remarks: Vec<String>,
    /// The message is signed as a whole.
    pub signed: bool,
}

/// The parts of a native document: [`Package::read`] borrows from them.
pub enum Native<'a> {
    /// One document.
    Plain(&'a [u8], Option<String>),
    /// A multipart message.
    Message(mime::Message<'a>),
}

impl<'a> Native<'a> {
    pub fn split(bytes: &'a [u8], content_type: &str) -> Result<Self, DecodeError> {
        Ok(match mime::read(bytes, content_type)? {
            Some(message) => Self::Message(message),
            None => Self::Plain(bytes, mime::field(content_type).parameter("charset").map(str::to_owned)),
        })
    }
}

impl<'p> Package<'p> {
    pub fn read(native: &'p Native<'p>) -> Result<Self, DecodeError> {
        let limits = Limits::default();
        let mut package =
            Self { documents: Vec::new(), attachments: Vec::new(), remarks: Vec::new(), signed: false };
        let message = match native {
            Native::Plain(bytes, charset) => {
                package.documents.push(Document::parse(bytes, charset.as_deref(), &limits)?);
                return Ok(package);
            }
            Native::Message(message) => message,
        };
        package.signed = message.signed;
        let start = match &message.start {
            Some(id) => message.parts.iter().position(|part| part.id.as_ref() == Some(id)),
            None => Some(0),
        };
        if start.is_none() {
            package.remarks.push("the `start` parameter of the message names no part".to_owned());
        }
        for (index, part) in message.parts.iter().enumerate() {
            if !is_xml(part) {
                package.attachments.push(part);
                continue;
            }
            let prefix = if Some(index) == start { String::new() } else { format!("part[{}]", index + 1) };
            let doc =
                Document::parse_part(&part.bytes, part.charset.as_deref(), &limits, origin(part), prefix)?;
            if doc.root().name().eq_ignore_ascii_case("cXML") {
                if Some(index) != start {
                    let n = index + 1;
                    package.remarks.push(format!("part {n} is cXML although it does not start the message"));
                }
                package.documents.push(doc);
            } else {
                package.attachments.push(part);
            }
        }
        if package.documents.is_empty() {
            return Err(DecodeError::unsupported(
                "cxml-no-document",
                "no part of the message is a cXML document",
            )
            .help("send the order as the first part, with its attachments behind it"));
        }
        Ok(package)
    }
}

fn origin(part: &Part<'_>) -> Origin {
    part.origin
}

/// True for a part that says it is XML, or begins like it.
fn is_xml(part: &Part<'_>) -> bool {
    let kind = part.media_type.as_str();
    if matches!(kind, "text/xml" | "application/xml" | "application/cxml") || kind.ends_with("+xml") {
        return true;
    }
    let head = part.bytes.get(..part.bytes.len().min(4096)).unwrap_or_default();
    let first =
        head.iter().find(|b| !b.is_ascii_whitespace() && !matches!(b, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    // Half a megabyte of blanks before the mark-up is still mark-up; HTML pages and images are not cXML.
    match first {
        Some(b'<') => names_cxml(&part.bytes),
        None => names_cxml(&part.bytes),
        Some(_) => false,
    }
}

/// True when the bytes name the root of cXML in any width of characters.
fn names_cxml(bytes: &[u8]) -> bool {
    let wide = |bytes: &[u8], even: usize| {
        let narrow: Vec<u8> = bytes.iter().skip(even).step_by(2).copied().collect();
        memchr::memmem::find(&narrow.to_ascii_lowercase(), b"cxml").is_some()
    };
    memchr::memmem::find(&bytes.to_ascii_lowercase(), b"cxml").is_some() || wide(bytes, 0) || wide(bytes, 1)
}
