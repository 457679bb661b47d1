//! Russian and Ukrainian legal forms written out, in either alphabet, any usual spelling and with any ending:
//! `Otkrytoe aktsionernoe obshchestvo`, `obshchestva s ogranichennoy otvetstvennostyu`. Invariant: a form has a word
//! that nothing else has, and reaches only over words that such forms are made of.

use std::sync::LazyLock;

use crate::compare::romanised;
use crate::fold::transliterated;

/// Marks the words of such forms.
pub(super) fn mask(words: &[&str], mask: &mut [bool]) {
    if !words.iter().any(|word| may_be(word)) {
        return;
    }
    let parts: Vec<Option<Part>> = words.iter().map(|word| part(word)).collect();
    for (at, _) in parts.iter().enumerate().filter(|(_, part)| **part == Some(Part::Certain)) {
        let reach = |part: &&Option<Part>| part.is_some();
        let before = parts.iter().take(at).rev().take_while(reach).count();
        let behind = parts.iter().skip(at + 1).take_while(reach).count();
        for legal in mask.iter_mut().skip(at - before).take(before + 1 + behind) {
            *legal = true;
        }
    }
}

/// The short form, folded, that such words stand for.
pub(super) fn kind(words: &[&str]) -> Option<&'static str> {
    if !words.iter().any(|word| may_be(word)) {
        return None;
    }
    let forms: Vec<String> = words.iter().filter_map(|word| latin(word)).collect();
    STEMS
        .kinds
        .iter()
        .find_map(|(stem, short)| forms.iter().any(|form| form.starts_with(&**stem)).then_some(*short))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Of such forms only.
    Certain,
    /// Of other names too.
    Beside,
}

/// A cheap no for nearly every word.
fn may_be(word: &str) -> bool {
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    if word.is_ascii() {
        word.len() >= 7
            && has(&["granich", "tsioner", "cioner", "zioner", "unitarn", "otvetstv", "obmezh", "tovaryst"])
    } else {
        has(&["ограничен", "акционер", "акціонер", "унитарн", "ответствен", "обмежен", "товарист"])
    }
}

fn part(word: &str) -> Option<Part> {
    let form = latin(word)?;
    let any = |stems: &[String]| stems.iter().any(|stem| form.starts_with(&**stem));
    if any(&STEMS.certain) {
        return Some(Part::Certain);
    }
    (matches!(&*form, "s" | "z" | "tipa") || any(&STEMS.beside)).then_some(Part::Beside)
}

fn latin(word: &str) -> Option<String> {
    let latin = if word.is_ascii() { romanised(word) } else { romanised(&transliterated(word)?) };
    (!latin.is_empty()).then_some(latin)
}

struct Stems {
    certain: Vec<String>,
    beside: Vec<String>,
    kinds: Vec<(String, &'static str)>,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    let all = |words: &str| words.split_whitespace().map(romanised).collect();
    Stems {
        certain: all(CERTAIN),
        beside: all(BESIDE),
        kinds: KINDS.iter().map(|(stem, short)| (romanised(stem), *short)).collect(),
    }
});

/// In the usual Latin spelling, with slips that lists have.
const CERTAIN: &str = "aktsionern ogranichenn organichenn orgranichenn otvetstvennost obmezhen unitarn";
const BESIDE: &str = "obshchestv obscchestv obshestv otkryt zakryt publichn nepublichn pryvatn tovarystv tovarishchestv vidpovidaln \
    federaln gosudarstvenn derzhavn kazenn munitsipaln predpriyat pidpryiemstv respublikansk dochern";
const KINDS: &[(&str, &str)] = &[
    ("aktsionern", "ao"),
    ("ogranichenn", "ooo"),
    ("organichenn", "ooo"),
    ("orgranichenn", "ooo"),
    ("otvetstvennost", "ooo"),
    ("obmezhen", "tov"),
    ("unitarn", "gup"),
];

#[cfg(test)]
mod tests {
    use crate::core_key;

    #[test]
    fn forms_written_out() {
        fn check(name: &str, expect: &str) {
            assert_eq!(core_key(name), expect, "{name}");
        }
        check("OBSHCHESTVO S OGRANICHENNOI OTVETSTVENNOSTYU 'ROMASHKA'", "romashka");
        check("Obschestvo s ogranichennoy otvetstvennost'yu Romashka", "romashka");
        check("OBSHCHESTVO S ORGANICHENNOI OTVETSTVENNOSTYU ROMASHKA", "romashka");
        check("Otkrytoe Aktsionernoe Obshchestvo Romashka", "romashka");
        check("Акционерного общества «Ромашка»", "ромашка");
        check("Romashka OTKRYTOE AKTSIONERNOE OBSHCHESTVO OTKRYTOGO TIPA", "romashka");
        check("Federalnoe gosudarstvennoe unitarnoe predpriyatie Romashka", "romashka");
        check("Obshchestvo Romashka", "obshchestvo romashka");
    }
}
