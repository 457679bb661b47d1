//! A folder that is an OCI image layout (image-spec, image-layout.md): its blobs and indexes, each a member.

use std::path::{Path, PathBuf};

use super::found::Why;
use super::walk::{Entry, Node, Walk};
use crate::ArtifactError;
use crate::open::Opened;

/// Folders within folders; the layout has three.
const DEEPEST: u32 = 8;

/// A folder that says it is a layout.
pub(crate) fn is_layout(folder: &Path) -> bool {
    folder.join("oci-layout").is_file() && folder.join("blobs").is_dir()
}

/// Every file below, in the order of their names. Links are told and never followed.
pub(crate) fn read(walk: &Walk<'_>, node: &Node, folder: &Path) -> Result<(), Why> {
    let mut open = vec![(folder.to_owned(), String::new(), DEEPEST)];
    while let Some((path, before, left)) = open.pop() {
        let mut below = names(&path).map_err(|error| Why::damaged(error.to_string()))?;
        below.sort();
        for (name, path) in below {
            let name = format!("{before}{name}");
            let Ok(meta) = std::fs::symlink_metadata(&path) else {
                walk.unread(node, Entry::named(name), Why::damaged("it cannot be read"))?;
                continue;
            };
            if meta.is_dir() {
                if left == 0 {
                    walk.gap(&name, Why::Depth(DEEPEST));
                } else {
                    open.push((path, format!("{name}/"), left - 1));
                }
            } else if meta.is_symlink() {
                let target = std::fs::read_link(&path).unwrap_or_default();
                let link = Some(target.to_string_lossy().into_owned());
                walk.bare(node, Entry { link, ..Entry::named(name) })?;
            } else {
                file(walk, node, name, &path)?;
            }
        }
    }
    Ok(())
}

fn file(walk: &Walk<'_>, node: &Node, name: String, path: &Path) -> Result<(), Why> {
    let fault = |error: ArtifactError| Why::damaged(error.to_string());
    let opened = match Opened::new(path) {
        Ok(opened) => opened,
        Err(error) => return walk.unread(node, Entry::named(name), fault(error)),
    };
    let entry = Entry { size: Some(opened.size()), ..Entry::named(&name) };
    let read = walk.member(node, entry, &mut opened.stream(), Some(&opened));
    walk.over()?;
    if read.is_ok()
        && let Err(error) = opened.unchanged(opened.size())
    {
        walk.gap(&name, fault(error));
    }
    Ok(())
}

fn names(folder: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())))
        .collect()
}
