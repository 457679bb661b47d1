//! A document's bytes as text, and the way back from a position in the text to a native byte.
//!
//! It parses nothing. Invariant: the text is exactly the bytes in the chosen character set; one malformed byte
//! refuses the document.

use crate::encoding::{self, Charset};
use crate::error::{Code, Fault, XmlError};
use std::borrow::Cow;

/// Where the bytes stand in the native document.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// They start at this byte of it.
    At(u64),
    /// They were decoded (base64, quoted-printable) from these bytes: `offset`, `len`.
    Within(u64, u64),
}

/// Text of a document with its map to native bytes.
#[derive(Debug)]
pub struct Source<'a> {
    text: Cow<'a, str>,
    bytes: &'a [u8],
    charset: Charset,
    origin: Origin,
    /// (position in the text, position in the bytes), every `STRIDE` characters.
    stations: Vec<(u32, u32)>,
    remark: Option<String>,
}

const STRIDE: usize = 256;

impl<'a> Source<'a> {
    pub(crate) fn read(
        bytes: &'a [u8],
        label: Option<&str>,
        origin: Origin,
        limit: usize,
    ) -> Result<Self, Box<XmlError>> {
        let raw = |fault: Fault| Box::new(plain_error(fault, origin));
        if bytes.len() > limit.min(u32::MAX as usize) {
            return Err(raw(Fault::limit(0, "the size of the document", limit)));
        }
        let (charset, remark) = encoding::choose(bytes, label).map_err(raw)?;
        let body = bytes.get(charset.skip..).unwrap_or_default();
        let (text, stations) = decode(body, charset).map_err(|mut fault| {
            fault.at += charset.skip;
            fault.to = fault.at;
            raw(fault)
        })?;
        Ok(Self { text, bytes, charset, origin, stations, remark })
    }

    /// The text without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True when the text is not the native bytes.
    pub fn is_decoded(&self) -> bool {
        !matches!((&self.text, self.origin), (Cow::Borrowed(_), Origin::At(_)))
    }

    /// The name of the character set.
    pub fn encoding(&self) -> &'static str {
        self.charset.encoding.name()
    }

    /// A declaration that the bytes overruled.
    pub fn remark(&self) -> Option<&str> {
        self.remark.as_deref()
    }

    /// Native offset and length of `at..to` in the text, of whole characters.
    pub fn span(&self, at: usize, to: usize) -> (u64, u64) {
        let (at, to) = (self.text.floor_char_boundary(at), self.text.ceil_char_boundary(to));
        match self.origin {
            Origin::Within(offset, len) => (offset, len),
            Origin::At(base) => {
                let (from, end) = (self.native(at), self.native(to.max(at)));
                (base + from as u64, (end - from) as u64)
            }
        }
    }

    pub(crate) fn error(&self, fault: Fault, pointer: String) -> XmlError {
        let before = self.text.get(..self.text.floor_char_boundary(fault.at)).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let (offset, len) = self.span(fault.at, fault.to);
        XmlError {
            code: fault.code,
            message: fault.message,
            help: Cow::Borrowed(fault.help),
            offset,
            len,
            line: u32::try_from(before.bytes().filter(|b| *b == b'\n').count() + 1).unwrap_or(u32::MAX),
            column: u32::try_from(before.get(start..).unwrap_or_default().chars().count() + 1)
                .unwrap_or(u32::MAX),
            pointer,
        }
    }

    fn native(&self, at: usize) -> usize {
        let skip = self.charset.skip;
        if self.stations.is_empty() {
            return skip + at.min(self.text.len());
        }
        let index = self.stations.partition_point(|(text, _)| *text as usize <= at).saturating_sub(1);
        let (text, mut native) = self.stations.get(index).map_or((0, 0), |(t, n)| (*t as usize, *n as usize));
        let body = self.bytes.get(skip..).unwrap_or_default();
        for c in self.text.get(text..at.min(self.text.len())).unwrap_or_default().chars() {
            native += encoding::unit(self.charset.encoding, body.get(native..).unwrap_or_default(), c);
        }
        skip + native
    }
}

type Decoded<'a> = (Cow<'a, str>, Vec<(u32, u32)>);

fn decode(body: &[u8], charset: Charset) -> Result<Decoded<'_>, Fault> {
    let broken = |at: usize| {
        Fault::new(
            Code::InvalidBytes,
            at,
            format!("the bytes are not {}", charset.encoding.name()),
            "declare the character set that the document is written in",
        )
    };
    if charset.encoding == encoding_rs::UTF_8 {
        let text = std::str::from_utf8(body).map_err(|e| broken(e.valid_up_to()))?;
        return Ok((Cow::Borrowed(text), Vec::new()));
    }
    if charset.encoding.is_ascii_compatible() && body.is_ascii() {
        let text = std::str::from_utf8(body).map_err(|e| broken(e.valid_up_to()))?;
        return Ok((Cow::Borrowed(text), Vec::new()));
    }
    let text = charset
        .encoding
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or_else(|| broken(0))?;
    let (mut stations, mut at, mut native) = (Vec::with_capacity(text.len() / STRIDE + 1), 0_usize, 0_usize);
    for (count, c) in text.chars().enumerate() {
        if count % STRIDE == 0 {
            stations.push((
                u32::try_from(at).map_err(|_| broken(0))?,
                u32::try_from(native).map_err(|_| broken(0))?,
            ));
        }
        at += c.len_utf8();
        native += encoding::unit(charset.encoding, body.get(native..).unwrap_or_default(), c);
    }
    if native != body.len() {
        return Err(broken(native.min(body.len())));
    }
    Ok((Cow::Owned(text.into_owned()), stations))
}

fn plain_error(fault: Fault, origin: Origin) -> XmlError {
    let (offset, len) = match origin {
        Origin::At(base) => (base + fault.at as u64, 0),
        Origin::Within(offset, len) => (offset, len),
    };
    XmlError {
        code: fault.code,
        message: fault.message,
        help: Cow::Borrowed(fault.help),
        offset,
        len,
        line: 0,
        column: 0,
        pointer: String::new(),
    }
}
