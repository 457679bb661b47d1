//! The drivers and the host that tests use.
//!
//! Invariant: a fresh instance per call, so no test depends on the one before it.

use std::path::{Path, PathBuf};

use debar_host::{
    Answer, CallOptions, DecodeFailure, Decoded, Document, EncodeFailure, Encoded, HostError, Instance,
    Isolation, Pin, Plugin, Receipt,
};
use debar_plugin_api::abi::PluginApi;
use serde_json::Value;

/// How a plugin is reached.
#[derive(Debug, Clone)]
pub enum Driver {
    /// Linked into the test: `Driver::Static(static_api::<MyPlugin>())`.
    Static(&'static PluginApi),
    /// Loaded from a file, as the product does it: see [`built_library`].
    Dlopen(PathBuf),
}

/// A host around one plugin.
#[derive(Debug, Clone)]
pub struct TestHost {
    plugin: Plugin,
    config: Value,
    options: CallOptions,
}

impl TestHost {
    /// A host with an empty configuration for the plugin.
    ///
    /// # Errors
    /// As for loading.
    pub fn new(driver: &Driver) -> Result<Self, HostError> {
        let plugin = match driver {
            Driver::Static(api) => Plugin::linked(api)?,
            Driver::Dlopen(path) => {
                let path = path.canonicalize().unwrap_or_else(|_| path.clone());
                Plugin::load(&path, Pin::Found, Isolation::InProcess)?
            }
        };
        Ok(Self { plugin, config: Value::Object(serde_json::Map::new()), options: CallOptions::default() })
    }

    /// The same with a configuration.
    #[must_use]
    pub fn with_config(mut self, config: Value) -> Self {
        self.config = config;
        self
    }

    /// The same with limits and other options of calls.
    #[must_use]
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = options;
        self
    }

    /// The plugin.
    #[must_use]
    pub fn plugin(&self) -> &Plugin {
        &self.plugin
    }

    /// A new instance.
    ///
    /// # Errors
    /// When the configuration is wrong.
    pub fn instance(&self) -> Result<Instance, HostError> {
        self.plugin.instance(&self.config)
    }

    /// Decodes a document in a new instance, with a trace.
    ///
    /// # Errors
    /// The decode failure; one made of the host's error when there is no instance.
    pub fn decode(&self, content_type: &str, bytes: &[u8]) -> Result<Decoded, DecodeFailure> {
        self.decode_with(content_type, bytes, &CallOptions { trace: true, ..self.options.clone() })
    }

    /// The events of a document, a line each: what golden files hold.
    ///
    /// # Errors
    /// As for [`TestHost::decode`].
    pub fn trace(&self, content_type: &str, bytes: &[u8]) -> Result<String, DecodeFailure> {
        self.decode(content_type, bytes).map(|decoded| decoded.trace.join("\n") + "\n")
    }

    /// Decodes with options of one's own.
    ///
    /// # Errors
    /// As for [`TestHost::decode`].
    pub fn decode_with(
        &self,
        content_type: &str,
        bytes: &[u8],
        options: &CallOptions,
    ) -> Result<Decoded, DecodeFailure> {
        match self.instance() {
            Ok(mut instance) => instance.decode(&Document { content_type, bytes }, options),
            Err(error) => Err(DecodeFailure {
                cause: debar_host::FailureCause::Limit { what: error.to_string() },
                reports: Vec::new(),
                logs: Vec::new(),
                stats: Box::default(),
            }),
        }
    }

    /// Encodes answers in a new instance.
    ///
    /// # Errors
    /// The encode failure.
    pub fn encode(&self, receipt: &Receipt, answers: &[Answer]) -> Result<Encoded, EncodeFailure> {
        match self.instance() {
            Ok(mut instance) => instance.encode(receipt, answers, &self.options),
            Err(error) => Err(EncodeFailure {
                cause: debar_host::FailureCause::Limit { what: error.to_string() },
                reports: Vec::new(),
                logs: Vec::new(),
            }),
        }
    }
}

/// The library of a crate that the running test was built with: `debar-plugin-cxml` is
/// `libdebar_plugin_cxml.so` beside the test binary or one folder above. `None` when it is not there.
#[must_use]
pub fn built_library(package: &str) -> Option<PathBuf> {
    let name = format!("lib{}.so", package.replace('-', "_"));
    let program = std::env::current_exe().ok()?;
    let beside = program.parent()?;
    let found = [Some(beside), beside.parent()].into_iter().flatten().map(|folder: &Path| folder.join(&name));
    let dated = |path: &PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
    found.filter(|path| path.is_file()).max_by_key(dated)
}
