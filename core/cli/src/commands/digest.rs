//! `debar digest`: digests of files, all algorithms of one file in one read, several files at once.

use debar_artifact::digest_files;
use debar_model::Algorithm;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::Done;
use crate::args::{DigestArgs, Format};
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn run(args: &DigestArgs, terminal: &mut Terminal) -> Done {
    let mut algorithms = vec![];
    for name in &args.algorithm {
        match Algorithm::read(name) {
            Algorithm::Other(name) => {
                terminal.error(
                    format!("the algorithm `{name}` is not known"),
                    Some("use sha256, sha384, sha512, and for old lists sha1 or md5"),
                );
                return Err(Exit::Usage);
            }
            known => algorithms.push(known),
        }
    }
    if args.members {
        return Ok(super::members::run(args, &algorithms, terminal));
    }
    let total: u64 =
        args.files.iter().filter_map(|path| std::fs::metadata(path).ok()).map(|meta| meta.len()).sum();
    let bar = bar(total, terminal.progress);
    let results = digest_files(&args.files, &algorithms, &|progress| bar.set_position(progress.bytes));
    bar.finish_and_clear();
    let mut exit = Exit::Ok;
    let mut rows = vec![];
    for (path, result) in args.files.iter().zip(results) {
        let name = path.display().to_string();
        match result {
            Ok(digests) => {
                for digest in &digests {
                    match args.format {
                        Format::Human => terminal.line(format!("{digest}  {name}")),
                        _ => rows.push(json!({"file": name, "bytes": digests.size().to_string(), "digest": digest.to_string()})),
                    }
                }
            }
            Err(error) => {
                terminal.error(format!("`{name}`: {}", crate::chain(&error)), Some(error.help()));
                exit = exit.and(Exit::NoDecision);
            }
        }
    }
    match args.format {
        Format::Human => {}
        Format::Json => terminal.data(json!(rows).to_string()),
        _ => rows.iter().for_each(|row| terminal.data(row.to_string())),
    }
    Ok(exit)
}

fn bar(bytes: u64, wanted: bool) -> ProgressBar {
    const LITTLE: u64 = 256 << 20;
    if !wanted || bytes < LITTLE {
        return ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
    ProgressBar::new(bytes).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
