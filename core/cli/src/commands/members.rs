//! `debar digest --members`: a file and everything inside it, as a tree, and what could not be read.

use std::path::Path;

use debar_artifact::{Asked, Budget, Contents, Digests, Found, Gap, Member, read_path};
use debar_model::Algorithm;
use serde_json::{Value, json};

use crate::args::{DigestArgs, Format};
use crate::exit::Exit;
use crate::output::Terminal;

/// Members that a person or a script asks for by hand; a gate has its own limit.
const MOST_MEMBERS: u64 = 1_000_000;

pub(super) fn run(args: &DigestArgs, algorithms: &[Algorithm], terminal: &mut Terminal) -> Exit {
    let mut exit = Exit::Ok;
    let mut rows = vec![];
    for path in &args.files {
        match one(args, path, algorithms, &mut rows, terminal) {
            Ok(contents) if contents.gaps > 0 => exit = exit.and(Exit::Review),
            Ok(_) => {}
            Err(error) => {
                terminal.error(format!("`{}`: {}", path.display(), crate::chain(&error)), Some(error.help()));
                exit = exit.and(Exit::NoDecision);
            }
        }
    }
    if args.format == Format::Json {
        terminal.data(json!(rows).to_string());
    }
    exit
}

fn one(
    args: &DigestArgs,
    path: &Path,
    algorithms: &[Algorithm],
    rows: &mut Vec<Value>,
    terminal: &mut Terminal,
) -> Result<Contents, debar_artifact::ArtifactError> {
    let file = path.display().to_string();
    let budget = Budget { depth: args.depth, members: MOST_MEMBERS, ..Budget::default() };
    let asked = Asked { budget, ..Asked::of(algorithms) };
    let (mut members, mut gaps) = (vec![], vec![]);
    // A line of its own for each is printed at once, so that memory does not grow with the archive.
    let streams = !matches!(args.format, Format::Human | Format::Json);
    let mut tell = |found| match found {
        Found::Member(member) if streams => terminal.data(member_row(&file, &member).to_string()),
        Found::Gap(gap) if streams => terminal.data(gap_row(&file, &gap).to_string()),
        Found::Member(member) => members.push(member),
        Found::Gap(gap) => gaps.push(gap),
    };
    let contents = read_path(path, &asked, &mut tell)?;
    members.sort_by_key(|member| member.ordinal);
    match args.format {
        Format::Human => tree(&file, &contents, &members, &gaps, terminal),
        Format::Json => {
            rows.push(file_row(&file, &contents));
            rows.extend(members.iter().map(|member| member_row(&file, member)));
            rows.extend(gaps.iter().map(|gap| gap_row(&file, gap)));
        }
        _ => terminal.data(file_row(&file, &contents).to_string()),
    }
    Ok(contents)
}

/// Digests in front, as `sha256sum` has them; names stand the deeper the more archives are around them.
fn tree(file: &str, contents: &Contents, members: &[Member], gaps: &[Gap], terminal: &mut Terminal) {
    let kind = contents.format.map(|format| format!(" ({})", format.as_str())).unwrap_or_default();
    match &contents.digests {
        Some(digests) => {
            digests.iter().for_each(|digest| terminal.line(format!("{digest}  {file}{kind}")));
        }
        None => terminal.line(format!("{file}{kind}")),
    }
    for member in members {
        let depth = usize::try_from(member.depth).unwrap_or(0);
        let name = member.path.rsplit("!/").next().unwrap_or(&member.path);
        let kind = member.format.map(|format| format!(" ({})", format.as_str())).unwrap_or_default();
        let name = format!("{}{name}{kind}", "  ".repeat(depth));
        match (&member.digests, &member.link) {
            (Some(digests), _) => {
                digests.iter().for_each(|digest| terminal.line(format!("{digest}  {name}")));
            }
            (None, Some(link)) => terminal.line(format!("link  {name} -> {link}")),
            (None, None) => terminal.line(format!("not read  {name}")),
        }
    }
    for gap in gaps {
        let place = if gap.path.is_empty() { file.to_owned() } else { format!("{file}!/{}", gap.path) };
        terminal.problem(format!("warning: `{place}`: {}", gap.why));
    }
}

fn file_row(file: &str, contents: &Contents) -> Value {
    json!({
        "schema_version": 1,
        "kind": "file",
        "file": file,
        "object": "archive",
        "format": contents.format.map(|format| format.as_str()),
        "bytes": contents.digests.as_ref().map(|digests| digests.size().to_string()),
        "digests": texts(contents.digests.as_ref()),
        "members": contents.members.to_string(),
        "gaps": contents.gaps.to_string(),
        "unpacked": contents.unpacked.to_string(),
    })
}

fn member_row(file: &str, member: &Member) -> Value {
    json!({
        "schema_version": 1,
        "kind": "member",
        "file": file,
        "path": member.path,
        "object": "file",
        "depth": member.depth,
        "ordinal": member.ordinal.to_string(),
        "parent": member.parent.to_string(),
        "format": member.format.map(|format| format.as_str()),
        "link": member.link,
        "bytes": member.size.to_string(),
        "digests": texts(member.digests.as_ref()),
    })
}

fn gap_row(file: &str, gap: &Gap) -> Value {
    json!({
        "schema_version": 1,
        "kind": "gap",
        "file": file,
        "path": gap.path,
        "why": gap.why.code(),
        "message": gap.why.to_string(),
    })
}

fn texts(digests: Option<&Digests>) -> Vec<String> {
    digests.into_iter().flatten().map(ToString::to_string).collect()
}
