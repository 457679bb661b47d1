//! SARIF as its readers demand it: every log holds to the format, a result leads to a place that is there, and a fix
//! applied by its line and column numbers does what `fix` does.

use std::fs;
use std::path::Path;

use boon::{Compiler, Draft, SchemaIndex, Schemas};
use debar_tests::{corpora, root, run_in};
use serde_json::Value;
use tempfile::TempDir;

const SCHEMA: &str = include_str!("sarif-2.1.0.schema.json");

struct Format {
    schemas: Schemas,
    sarif: SchemaIndex,
}

impl Format {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.set_default_draft(Draft::V7);
        compiler.enable_format_assertions();
        compiler.add_resource("mem:///sarif.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
        let sarif = compiler.compile("mem:///sarif.json", &mut schemas).unwrap();
        Self { schemas, sarif }
    }

    /// A log that holds to the format, with rules behind every result.
    fn read(&self, name: &str, text: &str) -> Value {
        let log: Value = serde_json::from_str(text).unwrap();
        if let Err(error) = self.schemas.validate(&log, self.sarif) {
            assert!(text.is_empty(), "{name}: {error:#}\n{text}");
        }
        let run = &log["runs"][0];
        let rules: Vec<&str> = run["tool"]["driver"]["rules"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| rule["id"].as_str().unwrap())
            .collect();
        for result in run["results"].as_array().unwrap() {
            assert!(rules.contains(&result["ruleId"].as_str().unwrap()), "{name}: {result}");
        }
        log
    }
}

#[test]
fn the_format_refuses_what_readers_refuse() {
    let format = Format::new();
    let log = r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[RESULT]}]}"#;
    for (result, holds) in [
        (
            r#"{"ruleId":"a","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b.xml"}}}]}"#,
            true,
        ),
        (
            r#"{"ruleId":"a","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a b.xml"}}}]}"#,
            false,
        ),
        (r#"{"ruleId":"a","message":{"text":"m"},"locations":[]}"#, false),
        (
            r#"{"ruleId":"a","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{},"region":{"startLine":0}}}]}"#,
            false,
        ),
        (r#"{"ruleId":"a","level":"deny","message":{"text":"m"},"locations":[{}]}"#, false),
        (r#"{"ruleId":"a","message":{"text":"m"},"locations":[{}],"other":1}"#, false),
        (r#"{"ruleId":"a","message":{},"locations":[{}]}"#, false),
    ] {
        let log: Value = serde_json::from_str(&log.replace("RESULT", result)).unwrap();
        assert_eq!(format.schemas.validate(&log, format.sarif).is_ok(), holds, "{result}");
    }
}

#[test]
fn screened_documents_of_every_kind_are_logged() {
    let format = Format::new();
    let folder = TempDir::new().unwrap();
    let order = fs::read(root().join("docs/examples/order.xml")).unwrap();
    fs::write(folder.path().join("an order é.xml"), &order).unwrap();
    fs::write(folder.path().join("cut.xml"), &order[..order.len() / 2]).unwrap();
    let line = |name: &str| format!(r#"{{"supplier":"One","lines":[{{"description":"Фирма 𝔎: {name}"}}]}}"#);
    fs::write(folder.path().join("deny.json"), line("Kaspersky Endpoint Security")).unwrap();
    fs::write(folder.path().join("allow.json"), line("Chair")).unwrap();
    fs::write(folder.path().join("empty.json"), "").unwrap();
    let names = ["an order é.xml", "cut.xml", "deny.json", "allow.json", "empty.json", "missing.json"];
    for name in names {
        let ran = run_in(folder.path(), &["check", name, "--format", "sarif"]);
        let log = format.read(name, &ran.out);
        let results = log["runs"][0]["results"].as_array().unwrap();
        let successful = log["runs"][0]["invocations"][0]["executionSuccessful"].as_bool().unwrap();
        assert_eq!(results.is_empty() && successful, ran.code == Some(0), "{name}: {}", ran.out);
    }
    let all: Vec<&str> = ["check", "--format", "sarif"].into_iter().chain(names).collect();
    format.read("all", &run_in(folder.path(), &all).out);
    // The region of a result is the listed words, counted as SARIF counts: in UTF-16 units.
    let ran = run_in(folder.path(), &["check", "deny.json", "--format", "sarif"]);
    let log = format.read("deny.json", &ran.out);
    let region = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert!(cut(&line("Kaspersky Endpoint Security"), region).contains("Kaspersky"), "{region}");
    let Some(corpus) = corpora("cxml") else { return };
    for entry in fs::read_dir(corpus).unwrap().flatten().filter(|entry| entry.path().is_file()).take(20) {
        let path = entry.path();
        let ran = run_in(folder.path(), &["check", path.to_str().unwrap(), "--format", "sarif"]);
        format.read(path.to_str().unwrap(), &ran.out);
    }
}

#[test]
fn checked_lists_are_logged_and_their_fixes_fix() {
    let format = Format::new();
    let corpus = root().join("core/blocklist/tests/corpus");
    let (mut logs, mut fixed) = (0, 0);
    for kind in ["invalid", "lint", "valid"] {
        let mut files: Vec<_> =
            fs::read_dir(corpus.join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        // Every third is enough: each is a process of its own.
        for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "toml")).step_by(3) {
            let name = path.file_name().unwrap().to_str().unwrap();
            let ran = run_in(
                &corpus.join(kind),
                &["blocklist", "check", name, "--format", "sarif", "--at", "2026-02-01"],
            );
            let log = format.read(name, &ran.out);
            let results = log["runs"][0]["results"].as_array().unwrap();
            let errors = results.iter().filter(|result| result["level"] == "error").count();
            assert_eq!(errors > 0, ran.code != Some(0), "{name}: {:?}", ran.code);
            for result in results {
                places_are_there(&corpus.join(kind), result);
                fixed += usize::from(result.get("fixes").is_some());
            }
            logs += 1;
        }
    }
    assert!(logs >= 40 && fixed >= 15, "{logs} logs, {fixed} fixes");
    let folder = TempDir::new().unwrap();
    let list = "version = 1\r\ntime-zone = \"UTC\"\r\n[vendor.v]\r\nname = \"Фирма 𝔎 Холдинг\"\r\n[authority.a]\r\nstatus = [{ is = \"in-force\", from = \"2020-01-01\" }]\r\n[rule.r]\r\nauthority = \"a\"\r\nvendors = [\"v\"]\r\n";
    fs::write(folder.path().join("list.toml"), list).unwrap();
    let ran = run_in(folder.path(), &["blocklist", "check", "list.toml", "--format", "sarif"]);
    let log = format.read("list.toml", &ran.out);
    let results = log["runs"][0]["results"].as_array().unwrap();
    let fix = results.iter().find_map(|result| result.get("fixes")).unwrap();
    let replacement = &fix[0]["artifactChanges"][0]["replacements"][0];
    let new = replacement["insertedContent"]["text"].as_str().unwrap();
    let old = cut(list, &replacement["deletedRegion"]);
    assert_eq!((old.as_str(), new), ("\"2020-01-01\"", "2020-01-01"));
    // From below, files are named from where the command runs.
    fs::create_dir(folder.path().join("below here")).unwrap();
    fs::rename(folder.path().join("list.toml"), folder.path().join("below here/list.toml")).unwrap();
    let ran = run_in(folder.path(), &["blocklist", "check", "below here/list.toml", "--format", "sarif"]);
    assert!(ran.out.contains("\"below%20here/list.toml\""), "{}", ran.out);
}

fn places_are_there(folder: &Path, result: &Value) {
    for location in result["locations"].as_array().unwrap() {
        let place = &location["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        let Ok(text) = fs::read_to_string(folder.join(uri)) else { continue };
        let line = usize::try_from(place["region"]["startLine"].as_u64().unwrap()).unwrap();
        assert!(line <= text.split('\n').count(), "{result}");
    }
}

/// The text of a region, by lines and columns of UTF-16 units.
fn cut(text: &str, region: &Value) -> String {
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    let lines: Vec<&str> = text.split('\n').collect();
    assert_eq!(number("startLine"), number("endLine"), "{region}");
    let units: Vec<u16> = lines[number("startLine") - 1].encode_utf16().collect();
    String::from_utf16(&units[number("startColumn") - 1..number("endColumn") - 1]).unwrap()
}
