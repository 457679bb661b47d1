//! Reading a file ahead of its hashing, by a second thread that helps and never hinders.
//!
//! The file is read in order by whoever holds the right to read. The hashing thread takes it when nothing is
//! ready and the helper is not at it, so a helper that gets no processor costs nothing.

use crate::open::Opened;
use std::collections::VecDeque;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Bytes of a piece.
const PIECE: usize = 192 * 1024;
/// Buffers of the helper. The hashing thread has one more; all together are below 1 MiB.
const BUFFERS: usize = 3;
/// The helper is woken when so many buffers are free: waking is dear beside reading one piece, and there
/// must be one left to hash meanwhile.
const WAKE_AT: usize = 2;

/// Feeds the whole file piece by piece; gives the number of bytes.
pub(crate) fn read(file: &Opened, feed: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
    let desk = Desk::new();
    thread::scope(|scope| {
        // Without a helper this thread reads everything itself.
        let _ = thread::Builder::new().spawn_scoped(scope, || desk.help(file));
        let outcome = desk.hash(file, feed);
        desk.close();
        outcome
    })
}

/// What the two threads share.
struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Pieces that are read, in order.
    ready: VecDeque<(Vec<u8>, usize)>,
    /// Buffers that are free.
    spare: Vec<Vec<u8>>,
    /// Somebody reads the next piece right now.
    reading: bool,
    /// Bytes read so far.
    done: u64,
    /// Nothing more will be read.
    ended: bool,
    failed: Option<io::Error>,
}

/// What the hashing thread does next.
enum Turn {
    Hash(Vec<u8>, usize),
    Read(u64),
    End(io::Result<u64>),
}

impl Desk {
    fn new() -> Self {
        let state = State {
            ready: VecDeque::with_capacity(BUFFERS),
            spare: (0..BUFFERS).map(|_| vec![0; PIECE]).collect(),
            reading: false,
            done: 0,
            ended: false,
            failed: None,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hash(&self, file: &Opened, feed: &mut dyn FnMut(&[u8])) -> io::Result<u64> {
        let mut own = vec![0; PIECE];
        loop {
            match self.turn() {
                Turn::Hash(buffer, count) => {
                    feed(buffer.get(..count).unwrap_or_default());
                    let mut state = self.lock();
                    state.spare.push(buffer);
                    if state.spare.len() == WAKE_AT {
                        self.changed.notify_one();
                    }
                }
                Turn::Read(done) => {
                    let read = file.read(done, &mut own);
                    let count = *read.as_ref().unwrap_or(&0);
                    self.settle(read, None);
                    feed(own.get(..count).unwrap_or_default());
                }
                Turn::End(outcome) => return outcome,
            }
        }
    }

    fn turn(&self) -> Turn {
        let mut state = self.lock();
        loop {
            if let Some((buffer, count)) = state.ready.pop_front() {
                return Turn::Hash(buffer, count);
            }
            if let Some(error) = state.failed.take() {
                return Turn::End(Err(error));
            }
            if state.ended {
                return Turn::End(Ok(state.done));
            }
            if !state.reading {
                state.reading = true;
                return Turn::Read(state.done);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn help(&self, file: &Opened) {
        loop {
            let mut state = self.lock();
            let (mut buffer, done) = loop {
                if state.ended {
                    return;
                }
                if !state.reading
                    && let Some(buffer) = state.spare.pop()
                {
                    state.reading = true;
                    break (buffer, state.done);
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
            };
            drop(state);
            let read = file.read(done, &mut buffer);
            self.settle(read, Some(buffer));
        }
    }

    /// Gives the right to read back, with what was read. The hashing thread keeps its own piece.
    fn settle(&self, read: io::Result<usize>, buffer: Option<Vec<u8>>) {
        let mut state = self.lock();
        state.reading = false;
        match read {
            Ok(count) => {
                state.done += count as u64;
                state.ended |= count == 0;
                if let Some(buffer) = buffer.filter(|_| count > 0) {
                    state.ready.push_back((buffer, count));
                }
            }
            Err(error) => {
                state.ended = true;
                state.failed = Some(error);
            }
        }
        self.changed.notify_one();
    }

    fn close(&self) {
        self.lock().ended = true;
        self.changed.notify_one();
    }
}
