//! "Did you mean": the nearest of some known words. Not a matcher of names; nothing is decided by it.

/// The nearest of the known words, if it is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONG: usize = 100;
    if word.len() > LONG {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = plain(word);
    let allowed = (wanted.chars().count() / 3).clamp(1, 3);
    known
        .into_iter()
        .filter(|candidate| candidate.len() <= LONG)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn guesses_are_near_or_absent() {
        let known = ["act", "buyer", "us-executive"];
        for (word, expect) in [
            ("acts", Some("act")),
            ("Buyers", Some("buyer")),
            ("us-exeutive", Some("us-executive")),
            ("US_Executive", Some("us-executive")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), expect, "{word}");
        }
    }
}
