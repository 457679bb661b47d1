//! Each string of a real BOM replaced by a marker is told, with the pointer to it: in turn in small documents, all at
//! once in large ones.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use debar_plugin_api::static_api;
use debar_plugin_cyclonedx::CycloneDx;
use debar_testkit::{Driver, TestHost};
use serde_json::Value;

/// Documents of up to so many bytes are tried string by string.
const SMALL: usize = 12_000;

fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<CycloneDx>())).unwrap()
}

fn documents(end: &str) -> Vec<(String, String)> {
    let base = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = base.join("../../../shared/corpora/cyclonedx");
    let mut folders = vec![base.join("corpus")];
    if shared.is_dir() {
        let wild = ["wild/dependency-track", "wild/osv-scanner", "wild/syft/json", "wild/syft/xml"];
        let spec = ["spec-tests/1.4", "spec-tests/1.6", "spec-tests/1.7"];
        folders.extend(wild.iter().chain(&spec).map(|part| shared.join(part)));
    } else {
        println!("skipped: the real BOMs are not here, only our own are tried");
    }
    let files =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let files: BTreeSet<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|found| found == end)).collect();
    let named = |path: &PathBuf| !path.file_name().unwrap().to_str().unwrap().contains("invalid");
    files
        .into_iter()
        .filter(named)
        .map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// Marker number -> the pointers that it was told with. A marker is `mk`, the number, `km`.
fn told(document: &str) -> BTreeMap<usize, BTreeSet<String>> {
    let decoded =
        host().decode("", document.as_bytes()).unwrap_or_else(|failure| panic!("{failure}\n{document}"));
    let mut told: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for line in decoded.trace {
        let line = line.trim_end_matches(" decoded");
        let (said, pointer) = match line.rfind(" @") {
            Some(at) => (&line[..at], line[at + 2..].split_once(' ').map_or("", |(_, pointer)| pointer)),
            None => (line, ""),
        };
        for part in said.split("mk").skip(1) {
            if let Some(number) = part.split_once("km").and_then(|(number, _)| number.parse().ok()) {
                told.entry(number).or_default().insert(pointer.to_owned());
            }
        }
    }
    told
}

#[test]
fn strings_of_json() {
    for (name, text) in documents("json") {
        let whole: Value = serde_json::from_str(&text).unwrap();
        let mut pointers = Vec::new();
        strings(&whole, String::new(), &mut pointers);
        pointers.retain(|pointer| !["/bomFormat", "/specVersion"].contains(&&**pointer));
        if text.len() <= SMALL {
            for (index, pointer) in pointers.iter().enumerate() {
                let mut one = whole.clone();
                *one.pointer_mut(pointer).unwrap() = format!("mk{index}km").into();
                let told = told(&one.to_string());
                assert!(
                    told.get(&index).is_some_and(|at| at.contains(&pointer.escape_debug().to_string())),
                    "{name} {pointer}: {told:?}"
                );
            }
        }
        let mut all = whole.clone();
        for (index, pointer) in pointers.iter().enumerate() {
            *all.pointer_mut(pointer).unwrap() = format!("mk{index}km").into();
        }
        let told = told(&all.to_string());
        for (index, pointer) in pointers.iter().enumerate() {
            assert!(
                told.get(&index).is_some_and(|at| at.contains(&pointer.escape_debug().to_string())),
                "{name} {pointer}"
            );
        }
    }
}

#[test]
fn texts_and_attributes_of_xml() {
    for (name, text) in documents("xml") {
        let spans = xml_values(&text);
        assert!(!spans.is_empty(), "{name}");
        let replaced = |chosen: &dyn Fn(usize) -> bool| {
            let (mut out, mut at) = (String::new(), 0);
            for (index, (from, to)) in spans.iter().enumerate() {
                out.push_str(&text[at..*from]);
                out.push_str(&if chosen(index) {
                    format!("mk{index}km")
                } else {
                    text[*from..*to].to_owned()
                });
                at = *to;
            }
            out + &text[at..]
        };
        let count = if text.len() <= SMALL { spans.len() } else { 0 };
        for index in 0..count {
            let told = told(&replaced(&|other| other == index));
            let pointed =
                told.get(&index).is_some_and(|at| at.iter().any(|pointer| pointer.starts_with('/')));
            assert!(pointed, "{name} value {index} `{}`: {told:?}", &text[spans[index].0..spans[index].1]);
        }
        let told = told(&replaced(&|_| true));
        for index in 0..spans.len() {
            assert!(
                told.contains_key(&index),
                "{name} value {index} `{}`",
                &text[spans[index].0..spans[index].1]
            );
        }
    }
}

fn strings(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::String(_) => out.push(at),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| strings(item, format!("{at}/{i}"), out))
        }
        Value::Object(map) => {
            for (key, item) in map {
                strings(item, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        _ => {}
    }
}

/// Ranges of attribute values and of texts, found without an XML parser: namespaces, declarations, comments and CDATA
/// sections are left alone.
fn xml_values(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        if text[at..open].trim() != "" {
            let start = at + text[at..open].len() - text[at..open].trim_start().len();
            spans.push((start, start + text[at..open].trim().len()));
        }
        let rest = &text[open..];
        let end = |what: &str| open + rest.find(what).unwrap() + what.len();
        if rest.starts_with("<!--") {
            at = end("-->");
        } else if rest.starts_with("<![CDATA[") {
            // The section and what follows it are one text.
            let section = end("]]>");
            at = section + text[section..].find('<').unwrap();
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            at = end(">");
        } else {
            at = end(">");
            let tag = &text[open..at];
            let mut quote = 0;
            while let Some(from) = tag[quote..].find('"').map(|found| quote + found + 1) {
                let to = from + tag[from..].find('"').unwrap();
                let name = tag[..from - 2].rsplit(char::is_whitespace).next().unwrap_or_default();
                if !name.starts_with("xmlns") && to > from && !tag[from..to].trim().is_empty() {
                    spans.push((open + from, open + to));
                }
                quote = to + 1;
            }
        }
    }
    spans
}
