//! The JSON Schema: it is the one that is committed, it is a schema, good lists pass it, and bad lists fail it
//! where a schema can see the fault. `UPDATE=1` writes it anew.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails loudly and prints"
)]

use std::path::{Path, PathBuf};

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use debar_lsp::schema;
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn compiled() -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.set_default_draft(Draft::V2020_12);
    // Adding a resource checks it against the metaschema.
    compiler.add_resource("urn:debar:blocklist:1", schema()).unwrap();
    let index = compiler.compile("urn:debar:blocklist:1", &mut schemas).unwrap();
    (schemas, index)
}

fn to_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, value)| (key.clone(), to_json(value))).collect())
        }
    }
}

fn document(text: &str) -> Option<Value> {
    let table: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    Some(to_json(&toml::Value::Table(table)))
}

fn lists(folder: &str) -> Vec<PathBuf> {
    let mut open = vec![root().join(folder)];
    let mut found = vec![];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") && !path.ends_with("debar.toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_committed_schema_is_this_one() {
    let path = root().join("docs/blocklist.schema.json");
    let text = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    // The order of keys is not part of a schema, and depends on how the program is built.
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert!(
        committed == schema(),
        "docs/blocklist.schema.json is not that of the language: run with UPDATE=1"
    );
}

#[test]
fn good_lists_pass() {
    let (schemas, index) = compiled();
    let mut count = 0;
    for folder in ["core/blocklist/tests/corpus/valid", "core/blocklist/packs", "docs/examples"] {
        for path in lists(folder) {
            // What is only TOML 1.1 is a list all the same, but no document for an older parser.
            let Some(document) = document(&std::fs::read_to_string(&path).unwrap()) else { continue };
            if document.get("time-zone").is_none() && document.get("version").is_none() {
                continue;
            }
            if let Err(error) = schemas.validate(&document, index) {
                panic!("{}: {error:#}", path.display());
            }
            count += 1;
        }
    }
    assert!(count >= 10, "{count}");
}

#[test]
fn the_manual_passes() {
    let (schemas, index) = compiled();
    let manual = std::fs::read_to_string(root().join("docs/blocklist.md")).unwrap();
    let blocks = manual.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    let text: String = blocks.collect();
    let document = document(&text).unwrap();
    if let Err(error) = schemas.validate(&document, index) {
        panic!("{error:#}");
    }
}

#[test]
fn examples_of_keys_pass() {
    let (schemas, _) = compiled();
    let schema = schema();
    let tables = schema["$defs"].as_object().unwrap();
    let mut count = 0;
    for (name, table) in tables {
        for (key, property) in table["properties"].as_object().into_iter().flatten() {
            for example in property["examples"].as_array().into_iter().flatten() {
                let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
                let mut alone = schema.clone();
                alone["$id"] = json!("urn:debar:example");
                alone["properties"] = json!({"x": property.clone()});
                alone["required"] = json!([]);
                compiler.add_resource("urn:debar:example", alone).unwrap();
                let index = compiler.compile("urn:debar:example", &mut schemas).unwrap();
                if let Err(error) = schemas.validate(&json!({"x": example}), index) {
                    panic!("{name}.{key}: {error:#}");
                }
                count += 1;
            }
        }
    }
    drop(schemas);
    assert!(count > 100, "{count}");
}

#[test]
fn bad_lists_fail_where_a_schema_can_see_it() {
    let (schemas, index) = compiled();
    let head = "version = 1\ntime-zone = \"UTC\"\n";
    let check = |text: &str| {
        let document = document(&format!("{head}{text}")).unwrap();
        assert!(schemas.validate(&document, index).is_err(), "{text}");
    };
    check("[vendors.x]\nname = \"X\"\n");
    check("[vendor.x]\nnames = [\"X\"]\n");
    check("[vendor.x]\nname = 7\n");
    check("[vendor.X]\nname = \"X\"\n");
    check("[rule.r]\nvendors = [\"x\"]\n");
    check("[rule.r]\nauthority = \"a\"\n");
    check("[rule.r]\nauthority = \"a\"\nvendors = [\"x\"]\naction = \"forbid\"\n");
    check("[rule.r]\nauthority = \"a\"\nvendors = [\"x\"]\nownership = { more-than = \"50\" }\n");
    check("[authority.a]\nstatus = [{ is = \"enjoined\", from = 2020-01-01 }]\n");
    check("[authority.a]\nstatus = [{ is = \"in-force\" }]\n");
    check(
        "[waiver.w]\nrules = [\"r\"]\nfor = { vendor = \"x\" }\napproved-by = { role = \"CIO\", on = 2020-01-01 }\nreason = \"r\"\n",
    );
    check("[test]\nname = \"t\"\n");
    check("[digests.d]\nobject = \"zip\"\nvalues = [\"x\"]\n");
    let seen = lists("core/blocklist/tests/corpus/invalid")
        .iter()
        .filter_map(|path| document(&String::from_utf8(std::fs::read(path).ok()?).ok()?))
        .filter(|document| schemas.validate(document, index).is_err())
        .count();
    assert!(seen >= 20, "{seen}");
}
