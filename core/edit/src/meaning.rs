//! What a list says apart from where it says it. Not a comparison for people: two lists mean the same when their
//! texts here are equal.

use debar_blocklist::Blocklist;
use debar_model::{Revision, Sha256Hex};

/// A text that is the same for two lists that differ in places, comments, spacing and file digests only.
pub fn meaning(list: &Blocklist) -> String {
    let mut list = list.clone();
    list.revision = Revision(Sha256Hex([0; 32]));
    list.files.clear();
    without_places(&format!("{list:#?}"))
}

/// Takes out every `Place { .. }` of the pretty form: from its line to the one that closes it, by indentation.
fn without_places(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut closing: Option<String> = None;
    for line in text.lines() {
        if let Some(end) = &closing {
            if line.starts_with(end.as_str()) {
                closing = None;
            }
            continue;
        }
        if line.trim_end().ends_with("Place {") {
            let indent = line.len() - line.trim_start().len();
            closing = Some(format!("{}}}", " ".repeat(indent)));
            continue;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}
