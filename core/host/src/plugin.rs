//! A plugin that can make instances: loaded from a file, linked, or left to workers.
//!
//! Invariant: its description agrees with what was read before loading.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use debar_model::Sha256Hex;
use debar_plugin_api::abi::{self, status};
use serde_json::Value;

use crate::call::{Callbacks, Over, Running, Said, number};
use crate::instance::sure;
use crate::load::{self, Loaded};
use crate::local::Local;
use crate::worker::{Away, Remote};
use crate::{HostError, Instance, Isolation, Metadata, Pin, SandboxLevel, check_config};

/// A plugin that can make instances. Cheap to clone; usable from any thread.
#[derive(Clone)]
pub struct Plugin(Place);

/// Where its code runs.
#[derive(Clone)]
enum Place {
    Here(Arc<Here>),
    Away { plugin: Arc<Away>, per_document: bool },
}

struct Here {
    api: abi::PluginApi,
    metadata: Metadata,
    schema: Value,
    sha256: Option<Sha256Hex>,
    path: Option<PathBuf>,
}

impl Plugin {
    /// Loads a library into this process, or checks it for workers, where its code is loaded on first use.
    ///
    /// # Errors
    /// Every way in which the file, its bytes or its table can be wrong: see [`HostError`].
    pub fn load(path: &Path, pin: Pin, isolation: Isolation) -> Result<Self, HostError> {
        let (workers, per_document) = match isolation {
            Isolation::InProcess => return Self::load_here(path, pin),
            Isolation::Worker(workers) => (workers, false),
            Isolation::PerDocument(workers) => (workers, true),
        };
        let (metadata, sealed) = load::sealed(path, pin)?;
        let plugin = Away {
            path: path.to_owned(),
            sha256: sealed.sha256,
            metadata,
            sealed: sealed.fd,
            workers,
            known: OnceLock::new(),
        };
        Ok(Self(Place::Away { plugin: Arc::new(plugin), per_document }))
    }

    fn load_here(path: &Path, pin: Pin) -> Result<Self, HostError> {
        let Loaded { api, metadata, sha256 } = load::load(path, pin)?;
        let (described, schema) = description(&metadata.id, &describe(&metadata.id, &api)?)?;
        agree(&described, &metadata)?;
        let (sha256, path) = (Some(sha256), Some(path.to_owned()));
        Ok(Self(Place::Here(Arc::new(Here { api, metadata, schema, sha256, path }))))
    }

    /// A plugin that is linked into this program, through the same table.
    ///
    /// # Errors
    /// When the table is broken.
    pub fn linked(api: &'static abi::PluginApi) -> Result<Self, HostError> {
        // SAFETY: a reference to a table that lives as long as the process.
        let api = unsafe { load::handshake("linked", api) }?;
        let (metadata, schema) = description("linked", &describe("linked", &api)?)?;
        Ok(Self(Place::Here(Arc::new(Here { api, metadata, schema, sha256: None, path: None }))))
    }

    /// What the plugin says of itself.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        match &self.0 {
            Place::Here(here) => &here.metadata,
            Place::Away { plugin, .. } => &plugin.metadata,
        }
    }

    /// JSON Schema of its configuration. For workers the first question starts one.
    ///
    /// # Errors
    /// No worker could load the plugin.
    pub fn config_schema(&self) -> Result<&Value, HostError> {
        match &self.0 {
            Place::Here(here) => Ok(&here.schema),
            Place::Away { plugin, .. } => plugin.known().map(|known| &known.schema),
        }
    }

    /// Digest of the file that was loaded; none for a linked plugin.
    #[must_use]
    pub fn sha256(&self) -> Option<Sha256Hex> {
        match &self.0 {
            Place::Here(here) => here.sha256,
            Place::Away { plugin, .. } => Some(plugin.sha256),
        }
    }

    /// The file that was loaded; none for a linked plugin.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Place::Here(here) => here.path.as_deref(),
            Place::Away { plugin, .. } => Some(&plugin.path),
        }
    }

    /// `worker`, `per-document` or `in-process`.
    #[must_use]
    pub fn isolation(&self) -> &'static str {
        match &self.0 {
            Place::Here(_) => "in-process",
            Place::Away { per_document: false, .. } => "worker",
            Place::Away { per_document: true, .. } => "per-document",
        }
    }

    /// The sandbox that its workers reached; `None` in this process, and before the first worker has answered.
    #[must_use]
    pub fn sandbox(&self) -> Option<SandboxLevel> {
        match &self.0 {
            Place::Here(_) => None,
            Place::Away { plugin, .. } => plugin.known.get().map(|known| known.level),
        }
    }

    /// Whether an instance may serve one call only.
    #[must_use]
    pub fn is_per_document(&self) -> bool {
        matches!(self.0, Place::Away { per_document: true, .. })
    }

    /// How sure the plugin is that a document that begins so is its own, 0 to 100. For workers see
    /// [`Instance::sniff`]: here they are asked through an instance without configuration.
    #[must_use]
    pub fn sniff(&self, head: &[u8]) -> u32 {
        match &self.0 {
            Place::Here(here) => sniff(&here.api, head),
            Place::Away { plugin, .. } => {
                let started = Remote::start(Arc::clone(plugin), serde_json::json!({}));
                started.map_or(0, |mut remote| sure(remote.sniff(head)))
            }
        }
    }

    /// Makes an instance from its configuration, which is checked against the plugin's schema first. In a worker all
    /// this happens on first use: see [`Instance::ready`].
    ///
    /// # Errors
    /// [`HostError::Config`] with every problem, [`HostError::Init`], or no process could be made.
    pub fn instance(&self, config: &Value) -> Result<Instance, HostError> {
        match &self.0 {
            Place::Here(here) => {
                let problems = check_config(&here.schema, config);
                if !problems.is_empty() {
                    return Err(HostError::Config { plugin: here.metadata.id.clone(), problems });
                }
                let made = create(&here.api, &config.to_string());
                made.map(Instance::here).map_err(|(status, said)| HostError::Init {
                    plugin: here.metadata.id.clone(),
                    status,
                    reports: said.reports,
                })
            }
            Place::Away { plugin, .. } => {
                Remote::start(Arc::clone(plugin), config.clone()).map(Instance::away)
            }
        }
    }
}

/// Asks the plugin how sure it is.
pub(crate) fn sniff(api: &abi::PluginApi, head: &[u8]) -> u32 {
    // SAFETY: the plugin's function on bytes that outlive the call; any thread may call it.
    api.sniff.map_or(0, |sniff| sure(unsafe { sniff(head.as_ptr(), head.len() as u64) }))
}

/// Lets the plugin make an instance.
pub(crate) fn create(api: &abi::PluginApi, config: &str) -> Result<Local, (i32, Said)> {
    let mut made = std::ptr::null_mut();
    let (callbacks, instance) = (Callbacks::take(), number());
    let running = Running::new(instance);
    let status = running.run(&callbacks, |callbacks| match api.create {
        // SAFETY: the table outlives the instance; the text outlives the call; one place for a pointer.
        Some(create) => unsafe {
            create(callbacks.host(), config.as_ptr(), config.len() as u64, &raw mut made)
        },
        None => status::VERSION,
    });
    let status = match (status, made.is_null()) {
        (status::OK, false) => return Ok(Local::new(*api, made, callbacks, instance)),
        (status::OK, true) => status::FAILED,
        (status, _) => status,
    };
    callbacks.give_back();
    Err((status, running.over().said))
}

/// Bytes of a description.
const MAX_DESCRIPTION: u64 = 4 << 20;

/// What the plugin says of itself, as JSON.
pub(crate) fn describe(plugin: &str, api: &abi::PluginApi) -> Result<Vec<u8>, HostError> {
    let wrong = |detail: String| HostError::Describe { plugin: plugin.to_owned(), detail };
    let callbacks = Callbacks::take();
    let running = Running::new(number()).writing(MAX_DESCRIPTION);
    let status = running.run(&callbacks, |callbacks| match api.describe {
        // SAFETY: the plugin's function with a table that outlives the call.
        Some(describe) => unsafe { describe(callbacks.out()) },
        None => status::VERSION,
    });
    callbacks.give_back();
    let out = match running.over() {
        Over { out: Some(out), strayed: false, .. } if out.status() == status::OK => out,
        Over { strayed: true, .. } => return Err(wrong("it writes from another thread".to_owned())),
        _ => return Err(wrong("it writes what is not taken, or over 4 MiB".to_owned())),
    };
    if status != status::OK {
        return Err(wrong(format!("status {status}")));
    }
    Ok(out.into_parts().0)
}

/// Reads what a plugin says of itself: its metadata and the schema of its configuration.
pub(crate) fn description(plugin: &str, json: &[u8]) -> Result<(Metadata, Value), HostError> {
    let wrong = |detail: String| HostError::Describe { plugin: plugin.to_owned(), detail };
    let text: Value = serde_json::from_slice(json).map_err(|error| wrong(error.to_string()))?;
    let metadata: Metadata =
        serde_json::from_value(text.clone()).map_err(|error| wrong(error.to_string()))?;
    let schema = text.get("config_schema").cloned().unwrap_or(Value::Bool(true));
    if !(schema.is_object() || schema.is_boolean()) {
        return Err(wrong("`config_schema` is no schema".to_owned()));
    }
    Ok((metadata.checked().map_err(wrong)?, schema))
}

/// Holds what a plugin says when it runs to what was read before.
pub(crate) fn agree(described: &Metadata, noted: &Metadata) -> Result<(), HostError> {
    if described == noted {
        return Ok(());
    }
    Err(HostError::Describe {
        plugin: noted.id.clone(),
        detail: "it says something else than the metadata note".to_owned(),
    })
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.metadata().id)
            .field("version", &self.metadata().version)
            .field("sha256", &self.sha256())
            .field("path", &self.path())
            .field("isolation", &self.isolation())
            .finish_non_exhaustive()
    }
}
