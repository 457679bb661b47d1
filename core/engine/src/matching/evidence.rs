//! What a finding shows of the value that it came from.

use std::borrow::Cow;
use std::ops::Range;

use debar_blocklist::Listed;
use debar_model::{Evidence, NameScores, Value};

/// The most characters of a value that a finding shows.
const SHOWN: usize = 256;

/// What was compared: the matched bytes of the searched text, and the folded form of them.
pub(crate) struct Match<'m> {
    /// The text that was searched.
    pub text: &'m str,
    pub range: Range<usize>,
    pub folded: Cow<'m, str>,
    pub how: String,
    pub flags: Vec<String>,
    /// How alike they are, where they met by likeness.
    pub scores: Option<NameScores>,
}

impl Match<'_> {
    /// A match of the whole text.
    pub fn whole<'m>(text: &'m str, folded: impl Into<Cow<'m, str>>, how: impl Into<String>) -> Match<'m> {
        Match {
            text,
            range: 0..text.len(),
            folded: folded.into(),
            how: how.into(),
            flags: vec![],
            scores: None,
        }
    }

    pub fn evidence(self, value: &Value<'_>, listed: &Listed) -> Evidence {
        Evidence {
            slot: value.slot.clone(),
            value: around(self.text, &self.range),
            source: value.source.clone(),
            matched: cut(self.text.get(self.range).unwrap_or(self.text), SHOWN),
            folded: cut(&self.folded, SHOWN),
            listed: listed.text.clone(),
            listed_place: listed.place.clone(),
            how: self.how,
            flags: self.flags,
            scores: self.scores,
        }
    }
}

/// The first characters of a text, with a mark where it was cut.
pub(crate) fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Up to [`SHOWN`] characters of a text around a match.
fn around(text: &str, range: &Range<usize>) -> String {
    if text.len() <= SHOWN || text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let before: Vec<usize> =
        text.get(..range.start).unwrap_or_default().char_indices().rev().map(|(at, _)| at).collect();
    let inside = text.get(range.clone()).unwrap_or_default().chars().count().min(SHOWN);
    let lead = (SHOWN - inside) / 2;
    let start = match lead {
        0 => range.start,
        lead => before.get(lead - 1).or(before.last()).copied().unwrap_or(range.start),
    };
    let shown = cut(text.get(start..).unwrap_or(text), SHOWN);
    if start > 0 { format!("…{shown}") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::{around, cut};

    #[test]
    fn long_values_are_cut_around_the_match() {
        assert_eq!(cut("abc", 3), "abc");
        assert_eq!(cut("äbcd", 3), "äbc…");
        let text = format!("{}Kaspersky{}", "ä".repeat(1000), "ö".repeat(1000));
        let shown = around(&text, &(2000..2009));
        assert!(shown.contains("Kaspersky") && shown.chars().count() <= 258, "{shown}");
        assert!(around(&text, &(0..4009)).chars().count() <= 258);
        assert_eq!(around("short", &(0..2)), "short");
    }
}
