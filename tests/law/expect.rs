//! A decision against what a case expects of it. What a case leaves out is not looked at.

use std::collections::BTreeSet;

use serde_json::Value;

/// Every difference, a sentence each.
pub fn problems(expect: &toml::Value, decision: &Value, shown: &str) -> Vec<String> {
    let mut problems = vec![];
    let verdict = expect["verdict"].as_str().unwrap();
    if decision["verdict"] != verdict {
        problems.push(format!("expected `{verdict}`, got {}", decision["verdict"]));
    }
    if let Some(rules) = texts(expect, "rules") {
        let deciding = deciding(decision);
        if deciding != rules {
            problems.push(format!("expected the rules {rules:?} to decide, {deciding:?} do"));
        }
    }
    let notices = set(&decision["notices"], "code");
    let needs = set(&decision["needs"], "fact");
    for (key, found) in [("notices", &notices), ("needs", &needs)] {
        for missing in texts(expect, key).unwrap_or_default().difference(found) {
            problems.push(format!("no `{missing}` among the {key} {found:?}"));
        }
    }
    for part in texts(expect, "shows").unwrap_or_default() {
        if !shown.contains(&part) {
            problems.push(format!("nothing shown says `{part}`:\n{shown}"));
        }
    }
    let path = path(decision);
    for edge in texts(expect, "path").unwrap_or_default() {
        if !path.iter().any(|known| known == &edge || known.starts_with(&format!("{edge} "))) {
            problems.push(format!("the path has no edge `{edge}`: {path:?}"));
        }
    }
    for duty in expect.get("obligations").and_then(toml::Value::as_array).into_iter().flatten() {
        let duty = duty.as_table().unwrap();
        let is_it = |owed: &&Value| duty.iter().all(|(key, value)| owed[key] == value.as_str().unwrap());
        if !decision["obligations"].as_array().unwrap().iter().any(|owed| is_it(&owed)) {
            problems.push(format!("nobody owes {duty:?}; owed are {}", decision["obligations"]));
        }
    }
    problems
}

/// Rules that decide: they bite, or ask a person because a fact or the evidence is too thin.
fn deciding(decision: &Value) -> BTreeSet<String> {
    let rulings = decision["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|finding| finding["rulings"].as_array().unwrap());
    rulings
        .filter(|ruling| {
            matches!(ruling["effect"].as_str(), Some("bites" | "softened" | "needs-fact"))
                && ruling["verdict"] != "allow"
        })
        .map(|ruling| ruling["rule"].as_str().unwrap().to_owned())
        .collect()
}

fn texts(expect: &toml::Value, key: &str) -> Option<BTreeSet<String>> {
    let items = expect.get(key)?.as_array().unwrap();
    Some(items.iter().map(|item| item.as_str().unwrap().to_owned()).collect())
}

fn set(items: &Value, key: &str) -> BTreeSet<String> {
    items.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap().to_owned()).collect()
}

/// Every edge from the party that was met to the one that a rule names: `c < x 25 %`, c is owned by x.
fn path(decision: &Value) -> BTreeSet<String> {
    let rulings = decision["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|finding| finding["rulings"].as_array().unwrap());
    let steps = rulings.flat_map(|ruling| ruling["reach"].as_array().into_iter().flatten());
    steps
        .map(|step| {
            let text = |key: &str| step[key].as_str().unwrap_or_default().to_owned();
            format!("{} < {} {}", text("from"), text("to"), text("detail")).trim_end().to_owned()
        })
        .collect()
}
