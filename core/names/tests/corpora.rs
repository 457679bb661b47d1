//! Folding over the shared corpora, where they lie beside the repository: hidden words are found in every document of
//! the evasion set, real company names keep their keys. Skips, and says so, where the corpora are missing.
//! Invariant: no file name decides an outcome.

use std::fs;
use std::path::PathBuf;

use debar_names::{TokenClass, core_key, fold, joined_key, key_variants, scan_form, squeeze};

#[expect(clippy::print_stdout, reason = "a skipped corpus must be seen")]
fn corpora(part: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora").join(part);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {part} is not beside the repository");
    None
}

fn finds(text: &str, name: &str) -> bool {
    let needle = fold(name).text().to_owned();
    scan_form(text).forms().iter().any(|form| {
        let needle = if form.squeezed() { squeeze(&needle) } else { needle.clone() };
        form.text().match_indices(&needle).any(|(at, hit)| {
            let range = at..at + hit.len();
            form.at_boundary(range.clone()).is_some() && text.get(form.origin(range)).is_some()
        })
    })
}

#[test]
fn evasions() {
    let Some(folder) = corpora("hostile/xml-evasion") else {
        return;
    };
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        // An entity that the document declares is the XML reader's to expand or refuse.
        if text.contains("<!ENTITY") {
            continue;
        }
        files += 1;
        assert!(finds(&text, "Kaspersky") || finds(&text, "Касперский"), "{}", path.display());
        assert!(!finds(&text, "Hikvision"), "{}", path.display());
    }
    assert!(files > 20, "{files}");
}

#[test]
fn real_company_names() {
    let Some(path) = corpora("names/oui.tsv") else {
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let names: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    for name in &names {
        let core = core_key(name);
        assert!(!core.is_empty(), "{name}");
        assert_eq!(core_key(&name.to_ascii_uppercase()), core, "{name}");
        assert!(key_variants(name).iter().any(|(_, key)| *key == joined_key(name)), "{name}");
    }
    let formed = |name: &&&str| fold(name).tokens().iter().any(|token| token.class == TokenClass::LegalForm);
    let share = names.iter().filter(formed).count() * 100 / names.len();
    println!("{} names, {share} % with a legal form", names.len());
    assert!(share > 50, "{share} %");
}

/// The names that keys alone can tell: every `clear` row shares no key with its listing but a weak or generic one.
#[test]
fn no_key_is_shared_by_other_parties() {
    let Some(path) = corpora("names/challenge.tsv") else {
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let (mut met, mut alerts) = (0, 0);
    for line in text.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(listed), Some(candidate), Some(expect)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let keys = key_variants(listed);
        let shared =
            key_variants(candidate).into_iter().any(|(_, key)| keys.iter().any(|(_, known)| *known == key));
        if expect == "alert" {
            alerts += 1;
            met += usize::from(shared);
        } else {
            assert!(!shared, "{listed} / {candidate}");
        }
    }
    println!(
        "{met} of {alerts} alerts share a key with the one listed name; aliases and families are the engine's"
    );
    assert!(met * 3 >= alerts, "{met} of {alerts}");
}
