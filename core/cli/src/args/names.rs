//! The command line of names: its form and nothing else.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::EXIT_CODES;

const SCREEN_EXAMPLES: &str = "\
Examples:
  debar names screen 'Kaspersky Lab UK Ltd'
  debar names screen --format jsonl < vendors.txt        one answer a line, in the order of the lines
  debar names screen --blocklist list.toml --all-scores --format jsonl < vendors.txt";

const COMPARE_EXAMPLES: &str = "\
Examples:
  debar names compare 'Kaspersky Lab' 'Лаборатория Касперского'
  debar names compare --format jsonl < pairs.tsv         two columns, separated by a tab
  debar names compare --blocklist list.toml A B          asks besides whether both are of one listed family";

/// `debar names`.
#[derive(Debug, Subcommand)]
pub enum NamesCommand {
    /// Tell which vendors of the blocklist a name may mean
    Screen(ScreenArgs),
    /// Tell whether two names may mean one party
    Compare(CompareArgs),
    /// Measure the scores on names made by seed, and choose the thresholds
    Calibrate(CalibrateArgs),
}

/// How answers about names are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LineFormat {
    /// For people, with the words that stand for each other
    Human,
    /// One JSON document, with the words that stand for each other
    Json,
    /// One JSON document a line
    Jsonl,
}

/// `debar names screen`.
#[derive(Debug, Args)]
#[command(after_help = format!("{SCREEN_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct ScreenArgs {
    /// Names [default: one a line from standard input]
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Tell what comes near too: the floor of what is reported is lowered, the verdict stays
    #[arg(long)]
    pub all_scores: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = LineFormat::Human)]
    pub format: LineFormat,
}

/// `debar names compare`.
#[derive(Debug, Args)]
#[command(after_help = format!("{COMPARE_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct CompareArgs {
    /// Two names [default: two columns a line from standard input, separated by a tab]
    #[arg(value_name = "NAME", num_args = 2)]
    pub names: Vec<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = LineFormat::Human)]
    pub format: LineFormat,
}

/// `debar names calibrate`.
#[derive(Debug, Args)]
pub struct CalibrateArgs {
    /// File of names, one a line or the first column before a tab [default: made-up names]
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// The seed of all that is made up
    #[arg(long, value_name = "NUMBER", default_value_t = 20_261_124)]
    pub seed: u64,
    /// Write `names-calibration.md` and its charts into this folder
    #[arg(long, value_name = "FOLDER")]
    pub report: Option<PathBuf>,
    /// Exit with 1 when the thresholds in use are not those that the run chooses
    #[arg(long)]
    pub check: bool,
}
