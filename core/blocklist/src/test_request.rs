//! A list's own test as a request and facts. Not the running of it: that needs an engine.

use debar_model::{FactOrigin, Facts, PurchaseRequest};

use crate::TestCase;

impl TestCase {
    /// The request and the facts that the test gives. A part of it that is no identifier or digest
    /// is an error of the list and was reported when it was read.
    pub fn request(&self) -> (PurchaseRequest, Facts) {
        let mut facts = Facts::new();
        for (name, values) in &self.given.facts {
            facts.add(name, values.iter().cloned(), FactOrigin::Call);
        }
        (PurchaseRequest::default(), facts)
    }
}
