//! Values against the index: findings with class, evidence and place. The matcher never decides: what
//! follows from a finding is not known here.

mod classify;
mod context;
mod digest;
mod evidence;
mod field;
mod identifier;
mod met;
mod name;
mod product;
mod raw;
mod version;

use debar_blocklist::Blocklist;

use crate::index::Index;
use crate::normalise::Prepared;

pub(crate) use digest::digests_of;
pub(crate) use evidence::cut;
pub(crate) use field::buys;
pub(crate) use met::Met;
pub(crate) use raw::scan_raw;

use field::Field;
use met::Collected;

/// Everything that a request has in common with the list, strictest evidence first for each place.
pub(crate) fn all(list: &Blocklist, index: &Index, prepared: &Prepared<'_>) -> Vec<Met> {
    let matcher = Matcher { list, index, prepared };
    let mut found = Collected::default();
    let scans: Vec<name::Scan> = prepared.texts().iter().map(|text| name::scan(index, text)).collect();
    for (_, value, text, folded) in prepared.folded() {
        let field = Field::of(value, prepared);
        let Some(scan) = scans.get(text) else { continue };
        matcher.names(value, &field, folded, scan, &mut found);
        matcher.products(value, &field, folded, scan, &mut found);
        matcher.identifiers(value, &field, &mut found);
    }
    matcher.digests(&mut found);
    found.finish()
}

struct Matcher<'a> {
    list: &'a Blocklist,
    index: &'a Index,
    prepared: &'a Prepared<'a>,
}
