//! A reader that digests everything that passes and counts it against the budget.
//!
//! Invariant: the digests are of all bytes of the member from its first to its end, whoever read them.

use std::io::{self, BufRead, Read};

use flate2::Crc;

use super::appended::Appended;
use super::found::Why;
use super::walk::Walk;
use crate::Digests;
use crate::hashes::Hashes;

/// Bytes read at a time.
pub(crate) const BUFFER: usize = 64 * 1024;

/// One member on its way.
pub(crate) struct Tee<'t, 'w> {
    walk: &'t Walk<'w>,
    inner: &'t mut dyn Read,
    hashes: Option<Hashes>,
    silent: bool,
    crc: Option<Crc>,
    appended: Option<Appended>,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    count: u64,
    ended: bool,
    failed: Option<Why>,
}

/// What a member was, once it ended.
pub(crate) struct Sums {
    pub(crate) digests: Option<Digests>,
    pub(crate) size: u64,
    pub(crate) crc: Option<u32>,
    /// A zip archive ends in it.
    pub(crate) appended: bool,
}

impl<'t, 'w> Tee<'t, 'w> {
    pub(crate) fn new(walk: &'t Walk<'w>, inner: &'t mut dyn Read, crc: bool) -> Self {
        Self {
            walk,
            inner,
            hashes: walk.hashes(),
            silent: false,
            crc: crc.then(Crc::new),
            appended: None,
            buffer: walk.buffer(),
            start: 0,
            end: 0,
            count: 0,
            ended: false,
            failed: None,
        }
    }

    /// Neither digests nor counts: the file itself, which is digested beside.
    pub(crate) fn silent(walk: &'t Walk<'w>, inner: &'t mut dyn Read) -> Self {
        Self { hashes: None, silent: true, ..Self::new(walk, inner, false) }
    }

    /// Looks out for a zip archive at the end as well; only before anything is read.
    pub(crate) fn watch_end(&mut self) {
        self.appended = Some(Appended::new());
    }

    /// The first bytes, which are still to be read.
    pub(crate) fn head(&mut self, most: usize) -> Result<&[u8], Why> {
        while self.end < most && !self.ended {
            self.fill().map_err(|error| self.why(&error))?;
        }
        Ok(self.buffer.get(..self.end.min(most)).unwrap_or_default())
    }

    /// Reads the rest for its digest.
    pub(crate) fn drain(&mut self) -> Result<(), Why> {
        if let Some(why) = &self.failed {
            return Err(why.clone());
        }
        loop {
            (self.start, self.end) = (0, 0);
            match self.fill() {
                Ok(()) if self.ended => return Ok(()),
                Ok(()) => {}
                Err(error) => return Err(self.why(&error)),
            }
        }
    }

    /// Everything, when it is no more than this.
    pub(crate) fn all(&mut self, most: u64) -> Result<Vec<u8>, Why> {
        let mut bytes = vec![];
        self.by_ref()
            .take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| self.why(&error))?;
        if bytes.len() as u64 > most { Err(Why::Memory(most)) } else { Ok(bytes) }
    }

    /// Whether a read failed, which is the better reason than what a format made of it.
    pub(crate) fn failed(&self) -> Option<Why> {
        self.failed.clone()
    }

    /// The digests, after the whole was read.
    pub(crate) fn finish(mut self) -> Sums {
        self.walk.give_back(std::mem::take(&mut self.buffer));
        let digests = self.hashes.take().and_then(|hashes| hashes.finish(self.count).ok());
        Sums {
            digests: digests.map(Digests::of_member),
            size: self.count,
            crc: self.crc.as_ref().map(Crc::sum),
            appended: self.appended.as_ref().is_some_and(|appended| appended.at_end(self.count)),
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let read = match buffer.get_mut(self.end..) {
            Some(rest) => self.next(rest),
            None => Ok(0),
        };
        self.buffer = buffer;
        self.end += read?;
        Ok(())
    }

    /// The next bytes from within, digested.
    fn next(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if let Some(why) = &self.failed {
            return Err(io::Error::other(why.to_string()));
        }
        let read = loop {
            match self.inner.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let charged = |read: usize| self.walk.charge(if self.silent { 0 } else { read }).map(|()| read);
        let read = match read.and_then(charged) {
            Ok(read) => read,
            Err(error) => {
                self.failed = Some(self.walk.why(&error));
                return Err(error);
            }
        };
        self.ended |= read == 0 && !into.is_empty();
        let bytes = into.get(..read).unwrap_or_default();
        if let Some(hashes) = &mut self.hashes {
            hashes.update(bytes);
        }
        if let Some(crc) = &mut self.crc {
            crc.update(bytes);
        }
        if let Some(appended) = &mut self.appended {
            appended.update(bytes, self.count);
        }
        self.count += read as u64;
        Ok(read)
    }

    fn why(&self, error: &io::Error) -> Why {
        self.failed.clone().unwrap_or_else(|| self.walk.why(error))
    }
}

impl Read for Tee<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && into.len() >= BUFFER {
            return self.next(into);
        }
        let from = self.fill_buf()?;
        let count = from.len().min(into.len());
        for (slot, bytes) in into.get_mut(..count).into_iter().zip(from.get(..count)) {
            slot.copy_from_slice(bytes);
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Tee<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end && !self.ended {
            (self.start, self.end) = (0, 0);
            self.fill()?;
        }
        Ok(self.buffer.get(self.start..self.end).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.start = self.start.saturating_add(count).min(self.end);
    }
}
