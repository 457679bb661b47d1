//! From the start of `debar set lookup` to its end, in turns with a process that does nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::clock::median;

/// Starts of each.
const STARTS: usize = 301;

pub fn run(set: &Path, debar: &Path) {
    let folder = std::env::temp_dir().join(format!("debar-peers-{}", std::process::id()));
    let empty = std::env::current_exe().unwrap().with_file_name("empty");
    let digest = "00".repeat(32);
    let lookup = || {
        let mut command = Command::new(debar);
        command.env("XDG_STATE_HOME", &folder);
        command.args(["set", "lookup"]).arg(set).arg(&digest);
        command
    };
    // The first start checks the whole body and leaves a stamp.
    let first = once(lookup());
    println!("first start, whole check: {first:.1} ms");
    let (mut ours, mut nothing) = (vec![], vec![]);
    for _ in 0..STARTS {
        nothing.push(once(Command::new(&empty)));
        ours.push(once(lookup()));
    }
    let (ours, nothing) = (median(&mut ours), median(&mut nothing));
    println!("empty process {nothing:.3} ms, debar set lookup {ours:.3} ms: {:.2} of it", ours / nothing);
    let _ = std::fs::remove_dir_all(&folder);
}

/// Milliseconds of one run.
fn once(mut command: Command) -> f64 {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    command.status().expect("the command starts");
    start.elapsed().as_secs_f64() * 1000.0
}
