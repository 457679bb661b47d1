//! A gate in a temporary folder, over loaded or linked plugins.

use std::path::Path;
use std::sync::Arc;

use debar_gate::config::{self, Overrides};
use debar_gate::{Adapters, Gate, Outcome, Submission, SystemClock, discover_plugins};
use jiff::Timestamp;
use tempfile::TempDir;

use crate::built;

/// How the plugins of a test gate are called.
pub enum Plugins {
    /// Loaded from the built libraries.
    Loaded,
    /// Linked into the test.
    Linked(Adapters),
}

/// A gate and the folder of its ledger.
pub struct TestGate {
    /// The gate.
    pub gate: Gate,
    /// The folder; gone when the value is dropped.
    pub folder: TempDir,
}

impl TestGate {
    /// A gate over the lists that ship.
    pub fn shipped(plugins: Plugins) -> Self {
        Self::over(None, plugins)
    }

    /// A gate over a list file, or over the lists that ship.
    pub fn over(list: Option<&Path>, plugins: Plugins) -> Self {
        let folder = TempDir::new().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let overrides = Overrides {
            state_folder: Some(folder.path().join("state")),
            blocklist: list.map(|path| config::Setting::new(path.to_owned(), config::Origin::Flag)),
            ..Overrides::default()
        };
        let (found, refused) = discover_plugins(&built("debar"));
        assert!(refused.is_empty(), "{refused:?}");
        let config = config::without_file(found, &overrides).unwrap_or_else(|error| panic!("{error}"));
        let config = with_workers(config);
        let clock = Arc::new(SystemClock);
        let gate = match plugins {
            Plugins::Loaded => Gate::open(config, clock),
            Plugins::Linked(adapters) => Gate::with_adapters(config, clock, adapters),
        };
        Self { gate: gate.unwrap_or_else(|error| panic!("{error:?}")), folder }
    }

    /// Screens bytes at the tests' instant.
    pub fn check(&self, bytes: &[u8]) -> Outcome {
        self.check_as(bytes, None)
    }

    /// Screens bytes with a named plugin.
    pub fn check_as(&self, bytes: &[u8], plugin: Option<&str>) -> Outcome {
        let submission = Submission { bytes, plugin, at: Some(at()), ..Submission::default() };
        self.gate.check(&submission).unwrap_or_else(|error| panic!("{error:?}"))
    }
}

/// The same with the program that was built for workers: beside a test's own program there is none.
pub fn with_workers(mut config: config::Config) -> config::Config {
    config.worker.program = Some(config::Setting::new(built("debar-worker"), config::Origin::Flag));
    config
}

/// The instant at which tests ask.
pub fn at() -> Timestamp {
    "2026-10-05T16:00:00Z".parse().unwrap_or_default()
}
