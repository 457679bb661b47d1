//! An instance of a plugin whose code runs in this process.
//!
//! Invariant: a call gives its whole result or a failure; nothing of a failed call is kept.

use debar_plugin_api::abi::{self, status};

use crate::answer::Tables;
use crate::call::{Callbacks, Native, Over, Running};
use crate::instance::{DecodeEnd, EncodeEnd};
use crate::sink::SinkState;
use crate::{Answer, CallOptions, FailureCause};

/// An instance here.
pub(crate) struct Local {
    api: abi::PluginApi,
    raw: *mut abi::Instance,
    /// `None` once it is dropped.
    callbacks: Option<Callbacks>,
    /// The context of its host table.
    number: usize,
    lost: bool,
}

// SAFETY: the contract lets an instance migrate between threads as long as one at a time uses it, which
// `&mut self` ensures.
unsafe impl Send for Local {}

impl Local {
    pub fn new(api: abi::PluginApi, raw: *mut abi::Instance, callbacks: Callbacks, number: usize) -> Self {
        Self { api, raw, callbacks: Some(callbacks), number, lost: false }
    }

    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Hands a document to the plugin; what it says goes into `state`.
    pub fn decode(
        &mut self,
        kind: &str,
        native: &[u8],
        state: SinkState,
        options: &CallOptions,
    ) -> DecodeEnd {
        let running = Running::new(self.number)
            .until(options.deadline.clone())
            .reading(Native { bytes: native, map_limit: options.limits.map_bytes })
            .building(state);
        let status = self.call(&running, self.api.decode, |decode, raw, callbacks| {
            // SAFETY: our instance, used by this thread alone; tables and text outlive the call.
            unsafe { decode(raw, kind.as_ptr(), kind.len() as u64, callbacks.source(), callbacks.sink()) }
        });
        let Over { said, sink, strayed, .. } = running.over();
        self.lost |= status == status::PANIC;
        DecodeEnd { status, said, state: sink, strayed }
    }

    /// Lets the plugin write an answer.
    pub fn encode(
        &mut self,
        kind: &str,
        native: &[u8],
        answers: &[Answer],
        options: &CallOptions,
    ) -> EncodeEnd {
        let running = Running::new(self.number)
            .until(options.deadline.clone())
            .reading(Native { bytes: native, map_limit: options.limits.map_bytes })
            .writing(options.limits.output_bytes);
        let tables = Tables::new(answers);
        let decisions = tables.pointers();
        let (first, count) = (decisions.as_ptr(), decisions.len() as u64);
        let status = self.call(&running, self.api.encode, |encode, raw, callbacks| {
            let (text, len) = (kind.as_ptr(), kind.len() as u64);
            // SAFETY: our instance, used by this thread alone; tables, decisions and text outlive the call.
            unsafe { encode(raw, text, len, callbacks.source(), first, count, callbacks.out()) }
        });
        let Over { said, out, strayed, .. } = running.over();
        self.lost |= status == status::PANIC;
        EncodeEnd { status, said, out: out.ok_or(FailureCause::Internal), strayed }
    }

    /// Makes a call of this instance, when it has the function and is not lost.
    fn call<F>(
        &self,
        running: &Running<'_>,
        function: Option<F>,
        call: impl FnOnce(F, *mut abi::Instance, &Callbacks) -> i32,
    ) -> i32 {
        match (self.lost, function, &self.callbacks) {
            (true, ..) => status::PANIC,
            (false, Some(function), Some(callbacks)) => {
                running.run(callbacks, |callbacks| call(function, self.raw, callbacks))
            }
            _ => status::VERSION,
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        let (Some(destroy), Some(callbacks)) = (self.api.destroy, self.callbacks.take()) else { return };
        // SAFETY: our instance, given back once; no call is running, since this has it alone.
        Running::new(self.number).run(&callbacks, |_| unsafe { destroy(self.raw) });
        callbacks.give_back();
    }
}
