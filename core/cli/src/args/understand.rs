//! The command line of what helps to understand a list and its changes: its form and nothing else.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{EXIT_CODES, ListFormat};

const DIFF_EXAMPLES: &str = "\
A list is a file, `git:REVISION[:PATH]`, `ledger:REVISION` or `shipped`.
Examples:
  debar blocklist diff git:HEAD list.toml
  debar blocklist diff git:origin/main git:HEAD --fail-on loosened
  debar blocklist diff ledger:3f2a91 list.toml --format markdown";

/// How a comparison is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// Markdown, for a merge request
    Markdown,
}

/// How the results of tests are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// `JUnit` XML
    Junit,
}

/// Which changes make the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// What loosens, and what cannot be ordered and so may loosen
    Loosened,
    /// Everything but words
    Meaning,
    /// Anything
    Any,
}

/// `debar blocklist diff`.
#[derive(Debug, Args)]
#[command(after_help = format!("{DIFF_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct DiffArgs {
    /// The earlier list
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The later list
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Exit with 1 when there is such a change
    #[arg(long, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = DiffFormat::Human)]
    pub format: DiffFormat,
}

/// `debar blocklist test`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct TestArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only tests whose names contain this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
}

/// `debar blocklist coverage`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct CoverageArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Count recorded decisions too, and tell what none of them met
    #[arg(long)]
    pub over_ledger: bool,
    /// Exit with 1 when the tests touch less than this many percent of all
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub at_least: Option<u8>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar blocklist explain`.
#[derive(Debug, Args)]
pub struct ExplainEntryArgs {
    /// The id of any entry, or `TABLE.ID` where several tables have it, such as `rule.kaspersky-1634`
    #[arg(value_name = "ID")]
    pub id: String,
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The day that is asked about [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar blocklist week`.
#[derive(Debug, Args)]
pub struct WeekArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The first day [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// Only what this owner looks after
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}
