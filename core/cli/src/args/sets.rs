//! The command line of digest sets: its form and nothing else.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{EXIT_CODES, LineFormat, ListFormat};

const BUILD_EXAMPLES: &str = "\
Examples:
  debar set build bad.dset hashes.txt more.sha256                  hex, or what `sha256sum` prints
  zcat nsrl.txt.gz | debar set build --object file nsrl.dset -
  debar set build mb.dset full.csv --csv sha256_hash --label-column signature";

const LOOKUP_EXAMPLES: &str = "\
Examples:
  debar set lookup bad.dset 3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620
  debar digest *.whl | debar set lookup bad.dset
  debar set lookup bad.dset --format jsonl < hashes.txt            one answer a line, in the order of the lines

Exit codes: 0 when no digest is in the set, 1 when one is, 3 when one is by SHA-1 or MD5 alone, 4 when the set
cannot be used, 5 when a line is no digest.";

/// `debar set`.
#[derive(Debug, Subcommand)]
pub enum SetCommand {
    /// Make a set of lists of digests, of any size
    Build(SetBuildArgs),
    /// Show what a set says of itself
    Info(SetFileArgs),
    /// Tell which digests are in a set
    Lookup(SetLookupArgs),
    /// Check every byte of a set and look up every entry
    Verify(SetFileArgs),
    /// Make one set of several
    Merge(SetMergeArgs),
    /// Tell what two sets differ in
    Diff(SetDiffArgs),
}

/// What digests are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ObjectWord {
    /// The thing delivered
    Archive,
    /// A file inside of it, or as installed
    File,
    /// Not said
    Unknown,
}

/// `debar set build`.
#[derive(Debug, Args)]
#[command(after_help = format!("{BUILD_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct SetBuildArgs {
    /// The set; an old one stays until the new one is whole
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// Lists of digests; `-` is standard input
    #[arg(required_unless_present = "nsrl", value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// RDS v3 of the NSRL, a SQLite file: digests of all files of a manufacturer's packages
    #[arg(long, value_name = "FILE", requires = "manufacturer", conflicts_with = "csv")]
    pub nsrl: Option<PathBuf>,
    /// Whose packages, as the NSRL names them, with `*` and `?`; may be given often
    #[arg(long, value_name = "PATTERN", requires = "nsrl")]
    pub manufacturer: Vec<String>,
    /// The algorithm of every digest [default: by prefix or length]
    #[arg(long, value_name = "NAME")]
    pub algorithm: Option<String>,
    /// What the digests are of
    #[arg(long, value_enum, default_value_t = ObjectWord::Unknown)]
    pub object: ObjectWord,
    /// What they stand for, such as a product or a rule
    #[arg(long, value_name = "TEXT")]
    pub label: Option<String>,
    /// The lists are CSV: the column of the digest, by name or number
    #[arg(long, value_name = "COLUMN")]
    pub csv: Option<String>,
    /// The column that says what a digest stands for, by name or number
    #[arg(long, value_name = "COLUMN", requires = "csv")]
    pub label_column: Option<String>,
    /// What separates columns
    #[arg(long, value_name = "CHARACTER", default_value = ",", requires = "csv")]
    pub delimiter: char,
    /// Memory to use, about, in MiB; what does not fit waits in unnamed files beside the set
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    pub memory: u64,
    /// How many unreadable lines are shown
    #[arg(long, value_name = "NUMBER", default_value_t = 1000)]
    pub show: u64,
    /// How to print what was made
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar set info` and `debar set verify`.
#[derive(Debug, Args)]
pub struct SetFileArgs {
    /// The set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar set lookup`.
#[derive(Debug, Args)]
#[command(after_help = LOOKUP_EXAMPLES)]
pub struct SetLookupArgs {
    /// The set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// Digests [default: one a line from standard input]
    #[arg(value_name = "DIGEST")]
    pub digests: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = LineFormat::Human)]
    pub format: LineFormat,
}

/// `debar set merge`.
#[derive(Debug, Args)]
pub struct SetMergeArgs {
    /// The new set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The sets that it is made of
    #[arg(required = true, value_name = "FROM")]
    pub from: Vec<PathBuf>,
    /// How to print what was made
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar set diff`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 when they hold the same, 1 when they differ, 4 when a set cannot be used."
)]
pub struct SetDiffArgs {
    /// The old set
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The new set
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = LineFormat::Human)]
    pub format: LineFormat,
}
