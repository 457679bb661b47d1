//! What this reader takes and others refuse: a byte order mark, and the additions of TOML 1.1.

use super::{Node, Value, at, mend};
use crate::Code;
use crate::source::{Problem, SourceText};

pub(super) fn check(file: usize, source: &SourceText, root: &Node, problems: &mut Vec<Problem>) {
    if source.text.starts_with('\u{feff}') {
        let mark = at(file, 0, '\u{feff}'.len_utf8());
        problems.push(
            Problem::warning(Code::ByteOrderMark, mark, "the file begins with a byte order mark")
                .help("save it as UTF-8 without BOM: other TOML readers stumble over it")
                .fix("remove the byte order mark", mark, ""),
        );
    }
    walk(source, root, problems);
}

fn walk(source: &SourceText, node: &Node, problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Table(table) => {
            if source.slice(node.at.start, node.at.start + 1) == "{" {
                inline(source, node, problems);
            }
            for (_, value) in table.0 {
                walk(source, value, problems);
            }
        }
        Value::List(values) => values.iter().for_each(|value| walk(source, value, problems)),
        Value::Date(date) if date.time.is_some_and(|time| time.second.is_none()) => problems.push(
            Problem::warning(Code::NewerToml, node.at, "a time of day without seconds")
                .help("only TOML 1.1 has it, and most editors and tools refuse it: write `09:30:00`")
                .fix_all("write the seconds", seconds(source, node)),
        ),
        _ => {}
    }
}

/// `:00` behind hour and minute.
fn seconds(source: &SourceText, node: &Node) -> crate::fields::Changes {
    let colon = source.slice(node.at.start, node.at.end).find(':')?;
    let end = node.at.start + colon + 3;
    (end <= node.at.end).then(|| vec![(at(node.at.file, end, end), ":00".to_owned())])
}

/// Line breaks between the entries of `{ }`. Those inside of a nested list are allowed everywhere.
fn inline(source: &SourceText, node: &Node, problems: &mut Vec<Problem>) {
    let Value::Table(table) = &node.value else { return };
    if !source.slice(node.at.start, node.at.end).contains('\n') {
        return;
    }
    let mut from = node.at.start;
    let gaps = table.0.iter().map(|(_, value)| (value.at.start, value.at.end));
    for (start, end) in gaps.chain(std::iter::once((node.at.end, node.at.end))) {
        let gap = source.slice(from, start);
        if let Some(offset) = gap.find('\n') {
            let here = at(node.at.file, from + offset, from + offset);
            problems.push(
                Problem::warning(Code::NewerToml, at(node.at.file, node.at.start, node.at.start + 1), "line breaks inside of `{ }`")
                    .also(here, "the first one is here")
                    .help("only TOML 1.1 has them, and most editors and tools refuse them: write it on one line, or as a table of its own under `[...]`")
                    .fix_all("write it on one line", mend::one_line(source.slice(node.at.start, node.at.end)).map(|line| vec![(node.at, line)])),
            );
            return;
        }
        from = end.max(from);
    }
}
