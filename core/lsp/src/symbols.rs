//! The outline of a file and what can be folded, from its chunks alone.

use debar_blocklist::Section;
use serde_json::{Value, json};

use crate::chunk::What;
use crate::list::File;
use crate::publish::range;
use crate::text::Encoding;

pub(crate) fn symbols(file: &File, encoding: Encoding) -> Value {
    let mut all = vec![];
    for (index, chunk) in file.chunks.iter().enumerate() {
        let end = content_end(file, index);
        let (name, detail, kind) = match (chunk.what, chunk.id.as_deref()) {
            (What::Entry(section) | What::Line(section), Some(id)) if !id.is_empty() => {
                (id.to_owned(), section.as_str(), kind(section))
            }
            (What::Test, _) => (test_name(file.text.slice(chunk.start, end)), "test", 6),
            _ => continue,
        };
        let key = (chunk.start + chunk.key.0, chunk.start + chunk.key.1.max(chunk.key.0));
        all.push(json!({
            "name": name,
            "detail": detail,
            "kind": kind,
            "range": range(&file.text, chunk.start, end, encoding),
            "selectionRange": range(&file.text, key.0, key.1.min(end), encoding),
        }));
    }
    Value::Array(all)
}

/// Entries over several lines, runs of comments left out.
pub(crate) fn folding(file: &File) -> Value {
    let mut all = vec![];
    for (index, chunk) in file.chunks.iter().enumerate() {
        if matches!(chunk.what, What::Top | What::Header(_)) {
            continue;
        }
        let first = file.text.position(chunk.start, Encoding::Utf32).line;
        let last = file.text.position(content_end(file, index), Encoding::Utf32).line;
        if last > first {
            all.push(json!({"startLine": first, "endLine": last}));
        }
    }
    Value::Array(all)
}

/// The end of a chunk without the blank lines and comments behind it.
fn content_end(file: &File, index: usize) -> usize {
    let start = file.chunks.get(index).map_or(0, |chunk| chunk.start);
    let mut text = file.text.slice(start, file.end_of(index)).trim_end();
    while let Some((before, last)) = text.rsplit_once('\n') {
        if !last.trim_start().starts_with('#') {
            break;
        }
        text = before.trim_end();
    }
    start + text.len()
}

fn test_name(text: &str) -> String {
    let named =
        text.lines().find_map(|line| line.trim_start().strip_prefix("name")?.trim_start().strip_prefix('='));
    let name = named.unwrap_or_default().trim().trim_matches(['"', '\'']);
    if name.is_empty() { "test".to_owned() } else { name.to_owned() }
}

/// Kinds of symbols that editors show with different signs.
const fn kind(section: Section) -> u8 {
    match section {
        Section::Buyer | Section::Group => 3,
        Section::Vendor => 5,
        Section::Product | Section::Class => 23,
        Section::Authority => 11,
        Section::Rule => 12,
        Section::Waiver | Section::Cleared => 24,
        Section::Digests | Section::Signer | Section::Source => 18,
        Section::Evidence | Section::Calendar | Section::Form => 17,
    }
}
