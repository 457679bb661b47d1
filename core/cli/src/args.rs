//! The command line as it is written; nothing is read or checked here but its form.

mod edit;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use edit::{ChangeArgs, FixArgs, FmtArgs, NewArgs, NewKind, RetireArgs};

/// What a caller may read from the exit code, shown below the help.
const EXIT_CODES: &str = "\
Exit codes:
  0  allow; for other commands: done
  1  deny; for other commands: a check failed
  2  the command line is wrong
  3  review: a person must decide; or held: the document could not be read in full
  4  the blocklist or the configuration is invalid and not used
  5  no durable decision: the ledger, a file, an internal fault
Only 0 lets a purchase through. Over several documents 1 wins over 4, 5, 3 and 0.";

/// Examples of the command that most people need first.
const CHECK_EXAMPLES: &str = "\
Examples:
  debar check order.xml                       why, for people
  debar check order.xml --answer > reply.xml  the native answer; why goes to standard error
  debar check orders/*.xml --format jsonl     one decision a line, for programs
  debar check - < order.xml                   standard input
  debar check order.xml --at 2018-01-15       by the law of that day
  debar check order.xml --artifact 2=setup.exe";

/// Stops a purchase of banned software before it happens, and says why.
#[derive(Debug, Parser)]
#[command(
    name = "debar",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    after_help = EXIT_CODES
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings that every command shares.
    #[command(flatten)]
    pub global: Global,
}

/// Settings that every command shares.
#[derive(Debug, Args)]
pub struct Global {
    /// Configuration file [default: ./debar.toml, then /etc/debar/debar.toml, then none]
    #[arg(long, global = true, env = "DEBAR_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Blocklist file [default: the configuration's, then the shipped lists]
    #[arg(long, global = true, env = "DEBAR_BLOCKLIST", value_name = "FILE")]
    pub blocklist: Option<PathBuf>,
    /// Folder of the decision ledger [default: the configuration's, then the user's state folder]
    #[arg(long, global = true, env = "DEBAR_LEDGER", value_name = "FOLDER")]
    pub ledger: Option<PathBuf>,
    /// When to colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Print nothing but what was asked for
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// How diagnostics and explanations are written
    #[arg(long, global = true, value_enum, default_value_t = ErrorFormat::Drawn, value_name = "FORM")]
    pub error_format: ErrorFormat,
    /// Which of these were flags; the others come from the environment.
    #[arg(skip)]
    pub origins: Origins,
}

/// Which settings were given as flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// `--config`.
    pub config: bool,
    /// `--blocklist`.
    pub blocklist: bool,
    /// `--ledger`.
    pub ledger: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ErrorFormat {
    /// With the lines they are about
    Drawn,
    /// One sentence a line, for screen readers and scripts
    Plain,
}

/// How answers are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// One JSON document a line
    Jsonl,
    /// SARIF 2.1.0
    Sarif,
    /// `JUnit` XML
    Junit,
}

/// How reports on a list are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
}

/// How a check of a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckedListFormat {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// `JUnit` XML
    Junit,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Screen documents
    Check(CheckArgs),
    /// Work on a blocklist
    #[command(subcommand)]
    Blocklist(BlocklistCommand),
    /// Screen and compare names alone
    #[command(subcommand)]
    Names(NamesCommand),
    /// Work on adapter plugins
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// Work on the decision ledger
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Decide on findings that wait for a person
    #[command(subcommand)]
    Review(ReviewCommand),
    /// Screen open orders again on the list now in use
    Recheck(RecheckArgs),
    /// Write reports on what was decided
    #[command(subcommand)]
    Report(ReportCommand),
    /// Print digests of files
    Digest(DigestArgs),
    /// Work on digest sets
    #[command(subcommand)]
    Set(SetCommand),
    /// Work on the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Write a configuration with plugin pins, a blocklist and a sample order into a folder
    Init(InitArgs),
    /// Serve an editor over standard input and output: the language server of blocklists
    Lsp,
    /// Explain a diagnostic code
    Explain {
        /// The code, such as `unknown-key`
        code: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t = ListFormat::Human)]
        format: ListFormat,
    },
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// `debar check`.
#[derive(Debug, Args)]
#[command(after_help = format!("{CHECK_EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct CheckArgs {
    /// Documents; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Named route of the configuration
    #[arg(long, value_name = "NAME")]
    pub route: Option<String>,
    /// Plugin that reads the documents [default: by content]
    #[arg(long, value_name = "ID")]
    pub plugin: Option<String>,
    /// Media type of the documents, such as `application/xml` or a multipart header
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
    /// A fact about the purchase, such as `act=procure`; a configured fact wins
    #[arg(long = "fact", value_name = "NAME=VALUE")]
    pub facts: Vec<String>,
    /// A file that a line delivers: the line's id (its number when it has none), and the file
    #[arg(long = "artifact", value_name = "LINE=FILE")]
    pub artifacts: Vec<std::ffi::OsString>,
    /// Folder of the files that lines name by a relative path; addresses are never fetched
    #[arg(long, value_name = "FOLDER")]
    pub artifact_folder: Option<PathBuf>,
    /// The instant for which the law is asked; a date begins in the list's time zone [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// The instant whose knowledge counts: the list as it was known then [default: the same, on the list in use]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub known_at: Option<String>,
    /// Where the list of `--known-at` is looked up
    #[arg(long, value_enum, default_value_t = History::Auto, value_name = "WHERE", requires = "known_at")]
    pub list_history: History,
    /// Print the answer in the document's own protocol on standard output, or write it to a file; the
    /// explanation goes to standard error
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = "-")]
    pub answer: Option<PathBuf>,
    /// How to print decisions
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

mod feeds;
mod form;
mod harden;
mod looking_back;
mod names;
mod review;
mod sets;
mod understand;

pub use feeds::{ActionWord, ExportArgs, ExportWord, FeedWord, ImportArgs};
pub use form::{FormArgs, FormFormat};
pub use harden::HardenArgs;
pub use looking_back::{
    AsOfArgs, CloseArgs, History, ImpactArgs, RecheckArgs, ReportCommand, ReportFormat, TableFormat,
    WhatIfArgs,
};
pub use names::{CalibrateArgs, CompareArgs, LineFormat, NamesCommand, ScreenArgs};
pub use review::{ReviewActArgs, ReviewClearArgs, ReviewCommand, ReviewListArgs, ReviewShowArgs};
pub use sets::{ObjectWord, SetBuildArgs, SetCommand, SetDiffArgs, SetFileArgs, SetLookupArgs, SetMergeArgs};
pub use understand::{
    CoverageArgs, DiffArgs, DiffFormat, ExplainEntryArgs, FailOn, TestArgs, TestFormat, WeekArgs,
};

/// `debar blocklist`.
#[derive(Debug, Subcommand)]
pub enum BlocklistCommand {
    /// Check a blocklist and run its tests
    Check(BlocklistCheckArgs),
    /// Correct what can mean only one thing, in the root file and all that it includes
    Fix(FixArgs),
    /// Bring files into the one form; comments and meaning stay
    Fmt(FmtArgs),
    /// Add a vendor, product, rule, waiver, authority or test
    New(Box<NewArgs>),
    /// End rules, waivers, cleared pairs or authorities on a day; deletes nothing
    Retire(RetireArgs),
    /// Sign a blocklist that holds and passes its tests
    Sign(SignArgs),
    /// Check who signed a blocklist
    Verify(VerifyArgs),
    /// Show how the rules stood on a day, as the list was known then
    AsOf(AsOfArgs),
    /// Tell which recorded decisions a change would turn, without making it
    WhatIf(WhatIfArgs),
    /// Make a file of a list from a public list, with a report of every odd row
    Import(Box<ImportArgs>),
    /// Write what other tools understand of a list
    Export(ExportArgs),
    /// Print the JSON Schema of the list language, for editors
    Schema,
    /// Make a pair of keys for signing
    Keygen(KeygenArgs),
    /// Tell what changed between two lists by what it means
    Diff(DiffArgs),
    /// Run the list's own tests
    Test(TestArgs),
    /// Tell what no test touches, and what no decision ever met
    Coverage(CoverageArgs),
    /// Try to slip past every entry, and tell what passes
    Harden(HardenArgs),
    /// Tell in words what an entry means
    Explain(ExplainEntryArgs),
    /// Tell what ends, revives, is overdue, unanswered or untested, by owner
    Week(WeekArgs),
}

/// `debar blocklist sign`.
#[derive(Debug, Args)]
pub struct SignArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The secret key, as `keygen` or minisign wrote it
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// File whose first line is the key's password; `-` is standard input [default: ask the terminal]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// What the signature is to say, such as a ticket; it is signed too
    #[arg(long, value_name = "TEXT")]
    pub comment: Option<String>,
}

/// `debar blocklist verify`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct VerifyArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A public key that counts, beside those of the configuration
    #[arg(long, value_name = "KEY")]
    pub public_key: Vec<String>,
    /// How many have to have signed [default: the configuration's, at least 1]
    #[arg(long, value_name = "NUMBER")]
    pub need: Option<usize>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// `debar blocklist keygen`.
#[derive(Debug, Args)]
pub struct KeygenArgs {
    /// Where to write: `NAME.key`, which stays with you, and `NAME.pub`
    #[arg(value_name = "NAME")]
    pub name: PathBuf,
    /// Leave the secret key unencrypted, for a machine that signs by itself
    #[arg(long, conflicts_with = "password_file")]
    pub no_password: bool,
    /// File whose first line is the new key's password; `-` is standard input [default: ask the terminal]
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

/// `debar blocklist check`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct BlocklistCheckArgs {
    /// The root file [default: the blocklist in use]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Treat warnings as errors
    #[arg(long)]
    pub deny_warnings: bool,
    /// Do not run the list's tests
    #[arg(long)]
    pub no_tests: bool,
    /// The instant for warnings about what has expired [default: now]
    #[arg(long, value_name = "DATE|INSTANT")]
    pub at: Option<String>,
    /// How to print diagnostics
    #[arg(long, value_enum, default_value_t = CheckedListFormat::Human)]
    pub format: CheckedListFormat,
}

/// `debar plugin`.
#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    /// List the plugins in use
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Check a plugin file and write its pin into the configuration
    Add {
        /// The library
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Its signature [default: `FILE.minisig`, when there is one]
        #[arg(long, value_name = "FILE")]
        signature: Option<PathBuf>,
        /// Show what would be trusted, write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Begin a plugin: a project that builds, passes its own test and can be added
    New(PluginNewArgs),
    /// Decode a document and print the canonical request
    Decode {
        /// The document; `-` is standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Plugin that reads it [default: by content]
        #[arg(long, value_name = "ID")]
        plugin: Option<String>,
        /// Media type of the document
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
    },
    /// Encode recorded or given decisions as the native answer to a document
    Encode {
        /// The document that is answered
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Decisions as JSON, one a request, as `check --format json` or `jsonl` prints them
        #[arg(long, value_name = "FILE")]
        decision: PathBuf,
        /// Plugin that writes it [default: by content]
        #[arg(long, value_name = "ID")]
        plugin: Option<String>,
        /// Media type of the document
        #[arg(long, value_name = "TYPE")]
        content_type: Option<String>,
    },
}

/// `debar plugin new`.
#[derive(Debug, Args)]
pub struct PluginNewArgs {
    /// Its id: lower-case letters, digits and hyphens
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The language it is written in
    #[arg(long, value_enum, default_value_t = PluginLanguage::Rust)]
    pub lang: PluginLanguage,
    /// Folder to make [default: `debar-plugin-NAME`]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Folder of the crates `debar-plugin-api` and `debar-testkit` [default: those of the checkout, else the published ones]
    #[arg(long, value_name = "FOLDER")]
    pub sdk: Option<PathBuf>,
}

/// Languages that a plugin can be begun in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PluginLanguage {
    /// With the safe kit
    Rust,
    /// With the header
    C,
    /// With the header, and nothing of the C++ library at run time
    Cpp,
    /// With the header, as Zig reads it
    Zig,
}

/// `debar ledger`.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Check the chain, every record and every stored body
    Verify,
    /// Show a recorded decision
    Show {
        /// The decision's id or the beginning of it
        id: String,
        /// How to print it
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Decide again from what was recorded and compare byte by byte
    Replay {
        /// The decision's id or the beginning of it; every decision when none is given
        id: Option<String>,
    },
    /// Record that an order is closed: `debar recheck` passes it by
    Close(CloseArgs),
}

/// `debar digest`.
#[derive(Debug, Args)]
pub struct DigestArgs {
    /// The files; with `--members` also a folder that is an OCI image layout
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The members of archives too, and of archives within them; 3 when something could not be read
    #[arg(long)]
    pub members: bool,
    /// Archives within archives that are opened; a tar.gz is one
    #[arg(long, value_name = "N", default_value_t = 6, requires = "members")]
    pub depth: u32,
    /// Algorithms
    #[arg(long, short, value_delimiter = ',', default_value = "sha256", value_name = "NAME,...")]
    pub algorithm: Vec<String>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
}

/// `debar config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print the settings in use
    Show {
        /// Say where each comes from
        #[arg(long)]
        origin: bool,
    },
}

/// `debar init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The folder; made when it does not exist
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: PathBuf,
}
