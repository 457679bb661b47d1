//! Who signed software and where it comes from, against listed signers and sources. An address counts where a
//! document says that the thing comes from it; elsewhere a person looks.

use debar_blocklist::Location;
use debar_model::{Class, Identifier, Purl, Slot, Value};

use super::Matcher;
use super::evidence::Match;
use super::field::buys;
use super::met::{Collected, Met};
use crate::index::Origin;

impl Matcher<'_> {
    pub(super) fn provenance(&self, value: &Value<'_>, found: &mut Collected) {
        if let Slot::PartyIdentifier(role) = &value.slot
            && buys(role)
        {
            return;
        }
        let index = &self.index.provenance;
        match value.identifier {
            Some(Identifier::Signer(signer)) => {
                for (origin, folded) in index.signers(signer) {
                    add(value, origin, &folded, None, found);
                }
            }
            Some(Identifier::Purl(purl)) if index.has_sources() => {
                for text in places(purl) {
                    self.place(value, &text, None, found);
                }
            }
            None if index.has_sources() => match value.slot {
                Slot::Artifact => self.place(value, &value.text, None, found),
                Slot::Extra(_) | Slot::Reference | Slot::Comment if value.text.contains("://") => {
                    let caution = "the address stands where it may mean something else";
                    self.place(value, value.text.trim(), Some(caution), found);
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn place(&self, value: &Value<'_>, text: &str, caution: Option<&str>, found: &mut Collected) {
        let Some(place) = Location::read(text) else { return };
        for origin in self.index.provenance.sources(&place) {
            add(value, origin, &place.to_string(), caution, found);
        }
    }
}

/// Where a package comes from: its qualifiers (`repository_url`, `download_url`, `vcs_url` of the purl
/// specification), or the repository that its type stands for.
fn places(purl: &Purl) -> Vec<String> {
    let stated = ["repository_url", "download_url", "vcs_url"];
    let mut places: Vec<String> =
        stated.iter().filter_map(|key| purl.qualifier(key)).map(str::to_owned).collect();
    let host = match purl.kind() {
        "github" => Some("github.com/"),
        "gitlab" => Some("gitlab.com/"),
        "bitbucket" => Some("bitbucket.org/"),
        "golang" => Some(""),
        _ => None,
    };
    if let (Some(host), Some(namespace)) = (host, purl.namespace()) {
        places.push(format!("{host}{namespace}/{}", purl.name()));
    }
    places
}

fn add(value: &Value<'_>, origin: &Origin, folded: &str, caution: Option<&str>, found: &mut Collected) {
    found.add(Met {
        entry: origin.entry,
        line: value.line,
        class: Class::Exact,
        evidence: Match::whole(&value.text, folded, origin.how).evidence(value, &origin.listed),
        digest: None,
        caution: caution.map(str::to_owned),
    });
}
