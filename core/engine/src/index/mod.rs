//! The list turned round: from folded forms, identifiers and digests back to entries. Built once and
//! never changed. Invariant: nothing in it depends on the iteration order of a hash map.

mod entry;
mod glob;
mod identifier;
mod needle;
mod rule;

use std::collections::HashMap;

use debar_blocklist::{Blocklist, Listed};
use debar_model::{Digest, Object, Place};
use debar_names::{
    KeyKind, Reading, Script, WeakReason, exact_key, fold, is_weak_name, key_variants, squeeze,
};

pub(crate) use entry::{Entries, EntryId, Form, FormId, FormSource, Table};
pub(crate) use glob::Glob;
pub(crate) use identifier::{IdRef, Identifiers};
pub(crate) use needle::{NeedleHit, Needles};
pub(crate) use rule::Rules;

use needle::NeedlesBuilder;

/// A listed form behind a key, and how the key was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyRef {
    pub form: FormId,
    pub kind: KeyKind,
}

/// A listed digest.
#[derive(Clone, Debug)]
pub(crate) struct DigestRef {
    pub entry: EntryId,
    pub object: Object,
    pub place: Place,
}

/// Everything that matching asks.
#[derive(Debug)]
pub(crate) struct Index {
    pub entries: Entries,
    pub forms: Vec<Form>,
    pub keys: HashMap<Box<str>, Vec<KeyRef>>,
    pub needles: Needles,
    stems: HashMap<String, Vec<(FormId, bool)>>,
    pub globs: Vec<Glob>,
    pub part_numbers: HashMap<String, Vec<(EntryId, u32)>>,
    pub codes: HashMap<String, Vec<(EntryId, u32)>>,
    pub identifiers: Identifiers,
    pub digests: HashMap<Digest, Vec<DigestRef>>,
    pub rules: Rules,
}

impl Index {
    pub fn build(list: &Blocklist) -> Self {
        let entries = Entries::of(list);
        let mut builder = Builder::new();
        for (entry, vendor) in entries.vendors(list) {
            builder.form(entry, FormSource::Name, &vendor.name);
            for (at, alias) in (0..).zip(&vendor.aliases) {
                builder.form(entry, FormSource::Alias(at), alias);
            }
            for (at, brand) in (0..).zip(&vendor.brands) {
                builder.form(entry, FormSource::Brand(at), brand);
            }
            for (at, other) in (0..).zip(&vendor.not) {
                builder.form(entry, FormSource::Not(at), other);
            }
        }
        let mut part_numbers: HashMap<String, Vec<(EntryId, u32)>> = HashMap::new();
        for (entry, product) in entries.products(list) {
            for (at, name) in (0..).zip(&product.names) {
                builder.form(entry, FormSource::ProductName(at), name);
            }
            for (at, number) in (0..).zip(&product.part_numbers) {
                let key = part_key(&number.text);
                if !key.is_empty() {
                    part_numbers.entry(key).or_default().push((entry, at));
                }
            }
            for (at, glob) in (0..).zip(&product.globs) {
                builder.globs.extend(Glob::of(entry, at, &glob.text));
            }
        }
        let mut codes: HashMap<String, Vec<(EntryId, u32)>> = HashMap::new();
        for (entry, class) in entries.classes(list) {
            for (at, word) in (0..).zip(&class.words) {
                builder.form(entry, FormSource::Word(at), word);
            }
            for (at, code) in (0..).zip(&class.codes) {
                codes.entry(code_key(&code.text)).or_default().push((entry, at));
            }
        }
        let mut digests: HashMap<Digest, Vec<DigestRef>> = HashMap::new();
        for (entry, set) in entries.digests(list) {
            for (digest, place) in &set.digests {
                let found = DigestRef { entry, object: digest.object(), place: place.clone() };
                digests.entry(digest.clone().with_object(Object::Unknown)).or_default().push(found);
            }
        }
        let identifiers = Identifiers::of(list, &entries);
        let rules = Rules::of(list, &entries);
        let Builder { forms, keys, mut needles, stems, globs } = builder;
        needles.add_globs(&globs);
        let needles = needles.build();
        Self { entries, forms, keys, needles, stems, globs, part_numbers, codes, identifiers, digests, rules }
    }

    /// Whether any name can be met in another case or by its sound.
    pub fn has_stems(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Names that a folded word in Cyrillic is another case of; or, said by `true`, that it sounds like.
    pub fn declined(&self, word: &str) -> Vec<(FormId, bool)> {
        let mut found: Vec<(FormId, bool)> = vec![];
        for stem in stems_of(word) {
            found.extend(self.stems.get(&stem).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup_by_key(|(form, _)| *form);
        found
    }

    pub fn form(&self, id: FormId) -> Option<&Form> {
        self.forms.get(id.index())
    }

    /// The listed text behind a form.
    pub fn listed<'l>(&self, list: &'l Blocklist, id: FormId) -> Option<&'l Listed> {
        let form = self.form(id)?;
        let entry = self.entries.find(form.entry)?;
        form.source.listed(list, entry)
    }
}

/// A word in Cyrillic without its case ending, and the sound of that in Latin letters, marked by `~`.
fn stems_of(word: &str) -> Vec<String> {
    let keys = key_variants(word);
    let stem = keys.iter().find(|(kind, _)| *kind == KeyKind::Stemmed).map_or(word, |(_, stem)| stem);
    let folded = fold(stem);
    let heard = folded.alternates().iter().filter(|other| other.reading() == Reading::Transliterated);
    let heard = heard.map(|other| format!("~{}", other.text()));
    std::iter::once(stem.to_owned()).chain(heard).collect()
}

/// The key of a part number: its letters and digits.
pub(crate) fn part_key(number: &str) -> String {
    squeeze(&exact_key(number))
}

/// The key of a classification code: without scheme, letters and digits only.
pub(crate) fn code_key(code: &str) -> String {
    let bare = code.rsplit_once(':').map_or(code, |(_, bare)| bare);
    bare.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

struct Builder {
    forms: Vec<Form>,
    keys: HashMap<Box<str>, Vec<KeyRef>>,
    needles: NeedlesBuilder,
    stems: HashMap<String, Vec<(FormId, bool)>>,
    globs: Vec<Glob>,
}

impl Builder {
    fn new() -> Self {
        Self {
            forms: vec![],
            keys: HashMap::new(),
            needles: NeedlesBuilder::default(),
            stems: HashMap::new(),
            globs: vec![],
        }
    }

    fn form(&mut self, entry: EntryId, source: FormSource, listed: &Listed) {
        let Some(id) = FormId::new(self.forms.len()) else { return };
        let weak = is_weak_name(&listed.text);
        if weak == Some(WeakReason::Empty) {
            return;
        }
        let folded = fold(&listed.text);
        let exact = folded.text().to_owned();
        let mut keys = key_variants(&listed.text);
        // Looser keys of Latin names are made of the name that is asked for.
        let strict =
            |kind| matches!(kind, KeyKind::Exact | KeyKind::Core | KeyKind::Joined | KeyKind::Canonical);
        keys.retain(|(kind, _)| strict(*kind) || !listed.text.is_ascii());
        let core = keys.iter().find(|(kind, _)| *kind == KeyKind::Core).map(|(_, key)| key.clone());
        let core = core.unwrap_or_else(|| exact.clone());
        let core_weak = if core == exact { weak } else { is_weak_name(&core) };
        let words = |key: &str| u8::try_from(key.split(' ').count()).unwrap_or(u8::MAX);
        let form = Form { entry, source, weak, core_weak, words: words(&exact), core_words: words(&core) };
        self.forms.push(form);
        self.needle(id, &form, &exact, &core);
        self.stem(id, &form, &core);
        if source.is_word() {
            return;
        }
        let mut seen: Vec<String> = vec![];
        for (kind, key) in keys {
            if !seen.contains(&key) {
                self.keys.entry(key.clone().into_boxed_str()).or_default().push(KeyRef { form: id, kind });
                seen.push(key);
            }
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
            if exact.is_ascii() && exact.len() > 2 && !exact.ends_with('s') {
                self.needles.add(&format!("{exact}s"), id, true);
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
