//! Names that are told by likeness: the scored index over the names of the vendors. Built when it is asked for first,
//! so that a list that nobody screens names with costs nothing. It finds and scores, and gives no class of ours.
//! Invariant: the same list gives the same index, whoever asks first.

use std::sync::OnceLock;

use debar_blocklist::{Blocklist, Vendor};
use debar_names::{ListedKind, ListedName, NameIndex};

use super::FormSource;

/// The scored names.
#[derive(Debug, Default)]
pub(crate) struct Likeness {
    parties: OnceLock<NameIndex>,
}

impl Likeness {
    /// The names, aliases, brands and namesakes of every vendor, under the vendor's id.
    pub fn parties(&self, list: &Blocklist) -> &NameIndex {
        self.parties
            .get_or_init(|| NameIndex::new(list.vendors.iter().flat_map(|(id, vendor)| names_of(id, vendor))))
    }
}

/// Which text of a vendor a scored name is.
pub(crate) fn source_of(vendor: &Vendor, kind: ListedKind, text: &str) -> Option<FormSource> {
    let among = |listed: &[debar_blocklist::Listed]| {
        listed.iter().position(|one| one.text == text).and_then(|at| u32::try_from(at).ok())
    };
    match kind {
        ListedKind::Name => Some(FormSource::Name),
        ListedKind::Alias => among(&vendor.aliases).map(FormSource::Alias),
        ListedKind::Brand => among(&vendor.brands).map(FormSource::Brand),
        ListedKind::Not => among(&vendor.not).map(FormSource::Not),
    }
}

fn names_of<'a>(id: &'a str, vendor: &'a Vendor) -> impl Iterator<Item = ListedName<'a>> {
    let more = [
        (ListedKind::Alias, &vendor.aliases),
        (ListedKind::Brand, &vendor.brands),
        (ListedKind::Not, &vendor.not),
    ];
    let more = more.into_iter().flat_map(|(kind, names)| names.iter().map(move |name| (kind, name)));
    std::iter::once((ListedKind::Name, &vendor.name)).chain(more).map(move |(kind, name)| ListedName {
        entity: id,
        name: &name.text,
        kind,
    })
}
