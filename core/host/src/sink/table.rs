//! The C table of the sink: turns arguments into events.
//!
//! Invariant: no pointer of the plugin is kept after its call, and no length is believed before it is
//! compared with a budget.

use std::ffi::c_void;

use debar_plugin_api::abi::{self, status};

use super::event::{Event, Place};
use super::guard::{Caps, MAX_KEY};
use super::state::Breach;
use crate::call::{boundary, with};

pub(crate) const TABLE: abi::Sink = abi::Sink {
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
};

type At = *const abi::Where;
type Taken<'a> = Result<Event<'a>, Breach>;

/// Hands an event to the sink of the call with this context.
fn take<'e>(ctx: *mut c_void, event: impl FnOnce(Caps) -> Taken<'e>) -> i32 {
    let taken = with(ctx, |running| {
        let Some(Ok(mut state)) = running.sink().map(|sink| sink.try_borrow_mut()) else {
            return status::ORDER;
        };
        boundary(|| state.take(event)).unwrap_or_else(|| state.panicked())
    });
    taken.unwrap_or(status::ORDER)
}

/// # Safety
/// The plugin vouches for the range during its call.
unsafe fn bytes<'e>(ptr: *const u8, len: u64, cap: u64, what: &str) -> Result<&'e [u8], Breach> {
    if len > cap && len <= isize::MAX as u64 {
        return Err(Breach::limit(format!("{cap} bytes of {what}")));
    }
    // SAFETY: the caller's contract.
    unsafe { abi::bytes(ptr, len) }.ok_or_else(|| {
        Breach::new(status::ARGUMENT, "a null pointer with a length, or a length beyond memory")
    })
}

/// # Safety
/// The plugin vouches for the range during its call.
unsafe fn text<'e>(ptr: *const u8, len: u64, cap: u64, what: &str) -> Result<&'e str, Breach> {
    // SAFETY: the caller's contract.
    let bytes = unsafe { bytes(ptr, len, cap, what) }?;
    std::str::from_utf8(bytes).map_err(|_| Breach::new(status::UTF8, "text that is not UTF-8"))
}

/// # Safety
/// `at` is null, or a place of the plugin during its call.
unsafe fn place<'e>(at: At) -> Result<Option<Place<'e>>, Breach> {
    if at.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's contract.
    let at = unsafe { abi::read(at) }
        .ok_or_else(|| Breach::new(status::ARGUMENT, "a place that is smaller than in version 1"))?;
    Ok(Some(Place {
        offset: at.offset,
        len: at.len,
        // SAFETY: a text of the plugin during its call.
        pointer: unsafe { text(at.pointer.ptr, at.pointer.len, MAX_KEY, "one pointer") }?,
        decoded: at.flags & abi::WHERE_DECODED != 0,
    }))
}

// Texts and places below are the plugin's, and valid for the call.

unsafe extern "C" fn begin(ctx: *mut c_void, node: u32, at: At) -> i32 {
    // SAFETY: see above.
    take(ctx, |_| Ok(Event::Begin { node, at: unsafe { place(at) }? }))
}

unsafe extern "C" fn str(ctx: *mut c_void, field: u32, ptr: *const u8, len: u64, at: At) -> i32 {
    // SAFETY: see above.
    take(ctx, |caps| unsafe {
        Ok(Event::Str { field, text: text(ptr, len, caps.value, "one value")?, at: place(at)? })
    })
}

unsafe extern "C" fn unsigned(ctx: *mut c_void, field: u32, value: u64, at: At) -> i32 {
    // SAFETY: see above.
    take(ctx, |_| Ok(Event::U64 { field, value, at: unsafe { place(at) }? }))
}

unsafe extern "C" fn signed(ctx: *mut c_void, field: u32, value: i64, at: At) -> i32 {
    // SAFETY: see above.
    take(ctx, |_| Ok(Event::I64 { field, value, at: unsafe { place(at) }? }))
}

unsafe extern "C" fn boolean(ctx: *mut c_void, field: u32, value: u32, at: At) -> i32 {
    take(ctx, |_| {
        let value = match value {
            0 => false,
            1 => true,
            _ => return Err(Breach::new(status::ARGUMENT, "a truth value that is neither 0 nor 1")),
        };
        // SAFETY: see above.
        Ok(Event::Bool { field, value, at: unsafe { place(at) }? })
    })
}

unsafe extern "C" fn dec(ctx: *mut c_void, field: u32, ptr: *const u8, len: u64, at: At) -> i32 {
    // SAFETY: see above.
    take(ctx, |caps| unsafe {
        Ok(Event::Dec { field, text: text(ptr, len, caps.value, "one value")?, at: place(at)? })
    })
}

unsafe extern "C" fn ext(
    ctx: *mut c_void,
    key: *const u8,
    key_len: u64,
    value: *const u8,
    value_len: u64,
    at: At,
) -> i32 {
    // SAFETY: see above.
    take(ctx, |caps| unsafe {
        let key = text(key, key_len, MAX_KEY, "one extension key")?;
        Ok(Event::Ext { key, value: text(value, value_len, caps.value, "one value")?, at: place(at)? })
    })
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
    take(ctx, |_| unsafe {
        let media_type = text(media, media_len, MAX_KEY, "one media type")?;
        let name = text(name, name_len, MAX_KEY, "one file name")?;
        Ok(Event::BlobBegin { field, media_type, name, at: place(at)? })
    })
}

unsafe extern "C" fn blob_write(ctx: *mut c_void, ptr: *const u8, len: u64) -> i32 {
    // SAFETY: see above.
    take(ctx, |caps| unsafe { Ok(Event::BlobWrite { bytes: bytes(ptr, len, caps.blob, "carried files")? }) })
}

unsafe extern "C" fn blob_end(ctx: *mut c_void) -> i32 {
    take(ctx, |_| Ok(Event::BlobEnd))
}

unsafe extern "C" fn declare(ctx: *mut c_void, lines: u64) -> i32 {
    take(ctx, |_| Ok(Event::Declare { lines }))
}

unsafe extern "C" fn empty(ctx: *mut c_void, reason: *const u8, len: u64) -> i32 {
    // SAFETY: see above.
    take(ctx, |_| Ok(Event::Empty { reason: unsafe { text(reason, len, MAX_KEY, "one reason") }? }))
}

unsafe extern "C" fn end(ctx: *mut c_void) -> i32 {
    take(ctx, |_| Ok(Event::End))
}
