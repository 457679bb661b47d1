//! What a few known requests can meet of a list, so that the rest need not be compiled for them. It decides nothing.
//! Invariant: a list compiled without what is not wanted answers these requests as the whole list does.

use debar_model::{PurchaseRequest, Slot, Value};
use debar_names::{AskedTexts, Script, scan_form};

use super::sounds_of;
use crate::normalise::searched;

/// Bytes of a text up to which it is surely short enough to be looked up whole, whatever the list: folding makes of
/// one byte at most eleven, and a text of a kibibyte is looked up in any list.
const SHORT: usize = 90;

/// What the requests ask for.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    texts: AskedTexts,
    identifiers: bool,
    part_numbers: bool,
}

impl Wanted {
    /// What these requests ask for; none when only the whole list surely answers them.
    pub fn of<'r>(requests: impl IntoIterator<Item = &'r PurchaseRequest>) -> Option<Self> {
        let mut wanted = Self::default();
        for request in requests {
            for value in request.values() {
                wanted.add(&value)?;
            }
        }
        Some(wanted)
    }

    /// Whether a listed text may be met.
    pub fn texts(&self, listed: &str) -> bool {
        self.texts.may_meet(listed)
    }

    pub fn identifiers(&self) -> bool {
        self.identifiers
    }

    pub fn part_numbers(&self) -> bool {
        self.part_numbers
    }

    fn add(&mut self, value: &Value<'_>) -> Option<()> {
        self.identifiers |= value.identifier.is_some() || value.slot == Slot::Artifact;
        self.part_numbers |= matches!(value.slot, Slot::PartNumber(_));
        let text = searched(value);
        let longest =
            if text.bytes().all(|byte| byte.is_ascii() && byte != b'&') { SHORT * 11 } else { SHORT };
        if text.len() > longest {
            return None;
        }
        self.texts.add(text);
        // Words in Cyrillic are also met in other cases, and by their sound.
        let words = if text.is_ascii() { vec![] } else { scan_form(text).tokens() };
        for (_, word) in words.iter().filter(|(_, word)| word.script == Script::Cyrillic) {
            for stem in sounds_of(&word.text) {
                self.texts.add_form(stem.trim_start_matches('~'));
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use debar_model::{Party, Role, Sourced};
    use debar_names::{key_variants, scan_form};
    use proptest::prelude::*;

    use super::*;
    use crate::index::Index;
    use crate::matching::scan_names;

    fn wanted(text: &str) -> Wanted {
        let party = Party { names: vec![Sourced::from(text)], ..Party::new(Role::Supplier) };
        let request = PurchaseRequest { parties: vec![party], ..PurchaseRequest::default() };
        Wanted::of([&request]).unwrap()
    }

    /// A name that is left out could not have been met: by no key, in no form of the text, by no stem.
    fn check(name: &str, text: &str) -> Result<bool, TestCaseError> {
        if wanted(text).texts(name) {
            return Ok(false);
        }
        let index = Index::build(&crate::testing::list_of(&[name]));
        let folded = scan_form(text);
        prop_assert!(scan_names(&index, &folded).is_empty(), "{name} stands in {text}");
        for (kind, key) in key_variants(text) {
            prop_assert!(index.under(&key).next().is_none(), "{name} is {text}: {kind:?} {key}");
        }
        for (_, word) in folded.tokens() {
            prop_assert!(index.declined(&word.text).is_empty(), "{name} is meant in {text}");
        }
        Ok(true)
    }

    fn piece() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "Kaspersky",
            "kasper",
            "sky",
            "Lab",
            "AO",
            "ООО",
            "«",
            "»",
            "Ltd.",
            "Co.,",
            "GmbH",
            "Inc",
            "S.A.",
            "Technologies",
            "Tech",
            "technology",
            "Huawei",
            "huavvei",
            "ZTE",
            "and",
            "&",
            "'s",
            "3M",
            "K@spersky",
            "Касперский",
            "КАСПЕРСКОГО",
            "касперским",
            "КасперСкий",
            "Лаборатория",
            "и",
            "по",
            "технологии",
            "АО",
            "Ромашка",
            "romashka",
            "Romashkoy",
            "КОМАТОР",
            "komatop",
            "Komator",
            "华为",
            "华",
            "为",
            "技术",
            "技术有限公司",
            "有限公司",
            "北京",
            "hua",
            "huawei",
            "wei",
            "jishu",
            "beijing",
            "株式会社",
            "カスペルスキー",
            "カサ",
            "kasa",
            "ka",
            "삼성",
            "전자",
            "주식회사",
            "samseong",
            "sam",
            "Ελλάς",
            "ΑΒΓΟΚ",
            "abgok",
            "Α.Ε.",
            "ΗΙΚ",
            "hik",
            "Müller",
            "Mueller",
            "Škoda",
            "Hikvision",
            "h1kvision",
            "Zelensky",
            "Зеленский",
            "zelenskiy",
            "Vavska",
            "вв",
            "νν",
            "w",
            "ΝΝΟΚ",
            "nnok",
            "vvok",
            "of",
            "the",
            "China",
            "Digital",
            "Security",
            "dahuasecurity",
            "Dahua",
            "<b>",
            "\u{202e}",
            "-",
            ".",
            "x",
            "Q",
            "7",
        ]);
        prop_oneof![
            8 => known.prop_map(str::to_owned),
            1 => "[а-яё]{1,6}|[А-Я][а-я]{2,5}|[α-ω]{2,5}|[Α-Ρ]{2,4}|[一-龥]{1,3}|[ア-ン]{1,4}|[가-힣]{1,3}|[a-z]{1,7}|[A-Z0-9]{1,4}",
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        let joint = prop::sample::select(vec![" ", " ", " ", "", "-", ", "]);
        prop::collection::vec((piece(), joint), 1..5)
            .prop_map(|pieces| pieces.into_iter().map(|(piece, joint)| piece + joint).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4000) })]

        #[test]
        fn what_is_left_out_could_not_be_met(name in text(), text in text()) {
            let name = name.replace(['"', '\\'], "").replace('\u{202e}', "");
            if !name.trim().is_empty() {
                check(&name, &text)?;
            }
        }
    }

    /// Words that are another spelling of each other, so that the property is tried where it is close.
    #[test]
    fn close_spellings_are_kept() {
        for (name, text) in [
            ("Касперский", "Kasperskiy"),
            ("Zelenskiy", "Зеленскому"),
            ("АО «Ромашка»", "Romashka"),
            ("КОМАТОР", "KOMATOP"),
            ("华为技术有限公司", "Huawei Jishu"),
            ("北京华有限公司", "Hua"),
            ("カサ 株式会社", "Kasa"),
            ("삼성전자 주식회사", "Samseong Jeonja"),
            ("ΗΙΚ", "hik"),
        ] {
            assert!(!check(name, text).unwrap(), "{name} in {text}");
        }
    }

    #[test]
    fn far_spellings_are_left_out() {
        for (name, text) in [
            ("Kebadifo Trading GmbH", "Bakedi Trading GmbH"),
            ("ООО «Бакедифо»", "Kaspersky"),
            ("华飞龙技术有限公司", "Kaspersky"),
            ("株式会社アカサタナ", "Kaspersky"),
            ("가나다 주식회사", "Kaspersky"),
            ("Βακεδι Α.Ε. ", "Kaspersky"),
        ] {
            assert!(check(name, text).unwrap(), "{name} in {text}");
        }
    }
}
