//! The host table: log, report, cancelled. It offers nothing else.
//!
//! Invariant: what a plugin says is capped and freed of control characters before anybody sees it.

use std::ffi::c_void;

use debar_plugin_api::{Report, abi};

use super::boundary;
use super::running::with_instance;

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

/// What was said during a call.
#[derive(Default)]
pub(crate) struct Said {
    pub reports: Vec<Report>,
    pub logs: Vec<LogLine>,
}

const MAX_REPORTS: usize = 64;
const MAX_LOGS: usize = 256;
const MAX_TEXT: u64 = 4096;

pub(super) const TABLE: abi::Host = abi::Host {
    struct_size: size_of::<abi::Host>() as u32,
    abi_minor: abi::ABI_MINOR,
    ctx: std::ptr::null_mut(),
    log: Some(log),
    report: Some(report),
    cancelled: Some(cancelled),
    get_extension: Some(extension),
};

impl Said {
    /// What another process passed on, capped and freed of control characters once more.
    pub(crate) fn cleaned(mut self) -> Self {
        let clean = |text: &mut String| *text = clean_bytes(text.as_bytes());
        self.reports.truncate(MAX_REPORTS);
        self.logs.truncate(MAX_LOGS);
        for report in &mut self.reports {
            clean(report.code.to_mut());
            clean(&mut report.message);
            clean(&mut report.help);
            clean(&mut report.pointer);
        }
        for line in &mut self.logs {
            clean(&mut line.target);
            clean(&mut line.message);
        }
        self
    }
}

/// Capped, lossy, without control characters. No more than the cap is looked at, whatever the length says.
///
/// # Safety
/// The plugin vouches for the range.
unsafe fn clean(ptr: *const u8, len: u64) -> String {
    // SAFETY: the caller's contract.
    clean_bytes(unsafe { abi::bytes(ptr, len.min(MAX_TEXT)) }.unwrap_or_default())
}

fn clean_bytes(bytes: &[u8]) -> String {
    let most = usize::try_from(MAX_TEXT).unwrap_or(usize::MAX);
    let bytes = bytes.get(..most).unwrap_or(bytes);
    String::from_utf8_lossy(bytes).chars().map(|c| if crate::metadata::is_odd(c) { ' ' } else { c }).collect()
}

unsafe extern "C" fn log(
    ctx: *mut c_void,
    level: u32,
    target: *const u8,
    target_len: u64,
    message: *const u8,
    message_len: u64,
) {
    let level = match level {
        abi::level::WARN => LogLevel::Warn,
        abi::level::INFO => LogLevel::Info,
        abi::level::DEBUG => LogLevel::Debug,
        _ => LogLevel::Error,
    };
    boundary(|| {
        with_instance(ctx, |running| {
            let Ok(mut said) = running.said.try_borrow_mut() else { return };
            if said.logs.len() < MAX_LOGS {
                // SAFETY: texts of the plugin, valid for this call.
                let (target, message) = unsafe { (clean(target, target_len), clean(message, message_len)) };
                said.logs.push(LogLine { level, target, message });
            }
        })
    });
}

unsafe extern "C" fn report(ctx: *mut c_void, report: *const abi::Report) {
    boundary(|| {
        with_instance(ctx, |running| {
            let Ok(mut said) = running.said.try_borrow_mut() else { return };
            if said.reports.len() >= MAX_REPORTS {
                return;
            }
            // SAFETY: a report of the plugin, valid for this call.
            let Some(report) = (unsafe { abi::read(report) }) else { return };
            // SAFETY: texts of the plugin, valid for this call.
            let text = |text: abi::Text| unsafe { clean(text.ptr, text.len) };
            said.reports.push(Report {
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
        })
    });
}

unsafe extern "C" fn cancelled(ctx: *mut c_void) -> i32 {
    let passed =
        || with_instance(ctx, |running| running.deadline.as_ref().is_some_and(crate::Deadline::passed));
    // Whoever asks at a wrong time should stop.
    i32::from(boundary(passed).flatten().unwrap_or(true))
}

unsafe extern "C" fn extension(_: *mut c_void, _: *const u8, _: u64) -> *const c_void {
    std::ptr::null()
}
