//! The configuration: what `debar.toml` says, checked, with the origin of every setting.
//!
//! Flags win over the environment, the environment over the file, the file over defaults. All
//! problems of a file are reported in one run.

mod discover;
mod fields;
mod plugins;
mod problem;
mod read;
mod signatures;
mod worker;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use debar_model::{Facts, Sha256Hex};

use crate::ReviewSettings;

pub use discover::{Foreign, find_config, own, plugin_folders, state_folder};
pub use problem::{ConfigError, ConfigProblem};
pub use read::{Overrides, load, parse, without_file};
pub use signatures::{PluginSignatures, Signatures};
pub use worker::Worker;

/// Where a setting comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A flag of the command.
    Flag,
    /// A variable of the environment.
    Environment(&'static str),
    /// A line of the configuration file.
    File(u32),
    /// The shipped default.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("flag"),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::File(line) => write!(f, "file, line {line}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A setting and its origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting<T> {
    /// What is set.
    pub value: T,
    /// Who set it.
    pub origin: Origin,
}

impl<T> Setting<T> {
    /// Ties a value to its origin.
    pub fn new(value: T, origin: Origin) -> Self {
        Self { value, origin }
    }
}

impl<T: Default> Default for Setting<T> {
    fn default() -> Self {
        Self::new(T::default(), Origin::Default)
    }
}

/// Which list is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListChoice {
    /// The lists that ship with the product.
    #[default]
    Shipped,
    /// A file of the admin's.
    File(PathBuf),
}

/// How far a plugin is kept from the house.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Isolation {
    /// In sandboxed processes of its own, each used for document after document.
    #[default]
    Worker,
    /// In a new sandboxed process for every document.
    PerDocument,
    /// Loaded into this process, behind a panic boundary.
    InProcess,
}

/// What a failing plugin leads to. There is no third choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnFailure {
    /// A person looks at it.
    #[default]
    Hold,
    /// It is refused.
    Deny,
}

/// A plugin to load.
#[derive(Clone, Debug)]
pub struct PluginEntry {
    /// Its name in routes and answers.
    pub id: String,
    /// The library.
    pub path: PathBuf,
    /// The digest it must have. Without a configuration it is that of the file that was found and judged.
    pub pin: Sha256Hex,
    /// The file of its signature.
    pub signature: Option<PathBuf>,
    /// How it runs.
    pub isolation: Isolation,
    /// What its failure leads to.
    pub on_failure: OnFailure,
    /// Its own configuration.
    pub config: serde_json::Value,
    /// Line of the file, 0 without one.
    pub line: u32,
}

/// The side on which a route stands: decides the kind of native answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RouteRole {
    /// Before the order leaves the buyer.
    #[default]
    BuyerGate,
    /// On the wire, answering in the receiver's place.
    Hub,
    /// At the seller.
    Seller,
}

impl RouteRole {
    /// Reads a word of the configuration.
    pub fn read(word: &str) -> Option<Self> {
        [Self::BuyerGate, Self::Hub, Self::Seller].into_iter().find(|role| role.as_str() == word)
    }

    /// The word of the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BuyerGate => "buyer-gate",
            Self::Hub => "hub",
            Self::Seller => "seller",
        }
    }
}

impl Isolation {
    /// The word of the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::PerDocument => "per-document",
            Self::InProcess => "in-process",
        }
    }
}

impl OnFailure {
    /// The word of the configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Deny => "deny",
        }
    }
}

/// A named way in.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// The plugin that reads its documents; chosen by media type and content when none is named.
    pub plugin: Option<String>,
    /// Facts of everything that comes this way.
    pub facts: Facts,
    /// Facts for which the document's word is taken, so that they may lift a rule.
    pub trust_document_facts: Vec<String>,
    /// The side it stands on.
    pub role: RouteRole,
    /// The order has already reached the seller.
    pub already_transmitted: bool,
    /// The gate itself forwards what is allowed, also later.
    pub forwards: bool,
    /// Line of the file, 0 without one.
    pub line: u32,
}

/// Bounds on what is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a document.
    pub document_bytes: Setting<u64>,
    /// The most bytes of a file beside a document.
    pub artifact_bytes: Setting<u64>,
    /// Archives within archives that are opened.
    pub archive_depth: Setting<u64>,
    /// Members of a file's archives, at every depth.
    pub archive_members: Setting<u64>,
    /// Bytes that come out of a file's archives, at every depth.
    pub archive_bytes: Setting<u64>,
    /// Bytes that come out for each byte of the file.
    pub archive_ratio: Setting<u64>,
    /// Bytes of memory for the window of a decoder and for a zip or 7z within a stream.
    pub archive_memory: Setting<u64>,
    /// Seconds for a file and everything in it.
    pub archive_seconds: Setting<u64>,
}

impl Limits {
    /// Every limit with its key, in the order of the documentation.
    pub fn each(&self) -> [(&'static str, &Setting<u64>); 8] {
        [
            ("document-bytes", &self.document_bytes),
            ("artifact-bytes", &self.artifact_bytes),
            ("archive-depth", &self.archive_depth),
            ("archive-members", &self.archive_members),
            ("archive-bytes", &self.archive_bytes),
            ("archive-ratio", &self.archive_ratio),
            ("archive-memory", &self.archive_memory),
            ("archive-seconds", &self.archive_seconds),
        ]
    }
}

impl Default for Limits {
    fn default() -> Self {
        let default = |limit| Setting::new(limit, Origin::Default);
        Self {
            document_bytes: default(64 << 20),
            artifact_bytes: default(64 << 30),
            archive_depth: default(6),
            archive_members: default(50_000),
            archive_bytes: default(64 << 30),
            archive_ratio: default(200),
            archive_memory: default(64 << 20),
            archive_seconds: default(300),
        }
    }
}

/// The whole configuration.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file it was read from.
    pub file: Option<PathBuf>,
    /// The list.
    pub list: Setting<ListChoice>,
    /// Where decisions are recorded.
    pub ledger: Setting<PathBuf>,
    /// The plugins.
    pub plugins: Vec<PluginEntry>,
    /// Facts of every route.
    pub facts: Facts,
    /// Where each fact comes from, for `config show`.
    pub fact_origins: BTreeMap<String, Origin>,
    /// Named ways in.
    pub routes: BTreeMap<String, Route>,
    /// Bounds.
    pub limits: Limits,
    /// Who has to sign the list.
    pub signatures: Signatures,
    /// What is asked of reviews.
    pub review: ReviewSettings,
    /// Who signs plugins.
    pub plugin_signatures: PluginSignatures,
    /// A person to ask for a review, shown in every refusal.
    pub review_contact: Option<Setting<String>>,
    /// How plugins run in processes of their own.
    pub worker: Worker,
    /// Whether plugins may run in this process.
    pub allow_in_process: Setting<bool>,
    /// What somebody should look at, a sentence each with its place.
    pub warnings: Vec<String>,
}
