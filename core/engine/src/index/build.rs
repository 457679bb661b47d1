//! Prepared texts into the tables that answer questions about a text: keys, stems, needles, the sieve.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Place;

use debar_names::{WeakReason, squeeze};

use super::hash;
use super::needle::NeedlesBuilder;
use super::prepare::{Filed, Prepared};
use super::sieve::Sieve;
use super::{Form, FormId, KeyRef, KeyRefs};

/// Tables that are asked with whole texts.
#[derive(Default)]
pub(super) struct Keys {
    pub keys: hash::Table<Box<str>, KeyRefs>,
    pub stems: HashMap<String, Vec<(FormId, bool)>>,
}

/// The forms by number.
pub(super) fn forms(all: &[Prepared]) -> Vec<Form> {
    let words = |key: &str| u8::try_from(key.split(' ').count()).unwrap_or(u8::MAX);
    let form = |text: &Prepared| Form {
        entry: text.entry,
        source: text.source,
        weak: text.weak,
        core_weak: text.core_weak,
        words: words(&text.exact),
        core_words: words(text.core()),
    };
    all.iter().map(form).collect()
}

/// Files every text under its keys; the strictest kind, which comes first, stays.
pub(super) fn keys(all: Vec<Filed>) -> Keys {
    let mut tables = Keys::default();
    tables.keys.reserve(all.len().saturating_mul(2));
    for (id, text) in numbered(all.into_iter()) {
        for (kind, key) in text.keys {
            let new = KeyRef { form: id, kind };
            match tables.keys.entry(key.into_boxed_str()) {
                Place::Vacant(place) => {
                    place.insert(KeyRefs { first: new, more: vec![] });
                }
                Place::Occupied(mut place) => place.get_mut().add(new),
            }
        }
        if let Some((stem, heard)) = text.stem {
            tables.stems.entry(stem).or_default().push((id, heard));
        }
    }
    tables
}

/// What a text must hold for a form to be found in it: its beginning, with or without a legal form that leads; or,
/// to equal it under a key, the first word that carries the name.
pub(super) fn sift(all: &[Prepared], filed: &[Filed], sieve: &mut Sieve) {
    for (text, filed) in all.iter().zip(filed) {
        sieve.add(&text.exact);
        if text.source.is_word() {
            if let Some(plural) = plural(&text.exact) {
                sieve.add(&plural);
            }
            continue;
        }
        if let Some(core) = &text.core {
            sieve.add(core);
        }
        for carrier in &text.carriers {
            sieve.add_carrier(carrier);
        }
        if text.foreign {
            filed.keys.iter().for_each(|(_, key)| sieve.add(key));
        }
    }
}

/// The forms of each text that are searched. A core of nothing but common words is none of them.
pub(super) fn needles(all: &[Prepared], needles: &mut NeedlesBuilder) {
    needles.reserve(all.len().saturating_mul(2));
    for (id, text) in numbered(all.iter()) {
        let exact = text.exact.as_str();
        needles.add(exact, id, true);
        if text.source.is_word() {
            if let Some(plural) = plural(exact) {
                needles.add(&plural, id, true);
            }
            continue;
        }
        let core = text.core();
        let common = |weak| matches!(weak, Some(WeakReason::OnlyGeneric | WeakReason::DictionaryWord));
        if core != exact && !common(text.core_weak) {
            needles.add(core, id, false);
        }
        let squeezed = squeeze(exact);
        if text.weak.is_none() && squeezed != exact {
            needles.add(&squeezed, id, true);
        }
        let squeezed_core = squeeze(core);
        if text.core_weak.is_none() && squeezed_core != squeezed && squeezed_core != core {
            needles.add(&squeezed_core, id, false);
        }
    }
}

fn numbered<T>(all: impl Iterator<Item = T>) -> impl Iterator<Item = (FormId, T)> {
    all.enumerate().filter_map(|(at, text)| Some((FormId::new(at)?, text)))
}

fn plural(word: &str) -> Option<String> {
    (word.is_ascii() && word.len() > 2 && !word.ends_with('s')).then(|| format!("{word}s"))
}

impl KeyRefs {
    fn add(&mut self, new: KeyRef) {
        if self.iter().all(|known| known.form != new.form) {
            self.more.push(new);
        }
    }
}
