//! What changed, as a unified diff. Decides nothing about what to do with it.

use similar::TextDiff;

/// A unified diff with three lines of context; empty when nothing changed.
pub fn unified(name: &str, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(&format!("a/{name}"), &format!("b/{name}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn lines_that_changed_and_their_neighbours() {
        assert_eq!(unified("x", "a\n", "a\n"), "");
        let diff = unified("x.toml", "a = 1\nb = 2\n", "a = 1\nb = 3\n");
        assert_eq!(diff, "--- a/x.toml\n+++ b/x.toml\n@@ -1,2 +1,2 @@\n a = 1\n-b = 2\n+b = 3\n");
    }
}
