//! `debar blocklist sign`, `verify` and `keygen`: a list that the gate takes only from those who may write it.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use debar_blocklist::Blocklist;
use debar_gate::config::ListChoice;
use debar_gate::{
    LoadedList, PublicKey, SignatureError, Signed, check_signatures, manifest, manifest_name, run_tests,
    signature_name,
};
use minisign::{KeyPair, SecretKey, SecretKeyBox};
use serde_json::json;

use super::Done;
use crate::args::{Global, KeygenArgs, ListFormat, SignArgs, VerifyArgs};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::settings;

pub(super) fn sign(args: &SignArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let (path, list) = sound_list(args.file.as_deref(), global, terminal)?;
    let failed: Vec<String> = run_tests(&list.engine)
        .into_iter()
        .filter(|run| !run.failures.is_empty())
        .map(|run| format!("test failed: {}: {}", run.case.name, run.failures.join("; ")))
        .collect();
    if !failed.is_empty() {
        failed.iter().for_each(|why| terminal.problem(why));
        terminal.error("a list that fails its own tests is not signed", None);
        return Err(Exit::Deny);
    }
    let secret = secret_key(&args.key, args.password_file.as_deref(), terminal)?;
    let id = key_id(secret.keynum());
    let text = manifest(list.list());
    let said = args.comment.as_deref().unwrap_or_default();
    if said.contains(char::is_control) {
        terminal.error("a comment is one line without control characters", None);
        return Err(Exit::Usage);
    }
    let comment = format!("revision:{} time:{} {said}", list.revision(), jiff::Timestamp::now());
    let made = minisign::sign(
        None,
        &secret,
        text.as_bytes(),
        Some(comment.trim_end()),
        Some("signature of a debar blocklist manifest"),
    );
    let signature = made.map_err(|error| fail(terminal, format!("the list was not signed: {error}")))?;
    let root = list.root.as_str();
    let folder = path.parent().unwrap_or(Path::new(""));
    let file = folder.join(signature_name(root, &id));
    for (name, text) in [(folder.join(manifest_name(root)), text), (file.clone(), signature.into_string())] {
        replace(&name, text.as_bytes())
            .map_err(|error| fail(terminal, format!("`{}` cannot be written: {error}", name.display())))?;
    }
    terminal.line(format!("{root} signed with key {id}: {}", file.display()));
    terminal.line(format!("revision {}, {} files", list.revision(), list.list().files.len()));
    Ok(Exit::Ok)
}

pub(super) fn verify(args: &VerifyArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::without_plugins(global, terminal)?;
    let (path, list) = sound_list(args.file.as_deref(), global, terminal)?;
    let mut keys = config.signatures.keys;
    for (number, text) in (1..).zip(&args.public_key) {
        let key = PublicKey::read(&format!("key {number} of the command line"), text)
            .map_err(|error| usage(terminal, format!("`{text}` is {error}")))?;
        if !keys.iter().any(|known| known.id == key.id) {
            keys.push(key);
        }
    }
    if keys.is_empty() {
        return Err(usage(
            terminal,
            "no key is known: give `--public-key KEY`, or add a `[[signature-key]]`",
        ));
    }
    let needed = args.need.unwrap_or(config.signatures.needed.value.max(1));
    let checked = check_signatures(list.list(), &path, &keys, needed);
    let exit = if checked.is_ok() { Exit::Ok } else { Exit::Invalid };
    match args.format {
        ListFormat::Json => terminal.data(as_json(list.list(), needed, &checked).to_string()),
        ListFormat::Human => as_text(&list, needed, &checked, terminal),
    }
    Ok(exit)
}

pub(super) fn keygen(args: &KeygenArgs, terminal: &mut Terminal) -> Done {
    let made = if args.no_password {
        KeyPair::generate_unencrypted_keypair()
    } else {
        let password = args.password_file.as_deref().map(|file| password(file, terminal)).transpose()?;
        KeyPair::generate_encrypted_keypair(password)
    };
    let written = made.and_then(|KeyPair { pk, sk }| {
        let public = PublicKeyText { line: pk.to_base64(), id: key_id(pk.keynum()) };
        Ok((public, sk.to_box(None)?.into_string()))
    });
    let (public, secret) = written.map_err(|error| fail(terminal, format!("no key was made: {error}")))?;
    let PublicKeyText { line, id } = public;
    let with_end = |end: &str| {
        let mut name = args.name.clone().into_os_string();
        name.push(end);
        PathBuf::from(name)
    };
    let comment = format!("untrusted comment: minisign public key {id}\n{line}\n");
    for (file, text, mode) in [(with_end(".key"), secret, 0o600), (with_end(".pub"), comment, 0o644)] {
        let mut open = OpenOptions::new();
        let made = open.write(true).create_new(true).mode(mode).open(&file);
        made.and_then(|mut made| made.write_all(text.as_bytes()))
            .map_err(|error| fail(terminal, format!("`{}` cannot be written: {error}", file.display())))?;
    }
    terminal.line(format!(
        "{} is secret; hand out {}",
        with_end(".key").display(),
        with_end(".pub").display()
    ));
    terminal.line("in the configuration of every gate:");
    terminal.line(format!("[[signature-key]]\nname = \"...\"\nkey = \"{line}\""));
    Ok(Exit::Ok)
}

struct PublicKeyText {
    line: String,
    id: String,
}

/// A list in a file that holds; everything that is wrong with it otherwise.
fn sound_list(
    file: Option<&Path>,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<(PathBuf, LoadedList), Exit> {
    let choice = match file {
        Some(file) => ListChoice::File(file.to_owned()),
        None => settings::without_plugins(global, terminal)?.list.value,
    };
    let ListChoice::File(path) = &choice else {
        return Err(usage(terminal, "the shipped lists are part of the program: name the file of a list"));
    };
    match LoadedList::load(&choice) {
        Ok(list) => Ok((path.clone(), list)),
        Err(wrong) => {
            output::list_diagnostics(terminal, &wrong.diagnostics, &wrong.files);
            terminal.error(format!("the blocklist `{}` does not hold", wrong.root), None);
            Err(Exit::Invalid)
        }
    }
}

fn secret_key(file: &Path, password_file: Option<&Path>, terminal: &mut Terminal) -> Result<SecretKey, Exit> {
    let text = fs::read_to_string(file)
        .map_err(|error| usage(terminal, format!("the key `{}` cannot be read: {error}", file.display())))?;
    let boxed = || SecretKeyBox::from_string(&text);
    if let Ok(secret) = boxed().and_then(SecretKeyBox::into_unencrypted_secret_key) {
        return Ok(secret);
    }
    let password = password_file.map(|file| password(file, terminal)).transpose()?;
    boxed()
        .and_then(|key| key.into_secret_key(password))
        .map_err(|error| usage(terminal, format!("the key `{}` does not open: {error}", file.display())))
}

fn password(file: &Path, terminal: &mut Terminal) -> Result<String, Exit> {
    let read = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().take(4096).read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    let text = read.map_err(|error| usage(terminal, format!("the password cannot be read: {error}")))?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// Ids are little-endian numbers, shown as minisign shows them.
fn key_id(bytes: &[u8]) -> String {
    bytes.iter().rev().map(|byte| format!("{byte:02X}")).collect()
}

/// The old file stays until the new one is whole.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = file.to_owned().into_os_string();
    temporary.push(".new");
    let temporary = PathBuf::from(temporary);
    let mut open = OpenOptions::new().write(true).create(true).truncate(true).open(&temporary)?;
    open.write_all(bytes)?;
    open.sync_all()?;
    fs::rename(&temporary, file)
}

fn as_text(
    list: &LoadedList,
    needed: usize,
    checked: &Result<Vec<Signed>, SignatureError>,
    terminal: &mut Terminal,
) {
    let signed = match checked {
        Ok(signed) => signed,
        Err(error) => &error.signed,
    };
    for one in signed {
        terminal.line(format!("signed by {} ({}): {}", one.name, one.key_id, one.comment));
    }
    if let Err(error) = checked {
        terminal.error(error.to_string(), Some(&error.help()));
    }
    terminal.line(format!(
        "{}: {} of {needed} signatures, revision {}",
        list.root,
        signed.len(),
        list.revision()
    ));
}

fn as_json(
    list: &Blocklist,
    needed: usize,
    checked: &Result<Vec<Signed>, SignatureError>,
) -> serde_json::Value {
    let none = vec![];
    let (signed, refused, missing) = match checked {
        Ok(signed) => (signed, &none, &none),
        Err(error) => (&error.signed, &error.refused, &error.missing),
    };
    let signed: Vec<serde_json::Value> = signed
        .iter()
        .map(|one| json!({"name": one.name, "key_id": one.key_id, "comment": one.comment}))
        .collect();
    json!({
        "schema_version": 1,
        "verified": checked.is_ok(),
        "revision": list.revision.to_string(),
        "needed": needed,
        "signed": signed,
        "refused": refused,
        "missing": missing,
    })
}

fn usage(terminal: &mut Terminal, text: impl AsRef<str>) -> Exit {
    terminal.error(text, None);
    Exit::Usage
}

fn fail(terminal: &mut Terminal, text: impl AsRef<str>) -> Exit {
    terminal.error(text, None);
    Exit::NoDecision
}
