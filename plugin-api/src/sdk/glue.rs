//! The functions behind the C table: checks, panic boundary, poison. Not the plugin's logic.
//!
//! Invariant: no panic crosses; after one, the instance answers `PANIC` for ever. Every pointer is checked
//! for null, every table for its size, before use; what an older host lacks is zero.

use std::ffi::c_void;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use super::decision::Decision;
use super::error::Report;
use super::input::{Input, Mapped};
use super::out::Out;
use super::plugin::Plugin;
use super::report::{send, send_all};
use super::sink::Sink;
use crate::abi::{self, status};

/// The C table of a plugin that is linked: the very same that a loaded one gives.
#[must_use]
pub fn static_api<P: Plugin>() -> &'static abi::PluginApi {
    &Table::<P>::API
}

/// The body of the entry symbol, for `export_plugin!`.
#[must_use]
pub fn entry<P: Plugin>(_host_abi_minor: u32) -> *const abi::PluginApi {
    // A loaded plugin has a standard library of its own. Its panic texts may quote the document, so they
    // must not reach the host's stderr; the place alone is kept for the report.
    std::panic::set_hook(Box::new(|info| {
        if let (Ok(mut place), Some(location)) = (PANICKED_AT.lock(), info.location()) {
            *place = format!("{}:{}", location.file(), location.line());
        }
    }));
    static_api::<P>()
}

static PANICKED_AT: Mutex<String> = Mutex::new(String::new());

struct Table<P>(std::marker::PhantomData<P>);

struct Instance<P> {
    plugin: P,
    host: abi::Host,
    poisoned: bool,
}

impl<P: Plugin> Table<P> {
    const API: abi::PluginApi = abi::PluginApi {
        magic: abi::MAGIC,
        struct_size: size_of::<abi::PluginApi>() as u32,
        abi_minor: abi::ABI_MINOR,
        flags: 0,
        describe: Some(describe::<P>),
        create: Some(create::<P>),
        destroy: Some(destroy::<P>),
        sniff: Some(sniff::<P>),
        decode: Some(decode::<P>),
        encode: Some(encode::<P>),
        get_extension: Some(extension),
    };
}

unsafe extern "C" fn describe<P: Plugin>(out: *const abi::Out) -> i32 {
    guard(|| {
        // SAFETY: the host's table, valid for this call.
        let Some(out) = (unsafe { abi::read(out) }) else { return status::ARGUMENT };
        let meta = P::META;
        let magic: Vec<String> = meta.magic.iter().map(|bytes| hex(bytes)).collect();
        let text = serde_json::json!({
            "id": meta.id,
            "version": meta.version,
            "title": plain(meta.title),
            "abi": format!("{}.{}", abi::ABI_MAJOR, abi::ABI_MINOR),
            "media_types": meta.media_types,
            "roots": meta.roots,
            "magic": magic,
            "answers": meta.answers,
            "config_schema": schemars::schema_for!(P::Config),
        })
        .to_string();
        // SAFETY: as above.
        let mut out = unsafe { Out::new(out) };
        out.write(text.as_bytes()).map_or_else(|error| error.kind.status(), |()| status::OK)
    })
    .unwrap_or(status::PANIC)
}

unsafe extern "C" fn create<P: Plugin>(
    host: *const abi::Host,
    config: *const u8,
    config_len: u64,
    instance: *mut *mut abi::Instance,
) -> i32 {
    // SAFETY: the host's table, valid until `destroy` returns.
    let Some(host) = (unsafe { abi::read(host) }) else { return status::ARGUMENT };
    if instance.is_null() {
        return status::ARGUMENT;
    }
    let made = guard(|| {
        // SAFETY: a place of the host for one pointer.
        unsafe { *instance = std::ptr::null_mut() };
        // SAFETY: bytes of the host, valid for this call.
        let config = unsafe { abi::bytes(config, config_len) }.ok_or(status::ARGUMENT)?;
        let config = if config.is_empty() { b"{}" } else { config };
        let config = serde_json::from_slice::<P::Config>(config).map_err(|error| {
            let report = Report::new("config-invalid", error.to_string())
                .help("see the configuration schema of the plugin (`debar plugin list --schema`)")
                .line_column(error.line() as u64, error.column() as u64);
            // SAFETY: as above.
            unsafe { send(&host, status::CONFIG, &report) };
            status::CONFIG
        })?;
        P::new(config).map_err(|error| {
            // SAFETY: as above.
            unsafe { send_all(&host, error.kind.status(), &error.reports) };
            error.kind.status()
        })
    });
    match made {
        Some(Ok(plugin)) => {
            let made = Box::new(Instance { plugin, host, poisoned: false });
            // SAFETY: checked for null above; the host gives it back to `destroy`.
            unsafe { *instance = Box::into_raw(made).cast() };
            status::OK
        }
        Some(Err(status)) => status,
        None => {
            // SAFETY: as above.
            unsafe { send(&host, status::PANIC, &panicked()) };
            status::PANIC
        }
    }
}

unsafe extern "C" fn destroy<P: Plugin>(instance: *mut abi::Instance) {
    if instance.is_null() {
        return;
    }
    // SAFETY: made by `create` as this very type, and given back once.
    let instance = unsafe { Box::from_raw(instance.cast::<Instance<P>>()) };
    guard(move || drop(instance));
}

unsafe extern "C" fn sniff<P: Plugin>(head: *const u8, len: u64) -> u32 {
    // SAFETY: bytes of the host, valid for this call.
    guard(|| unsafe { abi::bytes(head, len) }.map_or(0, |head| P::sniff(head).min(100))).unwrap_or(0)
}

unsafe extern "C" fn decode<P: Plugin>(
    instance: *mut abi::Instance,
    content_type: *const u8,
    content_type_len: u64,
    source: *const abi::Source,
    sink: *const abi::Sink,
) -> i32 {
    let call = |instance: &mut Instance<P>| {
        // SAFETY: tables and text of the host, valid for this call.
        let given =
            unsafe { (abi::read(source), abi::read(sink), abi::text(content_type, content_type_len)) };
        let (Some(source), Some(sink), Some(kind)) = given else { return status::ARGUMENT };
        let mapped = Mapped::default();
        // SAFETY: all of them live until this call returns.
        let input = unsafe { Input::new(kind, source, instance.host, &mapped) };
        // SAFETY: as above.
        let mut sink = unsafe { Sink::new(sink, instance.host, &mapped) };
        let result = instance.plugin.decode(&input, &mut sink);
        let status = result.map_or_else(
            |error| {
                let status = error.kind.status();
                // SAFETY: the host's table outlives the instance.
                unsafe { send_all(&instance.host, status, &error.reports) };
                status
            },
            |()| status::OK,
        );
        if sink.refused() == status::OK { status } else { sink.refused() }
    };
    // SAFETY: an instance of this table, used by one thread at a time.
    unsafe { with(instance, call) }
}

unsafe extern "C" fn encode<P: Plugin>(
    instance: *mut abi::Instance,
    content_type: *const u8,
    content_type_len: u64,
    source: *const abi::Source,
    decisions: *const *const abi::Decision,
    count: u64,
    out: *const abi::Out,
) -> i32 {
    let call = |instance: &mut Instance<P>| {
        // SAFETY: tables and text of the host, valid for this call.
        let given = unsafe { (abi::read(source), abi::read(out), abi::text(content_type, content_type_len)) };
        let ((Some(source), Some(out), Some(kind)), Ok(count)) = (given, usize::try_from(count)) else {
            return status::ARGUMENT;
        };
        if count > 0 && decisions.is_null() {
            return status::ARGUMENT;
        }
        let mut read = Vec::new();
        for index in 0..count {
            // SAFETY: the host vouches for `count` decisions, valid for this call.
            match unsafe { Decision::read(*decisions.add(index)) } {
                Some(decision) => read.push(decision),
                None => return status::UNSUPPORTED,
            }
        }
        let mapped = Mapped::default();
        // SAFETY: all of them live until this call returns.
        let input = unsafe { Input::new(kind, source, instance.host, &mapped) };
        // SAFETY: as above.
        let mut out = unsafe { Out::new(out) };
        let result = instance.plugin.encode(&input, &read, &mut out);
        let status = result.map_or_else(
            |error| {
                let status = error.kind.status();
                // SAFETY: the host's table outlives the instance.
                unsafe { send_all(&instance.host, status, &error.reports) };
                status
            },
            |()| status::OK,
        );
        if out.refused() == status::OK { status } else { out.refused() }
    };
    // SAFETY: an instance of this table, used by one thread at a time.
    unsafe { with(instance, call) }
}

unsafe extern "C" fn extension(_: *mut abi::Instance, _id: *const u8, _id_len: u64) -> *const c_void {
    std::ptr::null()
}

/// # Safety
/// `instance` is null or was made by `create::<P>`, and no other thread uses it.
unsafe fn with<P>(instance: *mut abi::Instance, call: impl FnOnce(&mut Instance<P>) -> i32) -> i32 {
    // SAFETY: the caller's contract.
    let Some(instance) = (unsafe { instance.cast::<Instance<P>>().as_mut() }) else {
        return status::ARGUMENT;
    };
    if instance.poisoned {
        return status::PANIC;
    }
    guard(|| call(&mut *instance)).unwrap_or_else(|| {
        instance.poisoned = true;
        // SAFETY: the host's table outlives the instance.
        unsafe { send(&instance.host, status::PANIC, &panicked()) };
        status::PANIC
    })
}

/// Runs a closure; `None` when it panicked.
fn guard<T>(call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call))
        // The payload may panic in its own drop.
        .map_err(std::mem::forget)
        .ok()
}

fn panicked() -> Report {
    let place = PANICKED_AT.lock().map(|place| place.clone()).unwrap_or_default();
    let message = match place.as_str() {
        "" => "the plugin panicked".to_owned(),
        place => format!("the plugin panicked at {place}"),
    };
    Report::new("plugin-panicked", message).help("report it to the plugin's author with the document")
}

/// As the note has it: see [`super::meta`].
fn plain(text: &str) -> String {
    text.chars().map(|c| if c < ' ' { ' ' } else { c }).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
