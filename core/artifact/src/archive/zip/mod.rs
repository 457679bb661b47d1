//! zip by its central directory, which is what tools go by (PKWARE APPNOTE 6.3). Local headers and the space
//! between members are held against it, because some readers go by those.

mod directory;
mod entry;
mod space;

use std::io::Read;

use super::at::{At, Window, exact};
use super::decode::zipped;
use super::found::Why;
use super::walk::{Entry, Node, Walk};
use directory::Directory;
use entry::{Central, Local};
use space::Space;

/// A zip archive ends in the last bytes, whatever stands before it.
pub(crate) fn ends_in_zip(at: &dyn At) -> bool {
    directory::find_end(at).is_ok_and(|ends| ends.is_some())
}

pub(crate) fn read(walk: &Walk<'_>, node: &Node, at: &dyn At) -> Result<(), Why> {
    let directory = Directory::find(at)?;
    for why in &directory.faults {
        walk.gap(&node.path, why.clone());
    }
    let (space, faults) = Space::of(walk, at, &directory)?;
    for why in faults {
        walk.gap(&node.path, why);
    }
    let mut entries = directory.entries(at);
    let mut count = 0_u64;
    while let Some(central) = entries.next()? {
        count += 1;
        one(walk, node, at, &directory, &space, &central)?;
    }
    if !directory.counts(count) {
        return Err(Why::ambiguous("the directory has another number of members than it states"));
    }
    Ok(())
}

/// Reads one member. The error ends the walk; what is wrong with the member alone is told and passed over.
fn one(
    walk: &Walk<'_>,
    node: &Node,
    at: &dyn At,
    directory: &Directory,
    space: &Space,
    central: &Central,
) -> Result<(), Why> {
    if central.is_folder() {
        return walk.over();
    }
    let name = central.path();
    let entry = || Entry { size: Some(central.size), crc: Some(central.crc), ..Entry::named(&name) };
    let local = match Local::read(at, directory, central) {
        Ok(local) => local,
        Err(why) => return walk.unread(node, entry(), why),
    };
    if space.overlaps(central.offset) {
        let why = Why::ambiguous("it lies over another member");
        return walk.unread(node, entry(), why);
    }
    if central.is_encrypted() {
        return walk.unread(node, entry(), Why::Encrypted);
    }
    let data = Window::new(at, local.data, central.compressed);
    let read = if central.method == 0 {
        let mut stream = data;
        walk.member(node, entry(), &mut stream, Some(&data))
    } else {
        match zipped(central.method, data, central.size, walk.budget.memory) {
            Ok(mut stream) => walk.member(node, entry(), stream.by_ref(), None),
            Err(why) => walk.unread(node, entry(), why),
        }
    };
    // What broke this member is told with it; the others stand on their own.
    walk.over()?;
    let _ = read;
    for why in local.faults {
        walk.gap(&node.member_path(&name), why);
    }
    Ok(())
}

/// Four bytes at a place, when they are there.
fn mark(at: &dyn At, offset: u64) -> Option<[u8; 4]> {
    exact(at, offset).ok()
}
