//! From a listed form in a text to the strength of the evidence: what stands around it, in which kind
//! of field. Knows words, not rules.

use std::ops::Range;

use debar_model::Class;
use debar_names::{Boundary, KeyKind, ScanText, Script, TokenClass, WeakReason, fold};

use super::context::{self, Context};
use super::field::{Field, FieldKind};
use crate::index::{Form, FormSource};

/// Words that were put apart or together say less when they are short: `da hua` is also a name.
const LONG: usize = 8;

/// The words of a text with their places in it.
#[derive(Debug)]
pub(crate) struct Words(Vec<Word>);

#[derive(Debug)]
struct Word {
    text: String,
    distinctive: bool,
    cyrillic: bool,
    origin: Range<usize>,
}

/// A form that stands in a text, as classification sees it.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// The bytes of the text that it came from.
    pub origin: Range<usize>,
    pub boundary: Boundary,
    /// Letters of the form.
    pub letters: usize,
    /// It is written in Latin letters, where a single word may be any word.
    pub latin: bool,
    /// The whole listed text and not only its core.
    pub whole: bool,
}

impl Words {
    pub fn of(folded: &ScanText) -> Self {
        let words = folded.tokens().into_iter().map(|(origin, token)| Word {
            distinctive: token.class == TokenClass::Distinctive,
            cyrillic: token.script == Script::Cyrillic,
            origin,
            text: token.text,
        });
        Self(words.collect())
    }

    /// Where the first word begins that no spot covers and that says who or what is meant. Words with digits
    /// are models and versions. `spots` are merged and in order.
    pub fn first_other(&self, text: &str, spots: &[Spot], kind: FieldKind) -> Option<usize> {
        let mut spots = spots.iter().peekable();
        let other = self.0.iter().find(|word| {
            while spots.next_if(|spot| spot.origin.end <= word.origin.start).is_some() {}
            (word.distinctive || (kind == FieldKind::Name && word.is_other_trade()))
                && !word.text.contains(|c: char| c.is_ascii_digit())
                && !spots.peek().is_some_and(|spot| spot.covers(&word.origin, text))
        });
        other.map(|word| word.origin.start)
    }

    /// Words in Cyrillic with their places.
    pub fn cyrillic(&self) -> impl Iterator<Item = (&str, &Range<usize>)> {
        self.0.iter().filter(|word| word.cyrillic).map(|word| (word.text.as_str(), &word.origin))
    }

    /// Whether the word behind a place names another trade.
    fn other_trade_follows(&self, spot: &Spot) -> bool {
        let after = self.0.partition_point(|word| word.origin.start < spot.origin.end);
        self.0.get(after).is_some_and(Word::is_other_trade)
    }

    fn context(&self, text: &str, spot: &Spot) -> Context {
        if !text.is_ascii() {
            let before = text.get(..spot.origin.start).unwrap_or_default();
            let after = text.get(spot.origin.end..).unwrap_or_default();
            let unspaced = context::read_unspaced(before, after);
            if unspaced != Context::Plain {
                return unspaced;
            }
        }
        let before = self.0.partition_point(|word| word.origin.end <= spot.origin.start);
        let after = self.0.partition_point(|word| word.origin.start < spot.origin.end);
        let before = self.0.get(..before).unwrap_or_default().iter().rev().map(|word| word.text.as_str());
        let after = self.0.get(after..).unwrap_or_default().iter().map(|word| word.text.as_str());
        context::read(before, after)
    }
}

impl Word {
    fn is_other_trade(&self) -> bool {
        is_other_trade(&self.text)
    }
}

/// Whether a folded word names another trade than the making of goods with chips and code.
pub(super) fn is_other_trade(word: &str) -> bool {
    OTHER_TRADES.contains(&word)
}

impl Spot {
    /// Why the text that was met is too weak to decide on alone.
    fn weak(&self, form: &Form) -> Option<WeakReason> {
        if self.whole { form.weak } else { form.core_weak }
    }

    /// Whether it accounts for a word: the whole of it, or all of it but generic words.
    fn covers(&self, word: &Range<usize>, text: &str) -> bool {
        let start = word.start.max(self.origin.start);
        let end = word.end.min(self.origin.end);
        if start >= end {
            return false;
        }
        [word.start..start, end..word.end].into_iter().all(|rest| {
            let rest = text.get(rest).unwrap_or_default();
            rest.is_empty() || !fold(rest).tokens().iter().any(|token| token.class == TokenClass::Distinctive)
        })
    }
}

/// Evidence that a whole field equals a listed form under some key.
pub(crate) fn whole(form: &Form, listed: KeyKind, asked: KeyKind) -> (Class, &'static str) {
    let exact = listed == KeyKind::Exact && asked == KeyKind::Exact;
    let weak = if listed == KeyKind::Exact { form.weak } else { form.core_weak };
    let unsure = weak.is_some() && !exact;
    match form.source {
        FormSource::Name if exact => (Class::Exact, "vendor name"),
        FormSource::ProductName(_) if exact => (Class::Exact, "product name"),
        FormSource::Alias(_) if exact => (Class::Alias, "other name of the vendor"),
        FormSource::Brand(_) if exact => (Class::Family, "brand alone"),
        _ if unsure => (Class::Strong, "a short or common name but for legal form or spelling"),
        FormSource::ProductName(_) => (Class::Alias, "product name but for spelling"),
        FormSource::Brand(_) => (Class::Family, "brand but for spelling"),
        _ => (Class::Alias, "vendor name but for legal form or spelling"),
    }
}

/// Evidence of a form somewhere in a text. `first_other` is where the first word begins that none of the
/// entry's forms accounts for.
pub(crate) fn part(
    form: &Form,
    spot: &Spot,
    first_other: Option<usize>,
    field: Field,
    (text, words): (&str, &Words),
) -> Option<(Class, &'static str)> {
    if !is_delimited(form, spot) {
        return None;
    }
    let weak = spot.weak(form);
    let alone = first_other.is_none();
    let leads =
        first_other.is_none_or(|other| other >= spot.origin.start) && !words.other_trade_follows(spot);
    let stretched = spot.boundary == Boundary::Spaced && spot.letters < LONG;
    let common = matches!(weak, Some(WeakReason::DictionaryWord | WeakReason::OnlyGeneric));
    let (class, how) = match (field.kind, form.source) {
        (_, FormSource::Not(_)) => return None,
        (FieldKind::Loose, FormSource::Word(_)) if field.names_goods => {
            (Class::Family, "word of a class of goods")
        }
        (FieldKind::Loose | FieldKind::Name, FormSource::Word(_)) => return None,
        (FieldKind::Loose, FormSource::Brand(_)) => (Class::Weak, "brand in a text"),
        (FieldKind::Loose, _) => (Class::Weak, "listed name in a text"),
        (FieldKind::Title, source) => match (words.context(text, spot), source) {
            (Context::Beside, _) => (Class::Weak, "named as what the product goes with or replaces"),
            (_, FormSource::Word(_)) => (Class::Family, "word of a class of goods"),
            (Context::Maker, FormSource::Name | FormSource::Alias(_)) if is_full(form, spot) => {
                (Class::Alias, "named as the maker")
            }
            (Context::Maker, FormSource::Brand(_)) if weak.is_none() => {
                (Class::Family, "brand named as the maker")
            }
            (_, FormSource::Brand(_)) if alone && leads && !common => {
                (Class::Family, "brand with generic words")
            }
            (_, FormSource::Brand(_)) if leads && weak.is_none() => {
                (Class::Family, "brand at the start of the title")
            }
            (_, FormSource::Brand(_)) => (Class::Weak, "brand beside other words"),
            _ if is_full(form, spot) => (Class::Family, "listed name in the title"),
            _ => (Class::Weak, "listed name beside other words"),
        },
        (FieldKind::Name, FormSource::Brand(_)) if alone && common => {
            (Class::Strong, "a common word as brand, with generic words")
        }
        (FieldKind::Name, FormSource::Brand(_)) if alone => (Class::Family, "brand with generic words"),
        (FieldKind::Name, FormSource::Brand(_)) => (Class::Weak, "brand beside other words"),
        (FieldKind::Name, _) if alone && is_full(form, spot) => {
            (Class::Strong, "listed name with generic words")
        }
        (FieldKind::Name, _) => (Class::Weak, "listed name beside other words"),
    };
    let class = if stretched { class.min(Class::Strong) } else { class };
    Some((class.min(field.cap), how))
}

/// Whether a place is delimited well enough for a form. A short or common one must stand as whole
/// words: `ZTE` is not in `Aztech`.
fn is_delimited(form: &Form, spot: &Spot) -> bool {
    let sound = spot.weak(form).is_none();
    match spot.boundary {
        Boundary::Word => true,
        Boundary::Seam | Boundary::Unspaced => sound,
        Boundary::Spaced => sound && spot.letters >= 5,
        Boundary::Joined => sound && spot.letters >= 5 && !form.source.is_word(),
    }
}

/// Whether the form is a full name, which nobody uses by chance: more than a single Latin word.
fn is_full(form: &Form, spot: &Spot) -> bool {
    let words = if spot.whole { form.words } else { form.core_words };
    spot.weak(form).is_none() && (words > 1 || !spot.latin)
}

/// Words that are generic among firms but name another trade than the making of goods with chips and code:
/// a brand beside one of them may be a namesake.
const OTHER_TRADES: [&str; 50] = [
    "hotel",
    "hotels",
    "restaurant",
    "hospital",
    "clinic",
    "dental",
    "pharma",
    "pharmaceutical",
    "pharmaceuticals",
    "medical",
    "healthcare",
    "care",
    "school",
    "college",
    "university",
    "farm",
    "food",
    "foods",
    "fashion",
    "furniture",
    "textile",
    "textiles",
    "toys",
    "sport",
    "sports",
    "music",
    "club",
    "bank",
    "insurance",
    "fund",
    "law",
    "legal",
    "real",
    "estate",
    "property",
    "properties",
    "travel",
    "mining",
    "oil",
    "steel",
    "metals",
    "plastics",
    "chemical",
    "chemicals",
    "construction",
    "shipping",
    "freight",
    "railway",
    "marine",
    "foundation",
];
