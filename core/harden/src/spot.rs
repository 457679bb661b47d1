//! Where in an order a text stands. Everything else in that order names nobody. Invariant: an order is exactly what a
//! `[[test]]` can say.

use debar_blocklist::TestGiven;

/// A field of an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot {
    /// Who makes it.
    Manufacturer,
    /// Who sells it.
    Supplier,
    /// The title, which begins with it.
    Title,
    /// The title, in the middle of it.
    MidTitle,
    /// The description.
    Description,
    /// A comment on the line.
    Comment,
    /// The name of a file.
    FileName,
    /// The address of a file.
    Address,
    /// A part of what is bought.
    Component,
    /// The maker's part number.
    PartNumber,
    /// An identifier of this scheme.
    Identifier(String),
    /// The digest of what is delivered.
    Digest,
}

impl Spot {
    /// Its name in reports.
    pub fn describe(&self) -> String {
        match self {
            Self::Manufacturer => "manufacturer",
            Self::Supplier => "supplier",
            Self::Title | Self::MidTitle => "title",
            Self::Description => "description",
            Self::Comment => "comment",
            Self::FileName => "file name",
            Self::Address => "address of a file",
            Self::Component => "component",
            Self::PartNumber => "part number",
            Self::Identifier(scheme) => return format!("identifier `{scheme}`"),
            Self::Digest => "digest",
        }
        .to_owned()
    }

    /// An order with the text there, and nothing else that names anybody.
    pub fn order(&self, text: &str) -> TestGiven {
        let own = |text: &str| Some(text.to_owned());
        let mut given = TestGiven {
            supplier: own("A Reseller Inc."),
            product: own("Annual licence, 12 months"),
            ..TestGiven::default()
        };
        match self {
            Self::Manufacturer => given.manufacturer = own(text),
            Self::Supplier => given.supplier = own(text),
            Self::Title => given.product = Some(format!("{text}, 25 seats, 12 months")),
            Self::MidTitle => {
                given.product = Some(format!("1 yr renewal anti-virus {text} 25 seats 01-SSC-7544"))
            }
            Self::Description => {
                given.description = Some(format!("Same as last year: {text}, 25 seats, delivered by mail"));
            }
            Self::Comment => given.comment = Some(format!("please send the {text} package as last year")),
            Self::FileName => {
                given.artifacts = vec![format!("offer/{}-12.1-setup.exe", text.replace(' ', "-"))]
            }
            Self::Address => given.artifacts = vec![text.to_owned()],
            Self::Component => given.components = vec![text.to_owned()],
            Self::PartNumber => given.part_number = own(text),
            Self::Identifier(scheme) => given.identifiers = vec![(scheme.clone(), text.to_owned())],
            Self::Digest => given.digests = vec![text.to_owned()],
        }
        given
    }

    /// The same order with a text that is nobody's, to see what is asked whoever is meant; none where no text is
    /// nobody's and the field is left out.
    pub fn control(&self) -> TestGiven {
        match self {
            Self::Manufacturer | Self::Supplier => self.order("Qwyrtholm Dapvex Ltd"),
            Self::Title
            | Self::MidTitle
            | Self::Description
            | Self::Comment
            | Self::FileName
            | Self::Component => self.order("Qwyrtholm"),
            Self::Address => self.order("https://qwyrtholm.example/setup.exe"),
            Self::PartNumber => self.order("QWY-20417"),
            Self::Identifier(_) | Self::Digest => {
                TestGiven { identifiers: vec![], digests: vec![], ..self.order("") }
            }
        }
    }
}
