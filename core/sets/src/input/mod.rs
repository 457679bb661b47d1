//! Lists of digests as text: plain hex, what `sha256sum` and its like print, signature files of virus scanners, and
//! columns of CSV. Every line that says something and cannot be read is reported with its place.

mod csv;
mod line;

use std::io::{self, BufRead, BufReader};

use debar_model::{Algorithm, Object, Sha256Hex};
use debar_raw::Sha256;

use crate::head::SourceNote;
use crate::kind::Kind;
use crate::{Builder, SetError};

pub use self::csv::{Column, CsvColumns};

use line::Value;

/// Bytes that are read at a time.
const BUFFER: usize = 1 << 20;
/// A longer line is no digest.
const MAX_LINE: usize = 64 * 1024;

/// How a text is read.
#[derive(Clone, Debug, Default)]
pub struct TextOptions {
    /// The algorithm of every digest; by prefix or length when none is given.
    pub algorithm: Option<Algorithm>,
    /// What the digests are of.
    pub object: Object,
    /// What they stand for, unless a column says it.
    pub label: Option<String>,
    /// Columns, when it is CSV.
    pub csv: Option<CsvColumns>,
}

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// One-based.
    pub line: u64,
    /// What stands there, cut.
    pub text: String,
    /// Why it cannot be read.
    pub why: String,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Digests that were added.
    pub digests: u64,
    /// Digests of an empty file, which were left out: they would meet every empty file.
    pub empty_files: u64,
    /// Digests of SHA-1 and MD5 among those that were added.
    pub legacy: u64,
    /// Lines that could not be read.
    pub bad: u64,
    /// Bytes of the text.
    pub bytes: u64,
}

/// Reads a text into a builder; `report` hears of each line that cannot be read. The caller decides whether what was
/// built is used.
///
/// # Errors
/// The reader fails, or the builder does.
pub fn read_text(
    name: &str,
    reader: impl io::Read,
    options: &TextOptions,
    builder: &mut Builder<'_>,
    report: &mut dyn FnMut(BadLine),
) -> Result<Read, SetError> {
    let mut hashed = Hashed { reader, hash: Sha256::new(), bytes: 0 };
    let mut sink = Sink { options, builder, report, read: Read::default() };
    let mut input = BufReader::with_capacity(BUFFER, &mut hashed);
    match &options.csv {
        Some(columns) => csv::read(&mut input, columns, &mut sink)?,
        None => lines(&mut input, &mut sink)?,
    }
    // What a reader of CSV leaves behind is part of the text as well.
    io::copy(&mut input, &mut io::sink())?;
    let mut read = sink.read;
    read.bytes = hashed.bytes;
    let sha256 = Sha256Hex(hashed.hash.finish());
    builder.source(SourceNote { name: name.to_owned(), bytes: read.bytes, sha256 });
    Ok(read)
}

fn lines(input: &mut impl BufRead, sink: &mut Sink<'_, '_>) -> Result<(), SetError> {
    let kind = Kind { object: sink.options.object, label: sink.options.label.clone() };
    let kind = sink.builder.kind(&kind)?;
    let (mut number, mut held) = (0, vec![]);
    loop {
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let mut done = 0;
        for end in memchr::memchr_iter(b'\n', chunk) {
            let line = chunk.get(done..end).unwrap_or_default();
            done = end + 1;
            number += 1;
            if held.is_empty() {
                sink.line(number, line, kind)?;
            } else {
                hold(&mut held, line);
                sink.line(number, &held, kind)?;
                held.clear();
            }
        }
        hold(&mut held, chunk.get(done..).unwrap_or_default());
        let length = chunk.len();
        input.consume(length);
    }
    if held.is_empty() { Ok(()) } else { sink.line(number + 1, &held, kind) }
}

/// Keeps the beginning of a line that goes on, one byte more than a line may have.
fn hold(held: &mut Vec<u8>, more: &[u8]) {
    let room = (MAX_LINE + 1).saturating_sub(held.len());
    held.extend(more.iter().take(room));
}

/// Where values go.
struct Sink<'a, 'b> {
    options: &'a TextOptions,
    builder: &'a mut Builder<'b>,
    report: &'a mut dyn FnMut(BadLine),
    read: Read,
}

impl Sink<'_, '_> {
    fn line(&mut self, number: u64, line: &[u8], kind: u32) -> Result<(), SetError> {
        let line = if number == 1 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
        if line.len() > MAX_LINE {
            self.bad(number, line, "the line is longer than 65,536 bytes".to_owned());
            return Ok(());
        }
        let text = line.trim_ascii();
        if text.is_empty() || text.starts_with(b"#") {
            return Ok(());
        }
        self.value(number, text, kind)
    }

    /// Adds what a line or field says.
    fn value(&mut self, number: u64, text: &[u8], kind: u32) -> Result<(), SetError> {
        match line::value(text, self.options.algorithm.as_ref()) {
            Ok(value) if value.is_empty_file() => self.read.empty_files += 1,
            Ok(Value { algorithm, bytes, length }) => {
                let bytes = bytes.get(..length).unwrap_or_default();
                self.builder.add(&algorithm, bytes, kind)?;
                self.read.digests += 1;
                self.read.legacy += u64::from(algorithm.is_legacy());
            }
            Err(why) => self.bad(number, text, why),
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, text: &[u8], why: String) {
        const SHOWN: usize = 80;
        self.read.bad += 1;
        let text = String::from_utf8_lossy(text.get(..SHOWN * 4).unwrap_or(text));
        let text = text.chars().take(SHOWN).collect();
        (self.report)(BadLine { line, text, why });
    }
}

/// Hashes what is read through it.
struct Hashed<R> {
    reader: R,
    hash: Sha256,
    bytes: u64,
}

impl<R: io::Read> io::Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}

/// The beginning of an input without taking it.
fn peek(input: &mut impl BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    input.fill_buf()
}
