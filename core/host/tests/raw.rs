//! Calls into the host's tables that no kit of ours would make: any order, any pointer, any length, any time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

use std::cell::RefCell;
use std::ffi::c_void;
use std::ptr::{null, null_mut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use debar_host::{
    Answer, CallOptions, Deadline, DecodeFailure, Decoded, Document, FailureCause, Instance, Limits, Plugin,
    Receipt,
};
use debar_plugin_api::abi::{self, status};
use proptest::prelude::*;
use serde_json::json;

/// A text argument.
#[derive(Debug, Clone)]
enum Chars {
    Given(Vec<u8>),
    /// A null pointer with a length.
    Null(u64),
    /// A real pointer, and a length far beyond what is there.
    Beyond(u64),
}

/// A place argument.
#[derive(Debug, Clone)]
enum At {
    Null,
    Of { size: u32, flags: u32, offset: u64, len: u64, pointer: Chars },
}

#[derive(Debug, Clone)]
enum Call {
    Begin(u32, At),
    Str(u32, Chars, At),
    U64(u32, u64, At),
    I64(u32, i64, At),
    Bool(u32, u32, At),
    Dec(u32, Chars, At),
    Ext(Chars, Chars, At),
    BlobBegin(u32, Chars, Chars, At),
    BlobWrite(Chars),
    BlobEnd,
    Declare(u64),
    Empty(Chars),
    End,
    Read(u64, u64),
    Map,
    Report(u32, Chars),
    Log(u32, Chars),
}

/// What the plugin of this file is to do, and what came of it.
#[derive(Default)]
struct Plan {
    calls: Vec<Call>,
    /// Go on after a refusal, and return success.
    deaf: bool,
    answers: Vec<i32>,
    /// Runs with the tables instead of the calls.
    act: Option<fn(&Tables) -> i32>,
}

#[derive(Clone, Copy)]
struct Tables {
    host: *const abi::Host,
    source: *const abi::Source,
    sink: *const abi::Sink,
    out: *const abi::Out,
}

thread_local! {
    static PLAN: RefCell<Plan> = RefCell::default();
    static HOST: RefCell<*const abi::Host> = const { RefCell::new(null()) };
    static KEPT: RefCell<Option<Tables>> = const { RefCell::new(None) };
}

static API: abi::PluginApi = abi::PluginApi {
    magic: abi::MAGIC,
    struct_size: size_of::<abi::PluginApi>() as u32,
    abi_minor: 0,
    flags: 0,
    describe: Some(describe),
    create: Some(create),
    destroy: Some(destroy),
    sniff: Some(sniff),
    decode: Some(decode),
    encode: Some(encode),
    get_extension: Some(extension),
};

unsafe extern "C" fn describe(out: *const abi::Out) -> i32 {
    let text = br#"{"id":"raw","version":"1"}"#;
    // SAFETY: the host's table during its call.
    unsafe { (*out).write.unwrap()((*out).ctx, text.as_ptr(), text.len() as u64) }
}

unsafe extern "C" fn create(
    host: *const abi::Host,
    _: *const u8,
    _: u64,
    made: *mut *mut abi::Instance,
) -> i32 {
    HOST.set(host);
    // SAFETY: the host's place.
    unsafe { *made = std::ptr::dangling_mut::<u64>().cast() };
    status::OK
}

unsafe extern "C" fn destroy(_: *mut abi::Instance) {}

unsafe extern "C" fn sniff(_: *const u8, _: u64) -> u32 {
    0
}

unsafe extern "C" fn extension(_: *mut abi::Instance, _: *const u8, _: u64) -> *const c_void {
    null()
}

unsafe extern "C" fn decode(
    _: *mut abi::Instance,
    _: *const u8,
    _: u64,
    source: *const abi::Source,
    sink: *const abi::Sink,
) -> i32 {
    let tables = Tables { host: HOST.with(|host| *host.borrow()), source, sink, out: null() };
    run(&tables)
}

unsafe extern "C" fn encode(
    _: *mut abi::Instance,
    _: *const u8,
    _: u64,
    source: *const abi::Source,
    _: *const *const abi::Decision,
    _: u64,
    out: *const abi::Out,
) -> i32 {
    run(&Tables { host: HOST.with(|host| *host.borrow()), source, sink: null(), out })
}

fn run(tables: &Tables) -> i32 {
    KEPT.set(Some(*tables));
    let mut plan = PLAN.take();
    let status = match plan.act {
        Some(act) => act(tables),
        None => {
            let mut last = status::OK;
            for call in &plan.calls {
                let answer = make(tables, call);
                plan.answers.push(answer);
                if answer != status::OK {
                    last = answer;
                    if !plan.deaf {
                        break;
                    }
                }
            }
            if plan.deaf { status::OK } else { last }
        }
    };
    PLAN.set(plan);
    status
}

fn raw(chars: &Chars) -> (*const u8, u64) {
    match chars {
        Chars::Given(bytes) => (bytes.as_ptr(), bytes.len() as u64),
        Chars::Null(len) => (null(), *len),
        Chars::Beyond(len) => (b"x".as_ptr(), *len),
    }
}

/// Bytes of a place, and rubbish behind it: `size` may be anything.
fn placed(at: &At) -> Option<[u64; 16]> {
    let At::Of { size, flags, offset, len, pointer } = at else { return None };
    let (ptr, ptr_len) = raw(pointer);
    let mut words = [u64::MAX; 16];
    words[..5].copy_from_slice(&[
        u64::from(*size) | u64::from(*flags) << 32,
        *offset,
        *len,
        ptr as u64,
        ptr_len,
    ]);
    Some(words)
}

fn make(tables: &Tables, call: &Call) -> i32 {
    // SAFETY: the tables of the call that runs.
    let (sink, source, host) = unsafe { (*tables.sink, *tables.source, *tables.host) };
    let at_of = |at: &At| placed(at);
    let ptr = |words: &Option<[u64; 16]>| words.as_ref().map_or(null(), |words| words.as_ptr().cast());
    // SAFETY: the host's functions; what it is given is what it says, or has a length that no host may believe.
    unsafe {
        match call {
            Call::Begin(node, at) => sink.begin.unwrap()(sink.ctx, *node, ptr(&at_of(at))),
            Call::Str(field, text, at) => {
                let (text, len) = raw(text);
                sink.str.unwrap()(sink.ctx, *field, text, len, ptr(&at_of(at)))
            }
            Call::U64(field, value, at) => sink.u64.unwrap()(sink.ctx, *field, *value, ptr(&at_of(at))),
            Call::I64(field, value, at) => sink.i64.unwrap()(sink.ctx, *field, *value, ptr(&at_of(at))),
            Call::Bool(field, value, at) => sink.boolean.unwrap()(sink.ctx, *field, *value, ptr(&at_of(at))),
            Call::Dec(field, text, at) => {
                let (text, len) = raw(text);
                sink.dec.unwrap()(sink.ctx, *field, text, len, ptr(&at_of(at)))
            }
            Call::Ext(key, value, at) => {
                let ((key, key_len), (value, len)) = (raw(key), raw(value));
                sink.ext.unwrap()(sink.ctx, key, key_len, value, len, ptr(&at_of(at)))
            }
            Call::BlobBegin(field, media, name, at) => {
                let ((media, media_len), (name, len)) = (raw(media), raw(name));
                sink.blob_begin.unwrap()(sink.ctx, *field, media, media_len, name, len, ptr(&at_of(at)))
            }
            Call::BlobWrite(bytes) => {
                let (bytes, len) = raw(bytes);
                sink.blob_write.unwrap()(sink.ctx, bytes, len)
            }
            Call::BlobEnd => sink.blob_end.unwrap()(sink.ctx),
            Call::Declare(lines) => sink.declare.unwrap()(sink.ctx, *lines),
            Call::Empty(reason) => {
                let (reason, len) = raw(reason);
                sink.empty.unwrap()(sink.ctx, reason, len)
            }
            Call::End => sink.end.unwrap()(sink.ctx),
            Call::Read(offset, len) => {
                let (mut window, mut got) = (null(), 0);
                let answer = source.read.unwrap()(source.ctx, *offset, *len, &raw mut window, &raw mut got);
                assert_eq!(answer, status::OK);
                assert!(
                    got <= (*len).min(abi::READ_WINDOW)
                        && offset.saturating_add(got) <= source.len.max(*offset)
                );
                // Every byte of it can be read.
                std::slice::from_raw_parts(window, got as usize).iter().fold(0_u8, |sum, byte| sum ^ byte);
                answer
            }
            Call::Map => {
                let (mut whole, mut len) = (null(), 0);
                assert_eq!(source.map.unwrap()(source.ctx, null_mut(), &raw mut len), status::ARGUMENT);
                source.map.unwrap()(source.ctx, &raw mut whole, &raw mut len)
            }
            Call::Report(size, text) => {
                let (ptr, len) = raw(text);
                let text = abi::Text { ptr, len };
                let report = abi::Report {
                    struct_size: *size,
                    code: -3,
                    offset: 1,
                    length: u64::MAX,
                    line: 0,
                    column: 0,
                    path: text,
                    rule: text,
                    message: text,
                    help: text,
                    flags: u64::MAX,
                };
                host.report.unwrap()(host.ctx, &raw const report);
                status::OK
            }
            Call::Log(level, text) => {
                let (text, len) = raw(text);
                host.log.unwrap()(host.ctx, *level, null(), 0, text, len.min(1));
                status::OK
            }
        }
    }
}

const NATIVE: &[u8] = b"a native document of some bytes";

/// One test at a time: a late call of one may meet a table that a call of another uses by now, and fails it, as
/// it should.
fn alone() -> std::sync::MutexGuard<'static, ()> {
    static ALONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    ALONE.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn instance() -> Instance {
    Plugin::linked(&API).unwrap().instance(&json!({})).unwrap()
}

fn decode_with(plan: Plan, options: &CallOptions) -> (Result<Decoded, DecodeFailure>, Plan) {
    let mut instance = instance();
    PLAN.set(plan);
    let result = instance.decode(&Document { content_type: "", bytes: NATIVE }, options);
    (result, PLAN.take())
}

fn act(act: fn(&Tables) -> i32) -> Result<Decoded, DecodeFailure> {
    decode_with(Plan { act: Some(act), ..Plan::default() }, &CallOptions::default()).0
}

fn begin(tables: &Tables, node: u32) -> i32 {
    let at = At::Of { size: 40, flags: 0, offset: 0, len: 5, pointer: Chars::Null(0) };
    make(tables, &Call::Begin(node, at))
}

/// A request with one line, without which nothing is decoded.
fn good(tables: &Tables) -> i32 {
    [begin(tables, 1), begin(tables, 3), make(tables, &Call::End), make(tables, &Call::End)].iter().sum()
}

#[test]
fn a_table_that_was_kept_is_of_no_use() {
    let _alone = alone();
    assert_eq!(act(good).unwrap().requests.len(), 1);
    let kept = KEPT.take().unwrap();
    // After the call, and after the instance has gone.
    assert_eq!(begin(&kept, 1), status::ORDER);
    assert_eq!(make(&kept, &Call::End), status::ORDER);
    make(&kept, &Call::Report(112, Chars::Given(b"late".to_vec())));
    // SAFETY: tables of the host are never freed.
    unsafe {
        let (source, host) = (*kept.source, *kept.host);
        let (mut window, mut got) = (null(), 7);
        let read = source.read.unwrap()(source.ctx, 0, 9, &raw mut window, &raw mut got);
        assert_eq!((read, window.is_null(), got), (status::ORDER, true, 7));
        assert_eq!(host.cancelled.unwrap()(host.ctx), 1);
        let mut instance = instance();
        let answer = [Answer::default()];
        PLAN.set(Plan { act: Some(|_| 0), ..Plan::default() });
        instance.encode(&Receipt::new("", NATIVE), &answer, &CallOptions::default()).unwrap();
        let out = *KEPT.take().unwrap().out;
        assert_eq!(out.write.unwrap()(out.ctx, b"late".as_ptr(), 4), status::ORDER);
    }
    // During another call: neither of the two sees it.
    let mut inner = instance();
    PLAN.set(Plan { act: Some(good), ..Plan::default() });
    inner.decode(&Document { content_type: "", bytes: NATIVE }, &CallOptions::default()).unwrap();
    let decoded = act(|tables| {
        // SAFETY: a copy of a table of the host with another context.
        let mut other = unsafe { *tables.sink };
        other.ctx = std::ptr::without_provenance_mut(usize::MAX);
        assert_eq!(begin(&Tables { sink: &raw const other, ..*tables }, 1), status::ORDER);
        good(tables)
    });
    assert_eq!(decoded.unwrap().requests.len(), 1);
}

#[test]
fn another_thread_reaches_nothing_and_fails_the_call() {
    let _alone = alone();
    let failure = act(|tables| {
        let there = (tables.sink as usize, tables.host as usize, tables.source as usize);
        std::thread::spawn(move || {
            let tables = Tables {
                sink: there.0 as *const _,
                host: there.1 as *const _,
                source: there.2 as *const _,
                out: null(),
            };
            assert_eq!(begin(&tables, 1), status::ORDER);
        })
        .join()
        .unwrap();
        good(tables)
    })
    .unwrap_err();
    assert_eq!(failure.cause.code(), "contract", "{failure}");
    assert!(failure.to_string().contains("another thread"), "{failure}");
}

#[test]
fn what_is_lost_in_the_host_fails_the_call() {
    let _alone = alone();
    // The clock of the caller panics inside a call of the plugin, which does not care.
    let (asked, armed) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(true)));
    let elapsed = {
        let asked = Arc::clone(&asked);
        Arc::new(move || {
            asked.fetch_add(1, Ordering::Relaxed);
            assert!(!armed.swap(false, Ordering::Relaxed), "a clock that fails once");
            Duration::ZERO
        })
    };
    let deadline = Some(Deadline { elapsed, limit: Duration::from_secs(1) });
    let plan = Plan {
        act: Some(|tables| {
            good(tables);
            good(tables);
            0
        }),
        ..Plan::default()
    };
    let (result, _) = decode_with(plan, &CallOptions { deadline, ..CallOptions::default() });
    assert_eq!(result.unwrap_err().cause, FailureCause::Internal);
    assert!(asked.load(Ordering::Relaxed) > 0);
}

#[test]
fn no_length_is_believed_before_it_is_compared() {
    let _alone = alone();
    let code = |call: Call| {
        let calls = vec![Call::Begin(1, At::Null), call];
        let (result, plan) =
            decode_with(Plan { calls, deaf: true, ..Plan::default() }, &CallOptions::default());
        (result.unwrap_err().cause.code(), plan.answers[1])
    };
    for len in [1 << 28, 1 << 40, isize::MAX as u64] {
        let far = Chars::Beyond(len);
        let near = Chars::Given(b"k".to_vec());
        let limit = ("limit", status::LIMIT);
        assert_eq!(code(Call::Str(100, far.clone(), At::Null)), limit);
        assert_eq!(code(Call::Dec(108, far.clone(), At::Null)), limit);
        assert_eq!(code(Call::Ext(far.clone(), near.clone(), At::Null)), limit);
        assert_eq!(code(Call::Ext(near.clone(), far.clone(), At::Null)), limit);
        assert_eq!(code(Call::BlobBegin(902, far.clone(), near.clone(), At::Null)), limit);
        assert_eq!(code(Call::BlobBegin(902, near.clone(), far.clone(), At::Null)), limit);
        assert_eq!(code(Call::Empty(far.clone())), limit);
        let at = At::Of { size: 4000, flags: 0, offset: 0, len: 1, pointer: far };
        assert_eq!(code(Call::Begin(3, at)), limit);
    }
    for len in [1 << 63, u64::MAX] {
        let argument = ("contract", status::ARGUMENT);
        assert_eq!(code(Call::Str(100, Chars::Beyond(len), At::Null)), argument);
        assert_eq!(code(Call::Str(100, Chars::Null(len), At::Null)), argument);
    }
    let calls = [Call::BlobBegin(902, Chars::Null(0), Chars::Null(0), At::Null)];
    for (len, expect) in [(1 << 40, status::LIMIT), (u64::MAX, status::ARGUMENT)] {
        let calls =
            [&[Call::Begin(1, At::Null)][..], &calls, &[Call::BlobWrite(Chars::Beyond(len))]].concat();
        let (result, plan) =
            decode_with(Plan { calls, deaf: true, ..Plan::default() }, &CallOptions::default());
        assert!(result.is_err());
        assert_eq!(plan.answers.last(), Some(&expect));
    }
    let out = |act: fn(&Tables) -> i32| {
        let mut instance = instance();
        PLAN.set(Plan { act: Some(act), ..Plan::default() });
        instance.encode(&Receipt::new("", NATIVE), &[], &CallOptions::default()).unwrap_err().cause
    };
    // SAFETY: the table of the running call; the lengths are what is tested.
    let cause =
        out(|tables| unsafe { (*tables.out).write.unwrap()((*tables.out).ctx, b"x".as_ptr(), 1 << 40) });
    assert_eq!(cause.code(), "limit");
    let cause = out(|tables| {
        let out = tables.out;
        // SAFETY: as above.
        unsafe { (*out).header.unwrap()((*out).ctx, b"x".as_ptr(), 1, b"x".as_ptr(), 1 << 40) };
        0
    });
    assert_eq!(cause.code(), "contract");
}

#[test]
fn the_bytes_of_a_kept_document_are_not_copied() {
    let _alone = alone();
    let receipt = Receipt::new("text/x-raw", NATIVE);
    let mut instance = instance();
    PLAN.set(Plan { act: Some(good), ..Plan::default() });
    let decoded = instance.decode_received(&receipt, &CallOptions::default()).unwrap();
    assert!(Arc::ptr_eq(&decoded.receipt.native, &receipt.native));
    assert_eq!(decoded.receipt.content_type, "text/x-raw");
}

#[test]
fn a_range_may_end_with_the_document_and_not_after_it() {
    let _alone = alone();
    let len = NATIVE.len() as u64;
    let check = |offset: u64, size: u64, expect: i32| {
        let at = At::Of { size: 40, flags: 0, offset, len: size, pointer: Chars::Null(0) };
        let calls = vec![Call::Begin(1, At::Null), Call::Begin(3, at), Call::End, Call::End];
        let (result, plan) = decode_with(Plan { calls, ..Plan::default() }, &CallOptions::default());
        assert_eq!(plan.answers[1], expect, "{offset}+{size}");
        assert_eq!(result.is_ok(), expect == status::OK, "{offset}+{size}");
    };
    check(0, len, status::OK);
    check(len - 1, 1, status::OK);
    check(0, 1, status::OK);
    check(0, len + 1, status::SPAN);
    check(len, 1, status::SPAN);
    check(1, len, status::SPAN);
    check(u64::MAX, 1, status::SPAN);
    check(1, u64::MAX, status::SPAN);
    check(0, 0, status::SPAN);
    check(len, 0, status::SPAN);
}

#[test]
fn what_would_multiply_is_bounded() {
    let _alone = alone();
    let text = |text: String| Chars::Given(text.into_bytes());
    let check = |node: u32, field: u32, count: usize, expect: &str| {
        let at = At::Of { size: 40, flags: 0, offset: 0, len: 1, pointer: Chars::Null(0) };
        let mut calls = vec![Call::Begin(1, At::Null), Call::Begin(3, at), Call::Begin(node, At::Null)];
        calls.extend((0..count).map(|n| Call::Str(field, text(format!("word-{n}")), At::Null)));
        calls.extend([Call::End, Call::End, Call::End]);
        let (result, _) = decode_with(Plan { calls, ..Plan::default() }, &CallOptions::default());
        let found = result.as_ref().map_or_else(|failure| failure.cause.code(), |_| "decoded");
        assert_eq!(found, expect, "{count} of field {field}");
    };
    for (node, field) in [(2, 200), (4, 400), (5, 500)] {
        check(node, field, 16, "decoded");
        check(node, field, 17, "limit");
        check(node, field, 5000, "limit");
    }
    let limits = Limits { lines: 2, ..Limits::default() };
    let requests = |count: usize| {
        let one = [Call::Begin(1, At::Null), Call::Empty(text("none".to_owned())), Call::End];
        let plan = Plan { calls: one.iter().cycle().take(3 * count).cloned().collect(), ..Plan::default() };
        decode_with(plan, &CallOptions { limits, ..CallOptions::default() }).0
    };
    assert_eq!(requests(2).unwrap().requests.len(), 2);
    assert_eq!(requests(3).unwrap_err().cause.code(), "limit");
}

fn chars() -> impl Strategy<Value = Chars> {
    prop_oneof![
        12 => "(1|0|-2.50|a name|supplier|sha256|new|delete|[ -~]{0,6})".prop_map(|text| Chars::Given(text.into_bytes())),
        1 => proptest::collection::vec(any::<u8>(), 0..6).prop_map(Chars::Given),
        1 => prop_oneof![Just(0_u64), Just(1), Just(u64::MAX)].prop_map(Chars::Null),
    ]
}

fn at() -> impl Strategy<Value = At> {
    let size =
        prop_oneof![20 => Just(40_u32), 1 => Just(0), 1 => Just(39), 2 => 40..129_u32, 1 => Just(u32::MAX)];
    let number = prop_oneof![20 => 0..20_u64, 1 => any::<u64>(), 1 => 28..34_u64];
    let of = (size, any::<u32>(), number.clone(), number, chars())
        .prop_map(|(size, flags, offset, len, pointer)| At::Of { size, flags, offset, len, pointer });
    prop_oneof![1 => Just(At::Null), 4 => of]
}

fn field() -> impl Strategy<Value = u32> {
    prop_oneof![
        20 => proptest::sample::select(debar_plugin_api::field::ALL.iter().map(|info| info.number).collect::<Vec<_>>()),
        2 => any::<u32>(),
        2 => 2000..2010_u32,
    ]
}

fn call() -> impl Strategy<Value = Call> {
    let node = prop_oneof![8 => Just(3_u32), 2 => Just(1), 8 => 0..11_u32, 1 => any::<u32>()];
    prop_oneof![
        14 => (node, at()).prop_map(|(node, at)| Call::Begin(node, at)),
        14 => Just(Call::End),
        10 => (field(), chars(), at()).prop_map(|(field, text, at)| Call::Str(field, text, at)),
        3 => (field(), chars(), at()).prop_map(|(field, text, at)| Call::Dec(field, text, at)),
        1 => (field(), any::<u64>(), at()).prop_map(|(field, value, at)| Call::U64(field, value, at)),
        1 => (field(), any::<i64>(), at()).prop_map(|(field, value, at)| Call::I64(field, value, at)),
        1 => (field(), 0..3_u32, at()).prop_map(|(field, value, at)| Call::Bool(field, value, at)),
        3 => (chars(), chars(), at()).prop_map(|(key, value, at)| Call::Ext(key, value, at)),
        2 => (Just(902), chars(), chars(), at()).prop_map(|(field, media, name, at)| Call::BlobBegin(field, media, name, at)),
        2 => chars().prop_map(Call::BlobWrite),
        2 => Just(Call::BlobEnd),
        1 => (0..4_u64).prop_map(Call::Declare),
        1 => chars().prop_map(Call::Empty),
        1 => (0..40_u64, any::<u64>()).prop_map(|(offset, len)| Call::Read(offset, len)),
        1 => Just(Call::Map),
        1 => (prop_oneof![Just(112_u32), any::<u32>()], chars()).prop_map(|(size, text)| {
            // Above version 1.0 the host believes the size, so this is as far as a test may lie.
            Call::Report(if size > 112 { 112 } else { size }, text)
        }),
        1 => (any::<u32>(), chars()).prop_map(|(level, text)| Call::Log(level, text)),
    ]
}

/// Calls that often make sense: nodes are opened where they may stand, with a place, and closed in the end.
fn sensible() -> impl Strategy<Value = Vec<Call>> {
    proptest::collection::vec((0..10_u32, 0..200_usize, chars()), 0..60).prop_map(|steps| {
        let at = || At::Of { size: 40, flags: 0, offset: 1, len: 3, pointer: Chars::Given(b"/p".to_vec()) };
        let (mut calls, mut open) = (vec![], vec![]);
        for (step, choice, text) in steps {
            let here = open.last().copied().unwrap_or(0);
            let fits: &[u32] = match here {
                0 => &[1],
                1 => &[2, 3, 3, 3, 7, 8, 9],
                2 => &[4],
                3 => &[2, 3, 3, 4, 5, 6, 9],
                9 => &[5],
                _ => &[],
            };
            let fields: Vec<_> =
                debar_plugin_api::field::ALL.iter().filter(|info| info.nodes.contains(&here)).collect();
            match step {
                0..=3 if !fits.is_empty() => {
                    open.push(fits[choice % fits.len()]);
                    calls.push(Call::Begin(fits[choice % fits.len()], at()));
                }
                4..=5 if !open.is_empty() => {
                    open.pop();
                    calls.push(Call::End);
                }
                6 if here != 0 => calls.push(Call::Ext(Chars::Given(b"key".to_vec()), text, at())),
                7 if matches!(here, 1 | 3 | 9) => calls.extend([
                    Call::BlobBegin(902, Chars::Null(0), text.clone(), at()),
                    Call::BlobWrite(text),
                    Call::BlobEnd,
                ]),
                _ if !fields.is_empty() => match fields[choice % fields.len()] {
                    info if info.kind == debar_plugin_api::FieldType::Str => {
                        calls.push(Call::Str(info.number, text, at()));
                    }
                    info => calls.push(Call::U64(info.number, choice as u64, at())),
                },
                _ => {}
            }
        }
        calls.extend(open.iter().map(|_| Call::End));
        calls
    })
}

/// What every decoded document keeps, whoever decoded it.
fn keeps_the_model(decoded: &Decoded, plan: &Plan) {
    assert!(plan.answers.iter().all(|answer| *answer == status::OK), "a refusal was forgotten");
    let begun = |wanted: u32| {
        plan.calls.iter().filter(|call| matches!(call, Call::Begin(node, _) if *node == wanted)).count()
    };
    assert_eq!(decoded.requests.len(), begun(1));
    assert_eq!(decoded.requests.iter().map(|request| request.lines.len()).sum::<usize>(), begun(3));
    assert_eq!(decoded.stats.lines, begun(3) as u64);
    assert_eq!(decoded.requests.is_empty(), decoded.empty.is_some());
    let ends = plan.calls.iter().filter(|call| matches!(call, Call::End)).count();
    assert_eq!(ends, plan.calls.iter().filter(|call| matches!(call, Call::Begin(..))).count());
    let inside = |at: &debar_model::Source| at.offset + at.len <= NATIVE.len() as u64;
    for request in &decoded.requests {
        for (ordinal, line) in (0_u32..).zip(&request.lines) {
            assert!(line.parent.is_none_or(|parent| parent < ordinal), "a child before its parent");
            assert!(line.source.len > 0 && inside(&line.source));
        }
        let lines = request.lines.len();
        assert!(request.attachments.iter().all(|file| file.line.is_none_or(|line| (line as usize) < lines)));
        for value in request.values() {
            assert!(inside(value.source) && value.line.is_none_or(|line| (line as usize) < lines));
        }
    }
    // Lines are in begin order: the innermost open line is the parent.
    let (mut open, mut parents, mut found) = (vec![], vec![], vec![]);
    for call in &plan.calls {
        match call {
            Call::Begin(1, _) => {
                open.push(None);
                found.push(vec![]);
            }
            Call::Begin(3, _) => {
                let request = found.last_mut().unwrap();
                request.push(open.iter().rev().find_map(|ordinal| *ordinal));
                open.push(Some(request.len() as u32 - 1));
            }
            Call::Begin(..) => open.push(None),
            Call::End => drop(open.pop()),
            _ => {}
        }
    }
    parents.extend(
        decoded
            .requests
            .iter()
            .map(|request| request.lines.iter().map(|line| line.parent).collect::<Vec<_>>()),
    );
    for (nested, real) in found.iter().flatten().zip(parents.iter().flatten()) {
        assert!(nested.is_none() || nested == real, "{nested:?} {real:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Any calls at all: never a panic in the host, never a request out of a refusal.
    #[test]
    fn any_calls_give_a_sound_request_or_a_failure(calls in proptest::collection::vec(call(), 0..40), deaf: bool) {
        let _alone = alone();
        let (result, plan) = decode_with(Plan { calls, deaf, ..Plan::default() }, &CallOptions::default());
        match result {
            Ok(decoded) => keeps_the_model(&decoded, &plan),
            Err(failure) => prop_assert_ne!(failure.cause, FailureCause::Internal),
        }
    }

    /// Calls that mostly make sense, one of them perhaps replaced.
    #[test]
    fn sensible_calls_give_a_sound_request(mut calls in sensible(), odd in call(), at in 0..120_usize, deaf: bool) {
        let _alone = alone();
        if let Some(place) = calls.get_mut(at) {
            *place = odd;
        }
        let (result, plan) = decode_with(Plan { calls, deaf, ..Plan::default() }, &CallOptions::default());
        match result {
            Ok(decoded) => keeps_the_model(&decoded, &plan),
            Err(failure) => prop_assert_ne!(failure.cause, FailureCause::Internal),
        }
    }
}
