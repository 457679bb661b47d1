//! The tables of the language whose entries have ids.

/// A table of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the table of its name")]
pub enum Section {
    Calendar,
    Form,
    Buyer,
    Group,
    Evidence,
    Vendor,
    Product,
    Class,
    Digests,
    Signer,
    Source,
    Authority,
    Rule,
    Waiver,
    Cleared,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 15] = [
        Self::Calendar,
        Self::Form,
        Self::Buyer,
        Self::Group,
        Self::Evidence,
        Self::Vendor,
        Self::Product,
        Self::Class,
        Self::Digests,
        Self::Signer,
        Self::Source,
        Self::Authority,
        Self::Rule,
        Self::Waiver,
        Self::Cleared,
    ];

    /// The name of one entry, with its article.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Calendar => "a calendar",
            Self::Form => "a form",
            Self::Buyer => "a buyer",
            Self::Group => "a group",
            Self::Evidence => "a piece of evidence",
            Self::Vendor => "a vendor",
            Self::Product => "a product",
            Self::Class => "a class",
            Self::Digests => "a digest set",
            Self::Signer => "a signer",
            Self::Source => "a source",
            Self::Authority => "an authority",
            Self::Rule => "a rule",
            Self::Waiver => "a waiver",
            Self::Cleared => "a cleared pair",
        }
    }

    /// The table's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Form => "form",
            Self::Buyer => "buyer",
            Self::Group => "group",
            Self::Evidence => "evidence",
            Self::Vendor => "vendor",
            Self::Product => "product",
            Self::Class => "class",
            Self::Digests => "digests",
            Self::Signer => "signer",
            Self::Source => "source",
            Self::Authority => "authority",
            Self::Rule => "rule",
            Self::Waiver => "waiver",
            Self::Cleared => "cleared",
        }
    }
}
