//! What is found in an archive, and what could not be read.

use std::fmt;

use crate::Digests;

/// The kind of an archive or of its compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// zip, jar, war, whl, nupkg, apk and all else of the kind.
    Zip,
    /// tar in all its dialects; gem.
    Tar,
    /// gzip.
    Gzip,
    /// bzip2.
    Bzip2,
    /// xz.
    Xz,
    /// zstd.
    Zstd,
    /// LZMA of its own, as old packages have it.
    Lzma,
    /// ar: deb and static libraries.
    Ar,
    /// rpm.
    Rpm,
    /// cpio.
    Cpio,
    /// 7z.
    SevenZip,
    /// A folder that is an OCI image layout.
    OciLayout,
}

impl Format {
    /// The word of outputs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
            Self::Lzma => "lzma",
            Self::Ar => "ar",
            Self::Rpm => "rpm",
            Self::Cpio => "cpio",
            Self::SevenZip => "7z",
            Self::OciLayout => "oci-layout",
        }
    }

    /// It has one content and no names: what is in it belongs to what is around it.
    pub(crate) const fn is_layer(self) -> bool {
        matches!(self, Self::Gzip | Self::Bzip2 | Self::Xz | Self::Zstd | Self::Lzma | Self::Rpm)
    }
}

/// A member of an archive: a file, or a link to one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its place in the order in which members begin, from 1.
    pub ordinal: u64,
    /// The ordinal of the member that holds it; 0 for the file itself.
    pub parent: u64,
    /// Archives around it, from 1.
    pub depth: u32,
    /// Its path inside the file: `lib/a.jar!/b.class`. Bytes that are no text stand as `\xff`.
    pub path: String,
    /// Where a link leads, by its own word; never followed.
    pub link: Option<String>,
    /// Size in bytes, as read.
    pub size: u64,
    /// What it is itself, when it was opened.
    pub format: Option<Format>,
    /// Its digests; none when its bytes could not be read to their end, and for links without content.
    pub digests: Option<Digests>,
}

/// Something that was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The path of the member, as in [`Member::path`]; empty for the file itself.
    pub path: String,
    /// Why.
    pub why: Why,
}

/// What reading an archive tells, as it goes. A member comes after what is inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A member.
    Member(Member),
    /// Something that was not read.
    Gap(Gap),
}

/// A file and how much was found in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The digests of the file itself; none for a folder.
    pub digests: Option<Digests>,
    /// What kind of archive it is; none for any other file.
    pub format: Option<Format>,
    /// How many members were found.
    pub members: u64,
    /// How many gaps were named. With none, every byte of every member was digested.
    pub gaps: u64,
    /// Bytes that came out, at every depth.
    pub unpacked: u64,
}

/// Why something in an archive was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It is encrypted.
    Encrypted,
    /// It is compressed in a way that we do not decode.
    Method(String),
    /// It is an archive of a kind that we do not read.
    Unsupported(&'static str),
    /// It ends too early.
    Truncated,
    /// It breaks the rules of its format.
    Damaged(String),
    /// Its bytes were read, but the size or checksum that the archive states is another.
    Checksum,
    /// Two readers of the archive would see different things.
    Ambiguous(String),
    /// Bytes follow after its end that belong to nothing.
    Trailing,
    /// A zip archive stands at its end, where only some readers find it.
    Appended,
    /// Its name states another digest than it has.
    OtherDigest,
    /// More archives within archives than allowed.
    Depth(u32),
    /// More members than allowed.
    Members(u64),
    /// More bytes than allowed.
    Bytes(u64),
    /// More bytes for each byte of the file than allowed.
    Ratio(u64),
    /// A decoder, a directory or a nested archive needs more memory than allowed.
    Memory(u64),
    /// The time is over.
    Time,
}

impl Why {
    /// The word of outputs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Encrypted => "encrypted",
            Self::Method(_) => "unknown-method",
            Self::Unsupported(_) => "unsupported-format",
            Self::Truncated => "truncated",
            Self::Damaged(_) => "damaged",
            Self::Checksum => "checksum",
            Self::Ambiguous(_) => "ambiguous",
            Self::Trailing => "trailing-data",
            Self::Appended => "appended-archive",
            Self::OtherDigest => "other-digest",
            Self::Depth(_) => "too-deep",
            Self::Members(_) => "too-many-members",
            Self::Bytes(_) => "too-many-bytes",
            Self::Ratio(_) => "ratio",
            Self::Memory(_) => "too-much-memory",
            Self::Time => "out-of-time",
        }
    }

    /// A bound of ours was reached; another bound would read on.
    pub const fn is_budget(&self) -> bool {
        matches!(
            self,
            Self::Depth(_)
                | Self::Members(_)
                | Self::Bytes(_)
                | Self::Ratio(_)
                | Self::Memory(_)
                | Self::Time
        )
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }

    pub(crate) fn ambiguous(what: impl Into<String>) -> Self {
        Self::Ambiguous(what.into())
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encrypted => f.write_str("it is encrypted"),
            Self::Method(name) => write!(f, "it is compressed by {name}, which is not decoded"),
            Self::Unsupported(name) => write!(f, "it is {name}, which is not opened"),
            Self::Truncated => f.write_str("it ends too early"),
            Self::Damaged(what) => write!(f, "it is damaged: {what}"),
            Self::Checksum => f.write_str("it has another size or checksum than the archive states"),
            Self::Ambiguous(what) => write!(f, "readers may see different things: {what}"),
            Self::Trailing => f.write_str("bytes follow after its end"),
            Self::Appended => f.write_str("a zip archive stands at its end"),
            Self::OtherDigest => f.write_str("it has another digest than its name states"),
            Self::Depth(most) => write!(f, "it lies more than {most} archives deep"),
            Self::Members(most) => write!(f, "there are more than {most} members"),
            Self::Bytes(most) => write!(f, "more than {most} bytes come out"),
            Self::Ratio(most) => write!(f, "more than {most} bytes come out for each byte of the file"),
            Self::Memory(most) => write!(f, "reading it needs more than {most} bytes of memory"),
            Self::Time => f.write_str("the time for reading is over"),
        }
    }
}
