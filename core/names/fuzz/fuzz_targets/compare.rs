//! Two texts of any kind: compared, and one screened against the other as every kind of listed name.
//!
//! Invariant: comparing is symmetric and bounded, the score follows from what is shown, and a name that compares as a
//! match is found.
#![no_main]

use debar_names::{ListedKind, ListedName, NameIndex, compare, score_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (a, b) = texts;
    let (there, back) = (compare(a, b), compare(b, a));
    assert_eq!((there.identity, there.class), (back.identity, back.class));
    assert!(there.identity <= 1000);
    assert_eq!(score_of(&there.alignment, &there.conflicts), there.identity);
    for kind in [ListedKind::Name, ListedKind::Alias, ListedKind::Brand, ListedKind::Not] {
        let index = NameIndex::new([ListedName { entity: "it", name: b, kind }]);
        let found = index.screen(a, u16::MAX);
        for hit in &found {
            assert!(hit.score() <= 1000 && hit.class.is_some());
        }
        if kind == ListedKind::Name && there.class.is_some() {
            assert!(found.first().is_some_and(|hit| hit.identity >= there.identity), "{there:?}");
        }
    }
});
