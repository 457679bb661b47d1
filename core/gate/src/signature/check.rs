//! Counts the people who signed a list. Fails closed: whatever cannot be read or does not fit counts for nobody.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use debar_blocklist::Blocklist;

use super::key::{PublicKey, id_of_signature};
use super::manifest::{manifest, manifest_name};

/// More bytes than any signature has.
const LONGEST: u64 = 4096;
/// More signatures than anybody needs; further ones are not looked at.
const MOST: usize = 64;

/// A signature that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who signed.
    pub name: String,
    /// The key's id.
    pub key_id: String,
    /// The comment that the signature covers.
    pub comment: String,
    /// The file that holds the signature.
    pub file: PathBuf,
}

/// A list without enough signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureError {
    /// The root file.
    pub root: String,
    /// How many people have to sign.
    pub needed: usize,
    /// Signatures that hold.
    pub signed: Vec<Signed>,
    /// Signatures that do not, and why, a sentence each.
    pub refused: Vec<String>,
    /// Those who may sign and have not.
    pub missing: Vec<String>,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { root, needed, signed, .. } = self;
        write!(f, "the blocklist `{root}` carries {} of {needed} signatures and is not used", signed.len())
    }
}

impl std::error::Error for SignatureError {}

impl SignatureError {
    /// What to do.
    pub fn help(&self) -> String {
        let mut help = format!("let {} sign it: `debar blocklist sign`", self.missing.join(" or "));
        for why in &self.refused {
            help.push_str("; ");
            help.push_str(why);
        }
        help
    }
}

/// The signatures beside a list's root file: one for each key that signed exactly these files.
///
/// # Errors
/// Fewer than `needed` of `keys` did.
pub fn check_signatures(
    list: &Blocklist,
    path: &Path,
    keys: &[PublicKey],
    needed: usize,
) -> Result<Vec<Signed>, SignatureError> {
    let root = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = manifest(list);
    let (mut signed, mut refused) = (BTreeMap::new(), vec![]);
    let files = signature_files(path, &root).unwrap_or_else(|error| {
        refused.push(format!("the folder of the list could not be read: {error}"));
        vec![]
    });
    for file in files {
        match one(&file, &text, keys) {
            Ok(found) => {
                signed.entry(found.key_id.clone()).or_insert(found);
            }
            Err(why) => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                refused.push(format!("`{name}` does not count: {why}"));
            }
        }
    }
    let missing = keys
        .iter()
        .filter(|key| !signed.contains_key(&key.id))
        .map(|key| format!("{} ({})", key.name, key.id))
        .collect();
    let signed: Vec<Signed> = signed.into_values().collect();
    if signed.len() >= needed {
        Ok(signed)
    } else {
        Err(SignatureError { root, needed, signed, refused, missing })
    }
}

fn one(file: &Path, manifest: &str, keys: &[PublicKey]) -> Result<Signed, String> {
    let text = text_of(file)?;
    let signature =
        minisign_verify::Signature::decode(&text).map_err(|_| "it is no signature of minisign")?;
    let id = id_of_signature(&text).ok_or("it is no signature of minisign")?;
    let key = keys.iter().find(|key| key.id == id);
    let key = key.ok_or_else(|| format!("the configuration has no key {id}"))?;
    key.key
        .verify(manifest.as_bytes(), &signature, false)
        .map_err(|_| format!("it is of {}, but not for these files as they are now", key.name))?;
    Ok(Signed {
        name: key.name.clone(),
        key_id: id,
        comment: signature.trusted_comment().to_owned(),
        file: file.to_owned(),
    })
}

pub(super) fn text_of(file: &Path) -> Result<String, String> {
    let read = || -> std::io::Result<Option<String>> {
        // A link or a pipe is no signature.
        if !fs::symlink_metadata(file)?.is_file() {
            return Ok(None);
        }
        let mut text = String::new();
        File::open(file)?.take(LONGEST).read_to_string(&mut text)?;
        Ok(Some(text))
    };
    read()
        .map_err(|error| format!("it cannot be read: {error}"))?
        .ok_or_else(|| "it is no plain file".to_owned())
}

/// `ROOT.manifest.minisig` and `ROOT.manifest.KEY.minisig`, in order.
fn signature_files(path: &Path, root: &str) -> std::io::Result<Vec<PathBuf>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let head = manifest_name(root);
    let mut found = vec![];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let fits = name.to_str().and_then(|name| name.strip_prefix(&head)?.strip_suffix("minisig"));
        if fits.is_some_and(|middle| middle.starts_with('.') && middle.ends_with('.')) {
            found.push(entry.path());
        }
    }
    found.sort();
    found.truncate(MOST);
    Ok(found)
}
