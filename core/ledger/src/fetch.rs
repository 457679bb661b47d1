//! Fetching stored bodies, many of them fast: a catalogue of where they stand, and buffers that are kept.
//!
//! Without locks: while others append, what is missing is looked for again. Invariant: a body that is handed out has
//! the digest that was asked for.

use debar_model::Sha256Hex;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Arc, PoisonError, RwLock};

use crate::bodies;
use crate::index;
use crate::inline::{self, Inflater};
use crate::known::Known;
use crate::layout::Layout;
use crate::reader::read_line;
use crate::{LedgerError, scan};

/// How many segments are kept open.
const OPEN: usize = 64;

/// How far a segment was read whose index was taken instead.
const WHOLE: u64 = u64::MAX;

/// Where the bodies of a ledger stand, as far as it has been read.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    known: Known,
    /// Segments that were read, each up to which byte.
    read: HashMap<u64, u64>,
    /// The last of them, which may have grown since.
    last: Option<u64>,
}

impl Catalogue {
    /// Reads what has been appended since.
    fn refresh(&mut self, layout: &Layout) -> Result<(), LedgerError> {
        for segment in layout.list()? {
            let read = self.read.get(&segment).copied();
            if read == Some(WHOLE) || read.is_some() && self.last != Some(segment) {
                continue;
            }
            match index::saved(layout, segment).filter(|_| read.is_none()) {
                Some(marks) => {
                    self.known.add(segment, marks.bodies());
                    self.read.insert(segment, WHOLE);
                }
                None => self.scan(layout, segment)?,
            }
            self.last = Some(segment);
        }
        Ok(())
    }

    /// Reads a segment without an index, from where it was read before.
    fn scan(&mut self, layout: &Layout, segment: u64) -> Result<(), LedgerError> {
        let path = layout.segment(segment);
        let from = self.read.get(&segment).copied().unwrap_or_default();
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|mut file| {
            file.seek(SeekFrom::Start(from))?;
            file.read_to_end(&mut bytes)
        });
        read.map_err(LedgerError::io("reading", &path))?;
        let (lines, torn) = scan::lines(&bytes);
        let offset = |at: usize| from.saturating_add(u64::try_from(at).unwrap_or(u64::MAX));
        let found = lines.iter().filter_map(|(at, line)| Some((inline::digest_of(line)?, offset(*at))));
        let found: Vec<(Sha256Hex, u64)> = found.collect();
        self.known.add(segment, found.iter().map(|(digest, offset)| (&digest.0, *offset)));
        self.read.insert(segment, offset(bytes.len() - torn.len()));
        Ok(())
    }
}

/// Fetches bodies. One for each thread: it keeps its buffers and open files from one body to the next.
pub struct BodyReader {
    layout: Layout,
    catalogue: Arc<RwLock<Catalogue>>,
    files: HashMap<u64, File>,
    line: Vec<u8>,
    inflater: Inflater,
    large: Vec<u8>,
}

impl std::fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BodyReader").field("layout", &self.layout).finish_non_exhaustive()
    }
}

/// Where a body was found.
enum Found {
    InSegment,
    InFile,
}

impl BodyReader {
    pub(crate) fn new(layout: Layout, catalogue: Arc<RwLock<Catalogue>>) -> Self {
        Self {
            layout,
            catalogue,
            files: HashMap::new(),
            line: Vec::new(),
            inflater: Inflater::new(),
            large: Vec::new(),
        }
    }

    /// A stored body, checked against its digest. It stands in this reader until the next one is fetched.
    ///
    /// # Errors
    /// Not stored, broken, or unreadable.
    pub fn get(&mut self, digest: &Sha256Hex) -> Result<&[u8], LedgerError> {
        let found = match self.look_up(digest) {
            Ok(Some(found)) => found,
            Err(error) if !matches!(error, LedgerError::BrokenBody { .. }) => return Err(error),
            _ => {
                // It may have been appended since, or stored again because it was broken.
                let refreshed = {
                    let mut catalogue = self.catalogue.write().unwrap_or_else(PoisonError::into_inner);
                    catalogue.refresh(&self.layout)
                };
                refreshed?;
                self.look_up(digest)?.ok_or(LedgerError::MissingBody(*digest))?
            }
        };
        Ok(match found {
            Found::InFile => &self.large,
            Found::InSegment => self.inflater.last(),
        })
    }

    fn look_up(&mut self, digest: &Sha256Hex) -> Result<Option<Found>, LedgerError> {
        let places = {
            let catalogue = self.catalogue.read().unwrap_or_else(PoisonError::into_inner);
            catalogue.known.find(&digest.0)
        };
        let mut failed = None;
        for (segment, offset) in places {
            if !self.read(segment, offset)? || inline::digest_of(&self.line) != Some(*digest) {
                continue;
            }
            match self.inflater.content(&self.line) {
                Ok(_) => return Ok(Some(Found::InSegment)),
                Err(message) => failed = Some(broken(digest, message)),
            }
        }
        let (_, path) = self.layout.body(digest);
        if let Some(content) = bodies::load(&path, digest)? {
            self.large = content;
            return Ok(Some(Found::InFile));
        }
        failed.map_or(Ok(None), Err)
    }

    /// Reads a line into the buffer; false when it has no end.
    fn read(&mut self, segment: u64, offset: u64) -> Result<bool, LedgerError> {
        let path = || self.layout.segment(segment);
        if !self.files.contains_key(&segment) {
            if self.files.len() >= OPEN {
                self.files.clear();
            }
            let file = File::open(path()).map_err(|error| LedgerError::io("opening", &path())(error))?;
            self.files.insert(segment, file);
        }
        let Some(file) = self.files.get(&segment) else { return Ok(false) };
        read_line(file, offset, &mut self.line).map_err(|error| LedgerError::io("reading", &path())(error))
    }
}

fn broken(digest: &Sha256Hex, message: &str) -> LedgerError {
    LedgerError::BrokenBody { digest: *digest, message: message.to_owned() }
}
