//! Lists that only those may change whose keys the configuration names: a gate takes no other list, and keeps the one
//! that it has.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use debar_gate::config::{self, Overrides};
use debar_gate::{Gate, ReloadError, SystemClock};
use debar_tests::{Ran, run_in, with_workers};
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, order, write};

const PEOPLE: [&str; 3] = ["alice", "bob", "eve"];

/// A folder with a list, keys for three people, and a configuration in which two of the first two have to sign.
fn house() -> TempDir {
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    fs::write(folder.path().join("order.xml"), order("Badsoft Suite")).unwrap();
    for person in PEOPLE {
        expect(&run_in(folder.path(), &["blocklist", "keygen", person, "--no-password"]), 0, &["is secret"]);
    }
    configure(folder.path(), "2", &PEOPLE[..2]);
    folder
}

fn configure(folder: &Path, needed: &str, people: &[&str]) {
    let mut text =
        format!("version = 1\nblocklist = \"own.toml\"\nledger = \"ledger\"\nrequire-signature = {needed}\n");
    for person in people {
        let file = fs::read_to_string(folder.join(format!("{person}.pub"))).unwrap();
        let key = file.lines().last().unwrap();
        text.push_str(&format!("[[signature-key]]\nname = \"{person}\"\nkey = \"{key}\"\n"));
    }
    fs::write(folder.join("debar.toml"), text).unwrap();
}

fn sign(folder: &Path, person: &str) {
    let key = format!("{person}.key");
    expect(&run_in(folder, &["blocklist", "sign", "--key", &key]), 0, &["signed with key"]);
}

fn expect(ran: &Ran, code: i32, parts: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}{}", ran.out, ran.err);
    for part in parts {
        assert!(ran.out.contains(part) || ran.err.contains(part), "no `{part}` in\n{}{}", ran.out, ran.err);
    }
}

/// What the gate and `verify` say after a list was signed by both and then treated.
fn check(treat: impl FnOnce(&Path), code: i32, parts: &[&str]) {
    let folder = house();
    sign(folder.path(), "alice");
    sign(folder.path(), "bob");
    treat(folder.path());
    expect(&run_in(folder.path(), &["blocklist", "verify"]), code, parts);
    // Without plugins the order is held; without the signatures there is no decision at all.
    let screened = run_in(folder.path(), &["check", "order.xml"]);
    if code == 0 {
        expect(&screened, 3, &["REVIEW"]);
    } else {
        expect(&screened, code, &["is not used"]);
        assert!(screened.out.is_empty(), "{}", screened.out);
    }
}

fn change(folder: &Path, file: &str, edit: impl FnOnce(String) -> String) {
    let file = folder.join(file);
    fs::write(&file, edit(fs::read_to_string(&file).unwrap())).unwrap();
}

fn signature_of(folder: &Path, number: usize) -> String {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".minisig"))
        .collect();
    names.sort();
    names[number].clone()
}

#[test]
fn two_people_have_to_sign_exactly_these_files() {
    check(|_| {}, 0, &["signed by alice", "signed by bob", "2 of 2"]);
    check(
        |folder| change(folder, "own.toml", |text| text.replace("Badsoft Limited", "Badsoft Ltd")),
        4,
        &["0 of 2", "not for these files as they are now"],
    );
    check(|folder| fs::remove_file(folder.join(signature_of(folder, 0))).unwrap(), 4, &["1 of 2"]);
    check(
        |folder| {
            let (from, to) = (folder.join(signature_of(folder, 0)), folder.join(signature_of(folder, 1)));
            fs::copy(from, to).unwrap();
        },
        4,
        &["1 of 2"],
    );
    check(
        |folder| change(folder, &signature_of(folder, 1), |text| text.replace("revision:", "revision_")),
        4,
        &["1 of 2", "does not count"],
    );
    check(|folder| change(folder, &signature_of(folder, 1), |_| "nonsense".to_owned()), 4, &["no signature"]);
    // The manifest on disk is for other programs: what counts is what was read.
    check(|folder| change(folder, "own.toml.manifest", |_| "anything".to_owned()), 0, &["2 of 2"]);
}

#[test]
fn a_stranger_does_not_count_and_a_name_not_twice() {
    let folder = house();
    sign(folder.path(), "alice");
    sign(folder.path(), "eve");
    expect(&run_in(folder.path(), &["blocklist", "verify"]), 4, &["1 of 2", "the configuration has no key"]);
    configure(folder.path(), "2", &["alice", "alice"]);
    expect(&run_in(folder.path(), &["blocklist", "verify"]), 4, &["stands here twice", "of 1 keys"]);
    configure(folder.path(), "3", &["alice", "bob"]);
    expect(&run_in(folder.path(), &["check", "order.xml"]), 4, &["3 signatures are required of 2 keys"]);
    configure(folder.path(), "\"yes\"", &["alice"]);
    expect(&run_in(folder.path(), &["check", "order.xml"]), 4, &["how many different people"]);
}

#[test]
fn a_list_that_fails_is_not_signed() {
    let folder = house();
    change(folder.path(), "own.toml", |text| {
        text + "\n[[test]]\nname = \"wrong\"\nat = 2021-01-01\ngiven = { supplier = \"Nobody\", buyer = \"agency\" }\nexpect = { verdict = \"deny\" }\n"
    });
    let signing = ["blocklist", "sign", "--key", "alice.key"];
    expect(&run_in(folder.path(), &signing), 1, &["fails its own tests"]);
    change(folder.path(), "own.toml", |text| text.replace("[authority.house]", "[authority.huose]"));
    expect(&run_in(folder.path(), &signing), 4, &["does not hold"]);
    assert!(!folder.path().join("own.toml.manifest").exists());
}

#[test]
fn a_running_gate_keeps_the_signed_list() {
    let folder = house();
    let file = folder.path().join("debar.toml");
    let open = || {
        let config = with_workers(config::load(&file, &Overrides::default()).unwrap());
        Gate::open(config, Arc::new(SystemClock))
    };
    sign(folder.path(), "alice");
    assert!(open().is_err());
    sign(folder.path(), "bob");
    let gate = open().unwrap();
    let revision = gate.list().revision();
    change(folder.path(), "own.toml", |text| text.replace("Badsoft Limited", "Badsoft Ltd"));
    let error = gate.reload_list().unwrap_err();
    assert!(matches!(&error, ReloadError::Unsigned(unsigned) if unsigned.refused.len() == 2), "{error}");
    assert_eq!(gate.list().revision(), revision);
    sign(folder.path(), "alice");
    sign(folder.path(), "bob");
    assert_ne!(gate.reload_list().unwrap().revision(), revision);
}

#[test]
fn an_encrypted_key_opens_with_its_password_only() {
    let folder = house();
    fs::write(folder.path().join("password"), "correct horse\n").unwrap();
    fs::write(folder.path().join("guess"), "wrong\n").unwrap();
    let at = folder.path();
    expect(&run_in(at, &["blocklist", "keygen", "carol", "--password-file", "password"]), 0, &["carol.pub"]);
    expect(
        &run_in(at, &["blocklist", "keygen", "carol", "--password-file", "password"]),
        5,
        &["cannot be written"],
    );
    let sign = |file| run_in(at, &["blocklist", "sign", "--key", "carol.key", "--password-file", file]);
    expect(&sign("guess"), 2, &["does not open"]);
    expect(&sign("password"), 0, &["signed with key"]);
}
