//! The host table of one instance: log, report, cancelled. It offers nothing else.
//!
//! Invariant: what a plugin says is capped and freed of control characters before anybody sees it.

use std::ffi::c_void;
use std::sync::{Mutex, MutexGuard, PoisonError};

use debar_plugin_api::{Report, abi};

use super::boundary;
use crate::Deadline;

/// How loud a log line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Something failed; also any level that is not known.
    Error,
    /// Something is odd.
    Warn,
    /// Worth knowing.
    Info,
    /// For the plugin's author.
    Debug,
}

/// One line that a plugin logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// How loud.
    pub level: LogLevel,
    /// A word of the plugin's own; may be empty.
    pub target: String,
    /// What it says.
    pub message: String,
}

/// The table of one instance and what was said during the current call.
pub(crate) struct HostContext {
    // Boxes: the plugin keeps pointers to both.
    table: Box<abi::Host>,
    state: Box<Mutex<CallState>>,
}

/// What was said during a call.
#[derive(Default)]
pub(crate) struct CallState {
    pub reports: Vec<Report>,
    pub logs: Vec<LogLine>,
    deadline: Option<Deadline>,
}

const MAX_REPORTS: usize = 64;
const MAX_LOGS: usize = 256;
const MAX_TEXT: usize = 4096;

// SAFETY: the table holds pointers to the boxed state only, and the state is behind a lock.
unsafe impl Send for HostContext {}

impl HostContext {
    pub(crate) fn new() -> Self {
        let state = Box::new(Mutex::new(CallState::default()));
        let table = Box::new(abi::Host {
            struct_size: size_of::<abi::Host>() as u32,
            abi_minor: abi::ABI_MINOR,
            ctx: std::ptr::from_ref(&*state).cast_mut().cast(),
            log: Some(log),
            report: Some(report),
            cancelled: Some(cancelled),
            get_extension: Some(extension),
        });
        Self { table, state }
    }

    pub(crate) fn table(&self) -> *const abi::Host {
        &raw const *self.table
    }

    /// Forgets the last call and begins one.
    pub(crate) fn start(&self, deadline: Option<Deadline>) {
        *lock(&self.state) = CallState { deadline, ..CallState::default() };
    }

    /// What was said since [`HostContext::start`].
    pub(crate) fn finish(&self) -> CallState {
        std::mem::take(&mut *lock(&self.state))
    }
}

fn lock(state: &Mutex<CallState>) -> MutexGuard<'_, CallState> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// # Safety
/// `ctx` is the context of a live [`HostContext`].
unsafe fn state<'a>(ctx: *mut c_void) -> Option<MutexGuard<'a, CallState>> {
    // SAFETY: the caller's contract.
    unsafe { ctx.cast::<Mutex<CallState>>().as_ref() }.map(lock)
}

/// Capped, lossy, without control characters.
///
/// # Safety
/// The plugin vouches for the range.
unsafe fn clean(ptr: *const u8, len: u64) -> String {
    // SAFETY: the caller's contract.
    let bytes = unsafe { abi::bytes(ptr, len) }.unwrap_or_default();
    let capped = bytes.get(..MAX_TEXT).unwrap_or(bytes);
    String::from_utf8_lossy(capped)
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

unsafe extern "C" fn log(
    ctx: *mut c_void,
    level: u32,
    target: *const u8,
    target_len: u64,
    message: *const u8,
    message_len: u64,
) {
    boundary(|| {
        // SAFETY: our own context, handed back; texts of the plugin, valid for this call.
        let (Some(mut state), target, message) =
            (unsafe { (state(ctx), clean(target, target_len), clean(message, message_len)) })
        else {
            return 0;
        };
        let level = match level {
            abi::level::WARN => LogLevel::Warn,
            abi::level::INFO => LogLevel::Info,
            abi::level::DEBUG => LogLevel::Debug,
            _ => LogLevel::Error,
        };
        if state.logs.len() < MAX_LOGS {
            state.logs.push(LogLine { level, target, message });
        }
        0
    });
}

unsafe extern "C" fn report(ctx: *mut c_void, report: *const abi::Report) {
    boundary(|| {
        // SAFETY: our own context, handed back.
        let Some(mut state) = (unsafe { state(ctx) }) else { return 0 };
        if report.is_null() || state.reports.len() >= MAX_REPORTS {
            return 0;
        }
        // SAFETY: a report of the plugin; its size comes first in every version.
        let size = unsafe { report.cast::<u32>().read_unaligned() } as usize;
        if size < size_of::<abi::Report>() {
            return 0;
        }
        // SAFETY: as large as version 1, valid for this call.
        let report = unsafe { report.read_unaligned() };
        // SAFETY: texts of the plugin, valid for this call.
        let text = |text: abi::Text| unsafe { clean(text.ptr, text.len) };
        state.reports.push(Report {
            code: text(report.rule).into(),
            message: text(report.message),
            help: text(report.help),
            offset: (report.offset != abi::UNKNOWN).then_some(report.offset),
            len: report.length,
            line: report.line,
            column: report.column,
            pointer: text(report.path),
            warning: report.flags & u64::from(abi::REPORT_WARNING) != 0,
        });
        0
    });
}

unsafe extern "C" fn cancelled(ctx: *mut c_void) -> i32 {
    boundary(|| {
        // SAFETY: our own context, handed back.
        let deadline = unsafe { state(ctx) }.and_then(|state| state.deadline.clone());
        i32::from(deadline.is_some_and(|deadline| deadline.passed()))
    })
}

unsafe extern "C" fn extension(_: *mut c_void, _: *const u8, _: u64) -> *const c_void {
    std::ptr::null()
}
