//! "Did you mean". A guess is offered only when it is near.

/// The nearest of the known words, if it is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > 100 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(word);
    let allowed = (wanted.chars().count() / 3).clamp(1, 3);
    known
        .filter(|candidate| candidate.len() <= 100)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Whether the nearest of the known words is the only one that can be meant: a slip of one letter, or of two in a
/// long word, with every other word far off.
pub(crate) fn is_certain<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(word);
    let mut distances: Vec<usize> = known
        .filter(|candidate| candidate.len() <= 100)
        .map(|candidate| strsim::damerau_levenshtein(&wanted, &plain(candidate)))
        .collect();
    distances.sort_unstable();
    let second = distances.get(1).copied().unwrap_or(usize::MAX);
    match distances.first() {
        Some(0) => true,
        Some(1) => wanted.chars().count() >= 4 && second > 1,
        Some(2) => wanted.chars().count() >= 7 && second > 3,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_certain, nearest};

    #[test]
    fn a_slip_is_certain_only_when_nothing_else_is_near() {
        let known = ["sell", "resell", "provide", "from", "allow", "deny", "depth"];
        for (word, expect) in [
            ("Deny", true),
            ("denny", true),
            ("sel", false),
            ("esell", false),
            ("porvide", true),
            ("fro", false),
            ("xyz", false),
        ] {
            assert_eq!(is_certain(word, known.into_iter()), expect, "{word}");
        }
    }

    #[test]
    fn guesses_are_near_or_absent() {
        let known = ["vendors", "groups", "except", "depth", "part-of"];
        for (word, expect) in [
            ("vendor", Some("vendors")),
            ("excepts", Some("except")),
            ("part_of", Some("part-of")),
            ("Depth", Some("depth")),
            ("detph", Some("depth")),
            ("colour", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, known.into_iter()), expect, "{word}");
        }
    }
}
