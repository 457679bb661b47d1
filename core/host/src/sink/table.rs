//! The C table of the sink: turns arguments into events.
//!
//! Invariant: no pointer of the plugin is kept after its call.

use std::ffi::c_void;

use debar_plugin_api::abi::{self, status};

use super::event::{Event, Place};
use super::state::{Breach, SinkState};
use crate::call::boundary;

/// A sink table over a state, for one call.
pub(crate) struct SinkTable<'a> {
    state: Box<SinkState<'a>>,
    table: Box<abi::Sink>,
}

type At = *const abi::Where;
type Taken<'a> = Result<Event<'a>, Breach>;

impl<'a> SinkTable<'a> {
    pub(crate) fn new(state: SinkState<'a>) -> Self {
        let table = Box::new(abi::Sink {
            struct_size: size_of::<abi::Sink>() as u32,
            flags: 0,
            ctx: std::ptr::null_mut(),
            begin: Some(begin),
            str: Some(str),
            u64: Some(unsigned),
            i64: Some(signed),
            boolean: Some(boolean),
            dec: Some(dec),
            ext: Some(ext),
            blob_begin: Some(blob_begin),
            blob_write: Some(blob_write),
            blob_end: Some(blob_end),
            declare: Some(declare),
            empty: Some(empty),
            end: Some(end),
        });
        Self { state: Box::new(state), table }
    }

    pub(crate) fn table(&mut self) -> *const abi::Sink {
        self.table.ctx = (&raw mut *self.state).cast();
        &raw const *self.table
    }

    pub(crate) fn into_state(self) -> SinkState<'a> {
        *self.state
    }
}

/// Hands an event to the state behind `ctx`.
///
/// # Safety
/// `ctx` is the context of a live table, used by one thread, and not in use further up the stack.
unsafe fn take<'e>(ctx: *mut c_void, event: impl FnOnce() -> Taken<'e>) -> i32 {
    boundary(|| {
        // SAFETY: the caller's contract; the lifetime ends with this call.
        let Some(state) = (unsafe { ctx.cast::<SinkState<'_>>().as_mut() }) else { return status::ARGUMENT };
        state.take(event())
    })
}

/// # Safety
/// The plugin vouches for the range during its call.
unsafe fn text<'e>(ptr: *const u8, len: u64) -> Result<&'e str, Breach> {
    // SAFETY: the caller's contract.
    let bytes = unsafe { abi::bytes(ptr, len) }
        .ok_or_else(|| Breach::new(status::ARGUMENT, "a null pointer with a length"))?;
    std::str::from_utf8(bytes).map_err(|_| Breach::new(status::UTF8, "text that is not UTF-8"))
}

/// # Safety
/// `at` is null, or a place of the plugin during its call.
unsafe fn place<'e>(at: At) -> Result<Option<Place<'e>>, Breach> {
    if at.is_null() {
        return Ok(None);
    }
    // SAFETY: the size comes first in every version; an unaligned pointer is read bytewise.
    let size = unsafe { at.cast::<u32>().read_unaligned() } as usize;
    if size < size_of::<abi::Where>() {
        return Err(Breach::new(status::ARGUMENT, "a place that is smaller than in version 1"));
    }
    // SAFETY: as large as version 1.
    let at = unsafe { at.read_unaligned() };
    Ok(Some(Place {
        offset: at.offset,
        len: at.len,
        // SAFETY: a text of the plugin during its call.
        pointer: unsafe { text(at.pointer.ptr, at.pointer.len) }?,
        decoded: at.flags & abi::WHERE_DECODED != 0,
    }))
}

// Every function below is called with our own context during its call, from one thread, and never from
// inside another; texts and places are the plugin's and valid for the call.

unsafe extern "C" fn begin(ctx: *mut c_void, node: u32, at: At) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::Begin { node, at: place(at)? })) }
}

unsafe extern "C" fn str(ctx: *mut c_void, field: u32, ptr: *const u8, len: u64, at: At) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::Str { field, text: text(ptr, len)?, at: place(at)? })) }
}

unsafe extern "C" fn unsigned(ctx: *mut c_void, field: u32, value: u64, at: At) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::U64 { field, value, at: place(at)? })) }
}

unsafe extern "C" fn signed(ctx: *mut c_void, field: u32, value: i64, at: At) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::I64 { field, value, at: place(at)? })) }
}

unsafe extern "C" fn boolean(ctx: *mut c_void, field: u32, value: u32, at: At) -> i32 {
    let event = || {
        let value = match value {
            0 => false,
            1 => true,
            _ => return Err(Breach::new(status::ARGUMENT, "a truth value that is neither 0 nor 1")),
        };
        // SAFETY: see above.
        Ok(Event::Bool { field, value, at: unsafe { place(at) }? })
    };
    // SAFETY: see above.
    unsafe { take(ctx, event) }
}

unsafe extern "C" fn dec(ctx: *mut c_void, field: u32, ptr: *const u8, len: u64, at: At) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::Dec { field, text: text(ptr, len)?, at: place(at)? })) }
}

unsafe extern "C" fn ext(
    ctx: *mut c_void,
    key: *const u8,
    key_len: u64,
    value: *const u8,
    value_len: u64,
    at: At,
) -> i32 {
    let event =
        // SAFETY: see above.
        || unsafe { Ok(Event::Ext { key: text(key, key_len)?, value: text(value, value_len)?, at: place(at)? }) };
    // SAFETY: see above.
    unsafe { take(ctx, event) }
}

unsafe extern "C" fn blob_begin(
    ctx: *mut c_void,
    field: u32,
    media: *const u8,
    media_len: u64,
    name: *const u8,
    name_len: u64,
    at: At,
) -> i32 {
    // SAFETY: see above.
    let event = || unsafe {
        let (media_type, name) = (text(media, media_len)?, text(name, name_len)?);
        Ok(Event::BlobBegin { field, media_type, name, at: place(at)? })
    };
    // SAFETY: see above.
    unsafe { take(ctx, event) }
}

unsafe extern "C" fn blob_write(ctx: *mut c_void, ptr: *const u8, len: u64) -> i32 {
    let event = || {
        // SAFETY: see above.
        let bytes = unsafe { abi::bytes(ptr, len) };
        let bytes = bytes.ok_or_else(|| Breach::new(status::ARGUMENT, "a null pointer with a length"))?;
        Ok(Event::BlobWrite { bytes })
    };
    // SAFETY: see above.
    unsafe { take(ctx, event) }
}

unsafe extern "C" fn blob_end(ctx: *mut c_void) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::BlobEnd)) }
}

unsafe extern "C" fn declare(ctx: *mut c_void, lines: u64) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::Declare { lines })) }
}

unsafe extern "C" fn empty(ctx: *mut c_void, reason: *const u8, len: u64) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::Empty { reason: text(reason, len)? })) }
}

unsafe extern "C" fn end(ctx: *mut c_void) -> i32 {
    // SAFETY: see above.
    unsafe { take(ctx, || Ok(Event::End)) }
}
