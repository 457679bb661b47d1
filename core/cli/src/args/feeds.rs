//! The command line of `debar blocklist import` and `export`: its form and nothing else.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ListFormat;

const IMPORT_EXAMPLES: &str = "\
Examples:
  debar blocklist import --from csl consolidated.csv --select list='Entity List*' --out packs/csl.toml
  debar blocklist import --from osv osv/malicious/npm --out packs/osv.toml
  debar blocklist import --from csv banned.csv --column name=Company --column duns=DUNS
  debar blocklist import --from csl consolidated.csv --diff packs/csl.toml      what would change

Exit codes: 0 when it was read (and written, where that was asked for), 1 when a file is there that would change and
`--replace` was not given, or `--diff` finds a change, 4 when a source is refused, 5 when a file cannot be read or written.";

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FeedWord {
    /// Consolidated Screening List, CSV or JSON
    Csl,
    /// OFAC lists: legacy CSV (sdn, alt, add, comments together) or SDN.XML
    Ofac,
    /// BIS Denied Persons List, tab-separated
    BisDpl,
    /// SAM.gov exclusions, public extract V2, CSV
    Sam,
    /// `OpenSanctions`: entities.ftm.json or targets.simple.csv
    Opensanctions,
    /// Any CSV: declare its columns with `--column`
    Csv,
    /// OSV records of malicious packages, one JSON a file
    Osv,
    /// `ClamAV` .hdb and .hsb, with .fp, .sfp and .ign2
    Clamav,
    /// Plain lists of hashes
    Hashes,
    /// `MalwareBazaar` CSV
    Malwarebazaar,
    /// STIX 2.1 bundles: equalities of file hashes
    Stix,
    /// MISP events, JSON
    Misp,
    /// `LOLDrivers` records, YAML
    Loldrivers,
}

/// What rules of an import ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ActionWord {
    /// Deny
    Deny,
    /// A person decides
    Review,
    /// Say it
    Warn,
}

/// `debar blocklist import`.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct ImportArgs {
    /// What the files are
    #[arg(long = "from", value_enum, value_name = "KIND")]
    pub kind: FeedWord,
    /// Files of the source, or folders with them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where the list is written; a file that is there changes only with `--replace` [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long, requires = "out")]
    pub replace: bool,
    /// Show by meaning what would change against a list, and write nothing
    #[arg(long, value_name = "LIST", conflicts_with = "out")]
    pub diff: Option<PathBuf>,
    /// The day of the snapshot [default: the day of the newest file]
    #[arg(long, value_name = "DATE")]
    pub snapshot: Option<String>,
    /// The first day of entries for which the source gives none [default: ever]
    #[arg(long, value_name = "DATE")]
    pub in_force: Option<String>,
    /// The beginning of every id [default: the kind]
    #[arg(long, value_name = "ID")]
    pub name: Option<String>,
    /// What the rules ask for; what is weak asks a person at most
    #[arg(long, value_enum, default_value_t = ActionWord::Deny)]
    pub action: ActionWord,
    /// Only what meets: list, type, program, country or name, with `*` and `?`; may be given often
    #[arg(long, value_name = "FIELD=PATTERN")]
    pub select: Vec<String>,
    /// A column of `--from csv`: name, alias, digest, label, begin, last, note, or a scheme of identifiers
    #[arg(long = "column", value_name = "WHAT=COLUMN")]
    pub columns: Vec<String>,
    /// What separates the columns of `--from csv`
    #[arg(long, value_name = "CHARACTER", default_value = ",")]
    pub delimiter: char,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// A format of another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportWord {
    /// Rules of Santa, JSON
    Santa,
    /// Rules of Santa, a property list
    SantaPlist,
    /// A deny policy of WDAC, XML
    Wdac,
    /// Signatures of `ClamAV`
    ClamavHsb,
    /// A table of all that is listed
    Csv,
}

/// `debar blocklist export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The format
    #[arg(long = "to", value_enum, value_name = "FORMAT")]
    pub format: ExportWord,
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The instant for which the law is asked [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
}
