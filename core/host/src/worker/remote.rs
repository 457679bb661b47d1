//! An instance of a plugin in a worker: the same two calls, with the code elsewhere.
//!
//! Invariant: what a worker says builds a request only through the guard of this process.

use std::sync::Arc;
use std::time::Duration;

use debar_plugin_api::abi::status;
use serde_json::Value;

use super::Away;
use super::talk::{Lost, PATIENCE, Worker};
use crate::call::{OutState, Said};
use crate::frames::event::{self, Front};
use crate::frames::{Call, Outcome, Put, ask, said, write_answers};
use crate::instance::{DecodeEnd, EncodeEnd};
use crate::sink::{Breach, SinkState};
use crate::{Answer, CallOptions, FailureCause, HostError, Receipt, check_config};

/// An instance in a process of its own.
#[derive(Debug)]
pub(crate) struct Remote {
    plugin: Arc<Away>,
    config: Value,
    worker: Worker,
    /// The plugin's own `create` has succeeded.
    created: bool,
}

impl Remote {
    /// Starts a worker for an instance; what is wrong with the configuration is said by [`Remote::ready`].
    pub fn start(plugin: Arc<Away>, config: Value) -> Result<Self, HostError> {
        let worker = plugin.start()?;
        Ok(Self { plugin, config, worker, created: false })
    }

    pub fn is_lost(&self) -> bool {
        self.worker.is_lost()
    }

    /// Waits until the instance is made.
    pub fn ready(&mut self) -> Result<(), HostError> {
        if self.created {
            return Ok(());
        }
        let id = || self.plugin.metadata.id.clone();
        let known = self.plugin.greet(&mut self.worker)?;
        let problems = check_config(&known.schema, &self.config);
        if !problems.is_empty() {
            return Err(HostError::Config { plugin: id(), problems });
        }
        let text = self.config.to_string();
        let made = self.worker.call(ask::CREATE, &[text.as_bytes()], &|| Some(PATIENCE), &mut |_, _| {});
        let Outcome { status, said, .. } = made.map_err(|lost| self.plugin.lost(&lost))?;
        if status != status::OK {
            return Err(HostError::Init { plugin: id(), status, reports: said.cleaned().reports });
        }
        self.created = true;
        Ok(())
    }

    pub fn sniff(&mut self, head: &[u8]) -> u32 {
        if self.ready().is_err() {
            return 0;
        }
        self.worker.number(ask::SNIFF, &[head]).unwrap_or(0)
    }

    pub fn decode(&mut self, receipt: &Receipt, options: &CallOptions) -> DecodeEnd {
        let mut state = SinkState::new(options, receipt.native.len() as u64).without_injection();
        if let Err(error) = self.ready() {
            state.adopt(Some(not_started(&error)), 0);
            return DecodeEnd {
                status: status::FAILED,
                said: Said::default(),
                state: Some(state),
                strayed: false,
            };
        }
        let most = options.limits.value_bytes.saturating_add(1 << 20);
        let mut stream = Stream { state, cut: Vec::new(), most };
        let head = self.head(receipt, options);
        let asked =
            self.worker.call(ask::DECODE, &[&head.0, &receipt.native], &left(options), &mut |kind, bytes| {
                stream.take(kind, bytes);
            });
        let mut state = stream.end();
        match asked {
            Ok(Outcome { status, strayed, breach, calls_after_refusal, said, .. }) => {
                state.adopt(breach, calls_after_refusal);
                DecodeEnd { status, said: said.cleaned(), state: Some(state), strayed }
            }
            Err(lost) => {
                state.lose(breach(&lost));
                DecodeEnd {
                    status: status::FAILED,
                    said: Said::default(),
                    state: Some(state),
                    strayed: false,
                }
            }
        }
    }

    pub fn encode(&mut self, receipt: &Receipt, answers: &[Answer], options: &CallOptions) -> EncodeEnd {
        let failed = |cause| EncodeEnd {
            status: status::FAILED,
            said: Said::default(),
            out: Err(cause),
            strayed: false,
        };
        if let Err(error) = self.ready() {
            return failed(not_started(&error).cause);
        }
        let mut head = self.head(receipt, options);
        write_answers(&mut head, answers);
        let mut out = OutState::new(options.limits.output_bytes);
        let asked =
            self.worker.call(ask::ENCODE, &[&head.0, &receipt.native], &left(options), &mut |kind, bytes| {
                if kind == said::BODY {
                    out.take_body(bytes);
                }
            });
        match asked {
            Ok(Outcome { status, strayed, breach, headers, said, .. }) => {
                headers.iter().for_each(|(key, value)| out.take_header(key, value));
                out.adopt(breach.map(|breach| breach.status));
                EncodeEnd { status, said: said.cleaned(), out: Ok(out), strayed }
            }
            Err(lost) => failed(breach(&lost).cause),
        }
    }

    fn head(&self, receipt: &Receipt, options: &CallOptions) -> Put {
        let mut head = Put::default();
        let call = Call {
            content_type: receipt.content_type.clone(),
            limits: options.limits,
            left: left(options)(),
            fail_at_event: options.fail_at_event,
        };
        call.write(&mut head);
        head
    }
}

/// The stream of events, some of which come in pieces.
struct Stream {
    state: SinkState,
    cut: Vec<u8>,
    most: u64,
}

impl Stream {
    fn take(&mut self, kind: u8, bytes: &[u8]) {
        if kind != said::EVENTS {
            self.state.lose(Breach::new(status::ORDER, "an answer while it was asked to read"));
        }
        if self.state.is_broken() {
            return;
        }
        self.cut.extend_from_slice(bytes);
        let mut rest = self.cut.as_slice();
        let broken = loop {
            match event::read(rest, self.most) {
                Ok(Front::Event(event, behind)) => {
                    if self.state.apply(&event) != status::OK {
                        break None;
                    }
                    rest = behind;
                }
                Ok(Front::Cut) => break None,
                Err(breach) => break Some(breach),
            }
        };
        let done = self.cut.len() - rest.len();
        self.cut.drain(..done);
        if let Some(breach) = broken {
            self.state.lose(breach);
        }
    }

    fn end(mut self) -> SinkState {
        if !self.cut.is_empty() && !self.state.is_broken() {
            self.state.lose(Breach::new(status::ORDER, "half an event at the end"));
        }
        self.state
    }
}

fn left(options: &CallOptions) -> impl Fn() -> Option<Duration> {
    let deadline = options.deadline.clone();
    move || deadline.as_ref().map(|deadline| deadline.limit.saturating_sub((deadline.elapsed)()))
}

fn breach(lost: &Lost) -> Breach {
    let cause = match lost {
        Lost::Late => FailureCause::Cancelled,
        Lost::Crashed(_) | Lost::System(_) => FailureCause::Crashed { how: lost.to_string() },
        Lost::OutOfForm(_) => FailureCause::Contract { status: status::ARGUMENT, what: lost.to_string() },
    };
    Breach { status: status::FAILED, cause }
}

fn not_started(error: &HostError) -> Breach {
    Breach { status: status::FAILED, cause: FailureCause::NotStarted { why: error.to_string() } }
}
