//! The open gate: a list that holds, plugins that were checked, a ledger that can be written.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use debar_artifact::digest_file;
use debar_host::{Candidate, HostError, Inspection, Pin, discover, inspect, survey};
use debar_ledger::{Ledger, LedgerError, Options, ReviewState};
use debar_model::{Algorithm, FactOrigin, Sha256Hex};
use jiff::Timestamp;

use crate::adapters::Adapters;
use crate::audit::{KnownList, ListHistory};
use crate::clock::Clock;
use crate::config::{Config, Isolation, ListChoice, OnFailure, PluginEntry, plugin_folders};
use crate::facts::{self, FactProblem};
use crate::list::{ListError, LoadedList};
use crate::outcome::CheckError;
use crate::record::{ListInputs, ListMark};
use crate::review::Reviews;
use crate::signature::{SignatureError, check_signatures};

/// A gate that answers.
pub struct Gate {
    pub(crate) config: Config,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) adapters: Adapters,
    pub(crate) ledger: Ledger,
    pub(crate) list_inputs: ListInputs,
    pub(crate) list_mark: ListMark,
    reviews: Reviews,
    list: ArcSwap<LoadedList>,
    past: Mutex<Option<Past>>,
    remarks: Vec<String>,
}

/// The list that was last asked for by its instant. What is past does not change while the gate is open.
type Past = ((Timestamp, ListHistory), KnownList);

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("config", &self.config).finish_non_exhaustive()
    }
}

/// Why a gate cannot be opened.
#[derive(Debug)]
pub enum OpenError {
    /// The list does not hold.
    List(ListError),
    /// The list is not signed as the configuration demands.
    Unsigned(SignatureError),
    /// The configuration states facts that the list does not know: its rules would pass them by.
    Facts(Vec<FactProblem>),
    /// A plugin cannot be used.
    Plugin {
        /// Its name in the configuration.
        id: String,
        /// Why.
        source: Box<HostError>,
        /// What to do.
        help: Option<String>,
    },
    /// The ledger cannot be used.
    Ledger {
        /// Its folder.
        folder: PathBuf,
        /// Why.
        source: LedgerError,
    },
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(error) => fmt::Display::fmt(error, f),
            Self::Unsigned(error) => fmt::Display::fmt(error, f),
            Self::Facts(problems) => facts_display(problems, f),
            Self::Plugin { id, .. } => write!(f, "the plugin `{id}` cannot be used"),
            Self::Ledger { folder, .. } => write!(f, "the ledger `{}` cannot be used", folder.display()),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::List(_) | Self::Unsigned(_) | Self::Facts(_) => None,
            Self::Plugin { source, .. } => Some(source),
            Self::Ledger { source, .. } => Some(source),
        }
    }
}

/// Why a list is not taken: the running one stays.
#[derive(Debug)]
pub enum ReloadError {
    /// The list does not hold.
    List(ListError),
    /// It is not signed as the configuration demands.
    Unsigned(SignatureError),
    /// It does not know facts that the configuration states.
    Facts(Vec<FactProblem>),
}

impl fmt::Display for ReloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(error) => fmt::Display::fmt(error, f),
            Self::Unsigned(error) => fmt::Display::fmt(error, f),
            Self::Facts(problems) => facts_display(problems, f),
        }
    }
}

impl std::error::Error for ReloadError {}

impl Gate {
    /// Opens the gate: everything is checked before the first document.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Self, OpenError> {
        let adapters = Adapters::load(&config.plugins, &config.worker, &config.plugin_signatures)?;
        Self::with_adapters(config, clock, adapters)
    }

    /// Opens the gate over plugins that are linked into the program, for tests and embedders.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn with_adapters(
        config: Config,
        clock: Arc<dyn Clock>,
        adapters: Adapters,
    ) -> Result<Self, OpenError> {
        let list = LoadedList::load(&config.list.value).map_err(OpenError::List)?;
        signed(&config, &list).map_err(OpenError::Unsigned)?;
        let problems = unknown_facts(&config, &list);
        if !problems.is_empty() {
            return Err(OpenError::Facts(problems));
        }
        let (folder, now) = (&config.ledger.value, clock.now());
        let (ledger, report) = Ledger::open(folder, Options::new(now))
            .map_err(|source| OpenError::Ledger { folder: folder.clone(), source })?;
        let remarks = report
            .cut
            .iter()
            .map(|cut| {
                let (bytes, segment, at) = (cut.bytes, cut.segment.display(), cut.byte);
                format!("a torn end of {bytes} bytes was cut from the ledger (`{segment}`, byte {at}) and the cut recorded")
            })
            .collect();
        Ok(Self {
            config,
            clock,
            adapters,
            ledger,
            list_inputs: ListInputs::default(),
            list_mark: ListMark::default(),
            reviews: Reviews::default(),
            list: ArcSwap::from_pointee(list),
            past: Mutex::default(),
            remarks,
        })
    }

    /// The configuration in use.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The list in use.
    pub fn list(&self) -> Arc<LoadedList> {
        self.list.load_full()
    }

    /// Reads the list again. A list that does not hold is not used: the running one stays.
    ///
    /// # Errors
    /// Everything that is wrong with the new list.
    pub fn reload_list(&self) -> Result<Arc<LoadedList>, ReloadError> {
        let list = Arc::new(LoadedList::load(&self.config.list.value).map_err(ReloadError::List)?);
        signed(&self.config, &list).map_err(ReloadError::Unsigned)?;
        let problems = unknown_facts(&self.config, &list);
        if !problems.is_empty() {
            return Err(ReloadError::Facts(problems));
        }
        self.list.store(Arc::clone(&list));
        Ok(list)
    }

    /// What opening had to say: a torn tail of the ledger that was cut.
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// What people decided about findings, as far as it was known at an instant.
    pub(crate) fn reviews(&self, known_at: Option<Timestamp>) -> Result<Arc<ReviewState>, CheckError> {
        let (folder, rules) = (&self.config.ledger.value, self.config.review.rules());
        self.reviews.state(folder, rules, known_at).map_err(CheckError::Ledger)
    }

    /// The past list that was last asked for, and by what.
    pub(crate) fn known_list(&self) -> Option<Past> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn remember_list(&self, asked: (Timestamp, ListHistory), known: &KnownList) {
        *self.past.lock().unwrap_or_else(PoisonError::into_inner) = Some((asked, known.clone()));
    }

    /// The plugins in use.
    pub fn plugins(&self) -> impl Iterator<Item = PluginStatus> {
        self.adapters.iter().map(|adapter| adapter.status())
    }
}

/// Whether those signed the list who have to. The shipped lists are part of the program.
fn signed(config: &Config, list: &LoadedList) -> Result<(), SignatureError> {
    let needed = config.signatures.needed.value;
    match &config.list.value {
        ListChoice::File(path) if needed > 0 => {
            check_signatures(list.list(), path, &config.signatures.keys, needed).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// Facts of the configuration that the list does not know, each with the place where it stands.
fn unknown_facts(config: &Config, list: &LoadedList) -> Vec<FactProblem> {
    let file = config.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
    let mut problems = facts::problems(list.list(), &config.facts, FactOrigin::Config);
    for problem in &mut problems {
        if let Some(crate::config::Origin::File(line)) = config.fact_origins.get(&problem.name) {
            problem.message = format!("{file}:{line}: {}", problem.message);
        }
    }
    for (name, route) in &config.routes {
        let mut of_route = facts::problems(list.list(), &route.facts, FactOrigin::Config);
        for problem in &mut of_route {
            problem.message = format!("{file}:{}: route `{name}`: {}", route.line, problem.message);
        }
        problems.append(&mut of_route);
    }
    problems
}

fn facts_display(problems: &[FactProblem], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "the configuration states {} fact(s) that the list does not know", problems.len())
}

/// A plugin in use.
#[derive(Clone, Debug)]
pub struct PluginStatus {
    /// Its name in the configuration.
    pub id: String,
    /// Its own version.
    pub version: String,
    /// Its file.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: Option<Sha256Hex>,
    /// How it runs.
    pub isolation: &'static str,
    /// The sandbox that its worker reached; none in this process, and before the first worker was started.
    pub sandbox: Option<String>,
    /// Media types that it reads.
    pub media_types: Vec<String>,
    /// Kinds of answers that it writes.
    pub answers: Vec<String>,
}

/// What a plugin file says of itself, without running any of it.
#[derive(Clone, Debug)]
pub struct PluginFacts {
    /// The file, every link resolved.
    pub path: PathBuf,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its bytes: the pin.
    pub sha256: Sha256Hex,
    /// Media types that it reads.
    pub media_types: Vec<String>,
    /// Kinds of answers that it writes.
    pub answers: Vec<String>,
    /// The symbol that it exports.
    pub exported: &'static str,
    /// The libraries that it asks the loader for.
    pub needed: Vec<String>,
    /// User id of the file's owner.
    pub owner: u32,
    /// The bytes that were judged, for signatures.
    pub bytes: Vec<u8>,
}

/// Checks a plugin file without running any of it.
///
/// # Errors
/// Every way in which a file can be unfit.
pub fn inspect_plugin(file: &Path) -> Result<PluginFacts, HostError> {
    let path = file.canonicalize().map_err(|_| HostError::Missing { path: file.to_owned() })?;
    // Judged as it will be when it is loaded: by a pin.
    let pin = match digest_file(&path, &[Algorithm::Sha256]) {
        Ok(digests) => {
            digests.get(&Algorithm::Sha256).and_then(|digest| Sha256Hex::parse(&digest.value()).ok())
        }
        Err(_) => None,
    };
    let Inspection { bytes, sha256, metadata, exported, needed, owner } =
        survey(&path, pin.map_or(Pin::Found, Pin::Sha256))?;
    Ok(PluginFacts {
        path,
        id: metadata.id,
        version: metadata.version,
        sha256,
        media_types: metadata.media_types,
        answers: metadata.answers,
        exported,
        needed,
        owner,
        bytes,
    })
}

/// Files that may be plugins of an executable.
pub(crate) fn candidates(executable: &Path) -> Vec<Candidate> {
    let executable = executable.canonicalize().unwrap_or_else(|_| executable.to_owned());
    discover(&plugin_folders(&executable))
}

/// The plugins that belong to an executable, pinned to the bytes found now; and why others were refused. Runs no
/// code of them.
pub fn discover_plugins(executable: &Path) -> (Vec<PluginEntry>, Vec<String>) {
    let (mut plugins, mut refused) = (vec![], vec![]);
    for candidate in candidates(executable) {
        match inspect(&candidate.path, Pin::Found) {
            Ok((sha256, metadata)) => plugins.push(PluginEntry {
                id: metadata.id,
                path: candidate.path,
                pin: sha256,
                signature: None,
                isolation: Isolation::default(),
                on_failure: OnFailure::Hold,
                config: serde_json::json!({}),
                line: 0,
            }),
            Err(error) => {
                refused.push(format!("the plugin `{}` is not used: {error}", candidate.path.display()))
            }
        }
    }
    (plugins, refused)
}
