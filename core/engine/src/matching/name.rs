//! Names, brands, products and words of classes in one value.

use std::collections::{BTreeMap, BTreeSet};

use debar_model::{Class, Value};
use debar_names::{Boundary, FoldFlags, KeyKind, Reading, ScanForm, ScanText, key_variants};

use super::classify::{self, Spot, Words};
use super::evidence::Match;
use super::field::{Field, FieldKind};
use super::met::{Collected, Met};
use super::{Matcher, product};
use crate::index::{EntryId, FormId, FormSource, Index, NeedleHit};
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

impl Matcher<'_> {
    pub(super) fn names(
        &self,
        value: &Value<'_>,
        field: &Field,
        folded: &ScanText,
        scan: &Scan,
        found: &mut Collected,
    ) {
        let text = searched(value);
        let mut best = Best { matcher: self, field: *field, text, folded, found: BTreeMap::new() };
        let mut cleared = BTreeSet::new();
        if field.is(FieldKind::Name) || !scan.hits.is_empty() || !text.is_ascii() {
            best.whole(&mut cleared);
        }
        best.parts(&scan.hits);
        for (entry, (class, form, matched)) in best.found {
            if !cleared.contains(&entry) {
                self.add_name(value, entry, class, form, matched, found);
            }
        }
    }

    fn add_name(
        &self,
        value: &Value<'_>,
        entry: EntryId,
        class: Class,
        form: FormId,
        matched: Match<'_>,
        found: &mut Collected,
    ) {
        let Some(listed) = self.index.listed(self.list, form) else { return };
        let fit = product::fits(self, entry, value, None);
        if fit == product::Fit::No {
            return;
        }
        let evidence = matched.evidence(value, listed);
        found.add(Met { entry, line: value.line, class, evidence, digest: None, caution: fit.caution() });
    }
}

/// The strongest evidence for each entry in one value.
struct Best<'a> {
    matcher: &'a Matcher<'a>,
    field: Field,
    text: &'a str,
    folded: &'a ScanText,
    found: BTreeMap<EntryId, (Class, FormId, Match<'a>)>,
}

impl<'a> Best<'a> {
    /// The whole field under all its keys. Names of other firms clear the vendor that they are not.
    fn whole(&mut self, cleared: &mut BTreeSet<EntryId>) {
        let index = self.matcher.index;
        for (asked, key) in key_variants(self.text) {
            for found in index.keys.get(key.as_str()).into_iter().flatten() {
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
                // Folded text is the key itself; it lives as long as the list's form of it.
                let Some((stored, _)) = index.keys.get_key_value(key.as_str()) else { continue };
                let mut matched = Match::whole(self.text, stored, how);
                matched.flags = flags(self.folded.flags(), None, asked);
                self.offer(form.entry, class.min(self.field.cap), found.form, matched);
            }
        }
    }

    /// Forms inside of the field.
    fn parts(&mut self, hits: &'a [Hit]) {
        if hits.is_empty() {
            return;
        }
        let index = self.matcher.index;
        let words = Words::of(self.text);
        let mut by_entry: BTreeMap<EntryId, Vec<(&Hit, &ScanForm, Spot)>> = BTreeMap::new();
        let mut others: BTreeMap<EntryId, Vec<Spot>> = BTreeMap::new();
        for hit in hits {
            let (Some(scanned), Some(form)) =
                (self.folded.forms().get(hit.form), index.form(hit.needle.form))
            else {
                continue;
            };
            let met = scanned.text().get(hit.needle.range.clone()).unwrap_or_default();
            let spot = Spot {
                origin: scanned.origin(hit.needle.range.clone()),
                boundary: hit.boundary,
                letters: met.chars().count(),
                latin: met.is_ascii(),
                whole: hit.needle.whole,
            };
            if let FormSource::Not(_) = form.source {
                others.entry(form.entry).or_default().push(spot);
            } else {
                by_entry.entry(form.entry).or_default().push((hit, scanned, spot));
            }
        }
        for (entry, mut hits) in by_entry {
            if let Some(others) = others.get(&entry) {
                let other = |spot: &Spot| {
                    others
                        .iter()
                        .any(|o| o.origin.start <= spot.origin.start && spot.origin.end <= o.origin.end)
                };
                hits.retain(|(_, _, spot)| !other(spot));
            }
            let spots: Vec<Spot> = merged(hits.iter().map(|(_, _, spot)| spot));
            for (hit, scanned, spot) in &hits {
                let Some(form) = index.form(hit.needle.form) else { continue };
                let judged = classify::part(form, spot, &spots, self.field, self.text, &words);
                let Some((class, how)) = judged else { continue };
                let folded = scanned.text().get(hit.needle.range.clone()).unwrap_or_default();
                let matched = Match {
                    text: self.text,
                    range: spot.origin.clone(),
                    folded,
                    how: how.to_owned(),
                    flags: flags(
                        self.folded.flags(),
                        Some((scanned.reading(), hit.boundary)),
                        KeyKind::Exact,
                    ),
                };
                self.offer(entry, class, hit.needle.form, matched);
            }
        }
    }

    fn offer(&mut self, entry: EntryId, class: Class, form: FormId, matched: Match<'a>) {
        let better = self
            .found
            .get(&entry)
            .is_none_or(|(known, _, before)| (class, matched.folded.len()) > (*known, before.folded.len()));
        if better {
            self.found.insert(entry, (class, form, matched));
        }
    }
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
