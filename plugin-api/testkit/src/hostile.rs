//! Tries to break a plugin: cut documents, changed documents, a sink that refuses.
//!
//! Invariant: every run can be repeated from what the error says (length, seed, event number).

use debar_host::{CallOptions, FailureCause};

use crate::TestHost;

/// How many runs ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Survey {
    /// Runs that gave requests.
    pub decoded: usize,
    /// Runs that were refused properly.
    pub refused: usize,
}

/// Decodes every prefix of a document, `step` bytes apart.
///
/// # Errors
/// The first prefix on which the plugin panicked or broke the contract.
pub fn truncations(host: &TestHost, content_type: &str, bytes: &[u8], step: usize) -> Result<Survey, String> {
    let mut survey = Survey::default();
    for len in (0..bytes.len()).step_by(step.max(1)) {
        let cut = bytes.get(..len).unwrap_or_default();
        run(host, content_type, cut, &mut survey)
            .map_err(|what| format!("{what}, on the first {len} bytes"))?;
    }
    Ok(survey)
}

/// Decodes `count` changed copies of a document: bytes flipped, inserted, removed, doubled, moved.
///
/// # Errors
/// The first change on which the plugin panicked or broke the contract, with its seed.
pub fn mutations(
    host: &TestHost,
    content_type: &str,
    bytes: &[u8],
    seed: u64,
    count: u64,
) -> Result<Survey, String> {
    let mut survey = Survey::default();
    for seed in seed..seed.saturating_add(count) {
        let changed = mutate(bytes, seed);
        run(host, content_type, &changed, &mut survey).map_err(|what| format!("{what}, with seed {seed}"))?;
    }
    Ok(survey)
}

/// Decodes a document while the sink refuses event 0, 1, 2 ... up to the last or `most`.
///
/// # Errors
/// The first event whose refusal the plugin did not pass up.
pub fn sink_refusals(host: &TestHost, content_type: &str, bytes: &[u8], most: u64) -> Result<Survey, String> {
    let mut survey = Survey::default();
    let whole = host.decode(content_type, bytes).map_err(|failure| format!("not decodable: {failure}"))?;
    for event in 0..whole.stats.events.min(most) {
        let options = CallOptions { fail_at_event: Some(event), ..CallOptions::default() };
        match host.decode_with(content_type, bytes, &options) {
            Ok(_) => return Err(format!("decoded although event {event} was refused")),
            Err(failure) => match failure.cause {
                FailureCause::Limit { .. } if failure.stats.calls_after_refusal == 0 => survey.refused += 1,
                FailureCause::Limit { .. } => {
                    return Err(format!("it went on calling when event {event} was refused"));
                }
                cause => return Err(format!("{cause}, when event {event} was refused")),
            },
        }
    }
    Ok(survey)
}

fn run(host: &TestHost, content_type: &str, bytes: &[u8], survey: &mut Survey) -> Result<(), String> {
    match host.decode(content_type, bytes) {
        Ok(_) => survey.decoded += 1,
        Err(failure) => match failure.cause {
            FailureCause::Panicked | FailureCause::Contract { .. } => return Err(failure.to_string()),
            _ => survey.refused += 1,
        },
    }
    Ok(())
}

fn mutate(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut changed = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(changed.len() + 1);
        let len = random.below(16).min(changed.len() - at.min(changed.len()));
        let part: Vec<u8> = changed.iter().skip(at).take(len).copied().collect();
        match random.below(5) {
            0 => {
                if let Some(byte) = changed.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => changed.insert(at, SPECIAL.get(random.below(SPECIAL.len())).copied().unwrap_or(0)),
            2 => drop(changed.drain(at..at + len)),
            3 => drop(changed.splice(at..at, part)),
            _ => {
                let to = random.below(changed.len() + 1);
                drop(changed.splice(to..to, part));
            }
        }
    }
    changed
}

/// Bytes that mean something in the formats of this trade.
const SPECIAL: &[u8] = b"\0<>&;\"'{}[]:,+?*~|\r\n\\\x80\xff\xfe\xc3 -0";

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}
