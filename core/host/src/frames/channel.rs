//! The socket between host and worker: whole messages (SOCK_SEQPACKET), large ones as sealed files in memory.
//!
//! Invariant: a message arrives whole or not at all, and nothing is waited for longer than the caller allows.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use debar_raw::Mapping;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};

/// The most bytes of a message that travel in the socket itself.
pub(crate) const INLINE: usize = 128 << 10;

/// Bytes of the frames in which a worker streams what a plugin says.
pub(crate) const FRAME: usize = 64 << 10;

/// One end.
#[derive(Debug)]
pub(crate) struct Channel {
    socket: OwnedFd,
    /// Kept from call to call.
    buffer: Vec<u8>,
}

/// A message that came: in the socket, or in a file in memory.
pub(crate) enum Letter<'a> {
    Inline(&'a [u8]),
    File(Mapping),
}

/// A message and the files that came with it.
pub(crate) struct Received<'a> {
    pub letter: Letter<'a>,
    pub files: Vec<OwnedFd>,
}

/// Why nothing came or went.
#[derive(Debug)]
pub(crate) enum Silence {
    /// The other end is gone.
    Closed,
    /// The time is over.
    Late,
    /// A message out of form, or the system refused.
    Broken(io::Error),
}

impl Letter<'_> {
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Inline(bytes) => bytes,
            Self::File(mapping) => mapping,
        }
    }
}

impl From<Errno> for Silence {
    fn from(errno: Errno) -> Self {
        match errno {
            Errno::PIPE | Errno::CONNRESET | Errno::NOTCONN => Self::Closed,
            other => Self::Broken(other.into()),
        }
    }
}

impl Channel {
    /// Both ends of a new socket.
    pub fn pair() -> io::Result<(Self, OwnedFd)> {
        let (ours, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)?;
        for end in [&ours, &theirs] {
            // As much as the system allows; a message must fit.
            let _ = rustix::net::sockopt::set_socket_send_buffer_size(end, 4 * INLINE);
        }
        Ok((Self::new(ours), theirs))
    }

    pub fn new(socket: OwnedFd) -> Self {
        Self { socket, buffer: vec![0; INLINE + 1] }
    }

    /// Sends the parts as one message. In front goes a byte that says where they are.
    pub fn send(
        &self,
        parts: &[&[u8]],
        file: Option<BorrowedFd<'_>>,
        wait: Option<Duration>,
    ) -> Result<(), Silence> {
        let len: usize = parts.iter().map(|part| part.len()).sum();
        if len < INLINE {
            let mut slices = vec![IoSlice::new(&[0])];
            slices.extend(parts.iter().map(|part| IoSlice::new(part)));
            let files: Vec<BorrowedFd<'_>> = file.into_iter().collect();
            return self.push(&slices, &files, wait);
        }
        let letter = in_memory(parts).map_err(Silence::Broken)?;
        let files: Vec<BorrowedFd<'_>> = std::iter::once(letter.as_fd()).chain(file).collect();
        self.push(&[IoSlice::new(&[1])], &files, wait)
    }

    /// Waits for a message. `files`: take those that come along; else they are closed unseen.
    pub fn receive(&mut self, files: bool, wait: Option<Duration>) -> Result<Received<'_>, Silence> {
        self.ready(PollFlags::IN, wait)?;
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
        let mut control =
            if files { RecvAncillaryBuffer::new(&mut space) } else { RecvAncillaryBuffer::default() };
        let got = loop {
            let mut slices = [IoSliceMut::new(&mut self.buffer)];
            match recvmsg(&self.socket, &mut slices, &mut control, RecvFlags::CMSG_CLOEXEC) {
                Err(Errno::INTR) => {}
                other => break other?,
            }
        };
        let mut files = vec![];
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(some) = message {
                files.extend(some);
            }
        }
        if got.bytes == 0 {
            return Err(Silence::Closed);
        }
        let broken = |what: &str| Silence::Broken(io::Error::new(io::ErrorKind::InvalidData, what));
        if got.flags.contains(ReturnFlags::TRUNC) {
            return Err(broken("a message longer than agreed"));
        }
        match self.buffer.get(..got.bytes) {
            Some([0, message @ ..]) => Ok(Received { letter: Letter::Inline(message), files }),
            Some([1]) if !files.is_empty() => {
                let mapping = Mapping::of_sealed_file(&File::from(files.remove(0)), u64::MAX)
                    .map_err(|error| broken(&error.to_string()))?;
                Ok(Received { letter: Letter::File(mapping), files })
            }
            _ => Err(broken("a message out of form")),
        }
    }

    fn push(
        &self,
        slices: &[IoSlice<'_>],
        files: &[BorrowedFd<'_>],
        wait: Option<Duration>,
    ) -> Result<(), Silence> {
        loop {
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(4))];
            let mut control = SendAncillaryBuffer::new(&mut space);
            if !files.is_empty() {
                control.push(SendAncillaryMessage::ScmRights(files));
            }
            match sendmsg(&self.socket, slices, &mut control, SendFlags::NOSIGNAL | SendFlags::DONTWAIT) {
                Ok(_) => return Ok(()),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => self.ready(PollFlags::OUT, wait)?,
                Err(other) => return Err(other.into()),
            }
        }
    }

    fn ready(&self, wanted: PollFlags, wait: Option<Duration>) -> Result<(), Silence> {
        let wait = wait.map(|wait| Timespec {
            tv_sec: i64::try_from(wait.as_secs()).unwrap_or(i64::MAX),
            tv_nsec: wait.subsec_nanos().into(),
        });
        loop {
            let mut asked = [PollFd::new(&self.socket, wanted)];
            match poll(&mut asked, wait.as_ref()) {
                Ok(0) => return Err(Silence::Late),
                Ok(_) => return Ok(()),
                // A signal begins the wait anew: rare, and the worker's own limits still hold.
                Err(Errno::INTR) => {}
                Err(other) => return Err(other.into()),
            }
        }
    }
}

/// A sealed file in memory that nobody can change any more.
fn in_memory(parts: &[&[u8]]) -> io::Result<OwnedFd> {
    let mut file =
        File::from(memfd_create("debar-message", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
    for part in parts {
        file.write_all(part)?;
    }
    fcntl_add_seals(&file, SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
    Ok(file.into())
}
