//! A plugin that can make instances: loaded from a file, or linked.
//!
//! Invariant: its description agrees with what was read before loading.

use std::fmt;
use std::path::{Path, PathBuf};

use debar_model::Sha256Hex;
use debar_plugin_api::abi::{self, status};
use serde_json::Value;

use crate::call::{Callbacks, Over, Running, number};
use crate::load::{self, Loaded};
use crate::{HostError, Instance, Isolation, Metadata, Pin, check_config};

/// A plugin that can make instances. Cheap to clone; usable from any thread.
#[derive(Clone)]
pub struct Plugin {
    api: abi::PluginApi,
    metadata: Metadata,
    schema: Value,
    sha256: Option<Sha256Hex>,
    path: Option<PathBuf>,
}

impl Plugin {
    /// Loads a library. Its code runs in this process, so `isolation` must be `in-process`.
    ///
    /// # Errors
    /// Every way in which the file, its bytes or its table can be wrong: see [`HostError`].
    pub fn load(path: &Path, pin: Pin, isolation: Isolation) -> Result<Self, HostError> {
        isolation.available()?;
        let Loaded { api, metadata, sha256 } = load::load(path, pin)?;
        let (described, schema) = describe(&metadata.id, &api)?;
        if described != metadata {
            return Err(HostError::Describe {
                plugin: metadata.id,
                detail: "it says something else than the metadata note".to_owned(),
            });
        }
        Ok(Self { api, metadata, schema, sha256: Some(sha256), path: Some(path.to_owned()) })
    }

    /// A plugin that is linked into this program, through the same table.
    ///
    /// # Errors
    /// When the table is broken.
    pub fn linked(api: &'static abi::PluginApi) -> Result<Self, HostError> {
        // SAFETY: a reference to a table that lives as long as the process.
        let api = unsafe { load::handshake("linked", api) }?;
        let (metadata, schema) = describe("linked", &api)?;
        Ok(Self { api, metadata, schema, sha256: None, path: None })
    }

    /// What the plugin says of itself.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// JSON Schema of its configuration.
    #[must_use]
    pub fn config_schema(&self) -> &Value {
        &self.schema
    }

    /// Digest of the file that was loaded; none for a linked plugin.
    #[must_use]
    pub fn sha256(&self) -> Option<Sha256Hex> {
        self.sha256
    }

    /// The file that was loaded; none for a linked plugin.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How sure the plugin is that a document that begins so is its own, 0 to 100.
    #[must_use]
    pub fn sniff(&self, head: &[u8]) -> u32 {
        let Some(sniff) = self.api.sniff else { return 0 };
        // SAFETY: the plugin's function on bytes that outlive the call; any thread may call it.
        let confidence = unsafe { sniff(head.as_ptr(), head.len() as u64) };
        if confidence > 100 { 0 } else { confidence }
    }

    /// Makes an instance from its configuration, which is checked against the plugin's schema first.
    ///
    /// # Errors
    /// [`HostError::Config`] with every problem, or [`HostError::Init`].
    pub fn instance(&self, config: &Value) -> Result<Instance, HostError> {
        let problems = check_config(&self.schema, config);
        if !problems.is_empty() {
            return Err(HostError::Config { plugin: self.metadata.id.clone(), problems });
        }
        let text = config.to_string();
        let mut made = std::ptr::null_mut();
        let (callbacks, instance) = (Callbacks::take(), number());
        let running = Running::new(instance);
        let status = running.run(&callbacks, |callbacks| match self.api.create {
            // SAFETY: the table outlives the instance; the text outlives the call; one place for a pointer.
            Some(create) => unsafe {
                create(callbacks.host(), text.as_ptr(), text.len() as u64, &raw mut made)
            },
            None => status::VERSION,
        });
        let status = match (status, made.is_null()) {
            (status::OK, false) => return Ok(Instance::new(self.api, made, callbacks, instance)),
            (status::OK, true) => status::FAILED,
            (status, _) => status,
        };
        callbacks.give_back();
        let Over { said, .. } = running.over();
        Err(HostError::Init { plugin: self.metadata.id.clone(), status, reports: said.reports })
    }
}

/// Bytes of a description.
const MAX_DESCRIPTION: u64 = 4 << 20;

fn describe(plugin: &str, api: &abi::PluginApi) -> Result<(Metadata, Value), HostError> {
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
    let text: Value = serde_json::from_slice(out.body()).map_err(|error| wrong(error.to_string()))?;
    let metadata: Metadata =
        serde_json::from_value(text.clone()).map_err(|error| wrong(error.to_string()))?;
    let schema = text.get("config_schema").cloned().unwrap_or(Value::Bool(true));
    if !(schema.is_object() || schema.is_boolean()) {
        return Err(wrong("`config_schema` is no schema".to_owned()));
    }
    Ok((metadata.checked().map_err(wrong)?, schema))
}

impl fmt::Debug for Plugin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.metadata.id)
            .field("version", &self.metadata.version)
            .field("sha256", &self.sha256)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
