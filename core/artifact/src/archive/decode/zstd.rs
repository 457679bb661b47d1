//! zstd: frames one after another, skippable ones passed over (RFC 8878 section 3).

use std::io::{self, BufRead, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::stop;
use crate::archive::found::Why;

/// The content of all frames.
pub(crate) struct Zstd<R> {
    input: R,
    decoder: FrameDecoder,
    memory: u64,
    in_frame: bool,
    started: bool,
    ended: bool,
}

impl<R: BufRead> Zstd<R> {
    pub(crate) fn new(input: R, memory: u64) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(memory);
        Self { input, decoder, memory, in_frame: false, started: false, ended: false }
    }

    /// Begins the next frame, or ends.
    fn begin(&mut self) -> io::Result<()> {
        let first = self.input.fill_buf()?.first().copied();
        if !matches!(first, Some(0x28 | 0x50..=0x5F)) {
            self.ended = true;
            return if self.started { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        match self.decoder.reset(&mut self.input) {
            Ok(()) => {
                (self.in_frame, self.started) = (true, true);
                Ok(())
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length, ..
            })) => {
                let length = u64::from(length);
                self.started = true;
                let skipped = io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
                if skipped < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
            }
            Err(FrameDecoderError::WindowSizeTooBig { .. }) => Err(stop(Why::Memory(self.memory))),
            Err(FrameDecoderError::DictNotProvided { .. }) => {
                Err(stop(Why::Method("zstd with a dictionary of its own".to_owned())))
            }
            Err(error) => Err(self.fault(&error)),
        }
    }

    /// The decoder hides the end of its input in errors of many kinds.
    fn fault(&mut self, error: &FrameDecoderError) -> io::Error {
        match self.input.fill_buf() {
            Ok([]) => io::ErrorKind::UnexpectedEof.into(),
            Ok(_) => io::Error::new(io::ErrorKind::InvalidData, error.to_string()),
            Err(error) => error,
        }
    }

    fn checked(&self) -> bool {
        let stated = self.decoder.get_checksum_from_data();
        stated.is_none() || stated == self.decoder.get_calculated_checksum()
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() && !self.ended {
            if !self.in_frame {
                self.begin()?;
                continue;
            }
            if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = BlockDecodingStrategy::UptoBlocks(1);
                if let Err(error) = self.decoder.decode_blocks(&mut self.input, step) {
                    return Err(self.fault(&error));
                }
            }
            let read = self.decoder.read(into)?;
            if read > 0 {
                return Ok(read);
            }
            if self.decoder.is_finished() && self.decoder.can_collect() == 0 {
                self.in_frame = false;
                if !self.checked() {
                    return Err(stop(Why::Checksum));
                }
            }
        }
        Ok(0)
    }
}
