//! SHA-256 of files against `openssl dgst -sha256`, in one run and by turns, as ratios.
//!
//! Run with `cargo bench -p debar-tests --bench sha256`. Both read the same files from the page cache; every
//! number is the median of its rounds. `DEBAR_BENCH_MIB` sets the size of the single file (1024).

use debar_artifact::{Progress, digest_file, digest_files};
use debar_model::Algorithm;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Instant;

const ROUNDS: usize = 5;
const FILES: usize = 8;

fn main() {
    // `cargo test --benches` runs this too; measuring is for `cargo bench`.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mib = std::env::var("DEBAR_BENCH_MIB").ok().and_then(|text| text.parse().ok()).unwrap_or(1024);
    let folder = tempfile::tempdir().unwrap();
    let big = folder.path().join("big");
    write(&big, mib, 1);
    let files: Vec<PathBuf> = (0..FILES).map(|at| folder.path().join(at.to_string())).collect();
    for (file, seed) in files.iter().zip(2..) {
        write(file, mib / 4, seed);
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    println!("cores: {cores}");

    assert_eq!(ours(&big), openssl_digest(&big), "digests differ");
    let mut one = [vec![], vec![], vec![]];
    let mut many = [vec![], vec![]];
    for _ in 0..ROUNDS {
        one[0].push(seconds(|| drop(ours(&big))));
        one[1].push(seconds(|| drop(openssl_digest(&big))));
        one[2].push(seconds(|| drop(sha256sum(&big))));
        many[0].push(seconds(|| {
            let outcomes = digest_files(&files, &[Algorithm::Sha256], &|_: Progress| ());
            assert!(outcomes.iter().all(Result::is_ok));
        }));
        many[1].push(seconds(|| openssl_at_once(&files, cores)));
    }
    let [ours, openssl, sum] = one.map(median);
    let gigabytes = (mib << 20) as f64 / 1e9;
    println!("one file of {mib} MiB");
    println!("  ours            {:6.3} s  {:.2} GB/s", ours, gigabytes / ours);
    println!(
        "  openssl dgst    {:6.3} s  {:.2} GB/s  ours is {:.2}x",
        openssl,
        gigabytes / openssl,
        openssl / ours
    );
    println!("  sha256sum       {:6.3} s  {:.2} GB/s  ours is {:.2}x", sum, gigabytes / sum, sum / ours);
    let [ours_many, openssl_many] = many.map(median);
    let gigabytes_many = (FILES as u64 * (mib / 4) << 20) as f64 / 1e9;
    let a_core = gigabytes_many / ours_many / cores as f64;
    println!("{FILES} files of {} MiB", mib / 4);
    println!("  ours            {:6.3} s  {:.2} GB/s a core", ours_many, a_core);
    println!("  openssl, {cores} at once {:6.3} s  ours is {:.2}x", openssl_many, openssl_many / ours_many);
    println!("  ours a core against one openssl stream alone: {:.2}x", a_core * openssl / gigabytes);
}

fn ours(path: &Path) -> String {
    let digests = digest_file(path, &[Algorithm::Sha256]).unwrap();
    digests.get(&Algorithm::Sha256).unwrap().value()
}

fn openssl_digest(path: &Path) -> String {
    last_word(Command::new("openssl").args(["dgst", "-sha256"]).arg(path))
}

fn sha256sum(path: &Path) -> String {
    last_word(Command::new("sha256sum").arg(path))
}

fn last_word(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_whitespace().last().unwrap_or_default().to_owned()
}

/// One openssl process per file, as many at a time as there are cores.
fn openssl_at_once(files: &[PathBuf], cores: usize) {
    thread::scope(|scope| {
        for part in 0..cores {
            scope.spawn(move || {
                for file in files.iter().skip(part).step_by(cores) {
                    let status = Command::new("openssl")
                        .args(["dgst", "-sha256"])
                        .arg(file)
                        .stdout(Stdio::null())
                        .status();
                    assert!(status.unwrap().success());
                }
            });
        }
    });
}

fn seconds(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Bytes that do not compress, the same in every run.
fn write(path: &Path, mib: u64, seed: u64) {
    let mut file = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..mib << 17 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        file.write_all(&state.to_le_bytes()).unwrap();
    }
    file.flush().unwrap();
}
