//! Events of the sink as bytes: a length, a tag, the values. The worker writes them, the host reads them and
//! believes nothing: each goes through the same guard as in this process.
//!
//! Invariant: what is written is read as the same event; what is not of this form is a breach.

use debar_plugin_api::abi::status;

use super::codec::{Put, Take};
use crate::sink::{Breach, Event, Place};

/// Appends one event.
pub(crate) fn write(event: &Event<'_>, out: &mut Vec<u8>) {
    let start = out.len();
    let mut put = Put(std::mem::take(out));
    put.u64(0);
    match *event {
        Event::Begin { node, at } => place(put.u8(1).u32(node), at),
        Event::Str { field, text, at } => place(put.u8(2).u32(field).text(text), at),
        Event::U64 { field, value, at } => place(put.u8(3).u32(field).u64(value), at),
        Event::I64 { field, value, at } => place(put.u8(4).u32(field).u64(value.cast_unsigned()), at),
        Event::Bool { field, value, at } => place(put.u8(5).u32(field).bool(value), at),
        Event::Dec { field, text, at } => place(put.u8(6).u32(field).text(text), at),
        Event::Ext { key, value, at } => place(put.u8(7).text(key).text(value), at),
        Event::BlobBegin { field, media_type, name, at } => {
            place(put.u8(8).u32(field).text(media_type).text(name), at)
        }
        Event::BlobWrite { bytes } => put.u8(9).bytes(bytes),
        Event::BlobEnd => put.u8(10),
        Event::Declare { lines } => put.u8(11).u64(lines),
        Event::Empty { reason } => put.u8(12).text(reason),
        Event::End => put.u8(13),
    };
    *out = put.0;
    let len = (out.len() - start - 8) as u64;
    if let Some(head) = out.get_mut(start..start + 8) {
        head.copy_from_slice(&len.to_le_bytes());
    }
}

fn place<'p>(put: &'p mut Put, at: Option<Place<'_>>) -> &'p mut Put {
    match at {
        None => put.bool(false),
        Some(at) => put.bool(true).u64(at.offset).u64(at.len).bool(at.decoded).text(at.pointer),
    }
}

/// What stands at the front of a stream of events.
pub(crate) enum Front<'a> {
    /// An event, and the bytes behind it.
    Event(Event<'a>, &'a [u8]),
    /// An event that has not come whole.
    Cut,
}

/// Reads the event at the front. No event is longer than `most`.
pub(crate) fn read(stream: &[u8], most: u64) -> Result<Front<'_>, Breach> {
    let Some((head, rest)) = stream.split_first_chunk::<8>() else { return Ok(Front::Cut) };
    let len = u64::from_le_bytes(*head);
    if len > most {
        return Err(Breach::limit(format!("{most} bytes of one event")));
    }
    let Some((body, rest)) = usize::try_from(len).ok().and_then(|len| rest.split_at_checked(len)) else {
        return Ok(Front::Cut);
    };
    let mut take = Take(body);
    match event(&mut take) {
        Some(event) if take.is_over() => Ok(Front::Event(event, rest)),
        _ => Err(Breach::new(status::ARGUMENT, "an event out of form between worker and host")),
    }
}

fn event<'a>(take: &mut Take<'a>) -> Option<Event<'a>> {
    Some(match take.u8()? {
        1 => Event::Begin { node: take.u32()?, at: placed(take)? },
        2 => Event::Str { field: take.u32()?, text: take.text()?, at: placed(take)? },
        3 => Event::U64 { field: take.u32()?, value: take.u64()?, at: placed(take)? },
        4 => Event::I64 { field: take.u32()?, value: take.u64()?.cast_signed(), at: placed(take)? },
        5 => Event::Bool { field: take.u32()?, value: take.bool()?, at: placed(take)? },
        6 => Event::Dec { field: take.u32()?, text: take.text()?, at: placed(take)? },
        7 => Event::Ext { key: take.text()?, value: take.text()?, at: placed(take)? },
        8 => Event::BlobBegin {
            field: take.u32()?,
            media_type: take.text()?,
            name: take.text()?,
            at: placed(take)?,
        },
        9 => Event::BlobWrite { bytes: take.bytes()? },
        10 => Event::BlobEnd,
        11 => Event::Declare { lines: take.u64()? },
        12 => Event::Empty { reason: take.text()? },
        13 => Event::End,
        _ => return None,
    })
}

fn placed<'a>(take: &mut Take<'a>) -> Option<Option<Place<'a>>> {
    if !take.bool()? {
        return Some(None);
    }
    let (offset, len, decoded) = (take.u64()?, take.u64()?, take.bool()?);
    Some(Some(Place { offset, len, pointer: take.text()?, decoded }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn events_come_back_as_they_were() {
        let at = Some(Place { offset: 7, len: 9, pointer: "/a/b", decoded: true });
        let all = [
            Event::Begin { node: 1, at },
            Event::Str { field: 2, text: "Лаборатория", at: None },
            Event::U64 { field: 3, value: u64::MAX, at },
            Event::I64 { field: 4, value: i64::MIN, at: None },
            Event::Bool { field: 5, value: true, at },
            Event::Dec { field: 6, text: "-1.50", at },
            Event::Ext { key: "k", value: "", at },
            Event::BlobBegin { field: 7, media_type: "text/plain", name: "n", at },
            Event::BlobWrite { bytes: &[0, 255] },
            Event::BlobEnd,
            Event::Declare { lines: 3 },
            Event::Empty { reason: "none" },
            Event::End,
        ];
        let mut bytes = vec![];
        all.iter().for_each(|event| write(event, &mut bytes));
        let mut rest = bytes.as_slice();
        for expect in &all {
            let Ok(Front::Event(found, behind)) = read(rest, 1 << 20) else { panic!("an event is missing") };
            assert_eq!(found.trace(0), expect.trace(0));
            rest = behind;
        }
        assert!(rest.is_empty());
    }

    proptest! {
        #[test]
        fn any_bytes_are_an_event_a_cut_or_a_breach(bytes: Vec<u8>, len in 0u8..40, tag in 0u8..16) {
            let _ = read(&bytes, 1 << 20);
            let mut near = u64::from(len).to_le_bytes().to_vec();
            near.push(tag);
            near.extend(&bytes);
            let _ = read(&near, 1 << 20);
        }
    }
}
