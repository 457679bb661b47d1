//! The review queue from end to end: what waits, what people decide, and when it asks again.

use std::fs;
use std::path::Path;

use debar_tests::{Ran, initialised, run_in};
use serde_json::Value;
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, expect, order, write};

/// A namesake makes the first line's goods.
fn folder() -> TempDir {
    let folder = initialised();
    write(folder.path(), NO_DIGEST);
    let order = order("Some tool").replace("Example Devices Inc.", "Badsoft Hotel Group");
    fs::write(folder.path().join("order.xml"), order).unwrap();
    folder
}

fn review(folder: &Path, args: &[&str]) -> Ran {
    run_in(folder, &[&["review"], args].concat())
}

fn done(folder: &Path, args: &[&str], code: i32, part: &str) {
    let ran = review(folder, args);
    let text = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(code), "{args:?}\n{text}");
    assert!(text.contains(part), "{args:?}: `{part}` is missing:\n{text}");
}

fn items(folder: &Path, args: &[&str]) -> Vec<Value> {
    let ran = review(folder, &[&["list", "--format", "json"], args].concat());
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let queue: Value = serde_json::from_str(&ran.out).unwrap();
    queue["items"].as_array().unwrap().clone()
}

fn id(item: &Value) -> String {
    item["item"].as_str().unwrap()[..12].to_owned()
}

fn edit(folder: &Path, from: &str, to: &str) {
    let path = folder.join("own.toml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn replays(folder: &Path) {
    let ran = run_in(folder, &["ledger", "replay"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let ran = run_in(folder, &["ledger", "verify"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

#[test]
fn a_namesake_is_cleared_until_its_listing_changes() {
    let folder = folder();
    let path = folder.path();
    expect(path, &["order.xml"], 3, &["Badsoft", "review"]);
    let waiting = items(path, &[]);
    assert_eq!(waiting.len(), 1, "{waiting:#?}");
    let item = &waiting[0];
    assert_eq!((item["kind"].as_str(), item["name"].as_str()), (Some("maker"), Some("Badsoft Hotel Group")));
    assert_eq!((item["status"].as_str(), item["clearable"].as_bool()), (Some("open"), Some(true)));
    assert!(items(path, &["--vendor", "other"]).is_empty());
    let id = id(item);
    let clear = ["clear", &id, "--by", "alice", "--reason"];
    done(path, &[&clear[..], &["other"]].concat(), 2, "without a note");
    done(path, &[&clear[..], &["common-word", "--until", "2099-01-01"]].concat(), 2, "longest-clearing-days");
    done(path, &[&clear[..], &["common-word", "--until", "2001-01-01"]].concat(), 2, "before it begins");
    done(path, &["clear", "000000", "--by", "alice", "--reason", "common-word"], 2, "no item");
    done(path, &["clear", &id, "--by", "alice", "--reason", "whim"], 2, "different-entity");
    done(
        path,
        &[&clear[..], &["different-entity", "--note", "CASE-77"]].concat(),
        0,
        "is not Badsoft Limited",
    );
    expect(
        path,
        &["order.xml"],
        0,
        &["ALLOW", "cleared by alice until", "because different-entity: CASE-77"],
    );
    assert!(items(path, &[]).is_empty());
    done(path, &["show", &id], 2, "0 items");
    replays(path);
    // The vendor gets another name: an open order that was allowed is found again.
    edit(path, "brands = [\"Badsoft\"]", "aliases = [\"Badsoft GmbH\"]\nbrands = [\"Badsoft\"]");
    let ran = run_in(path, &["--blocklist", "own.toml", "recheck"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.out, ran.err);
    for part in ["allow -> review", "lapsed: the clearing", "what vendor `badsoft` is listed with changed"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    expect(path, &["order.xml"], 3, &["no longer holds", "clearing-lapsed"]);
    let waiting = items(path, &[]);
    assert_eq!(waiting[0]["status"], "lapsed", "{waiting:#?}");
    done(path, &["show", &id], 0, "alice cleared until");
    done(path, &["uphold", &id, "--by", "alice"], 0, "upheld: `Badsoft Hotel Group` is Badsoft Limited");
    assert!(items(path, &[]).is_empty());
    assert_eq!(items(path, &["--all"])[0]["status"], "upheld");
    expect(path, &["order.xml"], 3, &["Badsoft"]);
    assert!(items(path, &[]).is_empty(), "a true match is not asked about again");
    replays(path);
}

#[test]
fn two_people_agree_where_the_house_asks_for_two() {
    let folder = folder();
    let path = folder.path();
    let config = path.join("debar.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, format!("{text}\n[review]\nfour-eyes = true\nlongest-clearing-days = 30\n")).unwrap();
    expect(path, &["order.xml"], 3, &[]);
    let id = id(&items(path, &[])[0]);
    done(path, &["confirm", &id, "--by", "bob"], 2, "no clearing");
    done(path, &["clear", &id, "--by", "alice", "--reason", "common-word"], 0, "review confirm");
    expect(path, &["order.xml"], 3, &[]);
    assert_eq!(items(path, &[])[0]["status"], "proposed");
    done(path, &["confirm", &id, "--by", "ALICE "], 2, "somebody else");
    done(path, &["confirm", &id, "--by", "bob"], 0, "cleared");
    expect(path, &["order.xml"], 0, &["cleared by alice, confirmed by bob, until"]);
    replays(path);
    let wrong = text + "\n[review]\nlongest-clearing-days = 5000\n";
    fs::write(&config, wrong).unwrap();
    assert_eq!(run_in(path, &["config", "show"]).code, Some(4));
}

#[test]
fn the_listed_name_itself_cannot_be_cleared() {
    let folder = folder();
    let path = folder.path();
    let text = order("Some tool").replace("Example Devices Inc.", "Badsoft Limited");
    fs::write(path.join("order.xml"), text).unwrap();
    expect(path, &["order.xml"], 1, &["Badsoft"]);
    assert!(items(path, &[]).is_empty());
    let denied = items(path, &["--denied"]);
    assert_eq!(denied[0]["clearable"], false, "{denied:#?}");
    let id = id(&denied[0]);
    done(path, &["clear", &id, "--by", "a", "--reason", "different-entity"], 2, "listed name");
    expect(path, &["order.xml"], 1, &["Badsoft"]);
}
