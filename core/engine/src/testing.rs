//! Lists built by hand, for tests of parts that need one.

use debar_blocklist::Blocklist;

/// A list of vendors with these ids and names.
pub(crate) fn list_of(vendors: &[&str]) -> Blocklist {
    use std::collections::BTreeMap;

    let listed =
        |text: &str| debar_blocklist::Listed { text: text.to_owned(), place: debar_model::Place::default() };
    let vendor = |name: &str| debar_blocklist::Vendor {
        head: debar_blocklist::Head::default(),
        name: listed(name),
        aliases: vec![],
        brands: vec![],
        identifiers: vec![],
        owners: vec![],
        relations: vec![],
        not: vec![],
        responses: vec![],
    };
    Blocklist {
        title: "test".to_owned(),
        owner: None,
        time_zone: jiff::tz::TimeZone::UTC,
        review_by: None,
        revision: debar_model::Revision::default(),
        files: vec![],
        buyers: BTreeMap::new(),
        vendors: vendors.iter().map(|id| ((*id).to_owned(), vendor(id))).collect(),
        groups: BTreeMap::new(),
        group_heads: BTreeMap::new(),
        products: BTreeMap::new(),
        classes: BTreeMap::new(),
        digests: BTreeMap::new(),
        authorities: BTreeMap::new(),
        rules: BTreeMap::new(),
        waivers: BTreeMap::new(),
        cleared: BTreeMap::new(),
        evidence: BTreeMap::new(),
        tests: vec![],
    }
}
