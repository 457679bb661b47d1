//! A list that changes while an order is open: screened, listed, screened again. What was decided stays as it was.

use std::path::Path;

use debar_tests::{Ran, run_in};
use serde_json::Value;
use tempfile::TempDir;

use crate::ask::{put, text};

/// Everything in which the answers differ from what is expected.
pub fn check(folder: &Path, steps: &toml::Value) -> Vec<String> {
    let room = TempDir::new().unwrap();
    let (before, after) = (&steps["before"], &steps["after"]);
    let mut problems = vec![];
    let mut differ = |what: &str, expected: &str, found: &str| {
        if expected != found {
            problems.push(format!("{what}: expected `{expected}`, got `{found}`"));
        }
    };
    let screened = |step: &toml::Value, known_at: Option<&toml::Value>| {
        let mut ask = steps.clone();
        let table = ask.as_table_mut().unwrap();
        table.insert("at".to_owned(), step["at"].clone());
        if let Some(known_at) = known_at {
            table.insert("known-at".to_owned(), known_at.clone());
        }
        let ran = put(room.path(), &folder.join(text(step, "list").unwrap()), &ask, "json");
        json(&ran)
    };
    let first = screened(before, None);
    differ("before", &text(before, "verdict").unwrap(), word(&first["verdict"]));
    let list = folder.join(text(after, "list").unwrap()).display().to_string();
    let recheck = || {
        let at = text(after, "at").unwrap();
        run_in(room.path(), &["--blocklist", &list, "recheck", "--at", &at, "--format", "json"])
    };
    let again = json(&recheck());
    let changed = again["changed"].as_array().cloned().unwrap_or_default();
    let order = changed.first().cloned().unwrap_or_default();
    differ("orders that changed", "1", &changed.len().to_string());
    for (key, expected) in [
        ("from", text(before, "verdict").unwrap()),
        ("to", text(after, "verdict").unwrap()),
        ("replaces", word(&first["decision_id"]).to_owned()),
        ("replaced_revision", word(&first["revision"]).to_owned()),
    ] {
        differ(key, &expected, word(&order[key]));
    }
    if order["revision"] == first["revision"] {
        differ("the revision after", "another one", "the same");
    }
    for form in after["owes"].as_array().unwrap() {
        if !order["owed"]
            .as_array()
            .is_some_and(|owed| owed.iter().any(|duty| duty["form"] == form.as_str().unwrap()))
        {
            differ("owed", form.as_str().unwrap(), &order["owed"].to_string());
        }
    }
    let repeated = json(&recheck());
    differ("found by a second run", "true", &repeated["changed"][0]["earlier"].to_string());
    differ("its decision", word(&order["decision_id"]), word(&repeated["changed"][0]["decision_id"]));
    // By what was known on the day of the approval it is still lawful; and the first answer is still recorded.
    let then = screened(&steps["after"], Some(&before["at"]));
    differ("known before", &text(before, "verdict").unwrap(), word(&then["verdict"]));
    let shown = run_in(room.path(), &["ledger", "show", word(&first["decision_id"]), "--format", "json"]);
    differ("as recorded", &text(before, "verdict").unwrap(), word(&json(&shown)["verdict"]));
    problems
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err))
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or("nothing")
}
