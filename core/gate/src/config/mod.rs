//! The configuration: what `debar.toml` says, checked, with the origin of every setting.
//!
//! Flags win over the environment, the environment over the file, the file over defaults. All
//! problems of a file are reported in one run.

mod discover;
mod problem;
mod raw;
mod read;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use debar_model::{Facts, Sha256Hex};

pub use discover::{find_config, plugin_folders, state_folder};
pub use problem::{ConfigError, ConfigProblem};
pub use read::{Overrides, load, without_file};

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

/// Which list is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListChoice {
    /// The lists that ship with the product.
    Shipped,
    /// A file of the admin's.
    File(PathBuf),
}

/// How far a plugin is kept from the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Isolation {
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
    /// The digest it must have; computed at load only when no configuration exists.
    pub pin: Option<Sha256Hex>,
    /// How it runs.
    pub isolation: Isolation,
    /// What its failure leads to.
    pub on_failure: OnFailure,
    /// Its own configuration as JSON.
    pub config: String,
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

/// A named way in.
#[derive(Clone, Debug, Default)]
pub struct Route {
    /// The plugin that reads its documents; chosen by media type and content when none is named.
    pub plugin: Option<String>,
    /// Facts of everything that comes this way.
    pub facts: Facts,
    /// The side it stands on.
    pub role: RouteRole,
    /// The order has already reached the seller.
    pub already_transmitted: bool,
    /// The gate itself forwards what is allowed, also later.
    pub forwards: bool,
}

/// Bounds on what is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of a document.
    pub document_bytes: u64,
    /// The most bytes of a file beside a document.
    pub artifact_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { document_bytes: 64 << 20, artifact_bytes: 64 << 30 }
    }
}

/// The whole configuration.
#[derive(Clone, Debug)]
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
    pub limits: Setting<Limits>,
    /// A person to ask for a review, shown in every refusal.
    pub review_contact: Option<Setting<String>>,
}
