//! Large and odd lists are read in time that grows with their size, not with its square: each within a limit that only
//! a square would reach.

use std::fmt::Write as _;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use debar_blocklist::{MemorySources, Reading, read};

/// Far above what any of these takes, far below what a square of its size would.
const LIMIT: Duration = Duration::from_secs(240);

const TOP: &str = "version = 1\ntime-zone = \"UTC\"\n";

fn check(what: &str, text: String, expect: impl FnOnce(&Reading)) {
    let (done, wait) = mpsc::channel();
    thread::spawn(move || {
        // Nobody waits any more once the limit has passed.
        let _ = done.send(read("a.toml", &MemorySources::new().with("a.toml", text)));
    });
    match wait.recv_timeout(LIMIT) {
        Ok(reading) => expect(&reading),
        Err(_) => panic!("{what}: not read within {LIMIT:?}"),
    }
}

fn many(count: usize, form: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, number| {
        all.push_str(&form(number));
        all
    })
}

fn holds(vendors: usize) -> impl FnOnce(&Reading) {
    move |reading| {
        let errors: Vec<_> = reading.diagnostics.iter().take(3).collect();
        assert_eq!(reading.list.as_ref().map(|list| list.vendors.len()), Some(vendors), "{errors:?}");
    }
}

fn fails(reading: &Reading) {
    assert!(reading.list.is_none() && reading.has_errors());
    assert!(reading.diagnostics.len() <= 501);
}

#[test]
fn one_table_of_many_entries() {
    let mut text = format!(
        "{TOP}[buyer]\na = {{}}\n[authority.a]\ntitle = \"A\"\nforce = \"house-rule\"\nstatus = [{{ is = \"in-force\", from = 2020-01-01 }}]\n"
    );
    let count = 20_000;
    write!(text, "[group.all]\nvendors = [{}]\n", many(count, |n| format!("\"v{n}\", "))).unwrap();
    text.push_str(
        "[rule.r]\nauthority = \"a\"\ngroups = [\"all\"]\nscope = { buyers = [\"a\"] }\n[vendor]\n",
    );
    text.push_str(&many(count, |n| format!("v{n} = {{ name = \"Vendor {n}x Trading Kasparo\" }}\n")));
    check("entries", text, holds(count));
}

#[test]
fn one_table_of_many_keys_and_one_list_of_many_items() {
    check("keys", format!("{TOP}{}", many(200_000, |n| format!("x-{n} = {n}\n"))), holds(0));
    check("items", format!("{TOP}x-all = [{}]\n", "1, ".repeat(1_000_000)), holds(0));
    check("inline", format!("{TOP}x-all = {{ {} }}\n", many(200_000, |n| format!("k{n} = 1, "))), holds(0));
}

#[test]
fn deep_nesting_is_refused() {
    check("brackets", format!("{TOP}x-deep = {}{}\n", "[".repeat(100_000), "]".repeat(100_000)), fails);
    check("braces", format!("{TOP}x-deep = {}1{}\n", "{a = ".repeat(100_000), "}".repeat(100_000)), fails);
}

#[test]
fn long_lines() {
    let note = "ё".repeat(10 * 1024 * 1024);
    check("one text", format!("{TOP}note = \"{note}\"\n"), holds(0));
    let texts = many(100_000, |n| format!("\"{:0>200}\", ", n));
    check("many places", format!("{TOP}[class.c]\nwords = [{texts}]\n"), |reading| {
        assert!(reading.files[0].1.len() > 20_000_000);
    });
}

#[test]
fn chains_and_repetitions() {
    let chain = many(20_000, |n| {
        format!("v{n} = {{ name = \"Chained {n}x Ltd\", controlled-by = \"v{}\" }}\n", n + 1)
    });
    let chain = format!("{TOP}[vendor]\n{chain}v20000 = {{ name = \"Top of the chain\" }}\n");
    check("a chain of owners", chain, |reading| {
        assert!(!reading.diagnostics.is_empty() || reading.list.is_some())
    });
    let cases =
        many(20_000, |n| format!("v{n} = {{ name = \"A{n}x Ltd\" }}\nV{n} = {{ name = \"B{n}x Ltd\" }}\n"));
    check("ids that differ in capital letters", format!("{TOP}[vendor]\n{cases}"), fails);
    let same =
        many(20_000, |n| format!("[vendor.v{n}]\nname = \"Same Name Ltd\"\nallow = [\"duplicate-name\"]\n"));
    check("one name of all", format!("{TOP}{same}"), |reading| assert!(!reading.diagnostics.is_empty()));
    check("faults", format!("{TOP}{}", "a 1\n".repeat(30_000)), fails);
}
