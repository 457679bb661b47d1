//! `debar blocklist export`: what other tools understand of a list.

use debar_feeds::{ExportTo, export, listings};
use debar_gate::config::ListChoice;
use debar_gate::inspect_list;

use crate::args::{ExportArgs, ExportWord, Global};
use crate::commands::{Done, set};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::{instant, settings};

pub(crate) fn run(args: &ExportArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let at = instant::read("--at", args.at.as_deref(), terminal)?;
    let choice = match &args.file {
        Some(file) => ListChoice::File(file.clone()),
        None => settings::without_plugins(global, terminal)?.list.value,
    };
    let read = inspect_list(&choice);
    let Some(list) = &read.list else {
        output::list_diagnostics(terminal, &read.diagnostics, &read.files);
        return Err(Exit::Invalid);
    };
    let at = at.map_or_else(jiff::Timestamp::now, |at| at.within(&list.time_zone));
    let folder = match &choice {
        ListChoice::File(path) => path.parent().map(std::path::PathBuf::from).unwrap_or_default(),
        ListChoice::Shipped => std::path::PathBuf::new(),
    };
    let mut failed = None;
    let found = listings(list, at, &mut |id, take| {
        let Some(file) = list.digests.get(id).and_then(|entry| entry.set.as_ref()) else { return };
        match set::open(&folder.join(&file.name), terminal) {
            Ok(set) => {
                for entry in set.entries() {
                    take(&entry.digest, entry.kind.label.as_deref().unwrap_or_default());
                }
            }
            Err(exit) => failed = Some(exit),
        }
    });
    if let Some(exit) = failed {
        return Err(exit);
    }
    let to = match args.format {
        ExportWord::Santa => ExportTo::SantaJson,
        ExportWord::SantaPlist => ExportTo::SantaPlist,
        ExportWord::Wdac => ExportTo::Wdac,
        ExportWord::ClamavHsb => ExportTo::ClamAvHsb,
        ExportWord::Csv => ExportTo::Csv,
    };
    let exported = export(&found, to);
    terminal.print(&exported.text);
    for left in &exported.left_out {
        terminal.remark(format!("note: not in it: {left}"));
    }
    terminal
        .remark("note: exceptions, waivers, scopes and later dates are not in it: it speaks of one instant");
    terminal.remark(format!("{} entries", exported.entries));
    Ok(Exit::Ok)
}
