//! Bounds of the process.
//!
//! Invariant: a bound that is set cannot be raised again.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Seconds between the signal that asks to end and the one that ends.
const GRACE: u64 = 1;

/// Descriptors: the socket, the plugin, a document, and some that the loader opens meanwhile.
const FILES: u64 = 32;

const STACK: u64 = 8 << 20;

/// Sets all bounds; false when one could not be set.
pub(crate) fn set(memory_bytes: u64, cpu_seconds: u64) -> bool {
    let same = |value: u64| Rlimit { current: Some(value), maximum: Some(value) };
    let cpu = Rlimit { current: Some(cpu_seconds), maximum: Some(cpu_seconds.saturating_add(GRACE)) };
    let bounds = [
        (Resource::As, same(memory_bytes)),
        (Resource::Cpu, cpu),
        (Resource::Fsize, same(0)),
        (Resource::Core, same(0)),
        (Resource::Nofile, same(FILES)),
        (Resource::Memlock, same(0)),
        (Resource::Msgqueue, same(0)),
        (Resource::Stack, same(STACK)),
    ];
    // All are tried, also after one has failed.
    bounds.map(|(resource, limit)| setrlimit(resource, limit).is_ok()).into_iter().all(|set| set)
}
