//! Diagnostics after a change in a list of 50,000 entries, over pipes, beside one parse of the same text by the
//! `toml` crate in the same run. Not a test: it prints and asserts nothing about time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark prints, and may fail loudly"
)]

use std::io::{BufRead, BufReader, Write, pipe};
use std::sync::Arc;
use std::time::{Duration, Instant};

use debar_lsp::{Settings, serve};
use serde_json::{Value, json};

const ENTRIES: usize = 50_000;
const EDITS: usize = 200;
const URI: &str = "untitled:bench";

fn main() {
    let text = list();
    let lines: Vec<&str> = text.lines().collect();
    let started = Instant::now();
    let (table, errors) = toml::de::DeTable::parse_recoverable(&text);
    assert!(errors.is_empty() && !table.get_ref().is_empty());
    let parse = started.elapsed();
    drop(table);
    println!("parse   {:>9.1} ms  toml alone, {} entries, {} KiB", ms(parse), ENTRIES, text.len() / 1024);

    let (server_input, mut output) = pipe().unwrap();
    let (input, server_output) = pipe().unwrap();
    let settings = Settings { now: Arc::new(jiff::Timestamp::now), version: "0" };
    std::thread::spawn(move || serve(BufReader::new(server_input), server_output, settings));
    let mut input = BufReader::new(input);
    let mut send = |message: Value| {
        let body = message.to_string();
        write!(output, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        output.flush().unwrap();
    };
    send(json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}}));
    next(&mut input);
    let started = Instant::now();
    send(
        json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"uri": URI, "version": 0, "text": text}}}),
    );
    next(&mut input);
    println!("open    {:>9.1} ms  to the first answer", ms(started.elapsed()));
    next(&mut input);
    println!("whole   {:>9.1} ms  to the reading of the whole list", ms(started.elapsed()));

    // Each edit breaks a reference or a key, or mends what the one before broke.
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut times: Vec<Duration> = vec![];
    let mut version = 0;
    while times.len() < EDITS {
        let line = dice.below(lines.len());
        let Some(column) = lines[line].find("name") else { continue };
        for (from, to, with, expect) in
            [(column, column + 4, "nmae", true), (column, column + 4, "name", false)]
        {
            version += 1;
            let range =
                json!({"start": {"line": line, "character": from}, "end": {"line": line, "character": to}});
            let started = Instant::now();
            send(json!({"jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                "textDocument": {"uri": URI, "version": version}, "contentChanges": [{"range": range, "text": with}],
            }}));
            let answer = loop {
                let answer = next(&mut input);
                if answer["params"]["version"] == version {
                    break answer;
                }
            };
            times.push(started.elapsed());
            let told = answer["params"]["diagnostics"]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| one["code"] == "unknown-key");
            assert_eq!(told, expect, "edit {version} at line {line}");
        }
        // As somebody types: sometimes without a pause, sometimes while the whole list is being read.
        std::thread::sleep(Duration::from_millis(dice.below(400) as u64));
    }
    times.sort();
    let at = |percent: usize| times[(times.len() * percent / 100).min(times.len() - 1)];
    for (name, time) in [("p50", at(50)), ("p95", at(95)), ("max", at(100))] {
        println!(
            "{name:<7} {:>9.1} ms  {:.3} of the parse",
            ms(time),
            time.as_secs_f64() / parse.as_secs_f64()
        );
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim();
    println!("peak    {peak}, this program with the text in it included");
}

/// Vendors of about 200 bytes, most under headers, some one a line, and a rule a hundred vendors.
fn list() -> String {
    let mut text = String::from(
        "version = 1\ntime-zone = \"UTC\"\n[authority.law]\nstatus = [{ is = \"in-force\", from = 2020-01-01 }]\n",
    );
    for number in 0..ENTRIES {
        text.push_str(&format!(
            "[vendor.v-{number}]\nname = \"Vendor Холдинг {number} Industrial Trading\"\naliases = [\"Vendor {number} Limited\", \"Вендор {number}\", \"卖方 {number}\"]\n\
             brands = [\"Brand{number}x\"]\nidentifiers = {{ domain = [\"v{number}.example\"] }}\nnote = \"added for the list of large size\"\n"
        ));
    }
    for rule in 0..ENTRIES / 100 {
        let ids: Vec<String> =
            (rule * 100..rule * 100 + 100).map(|number| format!("\"v-{number}\"")).collect();
        text.push_str(&format!("[rule.r-{rule}]\nauthority = \"law\"\nvendors = [{}]\n", ids.join(", ")));
    }
    text
}

fn next(input: &mut impl BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert!(input.read_line(&mut line).unwrap() > 0, "the server ended");
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.trim().parse().unwrap();
        } else if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).unwrap();
    serde_json::from_slice(&body).unwrap()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}
