//! Forms of reports: which fields, since when, in which part, and where a recorded decision has the value.

use jiff::Timestamp;

use super::{Citation, Head, Span};

/// Which report a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FormPart {
    /// The report that is due first.
    First,
    /// The report that follows it.
    FollowUp,
}

impl FormPart {
    /// The word in the list and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::FollowUp => "follow-up",
        }
    }
}

/// Where a field has its value from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fill {
    /// The contract's number, as the document states it.
    ContractNumber,
    /// The document's own number.
    OrderNumber,
    /// The supplier's names.
    SupplierName,
    /// The supplier's unique entity identifiers.
    SupplierUei,
    /// The supplier's CAGE codes.
    SupplierCage,
    /// Brands of the article.
    Brand,
    /// Names of its maker.
    Manufacturer,
    /// Model and part numbers, with whose they are.
    ModelNumbers,
    /// Descriptions of the article.
    ItemDescription,
    /// Names of the product or service.
    ProductName,
    /// The listed name of what was found.
    CoveredSource,
}

impl Fill {
    /// Every word of the language.
    pub const ALL: [Self; 11] = [
        Self::ContractNumber,
        Self::OrderNumber,
        Self::SupplierName,
        Self::SupplierUei,
        Self::SupplierCage,
        Self::Brand,
        Self::Manufacturer,
        Self::ModelNumbers,
        Self::ItemDescription,
        Self::ProductName,
        Self::CoveredSource,
    ];

    /// The word in the list.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ContractNumber => "contract-number",
            Self::OrderNumber => "order-number",
            Self::SupplierName => "supplier-name",
            Self::SupplierUei => "supplier-uei",
            Self::SupplierCage => "supplier-cage",
            Self::Brand => "brand",
            Self::Manufacturer => "manufacturer",
            Self::ModelNumbers => "model-numbers",
            Self::ItemDescription => "item-description",
            Self::ProductName => "product-name",
            Self::CoveredSource => "covered-source",
        }
    }

    /// Whether each article has its own value.
    pub const fn is_of_article(self) -> bool {
        !matches!(
            self,
            Self::ContractNumber
                | Self::OrderNumber
                | Self::SupplierName
                | Self::SupplierUei
                | Self::SupplierCage
        )
    }
}

/// One field of a form.
#[derive(Clone, Debug)]
pub struct FormField {
    /// Its key: unique within a part at every instant; what `--set` names.
    pub key: String,
    /// Its name on the form.
    pub label: String,
    /// Which report it belongs to.
    pub part: FormPart,
    /// Where its value comes from; a person gives it when there is none.
    pub fill: Option<Fill>,
    /// The form asks for it only as far as it is known.
    pub if_known: bool,
    /// What to write there.
    pub help: Option<String>,
    /// When this version of the form has it.
    pub span: Span,
}

/// A form of a report.
#[derive(Clone, Debug)]
pub struct Form {
    /// Place, note, evidence.
    pub head: Head,
    /// The name that report clocks call it by; its id when it gives none.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it is prescribed, dated.
    pub citations: Vec<Citation>,
    /// Its fields of all versions, in order.
    pub fields: Vec<FormField>,
}

impl Form {
    /// The fields of a part in the version of an instant, in order.
    pub fn fields_at(&self, part: FormPart, at: Timestamp) -> impl Iterator<Item = &FormField> {
        self.fields.iter().filter(move |field| field.part == part && field.span.holds(at))
    }
}
