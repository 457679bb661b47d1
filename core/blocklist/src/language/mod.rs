//! The language in words: every table and key with its type, its meaning and an example. The only source of
//! the JSON Schema and of what editors show. Not the reader: a test holds the two to each other.

mod authority;
mod calendar;
mod entry;
mod find;
mod form;
mod goods;
mod kind;
mod loosening;
mod party;
mod provenance;
mod root;
mod rule;
mod test_case;

pub use find::{Spot, find};
pub use kind::{Key, Kind, Table};
pub use root::ROOT;

use crate::Section;

impl Section {
    /// What an entry of the section may say.
    pub const fn table(self) -> &'static Table {
        match self {
            Self::Calendar => &calendar::CALENDAR,
            Self::Form => &form::FORM,
            Self::Buyer => &party::BUYER,
            Self::Group => &party::GROUP,
            Self::Evidence => &entry::EVIDENCE,
            Self::Vendor => &party::VENDOR,
            Self::Product => &goods::PRODUCT,
            Self::Class => &goods::CLASS,
            Self::Digests => &goods::DIGESTS,
            Self::Signer => &provenance::SIGNER,
            Self::Source => &provenance::SOURCE,
            Self::Authority => &authority::AUTHORITY,
            Self::Rule => &rule::RULE,
            Self::Waiver => &loosening::WAIVER,
            Self::Cleared => &loosening::CLEARED,
        }
    }
}
