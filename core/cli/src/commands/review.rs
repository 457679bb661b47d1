//! `debar review`: what waits for a person, and what people decide about it.

use debar_gate::{
    CheckError, LedgerFolder, Queue, QueueChoice, QueueItem, QueueStatus, ReviewChoice, ReviewSettings,
    Reviewed,
};
use debar_ledger::{Cleared, ReviewAct};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::Done;
use super::recheck::short;
use crate::args::{
    Global, ListFormat, ReviewActArgs, ReviewClearArgs, ReviewCommand, ReviewListArgs, ReviewShowArgs,
};
use crate::exit::Exit;
use crate::output::Terminal;
use crate::{instant, settings};

/// The most orders that one item names.
const NAMED: usize = 5;

pub(super) fn run(command: &ReviewCommand, global: &Global, terminal: &mut Terminal) -> Done {
    let config = settings::without_plugins(global, terminal)?;
    let folder = &config.ledger.value;
    let ledger = LedgerFolder::open(folder).map_err(|error| {
        terminal.error(crate::chain(&error), Some("name the ledger's folder with `--ledger FOLDER`"));
        Exit::NoDecision
    })?;
    let desk = Desk { ledger, settings: config.review, now: Timestamp::now() };
    match command {
        ReviewCommand::List(args) => desk.list(args, terminal),
        ReviewCommand::Show(args) => desk.show(args, terminal),
        ReviewCommand::Clear(args) => desk.clear(args, terminal),
        ReviewCommand::Confirm(args) => {
            let done = desk.ledger.review_confirm(choice(args), &desk.settings, desk.now);
            told("cleared", done, args.format, terminal)
        }
        ReviewCommand::Uphold(args) => {
            let done = desk.ledger.review_uphold(choice(args), &desk.settings, desk.now);
            told("upheld", done, args.format, terminal)
        }
    }
}

struct Desk {
    ledger: LedgerFolder,
    settings: ReviewSettings,
    now: Timestamp,
}

impl Desk {
    fn list(&self, args: &ReviewListArgs, terminal: &mut Terminal) -> Done {
        let since = instant::read("--since", args.since.as_deref(), terminal)?;
        let choice = QueueChoice {
            vendor: args.vendor.clone(),
            since: since.map(|since| since.within(&TimeZone::UTC)),
            denied: args.denied,
            closed_too: args.all,
        };
        let queue = self.queue(&choice, terminal)?;
        match args.format {
            ListFormat::Json => terminal.data(as_json(&queue).to_string()),
            ListFormat::Human => {
                for item in &queue.items {
                    print(item, terminal);
                }
                let open = queue.items.iter().filter(|item| item.is_open()).count();
                let decided = queue.items.len() - open;
                let decided = if decided == 0 { String::new() } else { format!(", {decided} decided") };
                terminal.line(format!("{open} item(s) wait for a person{decided}"));
            }
        }
        Ok(told_failures(&queue, terminal))
    }

    fn show(&self, args: &ReviewShowArgs, terminal: &mut Terminal) -> Done {
        let all = QueueChoice { denied: true, closed_too: true, ..QueueChoice::default() };
        let mut queue = self.queue(&all, terminal)?;
        let wanted = args.item.to_ascii_lowercase();
        queue.items.retain(|item| wanted.len() >= 6 && item.id.to_string().starts_with(&wanted));
        let [item] = queue.items.as_slice() else {
            let found = queue.items.len();
            terminal.error(
                format!("{found} items of the queue have the id `{}`", args.item),
                Some("`debar review list --all --denied` shows the items with their ids"),
            );
            return Err(Exit::Usage);
        };
        match args.format {
            ListFormat::Json => terminal.data(item_json(item).to_string()),
            ListFormat::Human => {
                print(item, terminal);
                terminal.line(format!("  compared as `{}`{}", item.folded, identifiers(item)));
                for asked in &item.asked {
                    let order = asked.order.as_deref().unwrap_or("without a number");
                    let line = asked.line.as_ref().map(|line| format!(", line {line}")).unwrap_or_default();
                    terminal.line(format!(
                        "  {} {} order {order}{line}: {} at {} (decision {})",
                        asked.time,
                        asked.suppliers.join(", "),
                        asked.verdict,
                        asked.pointer,
                        short(&asked.decision.to_string())
                    ));
                }
                for (seq, time, act) in &item.history {
                    terminal.line(format!("  {time} record {seq}: {}", act_words(act)));
                }
            }
        }
        Ok(told_failures(&queue, terminal))
    }

    fn clear(&self, args: &ReviewClearArgs, terminal: &mut Terminal) -> Done {
        let until = instant::read("--until", args.until.as_deref(), terminal)?;
        let until = until.map(|until| until.within(&TimeZone::UTC));
        let done =
            self.ledger.review_clear(choice(&args.act), args.reason.into(), until, &self.settings, self.now);
        let what = if self.settings.four_eyes.value { "proposed" } else { "cleared" };
        told(what, done, args.act.format, terminal)
    }

    fn queue(&self, choice: &QueueChoice, terminal: &mut Terminal) -> Result<Queue, Exit> {
        let queue = self.ledger.review_queue(choice, &self.settings, self.now);
        queue.map_err(|error| failed(&error, terminal))
    }
}

fn choice(args: &ReviewActArgs) -> ReviewChoice<'_> {
    ReviewChoice { item: &args.item, by: &args.by, note: args.note.as_deref() }
}

fn told(what: &str, done: Result<Reviewed, CheckError>, format: ListFormat, terminal: &mut Terminal) -> Done {
    let done = done.map_err(|error| failed(&error, terminal))?;
    let item = done.item.to_string();
    if format == ListFormat::Json {
        let value = json!({
            "schema_version": debar_wire::SCHEMA_VERSION,
            "done": what,
            "item": item,
            "name": done.name,
            "listed": done.listed,
            "event": done.event.to_string(),
            "sequence": done.sequence.to_string(),
            "until": done.until.map(|until| until.to_string()),
            "waits": done.waits,
        });
        terminal.data(value.to_string());
        return Ok(Exit::Ok);
    }
    let until = done.until.map(|until| format!(" until {until}")).unwrap_or_default();
    let not = if what == "upheld" { "is" } else { "is not" };
    terminal.line(format!(
        "{what}: `{}` {not} {}{until} (record {}, event {})",
        done.name,
        done.listed,
        done.sequence,
        short(&done.event.to_string())
    ));
    if done.waits {
        terminal.line(format!(
            "it counts once another person agrees: `debar review confirm {} --by NAME`",
            short(&item)
        ));
    } else if what == "cleared" {
        terminal.line(format!(
            "{} recorded decision(s) asked; `debar recheck` screens their orders again",
            done.decisions
        ));
    }
    Ok(Exit::Ok)
}

fn print(item: &QueueItem, terminal: &mut Terminal) {
    terminal.line(format!(
        "{}  {}: {} `{}` x {} `{}` ({})",
        short(&item.id.to_string()),
        item.verdict,
        item.kind,
        item.name,
        item.table,
        item.listing,
        item.listed
    ));
    let buyers = if item.buyers.is_empty() { "nobody named".to_owned() } else { item.buyers.join(", ") };
    terminal.line(format!("  {} evidence: {}; bought by {buyers}", item.class.as_str(), item.how));
    if let (Some(newest), Some(oldest)) = (item.asked.first(), item.asked.last()) {
        let mut orders: Vec<&str> = item.asked.iter().filter_map(|asked| asked.order.as_deref()).collect();
        orders.dedup();
        let more = orders.len().saturating_sub(NAMED);
        orders.truncate(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let orders =
            if orders.is_empty() { String::new() } else { format!("; orders {}{more}", orders.join(", ")) };
        terminal.line(format!(
            "  {} decision(s), newest {} of {}, oldest of {}{orders}",
            item.decisions(),
            short(&newest.decision.to_string()),
            newest.time,
            oldest.time
        ));
    }
    if let Some(words) = status_words(&item.status) {
        terminal.line(format!("  {words}"));
    }
    if let Some(why) = &item.refusal {
        terminal.line(format!("  cannot be cleared: {why}"));
    }
}

fn status_words(status: &QueueStatus) -> Option<String> {
    match status {
        QueueStatus::Open => None,
        QueueStatus::Proposed(one) => Some(format!("waits for a second person: {}", cleared_words(one))),
        QueueStatus::Lapsed(one) => Some(format!("asked for again after it was {}", cleared_words(one))),
        QueueStatus::Cleared(one) => Some(cleared_words(one)),
        QueueStatus::Upheld(one) => {
            let note = one.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
            Some(format!("upheld by {} on {}{note}", one.by, one.on))
        }
    }
}

fn cleared_words(one: &Cleared) -> String {
    let confirmed = one.confirmed_by.as_ref().map(|who| format!(", confirmed by {who},")).unwrap_or_default();
    let note = one.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("cleared by {}{confirmed} until {}, because {}{note}", one.by, one.until, one.reason.as_str())
}

fn act_words(act: &ReviewAct) -> String {
    let (what, note) = match act {
        ReviewAct::Clear(one) => {
            (format!("cleared until {}, because {}", one.until, one.reason.as_str()), &one.note)
        }
        ReviewAct::Confirm(one) => (format!("confirmed event {}", short(&one.event)), &one.note),
        ReviewAct::Uphold(one) => ("upheld".to_owned(), &one.note),
    };
    let note = note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{} {what}{note}", act.by())
}

fn identifiers(item: &QueueItem) -> String {
    if item.identifiers.is_empty() {
        ", without identifiers".to_owned()
    } else {
        format!(", with {}", item.identifiers.join(", "))
    }
}

fn as_json(queue: &Queue) -> Value {
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "items": queue.items.iter().map(item_json).collect::<Vec<_>>(),
        "unread": queue.unread.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "failed": queue.failed.iter().map(|(id, why)| json!({"decision_id": id.to_string(), "why": why})).collect::<Vec<_>>(),
    })
}

fn item_json(item: &QueueItem) -> Value {
    let asked: Vec<Value> = item
        .asked
        .iter()
        .map(|asked| {
            json!({
                "decision_id": asked.decision.to_string(),
                "sequence": asked.sequence.to_string(),
                "time": asked.time.to_string(),
                "order": asked.order,
                "suppliers": asked.suppliers,
                "line": asked.line,
                "pointer": asked.pointer,
                "verdict": asked.verdict.as_str(),
            })
        })
        .collect();
    let (status, detail) = match &item.status {
        QueueStatus::Open => ("open", Value::Null),
        QueueStatus::Proposed(one) => ("proposed", cleared_json(one)),
        QueueStatus::Lapsed(one) => ("lapsed", cleared_json(one)),
        QueueStatus::Cleared(one) => ("cleared", cleared_json(one)),
        QueueStatus::Upheld(one) => {
            ("upheld", json!({"by": one.by, "on": one.on.to_string(), "note": one.note}))
        }
    };
    json!({
        "schema_version": debar_wire::SCHEMA_VERSION,
        "item": item.id.to_string(),
        "kind": item.kind,
        "name": item.name,
        "folded": item.folded,
        "identifiers": item.identifiers,
        "listing": {"table": item.table, "id": item.listing, "name": item.listed},
        "vendor": item.vendor,
        "buyers": item.buyers,
        "class": item.class.as_str(),
        "verdict": item.verdict.as_str(),
        "how": item.how,
        "decisions": item.decisions().to_string(),
        "newest": item.asked.first().map(|asked| asked.time.to_string()),
        "oldest": item.asked.last().map(|asked| asked.time.to_string()),
        "asked": asked,
        "clearable": item.refusal.is_none(),
        "refusal": item.refusal,
        "status": status,
        "review": detail,
    })
}

fn cleared_json(one: &Cleared) -> Value {
    json!({
        "event": one.event,
        "by": one.by,
        "confirmed_by": one.confirmed_by,
        "from": one.from.to_string(),
        "until": one.until.to_string(),
        "reason": one.reason.as_str(),
        "note": one.note,
    })
}

/// What of the ledger could not be read.
fn told_failures(queue: &Queue, terminal: &mut Terminal) -> Exit {
    for seq in &queue.unread {
        terminal.remark(format!(
            "warning: the review of record {seq} cannot be read by this program, so nothing that was cleared before it counts"
        ));
    }
    for (id, why) in &queue.failed {
        terminal.error(format!("{id}: {why}"), None);
    }
    if queue.failed.is_empty() { Exit::Ok } else { Exit::NoDecision }
}

fn failed(error: &CheckError, terminal: &mut Terminal) -> Exit {
    terminal.error(crate::chain(error), error.help());
    if error.is_usage() { Exit::Usage } else { Exit::NoDecision }
}
