//! Digests that a request states, against listed ones: same algorithm and value. What a hit on a member
//! file or under a broken algorithm is worth is said in words, for the decision to weigh.

use debar_blocklist::Listed;
use debar_model::{Class, Digest, Object, Slot, Sourced, Value};

use super::Matcher;
use super::evidence::Match;
use super::met::{Collected, Met, MetDigest};
use crate::normalise::Prepared;

/// What a digest is stated for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DigestKind {
    /// The thing delivered.
    Thing,
    /// A file that the line or the request names.
    Artifact,
}

/// Every digest of a request with its line.
pub(crate) fn digests_of<'p>(
    prepared: &'p Prepared<'_>,
) -> impl Iterator<Item = (Option<u32>, DigestKind, &'p Sourced<Digest>)> {
    let request = prepared.request;
    let whole = request.artifacts.iter().flat_map(|artifact| &artifact.digests);
    let whole = whole.map(|digest| (None, DigestKind::Artifact, digest));
    let lines = (0_u32..).zip(&request.lines).flat_map(|(ordinal, line)| {
        let things = line.digests.iter().map(move |digest| (Some(ordinal), DigestKind::Thing, digest));
        let files = line.artifacts.iter().flat_map(|artifact| &artifact.digests);
        things.chain(files.map(move |digest| (Some(ordinal), DigestKind::Artifact, digest)))
    });
    whole.chain(lines)
}

impl Matcher<'_> {
    pub(super) fn digests(&self, found: &mut Collected) {
        if !self.index.has_digests() {
            return;
        }
        for (line, kind, stated) in digests_of(self.prepared) {
            let digest = &stated.value;
            for listed in self.index.digests(digest) {
                let text = digest.to_string();
                let value = Value {
                    line,
                    slot: if kind == DigestKind::Thing { Slot::ProductIdentifier } else { Slot::Artifact },
                    text: text.as_str().into(),
                    identifier: None,
                    source: &stated.source,
                };
                let form = Listed { text: text.clone(), place: listed.place.clone() };
                let from = listed.from.as_deref().unwrap_or_default();
                let how = format!("{} digest of {}{from}", digest.algorithm(), object_word(listed.object));
                let evidence = Match::whole(&text, &text, how).evidence(&value, &form);
                let member = listed.object == Object::File || digest.object() == Object::File;
                let legacy = digest.algorithm().is_legacy();
                found.add(Met {
                    entry: listed.entry,
                    line,
                    class: Class::Exact,
                    evidence,
                    digest: Some(MetDigest { member, legacy }),
                    caution: None,
                });
            }
        }
    }
}

const fn object_word(object: Object) -> &'static str {
    match object {
        Object::Archive => "a delivered artefact",
        Object::File => "a file inside an artefact",
        Object::Unknown => "an artefact",
    }
}
