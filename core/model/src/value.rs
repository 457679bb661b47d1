//! Every searchable value of a request, one after the other: what is not listed here is not screened,
//! so a test demands that each field of a request comes by.

use std::borrow::Cow;

use crate::{
    Artifact, Extra, Identifier, LineItem, PartOwner, Party, PurchaseRequest, Role, Source, Sourced,
};

/// Which kind of field a value stands in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The name of a party.
    PartyName(Role),
    /// An identifier of a party.
    PartyIdentifier(Role),
    /// The name or title of a product.
    ProductName,
    /// A description.
    Description,
    /// A brand.
    Brand,
    /// A model.
    Model,
    /// A version.
    Version,
    /// A part number.
    PartNumber(PartOwner),
    /// An identifier of a product.
    ProductIdentifier,
    /// A classification code or its name.
    Classification,
    /// A country, of origin or of a party.
    Origin,
    /// A comment.
    Comment,
    /// Name or address of a file.
    Artifact,
    /// The document's, a line's or a reference's id, correlation fields, units.
    Reference,
    /// A field without a name of ours, under its own key.
    Extra(String),
}

impl Slot {
    /// The word on the wire: `supplier-name`, `product-name`, `extra:Extrinsic/soldBy` ...
    pub fn word(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::PartyName(role) => return Cow::Owned(format!("{role}-name")),
            Self::PartyIdentifier(role) => return Cow::Owned(format!("{role}-identifier")),
            Self::PartNumber(owner) => return Cow::Owned(format!("{}-part-number", owner.as_str())),
            Self::Extra(key) => return Cow::Owned(format!("extra:{key}")),
            Self::ProductName => "product-name",
            Self::Description => "description",
            Self::Brand => "brand",
            Self::Model => "model",
            Self::Version => "version",
            Self::ProductIdentifier => "product-identifier",
            Self::Classification => "classification",
            Self::Origin => "origin",
            Self::Comment => "comment",
            Self::Artifact => "artifact",
            Self::Reference => "reference",
        })
    }
}

/// A value of a request, its field and its place.
#[derive(Clone, Debug)]
pub struct Value<'a> {
    /// Ordinal of the line; none for the request as a whole.
    pub line: Option<u32>,
    /// Which kind of field.
    pub slot: Slot,
    /// The text; an identifier in its canonical form.
    pub text: Cow<'a, str>,
    /// The identifier, when the value is one.
    pub identifier: Option<&'a Identifier>,
    /// Its place.
    pub source: &'a Source,
}

impl PurchaseRequest {
    /// Every searchable value in document order of our fields. Digests are not texts: see
    /// [`LineItem::digests`] and [`Artifact::digests`].
    pub fn values(&self) -> Vec<Value<'_>> {
        let mut walk = Walk { line: None, values: Vec::with_capacity(16 + 16 * self.lines.len()) };
        let document = &self.document;
        for reference in document.id.iter().chain(&document.revision) {
            walk.text(Slot::Reference, reference);
        }
        for correlation in &self.correlation {
            walk.text(Slot::Reference, &correlation.value);
        }
        walk.parties(&self.parties);
        walk.texts(&Slot::Comment, &self.comments);
        walk.artifacts(&self.artifacts);
        walk.extras(&self.extra);
        for attachment in &self.attachments {
            walk.values.push(Value {
                line: attachment.line,
                slot: Slot::Artifact,
                text: Cow::Borrowed(&attachment.name),
                identifier: None,
                source: &attachment.source,
            });
        }
        for (ordinal, line) in (0_u32..).zip(&self.lines) {
            walk.line = Some(ordinal);
            walk.line_item(line);
        }
        walk.values
    }
}

struct Walk<'a> {
    line: Option<u32>,
    values: Vec<Value<'a>>,
}

impl<'a> Walk<'a> {
    fn line_item(&mut self, line: &'a LineItem) {
        for reference in line.id.iter().chain(&line.reference).chain(&line.unit) {
            self.text(Slot::Reference, reference);
        }
        self.parties(&line.parties);
        let product = &line.product;
        self.texts(&Slot::ProductName, &product.names);
        self.texts(&Slot::Description, &product.descriptions);
        self.texts(&Slot::Brand, &product.brands);
        self.texts(&Slot::Model, &product.models);
        self.texts(&Slot::Version, &product.versions);
        for part in &product.part_numbers {
            self.text(Slot::PartNumber(part.owner), &part.number);
        }
        self.identifiers(&Slot::ProductIdentifier, &product.identifiers);
        for class in &product.classifications {
            self.text(Slot::Classification, &class.code);
            self.texts(&Slot::Classification, class.name.as_slice());
        }
        self.texts(&Slot::Origin, &product.origins);
        self.texts(&Slot::Comment, &line.comments);
        self.artifacts(&line.artifacts);
        self.extras(&line.extra);
    }

    fn parties(&mut self, parties: &'a [Party]) {
        for party in parties {
            self.texts(&Slot::PartyName(party.role.clone()), &party.names);
            self.identifiers(&Slot::PartyIdentifier(party.role.clone()), &party.identifiers);
            self.texts(&Slot::Origin, &party.countries);
            self.extras(&party.extra);
        }
    }

    fn artifacts(&mut self, artifacts: &'a [Artifact]) {
        for artifact in artifacts {
            self.texts(&Slot::Artifact, &artifact.names);
            self.texts(&Slot::Artifact, &artifact.uris);
        }
    }

    fn extras(&mut self, extras: &'a [Extra]) {
        for extra in extras {
            self.text(Slot::Extra(extra.key.clone()), &extra.value);
        }
    }

    fn identifiers(&mut self, slot: &Slot, identifiers: &'a [Sourced<Identifier>]) {
        for sourced in identifiers {
            self.values.push(Value {
                line: self.line,
                slot: slot.clone(),
                text: sourced.value.value(),
                identifier: Some(&sourced.value),
                source: &sourced.source,
            });
        }
    }

    fn texts(&mut self, slot: &Slot, texts: &'a [Sourced<String>]) {
        for text in texts {
            self.text(slot.clone(), text);
        }
    }

    fn text(&mut self, slot: Slot, text: &'a Sourced<String>) {
        self.values.push(Value {
            line: self.line,
            slot,
            text: Cow::Borrowed(&text.value),
            identifier: None,
            source: &text.source,
        });
    }
}
