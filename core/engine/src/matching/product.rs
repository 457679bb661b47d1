//! Products and classes by glob, part number and classification code, and whether a version is meant.

use debar_model::{Class, Identifier, Slot, Value};
use debar_names::ScanText;

use super::Matcher;
use super::evidence::Match;
use super::field::{Field, FieldKind, is_buyers_number};
use super::met::{Collected, Met};
use super::name::Scan;
use super::version::{self, Contains};
use crate::index::{EntryId, Table, code_key, part_key};
use crate::normalise::searched;

/// Whether the versions that a line states are among those that an entry means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    No,
    /// No version is stated, or it cannot be compared.
    Unknown,
}

impl Fit {
    pub fn caution(self) -> Option<String> {
        let why = "only some versions are listed, and the document states none that can be compared";
        (self == Self::Unknown).then(|| why.to_owned())
    }
}

/// Whether a product's versions are met: by the version of the identifier itself, else by those of the line.
pub(crate) fn fits(matcher: &Matcher<'_>, entry: EntryId, value: &Value<'_>, own: Option<&str>) -> Fit {
    let product = matcher.index.entries.find(entry).filter(|entry| entry.table == Table::Product);
    let range = product
        .and_then(|entry| matcher.list.products.get(&entry.id))
        .and_then(|product| product.versions.as_ref());
    let Some(range) = range else { return Fit::Yes };
    let mut versions: Vec<&str> = own.into_iter().collect();
    if versions.is_empty()
        && let Some(line) = value.line.and_then(|line| matcher.prepared.line(line))
    {
        let product = &line.item.product;
        versions.extend(product.versions.iter().map(|version| version.value.as_str()));
        if versions.is_empty() {
            versions.extend(product.identifiers.iter().filter_map(|id| match &id.value {
                Identifier::Purl(purl) => purl.version(),
                Identifier::Cpe(cpe) => cpe.version(),
                _ => None,
            }));
        }
    }
    if version::is_everything(&range.text.text) {
        return Fit::Yes;
    }
    let answers = versions.iter().map(|version| version::contains(&range.text.text, version));
    answers.fold(if versions.is_empty() { Fit::Unknown } else { Fit::No }, |fit, answer| {
        match (fit, answer) {
            (Fit::Yes, _) | (_, Contains::Yes) => Fit::Yes,
            (Fit::Unknown, _) | (_, Contains::Unknown) => Fit::Unknown,
            (Fit::No, Contains::No) => Fit::No,
        }
    })
}

impl Matcher<'_> {
    /// Part numbers and classification codes.
    pub(super) fn numbers(&self, value: &Value<'_>, found: &mut Collected) {
        // A code of goods says the same where a document gives it as an identifier.
        if let Some(Identifier::Unspsc(code)) = value.identifier {
            self.code(value, code.as_str(), found);
        }
        match &value.slot {
            Slot::PartNumber(_) if !self.index.part_numbers.is_empty() => self.part_number(value, found),
            Slot::Classification if !self.index.codes.is_empty() => self.code(value, &value.text, found),
            _ => {}
        }
    }

    pub(super) fn globs(
        &self,
        value: &Value<'_>,
        field: Field,
        folded: &ScanText,
        scan: &Scan,
        found: &mut Collected,
    ) {
        let Some(plain) = folded.forms().first() else { return };
        let loose = field.is(FieldKind::Loose) && !matches!(value.slot, Slot::PartNumber(_));
        let class = if loose || is_buyers_number(&value.slot) { Class::Weak } else { Class::Exact };
        for number in &scan.globs {
            let Some(glob) = self.index.globs.get(*number as usize) else { continue };
            if !glob.matches(plain.text()) {
                continue;
            }
            let listed = self
                .index
                .entries
                .find(glob.entry)
                .and_then(|entry| self.list.products.get(&entry.id)?.globs.get(glob.at as usize));
            let fit = fits(self, glob.entry, value, None);
            let Some(listed) = listed.filter(|_| fit != Fit::No) else { continue };
            let how = format!("product pattern `{}`", glob.folded());
            let evidence = Match::whole(searched(value), plain.text(), how).evidence(value, listed);
            let class = if field.cap == Class::Weak { Class::Weak } else { class };
            let (entry, caution) = (glob.entry, fit.caution());
            found.add(Met { entry, line: value.line, class, evidence, digest: None, caution });
        }
    }

    fn part_number(&self, value: &Value<'_>, found: &mut Collected) {
        let key = part_key(&value.text);
        for &(entry, at) in self.index.part_numbers.get(&key).into_iter().flatten() {
            let listed = self
                .index
                .entries
                .find(entry)
                .and_then(|entry| self.list.products.get(&entry.id)?.part_numbers.get(at as usize));
            let fit = fits(self, entry, value, None);
            let Some(listed) = listed.filter(|_| fit != Fit::No) else { continue };
            let class = if is_buyers_number(&value.slot) { Class::Weak } else { Class::Exact };
            let evidence = Match::whole(&value.text, &key, "part number").evidence(value, listed);
            found.add(Met { entry, line: value.line, class, evidence, digest: None, caution: fit.caution() });
        }
    }

    fn code(&self, value: &Value<'_>, code: &str, found: &mut Collected) {
        let key = code_key(code);
        for &(entry, at) in self.index.codes.get(&key).into_iter().flatten() {
            let listed = self
                .index
                .entries
                .find(entry)
                .and_then(|entry| self.list.classes.get(&entry.id)?.codes.get(at as usize));
            let Some(listed) = listed else { continue };
            let evidence = Match::whole(&value.text, &key, "classification code").evidence(value, listed);
            let class = Class::Exact;
            found.add(Met { entry, line: value.line, class, evidence, digest: None, caution: None });
        }
    }
}
