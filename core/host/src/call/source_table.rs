//! The native document as a plugin reads it.
//!
//! Invariant: every pointer that is handed out stays valid until the call ends.

use std::ffi::c_void;
use std::marker::PhantomData;

use debar_plugin_api::abi::{self, status};

use super::boundary;

/// A document behind a source table.
pub(crate) struct SourceState<'a> {
    inner: Box<Inner>,
    table: Box<abi::Source>,
    lives: PhantomData<&'a [u8]>,
}

struct Inner {
    bytes: *const u8,
    len: u64,
    map_limit: u64,
}

impl<'a> SourceState<'a> {
    pub(crate) fn new(bytes: &'a [u8], map_limit: u64) -> Self {
        let mut inner = Box::new(Inner { bytes: bytes.as_ptr(), len: bytes.len() as u64, map_limit });
        let table = Box::new(abi::Source {
            struct_size: size_of::<abi::Source>() as u32,
            flags: 0,
            ctx: (&raw mut *inner).cast(),
            len: bytes.len() as u64,
            read: Some(read),
            map: Some(map),
        });
        Self { inner, table, lives: PhantomData }
    }

    pub(crate) fn table(&mut self) -> *const abi::Source {
        self.table.ctx = (&raw mut *self.inner).cast();
        &raw const *self.table
    }
}

unsafe extern "C" fn read(
    ctx: *mut c_void,
    offset: u64,
    len: u64,
    ptr: *mut *const u8,
    got: *mut u64,
) -> i32 {
    boundary(|| {
        // SAFETY: our own context, handed back during its call.
        let Some(inner) = (unsafe { ctx.cast::<Inner>().as_ref() }) else { return status::ARGUMENT };
        if ptr.is_null() || got.is_null() {
            return status::ARGUMENT;
        }
        let left = inner.len.saturating_sub(offset);
        let window = len.min(abi::READ_WINDOW).min(left);
        let start = if window == 0 { 0 } else { offset as usize };
        // SAFETY: two places of the plugin; `start` lies within the document.
        unsafe {
            *ptr = inner.bytes.add(start);
            *got = window;
        }
        status::OK
    })
}

unsafe extern "C" fn map(ctx: *mut c_void, ptr: *mut *const u8, len: *mut u64) -> i32 {
    boundary(|| {
        // SAFETY: our own context, handed back during its call.
        let Some(inner) = (unsafe { ctx.cast::<Inner>().as_ref() }) else { return status::ARGUMENT };
        if ptr.is_null() || len.is_null() {
            return status::ARGUMENT;
        }
        if inner.len > inner.map_limit {
            return status::LIMIT;
        }
        // SAFETY: two places of the plugin.
        unsafe {
            *ptr = inner.bytes;
            *len = inner.len;
        }
        status::OK
    })
}
