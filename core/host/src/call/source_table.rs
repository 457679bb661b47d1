//! The native document as a plugin reads it.
//!
//! Invariant: every pointer that is handed out stays valid until the call ends.

use std::ffi::c_void;

use debar_plugin_api::abi::{self, status};

use super::running::{Native, with};

pub(super) const TABLE: abi::Source = abi::Source {
    struct_size: size_of::<abi::Source>() as u32,
    flags: 0,
    ctx: std::ptr::null_mut(),
    len: 0,
    read: Some(read),
    map: Some(map),
};

impl Native<'_> {
    /// The window at `offset`, as large as it may be.
    fn window(&self, offset: u64, len: u64) -> &[u8] {
        let rest =
            usize::try_from(offset).ok().and_then(|offset| self.bytes.get(offset..)).unwrap_or_default();
        let len = usize::try_from(len.min(abi::READ_WINDOW)).unwrap_or(usize::MAX);
        rest.get(..len).unwrap_or(rest)
    }
}

/// # Safety
/// `ptr` and `len` are null, or two places of the plugin, of any alignment.
unsafe fn give(bytes: &[u8], ptr: *mut *const u8, len: *mut u64) -> i32 {
    if ptr.is_null() || len.is_null() {
        return status::ARGUMENT;
    }
    // SAFETY: the caller's contract.
    unsafe {
        ptr.write_unaligned(bytes.as_ptr());
        len.write_unaligned(bytes.len() as u64);
    }
    status::OK
}

unsafe extern "C" fn read(
    ctx: *mut c_void,
    offset: u64,
    len: u64,
    ptr: *mut *const u8,
    got: *mut u64,
) -> i32 {
    let given = with(ctx, |running| match &running.source {
        // SAFETY: two places of the plugin.
        Some(native) => unsafe { give(native.window(offset, len), ptr, got) },
        None => status::ORDER,
    });
    given.unwrap_or(status::ORDER)
}

unsafe extern "C" fn map(ctx: *mut c_void, ptr: *mut *const u8, len: *mut u64) -> i32 {
    let given = with(ctx, |running| match &running.source {
        Some(native) if native.bytes.len() as u64 > native.map_limit => status::LIMIT,
        // SAFETY: two places of the plugin.
        Some(native) => unsafe { give(native.bytes, ptr, len) },
        None => status::ORDER,
    });
    given.unwrap_or(status::ORDER)
}
