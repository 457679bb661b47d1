//! Listed names and digests in undecoded bytes. No classes: a person looks at what no finding explains.

use debar_blocklist::Blocklist;
use debar_model::{Digest, Object};
use debar_names::{Boundary, WeakReason, scan_form};

use super::name;
use crate::RawHit;
use crate::index::{FormSource, Index};

/// Lengths of hex digests: MD5, SHA-1, SHA-256, SHA-384, SHA-512.
const HEX_LENGTHS: [usize; 5] = [32, 40, 64, 96, 128];

/// All hits in order of their places, each listed entry once per place.
pub(crate) fn scan_raw(list: &Blocklist, index: &Index, text: &str) -> Vec<RawHit> {
    let mut hits = vec![];
    names(list, index, text, &mut hits);
    digests(list, index, text, &mut hits);
    hits.sort_by(|a, b| {
        let key = |hit: &RawHit| (hit.range.start, hit.range.end, hit.listing.table, hit.listing.id.clone());
        key(a).cmp(&key(b)).then_with(|| a.listed.cmp(&b.listed))
    });
    hits.dedup_by(|b, a| {
        a.range == b.range && a.listing.table == b.listing.table && a.listing.id == b.listing.id
    });
    hits
}

fn names(list: &Blocklist, index: &Index, text: &str, hits: &mut Vec<RawHit>) {
    if !index.may_hold(text, false, &mut vec![]) {
        return;
    }
    let folded = scan_form(text);
    for hit in name::scan(index, &folded).hits {
        let Some(form) = index.form(hit.needle.form) else { continue };
        let sound = match form.source {
            FormSource::Not(_) | FormSource::Word(_) => false,
            _ => match if hit.needle.whole { form.weak } else { form.core_weak } {
                // Encoded bytes have seams everywhere, so a short word at one proves nothing.
                None => match hit.boundary {
                    Boundary::Word | Boundary::Unspaced => true,
                    Boundary::Seam => hit.needle.range.len() > 5,
                    Boundary::Spaced | Boundary::Joined => false,
                },
                Some(WeakReason::TooShort) => hit.boundary == Boundary::Word,
                Some(_) => false,
            },
        };
        let Some(scanned) = folded.forms().get(hit.form).filter(|_| sound) else { continue };
        let (Some(listing), Some(listed)) =
            (index.entries.listing(list, form.entry), index.listed(list, hit.needle.form))
        else {
            continue;
        };
        hits.push(RawHit {
            listing,
            listed: listed.text.clone(),
            folded: scanned.text().get(hit.needle.range.clone()).unwrap_or_default().to_owned(),
            range: scanned.origin(hit.needle.range),
        });
    }
}

fn digests(list: &Blocklist, index: &Index, text: &str, hits: &mut Vec<RawHit>) {
    if !index.has_digests() {
        return;
    }
    let mut start = 0;
    for run in text.split(|c: char| !c.is_ascii_hexdigit()) {
        let range = start..start + run.len();
        start =
            range.end + text.get(range.end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        if !HEX_LENGTHS.contains(&run.len()) {
            continue;
        }
        let Ok(digest) = Digest::read(None, run, Object::Unknown) else { continue };
        for found in index.digests(&digest) {
            let Some(listing) = index.entries.listing(list, found.entry) else { continue };
            hits.push(RawHit {
                listing,
                listed: digest.to_string(),
                folded: digest.value(),
                range: range.clone(),
            });
        }
    }
}
