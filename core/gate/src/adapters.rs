//! The plugins of a gate: which one reads a document, and calls that never let a failure pass for an answer.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use debar_host::{
    Answer, AnswerLine, CallOptions, Deadline, Decoded, GateRole, HostError, Instance, Isolation, Pin,
    Plugin, Receipt,
};
use debar_model::{Decision, HoldReason, Sha256Hex, Verdict};

use crate::config::{OnFailure, PluginEntry, Route, RouteRole};
use crate::gate::{OpenError, PluginStatus, candidates};
use crate::outcome::NativeAnswer;
use crate::reasons;

/// How long one call may take before the plugin is asked to stop.
const DEADLINE: Duration = Duration::from_secs(30);

/// How sure a plugin must be that a document is its own.
const SURE: u32 = 50;

/// How much of a document is shown to plugins for routing.
pub(crate) const HEAD: usize = 4096;

/// The plugins of a gate, in order of their configuration.
#[derive(Debug, Default)]
pub struct Adapters(Vec<Adapter>);

impl Adapters {
    /// Loads every plugin of a configuration.
    ///
    /// # Errors
    /// The first plugin that cannot be used.
    pub fn load(entries: &[PluginEntry]) -> Result<Self, OpenError> {
        let mut adapters = vec![];
        for entry in entries {
            let failed = |source: HostError| OpenError::Plugin {
                id: entry.id.clone(),
                help: Some(source.help()),
                source,
            };
            let plugin =
                Plugin::load(&entry.path, Pin::Sha256(entry.pin), Isolation::InProcess).map_err(failed)?;
            let adapter = Adapter::new(entry.id.clone(), entry.on_failure, entry.config.clone(), plugin);
            adapters.push(adapter.map_err(failed)?);
        }
        Ok(Self(adapters))
    }

    /// Loads the plugins that belong to an executable, each read once; and says why others were refused. Their pins
    /// are the bytes found now.
    pub fn found(executable: &Path) -> (Self, Vec<String>) {
        let (mut adapters, mut refused) = (vec![], vec![]);
        for candidate in candidates(executable) {
            let loaded = Plugin::load(&candidate.path, Pin::Found, Isolation::InProcess).and_then(|plugin| {
                let id = plugin.metadata().id.clone();
                Adapter::new(id, OnFailure::Hold, serde_json::json!({}), plugin)
            });
            match loaded {
                Ok(adapter) => adapters.push(adapter),
                Err(error) => {
                    refused.push(format!("the plugin `{}` is not used: {error}", candidate.path.display()))
                }
            }
        }
        (Self(adapters), refused)
    }

    /// Plugins that are linked into the program, with their configurations as JSON.
    ///
    /// # Errors
    /// A configuration that the plugin refuses.
    pub fn linked(plugins: Vec<(Plugin, String)>) -> Result<Self, OpenError> {
        let mut adapters = vec![];
        for (plugin, config) in plugins {
            let id = plugin.metadata().id.clone();
            let failed =
                |source: HostError| OpenError::Plugin { id: id.clone(), help: Some(source.help()), source };
            let config = serde_json::from_str(&config).unwrap_or_default();
            adapters.push(Adapter::new(id.clone(), OnFailure::Hold, config, plugin).map_err(failed)?);
        }
        Ok(Self(adapters))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Adapter> {
        self.0.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Adapter> {
        self.0.iter().find(|adapter| adapter.id == id)
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.iter().map(|adapter| adapter.id.clone()).collect()
    }

    /// The plugin for a document: the only one that names its media type, or the one that is surest by
    /// content. A tie is nobody's document.
    pub(crate) fn route(&self, content_type: Option<&str>, bytes: &[u8]) -> Result<&Adapter, Unrouted> {
        if self.0.is_empty() {
            return Err(Unrouted::Nobody("no plugin is loaded, so no document can be read".to_owned()));
        }
        // `application/json` and the like say nothing of the format: there the content decides.
        let telling = content_type.filter(|media| !is_generic(media));
        let named: Vec<&Adapter> = telling.map_or(vec![], |media| {
            self.0.iter().filter(|adapter| adapter.plugin.metadata().reads(media)).collect()
        });
        if let [only] = named.as_slice() {
            return Ok(only);
        }
        let among = if named.is_empty() { self.0.iter().collect() } else { named };
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        let mut sure: Vec<(u32, &Adapter)> = among
            .into_iter()
            .map(|adapter| (adapter.confidence(head), adapter))
            .filter(|(confidence, _)| *confidence >= SURE)
            .collect();
        sure.sort_by_key(|(confidence, _)| std::cmp::Reverse(*confidence));
        match sure.as_slice() {
            [] => Err(Unrouted::Nobody(format!(
                "no plugin knows this document; loaded: {}; name one with its id or media type",
                self.ids().join(", ")
            ))),
            [(first, one), (second, other), ..] if first == second => Err(Unrouted::Tie(format!(
                "the plugins `{}` and `{}` both claim this document; name one with its id or media type",
                one.id(),
                other.id()
            ))),
            [(_, adapter), ..] => Ok(adapter),
        }
    }

    /// The plugin for a file inside or beside an order: one whose own media type it bears, or one that is
    /// sure by content. Most files are no documents at all, and a price list in CSV is none of ours.
    ///
    /// # Errors
    /// Several plugins claim it, so nobody can say what is in it.
    pub(crate) fn of_attachment(
        &self,
        media_type: Option<&str>,
        bytes: &[u8],
    ) -> Result<Option<&Adapter>, String> {
        match self.route(media_type.filter(|media| media.contains("/vnd.")), bytes) {
            Ok(adapter) => Ok(Some(adapter)),
            Err(Unrouted::Nobody(_)) => Ok(None),
            Err(Unrouted::Tie(why)) => Err(why),
        }
    }
}

/// Why no plugin reads a document, in words.
#[derive(Debug)]
pub(crate) enum Unrouted {
    /// None knows it.
    Nobody(String),
    /// Several claim it equally.
    Tie(String),
}

impl Unrouted {
    pub fn into_words(self) -> String {
        match self {
            Self::Nobody(why) | Self::Tie(why) => why,
        }
    }
}

/// Whether a media type is shared by many formats.
fn is_generic(media_type: &str) -> bool {
    const GENERIC: [&str; 5] =
        ["application/xml", "text/xml", "application/json", "text/plain", "application/octet-stream"];
    let bare = media_type.split(';').next().unwrap_or_default().trim();
    GENERIC.iter().any(|known| bare.eq_ignore_ascii_case(known))
}

/// One plugin with a pool of instances: an instance serves one call at a time.
#[derive(Debug)]
pub struct Adapter {
    id: String,
    on_failure: OnFailure,
    plugin: Plugin,
    config: serde_json::Value,
    idle: Mutex<Vec<Instance>>,
}

impl Adapter {
    fn new(
        id: String,
        on_failure: OnFailure,
        config: serde_json::Value,
        plugin: Plugin,
    ) -> Result<Self, HostError> {
        let first = plugin.instance(&config)?;
        Ok(Self { id, on_failure, plugin, config, idle: Mutex::new(vec![first]) })
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn version(&self) -> &str {
        &self.plugin.metadata().version
    }

    pub(crate) fn sha256(&self) -> Option<Sha256Hex> {
        self.plugin.sha256()
    }

    pub(crate) fn on_failure(&self) -> OnFailure {
        self.on_failure
    }

    pub(crate) fn status(&self) -> PluginStatus {
        let metadata = self.plugin.metadata();
        PluginStatus {
            id: self.id.clone(),
            version: metadata.version.clone(),
            path: self.plugin.path().map(|path| path.display().to_string()).unwrap_or_default(),
            sha256: self.plugin.sha256(),
            isolation: Isolation::InProcess.as_str(),
            media_types: metadata.media_types.clone(),
            answers: metadata.answers.clone(),
        }
    }

    fn confidence(&self, head: &[u8]) -> u32 {
        let by_bytes = if self.plugin.metadata().begins(head) { SURE } else { 0 };
        self.plugin.sniff(head).max(by_bytes)
    }

    pub(crate) fn decode(&self, receipt: &Receipt) -> Result<Decoded, Failure> {
        let mut instance = self
            .take()
            .map_err(|error| Failure { reason: HoldReason::PluginFailed, why: error.to_string() })?;
        let decoded = instance.decode_received(receipt, &options());
        self.give_back(instance);
        decoded.map_err(|failure| Failure { reason: failure.cause.hold_reason(), why: failure.to_string() })
    }

    pub(crate) fn encode(
        &self,
        receipt: &Receipt,
        decisions: &[(&Decision, &[u8])],
        native_lines: &[usize],
        route: &Route,
    ) -> Result<NativeAnswer, String> {
        let answers: Vec<Answer> = decisions
            .iter()
            .zip(native_lines)
            .map(|((decision, json), lines)| answer(decision, json, *lines, route))
            .collect();
        let mut instance = self.take().map_err(|error| error.to_string())?;
        let encoded = instance.encode(receipt, &answers, &options());
        self.give_back(instance);
        match encoded {
            Ok(encoded) => Ok(NativeAnswer { bytes: encoded.body, headers: encoded.headers }),
            Err(failure) => Err(failure.to_string()),
        }
    }

    fn take(&self) -> Result<Instance, HostError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        idle.map_or_else(|| self.plugin.instance(&self.config), Ok)
    }

    /// Keeps an instance for the next call, unless it panicked.
    fn give_back(&self, instance: Instance) {
        if instance.is_lost() {
            return;
        }
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(instance);
    }
}

/// Why a document is not decoded.
#[derive(Debug)]
pub(crate) struct Failure {
    pub reason: HoldReason,
    pub why: String,
}

fn options() -> CallOptions {
    let begun = Instant::now();
    let deadline = Deadline { elapsed: Arc::new(move || begun.elapsed()), limit: DEADLINE };
    CallOptions { deadline: Some(deadline), ..CallOptions::default() }
}

/// The decision in the words of the contract: only the lines that the document itself has.
fn answer(decision: &Decision, json: &[u8], native_lines: usize, route: &Route) -> Answer {
    let mut answer = Answer::of(decision, json.to_vec());
    answer.role = match route.role {
        RouteRole::BuyerGate => GateRole::BuyerGate,
        RouteRole::Hub => GateRole::Hub,
        RouteRole::Seller => GateRole::Seller,
    };
    answer.already_transmitted = route.already_transmitted;
    answer.forwards = route.forwards;
    answer.reasons = reasons::of_decision(decision);
    answer.obligations = reasons::obligations(decision);
    answer.lines = decision
        .lines
        .iter()
        .take(native_lines)
        .map(|line| AnswerLine {
            ordinal: u64::from(line.ordinal),
            verdict: line.verdict,
            line_id: line.id.clone().unwrap_or_default(),
            reasons: if line.verdict == Verdict::Allow { vec![] } else { reasons::of_line(decision, line) },
        })
        .collect();
    answer
}
