//! The lists that ship with the program: our own transcription of public law, embedded in the binary.

use crate::MemorySources;

/// The name of the shipped list that is used when no other is named; it includes those of the United States.
pub const SHIPPED_ROOT: &str = "default.toml";

/// The file of the shipped lists that has nothing but forms of reports.
pub const SHIPPED_FORMS: &str = "us-far-forms.toml";

const FILES: [(&str, &str); 11] = [
    ("default.toml", include_str!("../packs/default.toml")),
    ("eu-5k.toml", include_str!("../packs/eu-5k.toml")),
    ("kaspersky.toml", include_str!("../packs/kaspersky.toml")),
    ("netherlands.toml", include_str!("../packs/netherlands.toml")),
    ("texas.toml", include_str!("../packs/texas.toml")),
    ("us-889-part-b.toml", include_str!("../packs/us-889-part-b.toml")),
    ("us-889.toml", include_str!("../packs/us-889.toml")),
    ("us-far-forms.toml", include_str!("../packs/us-far-forms.toml")),
    ("us-fascsa.toml", include_str!("../packs/us-fascsa.toml")),
    ("us-fcc-classes.toml", include_str!("../packs/us-fcc-classes.toml")),
    ("us-government.toml", include_str!("../packs/us-government.toml")),
];

/// The shipped lists: `default.toml` with what it includes, and lists of other jurisdictions, to be included by those
/// whom they bind. To write them to a folder, write every file of [`MemorySources::iter`].
pub fn shipped() -> MemorySources {
    let mut sources = MemorySources::new();
    for (name, text) in FILES {
        sources.add(name, text);
    }
    sources
}
