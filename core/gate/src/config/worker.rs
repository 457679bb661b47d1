//! The `[worker]` table: the program that runs plugins in processes of their own, and its bounds.

use std::path::{Path, PathBuf};

use debar_host::{HostError, Sandbox, Workers};
use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Faults, Fields};
use super::{Origin, Setting};

/// How plugins run in processes of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worker {
    /// The program; beside the running one when nobody names it.
    pub program: Option<Setting<PathBuf>>,
    /// What to do where the kernel cannot give the whole sandbox.
    pub sandbox: Setting<Sandbox>,
    /// The most MiB of address space of a worker.
    pub memory_mib: Option<Setting<u64>>,
    /// The most seconds of processor time in the life of a worker.
    pub cpu_seconds: Option<Setting<u64>>,
    /// The most seconds that a plugin may take for one document or answer.
    pub deadline_seconds: Option<Setting<u64>>,
}

impl Worker {
    /// The workers of a running program.
    ///
    /// # Errors
    /// There is no program for them, or one that others could change.
    pub fn open(&self, executable: &Path) -> Result<Workers, HostError> {
        let mut workers = match &self.program {
            Some(program) => {
                let path = program.value.canonicalize().unwrap_or_else(|_| program.value.clone());
                Workers::new(&path, false)?
            }
            None => Workers::new(&beside(executable), true)?,
        };
        workers.sandbox = self.sandbox.value;
        if let Some(memory) = &self.memory_mib {
            workers.memory_bytes = memory.value.saturating_mul(1 << 20);
        }
        if let Some(cpu) = &self.cpu_seconds {
            workers.cpu_seconds = cpu.value;
        }
        Ok(workers)
    }
}

/// Where the program is when nobody says where: beside the running one, or in `../lib/debar` seen from it.
fn beside(executable: &Path) -> PathBuf {
    let executable = executable.canonicalize().unwrap_or_else(|_| executable.to_owned());
    let beside = executable.with_file_name(Workers::PROGRAM);
    let installed = executable
        .parent()
        .and_then(Path::parent)
        .map(|prefix| prefix.join("lib/debar").join(Workers::PROGRAM))
        .filter(|path| path.is_file());
    if beside.is_file() { beside } else { installed.unwrap_or(beside) }
}

pub(super) fn read(faults: &mut Faults<'_>, folder: &Path, value: Option<&Spanned<DeValue<'_>>>) -> Worker {
    let mut worker = Worker::default();
    let Some(value) = value else { return worker };
    let Some(mut fields) = Fields::open(faults, "worker", value, "`worker`") else { return worker };
    if let Some((text, span)) = fields.string(faults, "program") {
        worker.program = Some(Setting::new(folder.join(text), Origin::File(faults.line(span.start))));
    }
    if let Some((word, span)) = fields.string(faults, "sandbox") {
        match Sandbox::read(&word) {
            Some(sandbox) => worker.sandbox = Setting::new(sandbox, Origin::File(faults.line(span.start))),
            None => faults.problem(
                format!("unknown `sandbox = \"{word}\"`"),
                span,
                "write `prefer`, or `require` to use no plugin where the kernel cannot give the whole sandbox",
            ),
        }
    }
    worker.memory_mib = positive(faults, &mut fields, "memory-mib");
    worker.cpu_seconds = positive(faults, &mut fields, "cpu-seconds");
    worker.deadline_seconds = positive(faults, &mut fields, "deadline-seconds");
    fields.finish(faults);
    worker
}

fn positive(faults: &mut Faults<'_>, fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Setting<u64>> {
    let (number, span) = fields.integer(faults, key)?;
    match u64::try_from(number) {
        Ok(number) if number > 0 => Some(Setting::new(number, Origin::File(faults.line(span.start)))),
        _ => {
            faults.problem(format!("`{key} = {number}`"), span, "write a number above zero");
            None
        }
    }
}
