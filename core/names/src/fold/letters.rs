//! One letter to its folded letters: lower case, no Latin accents or ligatures, plain digits. Knows no words.
//! Invariant: what comes out folds to itself.

use any_ascii::any_ascii_char;

use crate::script::Script;

/// Calls `emit` with the folded letters of `c`: full case folding, Latin in ASCII, digits in ASCII.
pub(super) fn folded(c: char, mut emit: impl FnMut(char)) {
    if c.is_ascii() {
        return emit(c.to_ascii_lowercase());
    }
    match c {
        'ß' | 'ẞ' => return "ss".chars().for_each(emit),
        'ς' => return emit('σ'),
        'և' => return "եւ".chars().for_each(emit),
        _ => {}
    }
    for low in c.to_lowercase() {
        match Script::of(low) {
            Script::Latin => ascii(low, &mut emit),
            Script::Greek if low == 'ς' => emit('σ'),
            Script::Cyrillic | Script::Greek | Script::Han | Script::Kana | Script::Hangul => emit(low),
            _ if low.is_numeric() => ascii(low, &mut emit),
            // What lower case adds to a letter, as to İ.
            Script::Common if !low.is_alphanumeric() => {}
            _ => emit(low),
        }
    }
}

/// Calls `emit` with `c` in Latin letters.
pub(crate) fn transliterated(c: char, mut emit: impl FnMut(char)) {
    match Script::of(c) {
        Script::Latin | Script::Common => folded(c, emit),
        _ => any_ascii_char(c)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .for_each(|c| emit(c.to_ascii_lowercase())),
    }
}

/// `text` with the vowels that German, Danish and Swedish also write as two: `Müller` as `Mueller`. `None` if it has
/// none.
pub(crate) fn unfolded_umlauts(text: &str) -> Option<String> {
    let pair = |c: char| {
        Some(match c {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            _ => return None,
        })
    };
    text.contains(|c| pair(c).is_some()).then(|| {
        text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
            match pair(c) {
                Some(two) => out.push_str(two),
                None => out.push(c),
            }
            out
        })
    })
}

fn ascii(c: char, emit: &mut impl FnMut(char)) {
    // By their shape, as Unicode TR 39 has it: few firms write their name with them for their sound.
    match c {
        'ʋ' => return emit('u'),
        'ŋ' => return emit('n'),
        'ƿ' => return emit('p'),
        _ => {}
    }
    let plain = any_ascii_char(c);
    if plain.chars().any(|c| c.is_ascii_alphanumeric()) {
        plain.chars().filter(char::is_ascii_alphanumeric).for_each(|c| emit(c.to_ascii_lowercase()));
    } else {
        emit(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        fn check(text: &str, expect: &str) {
            let mut got = String::new();
            text.chars().for_each(|c| folded(c, |c| got.push(c)));
            assert_eq!(got, expect, "{text}");
        }
        check("KASPERSKY", "kaspersky");
        check("ẞßŒøđłæþı", "ssssoeodlaethi");
        check("ᴋᴀꜱᴘʋƲŋƿ", "kaspuunp");
        check("КАСПЕРСКИЙ", "касперский");
        check("ΛΌΓΟΣς", "λόγοσσ");
        check("٣٤", "34");
        check("华为", "华为");
    }
}
