//! Header and directory of a set. Their last 32 bytes are the SHA-256 of all before, which through the digests of
//! the sections stands for the whole file: it is what a blocklist pins.
//!
//! Invariant: a head that is read is byte by byte the one that would be written for it; there is one form only.

use std::ops::Range;

use debar_model::{Algorithm, Sha256Hex};
use debar_raw::Sha256;

use crate::{SetError, kind};

/// The first eight bytes.
pub const MAGIC: [u8; 8] = *b"debarset";
/// The version that is written and read.
pub const VERSION: u32 = 1;
/// Reads differently in another byte order.
const ORDER: u32 = 0x0a0b_0c0d;
/// Bytes of the fixed beginning.
const FIXED: usize = 128;
/// Bytes of a table in the directory.
const TABLE: usize = 192;
/// Sections begin at multiples of this: a page.
pub(crate) const ALIGN: u64 = 4096;
/// A head is never longer.
pub(crate) const MAX_HEAD: usize = 1 << 20;
/// Sources that a head names; of more only the number is kept.
const MAX_SOURCES: usize = 256;
/// Bytes of a source's name.
const MAX_NAME: usize = 1024;

/// The algorithms of a set with their numbers in the directory, in order.
pub(crate) const ALGORITHMS: [(u8, Algorithm); 5] = [
    (1, Algorithm::Md5),
    (2, Algorithm::Sha1),
    (3, Algorithm::Sha256),
    (4, Algorithm::Sha384),
    (5, Algorithm::Sha512),
];

/// A text or set that a set was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceNote {
    /// The name it was given by.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// Its digest; of a set the digest of its head.
    pub sha256: Sha256Hex,
}

/// A table of one algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableHead {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// Bytes of a kind's number beside each slot: 0, 1, 2 or 4.
    pub kind_width: u8,
    /// The kind of all entries when `kind_width` is 0.
    pub kind: u32,
    /// Entries.
    pub count: u64,
    /// Home slots; 0 when the table is dense and searched as a whole.
    pub homes: u64,
    /// Slots.
    pub slots: u64,
    /// The longest way of an entry from its home, in slots.
    pub longest: u64,
    /// Digests of the sections: prefixes, rests, kinds.
    pub digests: [Sha256Hex; 3],
}

impl TableHead {
    /// Bytes of a digest behind its prefix of eight.
    pub(crate) fn rest(&self) -> u64 {
        self.algorithm.byte_len().map_or(0, |length| length.saturating_sub(8) as u64)
    }

    /// Entries a slot, in thousandths.
    pub fn load(&self) -> u64 {
        (u128::from(self.count) * 1000)
            .checked_div(u128::from(self.slots))
            .map_or(0, |load| load.try_into().unwrap_or(0))
    }

    /// Bytes of its sections: prefixes, rests, kinds.
    fn lengths(&self) -> Option<[u64; 3]> {
        Some([
            self.slots.checked_mul(8)?,
            self.slots.checked_mul(self.rest())?,
            self.slots.checked_mul(u64::from(self.kind_width))?,
        ])
    }
}

/// Everything that a head says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// How it came to be, such as `debar set build`.
    pub made_by: String,
    /// What it was made of, the first 256.
    pub sources: Vec<SourceNote>,
    /// How many it was made of.
    pub source_count: u32,
    /// Tables in order of their algorithms' numbers.
    pub tables: Vec<TableHead>,
    /// Kinds of entries.
    pub kind_count: u32,
    /// Bytes of the section of kinds.
    pub kind_bytes: u64,
    /// Digest of that section.
    pub kind_digest: Sha256Hex,
}

/// Where the sections of a set stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub kinds: Range<u64>,
    /// Prefixes, rests and kinds of each table.
    pub tables: Vec<[Range<u64>; 3]>,
    /// Bytes of the whole file.
    pub length: u64,
}

impl Head {
    /// Entries in all tables.
    pub fn count(&self) -> u64 {
        self.tables.iter().map(|table| table.count).sum()
    }

    /// The digest of all that a set says: equal for equal entries, whatever they were made of.
    pub fn content(&self) -> Sha256Hex {
        let mut hash = Sha256::new();
        hash.update(&self.kind_count.to_le_bytes());
        hash.update(&self.kind_digest.0);
        for table in &self.tables {
            hash.update(&table_bytes(table));
        }
        Sha256Hex(hash.finish())
    }

    /// Where everything stands; none when numbers are beyond reason.
    pub(crate) fn layout(&self) -> Option<Layout> {
        let mut end = (self.unchecked()?.len() as u64).checked_add(32)?;
        let mut next = |length: u64| {
            let begin = end.checked_next_multiple_of(ALIGN)?;
            end = begin.checked_add(length)?;
            Some(begin..end)
        };
        let kinds = next(self.kind_bytes)?;
        let mut tables = vec![];
        for table in &self.tables {
            let [prefixes, rests, kinds] = table.lengths()?;
            tables.push([next(prefixes)?, next(rests)?, next(kinds)?]);
        }
        Some(Layout { kinds, tables, length: end })
    }

    /// The bytes of the head with its digest.
    pub(crate) fn encode(&self) -> Result<(Vec<u8>, Sha256Hex), SetError> {
        let mut bytes = self.unchecked().ok_or(SetError::Head("it is too long"))?;
        let digest = digest_of(&bytes);
        bytes.extend(digest.0);
        Ok((bytes, digest))
    }

    /// Reads the head at the beginning of a file.
    pub(crate) fn decode(file: &[u8]) -> Result<(Self, Sha256Hex), SetError> {
        let length = head_length(file)?;
        let head = file.get(..length).ok_or(SetError::Head("it is cut off"))?;
        let (body, digest) = head.split_last_chunk::<32>().ok_or(SetError::Head("it is too short"))?;
        let digest = Sha256Hex(*digest);
        if digest_of(body) != digest {
            return Err(SetError::Head("its digest does not hold"));
        }
        let read = fields(body).ok_or(SetError::Head("its fields contradict each other"))?;
        if read.unchecked().as_deref() != Some(body) {
            return Err(SetError::Head("it has another form than it should"));
        }
        Ok((read, digest))
    }

    /// The head without its digest.
    fn unchecked(&self) -> Option<Vec<u8>> {
        let mut tail: Vec<u8> = vec![];
        for source in self.sources.iter().take(MAX_SOURCES) {
            let name = cut(&source.name);
            tail.extend(source.sha256.0);
            tail.extend(source.bytes.to_le_bytes());
            tail.extend(u32::try_from(name.len()).ok()?.to_le_bytes());
            tail.extend(name.as_bytes());
        }
        let made_by = cut(&self.made_by);
        tail.extend(made_by.as_bytes());
        let length = FIXED.checked_add(self.tables.len().checked_mul(TABLE)?)?.checked_add(tail.len())?;
        let length = length.checked_add(32)?.checked_next_multiple_of(64)?;
        let mut bytes = Vec::with_capacity(length);
        bytes.extend(MAGIC);
        for number in [VERSION, ORDER, u32::try_from(length).ok()?, u32::try_from(self.tables.len()).ok()?] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(self.kind_bytes.to_le_bytes());
        bytes.extend(self.kind_digest.0);
        let kept = u32::try_from(self.sources.len().min(MAX_SOURCES)).ok()?;
        let made = u32::try_from(made_by.len()).ok()?;
        for number in [self.kind_count, kept, self.source_count, made] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.resize(FIXED, 0);
        for table in &self.tables {
            bytes.extend(table_bytes(table));
        }
        bytes.extend(tail);
        bytes.resize(length.checked_sub(32)?, 0);
        (length <= MAX_HEAD).then_some(bytes)
    }
}

/// The length of a head by its first bytes. Tells what is no set from what is damaged.
pub(crate) fn head_length(file: &[u8]) -> Result<usize, SetError> {
    if file.get(..8) != Some(&MAGIC) {
        return Err(SetError::NotASet);
    }
    let mut numbers = Numbers(file.get(8..FIXED).ok_or(SetError::Head("it is cut off"))?);
    let cut = SetError::Head("it is cut off");
    let (Some(version), Some(order), Some(length)) = (numbers.u32(), numbers.u32(), numbers.u32()) else {
        return Err(cut);
    };
    if order != ORDER {
        return Err(if order == ORDER.swap_bytes() {
            SetError::ByteOrder
        } else {
            SetError::Head("its byte order")
        });
    }
    if version != VERSION {
        return Err(SetError::Version(version));
    }
    let length = length as usize;
    if !(FIXED..=MAX_HEAD).contains(&length) {
        return Err(SetError::Head("its length"));
    }
    Ok(length)
}

fn fields(body: &[u8]) -> Option<Head> {
    let mut numbers = Numbers(body.get(20..FIXED)?);
    let table_count = numbers.u32()? as usize;
    let kind_bytes = numbers.u64()?;
    let kind_digest = numbers.digest()?;
    let [kind_count, kept, source_count, made] =
        [numbers.u32()?, numbers.u32()?, numbers.u32()?, numbers.u32()?];
    // A kind takes a record at least: a number without them would be counted to in vain.
    if u64::from(kind_count).checked_mul(kind::RECORD as u64)? > kind_bytes {
        return None;
    }
    let mut rest = Numbers(body.get(FIXED..)?);
    let mut tables: Vec<TableHead> = vec![];
    for _ in 0..table_count {
        let table = table(rest.take(TABLE)?, kind_count)?;
        tables.push(table);
    }
    let number = |table: &TableHead| number_of(&table.algorithm);
    if !tables.windows(2).all(|pair| matches!(pair, [a, b] if number(a) < number(b))) {
        return None;
    }
    let mut sources = vec![];
    for _ in 0..kept {
        let sha256 = rest.digest()?;
        let bytes = rest.u64()?;
        let length = rest.u32()? as usize;
        let name = std::str::from_utf8(rest.take(length)?).ok()?.to_owned();
        sources.push(SourceNote { name, bytes, sha256 });
    }
    let made_by = std::str::from_utf8(rest.take(made as usize)?).ok()?.to_owned();
    Some(Head { made_by, sources, source_count, tables, kind_count, kind_bytes, kind_digest })
}

fn table(bytes: &[u8], kinds: u32) -> Option<TableHead> {
    let [algorithm, kind_width, ..] = *bytes else { return None };
    let (_, algorithm) = ALGORITHMS.into_iter().find(|(number, _)| *number == algorithm)?;
    let mut numbers = Numbers(bytes.get(4..)?);
    let kind = numbers.u32()?;
    let [count, homes, slots, longest] = [numbers.u64()?, numbers.u64()?, numbers.u64()?, numbers.u64()?];
    let digests = [numbers.digest()?, numbers.digest()?, numbers.digest()?];
    let table = TableHead { algorithm, kind_width, kind, count, homes, slots, longest, digests };
    let sound =
        matches!(kind_width, 0 | 1 | 2 | 4) && count > 0 && count <= slots && homes <= slots && kind < kinds;
    sound.then_some(table)
}

fn table_bytes(table: &TableHead) -> Vec<u8> {
    let mut bytes = vec![number_of(&table.algorithm), table.kind_width, 0, 0];
    bytes.extend(table.kind.to_le_bytes());
    for number in [table.count, table.homes, table.slots, table.longest] {
        bytes.extend(number.to_le_bytes());
    }
    for digest in &table.digests {
        bytes.extend(digest.0);
    }
    bytes.extend(table.load().to_le_bytes());
    bytes.resize(TABLE, 0);
    bytes
}

/// The number of an algorithm in the directory; 0 for one that no set holds.
pub(crate) fn number_of(algorithm: &Algorithm) -> u8 {
    ALGORITHMS.iter().find(|(_, known)| known == algorithm).map_or(0, |(number, _)| *number)
}

fn digest_of(bytes: &[u8]) -> Sha256Hex {
    let mut hash = Sha256::new();
    hash.update(bytes);
    Sha256Hex(hash.finish())
}

fn cut(name: &str) -> &str {
    let mut end = name.len().min(MAX_NAME);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default()
}

/// Little-endian numbers one after another.
struct Numbers<'a>(&'a [u8]);

impl<'a> Numbers<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(*self.take(4)?.first_chunk()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(*self.take(8)?.first_chunk()?))
    }

    fn digest(&mut self) -> Option<Sha256Hex> {
        Some(Sha256Hex(*self.take(32)?.first_chunk()?))
    }
}
