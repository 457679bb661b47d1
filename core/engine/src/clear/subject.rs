//! Who or what a finding is about, as a whole: a party with all its names and identifiers, or goods by the whole text
//! of a field and everything that identifies them. Two subjects are the same when nothing of that differs.

use debar_model::{
    Evidence, Identifier, LineItem, PartOwner, Party, PurchaseRequest, Role, Sha256Hex, Slot, Sourced,
};
use debar_names::exact_key;
use sha2::{Digest as _, Sha256};

use crate::matching::buys;

/// The most characters of a value that a finding shows whole.
const WHOLE: usize = 256;

/// What kind of subject it is. The same name as a seller and as a maker are two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// A party that sells, distributes or takes another part.
    Seller,
    /// A party that makes, publishes or wrote the goods.
    Maker,
    /// A text about goods.
    Goods,
}

impl SubjectKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Maker => "maker",
            Self::Goods => "goods",
        }
    }
}

/// A subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What kind.
    pub kind: SubjectKind,
    /// Its text as written.
    pub name: String,
    /// Its text as compared.
    pub folded: String,
    /// Identifiers and part numbers that belong to it, each with its scheme.
    pub identifiers: Vec<String>,
    /// SHA-256 of all that makes it the same.
    pub digest: Sha256Hex,
}

impl Subject {
    /// The subject of a finding at this line with this evidence. None where nothing whole can be named: an
    /// identifier, a digest, a text that is too long to be shown whole, or a place that two different parties share.
    pub fn of(request: &PurchaseRequest, line: Option<u32>, evidence: &Evidence) -> Option<Self> {
        let item = match line {
            Some(line) => Some(request.line(line)?),
            None => None,
        };
        if evidence.value.trim().is_empty() || evidence.value.chars().count() > WHOLE {
            return None;
        }
        match &evidence.slot {
            Slot::PartyName(role) => {
                let parties = item.map_or(&request.parties, |item| &item.parties);
                of_party(parties, role, evidence)
            }
            // A word in a party's own domain belongs to the party; what an identifier itself says is exact.
            Slot::PartyIdentifier(role) if !buys(role) => {
                let parties = item.map_or(&request.parties, |item| &item.parties);
                of_party(parties, role, evidence)
            }
            Slot::ProductName
            | Slot::Description
            | Slot::Brand
            | Slot::Model
            | Slot::Comment
            | Slot::Extra(_) => Some(of_goods(item, evidence)),
            _ => None,
        }
    }
}

fn of_party(parties: &[Party], role: &Role, evidence: &Evidence) -> Option<Subject> {
    let named = matches!(evidence.slot, Slot::PartyName(_));
    let is_it = |party: &&Party| {
        let name = |name: &Sourced<String>| name.value == evidence.value && name.source == evidence.source;
        let number = |number: &Sourced<Identifier>| {
            number.value.value() == evidence.value.as_str() && number.source == evidence.source
        };
        let there = if named { party.names.iter().any(name) } else { party.identifiers.iter().any(number) };
        party.role == *role && there
    };
    let mut found = parties.iter().filter(is_it);
    let kind = if makes(role) { SubjectKind::Maker } else { SubjectKind::Seller };
    let subject = |party: &Party| {
        let identifiers = identifiers(&party.identifiers);
        let mut names: Vec<String> = party.names.iter().map(|name| folded(&name.value)).collect();
        names.sort();
        names.dedup();
        let mut name = Name::new(kind.as_str());
        name.list(&names);
        name.list(&identifiers);
        let first = party.names.first().filter(|_| !named).map_or(&evidence.value, |name| &name.value);
        Subject { kind, name: first.clone(), folded: folded(first), identifiers, digest: name.finish() }
    };
    let first = subject(found.next()?);
    found.all(|other| subject(other) == first).then_some(first)
}

fn of_goods(item: Option<&LineItem>, evidence: &Evidence) -> Subject {
    let mut name = Name::new(SubjectKind::Goods.as_str());
    let folded = folded(&evidence.value);
    name.list(&[evidence.slot.word().into_owned(), folded.clone()]);
    let mut of_goods = vec![];
    if let Some(item) = item {
        let product = &item.product;
        of_goods = identifiers(&product.identifiers);
        of_goods.extend(product.part_numbers.iter().map(|part| {
            let owner = if part.owner == PartOwner::Buyer { "buyer" } else { part.owner.as_str() };
            format!("{owner} part {}", part.number.value.trim())
        }));
        of_goods.sort();
        of_goods.dedup();
        let mut makers: Vec<String> = product.brands.iter().map(folded_of).collect();
        for party in item.parties.iter().filter(|party| makes(&party.role)) {
            makers.extend(party.names.iter().map(folded_of));
            makers.extend(identifiers(&party.identifiers));
        }
        makers.sort();
        makers.dedup();
        name.list(&of_goods);
        name.list(&makers);
    }
    Subject {
        kind: SubjectKind::Goods,
        name: evidence.value.clone(),
        folded,
        identifiers: of_goods,
        digest: name.finish(),
    }
}

const fn makes(role: &Role) -> bool {
    matches!(role, Role::Manufacturer | Role::Publisher | Role::Author)
}

fn folded_of(text: &Sourced<String>) -> String {
    folded(&text.value)
}

/// The text as compared; as written where nothing of it can be.
fn folded(text: &str) -> String {
    let key = exact_key(text);
    if key.is_empty() { text.trim().to_owned() } else { key }
}

fn identifiers(identifiers: &[Sourced<Identifier>]) -> Vec<String> {
    let mut all: Vec<String> = identifiers
        .iter()
        .map(|identifier| format!("{} {}", identifier.value.scheme(), identifier.value.value()))
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Everything that makes a subject the same: each text and each list with its length before it.
struct Name(Sha256);

impl Name {
    fn new(kind: &str) -> Self {
        let mut name = Self(Sha256::new());
        name.text("debar-subject/1");
        name.text(kind);
        name
    }

    fn list(&mut self, texts: &[String]) {
        self.0.update((texts.len() as u64).to_le_bytes());
        texts.iter().for_each(|text| self.text(text));
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    fn finish(self) -> Sha256Hex {
        Sha256Hex(self.0.finalize().into())
    }
}
