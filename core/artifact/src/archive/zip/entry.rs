//! One member in the central directory and in its local header.

use super::directory::Directory;
use crate::archive::at::{At, exact, many};
use crate::archive::bytes::{Bytes, name};
use crate::archive::found::Why;

const LARGE: u64 = u32::MAX as u64;
const ENCRYPTED: u16 = 1;
const SIZES_FOLLOW: u16 = 1 << 3;
const ENCRYPTED_DIRECTORY: u16 = 1 << 13;

/// A member as the central directory has it.
pub(super) struct Central {
    flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// Of its local header, from the archive's begin.
    pub(super) offset: u64,
    disk: u16,
    pub(super) name: Vec<u8>,
}

impl Central {
    /// Bytes before name, extra fields and comment.
    pub(super) const FIXED: usize = 46;

    /// The fixed part, and the lengths of the three that follow.
    pub(super) fn fixed(fixed: &[u8; Self::FIXED]) -> Result<(Self, [usize; 3]), Why> {
        let mut bytes = Bytes(fixed);
        if bytes.take(4)? != b"PK\x01\x02" {
            return Err(Why::damaged("an entry of the directory with a wrong mark"));
        }
        bytes.take(4)?;
        let (flags, method) = (bytes.u16()?, bytes.u16()?);
        bytes.take(4)?;
        let (crc, compressed, size) = (bytes.u32()?, bytes.u32()?.into(), bytes.u32()?.into());
        let lengths = [bytes.u16()?.into(), bytes.u16()?.into(), bytes.u16()?.into()];
        let disk = bytes.u16()?;
        bytes.take(6)?;
        let offset = bytes.u32()?.into();
        Ok((Self { flags, method, crc, compressed, size, offset, disk, name: vec![] }, lengths))
    }

    /// With its name and what the extra fields say of sizes (APPNOTE 4.5.3).
    pub(super) fn with(mut self, names: &[u8], lengths: [usize; 3]) -> Result<Self, Why> {
        let mut bytes = Bytes(names);
        let [name, extra, _] = lengths;
        self.name = bytes.take(name)?.to_vec();
        let mut extra = Bytes(bytes.take(extra)?);
        while extra.left() >= 4 {
            let (id, length) = (extra.u16()?, extra.u16()?);
            // Tools fill the field up with what is no field.
            let Ok(mut field) = extra.take(length.into()).map(Bytes) else { break };
            if id == 1 {
                for value in [&mut self.size, &mut self.compressed, &mut self.offset] {
                    if *value == LARGE {
                        *value = field.u64()?;
                    }
                }
            }
        }
        Ok(self)
    }

    pub(super) fn path(&self) -> String {
        name(&self.name)
    }

    pub(super) fn is_folder(&self) -> bool {
        self.size == 0 && self.name.ends_with(b"/")
    }

    pub(super) const fn is_encrypted(&self) -> bool {
        self.flags & (ENCRYPTED | ENCRYPTED_DIRECTORY) != 0 || self.method == 99
    }
}

/// A member as its local header has it.
pub(super) struct Local {
    /// Where its data begins.
    pub(super) data: u64,
    /// Where it differs from the directory.
    pub(super) faults: Vec<Why>,
}

impl Local {
    pub(super) fn read(at: &dyn At, directory: &Directory, central: &Central) -> Result<Self, Why> {
        if central.disk != 0 && central.disk != 0xFFFF {
            return Err(Why::Unsupported("in another part of a split zip archive"));
        }
        let start = directory.base.saturating_add(central.offset);
        let fixed: [u8; 30] = exact(at, start)?;
        let mut bytes = Bytes(&fixed);
        if bytes.take(4)? != b"PK\x03\x04" {
            return Err(Why::damaged("no member where the directory says"));
        }
        bytes.take(2)?;
        let (flags, method) = (bytes.u16()?, bytes.u16()?);
        bytes.take(4)?;
        let (crc, compressed, size) = (bytes.u32()?, bytes.u32()?, bytes.u32()?);
        let (name_length, extra) = (u64::from(bytes.u16()?), u64::from(bytes.u16()?));
        let own = many(at, start + 30, name_length)?;
        let data = start + 30 + name_length + extra;
        if data.saturating_add(central.compressed) > directory.start {
            return Err(Why::Truncated);
        }
        let mut faults = vec![];
        let mut differ = |what: &str| {
            faults.push(Why::ambiguous(format!("directory and member state another {what}")));
        };
        if own != central.name {
            differ("name");
        }
        if method != central.method || (flags ^ central.flags) & ENCRYPTED != 0 {
            differ("compression");
        }
        let wide = |value: u32, other: u64| u64::from(value) == other || u64::from(value) == LARGE;
        let sizes = wide(compressed, central.compressed) && wide(size, central.size) && crc == central.crc;
        if flags & SIZES_FOLLOW == 0 && !sizes {
            differ("size or checksum");
        }
        Ok(Self { data, faults })
    }
}
