//! The command line of the review queue: its form and nothing else.

use clap::{Args, Subcommand, ValueEnum};
use debar_ledger::Reason;

use super::ListFormat;

/// `debar review`.
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Exit codes:
  0  done
  2  the command line is wrong: no such item, or one on which that cannot be decided
  4  the configuration is invalid and not used
  5  the ledger could not be read or written")]
pub enum ReviewCommand {
    /// List what waits for a person: like findings together, those that wait longest first
    List(ReviewListArgs),
    /// Show one item with every order that asks and all that was decided
    Show(ReviewShowArgs),
    /// Record that a party, or a text about goods, is not the listed one; ends by itself
    Clear(ReviewClearArgs),
    /// Record that a second person agrees with a clearing that waits for one
    Confirm(ReviewActArgs),
    /// Record that it is a true match: the item is closed, a clearing of it ends
    Uphold(ReviewActArgs),
}

/// `debar review list`.
#[derive(Debug, Args)]
pub struct ReviewListArgs {
    /// Only this vendor of the list, by id
    #[arg(long, value_name = "ID")]
    pub vendor: Option<String>,
    /// Only decisions recorded on this day or later; a date begins at 00:00 UTC
    #[arg(long, value_name = "DATE|INSTANT")]
    pub since: Option<String>,
    /// Also findings that were denied
    #[arg(long)]
    pub denied: bool,
    /// Also items that somebody decided on
    #[arg(long)]
    pub all: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar review show`.
#[derive(Debug, Args)]
pub struct ReviewShowArgs {
    /// The item's id, or its first six or more digits
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar review clear`.
#[derive(Debug, Args)]
pub struct ReviewClearArgs {
    /// Which item, and who decides.
    #[command(flatten)]
    pub act: ReviewActArgs,
    /// Why
    #[arg(long, value_enum, value_name = "CODE")]
    pub reason: ReasonCode,
    /// The first day on which it no longer holds; a date begins at 00:00 UTC [default: as long as `[review]` allows]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub until: Option<String>,
}

/// What every act on an item says.
#[derive(Debug, Args)]
pub struct ReviewActArgs {
    /// The item's id, or its first six or more digits
    #[arg(value_name = "ITEM")]
    pub item: String,
    /// Who decides: the name under which the ledger keeps it
    #[arg(long, value_name = "NAME")]
    pub by: String,
    /// What else is to be known: a ticket, what was looked up
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// How to print what was recorded
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// Why a finding is cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReasonCode {
    /// Another firm or person: registered elsewhere, other owners
    DifferentEntity,
    /// The matched word is a common word here and names nobody
    CommonWord,
    /// The law leaves this product out
    ExceptedProduct,
    /// Another reason, which `--note` tells
    Other,
}

impl From<ReasonCode> for Reason {
    fn from(code: ReasonCode) -> Self {
        match code {
            ReasonCode::DifferentEntity => Self::DifferentEntity,
            ReasonCode::CommonWord => Self::CommonWord,
            ReasonCode::ExceptedProduct => Self::ExceptedProduct,
            ReasonCode::Other => Self::Other,
        }
    }
}
