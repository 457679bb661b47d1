//! The command line of what changes a list: `fix`, `fmt`, `new`, `retire`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{EXIT_CODES, ListFormat};

/// `debar blocklist fix`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct FixArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Only problems of this code; a guess of a code that is named is made
    #[arg(long = "code", value_name = "CODE")]
    pub codes: Vec<String>,
    /// Make guesses too: another thing could be meant, with another verdict
    #[arg(long)]
    pub guesses: bool,
    /// Show what would change, write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print a unified diff of what changes
    #[arg(long)]
    pub diff: bool,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar blocklist fmt`.
#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Files [default: the blocklist in use with all that it includes]
    #[arg(value_name = "FILE", conflicts_with = "stdin")]
    pub files: Vec<PathBuf>,
    /// Write nothing; name the files that are not in form, and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Format standard input to standard output
    #[arg(long)]
    pub stdin: bool,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A vendor: `--name`
    Vendor,
    /// A product: `--name`, `--vendor`
    Product,
    /// A rule: `--authority`, and `--vendor`, `--product`, `--group`, `--class` or `--digests`
    Rule,
    /// A waiver: `--rule`, `--vendor` or `--product`, `--approved-by-role`, `--on`, `--reason`, `--through`
    Waiver,
    /// An authority: `--title`, `--from`
    Authority,
    /// A test: `--name`, `--at`, `--verdict`
    Test,
}

/// `debar blocklist new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to add
    #[arg(value_enum)]
    pub kind: NewKind,
    /// Its id [default: made of its name]
    pub id: Option<String>,
    /// The root file [default: the blocklist in use]
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// File that gets the entry, relative to the root file's folder [default: the root file]
    #[arg(long = "in", value_name = "NAME")]
    pub into: Option<String>,
    /// Name of a vendor, product or test
    #[arg(long)]
    pub name: Option<String>,
    /// Further name of a vendor or product; may be given often, like every option that is a list
    #[arg(long = "alias", value_name = "NAME")]
    pub aliases: Vec<String>,
    /// Brand of a vendor
    #[arg(long = "brand", value_name = "NAME")]
    pub brands: Vec<String>,
    /// Identifier, such as `domain=example.com` or `lei=...`
    #[arg(long = "identifier", value_name = "SCHEME=VALUE")]
    pub identifiers: Vec<String>,
    /// Part number of a product
    #[arg(long = "part-number", value_name = "TEXT")]
    pub part_numbers: Vec<String>,
    /// Package URL of a product
    #[arg(long)]
    pub purl: Option<String>,
    /// Versions of a product, such as `vers:npm/>=1|<2`
    #[arg(long)]
    pub versions: Option<String>,
    /// Id of a vendor
    #[arg(long = "vendor", visible_alias = "vendors", value_name = "ID", value_delimiter = ',')]
    pub vendors: Vec<String>,
    /// Id of a product
    #[arg(long = "product", visible_alias = "products", value_name = "ID", value_delimiter = ',')]
    pub products: Vec<String>,
    /// Id of a group
    #[arg(long = "group", visible_alias = "groups", value_name = "ID", value_delimiter = ',')]
    pub groups: Vec<String>,
    /// Id of a class of goods
    #[arg(long = "class", visible_alias = "classes", value_name = "ID", value_delimiter = ',')]
    pub classes: Vec<String>,
    /// Id of a digest set
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub digests: Vec<String>,
    /// Id of the rule's authority
    #[arg(long, value_name = "ID")]
    pub authority: Option<String>,
    /// What a rule asks for: deny, review or warn
    #[arg(long)]
    pub action: Option<String>,
    /// How deep a rule looks
    #[arg(long)]
    pub depth: Option<String>,
    /// Id of a buyer whom a rule binds or a waiver covers
    #[arg(long = "buyer", visible_alias = "buyers", value_name = "ID", value_delimiter = ',')]
    pub buyers: Vec<String>,
    /// Act that a rule forbids or a test has, such as `procure`
    #[arg(long = "act", value_name = "WORD", value_delimiter = ',')]
    pub acts: Vec<String>,
    /// Id of a rule that a waiver waives or a test expects
    #[arg(long = "rule", visible_alias = "rules", value_name = "ID", value_delimiter = ',')]
    pub rules: Vec<String>,
    /// Whole name of a product that a waiver covers
    #[arg(long = "product-name", value_name = "NAME")]
    pub product_names: Vec<String>,
    /// Office that approved a waiver
    #[arg(long, value_name = "ROLE")]
    pub approved_by_role: Option<String>,
    /// Day of the approval
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// Reason of a waiver
    #[arg(long)]
    pub reason: Option<String>,
    /// Condition of a waiver
    #[arg(long = "condition", value_name = "TEXT")]
    pub conditions: Vec<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Last day, included
    #[arg(long, value_name = "DATE")]
    pub through: Option<String>,
    /// First day on which it no longer holds
    #[arg(long, value_name = "DATE", conflicts_with = "through")]
    pub until: Option<String>,
    /// Title of an authority
    #[arg(long)]
    pub title: Option<String>,
    /// Status of an authority on its first day
    #[arg(long, value_name = "WORD")]
    pub status: Option<String>,
    /// Force of an authority: prohibition, exclusion, advisory or house-rule
    #[arg(long, value_name = "WORD")]
    pub force: Option<String>,
    /// Citation of an authority
    #[arg(long = "citation", value_name = "TEXT")]
    pub citations: Vec<String>,
    /// Whom to ask about an authority
    #[arg(long)]
    pub contact: Option<String>,
    /// Day or instant of a test
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Supplier of a test
    #[arg(long, value_name = "NAME")]
    pub supplier: Option<String>,
    /// Manufacturer of a test
    #[arg(long, value_name = "NAME")]
    pub manufacturer: Option<String>,
    /// Verdict that a test expects: allow, review or deny
    #[arg(long, value_name = "WORD")]
    pub verdict: Option<String>,
    /// Id of a piece of evidence
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub evidence: Vec<String>,
    /// Free note
    #[arg(long)]
    pub note: Option<String>,
    /// Any other key, with its value in TOML: `depth="branded-only"`
    #[arg(long = "set", value_name = "KEY=TOML")]
    pub set: Vec<String>,
    /// Who and why, for the history, and whether to write
    #[command(flatten)]
    pub change: ChangeArgs,
}

/// `debar blocklist retire`.
#[derive(Debug, Args)]
pub struct RetireArgs {
    /// Ids of rules, waivers, cleared pairs or authorities
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// First day on which they no longer hold
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// The root file [default: the blocklist in use]
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Who and why, for the history, and whether to write
    #[command(flatten)]
    pub change: ChangeArgs,
}

/// Who changes a list and why.
#[derive(Debug, Args)]
pub struct ChangeArgs {
    /// Who changes the list: an office or an account
    #[arg(long, value_name = "WHO")]
    pub by: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    pub why: Option<String>,
    /// Ticket of the change
    #[arg(long, value_name = "TEXT")]
    pub ticket: Option<String>,
    /// Show what would change, write nothing
    #[arg(long)]
    pub dry_run: bool,
}
