//! The form of a version range (VERS, <https://github.com/package-url/vers-spec>). Not the comparing of
//! versions: that depends on the type and is the engine's.

use crate::Code;
use crate::fields::Context;
use crate::source::Problem;
use crate::syntax::Node;

/// Whether a text is a range; if not, it has been reported.
pub(super) fn check(cx: &mut Context, node: &Node, text: &str) -> bool {
    match fault(text) {
        None => true,
        Some(why) => {
            cx.report(
                Problem::error(Code::BadVersions, node.at, format!("`{text}` is no version range: {why}"))
                    .fix_all("write the range in the form of VERS", plainer(text).map(|text| vec![(node.at, format!("\"{text}\""))]))
                    .help("write `vers:TYPE/CONSTRAINTS`, such as `vers:npm/>=1.0.0|<2.0.0`, `vers:pypi/1.0.0` or `vers:deb/*`"),
            );
            false
        }
    }
}

/// The same range with `|` for commas, without blanks and with its type in small letters.
fn plainer(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix("vers:")?;
    let (kind, constraints) = rest.split_once('/')?;
    let constraints: String = constraints.replace(',', "|").split_whitespace().collect();
    let plain = format!("vers:{}/{}", kind.to_lowercase(), constraints.trim_end_matches('|'));
    (fault(&plain).is_none() && !plain.contains(['"', '\\'])).then_some(plain)
}

fn fault(text: &str) -> Option<&'static str> {
    let Some(rest) = text.strip_prefix("vers:") else { return Some("it does not begin with `vers:`") };
    let Some((kind, constraints)) = rest.split_once('/') else {
        return Some("there is no `/` after the type");
    };
    if kind.is_empty()
        || !kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-._".contains(&b))
    {
        return Some("the type is made of small letters and digits");
    }
    if constraints.contains(char::is_whitespace) {
        return Some("there are no blanks in it");
    }
    if constraints.contains(',') {
        return Some("constraints are separated by `|`");
    }
    if constraints == "*" {
        return None;
    }
    let mut seen: Vec<&str> = vec![];
    for constraint in constraints.split('|') {
        let version = ["<=", ">=", "!=", "<", ">", "="]
            .iter()
            .find_map(|operator| constraint.strip_prefix(operator))
            .unwrap_or(constraint);
        if version.is_empty() {
            return Some("a version is missing");
        }
        if version == "*" || version.starts_with(['<', '>', '=', '!', '~', '^']) {
            return Some("the operators are `<`, `<=`, `>`, `>=`, `!=` and `=`, and `*` stands alone");
        }
        if seen.contains(&version) {
            return Some("a version stands in it twice");
        }
        seen.push(version);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn forms() {
        for good in
            ["vers:npm/>=1|<2", "vers:pypi/1.0.0", "vers:deb/*", "vers:npm/1.2.3|>=2.0.0|<5.0.0|!=3.1"]
        {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "1.0",
            "vers:npm",
            "vers:NPM/1",
            "vers:npm/",
            "vers:npm/>=1,<2",
            "vers:npm/>= 1",
            "vers:npm/^1",
            "vers:npm/1|1",
            "vers:npm/1|*",
            "vers:npm/>=1||<2",
            "vers:/1",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }
}
