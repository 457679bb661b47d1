//! Files that stand as text inside a document. Not their formats.
//!
//! Invariant: bytes come out only when every character of the text was understood.

use base64::Engine;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::engine::{DecodePaddingMode, general_purpose::STANDARD};

/// The bytes of base64 text; white space is skipped, padding may be missing. `None` when anything else is wrong.
pub fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let packed: Vec<u8> = text.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
    if packed.ends_with(b"=") {
        return STANDARD.decode(packed).ok();
    }
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&base64::alphabet::STANDARD, config).decode(packed).ok()
}
