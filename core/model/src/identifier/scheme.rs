//! Names of schemes as documents write them, brought to the one we use.

/// A scheme that is parsed and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Purl,
    Cpe,
    Lei,
    Uei,
    Cage,
    Duns,
    Vat,
    Gln,
    Gtin,
    Domain,
    Unspsc,
    Signer,
}

impl Scheme {
    /// The one name we use.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Purl => "purl",
            Self::Cpe => "cpe",
            Self::Lei => "lei",
            Self::Uei => "uei",
            Self::Cage => "cage",
            Self::Duns => "duns",
            Self::Vat => "vat",
            Self::Gln => "gln",
            Self::Gtin => "gtin",
            Self::Domain => "domain",
            Self::Unspsc => "unspsc",
            Self::Signer => "signer",
        }
    }

    /// Reads a name in any case, hyphens and underscores ignored; also the ISO 6523 codes that
    /// Peppol and UBL use as `schemeID` (0060 DUNS, 0088 GLN, 0160 GTIN, 0199 LEI).
    pub(super) fn read(name: &str) -> Option<Self> {
        // A huge text is no name.
        let name = Some(name.trim()).filter(|name| name.len() <= 256)?;
        // In lower case before anything is ignored, as an unknown name is kept, or it would be known when read again.
        let lower = Some(name.to_lowercase()).filter(|lower| lower.len() <= 64)?;
        let bare: String = lower.chars().filter(char::is_ascii_alphanumeric).collect();
        Some(match bare.as_str() {
            "purl" | "packageurl" => Self::Purl,
            "cpe" | "cpe22" | "cpe23" | "cpe22type" | "cpe23type" => Self::Cpe,
            "lei" | "0199" => Self::Lei,
            "uei" | "samuei" | "ueisam" => Self::Uei,
            "cage" | "ncage" | "cagecode" => Self::Cage,
            "duns" | "dunsnumber" | "0060" => Self::Duns,
            "vat" | "vatid" | "vatin" => Self::Vat,
            "gln" | "iln" | "0088" => Self::Gln,
            "gtin" | "gtin8" | "gtin12" | "gtin13" | "gtin14" | "ean" | "ean8" | "ean13" | "upc" | "upca"
            | "0160" => Self::Gtin,
            "domain" | "url" | "website" | "email" => Self::Domain,
            "unspsc" => Self::Unspsc,
            "signer" | "certificate" => Self::Signer,
            _ => return None,
        })
    }
}
