//! What a plugin says of itself, and its form as an ELF note, so that it can be read without running code.
//!
//! Invariant: the note and `describe` come from the same constant.

use crate::abi;

/// What a plugin is. A constant: `const META: Meta = Meta { id: "cxml", ..Meta::NEW };`
#[derive(Debug, Clone, Copy)]
pub struct Meta {
    /// Short and stable: lower-case letters, digits and hyphens.
    pub id: &'static str,
    /// The plugin's own version; `env!("CARGO_PKG_VERSION")` serves.
    pub version: &'static str,
    /// One line for people.
    pub title: &'static str,
    /// Media types that it reads, without parameters.
    pub media_types: &'static [&'static str],
    /// Root element names, or top-level keys with a leading `/`, that its documents have.
    pub roots: &'static [&'static str],
    /// First bytes that its documents may have.
    pub magic: &'static [&'static [u8]],
    /// The kinds of answer that it writes, as in `ConfirmationRequest`.
    pub answers: &'static [&'static str],
}

impl Meta {
    /// A base for the rest: `Meta { id: "x", ..Meta::NEW }`.
    pub const NEW: Self =
        Self { id: "", version: "0", title: "", media_types: &[], roots: &[], magic: &[], answers: &[] };
}

/// An ELF note: header, owner, `N` bytes of `key=value` lines. Made by `export_plugin!`.
#[repr(C, align(4))]
pub struct Note<const N: usize> {
    name_size: u32,
    text_size: u32,
    kind: u32,
    name: [u8; 8],
    text: [u8; N],
}

/// Length of the note's text, for [`note`].
#[must_use]
pub const fn note_len(meta: &Meta) -> usize {
    let mut writer = Writer::<0> { bytes: [], at: 0 };
    writer.meta(meta);
    writer.at
}

/// The note of a plugin; `N` must be [`note_len`].
#[must_use]
pub const fn note<const N: usize>(meta: &Meta) -> Note<N> {
    let mut writer = Writer { bytes: [0; N], at: 0 };
    writer.meta(meta);
    Note {
        name_size: abi::NOTE_NAME.len() as u32 + 1,
        text_size: N as u32,
        kind: abi::NOTE_TYPE,
        name: *b"debar\0\0\0",
        text: writer.bytes,
    }
}

/// Counts always, stores what fits: so one walk serves both length and content.
struct Writer<const N: usize> {
    bytes: [u8; N],
    at: usize,
}

impl<const N: usize> Writer<N> {
    const fn meta(&mut self, meta: &Meta) {
        self.line("id", meta.id.as_bytes(), false);
        self.line("version", meta.version.as_bytes(), false);
        self.all(b"abi=", false);
        self.number(abi::ABI_MAJOR);
        self.push(b'.');
        self.number(abi::ABI_MINOR);
        self.push(b'\n');
        self.line("title", meta.title.as_bytes(), false);
        self.list("media", meta.media_types);
        self.list("root", meta.roots);
        let mut rest = meta.magic;
        while let [first, tail @ ..] = rest {
            self.line("magic", first, true);
            rest = tail;
        }
        self.list("answer", meta.answers);
    }

    const fn number(&mut self, number: u32) {
        if number > 9 {
            self.number(number / 10);
        }
        self.push(b'0' + (number % 10) as u8);
    }

    const fn list(&mut self, key: &str, values: &[&str]) {
        let mut rest = values;
        while let [first, tail @ ..] = rest {
            self.line(key, first.as_bytes(), false);
            rest = tail;
        }
    }

    const fn line(&mut self, key: &str, value: &[u8], hex: bool) {
        self.all(key.as_bytes(), false);
        self.push(b'=');
        self.all(value, hex);
        self.push(b'\n');
    }

    const fn all(&mut self, mut rest: &[u8], hex: bool) {
        while let [first, tail @ ..] = rest {
            if hex {
                self.push(digit(*first >> 4));
                self.push(digit(*first & 15));
            } else {
                // A line break would forge a key.
                self.push(if *first < b' ' { b' ' } else { *first });
            }
            rest = tail;
        }
    }

    const fn push(&mut self, byte: u8) {
        if let Some((_, [slot, ..])) = self.bytes.split_at_mut_checked(self.at) {
            *slot = byte;
        }
        self.at += 1;
    }
}

const fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}
