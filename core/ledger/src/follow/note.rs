//! The note on where events stand: a small file of lines beside the segments. May be deleted at any time.

use debar_model::Sha256Hex;
use debar_wire::sha256;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::End;
use crate::Problem;
use crate::layout::Layout;

const HEAD: &str = "debar ledger events 1";

/// Where events stand, up to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    pub end: End,
    /// Segment and offset of each event, in their order.
    pub places: Vec<(u64, u64)>,
}

impl Note {
    pub fn path(layout: &Layout, kind: &str) -> PathBuf {
        layout.root().join(format!("{kind}.events"))
    }

    /// The note of a kind; none when it is missing or not whole.
    pub fn load(layout: &Layout, kind: &str) -> Option<Self> {
        Self::read(&fs::read_to_string(Self::path(layout, kind)).ok()?, kind)
    }

    pub fn print(&self, kind: &str) -> String {
        let End { segment, offset, hash } = self.end;
        let mut text = format!("{HEAD}\n{kind}\n{segment} {offset} {hash}\n");
        for (segment, offset) in &self.places {
            let _ = writeln!(text, "{segment} {offset}");
        }
        let digest = sha256(text.as_bytes());
        let _ = writeln!(text, "{digest}");
        text
    }

    fn read(text: &str, kind: &str) -> Option<Self> {
        let (body, digest) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let body = format!("{body}\n");
        if Sha256Hex::parse(digest).ok()? != sha256(body.as_bytes()) {
            return None;
        }
        let mut lines = body.lines();
        if lines.next()? != HEAD || lines.next()? != kind {
            return None;
        }
        let mut end = lines.next()?.split(' ');
        let (segment, offset) = (end.next()?.parse().ok()?, end.next()?.parse().ok()?);
        let hash = Sha256Hex::parse(end.next()?).ok()?;
        let place = |line: &str| -> Option<(u64, u64)> {
            let (segment, offset) = line.split_once(' ')?;
            Some((segment.parse().ok()?, offset.parse().ok()?))
        };
        let places = lines.map(place).collect::<Option<_>>()?;
        Some(Self { end: End { segment, offset, hash }, places })
    }
}

/// What is wrong with the note of a kind, given where its events stand in truth.
pub(crate) fn check(layout: &Layout, kind: &str, events: &[(u64, u64)]) -> Option<Problem> {
    let path = Note::path(layout, kind);
    let text = fs::read_to_string(&path).ok()?;
    let problem = |message: &str| {
        Some(Problem { file: layout.relative(&path), line: None, byte: 0, message: message.to_owned() })
    };
    let Some(note) = Note::read(&text, kind) else {
        return problem("the note on events is damaged; remove it, it is made anew");
    };
    let end = (note.end.segment, note.end.offset);
    let known: Vec<(u64, u64)> = events.iter().copied().filter(|place| *place < end).collect();
    if known == note.places { None } else { problem("the note names other events than the log; remove it") }
}

#[cfg(test)]
mod tests {
    use super::{End, Note};
    use debar_model::Sha256Hex;

    #[test]
    fn a_note_is_whole_or_none() {
        let end = End { segment: 9, offset: 300, hash: Sha256Hex([7; 32]) };
        let note = Note { end, places: vec![(1, 0), (9, 76)] };
        let text = note.print("review");
        assert_eq!(Note::read(&text, "review"), Some(note.clone()));
        assert_eq!(Note::read(&text, "close"), None);
        for at in 0..text.len() {
            let mut broken = text.clone().into_bytes();
            broken[at] = if broken[at] == b'1' { b'2' } else { b'1' };
            let broken = String::from_utf8(broken).unwrap();
            assert_eq!(Note::read(&broken, "review"), None, "{at}");
            assert_eq!(Note::read(text.get(..at).unwrap(), "review"), None, "{at}");
        }
    }
}
