//! Names, brands, products and words of classes in one value.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use debar_model::{Class, Value};
use debar_names::{Boundary, FoldFlags, KeyKind, Reading, ScanText, Script, key_variants};

use super::classify::{self, Spot, Words};
use super::evidence::Match;
use super::field::{Asks, Field, FieldKind};
use super::likeness::Like;
use super::met::{Collected, Met};
use super::{Matcher, product};
use crate::index::{EntryId, Form, FormId, FormSource, Index, NeedleHit};
use crate::normalise::searched;

/// Listed forms that stand in a text, in every reading of it.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    pub hits: Vec<Hit>,
    /// Globs whose literal stands in the plain text.
    pub globs: BTreeSet<u32>,
}

/// A form in one reading of a text.
#[derive(Debug)]
pub(crate) struct Hit {
    pub needle: NeedleHit,
    /// Which of the text's forms.
    pub form: usize,
    pub boundary: Boundary,
}

/// Searches all readings of a text.
pub(crate) fn scan(index: &Index, text: &ScanText) -> Scan {
    let mut scan = Scan::default();
    for (at, form) in text.forms().iter().enumerate() {
        let plain = form.reading() == Reading::Plain && !form.squeezed();
        let (hits, globs) = (&mut scan.hits, &mut scan.globs);
        let hit = |needle: NeedleHit| {
            if let Some(boundary) = form.at_boundary(needle.range.clone()) {
                // A squeezed form adds only what the same words apart do not show.
                if !form.squeezed() || boundary == Boundary::Spaced {
                    hits.push(Hit { needle, form: at, boundary });
                }
            }
        };
        index.needles.scan(form.text(), hit, |glob| {
            if plain {
                globs.insert(glob);
            }
        });
    }
    scan.globs.extend(&index.needles.always);
    scan
}

/// What a text has in common with an entry.
pub(crate) struct Named<'a> {
    pub entry: EntryId,
    pub class: Class,
    /// Which text of the entry was met.
    pub source: FormSource,
    pub matched: Match<'a>,
}

/// The entries that a text names, each with the strongest evidence.
pub(crate) fn named<'a>(
    index: &'a Index,
    field: Field,
    text: &'a str,
    folded: &ScanText,
    scan: &Scan,
    alike: &[Like],
) -> Vec<Named<'a>> {
    let mut best = Best { index, field, text, folded, found: BTreeMap::new() };
    let mut cleared = BTreeSet::new();
    if field.is(FieldKind::Name) || !scan.hits.is_empty() || !text.is_ascii() {
        best.whole(&mut cleared);
    }
    best.parts(&scan.hits, &mut cleared);
    if field.asks != Asks::Nothing {
        best.alike(alike);
    }
    let mut found = best.found;
    found.retain(|entry, _| !cleared.contains(entry));
    found.into_values().collect()
}

impl Matcher<'_> {
    pub(super) fn names(
        &self,
        value: &Value<'_>,
        field: &Field,
        folded: &ScanText,
        scan: &Scan,
        alike: &[Like],
        found: &mut Collected,
    ) {
        for named in named(self.index, *field, searched(value), folded, scan, alike) {
            self.add_name(value, named, found);
        }
    }

    fn add_name(&self, value: &Value<'_>, named: Named<'_>, found: &mut Collected) {
        let Named { entry, class, source, matched } = named;
        let listed = self.index.entries.find(entry).and_then(|entry| source.listed(self.list, entry));
        let Some(listed) = listed else { return };
        let fit = product::fits(self, entry, value, None);
        if fit == product::Fit::No {
            return;
        }
        let evidence = matched.evidence(value, listed);
        found.add(Met { entry, line: value.line, class, evidence, digest: None, caution: fit.caution() });
    }
}

/// The strongest evidence for each entry in one value.
struct Best<'a, 'f> {
    index: &'a Index,
    field: Field,
    text: &'a str,
    folded: &'f ScanText,
    found: BTreeMap<EntryId, Named<'a>>,
}

impl<'a> Best<'a, '_> {
    /// The whole field under all its keys. Names of other firms clear the vendor that they are not.
    fn whole(&mut self, cleared: &mut BTreeSet<EntryId>) {
        let index = self.index;
        if self.folded.forms().iter().all(|form| !index.may_be_key(form.text())) {
            return;
        }
        for (asked, key) in key_variants(self.text) {
            for found in index.under(&key) {
                let Some(form) = index.form(found.form) else { continue };
                if let FormSource::Not(_) = form.source {
                    if matches!(asked, KeyKind::Exact | KeyKind::Core) {
                        cleared.insert(form.entry);
                    }
                    continue;
                }
                let (class, how) = classify::whole(form, found.kind, asked);
                let class = match self.field.kind {
                    FieldKind::Loose => class.min(Class::Strong),
                    _ => class,
                };
                let mut matched = Match::whole(self.text, key.clone(), how);
                matched.flags = flags(self.folded.flags(), None, asked);
                self.offer(form, class.min(self.field.cap), matched);
            }
        }
    }

    /// Forms inside of the field. A vendor that is named only inside of names of other firms is cleared.
    fn parts(&mut self, hits: &[Hit], cleared: &mut BTreeSet<EntryId>) {
        if hits.is_empty() && (self.text.is_ascii() || !self.index.has_stems()) {
            return;
        }
        let words = Words::of(self.folded);
        let mut places: BTreeMap<EntryId, Vec<Place>> = BTreeMap::new();
        let mut others: BTreeMap<EntryId, Vec<Spot>> = BTreeMap::new();
        let met = hits.iter().filter_map(|hit| self.place_of(hit)).chain(self.declined(&words));
        for (form, place) in met {
            if let FormSource::Not(_) = form.source {
                others.entry(form.entry).or_default().push(place.spot);
            } else {
                places.entry(form.entry).or_default().push(place);
            }
        }
        for (entry, mut places) in places {
            if let Some(others) = others.get(&entry) {
                let others = merged(others.iter());
                places.retain(|place| !is_inside(&place.spot, &others));
                if places.is_empty() && !self.found.contains_key(&entry) {
                    cleared.insert(entry);
                }
            }
            let spots = merged(places.iter().map(|place| &place.spot));
            let other = words.first_other(self.text, &spots, self.field.kind);
            for place in places {
                let Some(form) = self.index.form(place.form) else { continue };
                let judged = classify::part(form, &place.spot, other, self.field, (self.text, &words));
                let Some((class, how)) = judged else { continue };
                let matched = Match {
                    text: self.text,
                    range: place.spot.origin.clone(),
                    folded: Cow::Owned(place.folded),
                    how: how.to_owned(),
                    flags: flags(self.folded.flags(), Some((place.reading, place.spot.boundary)), place.key),
                    scores: None,
                };
                self.offer(form, class.min(place.cap), matched);
            }
        }
    }

    fn place_of(&self, hit: &Hit) -> Option<(&'a Form, Place)> {
        let scanned = self.folded.forms().get(hit.form)?;
        let form = self.index.form(hit.needle.form)?;
        let met = scanned.text().get(hit.needle.range.clone())?;
        let spot = Spot {
            origin: scanned.origin(hit.needle.range.clone()),
            boundary: hit.boundary,
            letters: letters(met),
            latin: met.is_ascii(),
            whole: hit.needle.whole,
        };
        let place = Place {
            form: hit.needle.form,
            spot,
            folded: met.to_owned(),
            reading: scanned.reading(),
            key: KeyKind::Exact,
            cap: Class::Exact,
        };
        Some((form, place))
    }

    /// Words in Cyrillic that are a listed name in another case, or spelt as it is heard.
    fn declined(&self, words: &Words) -> Vec<(&'a Form, Place)> {
        let mut found = vec![];
        let mut known: HashMap<&str, Vec<(FormId, bool)>> = HashMap::new();
        for (word, origin) in words.cyrillic() {
            let meant = known.entry(word).or_insert_with(|| self.index.declined(word));
            for &(form_id, heard) in meant.iter() {
                let Some(form) = self.index.form(form_id) else { continue };
                let spot = Spot {
                    origin: origin.clone(),
                    boundary: Boundary::Word,
                    letters: word.chars().count(),
                    latin: false,
                    whole: true,
                };
                found.push((
                    form,
                    Place {
                        form: form_id,
                        spot,
                        folded: word.to_owned(),
                        reading: Reading::Plain,
                        key: if heard { KeyKind::Transliterated } else { KeyKind::Stemmed },
                        cap: if heard { Class::Strong } else { Class::Exact },
                    },
                ));
            }
        }
        found
    }

    /// What likeness adds: entries that no key met, and those of which it is surer.
    fn alike(&mut self, alike: &[Like]) {
        for like in alike {
            let known = self.found.get(&like.entry).map(|known| known.class);
            let surer = known.is_none_or(|known| {
                like.class > known || (like.class == known && known <= Class::Strong && like.range.is_none())
            });
            if surer {
                self.found.insert(like.entry, like.named(self.text));
            }
        }
    }

    fn offer(&mut self, form: &Form, class: Class, matched: Match<'a>) {
        let Form { entry, source, .. } = *form;
        let better = self
            .found
            .get(&entry)
            .is_none_or(|known| (class, matched.folded.len()) > (known.class, known.matched.folded.len()));
        if better {
            self.found.insert(entry, Named { entry, class, source, matched });
        }
    }
}

/// A listed form in the field, under one reading.
struct Place {
    form: FormId,
    spot: Spot,
    folded: String,
    reading: Reading,
    key: KeyKind,
    cap: Class,
}

/// Whether a place lies inside one of several, which are merged.
fn is_inside(spot: &Spot, others: &[Spot]) -> bool {
    let before = others.partition_point(|other| other.origin.start <= spot.origin.start);
    before
        .checked_sub(1)
        .and_then(|at| others.get(at))
        .is_some_and(|other| other.origin.end >= spot.origin.end)
}

/// Places without the ones that lie inside of another, in order: what they cover together is the same.
fn merged<'s>(spots: impl Iterator<Item = &'s Spot>) -> Vec<Spot> {
    let mut spots: Vec<Spot> = spots.cloned().collect();
    spots.sort_by_key(|spot| (spot.origin.start, std::cmp::Reverse(spot.origin.end)));
    let mut kept: Vec<Spot> = vec![];
    for spot in spots {
        if kept.last().is_none_or(|last| spot.origin.end > last.origin.end) {
            kept.push(spot);
        }
    }
    kept
}

/// Letters of an alphabet that a text is worth: a Chinese character or a Korean syllable says as much as three.
fn letters(text: &str) -> usize {
    let worth = |c: char| match Script::of(c) {
        Script::Han | Script::Hangul => 3,
        _ => 1,
    };
    text.chars().map(worth).sum()
}

fn flags(folding: FoldFlags, reading: Option<(Reading, Boundary)>, key: KeyKind) -> Vec<String> {
    let mut flags: Vec<String> = folding.names().map(str::to_owned).collect();
    if let Some((reading, boundary)) = reading {
        if reading != Reading::Plain {
            flags.push(reading.name().to_owned());
        }
        if boundary != Boundary::Word {
            flags.push(boundary.name().to_owned());
        }
    }
    match key {
        KeyKind::Transliterated => flags.push("transliterated".to_owned()),
        KeyKind::Lookalike => flags.push("look-alike".to_owned()),
        KeyKind::Reversed => flags.push("reversed".to_owned()),
        KeyKind::Stemmed => flags.push("stemmed".to_owned()),
        _ => {}
    }
    flags.sort();
    flags.dedup();
    flags
}
