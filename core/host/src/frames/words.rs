//! The messages: what a host asks and what a worker says.
//!
//! Host to worker, each a message of its own: start (with the plugin's sealed file), create, sniff, decode, encode.
//! Worker to host, in frames: the number of the call, the kind, then bytes. Events and body are streams; the
//! result ends a call and may come in several frames.
//!
//! Invariant: every frame names its call, so words of an earlier call are never taken for an answer.

use std::time::Duration;

use debar_plugin_api::Report;

use super::codec::{Put, Take};
use crate::call::Said;
use crate::sink::Breach;
use crate::worker::SandboxLevel;
use crate::{FailureCause, Limits, LogLevel, LogLine};

/// Kinds of messages to a worker.
pub(crate) mod ask {
    pub const START: u8 = 1;
    pub const CREATE: u8 = 2;
    pub const SNIFF: u8 = 3;
    pub const DECODE: u8 = 4;
    pub const ENCODE: u8 = 5;
}

/// Kinds of frames from a worker.
pub(crate) mod said {
    pub const EVENTS: u8 = 1;
    pub const BODY: u8 = 2;
    /// A part of the result; more follow.
    pub const PART: u8 = 3;
    /// The end of the result.
    pub const RESULT: u8 = 4;
}

/// How a worker begins.
pub(crate) struct Start {
    /// Bytes of address space.
    pub memory: u64,
    /// Seconds of processor time in its whole life.
    pub cpu: u64,
}

/// What a worker says once the plugin is loaded.
pub(crate) struct Hello {
    pub level: SandboxLevel,
    /// What the plugin says of itself, as JSON; or why it could not be loaded.
    pub described: Result<Vec<u8>, String>,
}

/// What a call is made with, beside its payload.
pub(crate) struct Call {
    pub content_type: String,
    pub limits: Limits,
    pub left: Option<Duration>,
    pub fail_at_event: Option<u64>,
}

/// How a call ended in the worker.
#[derive(Default)]
pub(crate) struct Outcome {
    pub status: i32,
    pub strayed: bool,
    /// The refusal that the plugin was given first.
    pub breach: Option<Breach>,
    pub calls_after_refusal: u64,
    pub headers: Vec<(String, String)>,
    pub said: Said,
}

/// A worker says no more than these.
const MOST_SAID: u64 = 1024;

impl Start {
    pub fn write(&self, put: &mut Put) {
        put.u64(self.memory).u64(self.cpu);
    }

    pub fn read(take: &mut Take<'_>) -> Option<Self> {
        Some(Self { memory: take.u64()?, cpu: take.u64()? })
    }
}

impl Hello {
    pub fn write(&self, put: &mut Put) {
        let SandboxLevel { limits, no_new_privileges, landlock, seccomp } = self.level;
        put.bool(limits).bool(no_new_privileges).u32(landlock).bool(seccomp);
        match &self.described {
            Ok(json) => put.bool(true).bytes(json),
            Err(why) => put.bool(false).text(why),
        };
    }

    pub fn read(take: &mut Take<'_>) -> Option<Self> {
        let level = SandboxLevel {
            limits: take.bool()?,
            no_new_privileges: take.bool()?,
            landlock: take.u32()?,
            seccomp: take.bool()?,
        };
        let described = if take.bool()? { Ok(take.bytes()?.to_vec()) } else { Err(take.owned()?) };
        Some(Self { level, described })
    }
}

impl Call {
    pub fn write(&self, put: &mut Put) {
        let Limits {
            events,
            lines,
            fields_per_node,
            text_bytes,
            value_bytes,
            blob_bytes,
            output_bytes,
            map_bytes,
        } = self.limits;
        for limit in
            [events, lines, fields_per_node, text_bytes, value_bytes, blob_bytes, output_bytes, map_bytes]
        {
            put.u64(limit);
        }
        put.maybe(self.left.map(|left| u64::try_from(left.as_micros()).unwrap_or(u64::MAX)));
        put.maybe(self.fail_at_event);
        put.text(&self.content_type);
    }

    pub fn read(take: &mut Take<'_>) -> Option<Self> {
        let limits = Limits {
            events: take.u64()?,
            lines: take.u64()?,
            fields_per_node: take.u64()?,
            text_bytes: take.u64()?,
            value_bytes: take.u64()?,
            blob_bytes: take.u64()?,
            output_bytes: take.u64()?,
            map_bytes: take.u64()?,
        };
        let left = take.maybe()?.map(Duration::from_micros);
        Some(Self { limits, left, fail_at_event: take.maybe()?, content_type: take.owned()? })
    }
}

impl Outcome {
    pub fn write(&self, put: &mut Put) {
        put.i32(self.status).bool(self.strayed).u64(self.calls_after_refusal);
        put.bool(self.breach.is_some());
        if let Some(breach) = &self.breach {
            put.i32(breach.status);
            match &breach.cause {
                FailureCause::Contract { status, what } => put.u8(0).i32(*status).text(what),
                FailureCause::Limit { what } => put.u8(1).text(what),
                FailureCause::Cancelled => put.u8(2),
                _ => put.u8(3),
            };
        }
        put.each(&self.headers, |put, (key, value)| {
            put.text(key).text(value);
        });
        put.each(&self.said.reports, |put, report| {
            put.text(&report.code).text(&report.message).text(&report.help).maybe(report.offset);
            put.u64(report.len)
                .u64(report.line)
                .u64(report.column)
                .text(&report.pointer)
                .bool(report.warning);
        });
        put.each(&self.said.logs, |put, line| {
            put.u8(line.level as u8).text(&line.target).text(&line.message);
        });
    }

    pub fn read(take: &mut Take<'_>) -> Option<Self> {
        let (status, strayed, calls_after_refusal) = (take.i32()?, take.bool()?, take.u64()?);
        let breach = if take.bool()? { Some(breach(take)?) } else { None };
        Some(Self {
            status,
            strayed,
            breach,
            calls_after_refusal,
            headers: take.each(MOST_SAID, |take| Some((take.owned()?, take.owned()?)))?,
            said: Said { reports: take.each(MOST_SAID, report)?, logs: take.each(MOST_SAID, log)? },
        })
    }
}

fn breach(take: &mut Take<'_>) -> Option<Breach> {
    let status = take.i32()?;
    let cause = match take.u8()? {
        0 => FailureCause::Contract { status: take.i32()?, what: take.owned()? },
        1 => FailureCause::Limit { what: take.owned()? },
        2 => FailureCause::Cancelled,
        _ => FailureCause::Internal,
    };
    Some(Breach { status, cause })
}

fn report(take: &mut Take<'_>) -> Option<Report> {
    Some(Report {
        code: take.owned()?.into(),
        message: take.owned()?,
        help: take.owned()?,
        offset: take.maybe()?,
        len: take.u64()?,
        line: take.u64()?,
        column: take.u64()?,
        pointer: take.owned()?,
        warning: take.bool()?,
    })
}

fn log(take: &mut Take<'_>) -> Option<LogLine> {
    let level = match take.u8()? {
        1 => LogLevel::Warn,
        2 => LogLevel::Info,
        3 => LogLevel::Debug,
        _ => LogLevel::Error,
    };
    Some(LogLine { level, target: take.owned()?, message: take.owned()? })
}
