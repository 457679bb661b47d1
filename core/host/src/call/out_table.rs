//! The collector of what a plugin writes.
//!
//! Invariant: past the cap nothing more is kept, and the call has failed.

use std::ffi::c_void;

use debar_plugin_api::abi::{self, status};

use super::boundary;

/// Headers that describe a body. Any other one could speak to the transport in the host's name.
const PASSED_ON: &[&str] = &[
    "content-type",
    "content-language",
    "content-disposition",
    "content-id",
    "content-location",
    "mime-version",
];

/// What was written so far.
pub(crate) struct OutState {
    inner: Box<Inner>,
    table: Box<abi::Out>,
}

struct Inner {
    body: Vec<u8>,
    headers: Vec<(String, String)>,
    ignored: Vec<String>,
    limit: u64,
    status: i32,
}

impl OutState {
    pub(crate) fn new(limit: u64) -> Self {
        let mut inner = Box::new(Inner {
            body: Vec::new(),
            headers: Vec::new(),
            ignored: Vec::new(),
            limit,
            status: status::OK,
        });
        let table = Box::new(abi::Out {
            struct_size: size_of::<abi::Out>() as u32,
            flags: 0,
            ctx: (&raw mut *inner).cast(),
            write: Some(write),
            header: Some(header),
        });
        Self { inner, table }
    }

    pub(crate) fn table(&mut self) -> &abi::Out {
        self.table.ctx = (&raw mut *self.inner).cast();
        &self.table
    }

    pub(crate) fn failed(&self) -> bool {
        self.status() != status::OK
    }

    pub(crate) fn status(&self) -> i32 {
        self.inner.status
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.inner.body
    }

    pub(crate) fn into_parts(self) -> (Vec<u8>, Vec<(String, String)>, Vec<String>) {
        (self.inner.body, self.inner.headers, self.inner.ignored)
    }
}

impl Inner {
    fn fail(&mut self, status: i32) -> i32 {
        self.status = status;
        status
    }

    fn write(&mut self, bytes: Option<&[u8]>) -> i32 {
        if self.status != status::OK {
            return self.status;
        }
        let Some(bytes) = bytes else { return self.fail(status::ARGUMENT) };
        if self.body.len() as u64 + bytes.len() as u64 > self.limit {
            return self.fail(status::LIMIT);
        }
        self.body.extend_from_slice(bytes);
        status::OK
    }

    fn header(&mut self, key: Option<&str>, value: Option<&str>) -> i32 {
        if self.status != status::OK {
            return self.status;
        }
        let (Some(key), Some(value)) = (key, value) else { return self.fail(status::UTF8) };
        let token = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if key.is_empty() || key.len() > 64 || !key.bytes().all(token) {
            return self.fail(status::ARGUMENT);
        }
        if value.len() > 4096 || value.chars().any(char::is_control) {
            return self.fail(status::ARGUMENT);
        }
        if self.headers.len() + self.ignored.len() >= 64 {
            return self.fail(status::LIMIT);
        }
        let key = key.to_ascii_lowercase();
        if PASSED_ON.contains(&key.as_str()) {
            self.headers.push((key, value.to_owned()));
        } else {
            self.ignored.push(key);
        }
        status::OK
    }
}

unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: u64) -> i32 {
    boundary(|| {
        // SAFETY: our own context, handed back during its call; bytes of the plugin, valid for it.
        let (inner, bytes) = unsafe { (ctx.cast::<Inner>().as_mut(), abi::bytes(bytes, len)) };
        inner.map_or(status::ARGUMENT, |inner| inner.write(bytes))
    })
}

unsafe extern "C" fn header(
    ctx: *mut c_void,
    key: *const u8,
    key_len: u64,
    value: *const u8,
    value_len: u64,
) -> i32 {
    boundary(|| {
        // SAFETY: our own context, handed back during its call; texts of the plugin, valid for it.
        let (inner, key, value) =
            unsafe { (ctx.cast::<Inner>().as_mut(), abi::text(key, key_len), abi::text(value, value_len)) };
        inner.map_or(status::ARGUMENT, |inner| inner.header(key, value))
    })
}
