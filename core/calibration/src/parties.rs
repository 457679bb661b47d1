//! Parties with the other names that a public list gives them: what a matcher must find and was not made of. Reads the
//! sanctions lists' old comma-separated files. Invariant: organisations only, in the order of the file, and a name
//! stands once in its party.

use std::collections::BTreeMap;

use debar_names::exact_key;

use crate::dice::Dice;

/// A listed organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its number in its list.
    pub id: String,
    /// The name under which it is listed.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
}

impl Party {
    /// Whether it is of the half that may be looked at when rules are made; the other half only measures them.
    pub fn is_tuned_on(&self) -> bool {
        let seed = self.id.bytes().fold(7, |seed: u64, byte| Dice::new(seed ^ u64::from(byte)).next());
        seed.is_multiple_of(2)
    }
}

/// The organisations of a list in the form of OFAC's `sdn.csv` and `alt.csv`: no headings, `-0-` for nothing, and an
/// organisation is what has no type.
pub fn read_parties(primary: &str, aliases: &str) -> Vec<Party> {
    let mut parties: Vec<Party> = vec![];
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for line in primary.lines() {
        let fields = fields(line);
        if let [id, name, kind, ..] = fields.as_slice()
            && kind == "-0-"
        {
            places.insert(id.clone(), parties.len());
            parties.push(Party { id: id.clone(), name: name.clone(), aliases: vec![] });
        }
    }
    for line in aliases.lines() {
        let fields = fields(line);
        if let [id, _, _, name, ..] = fields.as_slice()
            && let Some(party) = places.get(id).and_then(|at| parties.get_mut(*at))
        {
            let key = exact_key(name);
            let known = party.aliases.iter().chain([&party.name]).any(|known| exact_key(known) == key);
            if !known && !key.is_empty() {
                party.aliases.push(name.clone());
            }
        }
    }
    parties
}

/// The fields of a line with commas between them and quotes around some.
fn fields(line: &str) -> Vec<String> {
    let mut found = vec![];
    let (mut field, mut quoted) = (String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(std::mem::take(&mut field).trim().to_owned()),
            _ => field.push(c),
        }
    }
    found.push(field.trim().to_owned());
    found
}

/// A name that was Cyrillic before somebody wrote it in Latin letters, in Cyrillic again; none where that cannot be
/// told from its words.
pub fn in_cyrillic(name: &str) -> Option<String> {
    let key = exact_key(name);
    let slavic = key.split(' ').any(|word| {
        FORMS.contains(&word)
            || ENDINGS.iter().any(|ending| word.len() > ending.len() + 3 && word.ends_with(ending))
    });
    let foreign = key.split(' ').any(|word| ENGLISH.contains(&word) || word.contains(['w', 'x', 'q']));
    (slavic && !foreign).then(|| key.split(' ').map(cyrillic).collect::<Vec<_>>().join(" "))
}

const FORMS: &[&str] = &["ooo", "oao", "zao", "pao", "obshchestvo", "aktsionernoe", "zavod"];
const ENDINGS: &[&str] = &["oye", "aya", "skoe", "naya", "nyy", "skiy", "neft", "prom", "stroy", "gaz"];
const ENGLISH: &[&str] = &[
    "joint",
    "stock",
    "company",
    "limited",
    "liability",
    "of",
    "the",
    "and",
    "open",
    "closed",
    "public",
    "bank",
    "llc",
    "jsc",
    "ojsc",
    "cjsc",
    "pjsc",
    "ltd",
    "corporation",
    "center",
    "centre",
    "plant",
    "research",
    "state",
    "for",
    "group",
    "enterprise",
    "design",
    "bureau",
];

fn cyrillic(word: &str) -> String {
    let mut made = String::new();
    let mut rest = word;
    'word: while let Some(first) = rest.chars().next() {
        for (latin, letter) in LETTERS {
            if let Some(behind) = rest.strip_prefix(latin) {
                let vowel = made.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я']);
                made.push_str(if *latin == "y" && (vowel || behind.is_empty()) { "й" } else { letter });
                rest = behind;
                continue 'word;
            }
        }
        made.push(first);
        rest = rest.strip_prefix(first).unwrap_or_default();
    }
    made
}

/// The usual spelling of Russian in English texts, longest first.
const LETTERS: &[(&str, &str)] = &[
    ("shch", "щ"),
    ("iye", "ие"),
    ("oye", "ое"),
    ("aya", "ая"),
    ("zh", "ж"),
    ("kh", "х"),
    ("ts", "ц"),
    ("ch", "ч"),
    ("sh", "ш"),
    ("yu", "ю"),
    ("ya", "я"),
    ("yo", "ё"),
    ("ye", "е"),
    ("iy", "ий"),
    ("yy", "ый"),
    ("a", "а"),
    ("b", "б"),
    ("c", "к"),
    ("d", "д"),
    ("e", "е"),
    ("f", "ф"),
    ("g", "г"),
    ("h", "х"),
    ("i", "и"),
    ("j", "дж"),
    ("k", "к"),
    ("l", "л"),
    ("m", "м"),
    ("n", "н"),
    ("o", "о"),
    ("p", "п"),
    ("r", "р"),
    ("s", "с"),
    ("t", "т"),
    ("u", "у"),
    ("v", "в"),
    ("y", "ы"),
    ("z", "з"),
];

#[cfg(test)]
mod tests {
    use super::{in_cyrillic, read_parties};

    #[test]
    fn organisations_with_their_other_names() {
        let primary = "7,\"ZORVEX, OOO\",-0- ,\"X\"\r\n8,\"DOE, Jane\",\"individual\",\"X\"\r\n\u{1a}";
        let aliases = "7,1,\"aka\",\"ZORVEX INVEST\",-0- \r\n7,2,\"aka\",\"Zorvex Ooo\",-0- \r\n8,3,\"aka\",\"ROE\",-0- \r\n";
        let parties = read_parties(primary, aliases);
        assert_eq!(parties.len(), 1);
        assert_eq!(
            parties.first().map(|party| party.aliases.clone()),
            Some(vec!["ZORVEX INVEST".to_owned()])
        );
    }

    #[test]
    fn back_to_cyrillic() {
        for (name, expect) in [
            ("VOSTOKGAZPROM, OAO", Some("востокгазпром оао")),
            ("OBSHCHESTVO ZAVOD YUZHNYY", Some("общество завод южный")),
            ("VOSTOKGAZPROM JOINT STOCK COMPANY", None),
            ("Acme Trading", None),
        ] {
            assert_eq!(in_cyrillic(name).as_deref(), expect, "{name}");
        }
    }
}
