//! The tables that a plugin calls, in a place that is never freed: a plugin that keeps a pointer too long
//! finds a table there whose context is of no use to it.
//!
//! Invariant: one owner at a time; plugins only read.

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::{Mutex, PoisonError};

use debar_plugin_api::abi;

use super::{host_table, out_table, source_table};
use crate::sink;

/// The tables of one instance, or of one `describe`.
pub(crate) struct Callbacks(NonNull<Tables>);

struct Tables {
    host: abi::Host,
    source: abi::Source,
    sink: abi::Sink,
    out: abi::Out,
}

/// Tables that nobody owns at the moment.
static FREE: Mutex<Vec<Callbacks>> = Mutex::new(Vec::new());

// SAFETY: the owner alone writes, and the tables hold numbers and functions.
unsafe impl Send for Callbacks {}

impl Callbacks {
    pub(crate) fn take() -> Self {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        free.unwrap_or_else(|| {
            let tables = Tables {
                host: host_table::TABLE,
                source: source_table::TABLE,
                sink: sink::TABLE,
                out: out_table::TABLE,
            };
            Self(NonNull::from(Box::leak(Box::new(tables))))
        })
    }

    pub(crate) fn give_back(self) {
        FREE.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    /// Sets the contexts of a call and of its instance, and the length of the document.
    pub(super) fn prepare(&self, call: *mut c_void, instance: *mut c_void, len: u64) {
        let tables = self.0.as_ptr();
        // SAFETY: our own place, never freed, and this is its only owner.
        unsafe {
            (&raw mut (*tables).host.ctx).write(instance);
            (&raw mut (*tables).source.ctx).write(call);
            (&raw mut (*tables).source.len).write(len);
            (&raw mut (*tables).sink.ctx).write(call);
            (&raw mut (*tables).out.ctx).write(call);
        }
    }

    pub(crate) fn host(&self) -> *const abi::Host {
        // SAFETY: our own place, never freed.
        unsafe { &raw const (*self.0.as_ptr()).host }
    }

    pub(crate) fn source(&self) -> *const abi::Source {
        // SAFETY: as above.
        unsafe { &raw const (*self.0.as_ptr()).source }
    }

    pub(crate) fn sink(&self) -> *const abi::Sink {
        // SAFETY: as above.
        unsafe { &raw const (*self.0.as_ptr()).sink }
    }

    pub(crate) fn out(&self) -> *const abi::Out {
        // SAFETY: as above.
        unsafe { &raw const (*self.0.as_ptr()).out }
    }
}
