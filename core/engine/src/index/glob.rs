//! Globs of the list over folded whole fields. `globset` is the syntax and verifies one candidate; the
//! candidates come from a search for literals, because a set of thousands of patterns has no bounds.

use std::sync::OnceLock;

use debar_names::fold;
use globset::{GlobBuilder, GlobMatcher};

use super::EntryId;

/// A folded glob of a product.
#[derive(Debug)]
pub(crate) struct Glob {
    pub entry: EntryId,
    /// Its place among the product's globs.
    pub at: u32,
    folded: String,
    matcher: OnceLock<Option<GlobMatcher>>,
}

impl Glob {
    /// Folds a pattern; none if nothing would be left of it but wildcards.
    pub fn of(entry: EntryId, at: u32, pattern: &str) -> Option<Self> {
        let folded = fold_glob(pattern);
        let sound = folded.chars().any(char::is_alphanumeric);
        sound.then_some(Self { entry, at, folded, matcher: OnceLock::new() })
    }

    /// The folded pattern.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Its literal parts.
    pub fn literals(&self) -> impl Iterator<Item = &str> {
        self.folded.split(['*', '?']).filter(|literal| !literal.is_empty())
    }

    /// Whether a whole folded field matches.
    pub fn matches(&self, field: &str) -> bool {
        let matcher = self.matcher.get_or_init(|| {
            let mut builder = GlobBuilder::new(&self.folded);
            builder.literal_separator(false).build().ok().map(|glob| glob.compile_matcher())
        });
        matcher.as_ref().is_some_and(|matcher| matcher.is_match(field))
    }
}

/// Reads a pattern and folds its literals: only `*` and `?` are special, a backslash escapes. A blank
/// or a mark at the edge of a literal stays a word boundary if folding makes one of it.
pub(crate) fn fold_glob(pattern: &str) -> String {
    let mut out = String::new();
    let mut literal = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' | '?' => {
                flush(&mut out, &mut literal);
                if c == '?' || !out.ends_with('*') {
                    out.push(c);
                }
            }
            '\\' => literal.extend(chars.next()),
            c => literal.push(c),
        }
    }
    flush(&mut out, &mut literal);
    out.trim().to_owned()
}

fn flush(out: &mut String, literal: &mut String) {
    let folded = fold(literal);
    if separates(literal.chars().next()) && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out.push_str(folded.text());
    if separates(literal.chars().next_back()) && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    literal.clear();
}

/// Whether folding parts two words at this character.
fn separates(c: Option<char>) -> bool {
    c.is_some_and(|c| !c.is_alphanumeric() && fold(&format!("ab{c}cd")).text().contains(' '))
}

#[cfg(test)]
mod tests {
    use super::{EntryId, Glob, fold_glob};
    use crate::index::{Entries, Table};

    fn any_entry() -> EntryId {
        let list = crate::testing::list_of(&["Example"]);
        Entries::of(&list).id_of(Table::Vendor, "v0").unwrap()
    }

    fn check(pattern: &str, field: &str, expect: bool) {
        let glob = Glob::of(any_entry(), 0, pattern);
        let folded = debar_names::fold(field);
        assert_eq!(glob.is_some_and(|glob| glob.matches(folded.text())), expect, "{pattern} / {field}");
    }

    #[test]
    fn literals_are_folded_and_only_two_characters_are_special() {
        check("Kaspersky *", "KASPERSKY  Endpoint Security", true);
        check("Kaspersky *", "Kasperskyx", false);
        check("*anti-virus*", "Kaspersky Anti-Virus 2019", true);
        check("Router [{v2}]", "router v2", true);
        check("a?c", "abc", true);
        check("docs/*/index", "docs/aa/bb/index", true);
        check("**", "anything", false);
        check("100\\*", "100*", true);
        check("Касперский*", "касперский ENDPOINT", true);
    }

    #[test]
    fn edges_keep_their_word_boundary() {
        assert_eq!(fold_glob("Kaspersky *"), "kaspersky *");
        assert_eq!(fold_glob("Kaspersky*"), "kaspersky*");
        assert_eq!(fold_glob("a***b"), "a*b");
    }
}
