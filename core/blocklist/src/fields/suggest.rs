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

#[cfg(test)]
mod tests {
    use super::nearest;

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
