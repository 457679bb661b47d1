//! A conversation with one worker: a question, frames, a result.
//!
//! Invariant: after anything out of order the worker is stopped and never asked again. Each call has a number that
//! nobody can know before it is made, so a plugin cannot lay an answer to a later call in store.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use super::Workers;
use super::process::Process;
use crate::frames::{Hello, Outcome, Put, Silence, Start, Take, ask, said};

/// A worker that was started.
#[derive(Debug)]
pub(super) struct Worker {
    process: Process,
    sequence: u64,
    lost: bool,
}

/// Why a call had no result.
#[derive(Debug)]
pub(super) enum Lost {
    /// The worker died, in words.
    Crashed(String),
    /// The time was over.
    Late,
    /// It said what is not of the agreed form.
    OutOfForm(&'static str),
    /// Our own system refused.
    System(io::Error),
}

/// How long loading and creating may take, and the longest silence of a worker whose caller set no time.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// Bytes of one result; events and bodies are not in it.
const MAX_RESULT: usize = 8 << 20;

impl Worker {
    /// Starts a worker and tells it which plugin to load; does not wait for it.
    pub fn start(workers: &Workers, plugin: &OwnedFd) -> io::Result<Self> {
        let process = Process::start(workers)?;
        let mut put = Put::default();
        Start { memory: workers.memory_bytes, cpu: workers.cpu_seconds }.write(put.u8(ask::START));
        match process.channel.send(&[&put.0], Some(plugin.as_fd()), Some(PATIENCE)) {
            // One that died at once is met when it is greeted.
            Ok(()) | Err(Silence::Closed) => Ok(Self { process, sequence: 0, lost: false }),
            Err(Silence::Late) => Err(io::ErrorKind::TimedOut.into()),
            Err(Silence::Broken(error)) => Err(error),
        }
    }

    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Waits until the plugin is loaded.
    pub fn greet(&mut self) -> Result<Hello, Lost> {
        let result = self.result(0, &|| Some(PATIENCE), &mut |_, _| {})?;
        Hello::read(&mut Take(&result)).ok_or_else(|| self.out_of_form("a greeting"))
    }

    /// Asks, hands on what is streamed, and waits for the end of the call.
    pub fn call(
        &mut self,
        kind: u8,
        parts: &[&[u8]],
        left: &dyn Fn() -> Option<Duration>,
        streamed: &mut dyn FnMut(u8, &[u8]),
    ) -> Result<Outcome, Lost> {
        let result = self.ask(kind, parts, left, streamed)?;
        Outcome::read(&mut Take(&result)).ok_or_else(|| self.out_of_form("the end of a call"))
    }

    /// The same for a question whose answer is a number.
    pub fn number(&mut self, kind: u8, parts: &[&[u8]]) -> Result<u32, Lost> {
        let result = self.ask(kind, parts, &|| Some(PATIENCE), &mut |_, _| {})?;
        Take(&result).u32().ok_or_else(|| self.out_of_form("a number"))
    }

    fn ask(
        &mut self,
        kind: u8,
        parts: &[&[u8]],
        left: &dyn Fn() -> Option<Duration>,
        streamed: &mut dyn FnMut(u8, &[u8]),
    ) -> Result<Vec<u8>, Lost> {
        self.sequence = unguessable();
        let mut head = Put::default();
        head.u8(kind).u64(self.sequence);
        let mut whole: Vec<&[u8]> = vec![&head.0];
        whole.extend(parts);
        let sent = self.process.channel.send(&whole, None, Some(left().unwrap_or(PATIENCE)));
        sent.map_err(|silence| self.lose(silence))?;
        self.result(self.sequence, left, streamed)
    }

    fn result(
        &mut self,
        sequence: u64,
        left: &dyn Fn() -> Option<Duration>,
        streamed: &mut dyn FnMut(u8, &[u8]),
    ) -> Result<Vec<u8>, Lost> {
        let mut result = vec![];
        loop {
            let wait = left().unwrap_or(PATIENCE);
            let received = match self.process.channel.receive(false, Some(wait)) {
                Ok(received) => received,
                Err(silence) => return Err(self.lose(silence)),
            };
            let mut take = Take(received.letter.bytes());
            let (of, kind) = (take.u64(), take.u8());
            match (of == Some(sequence), kind) {
                (true, Some(kind @ (said::EVENTS | said::BODY))) => streamed(kind, take.0),
                (true, Some(kind @ (said::PART | said::RESULT)))
                    if result.len() + take.0.len() <= MAX_RESULT =>
                {
                    result.extend_from_slice(take.0);
                    if kind == said::RESULT {
                        return Ok(result);
                    }
                }
                _ => return Err(self.out_of_form("a frame")),
            }
        }
    }

    fn lose(&mut self, silence: Silence) -> Lost {
        self.lost = true;
        match silence {
            Silence::Closed => Lost::Crashed(self.process.stop().to_string()),
            Silence::Late => {
                self.process.kill();
                Lost::Late
            }
            Silence::Broken(error) if error.kind() == io::ErrorKind::InvalidData => {
                self.out_of_form("a message")
            }
            Silence::Broken(error) => {
                self.process.kill();
                Lost::System(error)
            }
        }
    }

    fn out_of_form(&mut self, what: &'static str) -> Lost {
        self.lost = true;
        self.process.kill();
        Lost::OutOfForm(what)
    }
}

/// The standard library's hash keys are random; what they make of nothing cannot be told by who has not seen them.
fn unguessable() -> u64 {
    RandomState::new().build_hasher().finish()
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Crashed(how) => f.write_str(how),
            Self::Late => f.write_str("its process did not answer in time and was ended"),
            Self::OutOfForm(what) => write!(f, "its process sent {what} out of form and was ended"),
            Self::System(error) => write!(f, "its process cannot be reached: {error}"),
        }
    }
}
