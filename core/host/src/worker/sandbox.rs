//! How much a worker is kept from the system: what is wished, and what was reached.
//!
//! Invariant: a level is what the worker's own system calls returned, never what was asked for.

use std::fmt;

/// What to do where the kernel cannot give the whole sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sandbox {
    /// Work with what there is, and report it. A process of its own remains.
    #[default]
    Prefer,
    /// Use no plugin.
    Require,
}

/// What a worker reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SandboxLevel {
    /// Memory, processor time, files and processes are bounded.
    pub limits: bool,
    /// It can gain no privileges.
    pub no_new_privileges: bool,
    /// Version of landlock that keeps it from files and TCP; 0 where there is none.
    pub landlock: u32,
    /// System calls are filtered.
    pub seccomp: bool,
}

impl Sandbox {
    /// Reads a word of the configuration.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        [Self::Prefer, Self::Require].into_iter().find(|sandbox| sandbox.as_str() == word)
    }

    /// The word of the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prefer => "prefer",
            Self::Require => "require",
        }
    }
}

impl SandboxLevel {
    /// Whether nothing is missing.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.limits && self.no_new_privileges && self.landlock > 0 && self.seccomp
    }
}

impl fmt::Display for SandboxLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let landlock = format!("landlock {}", self.landlock);
        let parts = [
            (self.limits, "limits"),
            (self.no_new_privileges, "no-new-privileges"),
            (self.landlock > 0, landlock.as_str()),
            (self.seccomp, "seccomp"),
        ];
        let reached: Vec<&str> = parts.iter().filter(|part| part.0).map(|part| part.1).collect();
        if reached.is_empty() { f.write_str("no sandbox") } else { f.write_str(&reached.join(", ")) }
    }
}
