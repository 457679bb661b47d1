//! `debar set info` and `debar set verify`.

use debar_sets::{Head, Set};
use serde_json::{Value, json};

use super::lookup::name_of;
use super::{open, refuse};
use crate::args::{ListFormat, SetFileArgs};
use crate::commands::Done;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn info(args: &SetFileArgs, terminal: &mut Terminal) -> Done {
    let name = name_of(&args.set);
    let set = Set::open_head(&args.set, &name).map_err(|error| refuse(&name, &error, terminal))?;
    let head = set.head();
    if args.format == ListFormat::Json {
        terminal.data(json_of(&name, &set).to_string());
        return Ok(Exit::Ok);
    }
    terminal.line(format!(
        "{name}: {} digests, {} bytes, version {}",
        head.count(),
        set.bytes(),
        debar_sets::VERSION
    ));
    terminal.line(format!("  pin-sha256  {}", set.pin()));
    terminal.line(format!("  content     {}", head.content()));
    for table in &head.tables {
        let form =
            if table.homes == 0 { "dense".to_owned() } else { format!("load {} of 1000", table.load()) };
        terminal.line(format!(
            "  {:<11} {} digests, {form}, longest way {} slots",
            table.algorithm, table.count, table.longest
        ));
    }
    terminal.line(format!("  kinds       {}: {}", head.kind_count, objects(&set).join(", ")));
    terminal.line(format!("  made by     {}", head.made_by));
    for source in &head.sources {
        terminal.line(format!(
            "  made from   {} ({} bytes, sha256 {})",
            source.name, source.bytes, source.sha256
        ));
    }
    more(head, terminal);
    Ok(Exit::Ok)
}

pub(super) fn verify(args: &SetFileArgs, terminal: &mut Terminal) -> Done {
    let name = name_of(&args.set);
    let set = open(&args.set, terminal)?;
    let verified = set.verify().map_err(|error| refuse(&name, &error, terminal))?;
    match args.format {
        ListFormat::Human => terminal.line(format!(
            "{name}: {} bytes hold, {} entries found; pin-sha256 {}",
            verified.bytes,
            verified.entries,
            set.pin()
        )),
        ListFormat::Json => {
            let mut report = json_of(&name, &set);
            if let Value::Object(fields) = &mut report {
                fields.insert("verified_entries".to_owned(), json!(verified.entries));
            }
            terminal.data(report.to_string());
        }
    }
    Ok(Exit::Ok)
}

fn more(head: &Head, terminal: &mut Terminal) {
    let more = usize::try_from(head.source_count).unwrap_or(0).saturating_sub(head.sources.len());
    if more > 0 {
        terminal.line(format!("  made from   {more} more"));
    }
}

fn objects(set: &Set) -> Vec<String> {
    let mut objects: Vec<String> = vec![];
    for (_, object) in debar_model::DigestIndex::holds(set) {
        let word = object.as_str().to_owned();
        if !objects.contains(&word) {
            objects.push(word);
        }
    }
    objects
}

fn json_of(name: &str, set: &Set) -> Value {
    let head = set.head();
    let tables: Vec<Value> = head
        .tables
        .iter()
        .map(|table| {
            json!({
                "algorithm": table.algorithm.to_string(), "entries": table.count, "slots": table.slots,
                "load_per_mille": table.load(), "longest_way": table.longest, "dense": table.homes == 0,
            })
        })
        .collect();
    let sources: Vec<Value> = head
        .sources
        .iter()
        .map(
            |source| json!({"name": source.name, "bytes": source.bytes, "sha256": source.sha256.to_string()}),
        )
        .collect();
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "set": name, "version": debar_sets::VERSION, "pin": set.pin().to_string(),
        "content": head.content().to_string(), "entries": head.count(), "bytes": set.bytes(),
        "tables": tables, "kinds": head.kind_count, "objects": objects(set), "made_by": head.made_by,
        "sources": sources, "source_count": head.source_count,
    })
}
