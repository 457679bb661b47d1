//! The README's path: no configuration, then one that `init` wrote.

use debar_tests::{root, run_in};
use tempfile::TempDir;

#[test]
fn without_configuration_the_sample_order_is_denied_and_explained() {
    let folder = TempDir::new().unwrap();
    let order = root().join("docs/examples/order.xml");
    let ran = run_in(folder.path(), &["check", order.to_str().unwrap()]);
    assert_eq!(ran.code, Some(1), "{}\n{}", ran.out, ran.err);
    for part in [
        "order.xml:62:38",
        "Kaspersky Endpoint Security for Business Select",
        "kaspersky.toml:",
        "NDAA FY2018",
        "Pub. L. 115-91",
        "2018-10-01",
        "Binding Operational Directive 17-01",
        "use instead",
        "decision  ",
        "/cXML/Request/OrderRequest/ItemOut[2]/ItemDetail/Description",
    ] {
        assert!(ran.out.contains(part), "`{part}` is missing:\n{}", ran.out);
    }
    assert!(ran.err.contains("no configuration found"), "{}", ran.err);
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    let id = ran.out.rsplit("decision  ").next().unwrap().split_whitespace().next().unwrap();
    let shown = run_in(folder.path(), &["ledger", "show", &id[..12]]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    assert!(shown.out.contains(id), "{}", shown.out);
}

#[test]
fn a_folder_of_init_denies_its_own_order_and_knows_its_pins() {
    let folder = TempDir::new().unwrap();
    let made = run_in(folder.path(), &["init", "gate"]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let gate = folder.path().join("gate");
    let checked = run_in(&gate, &["check", "order.xml"]);
    assert_eq!(checked.code, Some(1), "{}\n{}", checked.out, checked.err);
    assert!(!checked.err.contains("no configuration"), "{}", checked.err);
    let list = run_in(&gate, &["blocklist", "check"]);
    assert_eq!(list.code, Some(0), "{}\n{}", list.out, list.err);
    let shown = run_in(&gate, &["config", "show", "--origin"]);
    assert_eq!(shown.code, Some(0), "{}", shown.err);
    for part in ["facts.buyer", "file, line", "plugin.cxml.sha256"] {
        assert!(shown.out.contains(part), "`{part}` is missing:\n{}", shown.out);
    }
    let again = run_in(folder.path(), &["init", "gate"]);
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert!(again.err.contains("nothing was written"), "{}", again.err);
}

#[test]
fn flags_win_over_the_environment_and_it_over_the_file() {
    let folder = TempDir::new().unwrap();
    run_in(folder.path(), &["init", "."]);
    let show = |args: &[&str], variable: Option<&str>| {
        let mut command = debar_tests::debar(folder.path());
        command.args(["config", "show", "--origin"]).args(args);
        if let Some(value) = variable {
            command.env("DEBAR_LEDGER", value);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let line = |text: String| text.lines().find(|line| line.starts_with("ledger")).unwrap().to_owned();
    assert!(line(show(&[], None)).contains("file, line 4"));
    assert!(
        line(show(&[], Some("/tmp/from-environment")))
            .contains("from-environment   # environment DEBAR_LEDGER")
    );
    assert!(line(show(&["--ledger", "by-flag"], Some("/tmp/from-environment"))).contains("by-flag   # flag"));
}
