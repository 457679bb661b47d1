//! Why two names match, in words: which words stand for each other, and what speaks against it. Invariant: nothing is
//! left out but legal forms and stop words, which the comparison does not weigh.

use debar_names::{AlignedPair, Conflict, ConflictKind, PairKind, Reading, fold};

/// One sentence of an alignment and its conflicts, for a finding.
pub(crate) fn explained(pairs: &[AlignedPair], conflicts: &[Conflict]) -> String {
    let mut said = alignment_words(pairs).join("; ");
    for conflict in conflict_words(conflicts) {
        said.push_str("; but ");
        said.push_str(&conflict);
    }
    said
}

/// The words that stand for each other: `'lab' = 'laboratoriya' (domain word)`.
pub fn alignment_words(pairs: &[AlignedPair]) -> Vec<String> {
    pairs.iter().map(sentence).collect()
}

fn sentence(pair: &AlignedPair) -> String {
    let AlignedPair { kind, score, .. } = pair;
    let (left, right) = (latin(&pair.left), latin(&pair.right));
    let why = match kind {
        PairKind::Exact => return format!("'{left}'"),
        PairKind::Alone if right.is_empty() => return format!("'{left}' only here"),
        PairKind::Alone => return format!("'{right}' only there"),
        PairKind::Transliteration => "another script".to_owned(),
        PairKind::Inflection => "another ending".to_owned(),
        PairKind::Abbreviation => "domain word".to_owned(),
        PairKind::Join => "written together".to_owned(),
        PairKind::Compound => "with a domain word in it".to_owned(),
        PairKind::Spelling => format!("spelling, {score} of 1000"),
        PairKind::Sound => format!("sound, {score} of 1000"),
    };
    format!("'{left}' = '{right}' ({why})")
}

/// Words in Latin letters, so that people see why they were taken for the same; the names above them are as written.
fn latin(words: &str) -> String {
    let folded = fold(words);
    let other = folded.alternates().iter().find(|other| other.reading() == Reading::Transliterated);
    other.map_or_else(|| words.to_owned(), |other| other.text().to_owned())
}

/// What speaks against it: `other number: '2' and '3'`.
pub fn conflict_words(conflicts: &[Conflict]) -> Vec<String> {
    let one = |conflict: &Conflict| {
        let what = match conflict.kind {
            ConflictKind::Number => "other number",
            ConflictKind::Word => "other name",
            ConflictKind::Place => "other place",
            ConflictKind::LegalForm => "other legal form",
            ConflictKind::Order => "other order",
            ConflictKind::Reading => "not as it is written",
        };
        let side =
            |words: &str| if words.is_empty() { "none".to_owned() } else { format!("'{}'", latin(words)) };
        format!("{what}: {} and {}", side(&conflict.left), side(&conflict.right))
    };
    conflicts.iter().map(one).collect()
}
