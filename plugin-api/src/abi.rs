//! The `repr(C)` mirror of `include/debar_plugin.h`: the same structs, in the same order, with the same
//! widths. It is not an interface for plugin authors (that is the safe kit) and holds no logic.
//!
//! Invariant: frozen. Members are only ever appended to the end of a struct, so that no struct ends in
//! padding; `tests/contract.rs` compares every size and offset with a committed listing and with a C compiler.

use std::ffi::c_void;
use std::mem::{MaybeUninit, offset_of};

/// `debar` and `plg` in ASCII, little-endian: the first eight bytes of every plugin table.
pub const MAGIC: u64 = u64::from_le_bytes(*b"debarplg");
/// The one major version; it is part of the entry symbol's name.
pub const ABI_MAJOR: u32 = 1;
/// The minor version of this copy of the contract. Unrelated to the product's version.
pub const ABI_MINOR: u32 = 0;
/// The only symbol that a plugin library exports.
pub const ENTRY_SYMBOL: &str = "debar_plugin_entry_v1";
/// The ELF section that holds the metadata note.
pub const NOTE_SECTION: &str = ".note.debar";
/// The owner name in the ELF note header.
pub const NOTE_NAME: &str = "debar";
/// The note type of format 1 (`key=value` lines).
pub const NOTE_TYPE: u32 = 1;
/// The largest window of [`Source::read`], in bytes.
pub const READ_WINDOW: u64 = 1 << 20;
/// An offset that is not known ([`Report::offset`]); a length that is not known ([`Source::len`]).
pub const UNKNOWN: u64 = u64::MAX;
/// Set in a field number: a host that does not know the field must fail instead of keeping it aside.
pub const MUST_UNDERSTAND: u32 = 0x8000_0000;
/// [`Where::flags`]: the text is not the native bytes of the range (entities, UTF-16, base64 ...).
pub const WHERE_DECODED: u32 = 1;
/// [`Report::flags`]: a warning; decoding went on.
pub const REPORT_WARNING: u32 = 1;

/// Status values. Zero is success, negative is an error, positive is reserved and read as an error.
pub mod status {
    /// Success.
    pub const OK: i32 = 0;
    /// An error without a class of its own.
    pub const FAILED: i32 = -1;
    /// The caller broke the contract (null, wrong size, not UTF-8 where text is due).
    pub const ARGUMENT: i32 = -2;
    /// The document is broken.
    pub const MALFORMED: i32 = -3;
    /// The document is well formed, and of a kind or version that the plugin does not read.
    pub const UNSUPPORTED: i32 = -4;
    /// The configuration is wrong.
    pub const CONFIG: i32 = -5;
    /// A budget is used up: bytes, events, lines, fields, output.
    pub const LIMIT: i32 = -6;
    /// The host asked to stop.
    pub const CANCELLED: i32 = -7;
    /// The source cannot be read.
    pub const SOURCE: i32 = -8;
    /// Text that is not UTF-8.
    pub const UTF8: i32 = -9;
    /// Nesting too deep, or a node where it may not stand.
    pub const NESTING: i32 = -10;
    /// A field that must be understood and is not known, or a field of another type.
    pub const FIELD: i32 = -11;
    /// A decimal outside `-?(0|[1-9][0-9]*)(\.[0-9]+)?` or over 38 digits.
    pub const NUMBER: i32 = -12;
    /// A call out of order.
    pub const ORDER: i32 = -13;
    /// A range outside the native bytes, or a line without a range.
    pub const SPAN: i32 = -14;
    /// The two sides do not fit.
    pub const VERSION: i32 = -15;
    /// The plugin panicked (or threw); the instance is lost.
    pub const PANIC: i32 = -99;
}

/// Verdict values; any other value is read as `DENY`.
pub mod verdict {
    /// The purchase may go on.
    pub const ALLOW: u32 = 1;
    /// A person must look; the purchase is held.
    pub const REVIEW: u32 = 2;
    /// The purchase must not go on.
    pub const DENY: u32 = 3;
}

/// Where the gate stands ([`Decision::role`]); an unknown value is answered with `UNSUPPORTED`.
pub mod role {
    /// In front of the buyer's outgoing orders.
    pub const BUYER_GATE: u32 = 1;
    /// Between buyers and sellers.
    pub const HUB: u32 = 2;
    /// In front of the seller's order entry.
    pub const SELLER: u32 = 3;
}

/// Log levels ([`Host::log`]); an unknown value is read as `ERROR`.
pub mod level {
    /// Something failed.
    pub const ERROR: u32 = 1;
    /// Something is odd.
    pub const WARN: u32 = 2;
    /// Worth knowing.
    pub const INFO: u32 = 3;
    /// For the plugin's author.
    pub const DEBUG: u32 = 4;
}

/// Borrowed UTF-8: valid until the call returns, not NUL-terminated, null only when empty.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// First byte.
    pub ptr: *const u8,
    /// Length in bytes.
    pub len: u64,
}

/// Where a value stands in the native bytes.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Where {
    /// `sizeof` at the writer.
    pub struct_size: u32,
    /// [`WHERE_DECODED`]; unknown bits are ignored.
    pub flags: u32,
    /// First byte of the range, in the native bytes.
    pub offset: u64,
    /// Length of the range in bytes; 0 = no range known.
    pub len: u64,
    /// `XPath`, JSON Pointer, segment path or row and column.
    pub pointer: Text,
}

/// One problem, told through [`Host::report`].
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Report {
    /// `sizeof` at the writer.
    pub struct_size: u32,
    /// A status value that names the class.
    pub code: i32,
    /// First byte in the native bytes, or [`UNKNOWN`].
    pub offset: u64,
    /// Length in bytes.
    pub length: u64,
    /// Line from 1; 0 = not known.
    pub line: u64,
    /// Column from 1, in characters; 0 = not known.
    pub column: u64,
    /// The same words as [`Where::pointer`].
    pub path: Text,
    /// The plugin's own code for the problem, kebab-case.
    pub rule: Text,
    /// What is wrong: lower case, no full stop.
    pub message: Text,
    /// What to do.
    pub help: Text,
    /// [`REPORT_WARNING`]; unknown bits are ignored.
    pub flags: u64,
}

/// What the host gives an instance. Valid from `create` until `destroy` returns.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Host {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// The host's minor version.
    pub abi_minor: u32,
    /// Handed back with every call.
    pub ctx: *mut c_void,
    /// `(ctx, level, target, target_len, message, message_len)`.
    pub log: Option<unsafe extern "C" fn(*mut c_void, u32, *const u8, u64, *const u8, u64)>,
    /// `(ctx, report)`: copies.
    pub report: Option<unsafe extern "C" fn(*mut c_void, *const Report)>,
    /// Non-zero: stop soon, return `CANCELLED`.
    pub cancelled: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
    /// `(ctx, id, id_len)`: an extension table, or null.
    pub get_extension: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64) -> *const c_void>,
}

/// The native document, readable during one `decode` or `encode`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// No bits yet; unknown bits are ignored.
    pub flags: u32,
    /// Handed back with every call.
    pub ctx: *mut c_void,
    /// Length of the document in bytes, or [`UNKNOWN`].
    pub len: u64,
    /// `(ctx, offset, len, &ptr, &got)`: a window, valid until the next `read` or the end of the call.
    pub read: Option<unsafe extern "C" fn(*mut c_void, u64, u64, *mut *const u8, *mut u64) -> i32>,
    /// `(ctx, &ptr, &len)`: everything, valid until the call ends; `LIMIT` when it is too large.
    pub map: Option<unsafe extern "C" fn(*mut c_void, *mut *const u8, *mut u64) -> i32>,
}

/// The host's builder of the canonical request. It copies what it is given.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Sink {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// No bits yet; unknown bits are ignored.
    pub flags: u32,
    /// Handed back with every call.
    pub ctx: *mut c_void,
    /// `(ctx, node, where)`.
    pub begin: Option<unsafe extern "C" fn(*mut c_void, u32, *const Where) -> i32>,
    /// `(ctx, field, text, len, where)`.
    pub str: Option<unsafe extern "C" fn(*mut c_void, u32, *const u8, u64, *const Where) -> i32>,
    /// `(ctx, field, value, where)`.
    pub u64: Option<unsafe extern "C" fn(*mut c_void, u32, u64, *const Where) -> i32>,
    /// `(ctx, field, value, where)`.
    pub i64: Option<unsafe extern "C" fn(*mut c_void, u32, i64, *const Where) -> i32>,
    /// `(ctx, field, value, where)`: 0 is false, 1 is true, anything else is an error.
    pub boolean: Option<unsafe extern "C" fn(*mut c_void, u32, u32, *const Where) -> i32>,
    /// `(ctx, field, text, len, where)`: an exact decimal.
    pub dec: Option<unsafe extern "C" fn(*mut c_void, u32, *const u8, u64, *const Where) -> i32>,
    /// `(ctx, key, key_len, value, value_len, where)`.
    pub ext: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64, *const u8, u64, *const Where) -> i32>,
    /// `(ctx, field, media_type, media_type_len, name, name_len, where)`.
    pub blob_begin:
        Option<unsafe extern "C" fn(*mut c_void, u32, *const u8, u64, *const u8, u64, *const Where) -> i32>,
    /// `(ctx, bytes, len)`.
    pub blob_write: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64) -> i32>,
    /// `(ctx)`.
    pub blob_end: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
    /// `(ctx, lines)`: how many lines the document itself says the open request has.
    pub declare: Option<unsafe extern "C" fn(*mut c_void, u64) -> i32>,
    /// `(ctx, reason, len)`: the open request, or the document, rightly has no lines.
    pub empty: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64) -> i32>,
    /// `(ctx)`: closes the innermost node.
    pub end: Option<unsafe extern "C" fn(*mut c_void) -> i32>,
}

/// Where `describe` and `encode` write.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Out {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// No bits yet; unknown bits are ignored.
    pub flags: u32,
    /// Handed back with every call.
    pub ctx: *mut c_void,
    /// `(ctx, bytes, len)`.
    pub write: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64) -> i32>,
    /// `(ctx, key, key_len, value, value_len)`.
    pub header: Option<unsafe extern "C" fn(*mut c_void, *const u8, u64, *const u8, u64) -> i32>,
}

/// The decision on one line. Read through [`Decision::line_stride`].
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct DecisionLine {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// A [`verdict`] value.
    pub verdict: u32,
    /// 0-based begin order of the LINE node within its REQUEST.
    pub ordinal: u64,
    /// The line's own id as decoded; may be empty.
    pub line_id: Text,
    /// Reasons for people.
    pub reasons: *const Text,
    /// Number of reasons.
    pub reason_count: u64,
}

/// The decision on one request.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// `sizeof` at the host.
    pub struct_size: u32,
    /// A [`verdict`] value.
    pub verdict: u32,
    /// 1 when the whole document was understood; 0 with `REVIEW` is a hold.
    pub complete: u32,
    /// A [`role`] value.
    pub role: u32,
    /// 1 when the order has left the buyer: cancel or change instead of rejecting.
    pub already_transmitted: u32,
    /// 1 when the gate forwards a held document once it is released.
    pub forwards: u32,
    /// Stable id of this decision.
    pub decision_id: Text,
    /// Stable id of the request.
    pub request_id: Text,
    /// Digest of the blocklist.
    pub revision: Text,
    /// The instant of the decision, RFC 3339. The only time a plugin may write.
    pub at: Text,
    /// Why the request is held, kebab-case; empty when `complete` is 1.
    pub hold_code: Text,
    /// Reasons for people.
    pub reasons: *const Text,
    /// Number of reasons.
    pub reason_count: u64,
    /// First line; the next one is `line_stride` bytes further.
    pub lines: *const DecisionLine,
    /// Number of lines.
    pub line_count: u64,
    /// Distance between two lines in bytes.
    pub line_stride: u64,
    /// Duties beside the verdict.
    pub obligations: *const Text,
    /// Number of obligations.
    pub obligation_count: u64,
    /// The whole decision as JSON.
    pub json: Text,
}

/// An instance, known to the plugin only.
#[repr(C)]
#[derive(Debug)]
pub struct Instance {
    opaque: [u8; 0],
}

/// What a plugin is. Lives as long as the process.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct PluginApi {
    /// [`MAGIC`].
    pub magic: u64,
    /// `sizeof` at the plugin.
    pub struct_size: u32,
    /// The plugin's minor version.
    pub abi_minor: u32,
    /// No bits yet; unknown bits are ignored.
    pub flags: u64,
    /// `(out)`: JSON with id, version, media types and the schema of the configuration.
    pub describe: Option<unsafe extern "C" fn(*const Out) -> i32>,
    /// `(host, config, config_len, &instance)`.
    pub create: Option<unsafe extern "C" fn(*const Host, *const u8, u64, *mut *mut Instance) -> i32>,
    /// `(instance)`: null is fine.
    pub destroy: Option<unsafe extern "C" fn(*mut Instance)>,
    /// `(head, len)`: confidence 0 to 100; above 100 is read as 0.
    pub sniff: Option<unsafe extern "C" fn(*const u8, u64) -> u32>,
    /// `(instance, content_type, content_type_len, source, sink)`.
    pub decode:
        Option<unsafe extern "C" fn(*mut Instance, *const u8, u64, *const Source, *const Sink) -> i32>,
    /// `(instance, content_type, content_type_len, source, decisions, count, out)`.
    #[rustfmt::skip]
    pub encode: Option<
        unsafe extern "C" fn(*mut Instance, *const u8, u64, *const Source, *const *const Decision, u64, *const Out) -> i32,
    >,
    /// `(instance, id, id_len)`: an extension table, or null.
    pub get_extension: Option<unsafe extern "C" fn(*mut Instance, *const u8, u64) -> *const c_void>,
}

#[cfg(not(target_pointer_width = "64"))]
compile_error!("version 1 of the contract is laid out for 64-bit processors");

/// A struct of the contract that says its own size, so that either side may be the newer one.
///
/// # Safety
/// All bytes zero is a value, `SIZE_AT` is the offset of a `u32` with the size, `V1_SIZE` is what version 1.0
/// has and never changes, and the type has neither padding nor a size that is no multiple of 8.
pub unsafe trait Versioned: Copy {
    /// Size in version 1.0.
    const V1_SIZE: usize;
    /// Where the size stands.
    const SIZE_AT: usize = 0;
}

macro_rules! versioned {
    ($($name:ident $size:literal)*) => {$(
        // SAFETY: sizes of the committed listing; integers, pointers and nullable functions throughout.
        unsafe impl Versioned for $name {
            const V1_SIZE: usize = $size;
        }
    )*};
}

versioned! { Where 40 Report 112 Host 48 Source 40 Sink 120 Out 32 DecisionLine 48 Decision 176 }

// SAFETY: as above; the size follows the magic.
unsafe impl Versioned for PluginApi {
    const V1_SIZE: usize = 80;
    const SIZE_AT: usize = offset_of!(PluginApi, struct_size);
}

/// A struct of the other side as this side knows it: what a newer one has more is left out, and what an
/// older one lacks is zero. `None` for null, and for less than version 1.0 has.
///
/// # Safety
/// `from` is null, or points to a struct of the contract (of any alignment) with as many bytes as it says.
#[must_use]
pub unsafe fn read<T: Versioned>(from: *const T) -> Option<T> {
    if from.is_null() {
        return None;
    }
    let bytes = from.cast::<u8>();
    // SAFETY: every version has its size there.
    let size = unsafe { bytes.add(T::SIZE_AT).cast::<u32>().read_unaligned() } as usize;
    if size < T::V1_SIZE {
        return None;
    }
    if size >= size_of::<T>() {
        // SAFETY: the whole of what this side knows is there.
        return Some(unsafe { from.read_unaligned() });
    }
    let mut value = MaybeUninit::<T>::zeroed();
    // SAFETY: `size` bytes are there, fewer than `T` has; cut to whole words, so that no pointer is halved.
    unsafe { std::ptr::copy_nonoverlapping(bytes, value.as_mut_ptr().cast(), size & !7) };
    // SAFETY: zero is a value of every member.
    Some(unsafe { value.assume_init() })
}

/// The type of [`ENTRY_SYMBOL`]. Pure: no input or output, no threads. Null = cannot work with this host.
pub type Entry = unsafe extern "C" fn(host_abi_minor: u32) -> *const PluginApi;

impl Text {
    /// The C form of `text`, valid while `text` lives.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self { ptr: text.as_ptr(), len: text.len() as u64 }
    }
}

/// The bytes of a (pointer, length) pair; `None` for null with a length, or a length beyond the address space.
///
/// # Safety
/// `ptr` is valid for reads of `len` bytes during `'a` when not null.
#[must_use]
pub unsafe fn bytes<'a>(ptr: *const u8, len: u64) -> Option<&'a [u8]> {
    if len == 0 {
        return Some(&[]);
    }
    let len = usize::try_from(len).ok().filter(|len| isize::try_from(*len).is_ok())?;
    if ptr.is_null() {
        return None;
    }
    // SAFETY: not null, the length fits, and the caller vouches for the range.
    Some(unsafe { std::slice::from_raw_parts(ptr, len) })
}

/// The text of a (pointer, length) pair; `None` also when it is not UTF-8.
///
/// # Safety
/// As for [`bytes`].
#[must_use]
pub unsafe fn text<'a>(ptr: *const u8, len: u64) -> Option<&'a str> {
    // SAFETY: passed on to the caller.
    std::str::from_utf8(unsafe { bytes(ptr, len) }?).ok()
}
