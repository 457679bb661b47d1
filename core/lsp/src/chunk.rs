//! A file cut into chunks that can be read by themselves: an entry, a line below a section, a test. Cut by
//! form alone, so that it works while somebody types. Knows headers, strings and brackets, and no key.
//!
//! Invariant: chunks cover the whole text in order, and cutting again after an edit gives the same cuts as
//! cutting the whole.

use debar_blocklist::Section;

/// What a chunk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Everything above the first header.
    Top,
    /// `[section]` itself.
    Header(Section),
    /// One statement below `[section]`.
    Line(Section),
    /// `[section.id]`, its keys, and the tables inside of it that follow.
    Entry(Section),
    /// `[[test]]`, its keys, and the tables inside of it that follow.
    Test,
    /// Any other header and what is below.
    Other,
}

/// A chunk; it ends where the next one begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) what: What,
    /// The key of the entry, relative to the start.
    pub(crate) key: (usize, usize),
    /// The entry's id.
    pub(crate) id: Option<Box<str>>,
}

impl Chunk {
    pub(crate) const fn section(&self) -> Option<Section> {
        match self.what {
            What::Line(section) | What::Entry(section) => Some(section),
            _ => None,
        }
    }
}

/// Cuts a whole text.
pub(crate) fn cut(text: &str) -> Vec<Chunk> {
    let mut chunks = vec![];
    scan(text, 0, What::Top, |chunk| {
        chunks.push(chunk);
        true
    });
    chunks
}

/// What an edit changed: these chunks were taken out, and these put in their place.
pub(crate) struct Recut {
    pub(crate) removed: Vec<Chunk>,
    pub(crate) first: usize,
    pub(crate) added: usize,
}

/// Cuts again after the bytes from `start` to `old_end` became those to `new_end`. `text` is the new text.
pub(crate) fn recut(
    chunks: &mut Vec<Chunk>,
    text: &str,
    start: usize,
    old_end: usize,
    new_end: usize,
) -> Recut {
    // The chunk in front may swallow the edited one.
    let first = chunks.partition_point(|chunk| chunk.start <= start).saturating_sub(2);
    let begin = chunks.get(first).map_or(0, |chunk| chunk.start);
    let what = chunks.get(first).map_or(What::Top, |chunk| chunk.what);
    let mut after = chunks.partition_point(|chunk| chunk.start <= old_end);
    let moved = |at: usize| at - old_end + new_end;
    let mut fresh: Vec<Chunk> = vec![];
    let mut same_as = chunks.len();
    scan(text, begin, what, |chunk| {
        while chunks.get(after).is_some_and(|old| moved(old.start) < chunk.start) {
            after += 1;
        }
        let known = chunks.get(after).is_some_and(|old| {
            moved(old.start) == chunk.start
                && (old.what, &old.id, old.key) == (chunk.what, &chunk.id, chunk.key)
        });
        if known {
            same_as = after;
            return false;
        }
        fresh.push(chunk);
        true
    });
    for chunk in chunks.iter_mut().skip(same_as) {
        chunk.start = moved(chunk.start);
    }
    let added = fresh.len();
    let removed = chunks.splice(first..same_as, fresh).collect();
    Recut { removed, first, added }
}

/// Hands out chunks from `begin`, which is the start of one of kind `what`, until told to stop.
fn scan(text: &str, begin: usize, what: What, mut hand_out: impl FnMut(Chunk) -> bool) {
    let mut open = match what {
        What::Top => Some(chunk(0, What::Top)),
        _ => None,
    };
    // Below `[section]` each statement is a chunk; a chunk that begins here belongs to that section.
    let mut below = match what {
        What::Line(section) => Some(section),
        _ => None,
    };
    let mut at = begin;
    while at < text.len() {
        let line_end = end_of_line(text, at);
        let line = text.get(at..line_end).unwrap_or_default();
        let bare = line.trim_start_matches(['\u{feff}', ' ', '\t']);
        let indent = line.len() - bare.len();
        if bare.is_empty() || bare.starts_with(['#', '\n', '\r']) {
            at = line_end;
            continue;
        }
        if bare.starts_with('[') {
            let (next, inside) = header(bare, at, indent, open.as_ref());
            if !inside {
                below = match next.what {
                    What::Header(section) => Some(section),
                    _ => None,
                };
                if let Some(chunk) = open.replace(next)
                    && !hand_out(chunk)
                {
                    return;
                }
            }
            at = line_end;
            continue;
        }
        if let Some(section) = below {
            let length = key_length(bare);
            let mut next = chunk(at, What::Line(section));
            next.key = (indent, indent + length);
            next.id = bare.get(..length).map(|key| key.trim_matches(['"', '\'']).into());
            let same = open.as_ref().is_some_and(|open| open.what == next.what && open.id == next.id);
            if !same
                && let Some(chunk) = open.replace(next)
                && !hand_out(chunk)
            {
                return;
            }
        }
        at = end_of_statement(text, at);
    }
    if let Some(chunk) = open {
        hand_out(chunk);
    }
}

const fn chunk(start: usize, what: What) -> Chunk {
    Chunk { start, what, key: (0, 0), id: None }
}

/// The chunk that a header begins, and whether it goes on with the one before.
fn header(bare: &str, at: usize, indent: usize, open: Option<&Chunk>) -> (Chunk, bool) {
    let double = bare.starts_with("[[");
    let opening = if double { 2 } else { 1 };
    let path = path(bare, opening);
    let name = |index: usize| {
        path.get(index)
            .and_then(|(start, end)| bare.get(*start..*end))
            .map(|key| key.trim_matches(['"', '\'']))
    };
    let section = name(0).and_then(|name| Section::ALL.into_iter().find(|section| section.as_str() == name));
    let mut next = chunk(at, What::Other);
    match (section, name(0), path.len()) {
        (Some(section), _, 1) if !double => next.what = What::Header(section),
        (Some(section), _, 2..) => {
            next.what = What::Entry(section);
            if let Some((start, end)) = path.get(1) {
                next.key = (indent + start, indent + end);
            }
            next.id = name(1).map(Into::into);
            let same = open.is_some_and(|open| open.what == next.what && open.id == next.id);
            return (next, same && path.len() > 2);
        }
        (None, Some("test"), 1) if double => next.what = What::Test,
        (None, Some("test"), 2..) => {
            next.what = What::Test;
            return (next, open.is_some_and(|open| open.what == What::Test));
        }
        _ => {}
    }
    (next, false)
}

/// The ranges of the keys of a dotted path that begins at an offset.
pub(crate) fn path(text: &str, from: usize) -> Vec<(usize, usize)> {
    let mut keys = vec![];
    let mut at = from;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let length = key_length(text.get(at..).unwrap_or_default());
        if length == 0 {
            return keys;
        }
        keys.push((at, at + length));
        at += length;
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if !trimmed.starts_with('.') {
            return keys;
        }
        at += rest.len() - trimmed.len() + 1;
    }
}

/// The length of the first key of a text.
pub(crate) fn key_length(text: &str) -> usize {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let line = text.lines().next().unwrap_or_default();
        let mut escaped = false;
        for (at, c) in line.char_indices().skip(1) {
            match c {
                '\\' if quote == '"' && !escaped => escaped = true,
                c if c == quote && !escaped => return at + 1,
                _ => escaped = false,
            }
        }
        return line.len();
    }
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len())
}

fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().position(|byte| *byte == b'\n').map_or(text.len(), |offset| at + offset + 1)
}

/// The end of the statement that begins at an offset: the end of the line on which all brackets and texts
/// are closed. What is left open ends where something begins that can stand in no bracket.
pub(crate) fn end_of_statement(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = vec![];
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'#' => {
                at = end_of_line(text, at).saturating_sub(1).max(at + 1);
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_text(text, at, *byte);
                continue;
            }
            b'[' | b'{' => open.push(*byte),
            b']' | b'}' => {
                open.pop();
            }
            b'\n' if open.is_empty() || begins_anew(text, at + 1, open.last().copied()) => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Behind the text that begins with a quotation mark: a text on one line ends with it.
fn end_of_text(text: &str, from: usize, quote: u8) -> usize {
    let bytes = text.as_bytes();
    let long = if quote == b'"' { "\"\"\"" } else { "'''" };
    let rest = text.get(from..).unwrap_or_default();
    let many = rest.starts_with(long);
    let mut at = from + if many { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !many => return at,
            byte if *byte == quote => {
                if !many {
                    return at + 1;
                }
                if text.get(at..).is_some_and(|rest| rest.starts_with(long)) {
                    // Up to two more quotation marks belong to the text.
                    let more = bytes.iter().skip(at + 3).take(2).take_while(|next| **next == quote).count();
                    return at + 3 + more;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Whether a line can only be a new statement, so that an open bracket above was left open by mistake.
fn begins_anew(text: &str, at: usize, bracket: Option<u8>) -> bool {
    let line = text.get(at..end_of_line(text, at)).unwrap_or_default();
    if line.starts_with('[') {
        let keys = path(line, if line.starts_with("[[") { 2 } else { 1 });
        let end = keys.last().map_or(1, |(_, end)| *end);
        let rest = line.get(end..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let number =
            keys.first().and_then(|(start, _)| line.as_bytes().get(*start)).is_none_or(u8::is_ascii_digit);
        return !keys.is_empty()
            && !number
            && rest.starts_with(']')
            && !line.starts_with("[\"")
            && !line.starts_with("['");
    }
    if bracket == Some(b'{') {
        return false;
    }
    let length = key_length(line);
    length > 0
        && !line.starts_with(['"', '\''])
        && line.get(length..).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with('='))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{What, cut, recut};
    use debar_blocklist::Section;

    fn check(text: &str, expect: &[(&str, What)]) {
        let chunks = cut(text);
        let found: Vec<(&str, What)> = chunks
            .iter()
            .enumerate()
            .map(|(index, chunk)| {
                let end = chunks.get(index + 1).map_or(text.len(), |next| next.start);
                (text.get(chunk.start..end).unwrap(), chunk.what)
            })
            .collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn files_are_cut_into_entries() {
        let vendor = Section::Vendor;
        check("version = 1\n", &[("version = 1\n", What::Top)]);
        check(
            "a = 1\n[vendor.x]\nname = \"[vendor.y]\"\n[vendor.x.identifiers]\n[vendor.y]\n",
            &[
                ("a = 1\n", What::Top),
                ("[vendor.x]\nname = \"[vendor.y]\"\n[vendor.x.identifiers]\n", What::Entry(vendor)),
                ("[vendor.y]\n", What::Entry(vendor)),
            ],
        );
        check(
            "[vendor]\na = { name = \"A\" }\nb.name = \"B\"\nb.brands = [\n\"x\"\n]\n# end\n[[test]]\n[test.given]\n[odd]\n",
            &[
                ("", What::Top),
                ("[vendor]\n", What::Header(vendor)),
                ("a = { name = \"A\" }\n", What::Line(vendor)),
                ("b.name = \"B\"\nb.brands = [\n\"x\"\n]\n# end\n", What::Line(vendor)),
                ("[[test]]\n[test.given]\n", What::Test),
                ("[odd]\n", What::Other),
            ],
        );
        check(
            "[rule.a]\nvendors = [\n[rule.b]\nx = '''\n[rule.c]\n'''\n[rule.d]\n",
            &[
                ("", What::Top),
                ("[rule.a]\nvendors = [\n", What::Entry(Section::Rule)),
                ("[rule.b]\nx = '''\n[rule.c]\n'''\n", What::Entry(Section::Rule)),
                ("[rule.d]\n", What::Entry(Section::Rule)),
            ],
        );
    }

    const BITS: [&str; 16] = [
        "[vendor]\n",
        "[vendor.a]\n",
        "[vendor.a.identifiers]\n",
        "[rule.b]\n",
        "[[test]]\n",
        "[test.given]\n",
        "[odd]\n",
        "a = { name = \"A\" }\n",
        "b.name = 1\n",
        "b = [\n",
        "]\n",
        "\"\"\"",
        "# c\n",
        "\r\n",
        "Ж",
        "x = '",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn cutting_again_is_cutting_the_whole(
            start in proptest::collection::vec(0usize..16, 0..24),
            edits in proptest::collection::vec((0usize..200, 0usize..30, proptest::collection::vec(0usize..16, 0..3)), 1..6),
        ) {
            let mut text: String = start.iter().map(|bit| BITS[*bit]).collect();
            let mut chunks = cut(&text);
            for (from, len, with) in edits {
                let floor = |mut at: usize| { at = at.min(text.len()); while !text.is_char_boundary(at) { at -= 1; } at };
                let (from, to) = (floor(from), floor(from + len));
                let with: String = with.iter().map(|bit| BITS[*bit]).collect();
                text.replace_range(from..to, &with);
                recut(&mut chunks, &text, from, to, from + with.len());
                prop_assert_eq!(&chunks, &cut(&text), "{:?}", text);
            }
        }
    }
}
