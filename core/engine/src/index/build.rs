//! Listed texts to forms: each folded once, with its keys, its needles, and what a text must hold for it to be found.

use std::collections::HashMap;

use debar_blocklist::Listed;
use debar_names::{
    KeyKind, Reading, Script, Token, TokenClass, WeakReason, fold, is_weak_name, key_variants, squeeze,
};

use super::hash;
use super::needle::NeedlesBuilder;
use super::sieve::Sieve;
use super::{EntryId, Form, FormId, FormSource, Glob, KeyRef, KeyRefs};

/// Forms being gathered.
#[derive(Default)]
pub(super) struct Builder {
    pub forms: Vec<Form>,
    pub keys: hash::Table<Box<str>, KeyRefs>,
    pub needles: NeedlesBuilder,
    pub stems: HashMap<String, Vec<(FormId, bool)>>,
    pub sieve: Sieve,
    pub globs: Vec<Glob>,
}

impl Builder {
    pub fn form(&mut self, entry: EntryId, source: FormSource, listed: &Listed) {
        let Some(id) = FormId::new(self.forms.len()) else { return };
        let folded = fold(&listed.text);
        let tokens = folded.tokens();
        let exact = folded.text();
        let weak = weakness(exact, &tokens);
        if weak == Some(WeakReason::Empty) {
            return;
        }
        let core =
            spell(tokens.iter().filter(|token| token.class != TokenClass::LegalForm), |token| &token.text);
        let core = if core.is_empty() { exact.to_owned() } else { core };
        let core_weak = if core == exact { weak } else { weakness(&core, &tokens) };
        let words = |key: &str| u8::try_from(key.split(' ').count()).unwrap_or(u8::MAX);
        let form = Form { entry, source, weak, core_weak, words: words(exact), core_words: words(&core) };
        self.forms.push(form);
        self.needle(id, &form, exact, &core);
        if source.is_word() {
            return;
        }
        self.stem(id, &form, &core);
        self.sift(exact, &core, &tokens);
        if listed.text.is_ascii() {
            let named =
                tokens.iter().filter(|t| !matches!(t.class, TokenClass::LegalForm | TokenClass::Stop));
            let canonical = spell(named, |token| match token.class {
                TokenClass::Generic => token.canonical(),
                _ => &token.text,
            });
            let joined = squeeze(&core);
            self.key(exact, id, KeyKind::Exact);
            self.key(&core, id, KeyKind::Core);
            self.key(&joined, id, KeyKind::Joined);
            // Two names of nothing but generic words are not one because the words mean the same.
            if weak != Some(WeakReason::OnlyGeneric) {
                self.key(&canonical, id, KeyKind::Canonical);
            }
        } else {
            for (kind, key) in key_variants(&listed.text) {
                self.key(&key, id, kind);
                self.sieve.add(&key);
                self.sieve.add_carrier(key.split(' ').next().unwrap_or_default());
            }
        }
    }

    /// Files a form under a key; the strictest kind, which comes first, stays.
    fn key(&mut self, key: &str, form: FormId, kind: KeyKind) {
        if key.is_empty() {
            return;
        }
        match self.keys.get_mut(key) {
            Some(refs) if refs.iter().any(|known| known.form == form) => {}
            Some(refs) => refs.more.push(KeyRef { form, kind }),
            None => {
                self.keys.insert(key.into(), KeyRefs { first: KeyRef { form, kind }, more: vec![] });
            }
        }
    }

    /// What a text must hold for the form to be found in it: its beginning, with or without a legal form that
    /// leads; or, to equal it under a key, the first word that carries the name.
    fn sift(&mut self, exact: &str, core: &str, tokens: &[Token]) {
        self.sieve.add(exact);
        self.sieve.add(core);
        if let Some(carrier) = tokens.iter().find(|token| token.class == TokenClass::Distinctive) {
            self.sieve.add_carrier(&carrier.text);
        } else if let Some(first) = core.split(' ').next() {
            self.sieve.add_carrier(first);
        }
    }

    /// Names of one word that a declined word in Cyrillic may mean: those in Cyrillic, and those in Latin letters
    /// that end as Slavic names do.
    fn stem(&mut self, id: FormId, form: &Form, core: &str) {
        if form.core_weak.is_some() || core.contains(' ') {
            return;
        }
        if Script::of_text(core) == Script::Cyrillic {
            for stem in stems_of(core).into_iter().take(1) {
                self.stems.entry(stem).or_default().push((id, false));
            }
        } else if core.is_ascii() && form.source.is_name() {
            let ending =
                ["skiy", "skij", "skii", "sky", "ski"].iter().find(|ending| core.ends_with(**ending));
            let stem = ending.and_then(|ending| core.strip_suffix(*ending)).map(|rest| format!("{rest}sk"));
            self.stems.entry(format!("~{}", stem.as_deref().unwrap_or(core))).or_default().push((id, true));
        }
    }

    /// The forms of a name that are searched in texts. A core of nothing but common words is none of them.
    fn needle(&mut self, id: FormId, form: &Form, exact: &str, core: &str) {
        self.needles.add(exact, id, true);
        if form.source.is_word() {
            self.sieve.add(exact);
            if exact.is_ascii() && exact.len() > 2 && !exact.ends_with('s') {
                let plural = format!("{exact}s");
                self.needles.add(&plural, id, true);
                self.sieve.add(&plural);
            }
            return;
        }
        let common = |weak| matches!(weak, Some(WeakReason::OnlyGeneric | WeakReason::DictionaryWord));
        if core != exact && !common(form.core_weak) {
            self.needles.add(core, id, false);
        }
        let squeezed = squeeze(exact);
        if form.weak.is_none() && squeezed != exact {
            self.needles.add(&squeezed, id, true);
        }
        let squeezed_core = squeeze(core);
        if form.core_weak.is_none() && squeezed_core != squeezed && squeezed_core != core {
            self.needles.add(&squeezed_core, id, false);
        }
    }
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

/// A word in Cyrillic without its case ending, and the sound of that in Latin letters, marked by `~`.
pub(super) fn stems_of(word: &str) -> Vec<String> {
    let keys = key_variants(word);
    let stem = keys.iter().find(|(kind, _)| *kind == KeyKind::Stemmed).map_or(word, |(_, stem)| stem);
    let folded = fold(stem);
    let heard = folded.alternates().iter().filter(|other| other.reading() == Reading::Transliterated);
    let heard = heard.map(|other| format!("~{}", other.text()));
    std::iter::once(stem.to_owned()).chain(heard).collect()
}

#[cfg(test)]
mod tests {
    use super::spell;
    use debar_names::{KeyKind, TokenClass, fold, key_variants};

    /// The keys made here of one folding are the ones that names are looked up under.
    #[test]
    fn keys_agree_with_those_of_names() {
        for name in [
            "AO Kaspersky Lab",
            "Huawei Tech. Co., Ltd.",
            "Co., Ltd.",
            "A and B Trading GmbH",
            "S. A. Example of the North",
            "ZTE Corporation",
            "3M Company",
        ] {
            let folded = fold(name);
            let tokens = folded.tokens();
            let core = spell(tokens.iter().filter(|t| t.class != TokenClass::LegalForm), |t| &t.text);
            let core = if core.is_empty() { folded.text().to_owned() } else { core };
            let known = key_variants(name);
            assert!(known.iter().any(|(_, key)| *key == core), "{name}: {core}");
            assert!(
                known.iter().any(|(kind, key)| *kind == KeyKind::Exact && key == folded.text()),
                "{name}"
            );
        }
    }
}
