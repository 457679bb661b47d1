//! One identifier of any scheme.
//!
//! Invariant: whatever a document says is kept. A value that fails its scheme's checks stays visible
//! as [`Identifier::Invalid`], because a mistyped number is evidence and silence is not.

use super::check::MAX_TEXT;
use super::scheme::Scheme;
use super::{Cage, Cpe, Domain, Duns, Gln, Gtin, IdentifierError, Lei, Purl, Signer, Uei, Unspsc, Vat};
use std::borrow::Cow;
use std::fmt;

/// An identifier of a product or a party.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identifier {
    /// Package URL.
    Purl(Purl),
    /// Common Platform Enumeration name.
    Cpe(Cpe),
    /// Legal Entity Identifier.
    Lei(Lei),
    /// Unique Entity ID of SAM.gov.
    Uei(Uei),
    /// Commercial and Government Entity code.
    Cage(Cage),
    /// D-U-N-S number.
    Duns(Duns),
    /// VAT identification number.
    Vat(Vat),
    /// Global Location Number.
    Gln(Gln),
    /// Global Trade Item Number.
    Gtin(Gtin),
    /// Internet domain.
    Domain(Domain),
    /// United Nations Standard Products and Services Code.
    Unspsc(Unspsc),
    /// Who signed the software.
    Signer(Signer),
    /// A scheme that is not checked here.
    Other {
        /// Its name in lower case.
        scheme: String,
        /// Its value, blanks around it removed.
        value: String,
    },
    /// A value that its scheme refuses.
    Invalid {
        /// The scheme it claims.
        scheme: String,
        /// The text as written.
        value: String,
        /// Why it was refused.
        why: IdentifierError,
    },
}

impl Identifier {
    /// Parses a value strictly when the scheme is one of ours, and keeps it as
    /// [`Identifier::Other`] when it is not. Scheme names are read in any case (`GTIN`, `D-U-N-S`).
    ///
    /// # Errors
    /// The value is empty or too long, or does not pass the checks of its scheme.
    pub fn parse(scheme: &str, value: &str) -> Result<Self, IdentifierError> {
        Ok(match Scheme::read(scheme) {
            Some(Scheme::Purl) => Self::Purl(Purl::parse(value)?),
            Some(Scheme::Cpe) => Self::Cpe(Cpe::parse(value)?),
            Some(Scheme::Lei) => Self::Lei(Lei::parse(value)?),
            Some(Scheme::Uei) => Self::Uei(Uei::parse(value)?),
            Some(Scheme::Cage) => Self::Cage(Cage::parse(value)?),
            Some(Scheme::Duns) => Self::Duns(Duns::parse(value)?),
            Some(Scheme::Vat) => Self::Vat(Vat::parse(value)?),
            Some(Scheme::Gln) => Self::Gln(Gln::parse(value)?),
            Some(Scheme::Gtin) => Self::Gtin(Gtin::parse(value)?),
            Some(Scheme::Domain) => Self::Domain(Domain::parse(value)?),
            Some(Scheme::Unspsc) => Self::Unspsc(Unspsc::parse(value)?),
            Some(Scheme::Signer) => Self::Signer(Signer::parse(value)?),
            None => {
                let value = value.trim();
                if value.is_empty() {
                    return Err(IdentifierError::Empty);
                }
                let scheme = scheme.trim().to_lowercase();
                if value.len() > MAX_TEXT || scheme.len() > MAX_TEXT {
                    return Err(IdentifierError::TooLong { limit: MAX_TEXT });
                }
                Self::Other { scheme, value: value.to_owned() }
            }
        })
    }

    /// Reads what a document says and never fails: a refused value is kept with the reason.
    pub fn read(scheme: &str, value: &str) -> Self {
        Self::parse(scheme, value).unwrap_or_else(|why| {
            let scheme = Scheme::read(scheme)
                .map_or_else(|| scheme.trim().to_lowercase(), |known| known.as_str().to_owned());
            Self::Invalid { scheme, value: value.to_owned(), why }
        })
    }

    /// The scheme's name: `purl`, `cpe`, `lei`, `uei`, `cage`, `duns`, `vat`, `gln`, `gtin`, `domain`,
    /// `unspsc`, `signer`, or the name of one that is not checked here.
    pub fn scheme(&self) -> &str {
        match self {
            Self::Purl(_) => Scheme::Purl.as_str(),
            Self::Cpe(_) => Scheme::Cpe.as_str(),
            Self::Lei(_) => Scheme::Lei.as_str(),
            Self::Uei(_) => Scheme::Uei.as_str(),
            Self::Cage(_) => Scheme::Cage.as_str(),
            Self::Duns(_) => Scheme::Duns.as_str(),
            Self::Vat(_) => Scheme::Vat.as_str(),
            Self::Gln(_) => Scheme::Gln.as_str(),
            Self::Gtin(_) => Scheme::Gtin.as_str(),
            Self::Domain(_) => Scheme::Domain.as_str(),
            Self::Unspsc(_) => Scheme::Unspsc.as_str(),
            Self::Signer(_) => Scheme::Signer.as_str(),
            Self::Other { scheme, .. } | Self::Invalid { scheme, .. } => scheme,
        }
    }

    /// The canonical text; for a refused value the text as written.
    pub fn value(&self) -> Cow<'_, str> {
        match self {
            Self::Purl(id) => Cow::Borrowed(id.as_str()),
            Self::Cpe(id) => Cow::Borrowed(id.as_str()),
            Self::Lei(id) => Cow::Borrowed(id.as_str()),
            Self::Uei(id) => Cow::Borrowed(id.as_str()),
            Self::Cage(id) => Cow::Borrowed(id.as_str()),
            Self::Duns(id) => Cow::Borrowed(id.as_str()),
            Self::Vat(id) => Cow::Borrowed(id.as_str()),
            Self::Gln(id) => Cow::Borrowed(id.as_str()),
            Self::Gtin(id) => Cow::Borrowed(id.as_str()),
            Self::Domain(id) => Cow::Borrowed(id.as_str()),
            Self::Unspsc(id) => Cow::Borrowed(id.as_str()),
            Self::Signer(id) => Cow::Borrowed(id.as_str()),
            Self::Other { value, .. } | Self::Invalid { value, .. } => Cow::Borrowed(value),
        }
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.scheme(), self.value())
    }
}
