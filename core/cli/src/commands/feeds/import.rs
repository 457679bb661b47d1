//! `debar blocklist import`: a public list becomes a file of a blocklist, to be looked at before it is used.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use debar_blocklist::{DirSources, MemorySources, Trend, differences, read as read_list};
use debar_feeds::{
    Action, Columns, Document, FeedKind, Import, InputFile, MAX_FILE, Options, Select, SelectField,
};
use debar_model::Sha256Hex;
use debar_sets::{Builder, DEFAULT_MEMORY, Kind};

use super::report;
use crate::args::{ActionWord, FeedWord, ImportArgs};
use crate::commands::{Done, files};
use crate::exit::Exit;
use crate::output::Terminal;

/// Files of a folder that are read.
const MAX_FILES: usize = 2_000_000;

pub(crate) fn run(args: &ImportArgs, terminal: &mut Terminal) -> Done {
    let kind = kind(args.kind);
    let paths = paths(&args.files, terminal)?;
    let options = options(args, &paths, terminal)?;
    let mut contents = vec![];
    for path in &paths {
        contents.push(files::read(path, MAX_FILE, terminal)?);
    }
    let names: Vec<String> = paths.iter().map(|path| name_of(path)).collect();
    let inputs: Vec<InputFile<'_>> =
        names.iter().zip(&contents).map(|(name, bytes)| InputFile { name, bytes }).collect();
    let import = debar_feeds::read(kind, &inputs, &options).map_err(|refusals| {
        for refusal in refusals {
            terminal.error(refusal.to_string(), Some(refusal.help));
        }
        terminal.error("nothing was imported, and nothing was written", None);
        Exit::Invalid
    })?;
    report::show(&import, kind, args.format, args.out.is_some() || args.diff.is_some(), terminal);
    let action = match args.action {
        ActionWord::Deny => Action::Deny,
        ActionWord::Review => Action::Review,
        ActionWord::Warn => Action::Warn,
    };
    let document = Document::new(&import, kind, &options.name, action, args.in_force.as_deref());
    if import.parties.is_empty() && import.packages.is_empty() && import.digests.is_empty() {
        terminal.error("nothing of it can be listed", Some("look at the report, and at `--select`"));
        return Err(Exit::Invalid);
    }
    let Some(target) = args.out.as_deref().or(args.diff.as_deref()) else {
        if !document.sets().is_empty() {
            terminal.error(
                "there are too many digests for standard output: they go into a set beside the list",
                Some("give `--out FILE`"),
            );
            return Err(Exit::Usage);
        }
        let text = formatted(&document.toml(&BTreeMap::new()), terminal)?;
        terminal.print(text);
        return Ok(Exit::Ok);
    };
    let folder = tempfolder(target);
    let built = sets(&document, &import, target, &folder, terminal);
    let built = match built {
        Ok(built) => built,
        Err(exit) => {
            let _ = fs::remove_dir_all(&folder);
            return Err(exit);
        }
    };
    let done = put(args, target, &document, &built, &folder, terminal);
    let _ = fs::remove_dir_all(&folder);
    done
}

/// Sets that were built apart: by id, their path beside the list, their pin.
type Built = BTreeMap<String, (String, Sha256Hex)>;

fn put(
    args: &ImportArgs,
    target: &Path,
    document: &Document<'_>,
    built: &Built,
    folder: &Path,
    terminal: &mut Terminal,
) -> Done {
    let text = formatted(&document.toml(built), terminal)?;
    let standing = fs::read(target).ok();
    if standing.as_deref() == Some(text.as_bytes()) {
        terminal.remark(format!("{}: nothing changes", target.display()));
        return Ok(Exit::Ok);
    }
    let changed = match &standing {
        Some(_) => compare(target, &text, terminal),
        None => args.diff.is_some(),
    };
    if args.diff.is_some() {
        return Ok(if changed { Exit::Deny } else { Exit::Ok });
    }
    if standing.is_some() && !args.replace {
        terminal.problem(format!("{} stays as it is: give `--replace` to write", target.display()));
        return Ok(Exit::Deny);
    }
    let beside = target.parent().unwrap_or(Path::new(""));
    let mut done = Ok(());
    for (path, _) in built.values() {
        done = done.and_then(|()| fs::rename(folder.join(path), beside.join(path)));
    }
    done.and_then(|()| files::replace(target, text.as_bytes())).map_err(|error| {
        terminal.error(format!("`{}` cannot be written: {error}", target.display()), None);
        Exit::NoDecision
    })?;
    terminal.remark(format!("{} was written; look at it, then include it in your list", target.display()));
    Ok(Exit::Ok)
}

/// Prints what changes by meaning; whether anything does.
fn compare(target: &Path, text: &str, terminal: &mut Terminal) -> bool {
    let name = name_of(target);
    let old = DirSources::of(target).and_then(|(sources, root)| read_list(&root, &sources).list);
    let new = read_list(&name, &MemorySources::new().with(name.clone(), text)).list;
    let (Some(old), Some(new)) = (old, new) else {
        terminal.problem(format!("{}: it cannot be compared by meaning; it differs", target.display()));
        return true;
    };
    let changes = differences(&old, &new);
    for change in &changes {
        let why = change.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        terminal.problem(format!(
            "{:<10} {} {} {}{why}",
            change.trend.as_str(),
            change.table,
            change.id,
            change.kind.as_str()
        ));
    }
    let count = |trend| changes.iter().filter(|change| change.trend == trend).count();
    terminal.problem(format!(
        "{} loosened, {} changed, {} tightened, {} only words",
        count(Trend::Loosened),
        count(Trend::Changed),
        count(Trend::Tightened),
        count(Trend::OnlyWords)
    ));
    !changes.is_empty()
}

/// The one form; a fault here is ours.
fn formatted(text: &str, terminal: &mut Terminal) -> Result<String, Exit> {
    debar_edit::format(text).map_err(|error| {
        terminal.error(format!("the list cannot be written: {error}"), Some("report the fault"));
        Exit::NoDecision
    })
}

fn sets(
    document: &Document<'_>,
    import: &Import,
    target: &Path,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<Built, Exit> {
    let mut built = BTreeMap::new();
    let stem = target.file_stem().and_then(|stem| stem.to_str()).unwrap_or("import").to_owned();
    for (id, set) in document.sets() {
        let made = (|| -> Result<(String, Sha256Hex), Box<dyn std::error::Error>> {
            fs::create_dir_all(folder)?;
            let path = format!("{stem}.{id}.{}.dset", import.snapshot.date);
            let mut builder = Builder::new(&folder.join(&path), DEFAULT_MEMORY, "debar blocklist import")?;
            for (hash, digest, label) in set.table.iter() {
                let label = (!label.is_empty()).then(|| label.chars().take(200).collect());
                let kind = builder.kind(&Kind { object: set.object, label })?;
                builder.add(&hash.algorithm(), digest, kind)?;
            }
            for (name, bytes, sha256) in import.snapshot.files.iter().take(64) {
                let sha256 = Sha256Hex::parse(sha256)?;
                builder.source(debar_sets::SourceNote { name: name.clone(), bytes: *bytes, sha256 });
            }
            let set = builder.finish()?;
            let entries: u64 = set.counts.iter().map(|(_, count)| count).sum();
            let again = set.added.saturating_sub(entries);
            terminal.remark(format!("{path}: {entries} digests, {again} given more than once"));
            Ok((path, set.pin))
        })();
        match made {
            Ok(one) => built.insert(id, one),
            Err(error) => {
                terminal.error(format!("the set of `{id}` cannot be built: {error}"), None);
                return Err(Exit::NoDecision);
            }
        };
    }
    Ok(built)
}

/// Where sets wait until the list is written: on the same disk, so that they are renamed.
fn tempfolder(target: &Path) -> PathBuf {
    target.with_file_name(format!(".{}.{}.import", name_of(target), std::process::id()))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// All files, those of folders in order of their names. Links in folders are not followed.
fn paths(given: &[PathBuf], terminal: &mut Terminal) -> Result<Vec<PathBuf>, Exit> {
    let mut found = vec![];
    let mut open: Vec<PathBuf> = given.iter().rev().cloned().collect();
    while let Some(path) = open.pop() {
        if found.len() >= MAX_FILES {
            terminal
                .error("there are too many files", Some("import them in parts, each with its own `--name`"));
            return Err(Exit::Usage);
        }
        if !path.is_dir() {
            found.push(path);
            continue;
        }
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let entries = entries.map_err(|error| {
            terminal.error(format!("`{}` cannot be read: {error}", path.display()), None);
            Exit::NoDecision
        })?;
        let mut inside: Vec<PathBuf> = entries
            .iter()
            .filter(|entry| entry.file_type().is_ok_and(|kind| !kind.is_symlink()))
            .map(fs::DirEntry::path)
            .collect();
        inside.sort();
        open.extend(inside.into_iter().rev());
    }
    Ok(found)
}

fn options(args: &ImportArgs, paths: &[PathBuf], terminal: &mut Terminal) -> Result<Options, Exit> {
    let mut usage = |text: String, help: &str| {
        terminal.error(text, Some(help));
        Exit::Usage
    };
    let date = |text: &str| text.parse::<jiff::civil::Date>().ok().map(|date| date.to_string());
    for given in [&args.snapshot, &args.in_force].into_iter().flatten() {
        if date(given).is_none() {
            return Err(usage(format!("`{given}` is no day"), "write it year first: 2026-01-31"));
        }
    }
    let newest = paths.iter().filter_map(|path| fs::metadata(path).ok()?.modified().ok()).max();
    let newest = newest.and_then(|at| jiff::Timestamp::try_from(at).ok());
    let newest = newest.map(|at| jiff::tz::TimeZone::UTC.to_datetime(at).date().to_string());
    let mut select = vec![];
    for text in &args.select {
        let known =
            text.split_once('=').and_then(|(field, pattern)| Some((SelectField::read(field)?, pattern)));
        let Some((field, pattern)) = known else {
            return Err(usage(
                format!("`{text}` selects by nothing that is known"),
                "write FIELD=PATTERN, with list, type, program, country or name",
            ));
        };
        select.push(Select { field, pattern: pattern.to_owned() });
    }
    let Ok(delimiter) = u8::try_from(args.delimiter) else {
        return Err(usage(
            "columns are separated by one ASCII character".to_owned(),
            "give `--delimiter ';'`",
        ));
    };
    let mut columns = Columns { delimiter: Some(delimiter), ..Columns::default() };
    for text in &args.columns {
        let Some((what, column)) =
            text.split_once('=').filter(|(what, column)| !what.is_empty() && !column.is_empty())
        else {
            return Err(usage(format!("`{text}` declares no column"), "write WHAT=COLUMN"));
        };
        let column = column.to_owned();
        match what {
            "name" => columns.name = Some(column),
            "alias" => columns.aliases.push(column),
            "digest" => columns.digest = Some(column),
            "label" => columns.label = Some(column),
            "begin" => columns.from = Some(column),
            "last" => columns.through = Some(column),
            "note" => columns.note = Some(column),
            scheme => columns.identifiers.push((scheme.to_owned(), column)),
        }
    }
    Ok(Options {
        name: args.name.clone().unwrap_or_default(),
        snapshot: args.snapshot.clone().or(newest).unwrap_or_else(|| "1970-01-01".to_owned()),
        select,
        columns,
    })
}

fn kind(word: FeedWord) -> FeedKind {
    match word {
        FeedWord::Csl => FeedKind::Csl,
        FeedWord::Ofac => FeedKind::Ofac,
        FeedWord::BisDpl => FeedKind::BisDpl,
        FeedWord::Sam => FeedKind::Sam,
        FeedWord::Opensanctions => FeedKind::OpenSanctions,
        FeedWord::Csv => FeedKind::Csv,
        FeedWord::Osv => FeedKind::Osv,
        FeedWord::Clamav => FeedKind::ClamAv,
        FeedWord::Hashes => FeedKind::Hashes,
        FeedWord::Malwarebazaar => FeedKind::MalwareBazaar,
        FeedWord::Stix => FeedKind::Stix,
        FeedWord::Misp => FeedKind::Misp,
        FeedWord::Loldrivers => FeedKind::LolDrivers,
    }
}
