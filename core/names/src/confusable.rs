//! Letters of other scripts that look like Latin ones (a choice from Unicode TR 39 `confusables.txt`, by shape in
//! either case), and back. Not transliteration: `в` is `b` here. Invariant: what `to_latin` gives is lower-case ASCII.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::script::Script;

/// The lower-case Latin letter that `c` looks like. The case matters: `Η` is `h`, `η` is `n`; a letter that is not in
/// the table in its own case is tried in the other.
pub(crate) fn to_latin(c: char) -> Option<char> {
    let own = LATIN.get(&c);
    let found = own.or_else(|| LATIN.get(&single(c.to_lowercase())?));
    found.or_else(|| LATIN.get(&single(c.to_uppercase())?)).copied()
}

/// The letter of `script` that `c`, of another script, looks like.
pub(crate) fn to_script(c: char, script: Script) -> Option<char> {
    let latin = if c.is_ascii_alphabetic() { c.to_ascii_lowercase() } else { to_latin(c)? };
    let table = match script {
        Script::Latin => return Some(latin),
        Script::Cyrillic => FROM_LATIN_TO_CYRILLIC,
        Script::Greek => FROM_LATIN_TO_GREEK,
        _ => return None,
    };
    let mut chars = table.chars();
    while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
        if from == latin {
            return Some(to);
        }
    }
    None
}

/// The letter that a digit among letters stands for.
pub(crate) fn leet(c: char) -> Option<char> {
    Some(match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// The letter that a sign behind a letter stands for: `K@spersky`.
pub(crate) fn sign(c: char) -> Option<char> {
    Some(match c {
        '@' => 'a',
        '$' => 's',
        '€' => 'e',
        '¥' => 'y',
        _ => return None,
    })
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.next().is_none().then_some(first)
}

static LATIN: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut map = HashMap::new();
    for table in [CYRILLIC, GREEK, COPTIC, ARMENIAN, CHEROKEE, LISU] {
        let mut chars = table.chars();
        while let (Some(from), Some(to)) = (chars.next(), chars.next()) {
            map.insert(from, to);
        }
    }
    map
});

// Pairs: the look-alike, then the Latin letter.
const CYRILLIC: &str = "аaАaвbВbгrеeЕeзzѕsЅsіiІiїiЇiјjЈjкkКkмmМmнhНhоoОoпnрpРpсcСcтtТtуyУyўyЎyхxХxьbЬbиuүyҮyұyѵvѴv\
    ԁdԀdԛqԚqԝwԜwһhҺhӏlӀiґrғfқkҝkҡkԟkңhҥhҳxҫcҽeѡwԍgԌgӕaқkҚkќkЌkѓrэeљbњhћhђhүyӡzԏtԉn";
const GREEK: &str =
    "αaΑaβbΒbγyεeΕeζzΖzηnΗhιiΙiκkΚkμuΜmνvΝnοoΟoπnρpΡpσoςsτtΤtυuΥyχxΧxωwϲcϹcϳjͿjϜfϝfϱpϰkϐbϵeϴoΣeθoΛa";
const COPTIC: &str = "ⲀaⲂbⲈeⲎhⲒiⲔkⲘmⲚnⲞoⲢpⲤcⲦtⲨyⲬxⲄrⲆaⲌz";
const ARMENIAN: &str = "օoՕoսuՍuոnհhցgՏsՍuԼlաwզqյjռnօoքpեtիhՈnՀzՅi";
const CHEROKEE: &str = "ᎪaᏴbᏟcᎠdᎬeᏀgᎻhᎥiᎫjᏦkᏞlᎷmᏢpᏒrᏚsᎢtᏙvᎳwᎩyᏃzᎡrᏀgᏳg";
const LISU: &str = "ꓐbꓑpꓓdꓔtꓖgꓗkꓙjꓚcꓜzꓝfꓟmꓠnꓡlꓢsꓣrꓦvꓧhꓪwꓫxꓬyꓮaꓰeꓲiꓳoꓴu";
// Pairs: the Latin letter, then its look-alike.
const FROM_LATIN_TO_CYRILLIC: &str = "aаbвcсeеhнiіjјkкmмoоpрsѕtтxхyуnпrг";
const FROM_LATIN_TO_GREEK: &str = "aαbβeεhηiιkκmμnνoοpρtτuυvνxχyυwωzζ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        fn check(text: &str, expect: &str) {
            let got: String = text.chars().map(|c| to_latin(c).unwrap_or('?')).collect();
            assert_eq!(got, expect, "{text}");
        }
        check("КаѕреrѕкУ", "kaspe?sky");
        check("каѕрегѕку", "kaspersky");
        check("ΗΙΚνιѕιοη", "hikvision");
        check("ᎪᏴᎬ", "abe");
        check("ꭺ", "a");
        check("ꓗꓮꓢꓑꓰꓣꓢꓗꓬ", "kaspersky");
        check("жщ", "??");
    }

    #[test]
    fn tables_are_pairs_to_ascii() {
        assert!(LATIN.values().all(char::is_ascii_lowercase));
        for table in [FROM_LATIN_TO_CYRILLIC, FROM_LATIN_TO_GREEK] {
            assert!(table.chars().step_by(2).all(|c| c.is_ascii_lowercase()), "{table}");
            assert!(table.chars().skip(1).step_by(2).all(|c| !c.is_ascii()), "{table}");
        }
    }

    #[test]
    fn back() {
        assert_eq!(to_script('a', Script::Cyrillic), Some('а'));
        assert_eq!(to_script('Ο', Script::Cyrillic), Some('о'));
        assert_eq!(to_script('l', Script::Cyrillic), None);
        assert_eq!(to_script('x', Script::Han), None);
    }
}
