//! Bytes that can be read at any place, and a window on them that is read in order.

use std::io::{self, Read};

use super::found::Why;

/// Bytes of known length with random access.
pub(crate) trait At {
    /// How many there are.
    fn len(&self) -> u64;
    /// Reads at a place; 0 at the end and beyond.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
}

impl At for &[u8] {
    fn len(&self) -> u64 {
        u64::try_from(<[u8]>::len(self)).unwrap_or(u64::MAX)
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|start| self.get(start..)).unwrap_or_default();
        (&mut &*rest).read(buffer)
    }
}

/// A range of bytes: random access to it, and reading it in order.
#[derive(Clone, Copy)]
pub(crate) struct Window<'a> {
    at: &'a dyn At,
    start: u64,
    end: u64,
    position: u64,
}

impl<'a> Window<'a> {
    /// The range, as far as there are bytes.
    pub(crate) fn new(at: &'a dyn At, start: u64, len: u64) -> Self {
        let end = start.saturating_add(len).min(at.len());
        Self { at, start: start.min(end), end, position: start.min(end) }
    }
}

impl At for Window<'_> {
    fn len(&self) -> u64 {
        self.end - self.start
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let left = At::len(self).saturating_sub(offset);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        match buffer.get_mut(..most).filter(|buffer| !buffer.is_empty()) {
            Some(buffer) => self.at.read_at(self.start + offset, buffer),
            None => Ok(0),
        }
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.read_at(self.position - self.start, buffer)?;
        self.position += read as u64;
        Ok(read)
    }
}

/// Exactly these bytes.
pub(crate) fn exact<const N: usize>(at: &dyn At, offset: u64) -> Result<[u8; N], Why> {
    let mut bytes = [0; N];
    fill(at, offset, &mut bytes)?;
    Ok(bytes)
}

/// So many bytes; the caller has bounded their number.
pub(crate) fn many(at: &dyn At, offset: u64, len: u64) -> Result<Vec<u8>, Why> {
    if offset.saturating_add(len) > at.len() {
        return Err(Why::Truncated);
    }
    let mut bytes = vec![0; usize::try_from(len).map_err(|_| Why::Truncated)?];
    fill(at, offset, &mut bytes)?;
    Ok(bytes)
}

fn fill(at: &dyn At, offset: u64, bytes: &mut [u8]) -> Result<(), Why> {
    if offset >= at.len() && !bytes.is_empty() {
        return Err(Why::Truncated);
    }
    let mut window = Window::new(at, offset, bytes.len() as u64);
    window.read_exact(bytes).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Why::Truncated,
        _ => Why::damaged(error.to_string()),
    })
}
