//! `debar names calibrate`: measures the scores on names made by seed, chooses the thresholds, writes the report.

use std::path::Path;

use debar_calibration::{Calibration, Names, SHIPPED, calibrate};

use crate::args::CalibrateArgs;
use crate::commands::{Done, files};
use crate::exit::Exit;
use crate::output::Terminal;

/// How many names are made up where no file is given.
const MADE_UP: usize = 12_000;
/// The largest file of names.
const MOST_BYTES: u64 = 64 << 20;

pub(super) fn run(args: &CalibrateArgs, terminal: &mut Terminal) -> Done {
    let names = match &args.names {
        None => Names::made_up(MADE_UP, args.seed),
        Some(path) => {
            let bytes = files::read(path, MOST_BYTES, terminal)?;
            if bytes.len() as u64 > MOST_BYTES {
                terminal.error(format!("`{}` is larger than {MOST_BYTES} bytes", path.display()), None);
                return Err(Exit::NoDecision);
            }
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Names::read(&String::from_utf8_lossy(&bytes), &format!("names of `{file}`"))
        }
    };
    if names.len() < 2_000 {
        terminal.error(
            format!("{} names are too few to choose thresholds on", names.len()),
            Some("give a file of at least 2000 different names, one a line"),
        );
        return Err(Exit::NoDecision);
    }
    let run = calibrate(&names, args.seed);
    let chosen = run.chosen();
    terminal.line(format!("names   {}, {} listed, {} clean", run.origin, run.listed, run.clean.all()));
    terminal.line(format!(
        "pairs   {} of one party, {} of two",
        run.pairs.same.all(),
        run.pairs.different.all()
    ));
    terminal.line(format!("strong  {} (in use: {})", chosen.strong, SHIPPED.strong));
    terminal.line(format!("weak    {} (in use: {})", chosen.weak, SHIPPED.weak));
    if let Some(folder) = &args.report {
        write(folder, &run, &command(args), terminal)?;
    }
    let same = chosen == SHIPPED;
    if !same {
        terminal.remark("note: the thresholds in use are not those of this run; they stand in `core/names`");
    }
    Ok(if args.check && !same { Exit::Deny } else { Exit::Ok })
}

/// The command that writes the same report, as the repository's root would call it.
fn command(args: &CalibrateArgs) -> String {
    let names = args.names.as_ref().map(|path| format!(" --names {}", path.display())).unwrap_or_default();
    let folder = args.report.as_ref().map(|path| format!(" --report {}", path.display())).unwrap_or_default();
    format!("debar names calibrate{names} --seed {}{folder}", args.seed)
}

fn write(folder: &Path, run: &Calibration, command: &str, terminal: &mut Terminal) -> Result<(), Exit> {
    for (name, text) in [
        ("names-calibration.md", run.markdown(SHIPPED, command)),
        ("names-scores.svg", run.scores_svg(SHIPPED)),
        ("names-recall.svg", run.recall_svg()),
    ] {
        let path = folder.join(name);
        files::replace(&path, text.as_bytes()).map_err(|error| {
            terminal.error(format!("`{}` cannot be written: {error}", path.display()), None);
            Exit::NoDecision
        })?;
        terminal.remark(format!("wrote {}", path.display()));
    }
    Ok(())
}
