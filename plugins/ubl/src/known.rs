//! The element names of UBL 2.1's common components, to notice what no schema knows. Not a validator.
//!
//! Fact: the names are those of OASIS UBL 2.1 (2.0 is a part of it). Invariant: an unknown name never stops the
//! reading; it is remarked, since its sender meant something that nobody mapped.

use crate::kind::{child, is_common};
use debar_plugin_api::{DecodeError, Text, Where, field};
use debar_shared_xml::{Element, Feed};
use std::collections::HashSet;

/// One name a line, sorted.
const NAMES: &str = include_str!("names.txt");

/// Remarks that one document may cause.
const MOST: usize = 20;

/// Remarks elements in UBL's namespaces whose names UBL 2.1 does not have. Later versions have more names: for them
/// nothing is said.
pub fn remark(feed: &mut Feed<'_, '_>, root: Element<'_>) -> Result<(), DecodeError> {
    let version = child(root, "UBLVersionID").and_then(Element::text).map_or("2.1", |v| v.text());
    if !version.starts_with("2.0") && !version.starts_with("2.1") {
        return Ok(());
    }
    let known: HashSet<&str> = NAMES.lines().collect();
    let odd = root.descendants().filter(|e| is_common(*e) && !known.contains(e.name()));
    for element in odd.take(MOST) {
        let (offset, len) = element.span();
        let at = Where::new(offset, len, element.pointer()).decoded();
        let name: String = element.name().chars().take(60).collect();
        feed.sink.str(field::REMARK, &Text::new(format!("UBL {version} has no element `{name}`"), at))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn the_names_are_sorted_and_single() {
        let names: Vec<&str> = NAMES.lines().collect();
        assert!(names.len() > 1000);
        assert!(names.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
