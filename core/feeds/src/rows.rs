//! Rows of CSV and tab-separated files, with the line of each, and fields by the name of their column.

use csv::{ByteRecord, ReaderBuilder};

use crate::draft::Draft;
use crate::{Lint, Refusal};

/// A longer field is neither a name nor a remark.
const MAX_FIELD: usize = 256 * 1024;
/// A field over more lines than this is a quotation mark that is never closed.
const MAX_LINES: usize = 2000;

/// How a file is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    pub(crate) header: bool,
    /// Blanks around fields and quotation marks do not count.
    pub(crate) trim: bool,
    /// Fields of a row without a header; 0 is any number.
    pub(crate) fields: usize,
}

impl Layout {
    pub(crate) const COMMA: Self = Self { delimiter: b',', header: true, trim: false, fields: 0 };
}

/// The names of the columns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Header(Vec<String>);

impl Header {
    fn of(record: &ByteRecord) -> Self {
        Self(record.iter().map(|name| Self::plain(&String::from_utf8_lossy(name))).collect())
    }

    pub(crate) fn plain(name: &str) -> String {
        name.trim().trim_start_matches('\u{feff}').to_lowercase().replace([' ', '-'], "_")
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.at(name).is_some()
    }

    /// The place of a column: by its name, or by its number from 1.
    pub(crate) fn at(&self, name: &str) -> Option<usize> {
        let plain = Self::plain(name);
        let found = self.0.iter().position(|known| *known == plain);
        found.or_else(|| name.parse::<usize>().ok()?.checked_sub(1).filter(|at| *at < self.0.len()))
    }
}

/// One row.
pub(crate) struct Row<'r> {
    record: &'r ByteRecord,
    header: &'r Header,
    line: u64,
}

impl Row<'_> {
    /// The field of a column; empty when the column is not there.
    pub(crate) fn get(&self, name: &str) -> String {
        self.header.at(name).map(|at| self.at(at)).unwrap_or_default()
    }

    pub(crate) fn at(&self, at: usize) -> String {
        self.record.get(at).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    pub(crate) fn header(&self) -> &Header {
        self.header
    }

    pub(crate) fn len(&self) -> usize {
        self.record.len()
    }

    pub(crate) fn place(&self) -> String {
        format!("line {}", self.line)
    }
}

/// Calls for each row that can be read.
pub(crate) fn each<'o>(
    bytes: &[u8],
    layout: Layout,
    draft: &mut Draft<'o>,
    mut take: impl FnMut(&mut Draft<'o>, &Row<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\x1a").unwrap_or(bytes);
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(layout.delimiter);
    if layout.trim {
        builder.trim(csv::Trim::All);
    }
    let mut reader = builder.from_reader(bytes);
    let mut record = ByteRecord::new();
    let mut header: Option<Header> = None;
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                return Err(Refusal::new(&draft.file, error.to_string(), "fetch the file anew"));
            }
        }
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().any(|field| memchr::memchr_iter(b'\n', field).nth(MAX_LINES).is_some()) {
            let why = "a quotation mark is never closed, so that rows behind it cannot be told apart";
            return Err(
                Refusal::new(&draft.file, why, "close it, or fetch the file anew").at(format!("line {line}"))
            );
        }
        if layout.header && header.is_none() {
            header = Some(Header::of(&record));
            continue;
        }
        if record.iter().all(|field| matches!(field, b"" | b"\x1a")) {
            continue;
        }
        draft.row();
        let known = header.get_or_insert_default();
        let row = Row { record: &record, header: known, line };
        let expected = if layout.header { known.0.len() } else { layout.fields };
        if record.iter().any(|field| field.len() > MAX_FIELD) {
            draft.note(Lint::TooLong, &row.place(), &row.at(0));
        } else if expected > 0 && record.len() != expected {
            let text = format!("{} of {expected} fields: {}", record.len(), row.at(0));
            draft.note(Lint::RaggedRow, &row.place(), &text);
        } else {
            if record.iter().any(|field| std::str::from_utf8(field).is_err()) {
                draft.note(Lint::BadText, &row.place(), &row.at(0));
            }
            take(draft, &row)?;
        }
    }
}

/// The header of a CSV, or an empty one.
pub(crate) fn header(bytes: &[u8], delimiter: u8) -> Header {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new().has_headers(false).delimiter(delimiter).from_reader(bytes);
    let mut record = ByteRecord::new();
    match reader.read_byte_record(&mut record) {
        Ok(true) => Header::of(&record),
        _ => Header::default(),
    }
}

/// The parts of a field with several values.
pub(crate) fn several(field: &str) -> Vec<String> {
    field.split(';').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
