//! rpm: the lead, two headers that are passed over, and a compressed cpio (RPM package format, version 4).

use std::io::{BufRead, Read};

use super::found::Why;
use super::sniff::{Kind, sniff};
use super::tee::Tee;
use super::walk::{Node, Walk};

const LEAD: usize = 96;
const HEADER_MARK: [u8; 4] = [0x8E, 0xAD, 0xE8, 0x01];
/// The most bytes of a header; rpm itself allows 256 MiB.
const LONGEST: u64 = 256 << 20;

pub(crate) fn read(walk: &Walk<'_>, node: &Node, input: &mut Tee<'_, '_>) -> Result<(), Why> {
    input.read_exact(&mut [0; LEAD]).map_err(|error| walk.why(&error))?;
    let signature = header(walk, input)?;
    // Only the signature is padded.
    skip(walk, input, (8 - signature % 8) % 8)?;
    header(walk, input)?;
    let start = input.fill_buf().map_err(|error| walk.why(&error))?;
    let known = match sniff(start) {
        Kind::Known(_) => Ok(()),
        _ if start.is_empty() => Err(Why::Truncated),
        _ => Err(Why::Method("an unknown method".to_owned())),
    };
    walk.layer(node, "payload", input)?;
    known
}

/// Passes over a header; gives its size.
fn header(walk: &Walk<'_>, input: &mut Tee<'_, '_>) -> Result<u64, Why> {
    let mut start = [0; 16];
    input.read_exact(&mut start).map_err(|error| walk.why(&error))?;
    let [m0, m1, m2, m3, _, _, _, _, i0, i1, i2, i3, s0, s1, s2, s3] = start;
    if [m0, m1, m2, m3] != HEADER_MARK {
        return Err(Why::damaged("a header with a wrong mark"));
    }
    let entries = u64::from(u32::from_be_bytes([i0, i1, i2, i3]));
    let store = u64::from(u32::from_be_bytes([s0, s1, s2, s3]));
    let size = entries * 16 + store;
    if size > LONGEST {
        return Err(Why::damaged(format!("a header of {size} bytes")));
    }
    skip(walk, input, size)?;
    Ok(size)
}

fn skip(walk: &Walk<'_>, input: &mut Tee<'_, '_>, count: u64) -> Result<(), Why> {
    let mut rest = input.by_ref().take(count);
    let skipped = std::io::copy(&mut rest, &mut std::io::sink()).map_err(|error| walk.why(&error))?;
    if skipped < count { Err(Why::Truncated) } else { Ok(()) }
}
