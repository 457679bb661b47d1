//! Finding the central directory from the end of the file, with and without zip64.

use std::io::{BufReader, Read};

use super::entry::Central;
use super::mark;
use crate::archive::appended::plausible;
use crate::archive::at::{At, Window, exact, many};
use crate::archive::bytes::Bytes;
use crate::archive::found::Why;

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: u64 = 22;
const REACH: u64 = END_LENGTH + 0xFFFF;
const LARGE: u32 = u32::MAX;

/// Where the directory stands and what it says of itself.
pub(super) struct Directory {
    pub(super) start: u64,
    pub(super) size: u64,
    /// Bytes in front of the archive, such as a program that unpacks it.
    pub(super) base: u64,
    count: u64,
    /// The number of members is known to 16 bits only.
    short: bool,
    pub(super) faults: Vec<Why>,
}

/// The end record that tools take: the last one; and whether there are others that fit to the end as well.
pub(super) fn find_end(at: &dyn At) -> Result<Option<(u64, [u8; 22], bool)>, Why> {
    let from = at.len().saturating_sub(REACH);
    let tail = many(at, from, at.len() - from)?;
    let mut found = None;
    let mut fitting = 0;
    for start in ends(&tail) {
        let place = from + start as u64;
        let Some(record) = tail.get(start..).and_then(|rest| rest.first_chunk::<22>()) else { continue };
        let comment = record.last_chunk().map_or(0, |comment| u64::from(u16::from_le_bytes(*comment)));
        let fits = place + END_LENGTH + comment == at.len();
        let empty = fits && record.get(4..20).is_some_and(|fields| fields.iter().all(|byte| *byte == 0));
        if !empty && !plausible(record, place) {
            continue;
        }
        fitting += u32::from(fits);
        if found.is_none() {
            found = Some((place, *record));
        }
    }
    Ok(found.map(|(place, record)| (place, record, fitting > 1)))
}

/// Where the mark of an end stands, the last first.
fn ends(tail: &[u8]) -> impl Iterator<Item = usize> {
    let places: Vec<usize> = memchr::memmem::find_iter(tail, &END).collect();
    places.into_iter().rev()
}

impl Directory {
    pub(super) fn find(at: &dyn At) -> Result<Self, Why> {
        let Some((end, record, several)) = find_end(at)? else {
            return Err(Why::Truncated);
        };
        let mut faults = vec![];
        if several {
            faults.push(Why::ambiguous("it has several ends"));
        }
        let mut bytes = Bytes(&record);
        bytes.take(4)?;
        let (disk, disk_of_directory) = (bytes.u16()?, bytes.u16()?);
        let (_, count) = (bytes.u16()?, bytes.u16()?);
        let (size, offset) = (bytes.u32()?, bytes.u32()?);
        let comment = u64::from(bytes.u16()?);
        if end + END_LENGTH + comment != at.len() {
            faults.push(Why::Trailing);
        }
        let mut split = (disk, disk_of_directory) != (0, 0);
        let (mut count, mut size, mut offset, mut short) =
            (u64::from(count), u64::from(size), u64::from(offset), true);
        let mut directory_end = end;
        let wide = count == 0xFFFF || size == u64::from(LARGE) || offset == u64::from(LARGE);
        if wide && let Some(zip64) = Zip64::find(at, end)? {
            (count, size, offset, short) = (zip64.count, zip64.size, zip64.offset, false);
            directory_end = zip64.start;
            split = zip64.split;
        }
        if split {
            faults.push(Why::Unsupported("a part of a split zip archive"));
        }
        let start = directory_end
            .checked_sub(size)
            .ok_or_else(|| Why::damaged("a directory larger than the file"))?;
        let base = start.checked_sub(offset).ok_or_else(|| Why::damaged("a directory beyond its own end"))?;
        let empty = count == 0 && size == 0;
        if !empty && mark(at, start) != Some(*b"PK\x01\x02") {
            return Err(Why::damaged("no directory where the end says"));
        }
        if base > 0 && mark(at, offset) == Some(*b"PK\x01\x02") {
            faults.push(Why::ambiguous("it has several directories"));
        }
        Ok(Self { start, size, base, count, short, faults })
    }

    pub(super) fn counts(&self, found: u64) -> bool {
        if self.short { found & 0xFFFF == self.count } else { found == self.count }
    }

    pub(super) fn entries<'a>(&self, at: &'a dyn At) -> Entries<'a> {
        Entries(BufReader::with_capacity(32 * 1024, Window::new(at, self.start, self.size)), self.size)
    }
}

struct Zip64 {
    start: u64,
    count: u64,
    size: u64,
    offset: u64,
    split: bool,
}

impl Zip64 {
    /// By the locator before the end record; an archive with something in front of it counts without that.
    fn find(at: &dyn At, end: u64) -> Result<Option<Self>, Why> {
        let Some(locator) = end.checked_sub(20).filter(|place| mark(at, *place) == Some(*b"PK\x06\x07"))
        else {
            return Ok(None);
        };
        let locator_bytes: [u8; 20] = exact(at, locator)?;
        let mut bytes = Bytes(&locator_bytes);
        bytes.take(8)?;
        let stated = bytes.u64()?;
        let is_end = |place: &u64| mark(at, *place) == Some(*b"PK\x06\x06");
        let start = [locator.checked_sub(56), Some(stated)]
            .into_iter()
            .flatten()
            .find(is_end)
            .ok_or_else(|| Why::damaged("no zip64 end where the locator says"))?;
        let record: [u8; 56] = exact(at, start)?;
        let mut bytes = Bytes(&record);
        bytes.take(16)?;
        let split = (bytes.u32()?, bytes.u32()?) != (0, 0);
        let (_, count) = (bytes.u64()?, bytes.u64()?);
        Ok(Some(Self { start, count, size: bytes.u64()?, offset: bytes.u64()?, split }))
    }
}

/// The directory, entry by entry.
pub(super) struct Entries<'a>(BufReader<Window<'a>>, u64);

impl Entries<'_> {
    /// The next entry; none at the end.
    pub(super) fn next(&mut self) -> Result<Option<Central>, Why> {
        if self.1 == 0 {
            return Ok(None);
        }
        let mut fixed = [0; Central::FIXED];
        self.0.read_exact(&mut fixed).map_err(|_| Why::Truncated)?;
        let (central, lengths) = Central::fixed(&fixed)?;
        let mut names = vec![0; lengths.iter().sum()];
        self.0.read_exact(&mut names).map_err(|_| Why::Truncated)?;
        self.1 = self
            .1
            .checked_sub((Central::FIXED + names.len()) as u64)
            .ok_or_else(|| Why::damaged("a directory of another size"))?;
        central.with(&names, lengths).map(Some)
    }
}
