//! The steps of hardening in their order: bounds, no new privileges, files, the bond with the gate, system calls;
//! then, once the plugin is loaded and made, the system calls that loading needed.
//!
//! Invariant: each step is reported as the kernel answered it.

use debar_host::{Hardening, SandboxLevel};
use rustix::time::{ClockId, clock_gettime};

use crate::{files, limits, parent, system_calls};

/// The sandbox of this process.
#[derive(Default)]
pub(crate) struct Sandbox {
    cpu_seconds: u64,
    filtered: bool,
}

impl Hardening for Sandbox {
    fn before_load(&mut self, memory_bytes: u64, cpu_seconds: u64) -> Result<SandboxLevel, String> {
        self.cpu_seconds = cpu_seconds;
        let limits = limits::set(memory_bytes, cpu_seconds);
        let no_new_privileges = rustix::thread::set_no_new_privs(true).is_ok();
        let landlock = files::give_up();
        // After landlock, which holds for threads that are made later, and before threads are forbidden.
        parent::watch().map_err(|error| format!("no thread to watch the gate: {error}"))?;
        self.filtered = system_calls::while_loading();
        Ok(SandboxLevel { limits, no_new_privileges, landlock, seccomp: self.filtered })
    }

    fn before_calls(&mut self) -> Result<(), String> {
        // Where the first filter was refused the level says so already.
        if self.filtered && !system_calls::while_reading() {
            return Err("the second filter of system calls was refused".to_owned());
        }
        Ok(())
    }

    fn is_worn(&self) -> bool {
        let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
        u64::try_from(used).is_ok_and(|used| used.saturating_mul(2) >= self.cpu_seconds)
    }
}
