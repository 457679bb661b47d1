//! The command line of the red team for lists: its form and nothing else.

use std::path::PathBuf;

use clap::Args;

use super::{EXIT_CODES, ListFormat};

const HARDEN_EXAMPLES: &str = "\
Examples:
  debar blocklist harden list.toml --at 2026-01-15
  debar blocklist harden list.toml --vendor kaspersky --per-entry 50
  debar blocklist harden list.toml --write-tests >> list.toml";

/// `debar blocklist harden`.
#[derive(Debug, Args)]
#[command(after_help = format!("{HARDEN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct HardenArgs {
    /// Root files [default: the blocklist in use]
    #[arg(value_name = "LIST")]
    pub files: Vec<PathBuf>,
    /// Only this vendor, its products and digests
    #[arg(long, value_name = "ID")]
    pub vendor: Option<String>,
    /// The instant of the law [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// Another seed tries other evasions
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// The most evasions of each way for each entry
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub per_entry: u32,
    /// Print a `[[test]]` for everything that passed, and nothing else
    #[arg(long)]
    pub write_tests: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human, conflicts_with = "write_tests")]
    pub format: ListFormat,
}
