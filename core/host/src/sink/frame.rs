//! The small nodes while they are open: identifier, digest, classification, fact, correlation, artifact.
//! Not lines and requests.
//!
//! Invariant: each value of a repeated field counts; none is dropped for another.

use debar_model::{
    Artifact, Classification, Digest, Extra, Identifier, Object, PartOwner, Party, Role, Source, Sourced,
};
use debar_plugin_api::field;

use super::state::Breach;

/// Roles of one party, schemes of one identifier, algorithms of one digest.
const MAX_READINGS: usize = 16;

/// A text and its place.
pub(crate) type Value = Sourced<String>;

/// An open node.
pub(crate) enum Frame {
    Request,
    Line(OpenLine),
    Party(OpenParty),
    Artifact(Artifact),
    /// A node that is nothing but pairs of texts, by field number.
    Pairs {
        node: u32,
        values: Vec<(u32, Value)>,
    },
}

/// A line that is open; the rest of it is in the request already.
pub(crate) struct OpenLine {
    pub ordinal: u32,
    pub currency: Option<Value>,
}

/// A party that is open.
pub(crate) struct OpenParty {
    pub roles: Vec<Role>,
    pub party: Party,
}

impl Frame {
    pub(crate) fn pairs(node: u32) -> Self {
        Self::Pairs { node, values: Vec::new() }
    }
}

impl OpenParty {
    pub(crate) fn new() -> Self {
        Self { roles: Vec::new(), party: Party::new(Role::read("other")) }
    }

    /// One more role; one over the limit is kept, so that the end can tell.
    pub(crate) fn role(&mut self, word: &str) {
        let role = Role::read(word);
        if self.roles.len() <= MAX_READINGS && !self.roles.contains(&role) {
            self.roles.push(role);
        }
    }

    /// One party per role that was given; `other` without one.
    pub(crate) fn close(self) -> Result<Vec<Party>, Breach> {
        if self.roles.is_empty() {
            return Ok(vec![self.party]);
        }
        few(self.roles.len(), "roles of one party")?;
        Ok(self.roles.into_iter().map(|role| Party { role, ..self.party.clone() }).collect())
    }
}

/// Whether something may be read in so many ways: each multiplies what it stands beside.
fn few(count: usize, what: &str) -> Result<(), Breach> {
    if count > MAX_READINGS { Err(Breach::limit(format!("{MAX_READINGS} {what}"))) } else { Ok(()) }
}

/// The values of one field.
pub(crate) fn of(values: &[(u32, Value)], number: u32) -> impl Iterator<Item = &Value> {
    values.iter().filter(move |value| value.0 == number).map(|value| &value.1)
}

/// An identifier for every scheme with every value; values that are blank say nothing.
pub(crate) fn identifiers(values: &[(u32, Value)]) -> Result<Vec<Sourced<Identifier>>, Breach> {
    let schemes: Vec<&str> =
        match of(values, field::SCHEME).map(|scheme| scheme.value.as_str()).collect::<Vec<_>>() {
            schemes if schemes.is_empty() => vec![""],
            schemes => schemes,
        };
    few(schemes.len(), "schemes of one identifier")?;
    let texts = of(values, field::VALUE).filter(|value| !value.value.trim().is_empty());
    let read = texts.flat_map(|value| {
        schemes
            .iter()
            .map(|scheme| Sourced::new(Identifier::read(scheme, &value.value), value.source.clone()))
    });
    Ok(read.collect())
}

/// The digests, and what cannot be read as one.
pub(crate) fn digests(values: &[(u32, Value)]) -> Result<(Vec<Sourced<Digest>>, Vec<Extra>), Breach> {
    let object = match of(values, field::OBJECT).next().map(|object| object.value.as_str()) {
        Some("archive") => Object::Archive,
        Some("file") => Object::File,
        _ => Object::Unknown,
    };
    let mut algorithms: Vec<Option<&str>> =
        of(values, field::ALGORITHM).map(|algorithm| Some(algorithm.value.as_str())).collect();
    if algorithms.is_empty() {
        algorithms.push(None);
    }
    few(algorithms.len(), "algorithms of one digest")?;
    let (mut digests, mut unread) = (Vec::new(), Vec::new());
    for value in of(values, field::DIGEST_VALUE).filter(|value| !value.value.trim().is_empty()) {
        for algorithm in &algorithms {
            match Digest::read(*algorithm, &value.value, object) {
                Ok(digest) => digests.push(Sourced::new(digest, value.source.clone())),
                Err(_) => {
                    let key = format!("digest/{}", algorithm.unwrap_or("unknown"));
                    unread.push(Extra { key, value: value.clone() });
                }
            }
        }
    }
    Ok((digests, unread))
}

/// A classification for every code, the first with the first name; names beyond that stand alone.
pub(crate) fn classifications(values: &[(u32, Value)]) -> Vec<Classification> {
    let scheme =
        of(values, field::CLASS_SCHEME).next().map(|scheme| scheme.value.clone()).unwrap_or_default();
    let mut names = of(values, field::NAME).cloned();
    let mut classes: Vec<Classification> = of(values, field::CLASS_CODE)
        .map(|code| Classification { scheme: scheme.clone(), code: code.clone(), name: names.next() })
        .collect();
    classes.extend(names.map(|name| {
        let code = Sourced::new(String::new(), name.source.clone());
        Classification { scheme: scheme.clone(), code, name: Some(name) }
    }));
    classes
}

/// Whose part number a field is.
pub(crate) fn part_owner(number: u32) -> Option<PartOwner> {
    match number {
        field::SUPPLIER_PART => Some(PartOwner::Supplier),
        field::SUPPLIER_AUX_PART => Some(PartOwner::SupplierAuxiliary),
        field::MANUFACTURER_PART => Some(PartOwner::Manufacturer),
        field::BUYER_PART => Some(PartOwner::Buyer),
        _ => None,
    }
}

/// The key under which a value of a known or unknown field is kept aside.
pub(crate) fn key_of(number: u32) -> String {
    let bare = number & !debar_plugin_api::abi::MUST_UNDERSTAND;
    match field::info(bare) {
        Some(info) => info.name.to_lowercase().replace('_', "-"),
        None => format!("field-{bare}"),
    }
}

/// No place.
pub(crate) fn nowhere() -> Source {
    Source::default()
}
