//! The contract is frozen: sizes and offsets, the header's bytes, the registry and every constant are
//! compared with what was committed, with each other, and with a C and a C++ compiler where there is one.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]
#![cfg(all(target_pointer_width = "64", target_endian = "little"))]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use debar_plugin_api::{abi, field, node};
use sha2::{Digest, Sha256};

const HEADER: &str = include_str!("../include/debar_plugin.h");
const REGISTRY: &str = include_str!("../registry.tsv");
const LAYOUT: &str = include_str!("contract/layout.txt");
/// SHA-256 of the registry's rows of 1.0, which never change.
const REGISTRY_SHA256: &str = include_str!("contract/registry.sha256");
/// SHA-256 of the header. A change here is a change of the contract: only ever an addition.
const HEADER_SHA256: &str = include_str!("contract/header.sha256");

macro_rules! layout {
    ($($c:ident $rust:ident { $($member:ident),* $(,)? })*) => {
        fn mirror() -> String {
            let mut text = String::new();
            $(
                writeln!(text, "{} size {} align {}", stringify!($c), size_of::<abi::$rust>(), align_of::<abi::$rust>()).unwrap();
                $(writeln!(text, "{}.{} {}", stringify!($c), stringify!($member),
                    std::mem::offset_of!(abi::$rust, $member)).unwrap();)*
            )*
            text
        }

        fn c_program() -> String {
            let mut text = String::from("#include <stddef.h>\n#include <stdio.h>\n#include \"debar_plugin.h\"\n\
                #define P(...) printf(__VA_ARGS__)\nint main(void) {\n");
            $(
                writeln!(text, "struct align_{0} {{ char c; {0} s; }};", stringify!($c)).unwrap();
                writeln!(text, "P(\"{0} size %zu align %zu\\n\", sizeof({0}), offsetof(struct align_{0}, s));", stringify!($c)).unwrap();
                $(writeln!(text, "P(\"{0}.{1} %zu\\n\", offsetof({0}, {1}));", stringify!($c), stringify!($member)).unwrap();)*
            )*
            text.push_str("return 0; }\n");
            text
        }
    };
}

layout! {
    debar_text Text { ptr, len }
    debar_where Where { struct_size, flags, offset, len, pointer }
    debar_report Report {
        struct_size, code, offset, length, line, column, path, rule, message, help, flags,
    }
    debar_host Host { struct_size, abi_minor, ctx, log, report, cancelled, get_extension }
    debar_source Source { struct_size, flags, ctx, len, read, map }
    debar_sink Sink {
        struct_size, flags, ctx, begin, str, u64, i64, boolean, dec, ext, blob_begin, blob_write, blob_end,
        declare, empty, end,
    }
    debar_out Out { struct_size, flags, ctx, write, header }
    debar_decision_line DecisionLine { struct_size, verdict, ordinal, line_id, reasons, reason_count }
    debar_decision Decision {
        struct_size, verdict, complete, role, already_transmitted, forwards, decision_id, request_id, revision,
        at, hold_code, reasons, reason_count, lines, line_count, line_stride, obligations, obligation_count,
        json,
    }
    debar_plugin_api PluginApi {
        magic, struct_size, abi_minor, flags, describe, create, destroy, sniff, decode, encode, get_extension,
    }
}

#[test]
fn the_mirror_has_the_committed_layout() {
    assert_eq!(mirror(), LAYOUT, "the layout of version 1 is frozen: append, never move");
}

#[test]
fn the_sizes_of_version_1_0_are_what_is_asked_of_the_other_side() {
    fn row<T: abi::Versioned>(name: &str, last_ends_at: usize) {
        let size = LAYOUT.lines().find_map(|row| row.strip_prefix(&format!("{name} size "))).unwrap();
        let size: usize = size.split(' ').next().unwrap().parse().unwrap();
        assert_eq!(T::V1_SIZE, size, "{name}: the size of 1.0 stays, whatever is appended");
        assert_eq!(last_ends_at, size_of::<T>(), "{name}: padding at the end would hide an appended member");
        assert_eq!(size % 8, 0, "{name}");
    }
    row::<abi::Where>("debar_where", std::mem::offset_of!(abi::Where, pointer) + 16);
    row::<abi::Report>("debar_report", std::mem::offset_of!(abi::Report, flags) + 8);
    row::<abi::Host>("debar_host", std::mem::offset_of!(abi::Host, get_extension) + 8);
    row::<abi::Source>("debar_source", std::mem::offset_of!(abi::Source, map) + 8);
    row::<abi::Sink>("debar_sink", std::mem::offset_of!(abi::Sink, end) + 8);
    row::<abi::Out>("debar_out", std::mem::offset_of!(abi::Out, header) + 8);
    row::<abi::DecisionLine>(
        "debar_decision_line",
        std::mem::offset_of!(abi::DecisionLine, reason_count) + 8,
    );
    row::<abi::Decision>("debar_decision", std::mem::offset_of!(abi::Decision, json) + 16);
    row::<abi::PluginApi>("debar_plugin_api", std::mem::offset_of!(abi::PluginApi, get_extension) + 8);
}

/// A table as version 1.1 might have it, on the side that was built with 1.1.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
struct Grown {
    struct_size: u32,
    flags: u32,
    old: u64,
    new: u64,
    newer: usize,
}

// SAFETY: integers, no padding, the size first.
unsafe impl abi::Versioned for Grown {
    const V1_SIZE: usize = 16;
}

#[test]
fn a_struct_of_either_age_is_read_as_far_as_both_sides_know_it() {
    let whole = Grown { struct_size: 32, flags: 1, old: 2, new: 3, newer: usize::MAX };
    let read = |size: u32| {
        let given = Grown { struct_size: size, ..whole };
        // SAFETY: the struct is at least as large as every size that is tried and lies within it.
        unsafe { abi::read(&raw const given) }
    };
    assert_eq!(read(15), None, "less than 1.0");
    assert_eq!(read(16), Some(Grown { struct_size: 16, new: 0, newer: 0, ..whole }));
    assert_eq!(read(24), Some(Grown { struct_size: 24, newer: 0, ..whole }));
    assert_eq!(read(28), Some(Grown { struct_size: 28, newer: 0, ..whole }), "no half pointer");
    assert_eq!(read(32), Some(whole));
    assert_eq!(read(4000), Some(Grown { struct_size: 4000, ..whole }), "newer than this side");
    let mut shifted = [0_u8; 40];
    // SAFETY: 32 bytes from 1 on lie within 40; the read is of any alignment.
    unsafe {
        shifted.as_mut_ptr().add(1).cast::<Grown>().write_unaligned(whole);
        assert_eq!(abi::read(shifted.as_ptr().add(1).cast::<Grown>()), Some(whole));
        assert_eq!(abi::read(std::ptr::null::<Grown>()), None);
    }
}

#[test]
fn every_function_says_its_thread_class_and_no_struct_crosses_by_value() {
    let (mut functions, mut said, mut inside) = (0, String::new(), false);
    for line in HEADER.lines().map(str::trim) {
        if line.starts_with("/*") {
            said.clear();
        }
        if line.starts_with("/*") || inside {
            said += line;
            inside = !line.ends_with("*/");
            continue;
        }
        if line.contains("(*") || line.starts_with("DEBAR_EXPORT const") {
            functions += 1;
            let class = ["[call]", "[instance]", "[any]"].iter().any(|class| said.contains(class));
            assert!(class, "no thread class above `{line}`");
            said.clear();
        }
    }
    assert_eq!(functions, 4 + 2 + 13 + 2 + 7 + 1);
    let code = strip_comments(HEADER);
    for call in code.split('(').skip(1).filter_map(|rest| rest.split(')').next()) {
        for argument in call.split(',').filter(|argument| argument.contains("debar_")) {
            assert!(argument.contains('*') || argument.contains("DEBAR_"), "by value: `{argument}`");
        }
    }
    assert_eq!(code.matches("_Bool").count() + code.matches("size_t").count(), 0, "widths that vary");
}

#[test]
fn a_c_compiler_sees_the_same_layout() {
    let Some(cc) = compiler("cc") else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("layout.c");
    std::fs::write(&source, c_program()).unwrap();
    let program = folder.path().join("layout");
    run(Command::new(cc).arg("-std=c11").arg(include_flag()).arg(&source).arg("-o").arg(&program));
    let output = Command::new(program).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), LAYOUT);
}

#[test]
fn every_member_of_the_header_is_in_the_mirror() {
    // The layout macro lists members by hand; this counts them in the header, so none is forgotten.
    for name in
        ["where", "report", "host", "source", "sink", "out", "decision_line", "decision", "plugin_api"]
    {
        let start = HEADER.find(&format!("typedef struct debar_{name} {{")).unwrap();
        let body = &HEADER[start..start + HEADER[start..].find("\n}").unwrap()];
        let code = strip_comments(body);
        let in_header = code.matches(';').count();
        let in_listing = LAYOUT.lines().filter(|line| line.starts_with(&format!("debar_{name}."))).count();
        assert_eq!(in_header, in_listing, "debar_{name}");
    }
}

#[test]
fn the_header_is_the_committed_one() {
    let digest: String = Sha256::digest(HEADER.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, HEADER_SHA256.trim(), "the header changed: it may only ever be added to");
}

#[test]
fn the_header_is_clean_in_c99_c11_and_cpp11() {
    let code = "#include \"debar_plugin.h\"\n#include \"debar_plugin.h\"\n\
        int has(const debar_sink *sink);\nint has(const debar_sink *sink) { return DEBAR_HAS(sink, debar_sink, end); }\n\
        DEBAR_PLUGIN_NOTE(\"id=x\\nversion=1\\nabi=1.0\\n\");\n\
        const debar_plugin_api *debar_plugin_entry_v1(uint32_t minor) { (void)minor; return 0; }\n";
    let folder = tempfile::tempdir().unwrap();
    for (name, kind, standards) in [
        ("cc", "c", &["c99", "c11"][..]),
        ("c++", "c++", &["c++11", "c++17"]),
        ("clang", "c", &["c99", "c11"]),
    ] {
        let Some(compiler) = compiler(name) else { continue };
        let source = folder.path().join("header.src");
        std::fs::write(&source, code).unwrap();
        for standard in standards {
            run(Command::new(compiler)
                .args(["-x", kind, "-Wall", "-Wextra", "-pedantic", "-Werror", "-fPIC", "-c"])
                .arg(format!("-std={standard}"))
                .arg(include_flag())
                .arg(&source)
                .arg("-o")
                .arg(folder.path().join("header.o")));
        }
    }
}

#[test]
fn registry_header_and_constants_agree_on_fields_and_nodes() {
    let frozen: String = REGISTRY.lines().filter(|row| row.ends_with("\t1.0")).collect::<Vec<_>>().join("\n");
    let digest: String = Sha256::digest(&frozen).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        digest,
        REGISTRY_SHA256.trim(),
        "a number of 1.0 changed: numbers are never reused or renamed"
    );
    let rows: Vec<(u32, &str, String, String)> = REGISTRY
        .lines()
        .skip(1)
        .map(|row| {
            let cells: Vec<&str> = row.split('\t').collect();
            assert_eq!(cells.len(), 5, "{row}");
            assert!(cells[0].parse::<u32>().unwrap() < 0x4000_0000, "outside of the registry's range");
            (cells[0].parse().unwrap(), cells[1], cells[2].to_owned(), cells[3].to_owned())
        })
        .collect();
    let nodes =
        |numbers: &[u32]| numbers.iter().map(|n| node::name(*n).unwrap()).collect::<Vec<_>>().join(" ");
    let ours: Vec<_> = field::ALL
        .iter()
        .map(|info| (info.number, info.name, info.kind.to_string(), nodes(info.nodes)))
        .collect();
    assert_eq!(rows, ours);
    assert!(ours.is_sorted_by(|a, b| a.0 < b.0), "`field::info` searches a sorted list");
    assert_eq!(
        defines("DEBAR_FIELD_"),
        ours.iter().map(|row| (row.1.to_owned(), i64::from(row.0))).collect::<Vec<_>>()
    );
    let ours: Vec<_> =
        node::ALL.iter().map(|(number, name)| ((*name).to_owned(), i64::from(*number))).collect();
    assert_eq!(defines("DEBAR_NODE_"), ours);
}

#[test]
fn header_and_constants_agree_on_values() {
    use abi::{level, role, status, verdict};
    let statuses = [
        ("FAILED", status::FAILED),
        ("ARGUMENT", status::ARGUMENT),
        ("MALFORMED", status::MALFORMED),
        ("UNSUPPORTED", status::UNSUPPORTED),
        ("CONFIG", status::CONFIG),
        ("LIMIT", status::LIMIT),
        ("CANCELLED", status::CANCELLED),
        ("SOURCE", status::SOURCE),
        ("UTF8", status::UTF8),
        ("NESTING", status::NESTING),
        ("FIELD", status::FIELD),
        ("NUMBER", status::NUMBER),
        ("ORDER", status::ORDER),
        ("SPAN", status::SPAN),
        ("VERSION", status::VERSION),
        ("PANIC", status::PANIC),
    ];
    check("DEBAR_E_", &statuses.map(|(name, value)| (name, i64::from(value))));
    let roles = [("BUYER_GATE", role::BUYER_GATE), ("HUB", role::HUB), ("SELLER", role::SELLER)];
    check("DEBAR_ROLE_", &roles.map(|(name, value)| (name, i64::from(value))));
    let levels =
        [("ERROR", level::ERROR), ("WARN", level::WARN), ("INFO", level::INFO), ("DEBUG", level::DEBUG)];
    check("DEBAR_LOG_", &levels.map(|(name, value)| (name, i64::from(value))));
    for (name, value) in [
        ("DEBAR_ALLOW", i64::from(verdict::ALLOW)),
        ("DEBAR_REVIEW", i64::from(verdict::REVIEW)),
        ("DEBAR_DENY", i64::from(verdict::DENY)),
        ("DEBAR_WHERE_DECODED", i64::from(abi::WHERE_DECODED)),
        ("DEBAR_REPORT_WARNING", i64::from(abi::REPORT_WARNING)),
        ("DEBAR_ABI_MAJOR", i64::from(abi::ABI_MAJOR)),
        ("DEBAR_ABI_MINOR", i64::from(abi::ABI_MINOR)),
        ("DEBAR_READ_WINDOW", abi::READ_WINDOW as i64),
        ("DEBAR_PLUGIN_MAGIC", abi::MAGIC as i64),
        ("DEBAR_MUST_UNDERSTAND", i64::from(abi::MUST_UNDERSTAND)),
    ] {
        assert_eq!(defines(name).first().map(|found| found.1), Some(value), "{name}");
    }
    assert_eq!(abi::UNKNOWN, u64::MAX);
    assert!(HEADER.contains(&format!("*{}(uint32_t", abi::ENTRY_SYMBOL)));
}

fn check(prefix: &str, ours: &[(&str, i64)]) {
    let ours: Vec<_> = ours.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    assert_eq!(defines(prefix), ours);
}

/// `#define`s with a prefix, in order, with their numbers.
fn defines(prefix: &str) -> Vec<(String, i64)> {
    HEADER
        .lines()
        .filter_map(|line| line.strip_prefix("#define ")?.strip_prefix(prefix))
        .filter_map(|rest| {
            let (name, value) = rest.split_once(' ')?;
            let value = value.split(" /*").next()?.trim();
            let value = value.trim_start_matches("UINT64_C").trim_start_matches("UINT32_C");
            let value = value.trim_matches(['(', ')']);
            let value = match value.strip_prefix("0x") {
                Some(hex) => i64::from_str_radix(hex, 16),
                None => value.parse(),
            };
            Some((name.to_owned(), value.ok()?))
        })
        .collect()
}

fn strip_comments(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    code + rest
}

fn compiler(name: &'static str) -> Option<&'static str> {
    let found = Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: no `{name}` here");
    }
    found.then_some(name)
}

fn include_flag() -> String {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("include");
    format!("-I{}", folder.display())
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
