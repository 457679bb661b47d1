//! SHA-256 of files against `openssl dgst -sha256`, in one run and by turns, as ratios.
//!
//! Run with `cargo bench -p debar-tests --bench sha256`. Both read the same files from the page cache; every
//! number is the median of its rounds. Processor time is printed beside the time on the wall, because a busy
//! machine spoils the latter. `DEBAR_BENCH_MIB` sets the size of the single file (1024).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its numbers and fails loudly"
)]

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
    println!("one file of {mib} MiB");
    print("ours", ours, mib, ours);
    print("openssl dgst", openssl, mib, ours);
    print("sha256sum", sum, mib, ours);
    let [ours, openssl_all] = many.map(median);
    let all = FILES as u64 * (mib / 4);
    println!("{FILES} files of {} MiB", mib / 4);
    print("ours", ours, all, ours);
    print("openssl, all cores", openssl_all, all, ours);
    let rate = |time: Time, mib: u64| mib as f64 / time.wall;
    let a_core = rate(ours, all) / cores as f64 / rate(openssl, mib);
    println!("  each core of ours against one openssl stream alone: {a_core:.2}x");
}

fn print(name: &str, time: Time, mib: u64, ours: Time) {
    let rate = (mib << 20) as f64 / 1e9 / time.wall;
    let (wall, cpu) = (time.wall / ours.wall, time.cpu / ours.cpu);
    println!(
        "  {name:20} {:6.3} s {rate:5.2} GB/s, processor {:6.3} s; ours is {wall:.2}x, by processor time {cpu:.2}x",
        time.wall, time.cpu
    );
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

/// Seconds on the wall, and of processor time with that of child processes.
#[derive(Clone, Copy)]
struct Time {
    wall: f64,
    cpu: f64,
}

fn seconds(work: impl FnOnce()) -> Time {
    let (start, cpu) = (Instant::now(), processor());
    work();
    Time { wall: start.elapsed().as_secs_f64(), cpu: processor() - cpu }
}

/// User and system time of this process and its ended children, proc_pid_stat(5) fields 14 to 17, in the
/// hundredths of a second that Linux counts there.
fn processor() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields.split_whitespace().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

fn median(times: Vec<Time>) -> Time {
    let middle = |field: fn(&Time) -> f64| {
        let mut values: Vec<f64> = times.iter().map(field).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    Time { wall: middle(|time| time.wall), cpu: middle(|time| time.cpu) }
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
