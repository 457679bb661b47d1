//! The two drivers of a plugin side by side.

use std::fs;
use std::path::Path;

use debar_gate::{Adapters, Outcome};
use debar_host::Plugin;
use debar_plugin_api::abi::PluginApi;

use crate::{Plugins, TestGate, root};

/// Screens every document of a plugin's corpus, and some with a listed vendor written into them, through the
/// linked and the loaded plugin. Panics where they differ.
pub fn same_bytes(id: &str, api: &'static PluginApi) {
    let linked = Plugin::linked(api).unwrap_or_else(|error| panic!("{error}"));
    let adapters =
        Adapters::linked(vec![(linked, "{}".to_owned())]).unwrap_or_else(|error| panic!("{error}"));
    let linked = TestGate::shipped(Plugins::Linked(adapters));
    let loaded = TestGate::shipped(Plugins::Loaded);
    let (mut documents, mut denied) = (0, 0);
    for path in corpus(&root().join("plugins").join(id).join("corpus")) {
        let bytes = fs::read(&path).unwrap_or_default();
        for document in [bytes.clone(), with_listed_vendor(&bytes)] {
            let (left, right) = (linked.check_as(&document, Some(id)), loaded.check_as(&document, Some(id)));
            assert_eq!(texts(&left), texts(&right), "{}", path.display());
            assert_eq!(left.answer, right.answer, "{}", path.display());
            documents += 1;
            denied += usize::from(left.verdict() == debar_model::Verdict::Deny);
        }
    }
    println!("{id}: {documents} documents, {denied} denied, equal through both drivers");
    assert!(
        documents > 0 && denied > 0,
        "{id}: {documents} documents, {denied} denied: the corpus says too little"
    );
}

fn texts(outcome: &Outcome) -> Vec<String> {
    outcome.decisions.iter().map(|recorded| String::from_utf8_lossy(&recorded.json).into_owned()).collect()
}

/// Documents, without the goldens beside them.
fn corpus(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| {
        let end = path.extension().and_then(|end| end.to_str()).unwrap_or_default();
        ["xml", "json", "ndjson", "csv", "mime"].contains(&end)
    });
    files.sort();
    files
}

/// The document with the text of its first longer field replaced by a listed vendor's name, as often as the
/// usual field names occur.
fn with_listed_vendor(bytes: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for (open, close) in [
        ("<Description xml:lang=\"en\">", "</Description>"),
        ("<cbc:Description>", "</cbc:Description>"),
        ("<description>", "</description>"),
        ("\"description\": \"", "\""),
        ("\"name\": \"", "\""),
    ] {
        let Some(start) = text.find(open).map(|at| at + open.len()) else { continue };
        let Some(len) = text.get(start..).and_then(|rest| rest.find(close)) else { continue };
        text.replace_range(start..start + len, "Kaspersky Lab");
        break;
    }
    text.into_bytes()
}
