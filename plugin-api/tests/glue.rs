//! The C functions behind `export_plugin!`, called as a careless host would: nulls, short tables, unknown
//! values, a panic, a document in windows.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

use std::ffi::c_void;
use std::io::Read;
use std::ptr::{null, null_mut};

use debar_plugin_api::abi::{self, status};
use debar_plugin_api::{
    Decision, DecodeError, EncodeError, Input, Meta, NoConfig, Out, Plugin, PluginError, Sink, Verdict,
    Where, node, note, note_len, static_api,
};

struct Odd;

impl Plugin for Odd {
    const META: Meta = Meta {
        id: "odd",
        version: "2",
        title: "a\nb",
        media_types: &["a/b", "c/d"],
        magic: &[b"\x00\xff"],
        ..Meta::NEW
    };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let mut all = Vec::new();
        input.reader().read_to_end(&mut all)?;
        assert_ne!(all, b"panic");
        assert_eq!(input.bytes()?, all);
        // The second call must not reach a sink that has refused the first one.
        let _ = sink.begin(node::REQUEST, &Where::none());
        let _ = sink.begin(node::LINE, &Where::none());
        Ok(())
    }

    fn encode(
        &mut self,
        _: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        assert!(decisions.iter().all(|decision| decision.verdict == Verdict::Deny));
        for line in decisions.iter().flat_map(|decision| &decision.lines) {
            assert_eq!(line.verdict, Verdict::Deny);
            out.write(format!("{}:{} ", line.ordinal, line.reasons.len()).as_bytes())?;
        }
        out.write(b"deny")
    }
}

unsafe extern "C" fn read(
    ctx: *mut c_void,
    offset: u64,
    len: u64,
    ptr: *mut *const u8,
    got: *mut u64,
) -> i32 {
    // SAFETY: the tests' own context and places.
    unsafe {
        let bytes = &*ctx.cast::<Vec<u8>>();
        let rest = &bytes[(offset as usize).min(bytes.len())..];
        *ptr = rest.as_ptr();
        // Smaller windows than asked for are allowed.
        *got = (rest.len() as u64).min(len).min(7);
    }
    status::OK
}

unsafe extern "C" fn map(ctx: *mut c_void, ptr: *mut *const u8, len: *mut u64) -> i32 {
    // SAFETY: the tests' own context and places.
    unsafe {
        let bytes = &*ctx.cast::<Vec<u8>>();
        (*ptr, *len) = (bytes.as_ptr(), bytes.len() as u64);
    }
    status::OK
}

unsafe extern "C" fn refuse(ctx: *mut c_void, _: u32, _: *const abi::Where) -> i32 {
    // SAFETY: the tests' own counter.
    unsafe { *ctx.cast::<u32>() += 1 };
    status::NESTING
}

unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: u64) -> i32 {
    // SAFETY: the tests' own buffer; bytes of the plugin.
    unsafe { (*ctx.cast::<Vec<u8>>()).extend_from_slice(std::slice::from_raw_parts(bytes, len as usize)) };
    status::OK
}

fn host() -> abi::Host {
    abi::Host {
        struct_size: size_of::<abi::Host>() as u32,
        abi_minor: 0,
        ctx: null_mut(),
        log: None,
        report: None,
        cancelled: None,
        get_extension: None,
    }
}

fn source(bytes: &mut Vec<u8>) -> abi::Source {
    let len = bytes.len() as u64;
    let ctx = (&raw mut *bytes).cast();
    abi::Source {
        struct_size: size_of::<abi::Source>() as u32,
        flags: 0,
        ctx,
        len,
        read: Some(read),
        map: Some(map),
    }
}

fn out(buffer: &mut Vec<u8>) -> abi::Out {
    let ctx = (&raw mut *buffer).cast();
    abi::Out { struct_size: size_of::<abi::Out>() as u32, flags: 0, ctx, write: Some(write), header: None }
}

fn sink(calls: &mut u32) -> abi::Sink {
    abi::Sink {
        struct_size: size_of::<abi::Sink>() as u32,
        flags: 0,
        ctx: (&raw mut *calls).cast(),
        begin: Some(refuse),
        str: None,
        u64: None,
        i64: None,
        boolean: None,
        dec: None,
        ext: None,
        blob_begin: None,
        blob_write: None,
        blob_end: None,
        declare: None,
        empty: None,
        end: None,
    }
}

/// A decision as a zeroed piece of memory with a size, a role and nothing else.
fn decision() -> abi::Decision {
    let none = abi::Text { ptr: null(), len: 0 };
    abi::Decision {
        struct_size: size_of::<abi::Decision>() as u32,
        verdict: 0,
        complete: 0,
        role: abi::role::HUB,
        already_transmitted: 0,
        forwards: 0,
        decision_id: none,
        request_id: none,
        revision: none,
        at: none,
        hold_code: none,
        reasons: null(),
        reason_count: 0,
        lines: null(),
        line_count: 0,
        line_stride: 0,
        obligations: null(),
        obligation_count: 0,
        json: none,
    }
}

#[test]
fn nulls_and_short_tables_are_refused() {
    let api = static_api::<Odd>();
    let (create, decode, encode) = (api.create.unwrap(), api.decode.unwrap(), api.encode.unwrap());
    let host = host();
    let short = abi::Host { struct_size: 8, ..host };
    let mut made = null_mut();
    let mut text = b"text".to_vec();
    let mut buffer = Vec::new();
    let mut calls = 0;
    // SAFETY: every pointer is null or valid for its call.
    unsafe {
        assert_eq!(api.describe.unwrap()(null()), status::ARGUMENT);
        assert_eq!(create(null(), null(), 0, &raw mut made), status::ARGUMENT);
        assert_eq!(create(&raw const host, null(), 0, null_mut()), status::ARGUMENT);
        assert_eq!(create(&raw const short, null(), 0, &raw mut made), status::ARGUMENT);
        assert_eq!(create(&raw const host, null(), 5, &raw mut made), status::ARGUMENT);
        assert_eq!(create(&raw const host, b"{".as_ptr(), 1, &raw mut made), status::CONFIG);
        assert_eq!(create(&raw const host, b"{\"x\":1}".as_ptr(), 7, &raw mut made), status::CONFIG);
        assert!(made.is_null());
        assert_eq!(create(&raw const host, null(), 0, &raw mut made), status::OK);

        let (source, sink, out) = (source(&mut text), sink(&mut calls), out(&mut buffer));
        assert_eq!(decode(null_mut(), null(), 0, &raw const source, &raw const sink), status::ARGUMENT);
        assert_eq!(decode(made, null(), 0, null(), &raw const sink), status::ARGUMENT);
        assert_eq!(decode(made, null(), 0, &raw const source, null()), status::ARGUMENT);
        assert_eq!(decode(made, b"\xff".as_ptr(), 1, &raw const source, &raw const sink), status::ARGUMENT);
        assert_eq!(encode(made, null(), 0, &raw const source, null(), 1, &raw const out), status::ARGUMENT);
        assert_eq!(api.sniff.unwrap()(null(), 3), 0);
        assert!(api.get_extension.unwrap()(made, b"debar.x/1".as_ptr(), 9).is_null());
        api.destroy.unwrap()(null_mut());
        api.destroy.unwrap()(made);
    }
    assert_eq!(calls, 0);
}

#[test]
fn a_refusal_is_kept_and_a_panic_poisons() {
    let api = static_api::<Odd>();
    let (decode, host) = (api.decode.unwrap(), host());
    let (mut text, mut bad) = (vec![b'x'; 3000], b"panic".to_vec());
    let (mut calls, mut made) = (0, null_mut());
    // SAFETY: every pointer is valid for its call.
    unsafe {
        assert_eq!(api.create.unwrap()(&raw const host, null(), 0, &raw mut made), status::OK);
        let (good, bad, sink) = (source(&mut text), source(&mut bad), sink(&mut calls));
        assert_eq!(decode(made, null(), 0, &raw const good, &raw const sink), status::NESTING);
        assert_eq!(*sink.ctx.cast::<u32>(), 1, "one call, although the plugin ignores the refusal");
        assert_eq!(decode(made, null(), 0, &raw const bad, &raw const sink), status::PANIC);
        assert_eq!(decode(made, null(), 0, &raw const good, &raw const sink), status::PANIC);
        api.destroy.unwrap()(made);
    }
}

#[test]
fn unknown_verdicts_deny_and_unknown_roles_are_refused() {
    let api = static_api::<Odd>();
    let (encode, host, mut made) = (api.encode.unwrap(), host(), null_mut());
    let (mut text, mut buffer) = (Vec::new(), Vec::new());
    // SAFETY: every pointer is valid for its call.
    unsafe {
        assert_eq!(api.create.unwrap()(&raw const host, null(), 0, &raw mut made), status::OK);
        let (source, out) = (source(&mut text), out(&mut buffer));
        let check = |decision: abi::Decision, expect| {
            let one = [&raw const decision];
            assert_eq!(encode(made, null(), 0, &raw const source, one.as_ptr(), 1, &raw const out), expect);
        };
        check(decision(), status::OK);
        check(abi::Decision { verdict: 4711, ..decision() }, status::OK);
        check(abi::Decision { role: 9, ..decision() }, status::UNSUPPORTED);
        check(abi::Decision { struct_size: 16, ..decision() }, status::UNSUPPORTED);
        check(abi::Decision { line_count: 1, ..decision() }, status::UNSUPPORTED);
        check(abi::Decision { reason_count: 1, ..decision() }, status::UNSUPPORTED);
        api.destroy.unwrap()(made);
    }
    assert_eq!(buffer, b"denydeny");
}

/// A line as a later host may give it: longer than this plugin knows.
#[repr(C)]
struct LaterLine {
    line: abi::DecisionLine,
    more: [u64; 3],
}

#[test]
fn lines_of_a_later_host_are_read_by_their_stride() {
    let line = |ordinal| LaterLine {
        line: abi::DecisionLine {
            struct_size: size_of::<LaterLine>() as u32,
            verdict: abi::verdict::DENY,
            ordinal,
            line_id: abi::Text { ptr: null(), len: 0 },
            reasons: null(),
            reason_count: 0,
        },
        more: [u64::MAX; 3],
    };
    let lines = [line(0), line(1), line(2)];
    let later = abi::Decision {
        struct_size: size_of::<abi::Decision>() as u32 + 64,
        lines: lines.as_ptr().cast(),
        line_count: 3,
        line_stride: size_of::<LaterLine>() as u64,
        ..decision()
    };
    let short = abi::Decision { line_stride: 8, ..later };
    let api = static_api::<Odd>();
    let (encode, host, mut made) = (api.encode.unwrap(), host(), null_mut());
    let (mut text, mut buffer) = (Vec::new(), Vec::new());
    // SAFETY: every pointer is valid for its call.
    unsafe {
        assert_eq!(api.create.unwrap()(&raw const host, null(), 0, &raw mut made), status::OK);
        let (source, out) = (source(&mut text), out(&mut buffer));
        let one = [&raw const later];
        assert_eq!(encode(made, null(), 0, &raw const source, one.as_ptr(), 1, &raw const out), status::OK);
        let one = [&raw const short];
        assert_eq!(
            encode(made, null(), 0, &raw const source, one.as_ptr(), 1, &raw const out),
            status::UNSUPPORTED
        );
        api.destroy.unwrap()(made);
    }
    assert_eq!(buffer, b"0:0 1:0 2:0 deny");
}

#[test]
fn description_and_note_say_the_same() {
    const META: Meta = Odd::META;
    static NOTE: debar_plugin_api::Note<{ note_len(&META) }> = note(&META);
    // SAFETY: a static of plain bytes.
    let bytes = unsafe { std::slice::from_raw_parts((&raw const NOTE).cast::<u8>(), 20 + note_len(&META)) };
    let text = std::str::from_utf8(&bytes[20..]).unwrap();
    assert_eq!(text, "id=odd\nversion=2\nabi=1.0\ntitle=a b\nmedia=a/b\nmedia=c/d\nmagic=00ff\n");
    let mut buffer = Vec::new();
    let table = out(&mut buffer);
    // SAFETY: a valid table.
    assert_eq!(unsafe { static_api::<Odd>().describe.unwrap()(&raw const table) }, status::OK);
    let description: serde_json::Value = serde_json::from_slice(&buffer).unwrap();
    assert_eq!((description["id"].as_str(), description["magic"][0].as_str()), (Some("odd"), Some("00ff")));
    assert_eq!(description["config_schema"]["additionalProperties"], false);
}
