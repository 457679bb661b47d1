//! The collector of what a plugin writes.
//!
//! Invariant: past the cap nothing more is kept, and the call has failed.

use std::ffi::c_void;

use debar_plugin_api::abi::{self, status};

use super::boundary;
use super::running::with;

/// Headers that describe a body. Any other one could speak to the transport in the host's name.
const PASSED_ON: &[&str] = &[
    "content-type",
    "content-language",
    "content-disposition",
    "content-id",
    "content-location",
    "mime-version",
];

const MAX_HEADERS: usize = 64;
const MAX_KEY: u64 = 64;
const MAX_VALUE: u64 = 4096;

pub(super) const TABLE: abi::Out = abi::Out {
    struct_size: size_of::<abi::Out>() as u32,
    flags: 0,
    ctx: std::ptr::null_mut(),
    write: Some(write),
    header: Some(header),
};

/// What was written so far.
pub(crate) struct OutState {
    body: Vec<u8>,
    headers: Vec<(String, String)>,
    ignored: Vec<String>,
    limit: u64,
    status: i32,
}

impl OutState {
    pub(crate) fn new(limit: u64) -> Self {
        Self { body: Vec::new(), headers: Vec::new(), ignored: Vec::new(), limit, status: status::OK }
    }

    pub(crate) fn status(&self) -> i32 {
        self.status
    }

    /// Takes a part of the body that a worker passed on.
    pub(crate) fn take_body(&mut self, bytes: &[u8]) {
        if bytes.len() as u64 > self.left() {
            self.adopt(Some(status::LIMIT));
        } else if self.status == status::OK {
            self.body.extend_from_slice(bytes);
        }
    }

    /// Takes a header that a worker passed on.
    pub(crate) fn take_header(&mut self, key: &str, value: &str) {
        let long = key.len() as u64 > MAX_KEY || value.len() as u64 > MAX_VALUE;
        let taken = if long { Err(status::ARGUMENT) } else { self.header(key, value) };
        self.adopt(taken.err());
    }

    /// Takes over a refusal; the first one stays.
    pub(crate) fn adopt(&mut self, refused: Option<i32>) {
        if self.status == status::OK {
            self.status = refused.unwrap_or(status::OK);
        }
    }

    /// In a worker: body, and all headers as the plugin named them.
    pub(crate) fn forwarded(self) -> (Vec<u8>, Vec<(String, String)>) {
        let ignored = self.ignored.into_iter().map(|key| (key, String::new()));
        (self.body, self.headers.into_iter().chain(ignored).collect())
    }

    pub(crate) fn into_parts(self) -> (Vec<u8>, Vec<(String, String)>, Vec<String>) {
        (self.body, self.headers, self.ignored)
    }

    /// Bytes that may still be written.
    fn left(&self) -> u64 {
        self.limit.saturating_sub(self.body.len() as u64)
    }

    fn header(&mut self, key: &str, value: &str) -> Result<(), i32> {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if key.is_empty() || !key.bytes().all(token) || value.chars().any(char::is_control) {
            return Err(status::ARGUMENT);
        }
        if self.headers.len() + self.ignored.len() >= MAX_HEADERS {
            return Err(status::LIMIT);
        }
        let key = key.to_ascii_lowercase();
        if PASSED_ON.contains(&key.as_str()) {
            self.headers.push((key, value.to_owned()));
        } else {
            self.ignored.push(key);
        }
        Ok(())
    }
}

/// Takes something, unless the call has failed already; a failure stays.
fn take(ctx: *mut c_void, body: impl FnOnce(&mut OutState) -> Result<(), i32>) -> i32 {
    let taken = with(ctx, |running| {
        let Some(Ok(mut out)) = running.out.as_ref().map(|out| out.try_borrow_mut()) else {
            return status::ORDER;
        };
        if out.status == status::OK {
            out.status =
                boundary(|| body(&mut out)).unwrap_or(Err(status::FAILED)).err().unwrap_or(status::OK);
        }
        out.status
    });
    taken.unwrap_or(status::ORDER)
}

unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: u64) -> i32 {
    take(ctx, |out| {
        // Before the bytes are looked at: a length can be anything.
        if len > out.left() {
            return Err(status::LIMIT);
        }
        // SAFETY: bytes of the plugin, valid for this call.
        let bytes = unsafe { abi::bytes(bytes, len) }.ok_or(status::ARGUMENT)?;
        out.body.extend_from_slice(bytes);
        Ok(())
    })
}

unsafe extern "C" fn header(
    ctx: *mut c_void,
    key: *const u8,
    key_len: u64,
    value: *const u8,
    value_len: u64,
) -> i32 {
    take(ctx, |out| {
        if key_len > MAX_KEY || value_len > MAX_VALUE {
            return Err(status::ARGUMENT);
        }
        // SAFETY: texts of the plugin, valid for this call.
        match unsafe { (abi::text(key, key_len), abi::text(value, value_len)) } {
            (Some(key), Some(value)) => out.header(key, value),
            _ => Err(status::UTF8),
        }
    })
}
