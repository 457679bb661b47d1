//! One header of a tar (POSIX.1-1988 ustar, POSIX.1-2001 pax, GNU) and the records that extend it.

use super::bytes::{name, until_zero};
use super::found::Why;

/// Bytes of a header, and of the blocks that data is padded to.
pub(crate) const BLOCK: usize = 512;

/// A header whose checksum is right.
pub(crate) struct Header<'a>(&'a [u8; BLOCK]);

/// What extension headers said of the next member.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extended {
    pub(crate) path: Option<String>,
    pub(crate) link: Option<String>,
    pub(crate) size: Option<u64>,
    /// A file with holes whose content is not what stands in the archive.
    pub(crate) sparse: bool,
}

/// The first bytes of a file are a tar header.
pub(crate) fn is_header(head: &[u8]) -> bool {
    head.first_chunk().is_some_and(|block| Header::of(block).is_some() && plausible(block))
}

impl<'a> Header<'a> {
    pub(crate) fn of(block: &'a [u8; BLOCK]) -> Option<Self> {
        let stated = octal(block.get(148..156)?)?;
        // The checksum is counted with blanks in its own place; old tools added signed bytes.
        let others =
            || block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { b' ' } else { *byte });
        let unsigned: u64 = others().map(u64::from).sum();
        let signed: i64 = others().map(|byte| i64::from(byte.cast_signed())).sum();
        (stated == unsigned || i64::try_from(stated) == Ok(signed)).then_some(Self(block))
    }

    pub(crate) fn kind(&self) -> u8 {
        self.0.get(156).copied().unwrap_or_default()
    }

    /// The size that it states: octal, or base 256 when the first bit is set (GNU, star).
    pub(crate) fn size(&self) -> Result<u64, Why> {
        let field: [u8; 12] = self.field(124);
        match field {
            [0x80, rest @ ..] => rest
                .iter()
                .try_fold(0_u64, |value, byte| value.checked_mul(256).map(|value| value | u64::from(*byte)))
                .ok_or_else(|| Why::damaged("a size beyond 64 bits")),
            [0xFF, ..] => Err(Why::damaged("a size below zero")),
            field => octal(&field).ok_or_else(|| Why::damaged("a size that is no number")),
        }
    }

    pub(crate) fn path(&self) -> String {
        let own = name(until_zero(&self.field::<100>(0)));
        let prefix = self.field::<155>(345);
        // GNU keeps times and sparse maps where ustar has the prefix.
        let posix = self.0.get(257..263) == Some(b"ustar\0");
        match name(until_zero(&prefix)) {
            prefix if posix && !prefix.is_empty() => format!("{prefix}/{own}"),
            _ => own,
        }
    }

    pub(crate) fn link(&self) -> String {
        name(until_zero(&self.field::<100>(157)))
    }

    fn field<const N: usize>(&self, at: usize) -> [u8; N] {
        self.0.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
    }
}

impl Extended {
    /// Records of a pax header: `LENGTH KEY=VALUE\n`, the length counting itself.
    pub(crate) fn pax(&mut self, mut records: &[u8]) -> Result<(), Why> {
        let broken = || Why::damaged("an extended header that is no list of records");
        while records.first().is_some_and(|byte| *byte != 0) {
            let blank = records.iter().position(|byte| *byte == b' ').ok_or_else(broken)?;
            let digits =
                std::str::from_utf8(records.get(..blank).unwrap_or_default()).map_err(|_| broken())?;
            let length: usize = digits.parse().map_err(|_| broken())?;
            let (record, rest) = records.split_at_checked(length).ok_or_else(broken)?;
            let record =
                record.get(blank + 1..).and_then(|record| record.strip_suffix(b"\n")).ok_or_else(broken)?;
            let equals = record.iter().position(|byte| *byte == b'=').ok_or_else(broken)?;
            self.set(record.get(..equals).unwrap_or_default(), record.get(equals + 1..).unwrap_or_default())?;
            records = rest;
        }
        Ok(())
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), Why> {
        match key {
            b"path" => self.path = Some(name(value)),
            b"linkpath" => self.link = Some(name(value)),
            b"size" => {
                let number = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
                self.size = Some(number.ok_or_else(|| Why::damaged("a size that is no number"))?);
            }
            key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
            _ => {}
        }
        Ok(())
    }
}

/// A number in octal with blanks before and a blank or zero after it; nothing at all is 0.
fn octal(field: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(until_zero(field)).ok()?.trim_matches(' ');
    if text.is_empty() {
        return Some(0);
    }
    text.bytes().try_fold(0_u64, |value, digit| match digit {
        b'0'..=b'7' => value.checked_mul(8)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}

/// A checksum of eight bytes may fit by chance where there is no mark, so the other fields must fit too.
fn plausible(block: &[u8; BLOCK]) -> bool {
    let marked = block.get(257..262) == Some(b"ustar");
    let named = block.first().is_some_and(|byte| *byte != 0);
    let mode = block.get(100..108).and_then(octal).is_some();
    let stated = block.get(148..156).is_some_and(|field| field.iter().any(u8::is_ascii_digit));
    marked || (named && mode && stated && Header(block).size().is_ok())
}
