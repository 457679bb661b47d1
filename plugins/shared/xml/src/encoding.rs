//! Which character set a document is in: byte order mark, bytes, declaration and content type, in that order.
//!
//! It decodes nothing. Invariant: where two signals allow two readings of the same bytes the document is refused.

use crate::error::{Code, Fault};
use encoding_rs::Encoding;

/// The chosen character set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Charset {
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark.
    pub skip: usize,
}

/// A choice and a remark when a declaration was overruled by the bytes.
pub(crate) fn choose(bytes: &[u8], label: Option<&str>) -> Result<(Charset, Option<String>), Fault> {
    match bytes {
        [] => return Err(Fault::new(Code::Empty, 0, "the document is empty", "send the document again")),
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => {
            return Err(refused("utf-32"));
        }
        [0x4C, 0x6F, 0xA7, 0x94, ..] => return Err(refused("ebcdic")),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let charset = Charset { encoding: encoding_rs::UTF_8, skip: 3 };
            return Ok((charset, overruled(declared(rest), encoding_rs::UTF_8)));
        }
        [0xFF, 0xFE, ..] => return Ok((Charset { encoding: encoding_rs::UTF_16LE, skip: 2 }, None)),
        [0xFE, 0xFF, ..] => return Ok((Charset { encoding: encoding_rs::UTF_16BE, skip: 2 }, None)),
        [b'<', 0, ..] => return Ok((Charset { encoding: encoding_rs::UTF_16LE, skip: 0 }, None)),
        [0, b'<', ..] => return Ok((Charset { encoding: encoding_rs::UTF_16BE, skip: 0 }, None)),
        _ => {}
    }
    let inside = declared(bytes);
    let chosen = match (label.map(str::trim).filter(|l| !l.is_empty()), inside) {
        (None, None) => encoding_rs::UTF_8,
        (Some(label), None) | (None, Some(label)) => named(label)?,
        (Some(outer), Some(inner)) => {
            let (outer, inner) = (named(outer)?, named(inner)?);
            if outer != inner && !is_wide(outer) && !is_wide(inner) && !bytes.is_ascii() {
                return Err(Fault::new(
                    Code::Encoding,
                    0,
                    format!("content type says `{}` and the document says `{}`", outer.name(), inner.name()),
                    "make both name the character set that the bytes are in",
                ));
            }
            if is_wide(outer) { inner } else { outer }
        }
    };
    if is_wide(chosen) {
        // The declaration could be read byte by byte, so the bytes cannot be UTF-16.
        let charset = Charset { encoding: encoding_rs::UTF_8, skip: 0 };
        return Ok((charset, Some(format!("declared as `{}`, read as `UTF-8`", chosen.name()))));
    }
    Ok((Charset { encoding: chosen, skip: 0 }, None))
}

/// Character sets in which one to four bytes make one character, without states.
pub(crate) fn unit(encoding: &'static Encoding, bytes: &[u8], c: char) -> usize {
    let (first, second) = (bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0));
    if encoding == encoding_rs::UTF_8 {
        c.len_utf8()
    } else if is_wide(encoding) {
        c.len_utf16() * 2
    } else if encoding == encoding_rs::SHIFT_JIS {
        if matches!(first, 0x81..=0x9F | 0xE0..=0xFC) { 2 } else { 1 }
    } else if encoding == encoding_rs::GB18030 || encoding == encoding_rs::GBK {
        match (first, second) {
            (0..=0x80, _) => 1,
            (_, 0x30..=0x39) => 4,
            _ => 2,
        }
    } else if encoding == encoding_rs::EUC_KR {
        if first >= 0x81 { 2 } else { 1 }
    } else if encoding == encoding_rs::EUC_JP {
        match first {
            0x8F => 3,
            0x8E | 0xA1..=0xFE => 2,
            _ => 1,
        }
    } else {
        1
    }
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE
}

fn named(label: &str) -> Result<&'static Encoding, Fault> {
    let stateful =
        [encoding_rs::ISO_2022_JP, encoding_rs::REPLACEMENT, encoding_rs::X_USER_DEFINED, encoding_rs::BIG5];
    let label = label.trim();
    let found = match label.to_ascii_lowercase().as_str() {
        "iso-10646-ucs-2" | "ucs-2" => Some(encoding_rs::UTF_16LE),
        other => Encoding::for_label(other.as_bytes()),
    };
    found.filter(|found| !stateful.contains(found)).ok_or_else(|| refused(label))
}

fn refused(label: &str) -> Fault {
    Fault::new(
        Code::Encoding,
        0,
        format!("character set `{}` is not accepted", crate::error::short(label)),
        "send UTF-8, UTF-16, ISO-8859-x, windows-125x, KOI8, Shift_JIS, EUC or GB18030",
    )
}

fn overruled(declared: Option<&str>, read: &'static Encoding) -> Option<String> {
    let label = declared?;
    let same = Encoding::for_label(label.as_bytes()) == Some(read);
    (!same).then(|| format!("declared as `{}`, read as `{}`", crate::error::short(label), read.name()))
}

/// The label in `<?xml ... encoding="..."?>`, for a document whose first bytes read as ASCII.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(head.get(..head.len().min(1024))?, b"?>")?;
    let head = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, after) = head.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    after.get(1..)?.split_once(quote).map(|(label, _)| label)
}
