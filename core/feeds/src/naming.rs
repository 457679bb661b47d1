//! Names as lists write them: legal words inside of them, several in one, and those too weak to deny on.

use debar_names::is_weak_name;

use crate::entry::Party;

/// What lists write behind a name to reach who comes after it.
const BEHIND: [&str; 6] = [
    "and any successor",
    "and its successors",
    "and any subsidiary",
    "and its subsidiaries",
    "and all subsidiaries",
    "and successors",
];

/// The name without words on successors and subsidiaries at its end, and whether there were any.
pub(crate) fn without_successors(name: &str) -> (String, bool) {
    let lower = name.to_ascii_lowercase();
    let begin = BEHIND.iter().filter_map(|words| lower.find(words)).min().filter(|at| *at > 0);
    let Some(begin) = begin else { return (name.to_owned(), false) };
    let kept = name.get(..begin).unwrap_or(name).trim_end_matches([' ', ';', ',', '(']);
    (kept.to_owned(), !kept.is_empty())
}

/// Whether a name looks like several in one field.
pub(crate) fn is_squeezed(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [" a.k.a", " aka ", " f.k.a", " d/b/a ", "also known as", "; "].iter().any(|words| lower.contains(words))
}

/// Moves names that are too weak to deny on apart, and gives those that the source did not call weak itself. A party
/// with an identifier keeps its name where it is, because the identifier decides.
pub(crate) fn part_weak(party: &mut Party) -> Vec<String> {
    let is_weak = |name: &String| is_weak_name(name).is_some();
    let mut found = vec![];
    let mut strong = vec![];
    for alias in std::mem::take(&mut party.aliases) {
        if is_weak(&alias) { found.push(alias) } else { strong.push(alias) }
    }
    if is_weak(&party.name) {
        found.insert(0, party.name.clone());
        if !strong.is_empty() {
            party.name = strong.remove(0);
        } else if party.identifiers.is_empty() {
            party.name = String::new();
        }
    }
    party.aliases = strong;
    party.weak.splice(0..0, found.iter().cloned());
    let kept = party.name.clone();
    party.weak.retain(|weak| *weak != kept);
    found
}

#[cfg(test)]
mod tests {
    use super::{is_squeezed, part_weak, without_successors};
    use crate::entry::Party;

    #[test]
    fn legal_words_leave_the_name() {
        for (name, expect) in [
            (
                "Sinobright Import and Export Company; and any successor, sub-unit, or subsidiary thereof",
                "Sinobright Import and Export Company",
            ),
            ("Zorvexin (and its successors)", "Zorvexin"),
            ("Zorvexin and Sons", "Zorvexin and Sons"),
            ("and any successor", "and any successor"),
        ] {
            let (found, lifted) = without_successors(name);
            assert_eq!(found, expect);
            assert_eq!(lifted, name != expect);
        }
        assert!(is_squeezed("Zorvexin Ltd., a.k.a. Zorv"));
    }

    #[test]
    fn weak_names_stand_apart() {
        let mut party = Party {
            name: "ZTE".to_owned(),
            aliases: vec!["ZTE Corporation".to_owned(), "Trading Company".to_owned()],
            ..Party::default()
        };
        assert_eq!(part_weak(&mut party), ["ZTE", "Trading Company"]);
        assert_eq!((party.name.as_str(), party.weak.len()), ("ZTE Corporation", 2));
        let mut only = Party { name: "BBS".to_owned(), ..Party::default() };
        part_weak(&mut only);
        assert_eq!((only.name.as_str(), only.weak.as_slice()), ("", &["BBS".to_owned()][..]));
    }
}
