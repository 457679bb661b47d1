//! gzip and bzip2: one compressed member after another, as `cat` of two files makes them (RFC 1952 section 2.2).

use std::io::{self, BufRead, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;

/// The content of all members.
pub(crate) struct Members<R> {
    gzip: bool,
    state: State<R>,
    started: bool,
}

enum State<R> {
    Between(R),
    Gzip(Box<GzDecoder<R>>),
    Bzip2(Box<BzDecoder<R>>),
    Ended,
}

impl<R: BufRead> Members<R> {
    pub(crate) fn gzip(input: R) -> Self {
        Self { gzip: true, state: State::Between(input), started: false }
    }

    pub(crate) fn bzip2(input: R) -> Self {
        Self { gzip: false, state: State::Between(input), started: false }
    }

    /// Begins the next member when there is one. Anything else is left where it is.
    fn begin(&mut self, mut input: R) -> io::Result<()> {
        let mark = if self.gzip { 0x1F } else { b'B' };
        let first = input.fill_buf()?.first().copied();
        if first.is_none() && !self.started {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.state = if first != Some(mark) {
            State::Ended
        } else if self.gzip {
            State::Gzip(Box::new(GzDecoder::new(input)))
        } else {
            State::Bzip2(Box::new(BzDecoder::new(input)))
        };
        self.started = true;
        Ok(())
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.state {
                State::Between(_) => 0,
                State::Gzip(decoder) => decoder.read(into)?,
                State::Bzip2(decoder) => decoder.read(into)?,
                State::Ended => return Ok(0),
            };
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Between(input) => self.begin(input)?,
                State::Gzip(decoder) => self.state = State::Between(decoder.into_inner()),
                State::Bzip2(decoder) => self.state = State::Between(decoder.into_inner()),
                State::Ended => {}
            }
        }
    }
}
