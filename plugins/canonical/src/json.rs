//! JSON and NDJSON documents: which records there are and where. Not what is in them. Invariant: text between two
//! records is never skipped; a record that is not JSON is a held request, and the others are still read.

use std::ops::Range;

use debar_plugin_api::{DecodeError, Report, Sink, Text, Where, field};
use debar_shared_json::{Document, JsonError, Kind, Limits, Problem, Source};

use crate::emit::{Done, Emit};
use crate::request::request;

/// How the records of a JSON text stand.
pub(crate) enum Layout<'s> {
    /// One JSON text: a request, or an array of them.
    One(Document<'s>),
    /// One record per line.
    Lines,
}

/// Finds the layout. `lines` is true when the media type says NDJSON; otherwise several records are NDJSON only when
/// the first one ends on its own line.
pub(crate) fn layout<'s>(source: &'s Source<'s>, lines: bool) -> Result<Layout<'s>, JsonError> {
    if lines {
        return Ok(Layout::Lines);
    }
    match Document::parse(source, Limits::default()) {
        Ok(document) => Ok(Layout::One(document)),
        Err(error) if error.problem == Problem::Trailing && first_line_is_whole(source) => Ok(Layout::Lines),
        Err(error) => Err(error),
    }
}

pub(crate) fn decode(sink: &mut Sink<'_>, source: &Source<'_>, lines: bool) -> Done {
    let document = match layout(source, lines)? {
        Layout::One(document) => document,
        Layout::Lines => return records(sink, source),
    };
    let root = document.root();
    match root.kind() {
        Kind::Object => request(sink, root),
        Kind::Array if root.items().next().is_none() => sink.empty("the array holds no requests"),
        Kind::Array => root.items().try_for_each(|item| request(sink, item)),
        _ => Err(DecodeError::unsupported(
            "canonical-shape",
            "the document is one JSON value, not an object or array",
        )
        .help("send one request as an object, or several in an array")
        .at(&root.place())),
    }
}

/// The records of NDJSON with their line numbers; blank lines are none.
pub(crate) fn lines<'t>(source: &'t Source<'_>) -> impl Iterator<Item = (u64, Range<usize>)> + 't {
    let mut at = 0;
    (1..).zip(source.text().split('\n')).filter_map(move |(line, text)| {
        let start = at;
        at += text.len() + 1;
        let end = start + text.len();
        (!text.trim_matches([' ', '\t', '\r']).is_empty()).then_some((line, start..end))
    })
}

fn records(sink: &mut Sink<'_>, source: &Source<'_>) -> Done {
    let mut any = false;
    for (line, part) in lines(source) {
        any = true;
        let base = format!("line {line}:");
        match Document::record(source, part.clone(), base, line, Limits::default()) {
            Ok(document) => request(sink, document.root())?,
            Err(error) => held(sink, source, &error, part, line)?,
        }
    }
    if any { Ok(()) } else { sink.empty("the document holds no records") }
}

/// A record that is not JSON: a request of its own that must be held.
fn held(sink: &mut Sink<'_>, source: &Source<'_>, error: &JsonError, part: Range<usize>, line: u64) -> Done {
    let mut report: Report = error.report();
    report.message = format!("record on line {line}: {}", report.message);
    sink.warn(report);
    let (offset, len) = source.native(part.start, part.end);
    let mut at = Where::new(offset, len, format!("line {line}:"));
    at.decoded = source.is_transcoded();
    let mut emit = Emit::begin(sink, &at)?;
    emit.sink.str(field::FORMAT, &Text::stated("canonical"))?;
    emit.sink.ext("record", &Text::new(source.text().get(part).unwrap_or_default(), at.clone()))?;
    emit.hold(
        format!("the record on line {line} cannot be read: {} (column {})", error.message, error.column),
        at,
    );
    emit.end("the record cannot be read")
}

fn first_line_is_whole<'s>(source: &'s Source<'s>) -> bool {
    let first = lines(source).next();
    first.is_some_and(|(line, part)| {
        Document::record(source, part, String::new(), line, Limits::default()).is_ok()
    })
}
