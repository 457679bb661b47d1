//! One question: a list, a request, facts and dates in, a decision out.

use std::fs;
use std::path::Path;

use debar_tests::{Ran, run_in};
use serde_json::Value;
use tempfile::TempDir;

use crate::expect;

/// Everything in which the answer differs from what is expected.
pub fn check(folder: &Path, ask: &toml::Value) -> Vec<String> {
    let room = TempDir::new().unwrap();
    let list = folder.join(text(ask, "list").unwrap_or_else(|| "list.toml".to_owned()));
    let ran = put(room.path(), &list, ask, "json");
    let Ok(decision) = serde_json::from_str::<Value>(&ran.out) else {
        return vec![format!("no decision: {}{}", ran.out, ran.err)];
    };
    let shown = put(room.path(), &list, ask, "human");
    let mut problems = expect::problems(&ask["expect"], &decision, &format!("{}{}", shown.out, shown.err));
    let code = match decision["verdict"].as_str() {
        Some("allow") => 0,
        Some("review") => 3,
        _ => 1,
    };
    if ran.code != Some(code) {
        problems.push(format!("the exit code is {:?}", ran.code));
    }
    problems
}

/// Screens the question's request against a list.
pub fn put(room: &Path, list: &Path, ask: &toml::Value, format: &str) -> Ran {
    fs::write(room.join("request.json"), request(ask)).unwrap();
    let mut args = vec!["--blocklist".to_owned(), list.display().to_string(), "check".to_owned()];
    args.extend(["request.json", "--format", format, "--error-format", "plain", "--at"].map(str::to_owned));
    args.push(text(ask, "at").unwrap());
    if let Some(known_at) = text(ask, "known-at") {
        args.extend(["--known-at".to_owned(), known_at]);
    }
    for (name, value) in ask.get("facts").and_then(toml::Value::as_table).into_iter().flatten() {
        args.extend(["--fact".to_owned(), format!("{name}={}", value.as_str().unwrap())]);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    run_in(room, &args)
}

/// The request as a canonical document.
fn request(ask: &toml::Value) -> String {
    let mut request = json(&ask["request"]);
    request["schema_version"] = 1.into();
    request["document_id"] = ask["name"].as_str().unwrap().into();
    request.to_string()
}

fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), json(value))).collect(),
        toml::Value::Array(items) => items.iter().map(json).collect(),
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Boolean(word) => (*word).into(),
        other => panic!("a request holds no {other:?}"),
    }
}

/// A text, or a date as it is written.
pub fn text(ask: &toml::Value, key: &str) -> Option<String> {
    ask.get(key).map(|value| match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    })
}
