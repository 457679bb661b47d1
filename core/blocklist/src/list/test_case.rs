//! The list's own tests: given a small request, what is expected.

use debar_model::{Place, Verdict};

use super::Moment;

/// What is asked: texts as an order would carry them.
#[derive(Clone, Debug, Default)]
pub struct TestGiven {
    /// Fact names and values: `act`, `buyer`, `end-use` ... and any other.
    pub facts: Vec<(String, Vec<String>)>,
    /// Supplier's name.
    pub supplier: Option<String>,
    /// Manufacturer's name.
    pub manufacturer: Option<String>,
    /// Publisher's name.
    pub publisher: Option<String>,
    /// Product name.
    pub product: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// A comment on the line.
    pub comment: Option<String>,
    /// Brand.
    pub brand: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// Manufacturer's part number.
    pub part_number: Option<String>,
    /// Country of origin.
    pub origin: Option<String>,
    /// Identifiers: scheme and value.
    pub identifiers: Vec<(String, String)>,
    /// Digests in any readable form.
    pub digests: Vec<String>,
    /// Components: names or purls.
    pub components: Vec<String>,
    /// Where files of the product are said to be.
    pub artifacts: Vec<String>,
    /// What the order comes to: an amount and a currency.
    pub total: Option<String>,
}

/// What is expected.
#[derive(Clone, Debug)]
pub struct TestExpect {
    /// The verdict.
    pub verdict: Verdict,
    /// Rules that must at least be among the deciding ones.
    pub rules: Vec<String>,
    /// Forms of reports that must be owed.
    pub reports: Vec<String>,
    /// Facts that must be missing.
    pub needs: Vec<String>,
    /// Codes of notices that must be shown.
    pub notices: Vec<String>,
}

/// One test of the list.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// Its name.
    pub name: String,
    /// Its place.
    pub place: Place,
    /// The instant.
    pub at: Moment,
    /// The instant whose knowledge is asked, when it is another.
    pub known_at: Option<Moment>,
    /// What is asked.
    pub given: TestGiven,
    /// What is expected.
    pub expect: TestExpect,
}
