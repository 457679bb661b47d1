//! One listed text, folded: its keys, what it is searched by, how weak it is. Knows no other text and no table, so
//! that many can be prepared at once.

use debar_blocklist::Listed;
use debar_names::{
    KeyKind, Script, Token, TokenClass, WeakReason, exact_key, is_weak_name, key_variants, squeeze, stem_of,
    tokens,
};

use super::both::both;
use super::{EntryId, FormSource};

/// Texts below which a second thread is not worth its start.
const MANY: usize = 4096;

/// A text of the list and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Text<'l> {
    pub entry: EntryId,
    pub source: FormSource,
    pub listed: &'l Listed,
}

/// What compiling needs to know of a text, besides its keys.
pub(super) struct Prepared {
    pub entry: EntryId,
    pub source: FormSource,
    pub weak: Option<WeakReason>,
    pub core_weak: Option<WeakReason>,
    pub exact: String,
    /// Without legal forms, where that is another text.
    pub core: Option<String>,
    /// The word that carries the name, and further ones by which a whole field may be it.
    pub carriers: Vec<String>,
    /// The text has letters beyond ASCII: each of its keys may be what a document has.
    pub foreign: bool,
}

/// What a text is looked up under; nothing for a word of a class.
#[derive(Default)]
pub(super) struct Filed {
    /// Its keys, strictest first.
    pub keys: Vec<(KeyKind, String)>,
    /// The stem under which a declined word meets it, and whether only by its sound.
    pub stem: Option<(String, bool)>,
}

impl Prepared {
    pub fn core(&self) -> &str {
        self.core.as_deref().unwrap_or(&self.exact)
    }
}

/// Whether a second thread is worth its start.
pub(super) fn is_many(texts: &[Text<'_>]) -> bool {
    texts.len() >= MANY
}

/// All texts in their order, without those that fold to nothing.
pub(super) fn prepare_all(texts: &[Text<'_>]) -> (Vec<Prepared>, Vec<Filed>) {
    let some =
        |texts: &[Text<'_>]| -> (Vec<Prepared>, Vec<Filed>) { texts.iter().filter_map(prepare).unzip() };
    let (head, tail) = texts.split_at(texts.len() / 2);
    let (mut all, rest) = both(is_many(texts), || some(head), || some(tail));
    all.0.extend(rest.0);
    all.1.extend(rest.1);
    all
}

fn prepare(text: &Text<'_>) -> Option<(Prepared, Filed)> {
    let Text { entry, source, listed } = *text;
    let foreign = !listed.text.is_ascii();
    let mut keys = vec![];
    let exact = if foreign && !source.is_word() {
        keys = key_variants(&listed.text);
        keys.first().map(|(_, exact)| exact.clone()).unwrap_or_default()
    } else {
        exact_key(&listed.text)
    };
    let tokens = tokens(&exact);
    let weak = weakness(&exact, &tokens);
    if weak == Some(WeakReason::Empty) {
        return None;
    }
    let core = spell(tokens.iter().filter(|token| token.class != TokenClass::LegalForm), |token| &token.text);
    let core = Some(core).filter(|core| !core.is_empty() && *core != exact);
    let core_weak = core.as_ref().map_or(weak, |core| weakness(core, &tokens));
    let mut prepared = Prepared { entry, source, weak, core_weak, exact, core, carriers: vec![], foreign };
    if source.is_word() {
        return Some((prepared, Filed::default()));
    }
    let carrier = tokens.iter().find(|token| token.class == TokenClass::Distinctive);
    let carrier = carrier.map(|token| token.text.as_str()).or_else(|| prepared.core().split(' ').next());
    prepared.carriers = carrier.map(str::to_owned).into_iter().collect();
    if foreign {
        let first = |(_, key): &(KeyKind, String)| key.split(' ').next().map(str::to_owned);
        prepared.carriers.extend(keys.iter().filter_map(first));
    } else {
        keys = plain_keys(&prepared, &tokens);
    }
    let stem = stem(&prepared);
    Some((prepared, Filed { keys, stem }))
}

/// The keys of a text in ASCII.
fn plain_keys(prepared: &Prepared, tokens: &[Token]) -> Vec<(KeyKind, String)> {
    let core = prepared.core();
    let mut keys = vec![(KeyKind::Exact, prepared.exact.clone())];
    let mut add = |kind, key: String| {
        if !key.is_empty() && keys.iter().all(|(_, known)| *known != key) {
            keys.push((kind, key));
        }
    };
    add(KeyKind::Core, core.to_owned());
    add(KeyKind::Joined, squeeze(core));
    // Two names of nothing but generic words are not one because the words mean the same.
    if prepared.weak != Some(WeakReason::OnlyGeneric) {
        let named = tokens.iter().filter(|t| !matches!(t.class, TokenClass::LegalForm | TokenClass::Stop));
        let canonical = spell(named, |token| match token.class {
            TokenClass::Generic => token.canonical(),
            _ => &token.text,
        });
        add(KeyKind::Canonical, canonical);
    }
    keys
}

/// Names of one word that a declined word in Cyrillic may mean: those in Cyrillic, and those in Latin letters that
/// end as Slavic names do.
fn stem(prepared: &Prepared) -> Option<(String, bool)> {
    let core = prepared.core();
    if prepared.core_weak.is_some() || core.contains(' ') {
        return None;
    }
    if core.is_ascii() && prepared.source.is_name() {
        let ending = ["skiy", "skij", "skii", "sky", "ski"].iter().find(|ending| core.ends_with(**ending));
        let stem = ending.and_then(|ending| core.strip_suffix(*ending)).map(|rest| format!("{rest}sk"));
        return Some((format!("~{}", stem.as_deref().unwrap_or(core)), true));
    }
    (Script::of_text(core) == Script::Cyrillic).then(|| (stem_of(core), false))
}

/// Why a folded name is weak. Most names are seen not to be without asking: several words, one of them distinctive.
fn weakness(folded: &str, tokens: &[Token]) -> Option<WeakReason> {
    let plain = folded.is_ascii()
        && folded.len() > 4
        && folded.contains(' ')
        && tokens.iter().any(|token| token.class == TokenClass::Distinctive && token.text.len() > 3);
    if plain { None } else { is_weak_name(folded) }
}

/// Tokens as text, with spaces where the folded text has them.
fn spell<'t>(tokens: impl Iterator<Item = &'t Token>, word: impl Fn(&'t Token) -> &'t str) -> String {
    let mut out = String::new();
    let mut end = None;
    for token in tokens {
        if end.is_some_and(|end| end != token.start) {
            out.push(' ');
        }
        out.push_str(word(token));
        end = Some(token.end);
    }
    out
}

#[cfg(test)]
mod tests {
    use debar_blocklist::Listed;
    use debar_names::{KeyKind, key_variants};

    use super::{FormSource, Text, prepare};
    use crate::index::{Entries, Table};

    /// The keys made here of one folding are the ones that names are looked up under.
    #[test]
    fn keys_agree_with_those_of_names() {
        let list = crate::testing::list_of(&["Example"]);
        let entry = Entries::of(&list).id_of(Table::Vendor, "v0").unwrap();
        for name in [
            "AO Kaspersky Lab",
            "Huawei Tech. Co., Ltd.",
            "Co., Ltd.",
            "A and B Trading GmbH",
            "S. A. Example of the North",
            "ZTE Corporation",
            "3M Company",
        ] {
            let listed = Listed { text: name.to_owned(), ..list.vendors["v0"].name.clone() };
            let (prepared, filed) =
                prepare(&Text { entry, source: FormSource::Name, listed: &listed }).unwrap();
            let known = key_variants(name);
            assert!(known.iter().any(|(_, key)| key == prepared.core()), "{name}: {}", prepared.core());
            for (kind, key) in &filed.keys {
                let strict = matches!(kind, KeyKind::Exact | KeyKind::Core | KeyKind::Joined);
                assert!(!strict || known.iter().any(|(_, other)| key == other), "{name}: {key}");
            }
        }
    }
}
