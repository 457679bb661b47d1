//! Order lines, child lines and SBOM components: one shape, because rules reach all of them alike.

use crate::{Decimal, Digest, Extra, Identifier, Party, Source, Sourced};

/// What a line stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// Goods that are bought.
    #[default]
    Item,
    /// A service that is bought.
    Service,
    /// A part of the parent line: an SBOM component, an embedded product.
    Component,
    /// A line that only holds its children together.
    Bundle,
}

impl LineKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Service => "service",
            Self::Component => "component",
            Self::Bundle => "bundle",
        }
    }

    /// Reads a word of the wire; an unknown one is an item, the kind that every rule reaches.
    pub fn read(word: &str) -> Self {
        match word {
            "service" => Self::Service,
            "component" => Self::Component,
            "bundle" => Self::Bundle,
            _ => Self::Item,
        }
    }
}

/// Whose part number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartOwner {
    /// The seller's number.
    Supplier,
    /// The seller's further number.
    SupplierAuxiliary,
    /// The maker's number.
    Manufacturer,
    /// The buyer's number.
    Buyer,
}

impl PartOwner {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supplier => "supplier",
            Self::SupplierAuxiliary => "supplier-auxiliary",
            Self::Manufacturer => "manufacturer",
            Self::Buyer => "buyer",
        }
    }

    /// Reads a word of the wire; any other word is a supplier's number.
    pub fn read(word: &str) -> Self {
        match word {
            "supplier-auxiliary" => Self::SupplierAuxiliary,
            "manufacturer" => Self::Manufacturer,
            "buyer" => Self::Buyer,
            _ => Self::Supplier,
        }
    }
}

/// A part number and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartNumber {
    /// Who gave the number.
    pub owner: PartOwner,
    /// The number as written.
    pub number: Sourced<String>,
}

/// A classification such as UNSPSC; never gates a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification {
    /// The scheme as written.
    pub scheme: String,
    /// The code as written.
    pub code: Sourced<String>,
    /// Its name, where the document gives one.
    pub name: Option<Sourced<String>>,
}

/// An amount in a currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Money {
    /// The exact amount.
    pub amount: Decimal,
    /// ISO 4217 code as written; empty when the document gives none.
    pub currency: String,
    /// Its place.
    pub source: Source,
}

/// A file that the document names but does not carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Artifact {
    /// Where the file is said to be; never fetched.
    pub uris: Vec<Sourced<String>>,
    /// Its name, where given.
    pub names: Vec<Sourced<String>>,
    /// Its media type, where given.
    pub media_type: Option<Sourced<String>>,
    /// Digests that the document states for it, or that were made of it.
    pub digests: Vec<Sourced<Digest>>,
    /// What could not be read inside it, a sentence each: a digest may have been missed there.
    pub unread: Vec<Sourced<String>>,
}

/// What is bought, as the document describes it. Repeated fields are kept, never merged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Product {
    /// Names and titles.
    pub names: Vec<Sourced<String>>,
    /// Free descriptions.
    pub descriptions: Vec<Sourced<String>>,
    /// Brands.
    pub brands: Vec<Sourced<String>>,
    /// Models.
    pub models: Vec<Sourced<String>>,
    /// Versions.
    pub versions: Vec<Sourced<String>>,
    /// Part numbers of all owners.
    pub part_numbers: Vec<PartNumber>,
    /// purl, CPE, GTIN, SWID and others.
    pub identifiers: Vec<Sourced<Identifier>>,
    /// Classifications.
    pub classifications: Vec<Classification>,
    /// Countries of origin as written.
    pub origins: Vec<Sourced<String>>,
}

/// One line of a request. Its ordinal is its index in [`crate::PurchaseRequest::lines`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineItem {
    /// The line's own number or id in the document.
    pub id: Option<Sourced<String>>,
    /// What the line stands for.
    pub kind: LineKind,
    /// Ordinal of the parent line.
    pub parent: Option<u32>,
    /// The reference by which the document itself names the line (a `bom-ref`).
    pub reference: Option<Sourced<String>>,
    /// The whole line in the native document.
    pub source: Source,
    /// Parties named on the line.
    pub parties: Vec<Party>,
    /// What is bought.
    pub product: Product,
    /// How many.
    pub quantity: Option<Sourced<Decimal>>,
    /// Of which unit.
    pub unit: Option<Sourced<String>>,
    /// Price of one.
    pub unit_price: Option<Money>,
    /// Price of the line.
    pub amount: Option<Money>,
    /// Digests that the document states for the thing delivered.
    pub digests: Vec<Sourced<Digest>>,
    /// Files that the line names.
    pub artifacts: Vec<Artifact>,
    /// Comments.
    pub comments: Vec<Sourced<String>>,
    /// Everything else that the document says of the line.
    pub extra: Vec<Extra>,
}
