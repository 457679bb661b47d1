//! Machine formats: each is what its readers expect, and says the same as the exit code.

use debar_tests::{Ran, root, run_in};
use serde_json::Value;
use tempfile::TempDir;

fn run(format: &str) -> Ran {
    let folder = TempDir::new().unwrap();
    let order = root().join("docs/examples/order.xml");
    let ran = run_in(folder.path(), &["check", order.to_str().unwrap(), "--format", format]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    ran
}

#[test]
fn json_is_the_recorded_decision() {
    let decision: Value = serde_json::from_str(&run("json").out).unwrap();
    assert_eq!(decision["verdict"], "deny");
    assert_eq!(decision["complete"], true);
    assert_eq!(decision["lines"][0]["verdict"], "allow");
    assert_eq!(decision["lines"][1]["verdict"], "deny");
    let ruling = &decision["findings"][0]["rulings"][0];
    assert_eq!(ruling["effect"], "bites");
    assert!(ruling["authority"]["citations"][0].as_str().is_some());
    let lines = run("jsonl").out;
    assert_eq!(lines.lines().count(), 1);
}

#[test]
fn sarif_has_a_physical_place_for_every_result() {
    let log: Value = serde_json::from_str(&run("sarif").out).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(!results.is_empty());
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().unwrap().ends_with("order.xml"));
        assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
        let id = result["ruleId"].as_str().unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        assert!(rules.iter().any(|rule| rule["id"] == id), "{id}");
    }
}

#[test]
fn junit_counts_its_failures() {
    let text = run("junit").out;
    assert!(text.contains("tests=\"3\" failures=\"1\""), "{text}");
    assert!(text.contains("<testcase classname=") && text.contains("name=\"line 2\""), "{text}");
}
