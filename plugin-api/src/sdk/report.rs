//! Sends reports to the host. Not their definition.
//!
//! Invariant: nothing is kept; the host copies during the call.

use super::error::Report;
use crate::abi;

/// # Safety
/// `host` is a copy of a table of the host that is still valid.
pub(crate) unsafe fn send(host: &abi::Host, status: i32, report: &Report) {
    let Some(function) = host.report else { return };
    let message = abi::Report {
        struct_size: size_of::<abi::Report>() as u32,
        code: status,
        offset: report.offset.unwrap_or(abi::UNKNOWN),
        length: report.len,
        line: report.line,
        column: report.column,
        path: abi::Text::of(&report.pointer),
        rule: abi::Text::of(&report.code),
        message: abi::Text::of(&report.message),
        help: abi::Text::of(&report.help),
        flags: if report.warning { u64::from(abi::REPORT_WARNING) } else { 0 },
    };
    // SAFETY: the host's function with the host's context; the report outlives the call.
    unsafe { function(host.ctx, &raw const message) };
}

/// # Safety
/// As for [`send`].
pub(crate) unsafe fn send_all(host: &abi::Host, status: i32, reports: &[Report]) {
    for report in reports {
        // SAFETY: passed on to the caller.
        unsafe { send(host, status, report) };
    }
}
