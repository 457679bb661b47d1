//! Some chunks of a file put together as a file of their own, and the way back from its offsets.

use crate::chunk::{Chunk, What};

/// A part of a file.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) text: String,
    /// Offset here, offset in the file, length.
    pieces: Vec<(usize, usize, usize)>,
}

impl Part {
    /// Puts chunks together, the top of the file first. Lines below a section get its header.
    pub(crate) fn of(text: &str, chunks: &[Chunk], picked: &[usize]) -> Self {
        let mut part = Self::default();
        let mut order: Vec<usize> = picked.to_vec();
        order.push(0);
        let rank = |index: &usize| match chunks.get(*index).map(|chunk| chunk.what) {
            Some(What::Top) | None => (0, 0, 0),
            Some(What::Header(section)) => (1, section as usize, 0),
            Some(What::Line(section)) => (1, section as usize, 1),
            Some(_) => (2, 0, 0),
        };
        order.sort_by_key(|index| (rank(index), *index));
        order.dedup();
        let mut below = None;
        for index in order {
            let Some(chunk) = chunks.get(index) else { continue };
            let end = chunks.get(index + 1).map_or(text.len(), |next| next.start);
            match chunk.what {
                What::Header(section) if below == Some(section) => continue,
                What::Header(section) => below = Some(section),
                What::Line(section) if below != Some(section) => {
                    below = Some(section);
                    part.text.push_str(&format!("[{}]\n", section.as_str()));
                }
                _ => {}
            }
            part.add(text, chunk.start, end);
        }
        part
    }

    fn add(&mut self, text: &str, start: usize, end: usize) {
        let piece = text.get(start..end).unwrap_or_default();
        self.pieces.push((self.text.len(), start, piece.len()));
        self.text.push_str(piece);
        // Nothing else begins where an empty top stands: what the list lacks is missed there.
        if !piece.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// The range of the file that a range of the part stands for.
    pub(crate) fn to_file(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        // A range may end with the line break that was added.
        let (here, there, length) = self.pieces.iter().rev().find(|(here, _, _)| *here <= start)?;
        let from = start - here;
        (from <= *length).then(|| (there + from, there + end.saturating_sub(*here).min(*length).max(from)))
    }
}
