//! The words of the contract: node kinds and field numbers, with the type and the place of each. Not the
//! canonical model (the host maps these to it).
//!
//! Invariant: a number is never reused or renamed; `registry.tsv`, the C header and these constants are
//! compared by a test.

use std::fmt;

macro_rules! nodes {
    ($($number:literal $name:ident $doc:literal;)*) => {
        /// Node kinds.
        pub mod node {
            $(#[doc = $doc] pub const $name: u32 = $number;)*
            /// The name of a node kind, for messages.
            #[must_use]
            pub const fn name(number: u32) -> Option<&'static str> {
                match number { $($number => Some(stringify!($name)),)* _ => None }
            }
            /// Every node kind with its name.
            pub const ALL: &[(u32, &str)] = &[$(($number, stringify!($name)),)*];
        }
    };
}

macro_rules! fields {
    ($($number:literal $name:ident $kind:ident [$($node:ident)*] $doc:literal;)*) => {
        /// Field numbers. The top bit ([`crate::abi::MUST_UNDERSTAND`]) is not part of the number.
        pub mod field {
            use super::{FieldInfo, FieldType, node};
            $(#[doc = $doc] pub const $name: u32 = $number;)*
            /// Every known field.
            pub const ALL: &[FieldInfo] = &[$(FieldInfo {
                number: $number, name: stringify!($name), kind: FieldType::$kind, nodes: &[$(node::$node),*],
            },)*];
            /// What is known of a field number (top bit cleared).
            #[must_use]
            pub fn info(number: u32) -> Option<&'static FieldInfo> {
                ALL.binary_search_by_key(&number, |info| info.number).ok().and_then(|at| ALL.get(at))
            }
        }
    };
}

/// The type of a field's value on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// UTF-8 text (`str`).
    Str,
    /// An exact decimal (`dec`); `u64` and `i64` are accepted too, being exact.
    Dec,
    /// Bytes (`blob_begin` ...).
    Blob,
}

/// What is known of a field.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    /// The number.
    pub number: u32,
    /// The name in the header, without its prefix.
    pub name: &'static str,
    /// The type of the value.
    pub kind: FieldType,
    /// The nodes that it belongs to.
    pub nodes: &'static [u32],
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Str => "str",
            Self::Dec => "dec",
            Self::Blob => "blob",
        })
    }
}

nodes! {
    1 REQUEST "One purchase: an order, a requisition, a cart, an SBOM. Top level only; several = several requests.";
    2 PARTY "Somebody in a REQUEST or LINE; `field::ROLE` says who.";
    3 LINE "An item, in a REQUEST; in a LINE it is a child line or an SBOM component. Its range is required.";
    4 IDENTIFIER "An identifier of a PARTY or LINE: `SCHEME` and `VALUE`.";
    5 DIGEST "A digest of a LINE or ARTIFACT.";
    6 CLASSIFICATION "A class code of a LINE.";
    7 FACT "A fact of a REQUEST: `FACT_NAME` and `FACT_VALUE`.";
    8 CORRELATION "An id of a REQUEST that the answer must echo.";
    9 ARTIFACT "A file that a LINE or REQUEST names, or carries (`CONTENT`).";
}

fields! {
    1 NAME Str [PARTY LINE CLASSIFICATION ARTIFACT] "Name.";
    2 DESCRIPTION Str [LINE REQUEST] "Description, free text.";
    3 COMMENT Str [LINE REQUEST] "Comment, free text.";
    100 FORMAT Str [REQUEST] "The format, as in `cxml`.";
    101 FORMAT_VERSION Str [REQUEST] "Version of the format, as written.";
    102 KIND Str [REQUEST] "Message type, as in `OrderRequest`.";
    103 DOCUMENT_ID Str [REQUEST] "The document's own id.";
    104 DOCUMENT_REVISION Str [REQUEST] "The document's own revision.";
    105 OPERATION Str [REQUEST] "`new`, `update` or `delete`.";
    106 ISSUED Str [REQUEST] "When it was issued, as written.";
    107 CURRENCY Str [REQUEST] "Currency of the whole.";
    108 TOTAL Dec [REQUEST] "Total amount.";
    109 SIGNATURE Str [REQUEST] "Kind of a signature that is present; never verified.";
    110 REMARK Str [REQUEST] "Degraded extraction or ambiguity, for people.";
    111 UNDECODABLE Str [REQUEST] "A part that could not be read, for people: the request is held.";
    200 ROLE Str [PARTY] "supplier, manufacturer, publisher, author, distributor, buyer, originator, end-user or other.";
    201 COUNTRY Str [PARTY] "Country, as written.";
    300 LINE_ID Str [LINE] "The line's own id (its number).";
    301 LINE_KIND Str [LINE] "item, service, component or bundle.";
    302 BRAND Str [LINE] "Brand.";
    303 MODEL Str [LINE] "Model.";
    304 VERSION Str [LINE] "Version.";
    305 SUPPLIER_PART Str [LINE] "The supplier's part number.";
    306 SUPPLIER_AUX_PART Str [LINE] "The supplier's auxiliary part number.";
    307 MANUFACTURER_PART Str [LINE] "The manufacturer's part number.";
    308 BUYER_PART Str [LINE] "The buyer's part number.";
    309 QUANTITY Dec [LINE] "Quantity.";
    310 UNIT Str [LINE] "Unit of measure, as written.";
    311 UNIT_PRICE Dec [LINE] "Price of one unit.";
    312 PRICE_CURRENCY Str [LINE] "Currency of the price.";
    313 AMOUNT Dec [LINE] "Amount of the line.";
    314 ORIGIN Str [LINE] "Country of origin, as written.";
    315 LINE_REF Str [LINE] "A reference that others use for this line (bom-ref).";
    316 PARENT_REF Str [LINE] "`LINE_ID` of the parent when the lines are not nested.";
    400 SCHEME Str [IDENTIFIER] "purl cpe lei uei cage duns vat gln gtin domain unspsc signer swid, or the document's own word.";
    401 VALUE Str [IDENTIFIER] "The identifier, as written.";
    500 ALGORITHM Str [DIGEST] "Algorithm, as written.";
    501 DIGEST_VALUE Str [DIGEST] "Hex in any case, or SRI base64, as written.";
    502 OBJECT Str [DIGEST] "What was digested: archive, file or unknown.";
    600 CLASS_SCHEME Str [CLASSIFICATION] "The classification, as in UNSPSC.";
    601 CLASS_CODE Str [CLASSIFICATION] "The code.";
    700 FACT_NAME Str [FACT] "Name of the fact.";
    701 FACT_VALUE Str [FACT] "Value of the fact.";
    800 CORRELATION_NAME Str [CORRELATION] "Name of the id, as in `payloadID`.";
    801 CORRELATION_VALUE Str [CORRELATION] "The id.";
    900 URI Str [ARTIFACT] "Where the file is, as written.";
    901 MEDIA_TYPE Str [ARTIFACT] "Media type of the file.";
    902 CONTENT Blob [ARTIFACT LINE REQUEST] "The bytes of a file that the document carries.";
}
