//! The ways in which an entry is written to be overlooked, and how much of each has to be caught. Not how they are
//! made. Invariant: one row a way.

/// A way of writing an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Evasion {
    AsWritten,
    Case,
    FullWidth,
    Mathematical,
    SmallCapitals,
    Cyrillic,
    Greek,
    Armenian,
    Cherokee,
    LatinTwin,
    Leet,
    ZeroWidth,
    Blank,
    Bidi,
    SoftHyphen,
    Combining,
    Entities,
    Markup,
    SpacedLetters,
    Joined,
    Split,
    OddSpaces,
    LineBreak,
    PunctuationAround,
    PunctuationInside,
    LegalForm,
    WordOrder,
    Abbreviation,
    CutOff,
    Subsidiary,
    Declension,
    Possessive,
    Transliteration,
    Pinyin,
    Swap,
    Drop,
    Double,
    NeighbourKey,
    SellerOnly,
    MidTitle,
    InDescription,
    InComment,
    InFileName,
    ComponentOnly,
    DomainForm,
    DomainInAddress,
    PurlForm,
    CpeForm,
    CodeForm,
    DigestForm,
    PartNumberForm,
    PartNumberOnly,
}

/// What has to come of an evasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// The verdict on the entry as it is written: the two are equal in all that counts.
    Same,
    /// At least a review: something is uncertain, and a person looks.
    Review,
}

/// What an evasion starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Names, brands, products.
    Text,
    /// Names and brands of vendors.
    Name,
    /// Domains.
    Domain,
    /// Package URLs.
    Purl,
    /// CPE names and vendors.
    Cpe,
    /// Any other identifier.
    Code,
    Digest,
    PartNumber,
}

use Evasion as E;
use Floor::{Review, Same};

const TABLE: &[(Evasion, &str, Floor, Source)] = &[
    (E::AsWritten, "as written", Review, Source::Text),
    (E::Case, "case", Same, Source::Text),
    (E::FullWidth, "full-width letters", Same, Source::Text),
    (E::Mathematical, "mathematical letters", Same, Source::Text),
    (E::SmallCapitals, "small capitals", Same, Source::Text),
    (E::Cyrillic, "Cyrillic look-alikes", Same, Source::Text),
    (E::Greek, "Greek look-alikes", Same, Source::Text),
    (E::Armenian, "Armenian look-alikes", Same, Source::Text),
    (E::Cherokee, "Cherokee look-alikes", Same, Source::Text),
    (E::LatinTwin, "Latin look-alikes", Same, Source::Text),
    (E::Leet, "digits and signs for letters", Review, Source::Text),
    (E::ZeroWidth, "zero width", Same, Source::Text),
    (E::Blank, "blank letters", Review, Source::Text),
    (E::Bidi, "text direction", Same, Source::Text),
    (E::SoftHyphen, "soft hyphens", Same, Source::Text),
    (E::Combining, "combining marks", Same, Source::Text),
    (E::Entities, "character references", Same, Source::Text),
    (E::Markup, "mark-up", Same, Source::Text),
    (E::SpacedLetters, "spaced letters", Review, Source::Text),
    (E::Joined, "joined words", Same, Source::Text),
    (E::Split, "split words", Review, Source::Text),
    (E::OddSpaces, "odd spaces", Same, Source::Text),
    (E::LineBreak, "line breaks", Review, Source::Text),
    (E::PunctuationAround, "punctuation around", Same, Source::Text),
    (E::PunctuationInside, "punctuation inside", Review, Source::Text),
    (E::LegalForm, "legal form", Same, Source::Name),
    (E::WordOrder, "word order", Review, Source::Name),
    (E::Abbreviation, "abbreviation", Review, Source::Name),
    (E::CutOff, "cut off, initials", Review, Source::Name),
    (E::Subsidiary, "subsidiary", Review, Source::Name),
    (E::Declension, "declension", Review, Source::Name),
    (E::Possessive, "possessive and suffix", Review, Source::Name),
    (E::Transliteration, "transliteration", Review, Source::Name),
    (E::Pinyin, "pinyin", Review, Source::Name),
    (E::Swap, "typo: swapped letters", Review, Source::Name),
    (E::Drop, "typo: dropped letter", Review, Source::Name),
    (E::Double, "typo: doubled letter", Review, Source::Name),
    (E::NeighbourKey, "typo: neighbour key", Review, Source::Name),
    (E::SellerOnly, "as the seller only", Review, Source::Name),
    (E::MidTitle, "in the middle of a title", Review, Source::Text),
    (E::InDescription, "in a description only", Review, Source::Text),
    (E::InComment, "in a comment only", Review, Source::Text),
    (E::InFileName, "in a file name only", Review, Source::Text),
    (E::ComponentOnly, "as a component only", Review, Source::Text),
    (E::DomainForm, "domain variants", Same, Source::Domain),
    (E::DomainInAddress, "domain in an address of a file", Review, Source::Domain),
    (E::PurlForm, "package URL variants", Same, Source::Purl),
    (E::CpeForm, "CPE variants", Same, Source::Cpe),
    (E::CodeForm, "identifier variants", Same, Source::Code),
    (E::DigestForm, "digest forms", Same, Source::Digest),
    (E::PartNumberForm, "part number variants", Same, Source::PartNumber),
    (E::PartNumberOnly, "part number in a title only", Review, Source::PartNumber),
];

impl Evasion {
    /// All ways, in the order in which they are told.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(evasion, ..)| *evasion)
    }

    /// Its name in reports.
    pub fn as_str(self) -> &'static str {
        self.row().map_or("", |(_, name, ..)| name)
    }

    /// What has to come of it.
    pub fn floor(self) -> Floor {
        self.row().map_or(Same, |(_, _, floor, _)| *floor)
    }

    pub(crate) fn source(self) -> Source {
        self.row().map_or(Source::Text, |(.., source)| *source)
    }

    /// Whether folding is to undo it, so that no alias is the remedy.
    pub(crate) const fn is_disguise(self) -> bool {
        matches!(
            self,
            E::Case
                | E::FullWidth
                | E::Mathematical
                | E::SmallCapitals
                | E::Cyrillic
                | E::Greek
                | E::Armenian
                | E::Cherokee
                | E::LatinTwin
                | E::ZeroWidth
                | E::Bidi
                | E::SoftHyphen
                | E::Combining
                | E::Entities
                | E::Markup
                | E::OddSpaces
                | E::PunctuationAround
        )
    }

    fn row(self) -> Option<&'static (Self, &'static str, Floor, Source)> {
        TABLE.iter().find(|(evasion, ..)| *evasion == self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Evasion;

    #[test]
    fn one_row_a_way() {
        let names: BTreeSet<&str> = Evasion::all().map(Evasion::as_str).collect();
        let ways: BTreeSet<Evasion> = Evasion::all().collect();
        assert_eq!((names.len(), ways.len()), (Evasion::all().count(), Evasion::all().count()));
        assert!(names.iter().all(|name| !name.is_empty()));
    }
}
