//! Words beside a name that turn its meaning: made by it, or only made to go with it, to stand in for it or to be rid of
//! it. A heuristic that only ever weakens evidence to a review or explains it. Invariant: words are folded, and nothing
//! but the words next to a name counts.

mod beside;

use debar_names::exact_key;

/// What the words around a name say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Context {
    /// Nothing.
    Plain,
    /// It is named as the maker.
    Maker,
    /// It is named as what the thing works with, replaces or removes.
    Beside,
}

/// Words before a name that name it as the maker, in any text.
const MAKER: [&str; 39] = [
    "manufacturer",
    "maker",
    "vendor",
    "publisher",
    "brand",
    "mfr",
    "mfg",
    "oem",
    "developer",
    "developed",
    "manufactured",
    "hersteller",
    "marke",
    "hergestellt",
    "fabricant",
    "editeur",
    "marque",
    "marca",
    "fabricante",
    "fabricado",
    "produttore",
    "fabbricante",
    "fornitore",
    "prodotto",
    "fabrikant",
    "merk",
    "leverancier",
    "uitgever",
    "producent",
    "marka",
    "wydawca",
    "производитель",
    "изготовитель",
    "разработчик",
    "марка",
    "бренд",
    "制造商",
    "品牌",
    "メーカー",
];

/// Words that do so in a title, and stand for much else in longer texts.
const BY: [&str; 4] = ["by", "from", "von", "от"];

/// Whether a word as written states that a maker follows.
pub(super) fn is_maker_word(word: &str, is_title: bool) -> bool {
    /// The longest of the words above, in bytes.
    const LONGEST: usize = 28;
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.len() < 2 || word.len() > LONGEST {
        return false;
    }
    let among = |word: &str| MAKER.contains(&word) || (is_title && BY.contains(&word));
    if word.is_ascii() && !word.bytes().any(|c| c.is_ascii_uppercase()) {
        return among(word);
    }
    among(&exact_key(word))
}

/// Reads the words around a name, nearest first on both sides.
pub(crate) fn read<'w>(
    before: impl Iterator<Item = &'w str>,
    after: impl Iterator<Item = &'w str>,
) -> Context {
    let before: Vec<&str> = before.take(4).collect();
    let after: Vec<&str> = after.take(3).collect();
    let nearest = before.first().copied().unwrap_or_default();
    let leaves = |word: &&str| matches!(*word, "migration" | "migrate" | "switch");
    if BY.contains(&nearest) && before.iter().any(leaves) {
        return Context::Beside;
    }
    if before.iter().take(2).any(|word| beside::is_before(word))
        || after.iter().any(|word| beside::is_after(word))
    {
        return Context::Beside;
    }
    if MAKER.contains(&nearest) || BY.contains(&nearest) {
        return Context::Maker;
    }
    Context::Plain
}

/// Reads the letters around a name in a script without spaces.
pub(crate) fn read_unspaced(before: &str, after: &str) -> Context {
    if beside::ends_before(before) || beside::begins_after(after) { Context::Beside } else { Context::Plain }
}

#[cfg(test)]
mod tests {
    use super::{Context, is_maker_word, read, read_unspaced};

    fn check(before: &str, after: &str, expect: Context) {
        let found = read(before.split_whitespace().rev(), after.split_whitespace());
        assert_eq!(found, expect, "{before} _ {after}");
    }

    #[test]
    fn words_beside_a_name_turn_its_meaning() {
        check("bracket for", "cameras", Context::Beside);
        check("compatible with", "", Context::Beside);
        check("migration from", "to other", Context::Beside);
        check("", "removal tool", Context::Beside);
        check("antivirus by", "", Context::Maker);
        check("hersteller", "", Context::Maker);
        check("", "endpoint security", Context::Plain);
        check("", "", Context::Plain);
    }

    #[test]
    fn scripts_without_spaces_are_read_by_letters() {
        for (before, after, expect) in [
            ("适用于", "摄像机", Context::Beside),
            ("支架 兼容 ", "", Context::Beside),
            ("", "的替代品", Context::Beside),
            ("", "互換ブラケット", Context::Beside),
            ("", " 対応", Context::Beside),
            ("", "端点安全", Context::Plain),
            ("", "", Context::Plain),
        ] {
            assert_eq!(read_unspaced(before, after), expect, "{before} _ {after}");
        }
    }

    #[test]
    fn makers_are_announced() {
        for (word, is_title, expect) in [
            ("Manufacturer:", false, true),
            ("by", true, true),
            ("by", false, false),
            ("Производитель", false, true),
            ("品牌", false, true),
            ("Éditeur", false, true),
            ("chair", true, false),
            ("", true, false),
        ] {
            assert_eq!(is_maker_word(word, is_title), expect, "{word}");
        }
    }
}
