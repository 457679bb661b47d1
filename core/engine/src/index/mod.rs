//! The list turned round: from folded forms, identifiers and digests back to entries. Built once and
//! never changed. Invariant: nothing in it depends on the iteration order of a hash map.

mod both;
mod build;
mod entry;
mod glob;
mod hash;
mod identifier;
mod likeness;
mod needle;
mod prepare;
mod provenance;
mod rule;
mod sieve;
mod wanted;

use std::collections::HashMap;

use debar_blocklist::{Blocklist, Listed, SetFile};
use debar_model::{Digest, Object, Place};
use debar_names::{KeyKind, Reading, exact_key, fold, squeeze, stem_of};

pub(crate) use entry::{Entries, EntryId, Form, FormId, FormSource, Table};
pub(crate) use glob::Glob;
pub(crate) use identifier::{IdRef, Identifiers};
pub(crate) use likeness::{Likeness, source_of};
pub(crate) use needle::{NeedleHit, Needles};
pub(crate) use provenance::{Origin, Provenance};
pub(crate) use rule::Rules;
pub(crate) use wanted::Wanted;

use both::both;
use needle::NeedlesBuilder;
use prepare::{Text, prepare_all};
use sieve::Sieve;

/// A listed form behind a key, and how the key was made of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KeyRef {
    pub form: FormId,
    pub kind: KeyKind,
}

/// Listed forms behind one key; mostly one.
#[derive(Clone, Debug)]
pub(crate) struct KeyRefs {
    first: KeyRef,
    more: Vec<KeyRef>,
}

impl KeyRefs {
    pub fn iter(&self) -> impl Iterator<Item = KeyRef> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

/// A listed digest.
#[derive(Clone, Debug)]
pub(crate) struct DigestRef {
    pub entry: EntryId,
    pub object: Object,
    pub place: Place,
    /// The set on disk that holds it, in words.
    pub from: Option<String>,
}

/// Everything that matching asks.
#[derive(Debug)]
pub(crate) struct Index {
    pub entries: Entries,
    pub forms: Vec<Form>,
    keys: hash::Table<Box<str>, KeyRefs>,
    /// Bytes of the longest key.
    longest: usize,
    pub needles: Needles,
    stems: HashMap<String, Vec<(FormId, bool)>>,
    sieve: Sieve,
    pub globs: Vec<Glob>,
    pub part_numbers: HashMap<String, Vec<(EntryId, u32)>>,
    pub codes: HashMap<String, Vec<(EntryId, u32)>>,
    pub identifiers: Identifiers,
    digests: HashMap<Digest, Vec<DigestRef>>,
    sets: Vec<(EntryId, SetFile)>,
    /// Digest sets that the list names and nobody opened: nothing may be let through.
    pub closed_sets: Vec<String>,
    pub provenance: Provenance,
    pub rules: Rules,
    pub likeness: Likeness,
}

impl Index {
    pub fn build(list: &Blocklist) -> Self {
        Self::build_for(list, None)
    }

    /// Only what can be met by the requests that are `wanted`.
    pub fn build_for<'l>(list: &'l Blocklist, wanted: Option<&Wanted>) -> Self {
        let entries = Entries::of(list);
        let room = if wanted.is_some() { 0 } else { list.vendors.len().saturating_mul(4) };
        let mut texts: Vec<Text<'l>> = Vec::with_capacity(room);
        let mut add = |entry, source, listed: &'l Listed| {
            if wanted.is_none_or(|wanted| wanted.texts(&listed.text)) {
                texts.push(Text { entry, source, listed });
            }
        };
        for (entry, vendor) in entries.vendors(list) {
            add(entry, FormSource::Name, &vendor.name);
            for (at, alias) in (0..).zip(&vendor.aliases) {
                add(entry, FormSource::Alias(at), alias);
            }
            for (at, brand) in (0..).zip(&vendor.brands) {
                add(entry, FormSource::Brand(at), brand);
            }
            for (at, other) in (0..).zip(&vendor.not) {
                add(entry, FormSource::Not(at), other);
            }
        }
        let mut globs = vec![];
        let mut part_numbers: HashMap<String, Vec<(EntryId, u32)>> = HashMap::new();
        for (entry, product) in entries.products(list) {
            for (at, name) in (0..).zip(&product.names) {
                add(entry, FormSource::ProductName(at), name);
            }
            let numbers = product.part_numbers.iter().filter(|_| wanted.is_none_or(Wanted::part_numbers));
            for (at, number) in (0..).zip(numbers) {
                let key = part_key(&number.text);
                if !key.is_empty() {
                    part_numbers.entry(key).or_default().push((entry, at));
                }
            }
            for (at, glob) in (0..).zip(&product.globs) {
                globs.extend(Glob::of(entry, at, &glob.text));
            }
        }
        let mut codes: HashMap<String, Vec<(EntryId, u32)>> = HashMap::new();
        for (entry, class) in entries.classes(list) {
            for (at, word) in (0..).zip(&class.words) {
                add(entry, FormSource::Word(at), word);
            }
            for (at, code) in (0..).zip(&class.codes) {
                codes.entry(code_key(&code.text)).or_default().push((entry, at));
            }
        }
        let mut digests: HashMap<Digest, Vec<DigestRef>> = HashMap::new();
        for (entry, set) in entries.digests(list) {
            for (digest, place) in &set.digests {
                let found = DigestRef { entry, object: digest.object(), place: place.clone(), from: None };
                digests.entry(digest.clone().with_object(Object::Unknown)).or_default().push(found);
            }
        }
        let on_disk = entries.digests(list).filter_map(|(entry, set)| Some((entry, set.set.clone()?)));
        let (sets, closed): (Vec<_>, Vec<_>) = on_disk.partition(|(_, set)| set.open.is_some());
        let closed_sets = closed.into_iter().map(|(_, set)| set.name).collect();
        let (prepared, filed) = prepare_all(&texts);
        let forms = build::forms(&prepared);
        let mut sieve = Sieve::default();
        let mut needles = NeedlesBuilder::default();
        let provenance = Provenance::of(list, &entries);
        needles.add_globs(&globs, &mut sieve);
        let ((keys, identifiers, rules), needles) = both(
            prepare::is_many(&texts),
            || {
                build::sift(&prepared, &filed, &mut sieve);
                let identifiers = match wanted.is_none_or(Wanted::identifiers) {
                    true => Identifiers::of(list, &entries),
                    false => Identifiers::default(),
                };
                (build::keys(filed), identifiers, Rules::of(list, &entries))
            },
            || {
                build::needles(&prepared, &mut needles);
                needles.build()
            },
        );
        let build::Keys { keys, stems } = keys;
        let longest = keys.keys().map(|key| key.len()).max().unwrap_or(0);
        Self {
            entries,
            forms,
            keys,
            longest,
            needles,
            stems,
            sieve,
            globs,
            part_numbers,
            codes,
            identifiers,
            digests,
            sets,
            closed_sets,
            provenance,
            rules,
            likeness: Likeness::default(),
        }
    }

    /// Whether any digest can be met.
    pub fn has_digests(&self) -> bool {
        !self.digests.is_empty() || !self.sets.is_empty()
    }

    /// The listed digests of this algorithm and value, whatever their objects: those of the list, then those of sets.
    pub fn digests(&self, digest: &Digest) -> Vec<DigestRef> {
        let key = digest.clone().with_object(Object::Unknown);
        let mut found = self.digests.get(&key).cloned().unwrap_or_default();
        for (entry, set) in &self.sets {
            let Some(hit) = set.open.as_ref().and_then(|open| open.index.find(digest)) else { continue };
            let object = if hit.object == Object::Unknown { set.object } else { hit.object };
            let label = hit.label.map(|label| format!(", there `{label}`")).unwrap_or_default();
            let from = Some(format!(" in the set `{}` ({}){label}", set.name, set.pin));
            found.push(DigestRef { entry: *entry, object, place: set.place.clone(), from });
        }
        found
    }

    /// Whether any name can be met in another case or by its sound.
    pub fn has_stems(&self) -> bool {
        !self.stems.is_empty()
    }

    /// Names that a folded word in Cyrillic is another case of; or, said by `true`, that it sounds like.
    pub fn declined(&self, word: &str) -> Vec<(FormId, bool)> {
        let mut found: Vec<(FormId, bool)> = vec![];
        for stem in sounds_of(word) {
            found.extend(self.stems.get(&stem).into_iter().flatten());
        }
        found.sort_unstable();
        found.dedup_by_key(|(form, _)| *form);
        found
    }

    /// Whether a listed form may stand in a text; a cheap answer that is never a wrong no.
    pub fn may_hold(&self, text: &str, is_name: bool, room: &mut Vec<u8>) -> bool {
        self.sieve.may_hold(text, is_name, room)
    }

    /// Whether a folded text is short enough to equal a listed form under some key. Keys leave out legal forms and
    /// words like `the`, and respell others: a text of eight times the longest key, and over a kibibyte, is no name.
    pub fn may_be_key(&self, folded: &str) -> bool {
        folded.len() <= self.longest.saturating_mul(8).max(1024)
    }

    /// Listed forms behind a key.
    pub fn under(&self, key: &str) -> impl Iterator<Item = KeyRef> + '_ {
        self.keys.get(key).into_iter().flat_map(KeyRefs::iter)
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
fn sounds_of(word: &str) -> Vec<String> {
    let stem = stem_of(word);
    let folded = fold(&stem);
    let heard = folded.alternates().iter().filter(|other| other.reading() == Reading::Transliterated);
    let heard: Vec<String> = heard.map(|other| format!("~{}", other.text())).collect();
    std::iter::once(stem).chain(heard).collect()
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
