//! What an admin can do about an evasion, as it would stand in the list. Suggestions, never made by themselves.
//! Invariant: no weak name is suggested.

use debar_names::{TokenClass, exact_key, fold, is_weak_name};

use crate::evasion::{Evasion, Source};
use crate::subject::Entry;
use crate::test_text::quoted;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Another name of the vendor.
    Alias(String),
    /// A brand of the vendor.
    Brand(String),
    /// An identifier under its scheme.
    Identifier(String, String),
    /// A pattern of a product: part numbers and names.
    Glob(String),
    /// Folding should undo it: keep it as a test, and report it.
    Report,
    /// No name would be safe: a domain, an LEI, a UEI or a digest would.
    OtherKey,
}

impl Remedy {
    pub(crate) fn of(evasion: Evasion, entry: &Entry<'_>, listed: &str, text: &str) -> Self {
        match evasion.source() {
            Source::Text | Source::Name if evasion.is_disguise() => Self::Report,
            Source::Text | Source::Name => Self::named(evasion, entry, listed, text),
            Source::Domain => Self::Identifier("domain".to_owned(), listed.to_owned()),
            Source::Purl => Self::Identifier("purl".to_owned(), text.to_owned()),
            Source::Cpe => Self::Identifier("cpe".to_owned(), text.to_owned()),
            Source::PartNumber => Self::Glob(format!("*{}*", listed.to_lowercase())),
            Source::Code | Source::Digest => Self::Report,
        }
    }

    fn named(evasion: Evasion, entry: &Entry<'_>, listed: &str, text: &str) -> Self {
        use Evasion as E;
        let inside = matches!(
            evasion,
            E::Subsidiary | E::MidTitle | E::InDescription | E::InComment | E::InFileName | E::ComponentOnly
        );
        if entry.table == "product" {
            return Self::Glob(format!("*{}*", exact_key(listed)));
        }
        let name = if inside && !entry.branded { brand_of(listed) } else { text.trim().to_owned() };
        match is_weak_name(&name) {
            Some(_) => Self::OtherKey,
            None if inside && !entry.branded => Self::Brand(name),
            None if inside => Self::Report,
            None => Self::Alias(name),
        }
    }

    /// What to write into the entry, in TOML; none where nothing can be written.
    pub fn toml(&self) -> Option<String> {
        match self {
            Self::Alias(name) => Some(format!("aliases = [{}]", quoted(name))),
            Self::Brand(name) => Some(format!("brands = [{}]", quoted(name))),
            Self::Identifier(scheme, value) => {
                Some(format!("identifiers = {{ {scheme} = [{}] }}", quoted(value)))
            }
            Self::Glob(glob) => Some(format!("globs = [{}]", quoted(glob))),
            Self::Report | Self::OtherKey => None,
        }
    }

    /// What to do, in words.
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Alias(_) => "add it to the vendor's aliases",
            Self::Brand(_) => "declare the brand",
            Self::Identifier(..) => "add the identifier",
            Self::Glob(_) => "add the pattern to the product",
            Self::Report => "keep it as a `[[test]]` and report it: no entry should have to foresee it",
            Self::OtherKey => "add a domain, an LEI, a UEI or a digest: such a name would meet others",
        }
    }

    /// The word for programs.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Alias(_) => "alias",
            Self::Brand(_) => "brand",
            Self::Identifier(..) => "identifier",
            Self::Glob(_) => "glob",
            Self::Report => "report",
            Self::OtherKey => "other-key",
        }
    }
}

/// The distinctive words of a name, as written.
fn brand_of(name: &str) -> String {
    let folded = fold(name);
    let words = folded.tokens().into_iter().filter(|token| token.class == TokenClass::Distinctive);
    let words = words.filter_map(|token| name.get(folded.origin(token.start..token.end)));
    words.take(2).collect::<Vec<_>>().join(" ")
}
