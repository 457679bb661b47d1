//! What a field says about who is meant: a name field, a title, or a place where a name may also stand.

use debar_model::{Class, Identifier, PartOwner, Role, Slot, Value};
use debar_names::exact_key;

use crate::normalise::Prepared;

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub kind: FieldKind,
    /// The strongest class that a name in this field can give.
    pub cap: Class,
    /// It names a kind of goods and nobody.
    pub names_goods: bool,
    /// Which names it is asked for by likeness.
    pub asks: Asks,
}

/// What a field is asked for by likeness.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Asks {
    /// Nothing.
    Nothing,
    /// The party that it names.
    Party,
    /// The brand or product that a title begins with, and the maker that it states.
    Title,
    /// The maker that a text states.
    Maker,
}

/// Kinds of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Holds the name of somebody or a brand, and nothing else.
    Name,
    /// Holds the title or description of a product.
    Title,
    /// Holds anything.
    Loose,
}

impl Field {
    /// The name of a seller and nothing else.
    pub const SELLER: Self =
        Self { kind: FieldKind::Name, cap: Class::Exact, names_goods: false, asks: Asks::Party };

    pub fn of(value: &Value<'_>, prepared: &Prepared<'_>) -> Self {
        let field = Self::plain(value, prepared);
        Self { asks: if field.cap == Class::Weak { Asks::Nothing } else { field.asks }, ..field }
    }

    fn plain(value: &Value<'_>, prepared: &Prepared<'_>) -> Self {
        let of = |kind, cap| Self { kind, cap, names_goods: false, asks: asks(value) };
        let loose = of(FieldKind::Loose, Class::Strong);
        match &value.slot {
            Slot::PartyName(role) | Slot::PartyIdentifier(role) if buys(role) => {
                of(FieldKind::Name, Class::Weak)
            }
            Slot::PartyName(_) | Slot::Brand => of(FieldKind::Name, Class::Exact),
            Slot::PartyIdentifier(_) | Slot::ProductIdentifier => match value.identifier {
                Some(Identifier::Signer(_)) => of(FieldKind::Name, Class::Exact),
                Some(Identifier::Other { scheme, .. }) if scheme.contains("name") => {
                    of(FieldKind::Name, Class::Exact)
                }
                _ => loose,
            },
            Slot::ProductName | Slot::Description | Slot::Model => {
                let cap = if is_package_name(value, prepared) { Class::Weak } else { Class::Exact };
                of(FieldKind::Title, cap)
            }
            Slot::Classification => Self { names_goods: true, ..loose },
            Slot::Version
            | Slot::PartNumber(_)
            | Slot::Origin
            | Slot::Comment
            | Slot::Artifact
            | Slot::Reference
            | Slot::Extra(_) => loose,
        }
    }

    pub fn is(self, kind: FieldKind) -> bool {
        self.kind == kind
    }
}

/// What a field is asked for by its kind alone; a cheap answer that may be too much.
pub(crate) fn asks(value: &Value<'_>) -> Asks {
    match &value.slot {
        Slot::PartyName(role) if buys(role) => Asks::Nothing,
        Slot::PartyName(_) | Slot::Brand => Asks::Party,
        Slot::PartyIdentifier(_) | Slot::ProductIdentifier => match value.identifier {
            Some(Identifier::Signer(_)) => Asks::Party,
            Some(Identifier::Other { scheme, .. }) if scheme.contains("name") => Asks::Party,
            _ => Asks::Nothing,
        },
        Slot::ProductName => Asks::Title,
        Slot::Description | Slot::Comment => Asks::Maker,
        _ => Asks::Nothing,
    }
}

/// Whether a role stands on the buying side, in the model's words or in a document's own.
pub(crate) fn buys(role: &Role) -> bool {
    const WORDS: [&str; 9] = [
        "ship-to",
        "shipto",
        "bill-to",
        "billto",
        "deliver",
        "requester",
        "requisition",
        "contact",
        "customer",
    ];
    match role {
        Role::Other(word) => {
            let word = word.to_lowercase().replace(['_', ' '], "-");
            WORDS.iter().any(|buying| word.contains(buying))
        }
        known => known.is_buying_side(),
    }
}

/// Whether a part number is the buyer's own, which says nothing of the maker.
pub(crate) fn is_buyers_number(slot: &Slot) -> bool {
    matches!(slot, Slot::PartNumber(PartOwner::Buyer))
}

/// Whether a product name is the name of a package: packages are called after what they talk to, so
/// only namespace and publisher say who made one.
fn is_package_name(value: &Value<'_>, prepared: &Prepared<'_>) -> bool {
    let Some(line) = value.line.and_then(|line| prepared.line(line)) else { return false };
    if value.slot != Slot::ProductName {
        return false;
    }
    let text = value.text.trim();
    let packed = line.component
        && !text.contains(char::is_whitespace)
        && text.contains(['-', '_', '/', '.', '@', ':'])
        && !text.contains(char::is_uppercase);
    packed
        || line.item.product.identifiers.iter().any(|identifier| match &identifier.value {
            Identifier::Purl(purl) if !matches!(purl.kind(), "generic" | "swid") => {
                let name = exact_key(purl.name());
                let key = exact_key(text);
                key == name
                    || purl.namespace().is_some_and(|space| {
                        let space = exact_key(space);
                        key == format!("{space} {name}")
                    })
            }
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::buys;
    use debar_model::Role;

    #[test]
    fn documents_own_words_for_the_buying_side_are_known() {
        for (role, expect) in [
            (Role::Buyer, true),
            (Role::Supplier, false),
            (Role::Other("shipTo".to_owned()), true),
            (Role::Other("Deliver_To".to_owned()), true),
            (Role::Other("remit-to".to_owned()), false),
        ] {
            assert_eq!(buys(&role), expect, "{role}");
        }
    }
}
