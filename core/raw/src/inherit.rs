//! Closes descriptors that a careless parent left open: they could lead anywhere.

use std::os::fd::{BorrowedFd, RawFd};

/// Closes every descriptor but standard input, output and error. For a program that has just begun and has opened
/// nothing itself.
pub fn close_inherited() {
    let Ok(folder) = std::fs::read_dir("/proc/self/fd") else { return };
    let open: Vec<RawFd> =
        folder.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    for number in open.into_iter().filter(|number| *number > 2) {
        // SAFETY: only asked about; the descriptor of the folder itself is closed already.
        let open = rustix::io::fcntl_getfd(unsafe { BorrowedFd::borrow_raw(number) }).is_ok();
        if open {
            // SAFETY: nothing in this program owns a descriptor yet.
            unsafe { rustix::io::close(number) };
        }
    }
}
