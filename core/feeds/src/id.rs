//! Ids of entries, made of names: the same entry has the same id in the next import, whatever stands around it.

use std::collections::BTreeMap;

use debar_names::{Reading, core_key, exact_key, fold};

/// Characters of an id behind its prefix.
const LONGEST: usize = 56;

/// Small Latin letters, digits and hyphens of a name; empty when it has none.
pub(crate) fn slug(name: &str) -> String {
    let core = core_key(name);
    let words = if core.is_empty() { exact_key(name) } else { core };
    let folded = fold(&words);
    let sounds = folded.alternates().iter().find(|one| one.reading() == Reading::Transliterated);
    plain(sounds.map_or_else(|| folded.text(), |one| one.text()))
}

/// The same without folding, for words that are Latin anyway.
pub(crate) fn plain(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars() {
        if id.len() >= LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() {
            id.push(c.to_ascii_lowercase());
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.truncate(id.trim_end_matches('-').len());
    id
}

/// Eight hex digits of a text: FNV-1a, for ids and nothing else.
pub(crate) fn short_hash(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}

/// Ids for all keys at once: `prefix-slug`, and where two keys share a slug, or have none, with digits of the key.
pub(crate) fn ids(
    prefix: &str,
    keys: impl IntoIterator<Item = (String, String)>,
) -> BTreeMap<String, String> {
    let all: BTreeMap<String, String> = keys.into_iter().collect();
    let mut shared: BTreeMap<&str, usize> = BTreeMap::new();
    for slug in all.values() {
        *shared.entry(slug).or_default() += 1;
    }
    all.iter()
        .map(|(key, slug)| {
            let id = if slug.is_empty() {
                format!("{prefix}-{}", short_hash(key))
            } else if shared.get(slug.as_str()).is_some_and(|count| *count > 1) {
                format!("{prefix}-{slug}-{}", short_hash(key))
            } else {
                format!("{prefix}-{slug}")
            };
            (key.clone(), id)
        })
        .collect()
}
