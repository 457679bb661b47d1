//! A small list of the tests' own and orders around it, for tests that must not depend on the lists that ship.

use std::fs;
use std::path::Path;

use debar_tests::{Ran, root, run_in};

/// A vendor, a digest set, a rule for one buyer.
pub fn write(folder: &Path, digest: &str) {
    let text = format!(
        r#"version = 1
title = "Own"
time-zone = "America/New_York"

[buyer.us-executive]

[buyer.agency]
part-of = ["us-executive"]

[buyer.elsewhere]

[vendor.badsoft]
name = "Badsoft Limited"
brands = ["Badsoft"]
identifiers = {{ purl = ["pkg:npm/badlib/*"] }}

[digests.bad]
object = "archive"
algorithm = "sha256"
values = ["{digest}"]
vendor = "badsoft"

[authority.house]
title = "House rule"
force = "house-rule"
status = [{{ is = "in-force", from = 2020-01-01 }}]

[rule.house]
authority = "house"
vendors = ["badsoft"]
digests = ["bad"]
acts = ["procure"]
scope = {{ buyers = ["us-executive"] }}
action = "deny"
"#
    );
    fs::write(folder.join("own.toml"), text).unwrap();
}

/// The digest of nothing that is ordered here.
pub const NO_DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The sample order with its listed words replaced.
pub fn order(instead: &str) -> String {
    let order = fs::read_to_string(root().join("docs/examples/order.xml")).unwrap();
    order.replace(
        "Kaspersky Endpoint Security for Business Select, 1 year subscription licence, 40 nodes",
        instead,
    )
}

/// Screens with that list.
pub fn check(folder: &Path, args: &[&str]) -> Ran {
    let args: Vec<&str> =
        ["--blocklist", "own.toml", "check"].into_iter().chain(args.iter().copied()).collect();
    run_in(folder, &args)
}

/// Screens, and wants an exit code and parts of what is printed.
pub fn expect(folder: &Path, args: &[&str], code: i32, parts: &[&str]) -> String {
    let ran = check(folder, args);
    let text = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(code), "{args:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{args:?}: `{part}` is missing:\n{text}");
    }
    text
}
