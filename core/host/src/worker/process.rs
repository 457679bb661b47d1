//! One worker process: started, and ended for certain.
//!
//! Invariant: it is named by a descriptor, never by a number that another process may have by now, and dropping
//! it leaves neither process nor zombie.

use std::fmt;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitIdStatus, getpid, pidfd_open, pidfd_send_signal,
    waitid,
};

use super::Workers;
use crate::frames::Channel;

/// A running worker.
#[derive(Debug)]
pub(super) struct Process {
    pidfd: OwnedFd,
    pub channel: Channel,
    over: bool,
}

/// How a worker ended.
#[derive(Debug)]
pub(super) struct End(Option<WaitIdStatus>);

/// How long a worker that has closed its socket may take to die by itself.
const GRACE: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

impl Process {
    pub fn start(workers: &Workers) -> io::Result<Self> {
        let (channel, theirs) = Channel::pair()?;
        // The kernel ends a child with the thread that made it: only the main thread lives as long as we do.
        let by_main_thread = getpid() == rustix::thread::gettid();
        let child = Command::new(workers.executable())
            .arg0(Workers::PROGRAM)
            .arg(getpid().as_raw_nonzero().to_string())
            .arg(if by_main_thread { "dies-with-parent" } else { "watches-parent" })
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::from(theirs))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let pidfd = pidfd_open(Pid::from_child(&child), PidfdFlags::empty())?;
        Ok(Self { pidfd, channel, over: false })
    }

    /// Ends it, if it has not ended already, and says how.
    pub fn stop(&mut self) -> End {
        if self.over {
            return End(None);
        }
        let mut asked = [PollFd::new(&self.pidfd, PollFlags::IN)];
        if !matches!(poll(&mut asked, Some(&GRACE)), Ok(1..)) {
            return self.kill();
        }
        self.reap()
    }

    /// Ends it at once.
    pub fn kill(&mut self) -> End {
        if self.over {
            return End(None);
        }
        let _ = pidfd_send_signal(&self.pidfd, Signal::KILL);
        self.reap()
    }

    /// A program that reaps all children may have been faster: then nobody knows how it ended.
    fn reap(&mut self) -> End {
        self.over = true;
        loop {
            match waitid(WaitId::PidFd(self.pidfd.as_fd()), WaitIdOptions::EXITED) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(status) => return End(status),
                Err(_) => return End(None),
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(status) = &self.0 else { return f.write_str("its process ended") };
        if let Some(code) = status.exit_status() {
            return write!(f, "its process ended by itself with status {code}");
        }
        let Some(signal) = status.terminating_signal() else { return f.write_str("its process ended") };
        let why = match signal {
            4 => "SIGILL: it ran what is no code",
            6 => "SIGABRT: it aborted",
            7 => "SIGBUS: it reached for memory that is not there",
            9 => "SIGKILL: it used up its processor time or memory, or was ended from outside",
            11 => "SIGSEGV: it reached for memory that is not its own, or its stack was full",
            24 => "SIGXCPU: it used up its processor time",
            25 => "SIGXFSZ: it wrote a file",
            31 => "SIGSYS: it made a system call that the sandbox forbids",
            _ => return write!(f, "its process was ended by signal {signal}"),
        };
        write!(f, "its process was ended by {why}")
    }
}
