//! What the direction of a field depends on elsewhere in the lists: a name in a product that is let through loosens,
//! the same name in a product that is banned tightens.

use std::collections::BTreeSet;

use crate::Blocklist;

/// Roles that entries play in any of the lists that are compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    /// Products that an exception or a waiver lets through.
    lifted: BTreeSet<String>,
    /// Digest sets whose rule asks for a digest that can be compared.
    required: BTreeSet<String>,
    /// Whether what lifts is limited to buyers, so that a place in the tree may lift.
    pub(crate) buyers_lift: bool,
    /// Whether what lifts is limited to vendors, so that belonging to one may lift.
    pub(crate) vendors_lift: bool,
}

impl Roles {
    pub(crate) fn of(lists: &[&Blocklist]) -> Self {
        let mut roles = Self::default();
        for list in lists {
            for rule in list.rules.values() {
                roles.lifted.extend(rule.except.iter().filter_map(|exception| exception.product.clone()));
                if rule.require_digest {
                    roles.required.extend(rule.targets.digests.iter().cloned());
                }
                roles.vendors_lift |= !rule.except.is_empty();
            }
            for waiver in list.waivers.values() {
                roles.lifted.extend(waiver.covers.products.iter().cloned());
                roles.buyers_lift |= !waiver.covers.buyers.is_empty();
                roles.vendors_lift |= waiver.covers.vendor.is_some();
            }
            roles.vendors_lift |= !list.cleared.is_empty();
            let pauses = || list.authorities.values().flat_map(|authority| &authority.pauses);
            roles.buyers_lift |= pauses().any(|pause| !pause.as_to.is_empty());
        }
        roles
    }

    pub(crate) fn lifts(&self, product: &str) -> bool {
        self.lifted.contains(product)
    }

    pub(crate) fn requires(&self, set: &str) -> bool {
        self.required.contains(set)
    }
}
