//! What likeness said of names before: the same makers and titles come in order after order. A list and a text have one
//! answer, so nothing that is remembered can change one. Invariant: bounded, and total when threads die.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::likeness::Like;

/// Texts that are remembered before all are forgotten.
const MOST: usize = 8192;

/// Bytes of a text beyond which it is not remembered: it is no name that comes again.
const LONGEST: usize = 256;

/// Answers by text.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<HashMap<Box<str>, Arc<[Like]>>>);

impl Memory {
    /// The answer to a text, computed when it is not known.
    pub fn of(&self, text: &str, compute: impl FnOnce() -> Arc<[Like]>) -> Arc<[Like]> {
        if text.len() > LONGEST {
            return compute();
        }
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Arc::clone(known);
        }
        // Not under the lock: others need not wait for it.
        let answer = compute();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(text.into(), Arc::clone(&answer));
        answer
    }
}
