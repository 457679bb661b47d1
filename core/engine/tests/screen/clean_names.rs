//! The shipped lists against public names: who must be found, and who must be left alone.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use debar_engine::{Engine, NameScreen};
use debar_model::{LineItem, Party, PurchaseRequest, Role, Sourced, Verdict};
use debar_names::exact_key;

use crate::screen;

fn corpus(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/names").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: 1 file is not there: {}", path.display());
    }
    text
}

fn shipped() -> Engine {
    let list =
        debar_blocklist::read(debar_blocklist::SHIPPED_ROOT, &debar_blocklist::shipped()).list.unwrap();
    Engine::compile(Arc::new(list))
}

fn verdict(engine: &Engine, name: &str, is_title: bool) -> Verdict {
    let mut line = LineItem::default();
    let mut parties = vec![];
    if is_title {
        line.product.names.push(Sourced::from(name));
    } else {
        parties.push(Party { names: vec![name.into()], ..Party::new(Role::Supplier) });
    }
    screen(engine, &PurchaseRequest { parties, lines: vec![line], ..PurchaseRequest::default() }).verdict
}

/// The names of the shared challenge: as its notes say a title or the name of a party, and as a name alone.
#[test]
fn challenge_names() {
    let Some(text) = corpus("challenge.tsv") else { return };
    let engine = shipped();
    let names = NameScreen::of(&engine);
    let mut counts = [[0_usize; 5]; 2];
    let mut wrong = vec![];
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [_, name, expect, note] = cells.as_slice() else { continue };
        let asked = verdict(&engine, name, note.contains("title"));
        let alone = names.screen(name, u16::MAX).verdict;
        println!("{expect:6} check {:7} names {:7} {name}", asked.as_str(), alone.as_str());
        for (counts, verdict) in counts.iter_mut().zip([asked, alone]) {
            // Clear by its name alone, but the list may name it.
            let listed = engine.list().vendors.values().any(|vendor| vendor.name.text == *name);
            match (*expect, verdict) {
                ("alert", Verdict::Deny) => counts[0] += 1,
                ("alert", Verdict::Review) => counts[1] += 1,
                ("alert", Verdict::Allow) => wrong.push((*name).to_owned()),
                (_, Verdict::Deny) => counts[2] += 1,
                (_, Verdict::Review) => counts[3] += usize::from(!listed),
                (_, Verdict::Allow) => {}
            }
            counts[4] += usize::from(*expect == "alert");
        }
    }
    for (what, [denied, reviewed, wrongly, doubted, all]) in ["check", "names"].iter().zip(counts) {
        println!(
            "{what}: {} of {all} alert, {denied} denied; clear: {wrongly} denied, {doubted} reviewed",
            denied + reviewed
        );
        assert!(denied >= 55 && wrongly == 0 && doubted <= 2, "{what}");
    }
    assert!(wrong.is_empty(), "not found: {wrong:?}");
}

/// Registered names of other firms, in an order: almost none may be held up.
#[test]
fn other_firms_are_left_alone() {
    let Some(text) = corpus("oui.tsv") else { return };
    let engine = shipped();
    let vendors = || engine.list().vendors.values();
    let own: BTreeSet<String> =
        vendors().flat_map(|vendor| &vendor.brands).map(|brand| exact_key(&brand.text)).collect();
    let is_listed = |name: &str| {
        let key = exact_key(name);
        key.split(' ').any(|word| own.iter().any(|brand| word.starts_with(brand.as_str())))
            || vendors().any(|vendor| exact_key(&vendor.name.text) == key)
    };
    let (mut names, mut reviewed, mut denied) = (0_usize, 0_usize, 0_usize);
    for name in text.lines().skip(1).filter_map(|row| row.split('\t').next()).filter(|name| !is_listed(name))
    {
        names += 1;
        match verdict(&engine, name, false) {
            Verdict::Allow => {}
            Verdict::Review => {
                reviewed += 1;
                println!("review {name}");
            }
            Verdict::Deny => {
                denied += 1;
                println!("deny {name}");
            }
        }
    }
    println!("{names} names of other firms: {reviewed} reviewed, {denied} denied");
    assert!(reviewed * 1000 <= names * 3, "at most 0.30 % may be reviewed");
    assert!(denied * 20_000 <= names, "at most 0.005 % may be denied");
}
