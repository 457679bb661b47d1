//! Replacements of byte ranges. Invariant: either all of them are made or none.

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextEdit {
    /// First byte that is replaced.
    pub start: usize,
    /// End, excluded; the same as the start to insert.
    pub end: usize,
    /// What to put there.
    pub replacement: String,
}

/// Replacements in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// The file's name relative to the root file.
    pub file: String,
    /// The replacements, in order.
    pub edits: Vec<TextEdit>,
}

impl TextEdit {
    /// Puts a text at a byte.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { start: at, end: at, replacement: text.into() }
    }

    /// Whether two replacements cannot both be made without one changing what the other is about.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let touching = self.start <= other.end && other.start <= self.end;
        let empty = self.start == self.end || other.start == other.end;
        let overlapping = self.start < other.end && other.start < self.end;
        if empty { touching } else { overlapping }
    }
}

/// The text with all replacements made; none when two overlap or one is not inside of the text.
pub fn apply(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.start, edit.end));
    let mut result = String::with_capacity(text.len());
    let mut from = 0;
    for edit in sorted {
        if edit.end < edit.start {
            return None;
        }
        result.push_str(text.get(from..edit.start)?);
        text.get(edit.start..edit.end)?;
        result.push_str(&edit.replacement);
        from = edit.end;
    }
    result.push_str(text.get(from..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::{TextEdit, apply};

    fn check(edits: &[(usize, usize, &str)], expect: Option<&str>) {
        let edits: Vec<TextEdit> = edits
            .iter()
            .map(|(start, end, text)| TextEdit { start: *start, end: *end, replacement: (*text).to_owned() })
            .collect();
        assert_eq!(apply("abcdé", &edits).as_deref(), expect, "{edits:?}");
    }

    #[test]
    fn all_or_nothing() {
        check(&[], Some("abcdé"));
        check(&[(3, 4, "D"), (0, 1, "A")], Some("AbcDé"));
        check(&[(1, 1, "x"), (1, 2, "B")], Some("axBcdé"));
        check(&[(0, 2, "x"), (1, 3, "y")], None);
        check(&[(5, 6, "x")], None);
        check(&[(9, 9, "x")], None);
        check(&[(2, 1, "x")], None);
    }
}
