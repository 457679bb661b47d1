//! `debar blocklist diff`: what changed between two lists, by what it means.

use debar_blocklist::{EntryChange, FieldChange, Trend, differences};
use debar_gate::config::ListChoice;
use debar_gate::{LoadedList, NamedListError, named_list};
use serde_json::{Value, json};

use super::Done;
use crate::args::{DiffArgs, DiffFormat, FailOn, Global};
use crate::exit::Exit;
use crate::output::{self, Terminal};
use crate::settings;

/// Items of one list that are shown to people.
const SHOWN: usize = 160;

pub(super) fn run(args: &DiffArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::without_plugins(global, terminal)?;
    let read = |name: &str, terminal: &mut Terminal| {
        named_list(name, &config.list.value, &config.ledger.value)
            .map_err(|error| failed(name, &error, terminal))
    };
    let old = read(&args.old, terminal);
    let new = read(&args.new, terminal);
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(exit), Ok(_)) | (Ok(_), Err(exit)) => return Err(exit),
        (Err(exit), Err(other)) => return Err(exit.and(other)),
    };
    let changes = differences(old.list(), new.list());
    match args.format {
        DiffFormat::Human => human(args, &changes, terminal),
        DiffFormat::Markdown => markdown(args, &changes, terminal),
        DiffFormat::Json => terminal.data(as_json(&old, &new, &changes).to_string()),
    }
    let fails = match args.fail_on {
        None => false,
        Some(FailOn::Loosened) => changes.iter().any(EntryChange::may_loosen),
        Some(FailOn::Meaning) => changes.iter().any(|change| change.trend != Trend::OnlyWords),
        Some(FailOn::Any) => !changes.is_empty(),
    };
    Ok(if fails { Exit::Deny } else { Exit::Ok })
}

fn failed(name: &str, error: &NamedListError, terminal: &mut Terminal) -> Exit {
    match error {
        NamedListError::List(error) => {
            output::list_error(terminal, error);
            Exit::Invalid
        }
        NamedListError::Missing(error) => {
            terminal.error(format!("cannot read `{name}`: {}", crate::chain(error)), error.help());
            Exit::NoDecision
        }
    }
}

/// The worst first; within one direction in order of table and id.
fn sorted(changes: &[EntryChange]) -> Vec<&EntryChange> {
    let mut sorted: Vec<&EntryChange> = changes.iter().collect();
    sorted.sort_by_key(|change| std::cmp::Reverse(change.trend));
    sorted
}

fn counts(changes: &[EntryChange]) -> String {
    let count = |trend| changes.iter().filter(|change| change.trend == trend).count();
    format!(
        "{} loosened, {} changed, {} tightened, {} only words",
        count(Trend::Loosened),
        count(Trend::Changed),
        count(Trend::Tightened),
        count(Trend::OnlyWords)
    )
}

fn human(args: &DiffArgs, changes: &[EntryChange], terminal: &mut Terminal) {
    for change in sorted(changes) {
        let place = change.new_place.as_ref().or(change.old_place.as_ref());
        let place = place.map(|place| format!(" ({}:{})", place.file, place.line)).unwrap_or_default();
        let (trend, kind) = (change.trend.as_str(), change.kind.as_str());
        let why = change.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
        terminal.line(format!("{trend:<10} {} {} {kind}{place}{why}", change.table, change.id));
        for field in &change.fields {
            terminal.line(format!("  {}: {}", field.field, arrow(field)));
            if field.trend != Trend::OnlyWords {
                terminal.line(format!("      {}: {}", field.trend.as_str(), field.why));
            }
        }
        if let Some(reason) = &change.override_reason {
            terminal.line(format!("  overrides an included file: {reason}"));
        }
    }
    if changes.is_empty() {
        terminal.line(format!("{} and {} mean the same", args.old, args.new));
    } else {
        terminal.line(format!("{} -> {}: {}", args.old, args.new, counts(changes)));
    }
}

fn arrow(field: &FieldChange) -> String {
    match (&field.before, &field.after) {
        (Some(before), Some(after)) => format!("{} -> {}", short(before), short(after)),
        (Some(before), None) => format!("- {}", short(before)),
        (None, Some(after)) => format!("+ {}", short(after)),
        (None, None) => String::new(),
    }
}

fn short(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN).collect();
    format!("{cut} ... ({} items)", text.split(", ").count())
}

fn markdown(args: &DiffArgs, changes: &[EntryChange], terminal: &mut Terminal) {
    terminal.line(format!("## Blocklist: {} -> {}", cell(&args.old), cell(&args.new)));
    terminal.line("");
    if changes.is_empty() {
        terminal.line("Nothing changes in meaning.");
        return;
    }
    terminal.line(format!("{}.", counts(changes)));
    terminal.line("");
    terminal.line("| direction | entry | what | before | after | why |");
    terminal.line("|---|---|---|---|---|---|");
    for change in sorted(changes) {
        let entry = format!("{} `{}`", change.table, cell(&change.id));
        if change.fields.is_empty() {
            let why = cell(change.why.as_deref().unwrap_or_default());
            terminal.line(format!(
                "| {} | {entry} | {} | | | {why} |",
                change.trend.as_str(),
                change.kind.as_str()
            ));
        }
        for field in &change.fields {
            let text =
                |text: &Option<String>| text.as_deref().map(|text| cell(&short(text))).unwrap_or_default();
            terminal.line(format!(
                "| {} | {entry} | {} | {} | {} | {} |",
                field.trend.as_str(),
                cell(&field.field),
                text(&field.before),
                text(&field.after),
                cell(&field.why)
            ));
        }
        if let Some(reason) = &change.override_reason {
            terminal.line(format!("| | {entry} | override | | | {} |", cell(reason)));
        }
    }
}

/// Text that stays in its cell and is no markup.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' => {
                safe.push('\\');
                safe.push(letter);
            }
            _ => safe.push(letter),
        }
    }
    safe
}

fn as_json(old: &LoadedList, new: &LoadedList, changes: &[EntryChange]) -> Value {
    let place = |place: &Option<debar_model::Place>| {
        place.as_ref().map(|place| json!({"file": place.file, "line": place.line, "column": place.column}))
    };
    let field = |field: &FieldChange| {
        json!({
            "field": field.field, "before": field.before, "after": field.after,
            "direction": field.trend.as_str(), "why": field.why,
        })
    };
    let change = |change: &EntryChange| {
        json!({
            "table": change.table, "id": change.id, "kind": change.kind.as_str(),
            "direction": change.trend.as_str(), "may_loosen": change.may_loosen(), "why": change.why,
            "old_place": place(&change.old_place), "new_place": place(&change.new_place),
            "override_reason": change.override_reason,
            "fields": change.fields.iter().map(field).collect::<Vec<_>>(),
        })
    };
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "old": old.revision().to_string(),
        "new": new.revision().to_string(),
        "same_meaning": changes.iter().all(|change| change.kind == debar_blocklist::ChangeKind::Moved),
        "changes": changes.iter().map(change).collect::<Vec<_>>(),
    })
}

/// The list that a command is about: a file, or the list in use. What is wrong with it is told.
pub(super) fn list_of(
    file: Option<&std::path::PathBuf>,
    global: &Global,
    terminal: &mut Terminal,
) -> Result<LoadedList, Exit> {
    let choice = match file {
        Some(file) => ListChoice::File(file.clone()),
        None => settings::without_plugins(global, terminal)?.list.value,
    };
    LoadedList::load(&choice).map_err(|error| {
        output::list_error(terminal, &error);
        Exit::Invalid
    })
}
