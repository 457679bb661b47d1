//! The NSRL's RDS v3: from a manufacturer's name, over its packages, to the digests of their files. A ban of a vendor
//! becomes a set of digests.
//!
//! Reads the tables of the `SQLite` file as they lie on disk, in order, once: memory is that of the packages that are meant.

mod sqlite;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use crate::table::Hash;
use crate::text::{digest, glob, is_empty_file};

use sqlite::{Database, TableShape, Value};

/// Why a database is not read.
#[derive(Debug)]
pub enum NsrlError {
    /// It cannot be read from disk.
    Io(std::io::Error),
    /// It is no database of `SQLite`, or a damaged one.
    Damaged(String),
    /// A table or column of the RDS is not in it.
    Missing(String),
    /// Nobody is named so.
    NoManufacturer,
}

impl NsrlError {
    /// What to do.
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the path",
            Self::Damaged(_) => "check it with `sqlite3 FILE 'pragma integrity_check'`, or fetch it anew",
            Self::Missing(_) => {
                "give the SQLite file of RDS v3; of another layout, write hashes as CSV with `sqlite3 -csv` and build with `--csv`"
            }
            Self::NoManufacturer => "names have to meet in full: put `*` where anything may stand",
        }
    }
}

impl fmt::Display for NsrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
            Self::Damaged(why) => write!(f, "it is no sound SQLite file: {why}"),
            Self::Missing(what) => write!(f, "it has no {what}"),
            Self::NoManufacturer => f.write_str("no manufacturer in it is named so"),
        }
    }
}

impl std::error::Error for NsrlError {}

impl From<std::io::Error> for NsrlError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NsrlRead {
    /// Manufacturers that are meant, by name.
    pub manufacturers: BTreeSet<String>,
    /// Packages of theirs.
    pub packages: u64,
    /// Files that were looked at.
    pub files: u64,
    /// Digests that were handed out.
    pub digests: u64,
    /// Digests of empty files, which were left out.
    pub empty_files: u64,
    /// Files with digests that cannot be read.
    pub bad: u64,
}

/// Takes algorithm, digest and label.
pub type TakeFile<'t, E> = dyn FnMut(Hash, &[u8], &str) -> Result<(), E> + 't;

/// An open database.
pub struct Nsrl {
    database: Database,
}

impl Nsrl {
    /// Opens one.
    ///
    /// # Errors
    /// See [`NsrlError`].
    pub fn open(path: &Path) -> Result<Self, NsrlError> {
        Ok(Self { database: Database::open(path)? })
    }

    /// Hands out the digests of all files of the packages of manufacturers that one of the patterns meets: algorithm, digest, and
    /// `manufacturer: package version`. SHA-256 where there is one, else SHA-1, else MD5.
    ///
    /// # Errors
    /// See [`NsrlError`]; and what `take` returns.
    pub fn digests<E: From<NsrlError>>(
        &mut self,
        manufacturers: &[String],
        take: &mut TakeFile<'_, E>,
    ) -> Result<NsrlRead, E> {
        let mut read = NsrlRead::default();
        let makers = self.makers(manufacturers)?;
        if makers.is_empty() {
            return Err(NsrlError::NoManufacturer.into());
        }
        read.manufacturers = makers.values().cloned().collect();
        let packages = self.packages(&makers)?;
        read.packages = packages.len() as u64;
        let table = self.table(&["FILE", "METADATA"], &["package_id", "sha1"])?;
        let of = table.column("package_id");
        let hashes = [
            (Hash::Sha256, table.column("sha256")),
            (Hash::Sha1, table.column("sha1")),
            (Hash::Md5, table.column("md5")),
        ];
        let mut failed: Option<E> = None;
        self.database.rows(&table, &mut |row| {
            read.files += 1;
            let Some(label) =
                of.and_then(|at| row.get(at)).and_then(Value::number).and_then(|id| packages.get(&id))
            else {
                return true;
            };
            for (hash, at) in hashes {
                let Some(text) =
                    at.and_then(|at| row.get(at)).and_then(Value::text).filter(|text| !text.is_empty())
                else {
                    continue;
                };
                match digest(Some(hash), text) {
                    Some((hash, bytes)) if is_empty_file(hash, &bytes) => read.empty_files += 1,
                    Some((hash, bytes)) => {
                        read.digests += 1;
                        if let Err(error) = take(hash, &bytes, label) {
                            failed = Some(error);
                            return false;
                        }
                    }
                    None => {
                        read.bad += 1;
                        continue;
                    }
                }
                break;
            }
            true
        })?;
        failed.map_or(Ok(read), Err)
    }

    fn makers(&mut self, patterns: &[String]) -> Result<BTreeMap<i64, String>, NsrlError> {
        let table = self.table(&["MFG", "MANUFACTURER"], &["manufacturer_id", "name"])?;
        let (id, name) = (table.column("manufacturer_id"), table.column("name"));
        let mut found = BTreeMap::new();
        self.database.rows(&table, &mut |row| {
            let id = id.and_then(|at| row.get(at)).and_then(Value::number);
            let name = name.and_then(|at| row.get(at)).and_then(Value::text);
            if let Some((id, name)) = id.zip(name)
                && patterns.iter().any(|pattern| glob(pattern, name.trim().trim_matches('"')))
            {
                found.insert(id, name.trim().trim_matches('"').to_owned());
            }
            true
        })?;
        Ok(found)
    }

    fn packages(&mut self, makers: &BTreeMap<i64, String>) -> Result<BTreeMap<i64, String>, NsrlError> {
        let table =
            self.table(&["PKG", "PACKAGE", "APPLICATION"], &["package_id", "manufacturer_id", "name"])?;
        let column = |name: &str| table.column(name);
        let (id, maker, name, version) =
            (column("package_id"), column("manufacturer_id"), column("name"), column("version"));
        let mut found = BTreeMap::new();
        self.database.rows(&table, &mut |row| {
            let number = |at: Option<usize>| at.and_then(|at| row.get(at)).and_then(Value::number);
            let text =
                |at: Option<usize>| at.and_then(|at| row.get(at)).and_then(Value::text).unwrap_or_default();
            if let (Some(id), Some(maker)) = (number(id), number(maker).and_then(|id| makers.get(&id))) {
                let label =
                    format!("{maker}: {} {}", text(name).trim_matches('"'), text(version).trim_matches('"'));
                let label: String = label.trim().chars().filter(|c| !c.is_control()).take(200).collect();
                found.insert(id, label);
            }
            true
        })?;
        Ok(found)
    }

    fn table(&self, names: &[&str], columns: &[&str]) -> Result<TableShape, NsrlError> {
        let mut why = format!("table {}", names.join(" or "));
        for name in names {
            let Some(table) = self.database.table(name) else { continue };
            match columns.iter().find(|column| table.column(column).is_none()) {
                None => return Ok(table.clone()),
                Some(column) => why = format!("column {column} in the table {name}"),
            }
        }
        Err(NsrlError::Missing(why))
    }
}
