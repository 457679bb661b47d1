//! Is it a CycloneDX BOM, and of which version. Not a validation. Invariant: a document that does not say that it is
//! CycloneDX, or says a major version that is not read, is refused.

use debar_plugin_api::{DecodeError, Text};

use crate::item::{Item, NAMESPACE};
use crate::order::is_node;

/// The newest minor version that this plugin was written for.
const NEWEST: u32 = 7;

/// What a BOM says of its version.
pub(crate) struct Version<'d> {
    /// The version as written, when it is written.
    pub text: Option<Text<'d>>,
    /// A newer minor version than is known: fields may be new.
    pub newer: bool,
}

/// The version of a BOM.
pub(crate) fn version<'d>(root: Item<'d>) -> Result<Version<'d>, DecodeError> {
    let text = match root {
        Item::Element(element) => {
            let version = element.namespace().strip_prefix(NAMESPACE);
            let Some(version) = version.filter(|_| element.name() == "bom") else {
                return Err(unsupported("the root element is not a CycloneDX `bom`").at(&root.place()));
            };
            Some(Text::new(version, root.place().decoded()))
        }
        _ if !is_node(root) => return Err(unsupported("the document is not a JSON object").at(&root.place())),
        _ => {
            let formats = root.texts("bomFormat");
            if let Some(other) = formats.iter().find(|format| format.value != "CycloneDX") {
                return Err(unsupported("`bomFormat` is not `CycloneDX`").at(&other.at));
            }
            let versions = root.texts("specVersion");
            if formats.is_empty() && versions.is_empty() {
                return Err(unsupported("neither `bomFormat` nor `specVersion` says that this is a BOM"));
            }
            for more in versions.iter().skip(1) {
                minor(more)?;
            }
            versions.into_iter().next()
        }
    };
    let newer = text.as_ref().map(minor).transpose()?.is_some_and(|minor| minor > NEWEST);
    Ok(Version { text, newer })
}

fn minor(text: &Text<'_>) -> Result<u32, DecodeError> {
    let minor = text.value.strip_prefix("1.").and_then(|minor| minor.parse().ok());
    minor.ok_or_else(|| {
        let version: String = text.value.chars().take(20).collect();
        DecodeError::unsupported("cyclonedx-version", format!("CycloneDX version `{version}` is not read"))
            .help("send CycloneDX 1.2 to 1.7")
            .at(&text.at)
    })
}

fn unsupported(message: &str) -> DecodeError {
    DecodeError::unsupported("cyclonedx-format", message).help("send a CycloneDX BOM as JSON or XML")
}
