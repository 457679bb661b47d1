//! A list under edit: its files, their chunks, its ids, and what is wrong with it as far as is known.
//!
//! Two answers: at each edit the chunks around it are read against the ids of the whole list; the reading of
//! the whole list replaces that when it arrives. Invariant: at rest only the latter stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use debar_blocklist::{Diagnostic, DirSources, KnownIds, Reading, Section, SourceError, Sources, read_part};
use debar_model::Place;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use crate::chunk::{Chunk, What, cut, recut};
use crate::part::Part;
use crate::roots;
use crate::text::{Text, difference};

/// More chunks than these are left to the reading of the whole list.
const MOST_CHUNKS: usize = 48;
/// More bytes than these as well.
const MOST_BYTES: usize = 512 * 1024;
/// Entries elsewhere that name a changed id and are read again at once.
const MOST_USERS: usize = 16;

/// One file of the list.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) text: Text,
    pub(crate) chunks: Vec<Chunk>,
    /// Whether an editor has it open: its text is then not that of the disk.
    pub(crate) open: bool,
}

impl File {
    pub(crate) fn new(text: String, open: bool) -> Self {
        let text = Text::new(text);
        let chunks = cut(text.as_str());
        Self { text, chunks, open }
    }

    /// The chunk of an offset.
    pub(crate) fn chunk_at(&self, offset: usize) -> usize {
        self.chunks.partition_point(|chunk| chunk.start <= offset).saturating_sub(1)
    }

    pub(crate) fn end_of(&self, index: usize) -> usize {
        self.chunks.get(index + 1).map_or(self.text.as_str().len(), |next| next.start)
    }
}

/// A list under edit.
#[derive(Debug)]
pub(crate) struct LiveList {
    pub(crate) dir: PathBuf,
    pub(crate) root: String,
    pub(crate) files: BTreeMap<String, File>,
    pub(crate) known: Arc<KnownIds>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Counts edits: an answer for another count is too late.
    pub(crate) generation: u64,
    /// Ends the reading that is under way.
    pub(crate) stopped: Arc<AtomicBool>,
}

impl LiveList {
    /// Loads a list. `opened` gives the texts that an editor has open, by path.
    pub(crate) fn load(dir: &Path, root: &str, opened: &dyn Fn(&Path) -> Option<String>) -> Self {
        let mut list = Self {
            dir: dir.to_path_buf(),
            root: root.to_owned(),
            files: BTreeMap::new(),
            known: Arc::default(),
            diagnostics: vec![],
            generation: 0,
            stopped: Arc::default(),
        };
        list.load_files(opened);
        list
    }

    /// Brings the set of files up to date with the includes, and all ids with the files.
    pub(crate) fn load_files(&mut self, opened: &dyn Fn(&Path) -> Option<String>) {
        let disk = DirSources::new(&self.dir);
        let mut wanted = vec![self.root.clone()];
        let mut files = BTreeMap::new();
        while let Some(name) = wanted.pop() {
            if files.contains_key(&name) || files.len() >= roots::MOST_FILES {
                continue;
            }
            let file = match (opened(&self.dir.join(&name)), self.files.remove(&name)) {
                (Some(text), Some(file)) if file.open && file.text.as_str() == text => file,
                (Some(text), _) => File::new(text, true),
                (None, _) => match disk.read(&name) {
                    Ok(bytes) => File::new(String::from_utf8_lossy(&bytes).into_owned(), false),
                    Err(_) => continue,
                },
            };
            wanted.extend(roots::includes(&name, file.text.as_str()));
            files.insert(name, file);
        }
        self.files = files;
        self.count_ids();
    }

    fn count_ids(&mut self) {
        let mut known = KnownIds::default();
        known.outer_zone = self.outer_zone();
        for file in self.files.values() {
            for (index, chunk) in file.chunks.iter().enumerate() {
                let (Some(section), Some(id)) = (chunk.section(), &chunk.id) else { continue };
                known.add(section, id);
                if section == Section::Authority {
                    let text = file.text.slice(chunk.start, file.end_of(index));
                    if let Some(zone) = stated_zone(text) {
                        known.authority_zones.insert(id.to_string(), zone);
                    }
                }
            }
        }
        self.known = Arc::new(known);
    }

    fn outer_zone(&self) -> Option<TimeZone> {
        let file = self.files.get(&self.root)?;
        stated_zone(file.text.slice(0, file.end_of(0)))
    }

    /// Sets the whole text of a file: as the one edit that leads there.
    pub(crate) fn set(&mut self, name: &str, text: &str) {
        let Some(file) = self.files.get(name) else { return };
        let (start, end, with) = difference(file.text.as_str(), text);
        let with = with.to_owned();
        if start != end || !with.is_empty() {
            self.edit(name, start, end, &with);
        }
    }

    /// Replaces bytes of a file and reads what stands around them.
    pub(crate) fn edit(&mut self, name: &str, start: usize, end: usize, with: &str) {
        self.generation += 1;
        self.stopped.store(true, Ordering::Relaxed);
        self.stopped = Arc::default();
        let Some(file) = self.files.get_mut(name) else { return };
        file.text.replace(start, end, with);
        let new_end = start + with.len();
        let cuts = recut(&mut file.chunks, file.text.as_str(), start, end, new_end);
        let fresh: Vec<usize> = (cuts.first..cuts.first + cuts.added).collect();
        shift(&mut self.diagnostics, name, start, end, with.len());
        let known = Arc::make_mut(&mut self.known);
        let mut changed: BTreeMap<(Section, Box<str>), i32> = BTreeMap::new();
        for chunk in &cuts.removed {
            let (Some(section), Some(id)) = (chunk.section(), &chunk.id) else { continue };
            known.remove(section, id);
            *changed.entry((section, id.clone())).or_default() -= 1;
        }
        for index in &fresh {
            let Some(chunk) = file.chunks.get(*index) else { continue };
            let (Some(section), Some(id)) = (chunk.section(), &chunk.id) else { continue };
            known.add(section, id);
            *changed.entry((section, id.clone())).or_default() += 1;
            if section == Section::Authority {
                match stated_zone(file.text.slice(chunk.start, file.end_of(*index))) {
                    Some(zone) => known.authority_zones.insert(id.to_string(), zone),
                    None => known.authority_zones.remove(&**id),
                };
            }
        }
        changed.retain(|_, count| *count != 0);
        if fresh.contains(&0) && *name == self.root {
            let zone = self.outer_zone();
            Arc::make_mut(&mut self.known).outer_zone = zone;
        }
        self.check(name, &fresh);
        if changed.len() <= 4 {
            for ((section, id), _) in changed {
                self.check_users(section, &id);
            }
        }
    }

    /// Reads again the entries that name an id which came or went.
    fn check_users(&mut self, section: Section, id: &str) {
        let quoted = format!("\"{id}\"");
        let mut users: Vec<(String, Vec<usize>)> = vec![];
        let mut left = MOST_USERS;
        for (name, file) in &self.files {
            let found: Vec<usize> = file
                .text
                .as_str()
                .match_indices(&quoted)
                .take(left)
                .map(|(at, _)| file.chunk_at(at))
                .collect();
            left -= found.len();
            // What is left of an entry whose other tables went.
            let same = |chunk: &Chunk| chunk.section() == Some(section) && chunk.id.as_deref() == Some(id);
            let mut found = found;
            found.extend(
                file.chunks.iter().enumerate().filter(|(_, chunk)| same(chunk)).map(|(index, _)| index),
            );
            found.sort_unstable();
            users.push((name.clone(), found));
        }
        for (name, mut chunks) in users {
            chunks.dedup();
            self.check(&name, &chunks);
        }
    }

    /// Reads some chunks of a file, and all others of the same entries.
    fn check(&mut self, name: &str, picked: &[usize]) {
        let Some(file) = self.files.get(name) else { return };
        let size: usize = picked
            .iter()
            .map(|index| file.end_of(*index) - file.chunks.get(*index).map_or(0, |chunk| chunk.start))
            .sum();
        if picked.is_empty() || picked.len() > MOST_CHUNKS || size > MOST_BYTES {
            return;
        }
        let picked = with_relatives(file, picked);
        let part = Part::of(file.text.as_str(), &file.chunks, &picked);
        let sources = self.overlay();
        let reading = read_part(name, &part.text, &self.known, &sources);
        let ranges: Vec<(usize, usize)> = picked
            .iter()
            .filter_map(|index| Some((file.chunks.get(*index)?.start, file.end_of(*index))))
            .collect();
        let last = file.text.as_str().len();
        let inside = |at: usize| {
            ranges.iter().any(|(start, end)| (*start..*end).contains(&at) || (at == last && *end == last))
        };
        self.diagnostics.retain(|diagnostic| {
            diagnostic.code.needs_the_whole()
                || diagnostic.place().is_none_or(|place| place.file != name || !inside(place.start))
        });
        let first_line = file.text.as_str().find('\n').unwrap_or(file.text.as_str().len());
        let fresh =
            reading.diagnostics.into_iter().filter_map(|diagnostic| to_file(diagnostic, &part, first_line));
        self.diagnostics
            .extend(fresh.filter(|diagnostic| diagnostic.place().is_some_and(|place| inside(place.start))));
    }

    /// Takes the reading of the whole list.
    pub(crate) fn settle(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics = diagnostics;
    }

    /// The files as they are now: open ones from memory, others from the disk.
    pub(crate) fn overlay(&self) -> Overlay {
        let open = self.files.iter().filter(|(_, file)| file.open);
        Overlay {
            disk: DirSources::new(&self.dir),
            open: open.map(|(name, file)| (name.clone(), file.text.share())).collect(),
        }
    }

    /// Reads chunks of a file for what they say, not for what is wrong with them.
    pub(crate) fn read(&self, name: &str, chunks: &[usize]) -> Option<Reading> {
        let file = self.files.get(name)?;
        let part = Part::of(file.text.as_str(), &file.chunks, &with_relatives(file, chunks));
        Some(read_part(name, &part.text, &self.known, &self.overlay()))
    }

    /// Where an id is defined: the file and its chunks.
    pub(crate) fn definition(&self, section: Section, id: &str) -> Option<(&str, usize)> {
        self.files.iter().find_map(|(name, file)| {
            let is = |chunk: &Chunk| chunk.section() == Some(section) && chunk.id.as_deref() == Some(id);
            file.chunks.iter().position(is).map(|index| (name.as_str(), index))
        })
    }
}

/// The chunks of the same entries.
fn with_relatives(file: &File, picked: &[usize]) -> Vec<usize> {
    let ids: Vec<(Section, &str)> = picked
        .iter()
        .filter_map(|index| file.chunks.get(*index))
        .filter_map(|chunk| Some((chunk.section()?, chunk.id.as_deref()?)))
        .collect();
    let mut all = picked.to_vec();
    let of_entry = |chunk: &Chunk| match (chunk.section(), chunk.id.as_deref()) {
        (Some(section), Some(id)) => ids.contains(&(section, id)),
        _ => false,
    };
    if !ids.is_empty() {
        all.extend(
            file.chunks.iter().enumerate().filter(|(_, chunk)| of_entry(chunk)).map(|(index, _)| index),
        );
    }
    // A test table by itself belongs to nothing; the header above it is read with it.
    all.sort_unstable();
    all.dedup();
    all.retain(|index| {
        file.chunks.get(*index).is_some_and(|chunk| chunk.what != What::Top || picked.contains(index))
    });
    all
}

/// A diagnostic of a part with the places of the file; none if it is about nothing in it.
fn to_file(mut diagnostic: Diagnostic, part: &Part, first_line: usize) -> Option<Diagnostic> {
    let mut lost = false;
    places(&mut diagnostic, |place| match part.to_file(place.start, place.end) {
        // What the list lacks is missed on its first line.
        Some((0, 0)) => (place.start, place.end) = (0, first_line),
        Some((start, end)) => (place.start, place.end) = (start, end),
        None => lost = true,
    });
    (!lost).then_some(diagnostic)
}

/// Moves diagnostics with the text; those that the edit touches are dropped.
fn shift(diagnostics: &mut Vec<Diagnostic>, file: &str, start: usize, end: usize, length: usize) {
    diagnostics.retain_mut(|diagnostic| {
        let mut touched = false;
        places(diagnostic, |place| {
            if place.file != file || place.end <= start && place.start < start {
                return;
            }
            if place.start >= end {
                place.start = place.start - end + start + length;
                place.end = place.end - end + start + length;
            } else {
                touched = true;
            }
        });
        !touched
    });
}

fn places(diagnostic: &mut Diagnostic, mut each: impl FnMut(&mut Place)) {
    diagnostic.labels.iter_mut().for_each(|label| each(&mut label.place));
    diagnostic.fix.iter_mut().flat_map(|fix| &mut fix.edits).for_each(|edit| each(&mut edit.place));
}

/// The `time-zone` that some statements state, found without reading the rest.
fn stated_zone(text: &str) -> Option<TimeZone> {
    let at = text.find("time-zone")?;
    let rest = text.get(at + "time-zone".len()..)?.trim_start();
    let rest = rest.strip_prefix('=')?.trim_start();
    let name = rest.strip_prefix(['"', '\''])?.split(['"', '\'', '\n']).next()?;
    TimeZoneDatabase::bundled().get(name).ok()
}

/// Open files over those of the disk.
#[derive(Clone, Debug)]
pub(crate) struct Overlay {
    disk: DirSources,
    open: BTreeMap<String, Arc<String>>,
}

impl Sources for Overlay {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        match self.open.get(name) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => self.disk.read(name),
        }
    }
}

#[cfg(test)]
mod tests;
