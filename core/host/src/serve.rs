//! The worker's side: loads one plugin from the sealed file that the host sends, and does what the host asks until
//! the host is gone. The sandbox itself is the worker program's.
//!
//! Invariant: every step of hardening comes before the code that it is to hold.

use std::fs::File;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use debar_plugin_api::abi::status;
use debar_raw::Mapping;

use crate::frames::{
    Call, Channel, FRAME, Hello, Outcome, Put, Received, Silence, Start, Take, ask, event, read_answers, said,
};
use crate::instance::{DecodeEnd, EncodeEnd};
use crate::local::Local;
use crate::sink::{Breach, Event, SinkState};
use crate::worker::SandboxLevel;
use crate::{CallOptions, Deadline, FailureCause, load, plugin};

/// What the worker program does to itself.
pub trait Hardening {
    /// Before any code of the plugin is mapped: bounds, and all rights but those that loading needs.
    ///
    /// # Errors
    /// In words. What the kernel does not know is no error: it is missing from the level.
    fn before_load(&mut self, memory_bytes: u64, cpu_seconds: u64) -> Result<SandboxLevel, String>;

    /// Before the first document: also the rights that loading needed.
    ///
    /// # Errors
    /// In words.
    fn before_calls(&mut self) -> Result<(), String>;

    /// Whether the worker has used so much of its processor time that another should take its place.
    fn is_worn(&self) -> bool;
}

/// Time since some instant.
type Clock = Arc<dyn Fn() -> Duration + Send + Sync>;

/// Serves one host until it closes the socket.
///
/// # Errors
/// In words: the socket failed, or the host talked out of form.
pub fn serve(socket: OwnedFd, hardening: &mut dyn Hardening, clock: Clock) -> Result<(), String> {
    let outbox = Outbox(Arc::new(Channel::new(socket.try_clone().map_err(|error| error.to_string())?)));
    let mut inbox = Channel::new(socket);
    let Some(api) = begin(&mut inbox, &outbox, hardening)? else { return Ok(()) };
    let mut instance: Option<Local> = None;
    loop {
        let received = match inbox.receive(true, None) {
            Ok(received) => received,
            Err(Silence::Closed) => return Ok(()),
            Err(why) => return Err(format!("{why:?}")),
        };
        let mut take = Take(received.letter.bytes());
        let (kind, sequence) = (take.u8(), take.u64().ok_or("a message without a number")?);
        match (kind, &mut instance) {
            (Some(ask::CREATE), None) => {
                let config = std::str::from_utf8(take.0).map_err(|error| error.to_string())?;
                let (outcome, made) = match plugin::create(&api, config) {
                    Ok(made) => (Outcome::default(), Some(made)),
                    Err((status, said)) => (Outcome { status, said, ..Outcome::default() }, None),
                };
                hardening.before_calls()?;
                instance = made;
                outbox.end(sequence, |put| outcome.write(put))?;
            }
            (Some(ask::SNIFF), _) => {
                let sure = plugin::sniff(&api, take.0);
                outbox.end(sequence, |put| {
                    put.u32(sure);
                })?;
            }
            (Some(ask::DECODE), Some(instance)) => {
                let call = Call::read(&mut take).ok_or("a call out of form")?;
                let outcome = decode(instance, &call, take.0, &outbox, sequence, &clock);
                outbox.end(sequence, |put| outcome.write(put))?;
            }
            (Some(ask::ENCODE), Some(instance)) => {
                let call = Call::read(&mut take).ok_or("a call out of form")?;
                let answers = read_answers(&mut take).ok_or("answers out of form")?;
                let options = options(&call, &clock);
                let EncodeEnd { status, said, out, strayed } =
                    instance.encode(&call.content_type, take.0, &answers, &options);
                let mut outcome = Outcome { status, said, strayed, ..Outcome::default() };
                match out {
                    Ok(out) => {
                        let refused = out.status();
                        if refused != status::OK {
                            outcome.breach = Some(Breach::new(refused, "an answer that was not taken"));
                        }
                        let (body, headers) = out.forwarded();
                        outcome.headers = headers;
                        outbox.stream(sequence, said::BODY, &body)?;
                    }
                    Err(cause) => outcome.breach = Some(Breach { status: status::FAILED, cause }),
                }
                outbox.end(sequence, |put| outcome.write(put))?;
            }
            _ => return Err("a question out of order".to_owned()),
        }
        if hardening.is_worn() {
            return Ok(());
        }
    }
}

/// Loads the plugin and greets the host. `None`: the plugin cannot be loaded, and the host was told.
fn begin(
    inbox: &mut Channel,
    outbox: &Outbox,
    hardening: &mut dyn Hardening,
) -> Result<Option<debar_plugin_api::abi::PluginApi>, String> {
    let Received { letter, mut files } = inbox.receive(true, None).map_err(|why| format!("{why:?}"))?;
    let mut take = Take(letter.bytes());
    let start = match take.u8() {
        Some(ask::START) => Start::read(&mut take),
        _ => None,
    };
    let start = start.ok_or("no start")?;
    let file = File::from(files.pop().ok_or("no plugin")?);
    let bytes = Mapping::of_sealed_file(&file, u64::MAX).map_err(|error| error.to_string())?;
    let level = hardening.before_load(start.memory, start.cpu)?;
    let loaded = load::load_sealed(file.into(), &bytes).and_then(|api| {
        let described = plugin::describe("plugin", &api)?;
        Ok((api, described))
    });
    let (api, described) = match loaded {
        Ok((api, described)) => (Some(api), Ok(described)),
        Err(error) => {
            let cause =
                std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            (None, Err(format!("{error}{cause}")))
        }
    };
    outbox.end(0, |put| Hello { level, described }.write(put))?;
    Ok(api)
}

fn decode(
    instance: &mut Local,
    call: &Call,
    native: &[u8],
    outbox: &Outbox,
    sequence: u64,
    clock: &Clock,
) -> Outcome {
    let options = options(call, clock);
    let forward = Forward { pending: Vec::new(), outbox: outbox.clone(), sequence };
    let state = SinkState::new(&options, native.len() as u64).forwarding(forward);
    let DecodeEnd { status, said, state, strayed } =
        instance.decode(&call.content_type, native, state, &options);
    let mut outcome = Outcome { status, said, strayed, ..Outcome::default() };
    match state.map(SinkState::forwarded) {
        Some((breach, ignored, forward)) => {
            outcome.calls_after_refusal = ignored;
            let flushed = forward.map_or(Ok(()), |mut forward| forward.flush());
            outcome.breach = breach.or(flushed.err());
        }
        None => outcome.breach = Some(Breach { status: status::FAILED, cause: FailureCause::Internal }),
    }
    outcome
}

fn options(call: &Call, clock: &Clock) -> CallOptions {
    let (begun, clock) = (clock(), Arc::clone(clock));
    let deadline =
        call.left.map(|limit| Deadline { elapsed: Arc::new(move || clock().saturating_sub(begun)), limit });
    CallOptions { limits: call.limits, deadline, trace: false, fail_at_event: call.fail_at_event }
}

/// Checked events on their way to the host.
pub(crate) struct Forward {
    pending: Vec<u8>,
    outbox: Outbox,
    sequence: u64,
}

impl Forward {
    pub(crate) fn event(&mut self, event: &Event<'_>) -> Result<(), Breach> {
        event::write(event, &mut self.pending);
        if self.pending.len() >= FRAME { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Breach> {
        let sent = self.outbox.stream(self.sequence, said::EVENTS, &self.pending);
        self.pending.clear();
        sent.map_err(|_| Breach { status: status::FAILED, cause: FailureCause::Internal })
    }
}

/// Where the worker says something.
#[derive(Clone)]
struct Outbox(Arc<Channel>);

impl Outbox {
    fn stream(&self, sequence: u64, kind: u8, bytes: &[u8]) -> Result<(), String> {
        bytes.chunks(FRAME).try_for_each(|chunk| self.frame(sequence, kind, chunk))
    }

    /// Ends a call with its result.
    fn end(&self, sequence: u64, write: impl FnOnce(&mut Put)) -> Result<(), String> {
        let mut put = Put::default();
        write(&mut put);
        let mut rest = put.0.as_slice();
        while let Some((part, behind)) = rest.split_at_checked(FRAME) {
            self.frame(sequence, said::PART, part)?;
            rest = behind;
        }
        self.frame(sequence, said::RESULT, rest)
    }

    fn frame(&self, sequence: u64, kind: u8, bytes: &[u8]) -> Result<(), String> {
        let mut head = Put::default();
        head.u64(sequence).u8(kind);
        self.0.send(&[&head.0, bytes], None, None).map_err(|why| format!("{why:?}"))
    }
}
