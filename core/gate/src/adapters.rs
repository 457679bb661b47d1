//! The plugins of a gate, and which of them reads a document.

use std::path::Path;
use std::time::Duration;

use debar_host::{HostError, Isolation, Pin, Plugin, Sandbox, Workers, survey};

use crate::adapter::{Adapter, SURE};
use crate::config::{self, OnFailure, PluginEntry, PluginSignatures, Worker};
use crate::gate::{OpenError, candidates};
use crate::signature::check_plugin_signature;

/// How much of a document is shown to plugins for routing.
pub(crate) const HEAD: usize = 4096;

/// The plugins of a gate, in order of their configuration.
#[derive(Debug, Default)]
pub struct Adapters(Vec<Adapter>);

impl Adapters {
    /// Loads every plugin of a configuration.
    ///
    /// # Errors
    /// The first plugin that cannot be used, or there is no program to run it in.
    pub fn load(
        entries: &[PluginEntry],
        worker: &Worker,
        signatures: &PluginSignatures,
    ) -> Result<Self, OpenError> {
        let mut adapters = vec![];
        let mut workers = None;
        for entry in entries {
            let failed = |source: HostError| OpenError::Plugin {
                id: entry.id.clone(),
                help: Some(source.help()),
                source: Box::new(source),
            };
            signed(entry, signatures).map_err(failed)?;
            let isolation = match entry.isolation {
                config::Isolation::InProcess => Isolation::InProcess,
                config::Isolation::Worker => Isolation::Worker(shared(&mut workers, worker).map_err(failed)?),
                config::Isolation::PerDocument => {
                    Isolation::PerDocument(shared(&mut workers, worker).map_err(failed)?)
                }
            };
            let plugin = Plugin::load(&entry.path, Pin::Sha256(entry.pin), isolation).map_err(failed)?;
            // What the kernel cannot give is told now, not to the first document.
            if worker.sandbox.value == Sandbox::Require {
                plugin.config_schema().map_err(failed)?;
            }
            let adapter = Adapter::new(entry.id.clone(), entry.on_failure, entry.config.clone(), plugin);
            let deadline =
                worker.deadline_seconds.as_ref().map(|deadline| Duration::from_secs(deadline.value));
            adapters.push(adapter.map_err(failed)?.within(deadline));
        }
        Ok(Self(adapters))
    }

    /// Takes the plugins that belong to an executable, each read once, and runs them in workers; and says why others
    /// were refused. Their pins are the bytes found now.
    pub fn found(executable: &Path) -> (Self, Vec<String>) {
        let (mut adapters, mut refused) = (vec![], vec![]);
        let workers = match Worker::default().open(executable) {
            Ok(workers) => workers,
            Err(error) => {
                let why = format!("no plugin is used: {}; {}", chain(&error), error.help());
                return (Self::default(), vec![why]);
            }
        };
        for candidate in candidates(executable) {
            let isolation = Isolation::Worker(workers.clone());
            let loaded = Plugin::load(&candidate.path, Pin::Found, isolation).and_then(|plugin| {
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
            let failed = |source: HostError| OpenError::Plugin {
                id: id.clone(),
                help: Some(source.help()),
                source: Box::new(source),
            };
            let config = serde_json::from_str(&config).unwrap_or_default();
            adapters.push(Adapter::new(id.clone(), OnFailure::Hold, config, plugin).map_err(failed)?);
        }
        Ok(Self(adapters))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Adapter> {
        self.0.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Adapter> {
        self.0.iter().find(|adapter| adapter.id() == id)
    }

    pub(crate) fn ids(&self) -> Vec<String> {
        self.0.iter().map(|adapter| adapter.id().to_owned()).collect()
    }

    /// The plugin for a document: the only one that names its media type, or the one that is surest by
    /// content. A tie is nobody's document.
    pub(crate) fn route(&self, content_type: Option<&str>, bytes: &[u8]) -> Result<&Adapter, Unrouted> {
        if self.0.is_empty() {
            return Err(Unrouted::Nobody("no plugin is loaded, so no document can be read".to_owned()));
        }
        // `application/json` and the like say nothing of the format: there the content decides.
        let telling = content_type.filter(|media| !is_generic(media));
        let named: Vec<&Adapter> =
            telling.map_or(vec![], |media| self.0.iter().filter(|adapter| adapter.reads(media)).collect());
        if let [only] = named.as_slice() {
            return Ok(only);
        }
        let among: Vec<&Adapter> = if named.is_empty() { self.0.iter().collect() } else { named };
        let head = bytes.get(..HEAD).unwrap_or(bytes);
        // Those whose note fits are asked first: asking starts a worker.
        let (likely, others): (Vec<_>, Vec<_>) =
            among.into_iter().partition(|adapter| adapter.may_know(head));
        let mut sure = those_sure(likely, head);
        if sure.is_empty() {
            sure = those_sure(others, head);
        }
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

/// Whether a plugin is signed by somebody who may. The signature is held to the pinned bytes, and those alone are
/// loaded later.
fn signed(entry: &PluginEntry, signatures: &PluginSignatures) -> Result<(), HostError> {
    let Some(signature) = &entry.signature else {
        if signatures.required.value {
            return Err(HostError::Unsigned { path: entry.path.clone(), signature: None });
        }
        return Ok(());
    };
    let judged = survey(&entry.path, Pin::Sha256(entry.pin))?;
    check_plugin_signature(&entry.path, &judged.bytes, signature, &signatures.keys).map(|_| ())
}

/// Adapters that are sure enough, the surest first.
fn those_sure<'a>(adapters: Vec<&'a Adapter>, head: &[u8]) -> Vec<(u32, &'a Adapter)> {
    let asked = adapters.into_iter().map(|adapter| (adapter.confidence(head), adapter));
    let mut sure: Vec<_> = asked.filter(|(confidence, _)| *confidence >= SURE).collect();
    sure.sort_by_key(|(confidence, _)| std::cmp::Reverse(*confidence));
    sure
}

/// The workers of this program, opened when the first plugin needs them.
fn shared(workers: &mut Option<Workers>, worker: &Worker) -> Result<Workers, HostError> {
    if let Some(workers) = workers {
        return Ok(workers.clone());
    }
    let executable = std::env::current_exe().unwrap_or_default();
    Ok(workers.insert(worker.open(&executable)?).clone())
}

fn chain(error: &HostError) -> String {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    format!("{error}{}", cause.unwrap_or_default())
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
