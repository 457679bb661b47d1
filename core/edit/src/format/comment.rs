//! Comments in what stands between values. Knows no values.

/// Every comment of a text, sorted.
pub(super) fn all(text: &str) -> Vec<String> {
    let mut found = vec![];
    let mut rest = text;
    while let Some(offset) = rest.find(['"', '\'', '#']) {
        let here = rest.get(offset..).unwrap_or_default();
        let length = if here.starts_with('#') {
            let end = here.find('\n').unwrap_or(here.len());
            found.push(here.get(..end).unwrap_or_default().trim_end().to_owned());
            end
        } else {
            crate::statement::string_length(here)
        };
        rest = here.get(length..).unwrap_or_default();
    }
    found.sort();
    found
}

/// What stands in front of a statement, as lines: comments, and at most one blank line between them. Leading blank
/// lines are left out.
pub(super) fn lines(raw: &str) -> Vec<String> {
    let mut lines: Vec<String> = raw.split('\n').map(|line| line.trim().to_owned()).collect();
    lines.pop();
    let mut kept: Vec<String> = vec![];
    for line in lines {
        let blank = line.is_empty();
        if blank && kept.last().is_none_or(String::is_empty) {
            continue;
        }
        kept.push(line);
    }
    kept
}

/// Whether the first line of what stands in front of a statement is blank.
pub(super) fn begins_blank(raw: &str) -> bool {
    raw.starts_with('\n') || raw.trim_start_matches([' ', '\t']).starts_with('\n')
}

/// The comments of what stands beside a value: those on its own line, and those on lines of their own.
pub(super) fn beside(raw: &str) -> (Vec<String>, Vec<String>) {
    let comment =
        |line: &str| line.find('#').map(|at| line.get(at..).unwrap_or_default().trim_end().to_owned());
    let mut parts = raw.split('\n');
    let own = parts.next().and_then(comment).into_iter().collect();
    (own, parts.filter_map(comment).collect())
}
