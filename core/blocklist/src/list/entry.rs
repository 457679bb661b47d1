//! Who and what is listed: vendors, products, classes, digests, buyers, evidence.

use debar_model::{Digest, Identifier, Object, Place, Sha256Hex};

use crate::OpenSet;

use super::{Head, Moment, Span};

/// A text of the list and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The text as written.
    pub text: String,
    /// Its place.
    pub place: Place,
}

/// A buyer in the tree.
#[derive(Clone, Debug, Default)]
pub struct Buyer {
    /// Place, note, evidence.
    pub head: Head,
    /// Parents: a rule on a parent binds this buyer.
    pub part_of: Vec<String>,
    /// Members of a group of buyers.
    pub members: Vec<String>,
}

/// A share in percent: exact when both ends are equal. Hundredths of a percent, so 50 % is 5000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percent {
    /// Lower end.
    pub min: u16,
    /// Upper end.
    pub max: u16,
}

/// An owner of a vendor.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The owner's id.
    pub vendor: String,
    /// The share.
    pub percent: Option<Percent>,
    /// When it held.
    pub span: Span,
    /// Its place.
    pub place: Place,
}

/// How a vendor belongs to another without a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VendorRelation {
    /// `controlled-by`.
    ControlledBy,
    /// `successor-of`.
    SuccessorOf,
    /// `renamed-from`.
    RenamedFrom,
    /// `acts-for`: it acts on behalf or at the direction of the other.
    ActsFor,
    /// `white-labels`: it sells the other's goods under its own name.
    WhiteLabels,
}

/// A dated relation to another vendor.
#[derive(Clone, Debug)]
pub struct Succession {
    /// How.
    pub relation: VendorRelation,
    /// The other vendor's id.
    pub vendor: String,
    /// Products to which it is limited (`white-labels` only); all when empty.
    pub products: Vec<String>,
    /// When it held.
    pub span: Span,
    /// Its place.
    pub place: Place,
}

/// An identifier or a pattern of one: only a package name or version may be `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifierPattern {
    /// One identifier.
    Exact(Identifier),
    /// Every CPE of a vendor.
    CpeVendor(String),
    /// Every package in a namespace of a type: `pkg:npm/%40kaspersky/*`. Namespace in canonical form.
    PurlNamespace {
        /// The package type.
        kind: String,
        /// The namespace.
        namespace: String,
    },
    /// Every version of a package: canonical purl without version.
    PurlPackage {
        /// The package type.
        kind: String,
        /// The namespace; may be empty.
        namespace: String,
        /// The name.
        name: String,
    },
}

/// A vendor.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// Place, note, evidence.
    pub head: Head,
    /// The legal name.
    pub name: Listed,
    /// Other names.
    pub aliases: Vec<Listed>,
    /// Brands: the anchors of a family.
    pub brands: Vec<Listed>,
    /// Identifiers and patterns with their places.
    pub identifiers: Vec<(IdentifierPattern, Listed)>,
    /// Owners.
    pub owners: Vec<Owner>,
    /// Relations without a share.
    pub relations: Vec<Succession>,
    /// Names that others use for other firms: never a match.
    pub not: Vec<Listed>,
    /// What the vendor said, and what came of it.
    pub responses: Vec<Response>,
}

/// A vendor's answer to its listing: dated evidence, shown with every finding, without effect on verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// When.
    pub on: Moment,
    /// `lawsuit`, `letter`, `appeal` ...
    pub kind: Option<String>,
    /// What it says.
    pub says: Option<String>,
    /// What came of it; open when absent.
    pub result: Option<String>,
    /// When that was.
    pub result_on: Option<Moment>,
    /// Ids of its evidence.
    pub evidence: Vec<String>,
    /// Its place.
    pub place: Place,
}

/// A version range in VERS, kept as written and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange {
    /// The `vers:` text and its place.
    pub text: Listed,
}

/// A product.
#[derive(Clone, Debug)]
pub struct ProductEntry {
    /// Place, note, evidence.
    pub head: Head,
    /// Its maker's id.
    pub vendor: Option<String>,
    /// Whole names.
    pub names: Vec<Listed>,
    /// Globs over a whole field, folded: `*` and `?` only.
    pub globs: Vec<Listed>,
    /// Part numbers.
    pub part_numbers: Vec<Listed>,
    /// Identifiers and patterns with their places.
    pub identifiers: Vec<(IdentifierPattern, Listed)>,
    /// Versions that are meant; all when none is given.
    pub versions: Option<VersionRange>,
}

/// A class of goods.
#[derive(Clone, Debug)]
pub struct ClassEntry {
    /// Place, note, evidence.
    pub head: Head,
    /// Words and word sequences in free text.
    pub words: Vec<Listed>,
    /// Classification codes such as UNSPSC, with the scheme before a colon when given.
    pub codes: Vec<Listed>,
}

/// A set of digests.
#[derive(Clone, Debug)]
pub struct DigestSet {
    /// Place, note, evidence.
    pub head: Head,
    /// Digests with their places: inline ones and those of the pinned side file. Each names its
    /// algorithm and the object it is of.
    pub digests: Vec<(Digest, Place)>,
    /// The pinned side file and its digest.
    pub file: Option<(String, Sha256Hex)>,
    /// The pinned set on disk, whose digests are not among [`DigestSet::digests`].
    pub set: Option<SetFile>,
    /// A hit on a member file denies, instead of asking for a review.
    pub members_deny: bool,
    /// A hit by SHA-1 or MD5 denies, instead of asking for a review.
    pub legacy_deny: bool,
    /// The vendor whose goods they are, where known.
    pub vendor: Option<String>,
}

/// A digest set on disk, as made by `debar set build`.
#[derive(Clone, Debug)]
pub struct SetFile {
    /// Its name relative to the root file.
    pub name: String,
    /// The digest of its head.
    pub pin: Sha256Hex,
    /// Where the list names it.
    pub place: Place,
    /// What those of its digests are of that say nothing of it themselves.
    pub object: Object,
    /// The set; none where sets were not looked into.
    pub open: Option<OpenSet>,
}

/// A piece of evidence.
#[derive(Clone, Debug)]
pub struct EvidenceEntry {
    /// Place and note.
    pub head: Head,
    /// How to cite it.
    pub citation: Option<String>,
    /// Where it is.
    pub uri: Option<String>,
    /// A file beside the list and its digest, where it is pinned. Not part of the revision: the pin is.
    pub file: Option<(String, Option<Sha256Hex>)>,
    /// When it was retrieved.
    pub retrieved: Option<Moment>,
    /// Who retrieved it.
    pub by: Option<String>,
}
