//! Many listed forms searched in one pass over a folded text. The automaton holds only beginnings of
//! forms, so that it stays small; what follows a beginning is looked up whole. It judges no boundary.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::hash;
use super::sieve::Sieve;
use super::{FormId, Glob};

/// How many bytes of a form the automaton knows.
const HEAD: usize = 8;

/// A form that stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NeedleHit {
    pub form: FormId,
    /// The whole text of the form, and not only what remains without legal forms.
    pub whole: bool,
    pub range: Range<usize>,
}

#[derive(Debug)]
pub(crate) struct Needles {
    automaton: Option<AhoCorasick>,
    /// Per beginning: lengths of the forms that begin so, and globs with this literal.
    heads: Vec<Head>,
    table: hash::Table<Box<str>, Refs>,
    /// Globs without a literal that could be searched: always verified.
    pub always: Vec<u32>,
}

/// Forms with one text; mostly one.
#[derive(Debug)]
struct Refs {
    first: (FormId, bool),
    more: Vec<(FormId, bool)>,
}

impl Refs {
    fn iter(&self) -> impl Iterator<Item = (FormId, bool)> + '_ {
        std::iter::once(self.first).chain(self.more.iter().copied())
    }
}

#[derive(Debug, Default)]
struct Head {
    lengths: Vec<usize>,
    globs: Vec<u32>,
}

impl Needles {
    /// Every listed form in `text`, with `glob` called for every glob whose literal stands there.
    pub fn scan(&self, text: &str, mut hit: impl FnMut(NeedleHit), mut glob: impl FnMut(u32)) {
        let Some(automaton) = &self.automaton else { return };
        for found in automaton.find_overlapping_iter(text) {
            let Some(head) = self.heads.get(found.pattern().as_usize()) else { continue };
            head.globs.iter().copied().for_each(&mut glob);
            let Some(rest) = text.get(found.start()..) else { continue };
            for &length in &head.lengths {
                let Some(forms) = rest.get(..length).and_then(|slice| self.table.get(slice)) else {
                    continue;
                };
                for (form, whole) in forms.iter() {
                    hit(NeedleHit { form, whole, range: found.start()..found.start() + length });
                }
            }
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct NeedlesBuilder {
    table: hash::Table<Box<str>, Refs>,
    globs: BTreeMap<String, Vec<u32>>,
    always: Vec<u32>,
}

impl NeedlesBuilder {
    pub fn reserve(&mut self, more: usize) {
        self.table.reserve(more);
    }

    pub fn add(&mut self, text: &str, form: FormId, whole: bool) {
        if text.is_empty() {
            return;
        }
        match self.table.get_mut(text) {
            Some(forms) if forms.iter().any(|known| known == (form, whole)) => {}
            Some(forms) => forms.more.push((form, whole)),
            None => {
                self.table.insert(text.into(), Refs { first: (form, whole), more: vec![] });
            }
        }
    }

    /// Files every glob under the rarest of its literals.
    pub fn add_globs(&mut self, globs: &[Glob], sieve: &mut Sieve) {
        let mut frequency: HashMap<&str, usize> = HashMap::new();
        for glob in globs {
            for literal in glob.literals() {
                *frequency.entry(ends(literal).0).or_default() += 1;
                *frequency.entry(ends(literal).1).or_default() += 1;
            }
        }
        for (number, glob) in (0_u32..).zip(globs) {
            let candidates = glob.literals().flat_map(|literal| {
                let (first, last) = ends(literal);
                [first, last]
            });
            let rarest = candidates.filter(|literal| literal.trim().len() >= 2).min_by_key(|literal| {
                (frequency.get(literal).copied(), std::cmp::Reverse(literal.len()), *literal)
            });
            match rarest {
                Some(literal) => {
                    self.globs.entry(literal.to_owned()).or_default().push(number);
                    // A short literal may stand inside a word, where the sieve does not look for it.
                    if literal.is_ascii() && literal.bytes().filter(u8::is_ascii_alphanumeric).count() < 4 {
                        sieve.let_everything_through();
                    }
                    sieve.add(literal);
                }
                None => {
                    self.always.push(number);
                    sieve.let_everything_through();
                }
            }
        }
    }

    pub fn build(self) -> Needles {
        let mut forms: Vec<(&str, usize)> = self.table.keys().map(|form| (head(form), form.len())).collect();
        forms.sort_unstable();
        forms.dedup();
        let mut heads: BTreeMap<&str, Head> = BTreeMap::new();
        for group in forms.chunk_by(|a, b| a.0 == b.0) {
            if let Some((head, _)) = group.first() {
                let lengths = group.iter().map(|(_, length)| *length).collect();
                heads.insert(head, Head { lengths, globs: vec![] });
            }
        }
        for (literal, globs) in &self.globs {
            heads.entry(literal).or_default().globs.extend(globs);
        }
        let automaton = if heads.is_empty() {
            None
        } else {
            let kind = (heads.len() > 200).then_some(AhoCorasickKind::ContiguousNFA);
            AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(heads.keys()).ok()
        };
        let heads = heads.into_values().collect();
        Needles { automaton, heads, table: self.table, always: self.always }
    }
}

/// The first bytes of a form, up to [`HEAD`] of them, whole characters.
fn head(form: &str) -> &str {
    let mut end = HEAD.min(form.len());
    while !form.is_char_boundary(end) {
        end -= 1;
    }
    form.get(..end).unwrap_or(form)
}

/// The first and the last bytes of a literal.
fn ends(literal: &str) -> (&str, &str) {
    let mut start = literal.len().saturating_sub(HEAD);
    while !literal.is_char_boundary(start) {
        start += 1;
    }
    (head(literal), literal.get(start..).unwrap_or(literal))
}

#[cfg(test)]
mod tests {
    use super::{FormId, NeedlesBuilder};

    fn check(needles: &[&str], text: &str, expect: &[&str]) {
        let mut builder = NeedlesBuilder::default();
        for (at, needle) in needles.iter().enumerate() {
            builder.add(needle, FormId::new(at).unwrap(), true);
        }
        let mut found = vec![];
        builder.build().scan(text, |hit| found.push(text.get(hit.range).unwrap().to_owned()), |_| ());
        found.sort();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn long_and_short_forms_are_found_wherever_they_overlap() {
        let needles = ["zte", "zte corporation", "shenzhen zte", "卡巴斯基实验室", "ö"];
        check(&needles, "shenzhen zte corporation", &["shenzhen zte", "zte", "zte corporation"]);
        check(&needles, "买卡巴斯基实验室", &["卡巴斯基实验室"]);
        check(&needles, "shenzhen zt", &[]);
        check(&needles, "köö", &["ö", "ö"]);
        check(&[], "anything", &[]);
    }
}
