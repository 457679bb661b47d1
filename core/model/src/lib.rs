//! The words of debar: what is asked for, what was found, what was decided.
//!
//! Plain data without behaviour beyond its own validity. Nothing here reads a file, a clock or a
//! list, and nothing is serialisable by accident: the JSON twins live in `debar-wire`.
#![forbid(unsafe_code)]

mod decimal;
mod decision;
mod digest;
mod digest_index;
mod facts;
mod finding;
mod id;
mod identifier;
mod line;
mod party;
mod request;
mod ruling;
mod source;
mod sources_mut;
mod value;
mod verdict;

pub use decimal::{Decimal, DecimalError};
pub use decision::{Decision, DueBy, HoldReason, LineDecision, Need, Notice, NoticeCode, Obligation};
pub use digest::{Algorithm, Digest, DigestError, Object};
pub use digest_index::{DigestHit, DigestIndex};
pub use facts::{Fact, FactOrigin, Facts, fact, read_amount};
pub use finding::{Class, Clearing, Evidence, Finding, Listing, NameScores, Relation, Step, VendorResponse};
pub use id::{DecisionId, RequestId, Revision, Sha256Hex, Sha256HexError};
pub use identifier::{
    Cage, Cpe, Domain, Duns, Gln, Gtin, Identifier, IdentifierError, Lei, Purl, Signer, Uei, Unspsc, Vat,
};
pub use line::{Artifact, Classification, LineItem, LineKind, Money, PartNumber, PartOwner, Product};
pub use party::{Party, Role};
pub use request::{Attachment, Correlation, Document, Extra, Operation, PurchaseRequest};
pub use ruling::{Action, AuthorityRef, Effect, Place, Ruling};
pub use source::{Source, Sourced};
pub use value::{Slot, Value};
pub use verdict::Verdict;
