//! What a comparison says. No logic but the sum: the pairs and conflicts of a comparison are all that its score is
//! made of. Invariant: [`score_of`] of what is shown is the score that is shown.

/// How sure it is that a name means a listed party, from the surest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameClass {
    /// The name itself, folded.
    Exact,
    /// An alias, or equal but for legal form, look-alike letters, script, spacing, order or inflection.
    Alias,
    /// A declared brand beside nothing but generic words.
    Family,
    /// Likely the same party.
    Strong,
    /// Possibly the same party, or a brand beside words that carry another name.
    Weak,
}

impl NameClass {
    /// The lower-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Family => "family",
            Self::Strong => "strong",
            Self::Weak => "weak",
        }
    }
}

/// Why two words count as the same, or that one has no partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PairKind {
    /// The same folded word.
    Exact,
    /// The same word of another script or language.
    Transliteration,
    /// Another case ending of the same word.
    Inflection,
    /// An abbreviation, inflection or translation of the same generic word.
    Abbreviation,
    /// Several words on one side are written together on the other.
    Join,
    /// A name written together with generic words.
    Compound,
    /// Few letters differ.
    Spelling,
    /// Spelt otherwise, sounds alike.
    Sound,
    /// A word of one side only.
    Alone,
}

impl PairKind {
    /// The lower-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Transliteration => "transliteration",
            Self::Inflection => "inflection",
            Self::Abbreviation => "abbreviation",
            Self::Join => "join",
            Self::Compound => "compound",
            Self::Spelling => "spelling",
            Self::Sound => "sound",
            Self::Alone => "alone",
        }
    }

    /// Whether nobody would call the two words different names.
    pub const fn is_same(self) -> bool {
        matches!(
            self,
            Self::Exact | Self::Transliteration | Self::Inflection | Self::Abbreviation | Self::Join
        )
    }
}

/// One step of an alignment: words of the left and of the right name that stand for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlignedPair {
    /// Folded words of the left name, separated by spaces; empty if there are none.
    pub left: String,
    /// Folded words of the right name, likewise.
    pub right: String,
    /// Why they are a pair.
    pub kind: PairKind,
    /// How alike they are, 0 to 1000.
    pub score: u16,
    /// How much the left words say about who is meant.
    pub left_weight: u16,
    /// How much the right words say.
    pub right_weight: u16,
}

/// What speaks against two names meaning one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Both have numbers, and not the same.
    Number,
    /// Each has a word that carries a name and that the other has not.
    Word,
    /// Each has a place that the other has not.
    Place,
    /// Their legal forms are not the same; a small matter.
    LegalForm,
    /// The same words in another order; a small matter.
    Order,
    /// Met only in a reading of the text that is not certain: by the look of its letters, or with its tags.
    Reading,
}

impl ConflictKind {
    /// The kebab-case name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Word => "word",
            Self::Place => "place",
            Self::LegalForm => "legal-form",
            Self::Order => "order",
            Self::Reading => "reading",
        }
    }

    /// Whether two names with this conflict are hardly one party.
    pub const fn is_hard(self) -> bool {
        matches!(self, Self::Number | Self::Word)
    }
}

/// One conflict with what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What differs.
    pub kind: ConflictKind,
    /// What the left name has.
    pub left: String,
    /// What the right name has.
    pub right: String,
    /// Thousandths that it takes off the identity.
    pub penalty: u16,
}

/// Two names compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// How sure it is that both mean one party, 0 to 1000; 1000 only for names with the same words.
    pub identity: u16,
    /// How sure it is that one bears the brand of the other, 0 to 1000; none where no brand is declared.
    pub family: Option<u16>,
    /// The class; none if they do not match.
    pub class: Option<NameClass>,
    /// Which words stand for which; words without a partner are pairs with an empty side.
    pub alignment: Vec<AlignedPair>,
    /// What speaks against it.
    pub conflicts: Vec<Conflict>,
}

/// The identity that an alignment and its conflicts amount to, 0 to 1000: the geometric mean of the shares of both
/// names that are met, less where what is met says little, less the conflicts.
pub fn score_of(alignment: &[AlignedPair], conflicts: &[Conflict]) -> u16 {
    let (mut left, mut right, mut met_left, mut met_right, mut evidence) =
        (0_u64, 0_u64, 0_u64, 0_u64, 0_u64);
    for pair in alignment {
        let (l, r, score) =
            (u64::from(pair.left_weight), u64::from(pair.right_weight), u64::from(pair.score));
        left += l;
        right += r;
        met_left += l * score;
        met_right += r * score;
        evidence += l.min(r) * score;
    }
    if left == 0 || right == 0 {
        return 0;
    }
    // Thousandths of thousandths, so that roots and products lose nothing that shows.
    let cover = ((met_left * 1000 / left) * (met_right * 1000 / right)).isqrt();
    let strength = strength(evidence / 1000);
    let against: u64 = conflicts.iter().map(|conflict| u64::from(conflict.penalty)).sum();
    let score = cover * strength / 1000 * 1000_u64.saturating_sub(against) / 1_000_000;
    let same = conflicts.is_empty() && alignment.iter().all(|pair| pair.kind == PairKind::Exact);
    u16::try_from(if same { score } else { score.min(CAP) }).unwrap_or(0)
}

/// Thousandths that a score counts for by the weight that is met: a name of one word is sooner somebody else's too than
/// a name of three.
pub(crate) fn strength(evidence: u64) -> u64 {
    let little = ONE_WORD.saturating_sub(evidence) * LITTLE_COST;
    let more = FULL_EVIDENCE.saturating_sub(evidence) * MORE_COST / 10;
    1000_u64.saturating_sub(little + more)
}

/// What is not the same name word for word stays below the top.
const CAP: u64 = 995;
/// The weight of one rare word.
const ONE_WORD: u64 = 100;
const LITTLE_COST: u64 = 3;
/// The weight from which on more says no more.
const FULL_EVIDENCE: u64 = 250;
const MORE_COST: u64 = 5;
