//! The bond with the gate: a worker whose gate is gone ends, even while a plugin runs in it.
//!
//! Invariant: there is no moment in which the gate can go unnoticed.

use std::os::fd::AsFd;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getppid, set_parent_process_death_signal};

/// Ties this process to its parent. With `main_thread` the kernel does it: it ends a child with the thread that
/// made it, so that is only right for the thread that lives as long as the gate. False: the parent is gone.
pub(crate) fn bind(parent: i32, main_thread: bool) -> bool {
    if main_thread && set_parent_process_death_signal(Some(Signal::KILL)).is_err() {
        return false;
    }
    // Asked after the bond is made: before, it could have gone in between.
    getppid().is_some_and(|found| found.as_raw_nonzero().get() == parent)
}

/// Ends this process when the gate closes the socket, whatever the plugin does meanwhile.
pub(crate) fn watch() -> std::io::Result<()> {
    let watcher = std::thread::Builder::new().stack_size(64 << 10);
    let (begun, has_begun) = std::sync::mpsc::channel();
    watcher.spawn(move || {
        let stdin = std::io::stdin();
        let _ = begun.send(());
        loop {
            // Hang-ups are always told.
            let mut asked = [PollFd::from_borrowed_fd(stdin.as_fd(), PollFlags::empty())];
            match poll(&mut asked, None) {
                Err(rustix::io::Errno::INTR) | Ok(0) => {}
                _ => std::process::exit(0),
            }
        }
    })?;
    // A thread that begins makes system calls that a running one no longer may.
    has_begun.recv().map_err(std::io::Error::other)
}
