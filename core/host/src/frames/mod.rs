//! What host and worker say to each other, and the socket on which they say it. Not the plugin contract.
//!
//! Invariant: the host reads a worker's words as it reads a stranger's document.

mod answer;
mod channel;
mod codec;
pub(crate) mod event;
mod words;

pub(crate) use answer::{read_answers, write_answers};
pub(crate) use channel::{Channel, FRAME, Received, Silence};
pub(crate) use codec::{Put, Take};
pub(crate) use words::{Call, Hello, Outcome, Start, ask, said};
