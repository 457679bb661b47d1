//! Plain lists of hashes: hex alone, as `sha256sum` and the BSDs print them, with a prefix, or in base64 with its algorithm.
//! Algorithms are told by prefix or length. A line of plain hex takes no memory but its bytes.

use debar_model::Object;

use crate::draft::Draft;
use crate::entry::SetKey;
use crate::table::{DigestTable, Hash};
use crate::text::is_empty_file;
use crate::{InputFile, Lint, Refusal, text};

/// A longer line is no digest.
const MAX_LINE: usize = 64 * 1024;

pub(super) fn read(file: &InputFile<'_>, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let lower = file.name.to_ascii_lowercase();
    if lower.contains("imphash") || lower.contains("authentihash") {
        return Err(Refusal::new(
            file.name,
            "by its name it lists hashes of import tables or of signatures, which are no hashes of files",
            "give the list of file hashes; rename the file if it is one",
        ));
    }
    let key = SetKey {
        list: "Hash list".to_owned(),
        review: false,
        object: Object::File,
        members_deny: true,
        from: None,
        ends: None,
    };
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
    let mut table = draft.digests.remove(&key).unwrap_or_default();
    let mut seen = [false; 5];
    let (mut from, mut line, mut good) = (0, 0_u64, 0_u64);
    let mut decoded = [0_u8; 64];
    while from < bytes.len() {
        let rest = bytes.get(from..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let whole = rest.get(..end).unwrap_or_default();
        from += end + 1;
        line += 1;
        let row = whole.strip_suffix(b"\r").unwrap_or(whole).trim_ascii();
        if row.is_empty() || matches!(row.first(), Some(b'#' | b';')) {
            continue;
        }
        draft.report.rows += 1;
        if let Some(hash) = hex(row, &mut decoded) {
            let digest = decoded.get(..hash.bytes()).unwrap_or_default();
            if draft.options.select.is_empty() && !is_empty_file(hash, digest) {
                mark(&mut seen, hash);
                table.add(hash, digest, "");
                good += 1;
                continue;
            }
        }
        good += u64::from(slow(row, line, &key, &mut seen, &mut table, draft));
    }
    if good == 0
        && !draft.report.counts.keys().any(|lint| matches!(lint, Lint::EmptyFile | Lint::NotSelected))
    {
        draft.digests.insert(key, table);
        return Err(Refusal::new(
            file.name,
            "no line of it is a digest",
            "give a list of hashes, one a line",
        ));
    }
    if seen.iter().filter(|seen| **seen).count() > 1 {
        draft.note(Lint::MixedAlgorithms, &"the whole file", "");
    }
    let [md5, sha1, rest @ ..] = seen;
    if (md5 || sha1) && !rest.contains(&true) {
        draft.note(Lint::Legacy, &"the whole file", "");
    }
    draft.digests.insert(key, table);
    Ok(())
}

fn mark(seen: &mut [bool; 5], hash: Hash) {
    if let Some(at) = Hash::ALL.iter().position(|known| *known == hash)
        && let Some(slot) = seen.get_mut(at)
    {
        *slot = true;
    }
}

/// A line that is more than hex: with a name, a prefix, or wrong.
fn slow(
    row: &[u8],
    line: u64,
    key: &SetKey,
    seen: &mut [bool; 5],
    table: &mut DigestTable,
    draft: &mut Draft<'_>,
) -> bool {
    let place = format!("line {line}");
    let Some(text) = (row.len() <= MAX_LINE).then(|| std::str::from_utf8(row).ok()).flatten() else {
        let cut = row.get(..200).unwrap_or(row);
        draft.note(Lint::BadRow, &place, &String::from_utf8_lossy(cut));
        return false;
    };
    let Some((hash, digest, label)) = parts(text) else {
        draft.note(Lint::BadRow, &place, text);
        return false;
    };
    if is_empty_file(hash, &digest) {
        draft.note(Lint::EmptyFile, &place, text);
        return false;
    }
    let label = text::clean(&label).0;
    if !draft.asks_for(&key.list, &label) {
        return false;
    }
    mark(seen, hash);
    table.add(hash, &digest, &label);
    true
}

/// The digest of a line and the name of its file.
fn parts(text: &str) -> Option<(Hash, Vec<u8>, String)> {
    // `SHA256 (name) = hex`
    if let Some((before, value)) = text.rsplit_once(" = ")
        && let Some((algorithm, name)) = before.split_once(" (")
    {
        let (hash, digest) = text::digest(Some(Hash::named(algorithm)?), value)?;
        return Some((hash, digest, name.strip_suffix(')')?.to_owned()));
    }
    // `hex  name`, `hex *name`, with a backslash in front where the name is escaped.
    let line = text.strip_prefix('\\').unwrap_or(text);
    let (value, name) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let (hash, digest) = text::digest(None, value)?;
    Some((hash, digest, name.trim().trim_start_matches('*').to_owned()))
}

/// Decodes a row that is nothing but the hex digits of a digest.
#[inline]
fn hex(row: &[u8], decoded: &mut [u8; 64]) -> Option<Hash> {
    let hash = Hash::of_bytes(row.len() / 2).filter(|_| row.len().is_multiple_of(2))?;
    let mut bad = 0_u8;
    for (pair, byte) in row.as_chunks::<2>().0.iter().zip(decoded.iter_mut()) {
        let [high, low] = pair.map(nibble);
        bad |= high | low;
        *byte = high << 4 | (low & 0xf);
    }
    (bad <= 0xf).then_some(hash)
}

#[inline]
const fn nibble(digit: u8) -> u8 {
    if digit.is_ascii_hexdigit() { (digit & 0xf) + 9 * (digit >> 6) } else { 0xf0 }
}
