//! `debar set build --nsrl`: the digests of a manufacturer's packages.

use std::path::Path;

use debar_feeds::{Nsrl, NsrlError, NsrlRead};
use debar_model::Object;
use debar_sets::{Builder, Kind, SetError};

use crate::exit::Exit;
use crate::output::Terminal;

enum Failed {
    Nsrl(NsrlError),
    Set(SetError),
}

impl From<NsrlError> for Failed {
    fn from(error: NsrlError) -> Self {
        Self::Nsrl(error)
    }
}

/// Adds the digests of all files of the manufacturers' packages.
pub(crate) fn run(
    path: &Path,
    manufacturers: &[String],
    builder: &mut Builder<'_>,
    terminal: &mut Terminal,
) -> Result<NsrlRead, Exit> {
    let name = path.display();
    let read = Nsrl::open(path).map_err(Failed::Nsrl).and_then(|mut nsrl| {
        nsrl.digests(manufacturers, &mut |hash, digest, label| {
            let kind = Kind { object: Object::File, label: Some(label.to_owned()) };
            let kind = builder.kind(&kind).map_err(Failed::Set)?;
            builder.add(&hash.algorithm(), digest, kind).map_err(Failed::Set)
        })
    });
    let read = read.map_err(|failed| match failed {
        Failed::Nsrl(error @ NsrlError::Io(_)) => {
            terminal.error(format!("`{name}`: {error}"), Some(error.help()));
            Exit::NoDecision
        }
        Failed::Nsrl(error) => {
            terminal.error(format!("`{name}`: {error}; nothing was written"), Some(error.help()));
            Exit::Invalid
        }
        Failed::Set(error) => {
            terminal.error(format!("the set was not written: {error}"), Some(error.help()));
            Exit::NoDecision
        }
    })?;
    for maker in read.manufacturers.iter().take(50) {
        terminal.remark(format!("note: manufacturer {maker}"));
    }
    terminal.remark(format!(
        "note: {} manufacturers, {} packages, {} of {} files, {} unreadable",
        read.manufacturers.len(),
        read.packages,
        read.digests,
        read.files,
        read.bad
    ));
    Ok(read)
}
