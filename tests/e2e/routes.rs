//! What a route and a plugin's entry say reaches the native answer and the verdict.

use std::fs;
use std::path::Path;

use debar_tests::{initialised, root, run_in};
use tempfile::TempDir;

fn folder(routes: &str) -> TempDir {
    let folder = initialised();
    let file = folder.path().join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{text}\n{routes}\n")).unwrap();
    let held = fs::read_to_string(root().join("docs/examples/order.xml"))
        .unwrap()
        .replace("Kaspersky Endpoint", "Replacement of the Kaspersky Endpoint by the Otherword");
    fs::write(folder.path().join("held.xml"), held).unwrap();
    folder
}

fn answer(folder: &Path, document: &str, route: &str, code: i32) -> String {
    let ran = run_in(folder, &["check", document, "--route", route, "--answer", "-q"]);
    assert_eq!(ran.code, Some(code), "{route}: {}", ran.err);
    ran.out
}

#[test]
fn role_forwards_and_already_transmitted_reach_the_answer() {
    let folder = folder(
        "[route.gate]\nplugin = \"cxml\"\n[route.hub]\nplugin = \"cxml\"\nrole = \"hub\"\n\
         [route.forwarder]\nplugin = \"cxml\"\nforwards = true\n\
         [route.late]\nplugin = \"cxml\"\nalready-transmitted = true\n",
    );
    let path = folder.path();
    let refused = answer(path, "order.xml", "gate", 1);
    assert!(refused.contains("code=\"400\"") && !refused.contains("type=\"delete\""), "{refused}");
    let cancelled = answer(path, "order.xml", "late", 1);
    assert!(cancelled.contains("type=\"delete\""), "an order that has left is cancelled: {cancelled}");
    let held = answer(path, "held.xml", "gate", 3);
    assert!(held.contains("code=\"400\""), "{held}");
    let accepted = answer(path, "held.xml", "forwarder", 3);
    assert!(
        accepted.contains("code=\"201\""),
        "only a gate that forwards may take a held order in: {accepted}"
    );
    assert!(answer(path, "order.xml", "hub", 1).contains("code=\"400\""));
}

#[test]
fn a_failing_plugin_denies_where_the_configuration_says_so() {
    let folder = folder("");
    let path = folder.path();
    fs::write(path.join("broken.xml"), "<?xml version=\"1.0\"?><cXML><Header>").unwrap();
    assert_eq!(run_in(path, &["check", "broken.xml", "-q"]).code, Some(3));
    let file = path.join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("id = \"cxml\"", "id = \"cxml\"\non-failure = \"deny\"", 1)).unwrap();
    let ran = run_in(path, &["check", "broken.xml"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("DENY") && ran.out.contains("undecodable"), "{}", ran.out);
    for replayed in [run_in(path, &["ledger", "replay"]), run_in(path, &["ledger", "verify"])] {
        assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
    }
}

#[test]
fn a_named_plugin_or_media_type_routes_and_a_wrong_one_holds() {
    let folder = folder("");
    let path = folder.path();
    fs::write(path.join("rows.CSV"), "supplier,description,quantity\nOne,Kaspersky,1\n").unwrap();
    for (args, code) in [
        (&["check", "order.xml", "--plugin", "cxml"][..], 1),
        (&["check", "order.xml", "--plugin", "ubl"], 3),
        (&["check", "order.xml", "--content-type", "text/xml; charset=utf-8"], 1),
        (&["check", "order.xml", "--content-type", "application/vnd.cyclonedx+json"], 3),
        (&["check", "order.xml", "--content-type", "application/x-unheard-of"], 1),
        (&["check", "rows.CSV"], 1),
    ] {
        let ran = run_in(path, args);
        assert_eq!(ran.code, Some(code), "{args:?}: {}{}", ran.out, ran.err);
    }
}
