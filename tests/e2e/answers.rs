//! Native answers are valid by the schemas of their formats, in every verdict.

use std::fs;
use std::path::Path;
use std::process::Command;

use debar_tests::{corpora, root, run_in};
use tempfile::TempDir;

fn xmllint() -> bool {
    let there = Command::new("xmllint").arg("--version").output().is_ok();
    if !there {
        println!("skipped: xmllint is not installed");
    }
    there
}

fn validate(answer: &Path, option: &str, schema: &Path) {
    let output = Command::new("xmllint")
        .args(["--noout", "--nonet", option])
        .arg(schema)
        .arg(answer)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{}", fs::read_to_string(answer).unwrap());
}

#[test]
fn cxml_answers_hold_by_the_dtd() {
    let (true, Some(dtd)) = (xmllint(), corpora("cxml/dtd-1.2.063")) else { return };
    let order = fs::read_to_string(root().join("docs/examples/order.xml")).unwrap();
    for (name, document) in [
        ("denied", order.clone()),
        ("allowed", order.replace("Kaspersky Endpoint Security for Business Select", "Docking station")),
        (
            "reviewed",
            order.replace("Kaspersky Endpoint", "Replacement of the Kaspersky Endpoint by the Otherword"),
        ),
    ] {
        let folder = TempDir::new().unwrap();
        run_in(folder.path(), &["init", "."]);
        fs::write(folder.path().join("order.xml"), document).unwrap();
        let config = fs::read_to_string(folder.path().join("debar.toml")).unwrap();
        for kind in ["response", "status-update", "confirmation"] {
            let with = config.replacen(
                "id = \"cxml\"",
                &format!("id = \"cxml\"\nconfig = {{ answer = \"{kind}\" }}"),
                1,
            );
            fs::write(folder.path().join("debar.toml"), with).unwrap();
            let ran = run_in(folder.path(), &["check", "order.xml", "--answer=answer.xml", "--quiet"]);
            assert!(matches!(ran.code, Some(0 | 1 | 3)), "{name} {kind}: {:?} {}", ran.code, ran.err);
            let answer = folder.path().join("answer.xml");
            let schema = if kind == "confirmation" { "Fulfill.dtd" } else { "cXML.dtd" };
            validate(&answer, "--dtdvalid", &dtd.join(schema));
        }
    }
}

#[test]
fn a_denied_order_gets_a_refusal_in_its_own_protocol() {
    let folder = TempDir::new().unwrap();
    let order = root().join("docs/examples/order.xml");
    let ran = run_in(folder.path(), &["check", order.to_str().unwrap(), "--answer"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.starts_with("<?xml"), "{}", ran.out);
    for part in ["<Response>", "code=\"400\"", "Kaspersky", "1634"] {
        assert!(ran.out.contains(part), "`{part}` is missing:\n{}", ran.out);
    }
    assert!(ran.err.contains("DENY"), "{}", ran.err);
}

#[test]
fn ubl_answers_hold_by_the_xsd() {
    let (true, Some(schemas), Some(orders)) =
        (xmllint(), corpora("ubl/oasis-xsd-2.1"), corpora("ubl/oasis-samples/xml"))
    else {
        return;
    };
    let schema = find(&schemas, "UBL-OrderResponse-2.1.xsd").unwrap();
    let mut checked = 0;
    for entry in fs::read_dir(orders).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.starts_with("UBL-Order-") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for document in [text.clone(), text.replacen("<cbc:Name>", "<cbc:Name>Kaspersky Lab ", 3)] {
            let folder = TempDir::new().unwrap();
            fs::write(folder.path().join("order.xml"), document).unwrap();
            let ran = run_in(folder.path(), &["check", "order.xml", "--answer=answer.xml", "--quiet"]);
            assert!(matches!(ran.code, Some(0 | 1 | 3)), "{name}: {:?} {}", ran.code, ran.err);
            validate(&folder.path().join("answer.xml"), "--schema", &schema);
            checked += 1;
        }
    }
    assert!(checked > 0);
}

fn find(folder: &Path, name: &str) -> Option<std::path::PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find_map(|path| if path.is_dir() { find(&path, name) } else { path.ends_with(name).then_some(path) })
}
