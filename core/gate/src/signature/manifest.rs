//! What is signed: every file of a list with its digest, in the form that `sha256sum --check` reads.

use debar_blocklist::Blocklist;

/// The manifest of a list: two comment lines, the second with the revision, then a line for each file in order of
/// the names: SHA-256 in lower-case hex, two spaces, the name relative to the root file. Every line ends with a line
/// feed; a backslash or line feed in a name is escaped as `sha256sum` does.
pub fn manifest(list: &Blocklist) -> String {
    let mut text = format!("# debar blocklist manifest, version 1\n# revision {}\n", list.revision);
    for file in &list.files {
        let escaped = file.name.contains(['\\', '\n', '\r']);
        let name = file.name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
        let mark = if escaped { "\\" } else { "" };
        text.push_str(&format!("{mark}{}  {name}\n", file.sha256));
    }
    text
}

/// The name of the manifest beside a root file.
pub fn manifest_name(root: &str) -> String {
    format!("{root}.manifest")
}

/// The name of the signature of one key; minisign's own name for it, without a key's id, is read too.
pub fn signature_name(root: &str, key_id: &str) -> String {
    format!("{root}.manifest.{key_id}.minisig")
}
