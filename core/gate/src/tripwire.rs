//! The tripwire: listed words in the undecoded document, or in a text that it carries, that no finding of the
//! decoded requests explains. It does not trust the plugin, so it looks at the bytes alone.

use debar_engine::Engine;
use debar_model::{Decision, HoldReason};

/// The most words that one sentence names.
const SHOWN: usize = 5;

/// A reason to hold, when a listed word stands in a text and in no finding.
pub(crate) fn trip(
    engine: &Engine,
    texts: &[String],
    decisions: &[&Decision],
) -> Option<(HoldReason, String)> {
    let mut unexplained: Vec<String> = texts
        .iter()
        .flat_map(|text| engine.scan_raw(text))
        .filter(|hit| {
            !decisions.iter().flat_map(|decision| &decision.findings).any(|finding| {
                finding.listing.table == hit.listing.table && finding.listing.id == hit.listing.id
            })
        })
        .map(|hit| format!("`{}` ({} {})", hit.listed, hit.listing.table, hit.listing.id))
        .collect();
    unexplained.sort();
    unexplained.dedup();
    if unexplained.is_empty() {
        return None;
    }
    let more = unexplained.len().saturating_sub(SHOWN);
    unexplained.truncate(SHOWN);
    let tail = if more == 0 { String::new() } else { format!(" and {more} more") };
    Some((
        HoldReason::Tripwire,
        format!(
            "the raw document names {}{tail}, but the decoded request does not; a person must look at the document",
            unexplained.join(", ")
        ),
    ))
}

/// A file as text, if it is one: UTF-8 or UTF-16 without zero letters. In pictures and archives short listed
/// words stand by chance.
pub(crate) fn text_of(bytes: &[u8]) -> Option<String> {
    let text = as_text(bytes);
    let whole = !text.contains(['\0', char::REPLACEMENT_CHARACTER]);
    whole.then_some(text)
}

/// The bytes as text: UTF-16 by its mark or its zero bytes, everything else as UTF-8 with the
/// undecodable bytes replaced, so that ASCII words are seen in every other character set.
pub(crate) fn as_text(bytes: &[u8]) -> String {
    let utf16 = |little: bool, bytes: &[u8]| {
        let units = bytes
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(true, rest),
        [0xFE, 0xFF, rest @ ..] => utf16(false, rest),
        [0, first, 0, ..] if *first != 0 => utf16(false, bytes),
        [first, 0, _, 0, ..] if *first != 0 => utf16(true, bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::as_text;

    #[test]
    fn text_is_seen_in_every_usual_character_set() {
        let word = "Kaspersky";
        let units: Vec<u16> = word.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            word.as_bytes().to_vec(),
            marked(&[0xEF, 0xBB, 0xBF], word.as_bytes()),
            marked(&[0xE9, b' '], word.as_bytes()),
            little.clone(),
            big.clone(),
            marked(&[0xFF, 0xFE], &little),
            marked(&[0xFE, 0xFF], &big),
        ] {
            assert!(as_text(&bytes).contains(word), "{bytes:02x?}");
        }
        assert_eq!(as_text(&[]), "");
    }
}
