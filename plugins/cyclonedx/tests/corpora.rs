//! Real and official BOMs: each one is read, or stands on `corpus/refused.tsv` with its reason.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use debar_plugin_api::static_api;
use debar_plugin_cyclonedx::CycloneDx;
use debar_testkit::{Driver, TestHost};

#[test]
fn every_bom_is_read_or_refused_for_a_stated_reason() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/cyclonedx");
    if !folder.is_dir() {
        println!("skipped: 780 BOMs are not here");
        return;
    }
    let list = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/refused.tsv")).unwrap();
    let mut refused: BTreeMap<&str, &str> = list
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, rest)| (name, rest.split('\t').next().unwrap_or_default()))
        .collect();
    let host = TestHost::new(&Driver::Static(static_api::<CycloneDx>())).unwrap();
    let mut files = Vec::new();
    for part in ["spec-tests", "wild"] {
        collect(&folder.join(part), &mut files);
    }
    assert!(files.len() > 700, "{} files", files.len());
    let mut lines = 0;
    for path in files {
        let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        let bytes = fs::read(&path).unwrap();
        let begun = Instant::now();
        let result = host.decode("", &bytes);
        assert!(begun.elapsed() < Duration::from_secs(5), "{name} takes too long");
        match result {
            Ok(decoded) => {
                assert!(!refused.contains_key(&*name), "{name} is on the list and was read");
                assert_eq!(decoded.requests.len(), 1, "{name}");
                lines += decoded.stats.lines;
            }
            Err(failure) => {
                let code = failure.reports.first().map(|report| report.code.to_string()).unwrap_or_default();
                assert_eq!(refused.remove(&*name), Some(&*code), "{name}: {failure}");
                let file = path.file_name().unwrap().to_str().unwrap();
                assert!(
                    file.contains("invalid-") || file.contains("bom-invalid"),
                    "{name} must be read: {failure}"
                );
            }
        }
    }
    assert_eq!(refused, BTreeMap::new(), "on the list and not refused");
    assert!(lines > 1500, "{lines} components");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if matches!(path.extension().and_then(|end| end.to_str()), Some("json" | "xml")) {
            files.push(path);
        }
    }
}
