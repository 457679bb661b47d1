//! What stands at a place of a chunk: its path of keys, and what the language says there. Reads TOML that may
//! be broken; what cannot be read is not there.

use debar_blocklist::Section;
use debar_blocklist::language::{Kind, find};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::list::File;
use crate::part::Part;

/// One key or value.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    /// The keys down to here.
    pub(crate) path: Vec<String>,
    /// Its range in the file.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The text, of a key or of a text value.
    pub(crate) text: String,
    /// Whether it is a key.
    pub(crate) key: bool,
}

impl Leaf {
    /// The section and id that it defines or names.
    pub(crate) fn id(&self) -> Option<(Section, &str)> {
        if self.key {
            let [section, id] = self.path.as_slice() else { return None };
            let section = Section::ALL.into_iter().find(|known| known.as_str() == section)?;
            return Some((section, id));
        }
        Some((section_of(find(&self.path)?.kind)?, &self.text))
    }
}

/// The section whose ids a single text may be.
fn section_of(kind: Kind) -> Option<Section> {
    match kind {
        Kind::Id(section) => Some(section),
        Kind::List(kind) => section_of(*kind),
        Kind::Any(kinds) => kinds.iter().find_map(|kind| section_of(*kind)),
        _ => None,
    }
}

/// The keys and texts of a chunk.
pub(crate) fn leaves(file: &File, index: usize) -> Vec<Leaf> {
    let part = Part::of(file.text.as_str(), &file.chunks, &[index]);
    let text =
        part.text.strip_prefix('\u{feff}').map_or_else(|| part.text.clone(), |rest| format!("   {rest}"));
    let (table, _) = DeTable::parse_recoverable(&text);
    let mut found = vec![];
    let mut path = vec![];
    walk(table.get_ref(), &mut path, &mut |path, start, end, text, key| {
        let Some((start, end)) = part.to_file(start, end) else { return };
        found.push(Leaf { path: path.to_vec(), start, end, text, key });
    });
    let (start, end) = (file.chunks.get(index).map_or(0, |chunk| chunk.start), file.end_of(index));
    found.retain(|leaf| leaf.start >= start && leaf.end <= end);
    found.sort_by_key(|leaf| leaf.start);
    found
}

/// The key or text at an offset.
pub(crate) fn at(file: &File, offset: usize) -> Option<Leaf> {
    let found = leaves(file, file.chunk_at(offset));
    found.into_iter().find(|leaf| (leaf.start..=leaf.end).contains(&offset))
}

type Visit<'a> = dyn FnMut(&[String], usize, usize, String, bool) + 'a;

fn walk(table: &DeTable<'_>, path: &mut Vec<String>, visit: &mut Visit<'_>) {
    for (key, value) in table.iter() {
        let span = key.span();
        path.push(key.get_ref().to_string());
        visit(path, span.start, span.end, key.get_ref().to_string(), true);
        value_of(value, path, visit);
        path.pop();
    }
}

fn value_of(value: &Spanned<DeValue<'_>>, path: &mut Vec<String>, visit: &mut Visit<'_>) {
    let span = value.span();
    match value.get_ref() {
        DeValue::Table(table) => walk(table, path, visit),
        DeValue::Array(items) => items.iter().for_each(|item| value_of(item, path, visit)),
        DeValue::String(text) => visit(path, span.start, span.end, text.to_string(), false),
        _ => visit(path, span.start, span.end, String::new(), false),
    }
}

/// Every place in a file that defines or names an id.
pub(crate) fn uses(file: &File, section: Section, id: &str) -> Vec<Leaf> {
    let mut chunks: Vec<usize> =
        file.text.as_str().match_indices(id).map(|(at, _)| file.chunk_at(at)).collect();
    chunks.dedup();
    let mut found: Vec<Leaf> = chunks.into_iter().flat_map(|index| leaves(file, index)).collect();
    found.retain(|leaf| leaf.id() == Some((section, id)));
    found
}
