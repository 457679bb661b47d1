//! CSV documents: character set, dialect, header, and which rows are one request. Not cells. Invariant: a row with
//! another number of cells than the header is a held request of its own, never read by position.

use std::borrow::Cow;

use debar_plugin_api::{DecodeError, ErrorKind, PluginError, Report, Sink, Text, Where, field};
use debar_shared_json::{JsonError, Source, Widths};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::cell::{Line, Named};
use crate::columns::{self, Column};
use crate::config::Csv;
use crate::delimited::{Row, Rows};
use crate::emit::{Done, Emit};

/// Delimiters that a dialect may declare.
const DELIMITERS: &[&str] = &[",", ";", "\t", "|"];

/// Bytes of a column name: it is told with every cell.
const NAME: usize = 128;

/// A table whose header was read.
pub(crate) struct Table<'t> {
    pub columns: Vec<Named>,
    pub rows: Rows<'t>,
}

/// Rows that are one request.
pub(crate) enum Batch<'t> {
    /// Lines of one document.
    Rows(Vec<Row<'t>>),
    /// A row that cannot be read, and why.
    Held(Row<'t>, String),
}

/// Checks what is declared of CSV.
pub(crate) fn check(csv: &Csv) -> Result<(), PluginError> {
    let error = |code, message| Err(PluginError::new(ErrorKind::Config, code, message));
    if let Some(delimiter) = csv.delimiter.as_deref().filter(|delimiter| !DELIMITERS.contains(delimiter)) {
        return error("csv-delimiter", format!("delimiter `{delimiter}` is none of `,` `;` `|` and tab"));
    }
    if let Some(label) = csv.encoding.as_deref().filter(|label| known(label).is_none()) {
        return error(
            "csv-encoding",
            format!("character set `{label}` is not UTF-8, UTF-16 or a one-byte set"),
        );
    }
    columns::check(csv)
}

/// The text of a CSV document, by byte order mark, declaration or media type, else UTF-8.
pub(crate) fn source<'b>(
    bytes: &'b [u8],
    csv: &Csv,
    charset: Option<&str>,
) -> Result<Source<'b>, DecodeError> {
    let marked = Encoding::for_bom(bytes).is_some();
    let Some(label) = csv.encoding.as_deref().or(charset).filter(|_| !marked) else {
        return Source::new(bytes).map_err(|error| as_csv(&error));
    };
    let Some(encoding) = known(label) else {
        let label: String = label.chars().take(40).collect();
        return Err(DecodeError::unsupported("csv-encoding", format!("character set `{label}` is not read"))
            .help("send UTF-8, UTF-16 or a one-byte character set, and declare it"));
    };
    if encoding == UTF_8 {
        return Source::new(bytes).map_err(|error| as_csv(&error));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.ok_or_else(|| {
        DecodeError::malformed("csv-encoding", format!("the bytes are not {}", encoding.name()))
            .help("declare the character set of the documents in the plugin's configuration")
    })?;
    let widths = match &text {
        Cow::Borrowed(_) => Widths::Utf8,
        Cow::Owned(_) if encoding.is_single_byte() => Widths::Single,
        Cow::Owned(_) => Widths::Utf16,
    };
    Source::decoded(text, widths, 0).map_err(|error| as_csv(&error))
}

/// Reads the header.
pub(crate) fn open<'t>(source: &'t Source<'_>, csv: &Csv, tabs: bool) -> Result<Table<'t>, DecodeError> {
    let text = source.text();
    if let Some(nul) = text.find('\0') {
        return Err(broken(source, "csv-nul", "the document holds a NUL character", nul, nul + 1)
            .help("export the table again as text; UTF-16 needs a byte order mark or a declaration"));
    }
    let declared = csv.delimiter.as_deref().or(tabs.then_some("\t"));
    let delimiter = declared.and_then(|d| d.bytes().next()).unwrap_or(b',');
    let mut rows = Rows::new(text, delimiter);
    let header = rows.next().ok_or_else(|| DecodeError::malformed("csv-empty", "the document is empty"))?;
    if let Some(reason) = header.broken {
        return Err(broken(source, "csv-quote", reason, header.start, header.end)
            .help("close the quote; double a quote inside a quoted cell"));
    }
    if declared.is_none()
        && let Some(cell) = header.cells.iter().find(|cell| cell.text.contains([';', '\t', '|']))
    {
        return Err(broken(
            source,
            "csv-dialect",
            "the header looks like another dialect",
            cell.start,
            cell.end,
        )
        .help("declare `csv.delimiter` (and `csv.decimal`) in the plugin's configuration"));
    }
    if let Some(cell) = header.cells.iter().find(|cell| cell.text.len() > NAME) {
        return Err(broken(source, "csv-header", "a column name is over 128 bytes", cell.start, cell.end)
            .help("the first row must hold the column names"));
    }
    let columns: Vec<Named> = (header.cells.iter())
        .map(|cell| Named { name: cell.text.trim().to_owned(), column: Column::of_header(&cell.text, csv) })
        .collect();
    if !columns.iter().any(|named| named.column.is_known()) {
        return Err(DecodeError::unsupported("csv-columns", "no column has a canonical name")
            .help("declare the columns in `csv.columns` of the plugin's configuration"));
    }
    Ok(Table { columns, rows })
}

impl<'t> Table<'t> {
    /// The requests: rows that stand together and have the same `document_id`, else each row.
    pub fn batches(&self) -> impl Iterator<Item = Batch<'t>> {
        let width = self.columns.len();
        let documents: Vec<usize> = (0..width)
            .filter(|index| self.columns.get(*index).is_some_and(|named| named.column.is_document()))
            .collect();
        let mut rows = self.rows.clone().peekable();
        std::iter::from_fn(move || {
            let first = rows.next()?;
            if let Some(reason) = first.broken {
                return Some(Batch::Held(
                    first,
                    format!("{reason}: this row and all after it cannot be read"),
                ));
            }
            if first.cells.len() != width {
                let reason = format!("the row has {} cells, the header {width}", first.cells.len());
                return Some(Batch::Held(first, reason));
            }
            let key = document(&first, &documents);
            let mut batch = vec![first];
            while !key.is_empty()
                && let Some(row) = rows.next_if(|row| {
                    row.broken.is_none() && row.cells.len() == width && document(row, &documents) == key
                })
            {
                batch.push(row);
            }
            Some(Batch::Rows(batch))
        })
    }
}

pub(crate) fn decode(sink: &mut Sink<'_>, source: &Source<'_>, csv: &Csv, tabs: bool) -> Done {
    let table = open(source, csv, tabs)?;
    let mut any = false;
    for batch in table.batches() {
        any = true;
        let line = |row| Line { source, csv, columns: &table.columns, row };
        match &batch {
            Batch::Rows(rows) => {
                let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
                let mut at = line(first).place();
                let end = line(last).place();
                at.len = end.offset.saturating_add(end.len).saturating_sub(at.offset);
                let mut emit = Emit::begin(sink, &at)?;
                emit.sink.str(field::FORMAT, &Text::stated("canonical"))?;
                let mut told = Vec::new();
                rows.iter().try_for_each(|row| line(row).tell_request(&mut emit, &mut told))?;
                for row in rows {
                    let line = line(row);
                    emit.line(&line.place(), |emit| line.tell(emit))?;
                }
                emit.end("the document has no rows")?;
            }
            Batch::Held(row, reason) => {
                let line = line(row);
                let at = line.place();
                sink.warn(Report::warning("csv-row", format!("row {}: {reason}", row.number)).at(&at));
                let mut emit = Emit::begin(sink, &at)?;
                emit.sink.str(field::FORMAT, &Text::stated("canonical"))?;
                line.tell_unread(&mut emit)?;
                emit.hold(format!("row {} cannot be read: {reason}", row.number), at);
                emit.end("the row cannot be read")?;
            }
        }
    }
    if any { Ok(()) } else { sink.empty("no rows") }
}

fn document(row: &Row<'_>, documents: &[usize]) -> Vec<String> {
    let texts = documents.iter().filter_map(|index| row.cells.get(*index));
    let texts: Vec<String> = texts.map(|cell| cell.text.to_string()).collect();
    if texts.iter().all(String::is_empty) { Vec::new() } else { texts }
}

fn known(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes())?;
    let read = encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE || encoding.is_single_byte();
    read.then_some(encoding)
}

fn broken(source: &Source<'_>, code: &'static str, message: &str, start: usize, end: usize) -> DecodeError {
    let (offset, len) = source.native(start, end);
    let (line, column) = source.line_column(0, 1, start);
    DecodeError::malformed(code, message).at(&Where::new(offset, len, "")).line_column(line, column)
}

fn as_csv(error: &JsonError) -> DecodeError {
    let mut report = error.report();
    report.code = Cow::Borrowed("csv-encoding");
    report.help = "send UTF-8, or declare the character set in the plugin's configuration".to_owned();
    DecodeError::from_reports(ErrorKind::Malformed, vec![report])
}
