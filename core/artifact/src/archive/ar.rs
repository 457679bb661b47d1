//! ar: Debian packages and static libraries, with the long names of GNU and BSD (ar(5), deb(5)).

use std::io::{BufRead, Read};

use super::bytes::name;
use super::found::Why;
use super::tee::Tee;
use super::walk::{Entry, Node, Walk};

const HEADER: usize = 60;
/// The longest table of names, in bytes.
const LONGEST_TABLE: u64 = 4 << 20;

pub(crate) fn read(walk: &Walk<'_>, node: &Node, input: &mut Tee<'_, '_>) -> Result<(), Why> {
    let why = |error: std::io::Error| walk.why(&error);
    input.read_exact(&mut [0; 8]).map_err(why)?;
    let mut table: Vec<u8> = vec![];
    let (mut debian, mut data_seen) = (false, false);
    loop {
        if input.fill_buf().map_err(why)?.is_empty() {
            // An ar has no end mark, but a Debian package without data was cut between two members.
            return if debian && !data_seen { Err(Why::Truncated) } else { Ok(()) };
        }
        let mut header = [0; HEADER];
        input.read_exact(&mut header).map_err(why)?;
        if !header.ends_with(b"`\n") {
            return Err(Why::damaged("a header with a wrong end"));
        }
        let text = |from: usize, to: usize| {
            std::str::from_utf8(header.get(from..to).unwrap_or_default()).unwrap_or_default().trim_end()
        };
        let size: u64 = text(48, 58).parse().map_err(|_| Why::damaged("a size that is no number"))?;
        let own = header.get(..16).unwrap_or_default().trim_ascii_end();
        let mut left = size;
        let path = match own {
            b"//" => {
                if size > LONGEST_TABLE {
                    return Err(Why::damaged(format!("a table of names of {size} bytes")));
                }
                table.clear();
                input.by_ref().take(size).read_to_end(&mut table).map_err(why)?;
                pad(walk, input, size)?;
                continue;
            }
            [b'#', b'1', b'/', digits @ ..] => {
                let length: u64 = number(digits)?;
                if length > size || length > LONGEST_TABLE {
                    return Err(Why::damaged(format!("a name of {length} bytes")));
                }
                let mut bytes = vec![];
                input.by_ref().take(length).read_to_end(&mut bytes).map_err(why)?;
                left = size - length;
                name(bytes.strip_suffix(b"\0").unwrap_or(&bytes).trim_ascii_end())
            }
            [b'/', digits @ ..] if digits.first().is_some_and(u8::is_ascii_digit) => {
                let at = usize::try_from(number(digits)?).ok();
                let rest = at
                    .and_then(|at| table.get(at..))
                    .ok_or_else(|| Why::damaged("a name that is not in the table"))?;
                let end = rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
                let long = rest.get(..end).unwrap_or_default();
                name(long.strip_suffix(b"/").unwrap_or(long))
            }
            b"/" => "/".to_owned(),
            own => name(own.strip_suffix(b"/").unwrap_or(own)),
        };
        debian |= path == "debian-binary";
        data_seen |= path.starts_with("data.tar");
        let entry = Entry { size: Some(left), ..Entry::named(path) };
        let mut data = input.by_ref().take(left);
        let read = walk.member(node, entry, &mut data, None);
        let missing = data.limit();
        read?;
        if missing > 0 {
            return Err(Why::Truncated);
        }
        pad(walk, input, size)?;
    }
}

fn number(digits: &[u8]) -> Result<u64, Why> {
    std::str::from_utf8(digits)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .ok_or_else(|| Why::damaged("a name that is no number"))
}

/// Members begin at even places.
fn pad(walk: &Walk<'_>, input: &mut Tee<'_, '_>, size: u64) -> Result<(), Why> {
    if size % 2 == 1 && !input.fill_buf().map_err(|error| walk.why(&error))?.is_empty() {
        input.consume(1);
    }
    Ok(())
}
