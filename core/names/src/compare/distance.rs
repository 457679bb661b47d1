//! Edits between two words: letters put in, left out, replaced, or two neighbours swapped. Invariant: symmetric, and
//! bounded by the budget, never by the lengths.

/// Edits that two words may be apart and still be one, by the letters of the shorter.
pub(crate) const fn budget(letters: usize) -> u32 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        8..=12 => 2,
        _ => 3,
    }
}

/// The number of edits from `a` to `b` if it is at most `most`.
pub(crate) fn within(mut a: &[u8], mut b: &[u8], most: u32) -> Option<u32> {
    if a.len().abs_diff(b.len()) > most as usize {
        return None;
    }
    while let ([rest_a @ .., x], [rest_b @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    from_front(a, b, most)
}

fn from_front(mut a: &[u8], mut b: &[u8], most: u32) -> Option<u32> {
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    let left = a.len().max(b.len());
    if a.is_empty() || b.is_empty() {
        return u32::try_from(left).ok().filter(|left| *left <= most);
    }
    let next = most.checked_sub(1)?;
    let (tail_a, tail_b) = (a.get(1..)?, b.get(1..)?);
    let mut best = None;
    let mut take = |found: Option<u32>| {
        if let Some(found) = found {
            best = Some(best.map_or(found + 1, |best: u32| best.min(found + 1)));
        }
    };
    take(from_front(tail_a, tail_b, next));
    take(from_front(tail_a, b, next));
    take(from_front(a, tail_b, next));
    if let ([x, y, rest_a @ ..], [v, w, rest_b @ ..]) = (a, b)
        && (x, y) == (w, v)
    {
        take(from_front(rest_a, rest_b, next));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        fn check(a: &str, b: &str, expect: Option<u32>) {
            assert_eq!(within(a.as_bytes(), b.as_bytes(), 3), expect, "{a} {b}");
            assert_eq!(within(b.as_bytes(), a.as_bytes(), 3), expect, "{b} {a}");
        }
        check("", "", Some(0));
        check("kaspersky", "kaspersky", Some(0));
        check("kaspersky", "kasperksy", Some(1));
        check("hikvision", "hikvison", Some(1));
        check("kaspersky", "kasper", Some(3));
        check("kaspersky", "casper", None);
        check("abcdefgh", "hgfedcba", None);
        check("abc", "", Some(3));
    }
}
