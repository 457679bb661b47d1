//! Entries of the list by number, and the forms under which they are known.

use std::collections::HashMap;

use debar_blocklist::{
    Blocklist, ClassEntry, DigestSet, Listed, ProductEntry, SignerEntry, SourceEntry, Vendor,
};
use debar_model::{Listing, Place};
use debar_names::{ListedKind, WeakReason};

/// The number of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct EntryId(u32);

/// The number of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FormId(u32);

impl FormId {
    pub fn new(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The TOML table of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Table {
    Vendor,
    Product,
    Class,
    Digests,
    Signer,
    Source,
}

impl Table {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Class => "class",
            Self::Digests => "digests",
            Self::Signer => "signer",
            Self::Source => "source",
        }
    }
}

/// An entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub table: Table,
    pub id: String,
    /// The vendor whose product or digest it is.
    pub vendor: Option<EntryId>,
}

/// Which text of an entry a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum FormSource {
    Name,
    Alias(u32),
    Brand(u32),
    /// A name of another firm: keeps matches away.
    Not(u32),
    ProductName(u32),
    /// A word of a class of goods.
    Word(u32),
}

impl FormSource {
    pub const fn is_word(self) -> bool {
        matches!(self, Self::Word(_))
    }

    /// Whether it is a name or a brand of the entry itself.
    pub const fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Alias(_) | Self::Brand(_))
    }

    /// What a name is to its vendor; none for what is no name of one.
    pub const fn kind(self) -> Option<ListedKind> {
        Some(match self {
            Self::Name => ListedKind::Name,
            Self::Alias(_) => ListedKind::Alias,
            Self::Brand(_) => ListedKind::Brand,
            Self::Not(_) => ListedKind::Not,
            Self::ProductName(_) | Self::Word(_) => return None,
        })
    }

    pub fn listed<'l>(self, list: &'l Blocklist, entry: &Entry) -> Option<&'l Listed> {
        let id = entry.id.as_str();
        match self {
            Self::Name => list.vendors.get(id).map(|vendor| &vendor.name),
            Self::Alias(at) => list.vendors.get(id)?.aliases.get(at as usize),
            Self::Brand(at) => list.vendors.get(id)?.brands.get(at as usize),
            Self::Not(at) => list.vendors.get(id)?.not.get(at as usize),
            Self::ProductName(at) => list.products.get(id)?.names.get(at as usize),
            Self::Word(at) => list.classes.get(id)?.words.get(at as usize),
        }
    }
}

/// A listed text, prepared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub entry: EntryId,
    pub source: FormSource,
    /// Why the whole text is too weak to decide on alone.
    pub weak: Option<WeakReason>,
    /// The same for what remains of it without legal forms.
    pub core_weak: Option<WeakReason>,
    /// Words of the whole text.
    pub words: u8,
    /// Words without legal forms.
    pub core_words: u8,
}

/// All entries, vendors first.
#[derive(Debug)]
pub(crate) struct Entries {
    all: Vec<Entry>,
    by_id: [HashMap<String, EntryId>; 6],
}

impl Entries {
    pub fn of(list: &Blocklist) -> Self {
        let mut entries = Self { all: vec![], by_id: Default::default() };
        for id in list.vendors.keys() {
            entries.add(Table::Vendor, id, None);
        }
        for (id, product) in &list.products {
            entries.add(Table::Product, id, product.vendor.as_deref());
        }
        for id in list.classes.keys() {
            entries.add(Table::Class, id, None);
        }
        for (id, set) in &list.digests {
            entries.add(Table::Digests, id, set.vendor.as_deref());
        }
        for id in list.signers.keys() {
            entries.add(Table::Signer, id, None);
        }
        for id in list.sources.keys() {
            entries.add(Table::Source, id, None);
        }
        entries
    }

    pub fn find(&self, id: EntryId) -> Option<&Entry> {
        self.all.get(id.0 as usize)
    }

    pub fn id_of(&self, table: Table, id: &str) -> Option<EntryId> {
        self.by_id.get(table as usize)?.get(id).copied()
    }

    pub fn vendors<'a>(&self, list: &'a Blocklist) -> impl Iterator<Item = (EntryId, &'a Vendor)> + use<'a> {
        (0..).map(EntryId).zip(list.vendors.values())
    }

    pub fn products<'a>(
        &self,
        list: &'a Blocklist,
    ) -> impl Iterator<Item = (EntryId, &'a ProductEntry)> + use<'a> {
        self.from(list.vendors.len()).zip(list.products.values())
    }

    pub fn classes<'a>(
        &self,
        list: &'a Blocklist,
    ) -> impl Iterator<Item = (EntryId, &'a ClassEntry)> + use<'a> {
        self.from(list.vendors.len() + list.products.len()).zip(list.classes.values())
    }

    pub fn digests<'a>(
        &self,
        list: &'a Blocklist,
    ) -> impl Iterator<Item = (EntryId, &'a DigestSet)> + use<'a> {
        let before = list.vendors.len() + list.products.len() + list.classes.len();
        self.from(before).zip(list.digests.values())
    }

    pub fn signers<'a>(
        &self,
        list: &'a Blocklist,
    ) -> impl Iterator<Item = (EntryId, &'a SignerEntry)> + use<'a> {
        let goods = list.vendors.len() + list.products.len() + list.classes.len();
        self.from(goods + list.digests.len()).zip(list.signers.values())
    }

    pub fn sources<'a>(
        &self,
        list: &'a Blocklist,
    ) -> impl Iterator<Item = (EntryId, &'a SourceEntry)> + use<'a> {
        let goods = list.vendors.len() + list.products.len() + list.classes.len();
        self.from(goods + list.digests.len() + list.signers.len()).zip(list.sources.values())
    }

    /// Numbers of entries from the `before`-th on: tables follow one another in the order of [`Table`].
    fn from(&self, before: usize) -> impl Iterator<Item = EntryId> + use<> {
        (u32::try_from(before).unwrap_or(u32::MAX)..).map(EntryId)
    }

    /// The entry as findings name it.
    pub fn listing(&self, list: &Blocklist, id: EntryId) -> Option<Listing> {
        let entry = self.find(id)?;
        let (name, place): (String, &Place) = match entry.table {
            Table::Vendor => {
                let vendor = list.vendors.get(&entry.id)?;
                (vendor.name.text.clone(), &vendor.head.place)
            }
            Table::Product => {
                let product = list.products.get(&entry.id)?;
                let name = product.names.first().map_or(&entry.id, |name| &name.text);
                (name.clone(), &product.head.place)
            }
            Table::Class => (entry.id.clone(), &list.classes.get(&entry.id)?.head.place),
            Table::Digests => (entry.id.clone(), &list.digests.get(&entry.id)?.head.place),
            Table::Signer => (entry.id.clone(), &list.signers.get(&entry.id)?.head.place),
            Table::Source => (entry.id.clone(), &list.sources.get(&entry.id)?.head.place),
        };
        Some(Listing { table: entry.table.word(), id: entry.id.clone(), name, place: place.clone() })
    }

    fn add(&mut self, table: Table, id: &str, vendor: Option<&str>) {
        let Ok(number) = u32::try_from(self.all.len()) else { return };
        let vendor = vendor.and_then(|vendor| self.id_of(Table::Vendor, vendor));
        self.all.push(Entry { table, id: id.to_owned(), vendor });
        if let Some(ids) = self.by_id.get_mut(table as usize) {
            ids.insert(id.to_owned(), EntryId(number));
        }
    }
}
