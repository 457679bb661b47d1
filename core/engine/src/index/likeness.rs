//! Names that are told by likeness: the scored index over the names of the vendors. Built when it is asked for first,
//! so that a list that nobody screens names with costs nothing. It finds and scores, and gives no class of ours.
//! Invariant: the same list gives the same index, whoever asks first.

use std::sync::OnceLock;

use debar_blocklist::{Blocklist, Listed, Vendor};
use debar_names::{ListedKind, ListedName, NameIndex, is_weak_name};

use super::{Entries, EntryId, FormSource};
use crate::matching::Memory;

/// The scored names.
#[derive(Debug, Default)]
pub(crate) struct Likeness {
    parties: OnceLock<NameIndex>,
    goods: OnceLock<Goods>,
    /// Answers that were given on names of parties.
    pub said_of_parties: Memory,
    /// The same for titles.
    pub said_of_titles: Memory,
}

/// Brands and product names, each a party of its own under its number.
#[derive(Debug)]
struct Goods {
    names: NameIndex,
    of: Vec<(EntryId, FormSource)>,
}

impl Likeness {
    /// The names, aliases, brands and namesakes of every vendor, under the vendor's id.
    pub fn parties(&self, list: &Blocklist) -> &NameIndex {
        self.parties
            .get_or_init(|| NameIndex::new(list.vendors.iter().flat_map(|(id, vendor)| names_of(id, vendor))))
    }

    /// The brands and product names that say enough to be told when they are misspelt.
    pub fn goods(&self, list: &Blocklist, entries: &Entries) -> &NameIndex {
        &self.goods.get_or_init(|| Goods::of(list, entries)).names
    }

    /// Whose a brand or product name is, by its number.
    pub fn goods_of(&self, number: &str) -> Option<(EntryId, FormSource)> {
        self.goods.get()?.of.get(number.parse::<usize>().ok()?).copied()
    }
}

impl Goods {
    fn of(list: &Blocklist, entries: &Entries) -> Self {
        let (mut of, mut names) = (vec![], vec![]);
        let mut add = |entry, source, listed: &Listed| {
            if is_weak_name(&listed.text).is_none() {
                names.push((of.len().to_string(), listed.text.clone()));
                of.push((entry, source));
            }
        };
        for (entry, vendor) in entries.vendors(list) {
            (0..).zip(&vendor.brands).for_each(|(at, brand)| add(entry, FormSource::Brand(at), brand));
        }
        for (entry, product) in entries.products(list) {
            (0..).zip(&product.names).for_each(|(at, name)| add(entry, FormSource::ProductName(at), name));
        }
        let listed =
            names.iter().map(|(number, name)| ListedName { entity: number, name, kind: ListedKind::Brand });
        Self { names: NameIndex::new(listed), of }
    }
}

/// Which text of a vendor a scored name is.
pub(crate) fn source_of(vendor: &Vendor, kind: ListedKind, text: &str) -> Option<FormSource> {
    let among = |listed: &[Listed]| {
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
