//! Reading tables of a `SQLite` file, read-only, by the published format (<https://www.sqlite.org/fileformat2.html>): the
//! header, the schema, and b-trees of tables with overflow pages. No indexes, no SQL, no write-ahead log.
//!
//! Invariants: a page is read at most as often as a sound file needs; cycles, pages out of range and cells out of their
//! page are errors.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::NsrlError;

/// Deeper trees do not exist: each level has at least two pages.
const MAX_DEPTH: usize = 48;
/// A longer record is none of the RDS.
const MAX_RECORD: usize = 16 << 20;

/// A value of a record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Number(i64),
    Real,
    Text(String),
    Blob,
}

impl Value {
    pub(crate) fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A table: where it begins, and its columns in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableShape {
    name: String,
    root: u32,
    columns: Vec<String>,
    /// The column that is the row's number and not kept in the record.
    rowid: Option<usize>,
}

impl TableShape {
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.eq_ignore_ascii_case(name))
    }
}

pub(crate) struct Database {
    file: File,
    page_size: usize,
    /// Bytes of a page that are used.
    usable: usize,
    pages: u32,
    tables: Vec<TableShape>,
}

type Take<'t> = dyn FnMut(&[Value]) -> bool + 't;

impl Database {
    pub(crate) fn open(path: &Path) -> Result<Self, NsrlError> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        let mut head = [0_u8; 100];
        file.read_exact_at(&mut head, 0).map_err(|_| damaged("it is shorter than a header"))?;
        if !head.starts_with(b"SQLite format 3\0") {
            return Err(damaged("it does not begin as one"));
        }
        let page_size = match u16_at(&head, 16)? {
            1 => 65536,
            size if size >= 512 && size.is_power_of_two() => usize::from(size),
            _ => return Err(damaged("its page size is none")),
        };
        let reserved = usize::from(head.get(20).copied().unwrap_or(0));
        let usable = page_size.checked_sub(reserved).filter(|usable| *usable >= 480);
        let usable = usable.ok_or_else(|| damaged("its pages have no room"))?;
        if head.get(18) == Some(&2)
            && std::fs::metadata(path.with_file_name(wal_of(path))).is_ok_and(|wal| wal.len() > 0)
        {
            return Err(damaged(
                "changes wait in a `-wal` file beside it; open and close it with `sqlite3` first",
            ));
        }
        if !matches!(u32_at(&head, 56)?, 0 | 1) {
            return Err(damaged("its texts are not in UTF-8"));
        }
        let pages = u32::try_from(bytes / page_size as u64).unwrap_or(u32::MAX);
        if u32_at(&head, 28)? > pages {
            return Err(damaged("it is cut off"));
        }
        let mut database = Self { file, page_size, usable, pages, tables: vec![] };
        let schema = TableShape {
            name: "sqlite_schema".to_owned(),
            root: 1,
            columns: ["type", "name", "tbl_name", "rootpage", "sql"].map(str::to_owned).to_vec(),
            rowid: None,
        };
        let mut tables = vec![];
        database.rows(&schema, &mut |row| {
            if let [Value::Text(kind), Value::Text(name), _, root, Value::Text(sql)] = row
                && kind == "table"
                && let Some(root) = root.number().and_then(|root| u32::try_from(root).ok())
            {
                tables.extend(shape(name, root, sql));
            }
            true
        })?;
        database.tables = tables;
        Ok(database)
    }

    pub(crate) fn table(&self, name: &str) -> Option<&TableShape> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// Calls for each row of a table in order of its number, until it is told to stop.
    pub(crate) fn rows(&self, table: &TableShape, take: &mut Take<'_>) -> Result<(), NsrlError> {
        let mut left = u64::from(self.pages) + 1;
        self.walk(table, table.root, 0, &mut left, take).map(|_| ())
    }

    fn walk(
        &self,
        table: &TableShape,
        number: u32,
        depth: usize,
        left: &mut u64,
        take: &mut Take<'_>,
    ) -> Result<bool, NsrlError> {
        *left = left.checked_sub(1).ok_or_else(|| damaged("pages point in a circle"))?;
        if depth > MAX_DEPTH {
            return Err(damaged("its tree is too deep"));
        }
        let page = self.page(number)?;
        let at = if number == 1 { 100 } else { 0 };
        let kind = page.get(at).copied().unwrap_or(0);
        let cells = usize::from(u16_at(&page, at + 3)?);
        let pointers = at + if kind == 5 { 12 } else { 8 };
        match kind {
            5 => {
                for cell in 0..cells {
                    let offset = usize::from(u16_at(&page, pointers + cell * 2)?);
                    if !self.walk(table, u32_at(&page, offset)?, depth + 1, left, take)? {
                        return Ok(false);
                    }
                }
                self.walk(table, u32_at(&page, at + 8)?, depth + 1, left, take)
            }
            13 => {
                for cell in 0..cells {
                    let offset = usize::from(u16_at(&page, pointers + cell * 2)?);
                    let row = self.cell(table, &page, offset)?;
                    if !take(&row) {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Err(damaged("a page is none of a table; tables without row numbers are not read")),
        }
    }

    fn cell(&self, table: &TableShape, page: &[u8], offset: usize) -> Result<Vec<Value>, NsrlError> {
        let cell = page.get(offset..self.usable).ok_or_else(|| damaged("a cell lies outside of its page"))?;
        let (length, used) = varint(cell)?;
        let (row, more) = varint(cell.get(used..).unwrap_or_default())?;
        let length = usize::try_from(length).ok().filter(|length| *length <= MAX_RECORD);
        let length = length.ok_or_else(|| damaged("a record is too long"))?;
        let cell = cell.get(used + more..).unwrap_or_default();
        let most = self.usable - 35;
        if length <= most {
            let record = cell.get(..length).ok_or_else(|| damaged("a record is cut off"))?;
            return values(record, table, row);
        }
        // The rest of a long record lies on pages of its own.
        let least = (self.usable - 12) * 32 / 255 - 23;
        let here = least + (length - least) % (self.usable - 4);
        let here = if here <= most { here } else { least };
        let mut record = cell.get(..here).ok_or_else(|| damaged("a record is cut off"))?.to_vec();
        let mut next = u32_at(cell, here)?;
        while record.len() < length {
            if next == 0 {
                return Err(damaged("a record is cut off"));
            }
            let page = self.page(next)?;
            next = u32_at(&page, 0)?;
            let part = page.get(4..self.usable).unwrap_or_default();
            record.extend(part.get(..part.len().min(length - record.len())).unwrap_or_default());
        }
        values(&record, table, row)
    }

    fn page(&self, number: u32) -> Result<Vec<u8>, NsrlError> {
        if number == 0 || number > self.pages {
            return Err(damaged("a page lies outside of the file"));
        }
        let mut page = vec![0; self.page_size];
        self.file.read_exact_at(&mut page, u64::from(number - 1) * self.page_size as u64)?;
        Ok(page)
    }
}

fn wal_of(path: &Path) -> std::ffi::OsString {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push("-wal");
    name
}

fn damaged(why: &str) -> NsrlError {
    NsrlError::Damaged(why.to_owned())
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, NsrlError> {
    let part = bytes.get(at..).and_then(|part| part.first_chunk::<2>());
    part.map(|part| u16::from_be_bytes(*part)).ok_or_else(|| damaged("a number lies outside of its page"))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, NsrlError> {
    let part = bytes.get(at..).and_then(|part| part.first_chunk::<4>());
    part.map(|part| u32::from_be_bytes(*part)).ok_or_else(|| damaged("a number lies outside of its page"))
}

/// A number of one to nine bytes, and how many.
fn varint(bytes: &[u8]) -> Result<(u64, usize), NsrlError> {
    let mut value = 0_u64;
    for (at, byte) in bytes.iter().take(9).enumerate() {
        if at == 8 {
            return Ok((value << 8 | u64::from(*byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Ok((value, at + 1));
        }
    }
    Err(damaged("a number is cut off"))
}

fn values(record: &[u8], table: &TableShape, row: u64) -> Result<Vec<Value>, NsrlError> {
    let (head, mut at) = varint(record)?;
    let head = usize::try_from(head).ok().filter(|head| *head <= record.len());
    let head = head.ok_or_else(|| damaged("a record's header is cut off"))?;
    let mut body = head;
    let mut values = vec![];
    while at < head {
        let (kind, used) = varint(record.get(at..head).unwrap_or_default())?;
        at += used;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).unwrap_or(0),
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return Err(damaged("a value has a reserved type")),
            _ => usize::try_from((kind - 12) / 2).unwrap_or(usize::MAX),
        };
        let end = body.checked_add(length).ok_or_else(|| damaged("a value is too long"))?;
        let bytes = record.get(body..end).ok_or_else(|| damaged("a value is cut off"))?;
        body = end;
        values.push(match kind {
            0 => Value::Null,
            7 => Value::Real,
            8 => Value::Number(0),
            9 => Value::Number(1),
            1..=6 => {
                let negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
                let begin = if negative { -1 } else { 0 };
                Value::Number(bytes.iter().fold(begin, |value: i64, byte| value << 8 | i64::from(*byte)))
            }
            kind if kind % 2 == 0 => Value::Blob,
            _ => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
        });
    }
    if let Some(slot) = table.rowid.and_then(|at| values.get_mut(at))
        && *slot == Value::Null
    {
        *slot = Value::Number(row.cast_signed());
    }
    Ok(values)
}

/// The columns of `CREATE TABLE`; none for a table without row numbers, or a virtual one.
fn shape(name: &str, root: u32, sql: &str) -> Option<TableShape> {
    let open = sql.find('(')?;
    let close = sql.rfind(')')?;
    if root == 0 || sql.get(close..)?.to_ascii_uppercase().contains("WITHOUT") {
        return None;
    }
    let mut columns = vec![];
    let mut rowid = None;
    let (mut depth, mut quote, mut part) = (0_usize, None::<char>, String::new());
    let mut parts = vec![];
    for c in without_comments(sql.get(open + 1..close)?).chars() {
        match (quote, c) {
            (Some(open), c) if c == open || (open == '[' && c == ']') => quote = None,
            (None, '"' | '\'' | '`' | '[') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let mut key = None;
    for part in &parts {
        let part = part.trim();
        let upper = part.to_ascii_uppercase();
        let first = upper.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        if first == "PRIMARY" {
            let inside =
                part.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
            key = inside.map(|inside| inside.trim().trim_matches(['"', '`', '[', ']']).to_owned());
        }
        if ["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"].contains(&first) {
            continue;
        }
        let mut words = part.split_whitespace();
        let column = words.next()?.trim_matches(['"', '`', '[', ']']).to_owned();
        let integer = words.next().is_some_and(|kind| kind.eq_ignore_ascii_case("INTEGER"));
        if integer && upper.contains("PRIMARY KEY") {
            rowid = Some(columns.len());
        }
        columns.push((column, integer));
    }
    let keyed = columns.iter().position(|(column, integer)| *integer && Some(column) == key.as_ref());
    let columns = columns.into_iter().map(|(column, _)| column).collect();
    Some(TableShape { name: name.to_owned(), root, columns, rowid: rowid.or(keyed) })
}

fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}
