//! Words beside a name that turn its meaning: made by it, or only made to go with it or to be rid of it.
//! A heuristic that only ever weakens evidence to a review or explains it.

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

/// Words before a name after which it is not the maker.
const BESIDE_BEFORE: [&str; 24] = [
    "for",
    "with",
    "alternative",
    "versus",
    "vs",
    "replace",
    "replaces",
    "replacing",
    "uninstall",
    "remove",
    "removes",
    "removal",
    "migration",
    "migrate",
    "against",
    "than",
    "without",
    "für",
    "fuer",
    "fur",
    "pour",
    "para",
    "unlike",
    "supports",
];

/// Words after a name that say the same.
const BESIDE_AFTER: [&str; 11] = [
    "compatible",
    "removal",
    "remover",
    "uninstaller",
    "uninstall",
    "replacement",
    "alternative",
    "migration",
    "kompatibel",
    "style",
    "removed",
];

/// Words before a name that name it as the maker.
const MAKER: [&str; 17] = [
    "by",
    "from",
    "manufacturer",
    "maker",
    "vendor",
    "publisher",
    "brand",
    "mfr",
    "mfg",
    "oem",
    "developer",
    "hersteller",
    "von",
    "marke",
    "fabricant",
    "marca",
    "developed",
];

/// Reads the words around a name, nearest first on both sides.
pub(crate) fn read<'w>(
    before: impl Iterator<Item = &'w str>,
    after: impl Iterator<Item = &'w str>,
) -> Context {
    let before: Vec<&str> = before.take(4).collect();
    let after: Vec<&str> = after.take(3).collect();
    let nearest = before.first().copied().unwrap_or_default();
    let moved_away =
        nearest == "from" && before.iter().any(|word| matches!(*word, "migration" | "migrate" | "switch"));
    let near = before.iter().take(2);
    if moved_away || near.clone().any(|word| BESIDE_BEFORE.contains(word)) {
        return Context::Beside;
    }
    if after.iter().any(|word| BESIDE_AFTER.contains(word)) {
        return Context::Beside;
    }
    if MAKER.contains(&nearest) {
        return Context::Maker;
    }
    Context::Plain
}

#[cfg(test)]
mod tests {
    use super::{Context, read};

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
        check("", "endpoint security", Context::Plain);
        check("", "", Context::Plain);
    }
}
