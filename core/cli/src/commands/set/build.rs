//! `debar set build` and `debar set merge`. A list with a line that cannot be read makes no set at all.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use debar_model::{Algorithm, Object};
use debar_sets::{
    Builder, Built, Column, CsvColumns, DEFAULT_MEMORY, SetError, TextOptions, merge, read_text,
};
use serde_json::json;

use super::lookup::name_of;
use super::{open, refuse};
use crate::args::{ListFormat, ObjectWord, SetBuildArgs, SetMergeArgs};
use crate::commands::Done;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn build(args: &SetBuildArgs, terminal: &mut Terminal) -> Done {
    let options = options(args, terminal)?;
    let name = name_of(&args.set);
    let memory = args.memory.saturating_mul(1 << 20);
    let builder = Builder::new(&args.set, memory, "debar set build");
    let mut builder = builder.map_err(|error| failed(&name, &error, terminal))?;
    let (mut bad, mut empty, mut legacy) = (0_u64, 0_u64, 0_u64);
    if let Some(nsrl) = &args.nsrl {
        empty += crate::commands::feeds::nsrl(nsrl, &args.manufacturer, &mut builder, terminal)?.empty_files;
    }
    for path in &args.files {
        let text = name_of(path);
        let reader = reader(path).map_err(|error| {
            terminal
                .error(format!("cannot read `{text}`: {error}"), Some("check the path; nothing was written"));
            Exit::NoDecision
        })?;
        let read = read_text(&text, reader, &options, &mut builder, &mut |line| {
            bad += 1;
            if bad <= args.show {
                terminal.problem(format!("error: {text}:{}: `{}`: {}", line.line, line.text, line.why));
            }
        });
        let read = read.map_err(|error| failed(&name, &error, terminal))?;
        empty += read.empty_files;
        legacy += read.legacy;
    }
    if bad > 0 {
        let more = bad.saturating_sub(args.show);
        let more = if more > 0 { format!(", {more} of them not shown") } else { String::new() };
        let help = if options.csv.is_none() {
            "correct or remove the lines; of CSV, name the column by `--csv`"
        } else {
            "correct or remove the lines"
        };
        terminal.error(format!("{bad} lines cannot be read{more}: nothing was written"), Some(help));
        return Err(Exit::Invalid);
    }
    let built = builder.finish().map_err(|error| failed(&name, &error, terminal))?;
    if empty > 0 {
        terminal.remark(format!(
            "note: {empty} digests of an empty file were left out: they would meet every empty file"
        ));
    }
    if legacy > 0 {
        terminal.remark(format!(
            "note: {legacy} digests are SHA-1 or MD5, which can be forged: a hit on one asks a person"
        ));
    }
    report(&name, &built, empty, args.format, terminal);
    Ok(Exit::Ok)
}

pub(super) fn merged(args: &SetMergeArgs, terminal: &mut Terminal) -> Done {
    let name = name_of(&args.set);
    let mut sets = vec![];
    for path in &args.from {
        sets.push((name_of(path), open(path, terminal)?));
    }
    let built = merge(&args.set, &sets, DEFAULT_MEMORY, "debar set merge");
    let built = built.map_err(|error| failed(&name, &error, terminal))?;
    report(&name, &built, 0, args.format, terminal);
    Ok(Exit::Ok)
}

fn options(args: &SetBuildArgs, terminal: &mut Terminal) -> Result<TextOptions, Exit> {
    let algorithm = args.algorithm.as_deref().map(Algorithm::read);
    if let Some(Algorithm::Other(name)) = &algorithm {
        terminal.error(format!("the algorithm `{name}` is not known"), Some(SetError::Algorithm.help()));
        return Err(Exit::Usage);
    }
    let Ok(delimiter) = u8::try_from(args.delimiter) else {
        terminal.error("columns are separated by one ASCII character", Some("give `--delimiter ';'`"));
        return Err(Exit::Usage);
    };
    let object = match args.object {
        ObjectWord::Archive => Object::Archive,
        ObjectWord::File => Object::File,
        ObjectWord::Unknown => Object::Unknown,
    };
    let label = args.label_column.as_deref().map(Column::read);
    let csv = args.csv.as_deref().map(|digest| CsvColumns { digest: Column::read(digest), label, delimiter });
    Ok(TextOptions { algorithm, object, label: args.label.clone(), csv })
}

fn reader(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(Box::new(file))
}

fn failed(name: &str, error: &SetError, terminal: &mut Terminal) -> Exit {
    match error {
        SetError::Io(_) | SetError::Busy | SetError::Labels | SetError::Algorithm | SetError::NotAFile => {
            terminal.error(format!("`{name}` was not written: {error}"), Some(error.help()));
            Exit::NoDecision
        }
        _ => refuse(name, error, terminal),
    }
}

fn report(name: &str, built: &Built, empty: u64, format: ListFormat, terminal: &mut Terminal) {
    let entries: u64 = built.counts.iter().map(|(_, count)| count).sum();
    if format == ListFormat::Json {
        let counts: serde_json::Map<_, _> =
            built.counts.iter().map(|(algorithm, count)| (algorithm.to_string(), json!(count))).collect();
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "set": name, "pin": built.pin.to_string(), "added": built.added, "entries": entries,
            "empty_files_left_out": empty, "algorithms": counts, "bytes": built.bytes, "longest_way": built.longest,
            "dense": built.dense.iter().map(ToString::to_string).collect::<Vec<_>>(),
        });
        terminal.data(report.to_string());
        return;
    }
    let counts: Vec<String> =
        built.counts.iter().map(|(algorithm, count)| format!("{count} {algorithm}")).collect();
    let counts = if counts.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let repeated = built.added.saturating_sub(entries);
    terminal.line(format!(
        "{name}: {entries} digests ({counts}), {repeated} given more than once, {} bytes",
        built.bytes
    ));
    terminal.line(format!("  set = {{ path = \"{name}\", pin-sha256 = \"{}\" }}", built.pin));
    for algorithm in &built.dense {
        terminal.remark(format!(
            "note: more than 4,096 {algorithm} digests begin alike: that table is searched by halves, several times slower"
        ));
    }
}
