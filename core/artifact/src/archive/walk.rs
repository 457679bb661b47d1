//! The walk through a file and everything inside it: budget, names, and what is told of each member.

use std::cell::{Cell, RefCell};
use std::io::{self, Read};

use debar_model::{Algorithm, Digest};

use super::at::At;
use super::budget::Budget;
use super::found::{Format, Found, Gap, Member, Why};
use super::read::Asked;
use super::sniff::{HEAD, Kind, sniff};
use super::tee::{BUFFER, Sums, Tee};
use super::{ar, cpio, decode, rpm, seven, tar, zip};
use crate::Digests;
use crate::hashes::Hashes;

/// Bytes between two looks at the clock.
const LOOK_EVERY: u64 = 1 << 20;
/// The longest name that is kept, in bytes: longer than any file system has.
const LONGEST_NAME: usize = 8 * 1024;

/// State of one file's reading. Readers within readers share it.
pub(crate) struct Walk<'w> {
    algorithms: &'w [Algorithm],
    pub(crate) budget: Budget,
    stop: &'w dyn Fn() -> bool,
    /// Most bytes that may come out by the ratio.
    most_by_ratio: u64,
    bytes: Cell<u64>,
    look_at: Cell<u64>,
    /// Members, and whatever else an archive may have ten million of.
    things: Cell<u64>,
    members: Cell<u64>,
    gaps: Cell<u64>,
    over: RefCell<Option<Why>>,
    found: RefCell<&'w mut dyn FnMut(Found)>,
    spare: RefCell<Vec<Vec<u8>>>,
}

/// Something that may hold members: the file itself or a member.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    /// Its own name, without what is around it.
    pub(crate) name: String,
    /// Its path in the file; empty for the file.
    pub(crate) path: String,
    /// What stands before the names of its members.
    inside: String,
    /// What stands before them when it only continues what is around it: the tar in a tar.gz.
    continued: Option<String>,
    ordinal: u64,
    /// Archives around it.
    depth: u32,
}

/// A member as its archive describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) link: Option<String>,
    /// The size that the archive states.
    pub(crate) size: Option<u64>,
    /// The checksum that the archive states.
    pub(crate) crc: Option<u32>,
}

impl Entry {
    pub(crate) fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Node {
    pub(crate) fn root(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: String::new(),
            inside: String::new(),
            continued: None,
            ordinal: 0,
            depth: 0,
        }
    }

    /// The path that a member of this name has.
    pub(crate) fn member_path(&self, name: &str) -> String {
        format!("{}{}", self.inside, shown(name))
    }

    fn member(&self, name: &str, ordinal: u64, layer: bool) -> Self {
        let name = shown(name);
        let path = format!("{}{name}", self.inside);
        Self {
            inside: format!("{path}!/"),
            path,
            name,
            continued: layer.then(|| self.inside.clone()),
            ordinal,
            depth: self.depth + 1,
        }
    }

    /// The node as the holder of members.
    fn opened(&self, format: Format) -> Self {
        let continues = format.is_layer() || matches!(format, Format::Tar | Format::Cpio);
        match &self.continued {
            Some(inside) if continues => {
                // A tar and its compression are one archive; compression in compression is two.
                let depth = if format.is_layer() { self.depth } else { self.depth.saturating_sub(1) };
                Self { inside: inside.clone(), depth, ..self.clone() }
            }
            _ => self.clone(),
        }
    }
}

impl<'w> Walk<'w> {
    pub(crate) fn new(asked: &Asked<'w>, size: u64, found: &'w mut dyn FnMut(Found)) -> Self {
        let budget = asked.budget;
        let depth = budget.depth.min(Budget::MOST_DEPTH);
        Self {
            algorithms: asked.members,
            budget: Budget { depth, ..budget },
            stop: asked.stop,
            most_by_ratio: budget.ratio.saturating_mul(size).max(Budget::FREE_BYTES),
            bytes: Cell::new(0),
            look_at: Cell::new(0),
            things: Cell::new(0),
            members: Cell::new(0),
            gaps: Cell::new(0),
            over: RefCell::new(None),
            found: RefCell::new(found),
            spare: RefCell::new(vec![]),
        }
    }

    /// Members, gaps and bytes so far.
    pub(crate) fn counts(&self) -> (u64, u64, u64) {
        (self.members.get(), self.gaps.get(), self.bytes.get())
    }

    /// What ended the whole walk.
    pub(crate) fn over(&self) -> Result<(), Why> {
        self.over.borrow().clone().map_or(Ok(()), Err)
    }

    /// Counts bytes that came out.
    pub(crate) fn charge(&self, count: usize) -> io::Result<()> {
        let bytes = self.bytes.get().saturating_add(count as u64);
        self.bytes.set(bytes);
        let why = if bytes > self.budget.bytes {
            Some(Why::Bytes(self.budget.bytes))
        } else if bytes > self.most_by_ratio {
            Some(Why::Ratio(self.budget.ratio))
        } else if bytes >= self.look_at.get() {
            self.look_at.set(bytes + LOOK_EVERY);
            (self.stop)().then_some(Why::Time)
        } else {
            None
        };
        if let Some(why) = why {
            self.over.borrow_mut().get_or_insert(why);
        }
        self.over().map_err(|why| io::Error::other(why.to_string()))
    }

    /// The reason behind an error of a reader.
    pub(crate) fn why(&self, error: &io::Error) -> Why {
        match self.over() {
            Err(why) => why,
            Ok(()) if error.kind() == io::ErrorKind::UnexpectedEof => Why::Truncated,
            Ok(()) => match error.get_ref().and_then(|inner| inner.downcast_ref::<decode::Stop>()) {
                Some(decode::Stop(why)) => why.clone(),
                None => Why::damaged(error.to_string()),
            },
        }
    }

    pub(crate) fn gap(&self, path: &str, why: Why) {
        self.gaps.set(self.gaps.get() + 1);
        (self.found.borrow_mut())(Found::Gap(Gap { path: path.to_owned(), why }));
    }

    /// Counts a member, or anything else that an archive may have ten million of.
    pub(crate) fn count(&self) -> Result<u64, Why> {
        self.over()?;
        let things = self.things.get() + 1;
        if things > self.budget.members {
            let why = Why::Members(self.budget.members);
            self.over.borrow_mut().get_or_insert(why.clone());
            return Err(why);
        }
        if things.is_multiple_of(64) && (self.stop)() {
            self.over.borrow_mut().get_or_insert(Why::Time);
            return Err(Why::Time);
        }
        self.things.set(things);
        Ok(things)
    }

    /// A member without content: a link.
    pub(crate) fn bare(&self, parent: &Node, entry: Entry) -> Result<(), Why> {
        let ordinal = self.count()?;
        let node = parent.member(&entry.name, ordinal, false);
        self.tell(parent, &node, entry.link, None, None);
        Ok(())
    }

    /// A member that cannot be read.
    pub(crate) fn unread(&self, parent: &Node, entry: Entry, why: Why) -> Result<(), Why> {
        let ordinal = self.count()?;
        let node = parent.member(&entry.name, ordinal, false);
        self.tell(parent, &node, entry.link, None, None);
        self.gap(&node.path, why);
        Ok(())
    }

    /// Reads a member and everything in it. Whatever is wrong with it is told as a gap of its own; the error
    /// says that its bytes could not be read to their end, so that a stream cannot go on.
    pub(crate) fn member(
        &self,
        parent: &Node,
        entry: Entry,
        reader: &mut dyn Read,
        random: Option<&dyn At>,
    ) -> Result<(), Why> {
        self.read(parent, entry, reader, random, false)
    }

    /// The content of a compression, which has no name of its own.
    pub(crate) fn layer(&self, parent: &Node, name: &str, reader: &mut dyn Read) -> Result<(), Why> {
        self.read(parent, Entry::named(name), reader, None, true)
    }

    fn read(
        &self,
        parent: &Node,
        entry: Entry,
        reader: &mut dyn Read,
        random: Option<&dyn At>,
        layer: bool,
    ) -> Result<(), Why> {
        let ordinal = self.count()?;
        let node = parent.member(&entry.name, ordinal, layer);
        let mut tee = Tee::new(self, reader, entry.crc.is_some());
        if random.is_none() {
            tee.watch_end();
        }
        let opened = self.open(&node, &mut tee, random);
        let drained = tee.drain();
        let sums = tee.finish();
        let (format, gap) = match opened {
            Ok(format) => (format, None),
            Err((format, why)) => (format, Some(why)),
        };
        match &drained {
            Ok(()) => {
                let wrong = self.verdict(&node, &entry, &sums, format.is_some() || gap.is_some());
                self.tell(parent, &node, entry.link, format, Some(sums));
                for why in gap.into_iter().chain(wrong) {
                    self.gap(&node.path, why);
                }
            }
            Err(why) => {
                let sums = Sums { digests: None, ..sums };
                self.tell(parent, &node, entry.link, format, Some(sums));
                self.gap(&node.path, why.clone());
            }
        }
        drained
    }

    /// Opens what is an archive by its first bytes, or by its end where that can be reached.
    pub(crate) fn open(
        &self,
        node: &Node,
        tee: &mut Tee<'_, 'w>,
        random: Option<&dyn At>,
    ) -> Result<Option<Format>, (Option<Format>, Why)> {
        let kind = sniff(tee.head(HEAD).map_err(|why| (None, why))?);
        let format = match kind {
            Kind::Known(format) => format,
            Kind::Unread(why) => return Err((None, why)),
            Kind::Plain if random.is_some_and(zip::ends_in_zip) => Format::Zip,
            Kind::Plain => return Ok(None),
        };
        let node = node.opened(format);
        if node.depth >= self.budget.depth {
            return Err((None, Why::Depth(self.budget.depth)));
        }
        let read = match format {
            Format::Tar => tar::read(self, &node, tee),
            Format::Cpio => cpio::read(self, &node, tee),
            Format::Ar => ar::read(self, &node, tee),
            Format::Rpm => rpm::read(self, &node, tee),
            Format::Zip | Format::SevenZip => self.random(format, &node, tee, random),
            Format::Gzip | Format::Bzip2 | Format::Xz | Format::Zstd | Format::Lzma => {
                decode::read(self, &node, format, tee)
            }
            Format::OciLayout => Ok(()),
        };
        match read {
            Ok(()) => Ok(Some(format)),
            Err(why) => Err((Some(format), tee.failed().unwrap_or(why))),
        }
    }

    fn random(
        &self,
        format: Format,
        node: &Node,
        tee: &mut Tee<'_, 'w>,
        random: Option<&dyn At>,
    ) -> Result<(), Why> {
        let read = |at: &dyn At| match format {
            Format::SevenZip => seven::read(self, node, at),
            _ => zip::read(self, node, at),
        };
        match random {
            Some(at) => read(at),
            None => {
                let bytes = tee.all(self.budget.memory)?;
                read(&bytes.as_slice())
            }
        }
    }

    /// What is wrong with a member whose bytes were all read.
    fn verdict(&self, node: &Node, entry: &Entry, sums: &Sums, opened: bool) -> Vec<Why> {
        let mut wrong = vec![];
        let size = entry.size.is_some_and(|size| size != sums.size);
        let crc = entry.crc.is_some() && entry.crc != sums.crc;
        if size || crc {
            wrong.push(Why::Checksum);
        }
        if sums.appended && !opened {
            wrong.push(Why::Appended);
        }
        if let Some(stated) = stated_digest(&node.path)
            && let Some(own) = sums.digests.as_ref().and_then(|digests| digests.get(&Algorithm::Sha256))
            && own.value() != stated
        {
            wrong.push(Why::OtherDigest);
        }
        wrong
    }

    fn tell(
        &self,
        parent: &Node,
        node: &Node,
        link: Option<String>,
        format: Option<Format>,
        sums: Option<Sums>,
    ) {
        self.members.set(self.members.get() + 1);
        let (size, digests) = sums.map_or((0, None), |sums| (sums.size, sums.digests));
        (self.found.borrow_mut())(Found::Member(Member {
            ordinal: node.ordinal,
            parent: parent.ordinal,
            depth: node.depth,
            path: node.path.clone(),
            link,
            size,
            format,
            digests,
        }));
    }

    pub(crate) fn hashes(&self) -> Option<Hashes> {
        Hashes::new(self.algorithms).ok()
    }

    /// A buffer, used before where there is one: a small member costs no large allocation.
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.spare.borrow_mut().pop().unwrap_or_else(|| vec![0; BUFFER])
    }

    pub(crate) fn give_back(&self, buffer: Vec<u8>) {
        self.spare.borrow_mut().push(buffer);
    }
}

impl Digests {
    /// Digests of something inside.
    pub(crate) fn of_member(self) -> Self {
        let size = self.size();
        let digests = self.into_vec().into_iter();
        let digests: Vec<Digest> =
            digests.map(|digest| digest.with_object(debar_model::Object::File)).collect();
        Self::new(size, digests)
    }
}

/// The digest that the name of a blob in an OCI image layout states.
fn stated_digest(path: &str) -> Option<&str> {
    let (before, hex) = path.rsplit_once('/')?;
    let blobs = before == "blobs/sha256" || before.ends_with("/blobs/sha256");
    (blobs && hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')))
        .then_some(hex)
}

/// A name as it is shown: without `./` in front, and not without bound.
fn shown(name: &str) -> String {
    let name = name.strip_prefix("./").filter(|rest| !rest.is_empty()).unwrap_or(name);
    match name.char_indices().nth(LONGEST_NAME) {
        Some((end, _)) => format!("{}...", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}
