//! Parties of a purchase: who sells, who makes, who buys.

use std::fmt;

use crate::{Identifier, Sourced};

/// The part that a party plays.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Who sells.
    Supplier,
    /// Who makes the article.
    Manufacturer,
    /// Who publishes the software.
    Publisher,
    /// Who wrote the software.
    Author,
    /// Who distributes it between maker and seller.
    Distributor,
    /// Who pays.
    Buyer,
    /// Who asked for it inside the buying organisation.
    Originator,
    /// Who will use it.
    EndUser,
    /// Another role, in the document's own word.
    Other(String),
}

impl Role {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Supplier => "supplier",
            Self::Manufacturer => "manufacturer",
            Self::Publisher => "publisher",
            Self::Author => "author",
            Self::Distributor => "distributor",
            Self::Buyer => "buyer",
            Self::Originator => "originator",
            Self::EndUser => "end-user",
            Self::Other(word) => word,
        }
    }

    /// Reads a word of the wire; any other word is kept.
    pub fn read(word: &str) -> Self {
        match word {
            "supplier" => Self::Supplier,
            "manufacturer" => Self::Manufacturer,
            "publisher" => Self::Publisher,
            "author" => Self::Author,
            "distributor" => Self::Distributor,
            "buyer" => Self::Buyer,
            "originator" => Self::Originator,
            "end-user" => Self::EndUser,
            other => Self::Other(other.to_owned()),
        }
    }

    /// Whether the party stands on the buying side: blocklists bind what is sold, not who buys.
    pub fn is_buying_side(&self) -> bool {
        matches!(self, Self::Buyer | Self::Originator | Self::EndUser)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A party with all its names and identifiers. Repeated fields are kept, never merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// The part it plays.
    pub role: Role,
    /// Names as written.
    pub names: Vec<Sourced<String>>,
    /// Identifiers of any scheme.
    pub identifiers: Vec<Sourced<Identifier>>,
    /// Country codes as written.
    pub countries: Vec<Sourced<String>>,
    /// Everything else that the document says of the party.
    pub extra: Vec<crate::Extra>,
}

impl Party {
    /// A party of which nothing but the role is known.
    pub fn new(role: Role) -> Self {
        Self { role, names: vec![], identifiers: vec![], countries: vec![], extra: vec![] }
    }
}
