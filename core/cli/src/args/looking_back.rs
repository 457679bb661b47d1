//! The command line of what looks back and ahead over recorded decisions: its form and nothing else.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use debar_gate::ListHistory;

use super::{EXIT_CODES, Format};

const WHAT_IF_EXAMPLES: &str = "\
Examples:
  debar blocklist what-if --authority us-ndaa18-1634=vacated@2018-06-01
  debar blocklist what-if --remove-rule kaspersky-1634 --format csv > flips.csv
  debar blocklist what-if --replace new.toml
  debar blocklist what-if --add house.toml --documents orders/";

/// Where the list of an earlier instant is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum History {
    /// In the ledger where it reaches; else the list in use answers with its own dates, and it is said aloud
    Auto,
    /// In the ledger, or not at all
    Ledger,
    /// In the git history of the list's folder, or not at all
    Git,
}

impl From<History> for ListHistory {
    fn from(history: History) -> Self {
        match history {
            History::Auto => Self::Auto,
            History::Ledger => Self::Ledger,
            History::Git => Self::Git,
        }
    }
}

/// How a list of many things is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One JSON document a line
    Jsonl,
    /// Comma-separated values, a row for each line of an order
    Csv,
}

/// How a report is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people at a terminal
    Human,
    /// One JSON document
    Json,
    /// Markdown
    Markdown,
    /// HTML in one file, without script
    Html,
}

/// `debar recheck`.
#[derive(Debug, Args)]
#[command(after_help = "\
Exit codes:
  0  nothing turned
  1  an open order turned to deny
  2  the command line is wrong, or an order is named that is not recorded
  3  an open order turned to review
  4  the blocklist or the configuration is invalid and not used
  5  the ledger could not be read or written in full")]
pub struct RecheckArgs {
    /// Only requests decided on this day or later
    #[arg(long, value_name = "DATE|INSTANT")]
    pub since: Option<String>,
    /// Only these: a file with an order number or request id a line; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub open: Option<PathBuf>,
    /// Also orders that are closed, replaced or cancelled
    #[arg(long)]
    pub all: bool,
    /// The instant for which the law is asked; a date begins in the list's time zone [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// How to print what changed
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// `debar ledger close`.
#[derive(Debug, Args)]
pub struct CloseArgs {
    /// The order's number to the letter, or the request's id or its beginning
    #[arg(value_name = "REQUEST|ORDER")]
    pub name: String,
    /// Since when; a date begins at 00:00 UTC [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub on: Option<String>,
    /// Why: delivered, paid, cancelled
    #[arg(long, value_name = "TEXT")]
    pub why: String,
}

/// `debar blocklist as-of`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct AsOfArgs {
    /// The day or instant of the law
    #[arg(value_name = "DATE|INSTANT")]
    pub at: String,
    /// The instant whose knowledge counts [default: the list in use]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub known_at: Option<String>,
    /// Where the list of `--known-at` is looked up
    #[arg(long, value_enum, default_value_t = History::Auto, value_name = "WHERE", requires = "known_at")]
    pub list_history: History,
    /// A fact about the purchase that is asked about, such as `buyer=agency-x`; a configured fact wins
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    pub facts: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// `debar blocklist what-if`.
#[derive(Debug, Args)]
#[command(after_help = format!("{WHAT_IF_EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(group = clap::ArgGroup::new("change").required(true).multiple(true))]
pub struct WhatIfArgs {
    /// An authority that stands otherwise from a day on: in-force, vacated, withdrawn ..., or suspended, stayed,
    /// enjoined, which may end (`enjoined@2026-03-26..2026-09-01`)
    #[arg(long = "authority", value_name = "ID=STATUS@DATE", group = "change")]
    pub authorities: Vec<String>,
    /// A rule that is gone
    #[arg(long = "remove-rule", value_name = "ID", group = "change")]
    pub remove_rules: Vec<String>,
    /// A file of the list's language in addition
    #[arg(long, value_name = "FILE", group = "change")]
    pub add: Vec<PathBuf>,
    /// Another list in place of the one in use
    #[arg(long, value_name = "FILE", group = "change")]
    pub replace: Option<PathBuf>,
    /// Ask about the documents in a folder instead of the recorded decisions
    #[arg(long, value_name = "FOLDER")]
    pub documents: Option<PathBuf>,
    /// The instant of the law for all of them [default: each decision's own; for documents, now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// Screen every decision anew, also those that the change cannot reach
    #[arg(long)]
    pub thorough: bool,
    /// How to print what would turn
    #[arg(long, value_enum, default_value_t = TableFormat::Human)]
    pub format: TableFormat,
}

/// `debar report`.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Fill the first report that a recorded decision obliges to
    First(super::FormArgs),
    /// Fill the report that follows it
    FollowUp(super::FormArgs),
    /// Tell what listing a vendor has led to: the file for a vendor, a court or an inspector who asks
    Impact(ImpactArgs),
}

/// `debar report impact`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct ImpactArgs {
    /// The vendor's id in the list
    #[arg(long, value_name = "ID")]
    pub vendor: String,
    /// Only decisions recorded on this day or later
    #[arg(long, value_name = "DATE|INSTANT")]
    pub since: Option<String>,
    /// Only decisions recorded before this day
    #[arg(long, value_name = "DATE|INSTANT")]
    pub until: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
}
