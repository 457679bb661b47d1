//! Digests in a column of CSV, labels in another. Lines that begin with `#` are comments; one of them may hold the
//! names of the columns, as exports of malware databases do.

use std::io::BufRead;

use ::csv::{ByteRecord, ReaderBuilder};
use memchr::memchr;

use super::{Sink, peek};
use crate::SetError;
use crate::kind::Kind;

/// A column by its name or its one-based number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The number.
    Number(usize),
    /// The name in the first record, or in a comment before it.
    Name(String),
}

impl Column {
    /// Reads what a person writes: digits are a number.
    pub fn read(text: &str) -> Self {
        match text.parse() {
            Ok(number) if number > 0 => Self::Number(number),
            _ => Self::Name(text.to_owned()),
        }
    }
}

/// Which columns are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvColumns {
    /// The digest.
    pub digest: Column,
    /// What it stands for.
    pub label: Option<Column>,
    /// What separates columns.
    pub delimiter: u8,
}

pub(super) fn read(
    input: &mut impl BufRead,
    columns: &CsvColumns,
    sink: &mut Sink<'_, '_>,
) -> Result<(), SetError> {
    let start = peek(input)?;
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let mut names = commented(start, columns);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(columns.delimiter)
        .from_reader(input);
    let mut record = ByteRecord::new();
    let mut first = true;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(error) if matches!(error.kind(), ::csv::ErrorKind::Io(_)) => {
                return Err(std::io::Error::from(error).into());
            }
            Err(error) => {
                let line = error.position().map_or(0, ::csv::Position::line);
                sink.bad(line, b"", format!("it is no CSV: {error}"));
                continue;
            }
        }
        let line = record.position().map_or(0, ::csv::Position::line);
        let fields: Vec<&[u8]> = record.iter().map(plain).collect();
        if std::mem::take(&mut first) {
            let header = Places::among(&fields, columns);
            let is_header = header.is_some() || numbered_header(&fields, columns);
            names = header.or(names);
            if is_header {
                continue;
            }
        }
        let Some(places) = &names else {
            sink.bad(line, fields.concat().as_slice(), missing(columns));
            return Ok(());
        };
        let Some(text) = fields.get(places.digest).copied() else {
            sink.bad(line, fields.join(&b","[..]).as_slice(), "the record has no such column".to_owned());
            continue;
        };
        if text.is_empty() {
            sink.bad(line, fields.join(&b","[..]).as_slice(), "the column is empty".to_owned());
            continue;
        }
        let label = places.label.and_then(|at| fields.get(at)).filter(|label| !label.is_empty());
        let label = label.map(|label| String::from_utf8_lossy(label).into_owned());
        let kind = Kind { object: sink.options.object, label: label.or_else(|| sink.options.label.clone()) };
        match sink.builder.kind(&kind) {
            Ok(kind) => sink.value(line, text, kind)?,
            Err(error) => sink.bad(line, text, error.to_string()),
        }
    }
    Ok(())
}

/// Columns by their places.
#[derive(Clone, Copy)]
struct Places {
    digest: usize,
    label: Option<usize>,
}

impl Places {
    /// Among names; none when one is missing or all are given by number.
    fn among(names: &[&[u8]], columns: &CsvColumns) -> Option<Self> {
        let all = [Some(&columns.digest), columns.label.as_ref()];
        if all.into_iter().flatten().all(|column| matches!(column, Column::Number(_))) {
            return None;
        }
        let find = |column: &Column| match column {
            Column::Number(number) => number.checked_sub(1),
            Column::Name(name) => names.iter().position(|found| found.eq_ignore_ascii_case(name.as_bytes())),
        };
        let label = match &columns.label {
            Some(column) => Some(find(column)?),
            None => None,
        };
        Some(Self { digest: find(&columns.digest)?, label })
    }

    /// By numbers alone.
    fn numbered(columns: &CsvColumns) -> Option<Self> {
        let Column::Number(digest) = columns.digest else { return None };
        let label = match columns.label {
            None => None,
            Some(Column::Number(label)) => Some(label.checked_sub(1)?),
            Some(Column::Name(_)) => return None,
        };
        Some(Self { digest: digest.checked_sub(1)?, label })
    }
}

/// The columns by a comment before the first record, or by their numbers.
fn commented(mut start: &[u8], columns: &CsvColumns) -> Option<Places> {
    let mut found = Places::numbered(columns);
    while start.starts_with(b"#") {
        let end = memchr(b'\n', start)?;
        let (line, rest) = start.split_at(end);
        let names = line.trim_ascii_start().trim_start_matches_hash();
        let names: Vec<&[u8]> = names.split(|byte| *byte == columns.delimiter).map(plain).collect();
        found = found.or_else(|| Places::among(&names, columns));
        start = rest.get(1..).unwrap_or_default();
    }
    found
}

/// With columns by number, a first record whose column holds a word in the place of a digest names the columns.
fn numbered_header(fields: &[&[u8]], columns: &CsvColumns) -> bool {
    let Column::Number(number) = columns.digest else { return false };
    let field = number.checked_sub(1).and_then(|at| fields.get(at)).copied().unwrap_or_default();
    let hex = field.iter().filter(|byte| byte.is_ascii_hexdigit()).count();
    !field.is_empty() && field.len() < 32 && hex < field.len()
}

fn missing(columns: &CsvColumns) -> String {
    let name = |column: &Column| match column {
        Column::Number(number) => number.to_string(),
        Column::Name(name) => name.clone(),
    };
    let label = columns.label.as_ref().map(|label| format!(" or `{}`", name(label))).unwrap_or_default();
    format!("no column is named `{}`{label}: give its number", name(&columns.digest))
}

/// A field without blanks and quotation marks around it: some exports write a blank before the mark.
fn plain(field: &[u8]) -> &[u8] {
    let field = field.trim_ascii();
    field.strip_prefix(b"\"").and_then(|inner| inner.strip_suffix(b"\"")).unwrap_or(field)
}

trait Hashes {
    fn trim_start_matches_hash(&self) -> &Self;
}

impl Hashes for [u8] {
    fn trim_start_matches_hash(&self) -> &Self {
        let count = self.iter().take_while(|byte| **byte == b'#').count();
        self.get(count..).unwrap_or_default()
    }
}
