//! Plugins that only those may make whose keys the configuration names: nothing of another one runs.
//!
//! Invariant: the mark that a constructor writes is there only when a signature held, or none was asked for.

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use debar_tests::{Ran, compiled, root, run_in};
use minisign::KeyPair;
use tempfile::TempDir;

struct House {
    folder: TempDir,
    library: PathBuf,
    keys: Vec<KeyPair>,
}

impl House {
    /// A plugin that leaves a mark when any of it runs, and keys of two people, the first of whom may sign.
    fn new() -> Option<Self> {
        let folder = TempDir::new().unwrap();
        let library = folder.path().join("libdebar_plugin_flat.so");
        let mark = format!("-DMARK=\"{}\"", folder.path().join("mark").display());
        compiled(&root().join("core/host/tests/load/plugin.c"), &library, &["-DKIND=GOOD", &mark])?;
        let keys = (0..2).map(|_| KeyPair::generate_unencrypted_keypair().unwrap()).collect();
        fs::write(folder.path().join("order.flat"), "chair\ndesk\n").unwrap();
        let house = Self { folder, library, keys };
        house.configure("true", "");
        Some(house)
    }

    fn at(&self) -> &Path {
        self.folder.path()
    }

    fn configure(&self, required: &str, rest: &str) {
        let key = self.keys[0].pk.to_base64();
        let text = format!(
            "version = 1\nledger = \"ledger\"\nallow-in-process = true\nrequire-plugin-signature = {required}\n\
             [[plugin-key]]\nname = \"workshop\"\nkey = \"{key}\"\n{rest}"
        );
        fs::write(self.at().join("debar.toml"), text).unwrap();
    }

    fn sign(&self, who: usize, bytes: &[u8], file: &str) {
        let KeyPair { pk, sk } = &self.keys[who];
        let signed = minisign::sign(Some(pk), sk, Cursor::new(bytes), Some("release 1"), None).unwrap();
        fs::write(self.at().join(file), signed.into_string()).unwrap();
    }

    fn add(&self, more: &[&str]) -> Ran {
        let args: Vec<&str> = ["plugin", "add", self.library.to_str().unwrap()]
            .into_iter()
            .chain(more.iter().copied())
            .collect();
        run_in(self.at(), &args)
    }

    /// In this process, where a constructor can write.
    fn check_in_process(&self) -> Ran {
        let file = self.at().join("debar.toml");
        let text = fs::read_to_string(&file).unwrap().replace("\"worker\"", "\"in-process\"");
        fs::write(file, text).unwrap();
        run_in(self.at(), &["check", "order.flat", "--plugin", "flat"])
    }

    fn ran(&self) -> bool {
        self.at().join("mark").exists()
    }
}

fn expect(ran: &Ran, code: i32, parts: &[&str]) {
    assert_eq!(ran.code, Some(code), "{}{}", ran.out, ran.err);
    for part in parts {
        assert!(ran.out.contains(part) || ran.err.contains(part), "no `{part}` in\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_signed_plugin_is_shown_pinned_and_used() {
    let Some(house) = House::new() else { return };
    house.sign(0, &fs::read(&house.library).unwrap(), "libdebar_plugin_flat.so.minisig");
    expect(
        &house.add(&[]),
        0,
        &["signer    workshop (", "release 1", "SHA-256", "owner     user", "pinned in"],
    );
    assert!(!house.ran(), "adding runs nothing");
    let written = fs::read_to_string(house.at().join("debar.toml")).unwrap();
    assert!(written.contains("signature = \""), "{written}");
    let ran = house.check_in_process();
    assert!(matches!(ran.code, Some(0 | 3)) && house.ran(), "{}{}", ran.out, ran.err);
}

#[test]
fn what_is_not_signed_by_somebody_known_is_refused_by_its_own_code() {
    let Some(house) = House::new() else { return };
    let bytes = fs::read(&house.library).unwrap();
    expect(&house.add(&[]), 4, &["plugin-unsigned", "is not signed", "minisign -Sm"]);
    house.sign(1, &bytes, "libdebar_plugin_flat.so.minisig");
    expect(
        &house.add(&[]),
        4,
        &["plugin-unknown-key", "which the configuration does not know", "[[plugin-key]]"],
    );
    house.sign(0, b"another file", "libdebar_plugin_flat.so.minisig");
    expect(&house.add(&[]), 4, &["plugin-signature", "not for this file as it is now"]);
    fs::write(house.at().join("libdebar_plugin_flat.so.minisig"), "nonsense").unwrap();
    expect(&house.add(&[]), 4, &["plugin-signature", "no signature of minisign"]);
    expect(&house.add(&["--signature", "none.minisig"]), 4, &["plugin-unsigned", "there is no"]);
    assert!(!house.ran());
    // Where nobody asks for signatures one that is broken is still an alarm; none, or a stranger's, is told.
    house.configure("false", "");
    expect(&house.add(&["--dry-run"]), 4, &["plugin-signature"]);
    house.sign(1, &bytes, "libdebar_plugin_flat.so.minisig");
    expect(&house.add(&["--dry-run"]), 0, &["signer    unknown: the key"]);
    fs::remove_file(house.at().join("libdebar_plugin_flat.so.minisig")).unwrap();
    expect(&house.add(&["--dry-run"]), 0, &["signer    none: the plugin is not signed"]);
    assert!(!house.ran());
}

/// What was added once is asked again each time the gate opens, before any of it runs.
#[test]
fn a_gate_does_not_open_with_a_plugin_whose_signature_does_not_hold() {
    let check = |treat: &dyn Fn(&House), parts: &[&str]| -> bool {
        let Some(house) = House::new() else { return false };
        house.sign(0, &fs::read(&house.library).unwrap(), "libdebar_plugin_flat.so.minisig");
        expect(&house.add(&[]), 0, &["pinned"]);
        treat(&house);
        expect(&house.check_in_process(), 4, parts);
        assert!(!house.ran(), "{parts:?}: code of the plugin ran");
        true
    };
    let signature = "libdebar_plugin_flat.so.minisig";
    check(
        &|house| house.sign(1, &fs::read(&house.library).unwrap(), signature),
        &["which the configuration does not know"],
    );
    check(&|house| house.sign(0, b"x", signature), &["not for this file"]);
    check(&|house| fs::remove_file(house.at().join(signature)).unwrap(), &["is not signed: there is no"]);
    check(
        &|house| {
            let file = house.at().join("debar.toml");
            let text = fs::read_to_string(&file).unwrap();
            let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("signature = ")).collect();
            fs::write(file, kept.join("\n")).unwrap();
        },
        &["has no signature, and plugins have to be signed"],
    );
    check(
        &|house| {
            let file = house.at().join("debar.toml");
            let text = fs::read_to_string(&file).unwrap();
            let start = text.find("[[plugin-key]]").unwrap();
            let end = text[start..].find("[[plugin]]").unwrap() + start;
            fs::write(file, format!("{}{}", &text[..start], &text[end..])).unwrap();
        },
        &["plugins have to be signed, and there is no key"],
    );
}
