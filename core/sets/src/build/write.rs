//! Sorted entries into the sections of a file, then its head.

use std::fs::File;
use std::os::unix::fs::FileExt as _;

use debar_model::{Algorithm, Sha256Hex};
use debar_raw::Mapping;

use super::lane::AnyLane;
use super::merge::Merge;
use crate::find::home;
use crate::head::{Head, SourceNote, TableHead};
use crate::kind::{self, Interned};
use crate::{SetError, body};

/// Slots for 100 entries. With the head and the space behind the last home a SHA-256 stays below 40 bytes.
const SLOTS_OF_100: u64 = 124;
/// The most slots behind the last home. More entries that begin like the greatest digest there is leave no room.
const BEHIND: u64 = 4096;
/// The least, unless there are fewer entries: with digests of files even 60 are never needed.
const LEAST_BEHIND: u64 = 128;
/// Bytes that are written at a time.
const BUFFER: usize = 1 << 20;

/// What the head tells of the making.
pub(super) struct Note {
    pub made_by: String,
    pub sources: Vec<SourceNote>,
    pub source_count: u32,
}

/// A table to be written.
pub(super) struct Wanted<'a> {
    pub homes: u64,
    pub slots: u64,
    pub kind_width: u8,
    /// Where prefixes, rests and kinds begin.
    pub begins: [u64; 3],
    /// The new number of each kind; also their order.
    pub ranks: &'a [u32],
}

/// How the writing of a table ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// With this longest way from a home.
    Whole(u64),
    /// There was no room behind the last home.
    Full,
}

/// Writes a whole set; gives its head, that one's digest, and the bytes of the file.
pub(super) fn write<'s>(
    file: &File,
    mut lanes: Vec<Box<dyn AnyLane<'s> + 's>>,
    kinds: &Interned,
    note: Note,
) -> Result<(Head, Sha256Hex, u64), SetError> {
    let (_, ranks) = kinds.ranked(|_| true);
    let mut used = vec![false; ranks.len()];
    let mut counts = vec![];
    for lane in &mut lanes {
        lane.seal()?;
        let mut mark = |kind: u32| {
            if let Some(used) = used.get_mut(kind as usize) {
                *used = true;
            }
        };
        counts.push(lane.count(&ranks, &mut mark)?);
    }
    let (kept, ranks) = kinds.ranked(|kind| used.get(kind as usize) == Some(&true));
    let kind_section = kind::encode(&kept)?;
    let kind_count = u32::try_from(kept.len()).map_err(|_| SetError::Labels)?;
    let tables = lanes.iter().zip(&counts).filter(|(_, count)| **count > 0);
    let tables = tables.map(|(lane, count)| planned(lane.algorithm(), *count, kind_count)).collect();
    let mut head = Head {
        made_by: note.made_by,
        sources: note.sources,
        source_count: note.source_count,
        tables,
        kind_count,
        kind_bytes: kind_section.len() as u64,
        kind_digest: Sha256Hex::default(),
    };
    lanes.retain(|lane| lane.records() > 0);
    let beyond = SetError::Head("its numbers");
    for at in 0..lanes.len() {
        loop {
            let layout = head.layout().ok_or(SetError::Head("its numbers"))?;
            let (Some(lane), Some(table), Some(ranges)) =
                (lanes.get(at), head.tables.get_mut(at), layout.tables.get(at))
            else {
                break;
            };
            let wanted = Wanted {
                homes: table.homes,
                slots: table.slots,
                kind_width: table.kind_width,
                begins: [0, 1, 2].map(|section: usize| ranges.get(section).map_or(0, |range| range.start)),
                ranks: &ranks,
            };
            match lane.write(file, &wanted)? {
                Written::Whole(longest) => {
                    table.longest = longest;
                    break;
                }
                // Searched as a whole: no digest is far from a home that all of them share.
                Written::Full => (table.homes, table.slots) = (0, table.count),
            }
        }
    }
    let layout = head.layout().ok_or(beyond)?;
    file.set_len(layout.length)?;
    file.write_all_at(&kind_section, layout.kinds.start)?;
    digest(file, &mut head, &layout)?;
    let (bytes, pin) = head.encode()?;
    file.write_all_at(&bytes, 0)?;
    Ok((head, pin, layout.length))
}

fn planned(algorithm: &Algorithm, count: u64, kinds: u32) -> TableHead {
    let homes = u64::try_from(u128::from(count) * u128::from(SLOTS_OF_100) / 100).unwrap_or(count);
    let kind_width = match kinds {
        0 | 1 => 0,
        2..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    };
    TableHead {
        algorithm: algorithm.clone(),
        kind_width,
        kind: 0,
        count,
        homes,
        slots: homes.saturating_add((count / 256).clamp(LEAST_BEHIND, BEHIND).min(count)),
        longest: 0,
        digests: [Sha256Hex::default(); 3],
    }
}

/// Reads every section back and notes its digest.
fn digest(file: &File, head: &mut Head, layout: &crate::head::Layout) -> Result<(), SetError> {
    let mapping =
        Mapping::of_own_file(file, u64::MAX).map_err(|error| std::io::Error::other(error.to_string()))?;
    let section = |range: &std::ops::Range<u64>| {
        let (begin, end) = (usize::try_from(range.start).ok()?, usize::try_from(range.end).ok()?);
        mapping.get(begin..end)
    };
    let cut = || SetError::Head("it is cut off");
    let [kinds] = body::digests([section(&layout.kinds).ok_or_else(cut)?]);
    head.kind_digest = kinds;
    for (table, [prefixes, rests, kinds]) in head.tables.iter_mut().zip(&layout.tables) {
        let (Some(prefixes), Some(rests), Some(kinds)) = (section(prefixes), section(rests), section(kinds))
        else {
            return Err(cut());
        };
        table.digests = body::digests([prefixes, rests, kinds]);
    }
    Ok(())
}

/// Writes the sections of one table. Each entry stands at its home or behind the entry before it, whichever is
/// later; slots between are filled with the entry that follows, those behind the last with the last.
pub(super) fn table<const R: usize>(
    file: &File,
    wanted: &Wanted<'_>,
    entries: &mut Merge<'_, R>,
) -> Result<Written, SetError> {
    let [prefixes, rests, kinds] = wanted.begins;
    let mut prefixes = Section::new(file, prefixes);
    let mut rests = Section::new(file, rests);
    let mut kinds = Section::new(file, kinds);
    let width = usize::from(wanted.kind_width);
    let (mut next, mut longest) = (0_u64, 0_u64);
    let mut last = None;
    while let Some(entry) = entries.next()? {
        let at = home(entry.prefix, wanted.homes);
        let slot = at.max(next);
        if slot >= wanted.slots {
            return Ok(Written::Full);
        }
        // In a dense table a home says nothing.
        longest = longest.max(if wanted.homes == 0 { 0 } else { slot - at });
        let kind = wanted.ranks.get(entry.kind as usize).copied().unwrap_or_default().to_le_bytes();
        for _ in next..=slot {
            prefixes.put(&entry.prefix.to_le_bytes())?;
            rests.put(&entry.rest)?;
            kinds.put(kind.get(..width).unwrap_or_default())?;
        }
        next = slot + 1;
        last = Some((entry, kind));
    }
    if let Some((entry, kind)) = last {
        for _ in next..wanted.slots {
            prefixes.put(&entry.prefix.to_le_bytes())?;
            rests.put(&entry.rest)?;
            kinds.put(kind.get(..width).unwrap_or_default())?;
        }
    }
    prefixes.flush()?;
    rests.flush()?;
    kinds.flush()?;
    Ok(Written::Whole(longest))
}

/// A section that grows.
struct Section<'f> {
    file: &'f File,
    at: u64,
    buffer: Vec<u8>,
}

impl<'f> Section<'f> {
    fn new(file: &'f File, at: u64) -> Self {
        Self { file, at, buffer: Vec::with_capacity(BUFFER + 64) }
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) -> Result<(), SetError> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), SetError> {
        self.file.write_all_at(&self.buffer, self.at)?;
        self.at += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }
}
