//! The lists that ship with the program: our own transcription of public law, embedded in the binary.

use crate::MemorySources;

/// The name of the shipped list that includes all others.
pub const SHIPPED_ROOT: &str = "default.toml";

const FILES: [(&str, &str); 5] = [
    ("default.toml", include_str!("../packs/default.toml")),
    ("kaspersky.toml", include_str!("../packs/kaspersky.toml")),
    ("us-889.toml", include_str!("../packs/us-889.toml")),
    ("us-far-forms.toml", include_str!("../packs/us-far-forms.toml")),
    ("us-government.toml", include_str!("../packs/us-government.toml")),
];

/// The shipped lists: `default.toml`, `kaspersky.toml`, `us-889.toml`, and `us-government.toml`, which
/// the others include. To write them to a folder, write every file of [`MemorySources::iter`].
pub fn shipped() -> MemorySources {
    let mut sources = MemorySources::new();
    for (name, text) in FILES {
        sources.add(name, text);
    }
    sources
}
