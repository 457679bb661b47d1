//! `debar blocklist new` and `retire`: entries by flags, or by questions where a person sits at the terminal.

use std::io::{BufRead, IsTerminal};

use debar_blocklist::{Blocklist, Section, read};
use debar_edit::{NewEntry, Note, RetireError, Value, add, propose_id, retire as retired};
use jiff::tz::TimeZone;

use super::Done;
use super::edited::{Target, show};
use crate::args::{ChangeArgs, Global, NewArgs, NewKind, RetireArgs};
use crate::exit::Exit;
use crate::output::{self, Terminal};

pub(super) fn new(args: &NewArgs, global: &Global, terminal: &mut Terminal) -> Done {
    // What is left out without a word could make a rule or a waiver mean something else.
    if let Some((flag, why)) = misplaced(args).into_iter().next() {
        terminal.error(format!("`--{flag}` {why}"), Some("`debar blocklist new --help` tells what belongs to what; `--set KEY=TOML` gives any other key"));
        return Err(Exit::Usage);
    }
    if let Some(id) = args.id.as_ref().filter(|id| !is_id(id)) {
        terminal.error(format!("`{id}` is not an id"), Some("ids are made of a-z, 0-9 and hyphens"));
        return Err(Exit::Usage);
    }
    let target = Target::of(args.file.as_ref(), global, terminal)?;
    let reading = read(&target.root, &target.sources);
    let Some(list) = &reading.list else {
        output::list_diagnostics(terminal, &reading.diagnostics, &reading.files);
        terminal.error(
            format!("`{}` does not hold, so nothing is added to it", target.root),
            Some("correct it first; `debar blocklist fix` does much of it"),
        );
        return Err(Exit::Invalid);
    };
    let mut form = Form { keys: vec![], missing: vec![], name: String::new() };
    form.fill(args, terminal);
    if !form.missing.is_empty() {
        let missing = form.missing.iter().map(|flag| format!("`--{flag}`")).collect::<Vec<_>>().join(", ");
        terminal.error(
            format!("{missing} is missing"),
            Some("give it, or run the command in a terminal to be asked"),
        );
        return Err(Exit::Usage);
    }
    for pair in &args.set {
        let Some((key, value)) = pair.split_once('=') else {
            terminal.error(
                format!("`{pair}` is not KEY=TOML"),
                Some("write for example `--set 'depth=\"branded-only\"'`"),
            );
            return Err(Exit::Usage);
        };
        form.keys.push((key.trim().to_owned(), Value::Toml(value.trim().to_owned())));
    }
    let section = section(args.kind);
    let id = match (&args.id, section) {
        (Some(id), _) => id.clone(),
        (None, None) => String::new(),
        (None, Some(section)) => propose_id(&form.name, &|id| taken(list, section, id)),
    };
    if section.is_some() && id.is_empty() {
        terminal
            .error("no id can be made of the name", Some("give one behind the kind: a-z, 0-9 and hyphens"));
        return Err(Exit::Usage);
    }
    let file = args.into.clone().unwrap_or_else(|| target.root.clone());
    if !reading.files.iter().any(|(name, _)| *name == file) {
        terminal.error(
            format!("`{file}` is no file of the list"),
            Some("name the root file or one that it includes"),
        );
        return Err(Exit::Usage);
    }
    let note = note(&args.change, &list.time_zone).filter(|_| section.is_some());
    let entry = NewEntry { section, id: id.clone(), keys: form.keys, note };
    let (changed, after) = add(&target.root, &target.sources, &file, &entry).map_err(|refused| {
        output::list_diagnostics(terminal, &refused.diagnostics, &refused.files);
        terminal.error("the list would not hold with this entry", Some("nothing was written"));
        Exit::Invalid
    })?;
    let known = |found: &debar_blocklist::Diagnostic| {
        reading.diagnostics.iter().any(|other| other.code == found.code && other.message == found.message)
    };
    let fresh: Vec<_> = after.diagnostics.iter().filter(|found| !known(found)).cloned().collect();
    output::list_diagnostics(terminal, &fresh, &after.files);
    if args.kind == NewKind::Waiver && is_wide(args) {
        terminal.remark("warning: this waiver lifts its rules for everything of the vendor and every buyer: name products with `--product-name` and buyers with `--buyer` where you can");
    }
    show(std::slice::from_ref(&changed), terminal);
    if !args.change.dry_run {
        target.write(&[changed], terminal)?;
    }
    let what = if id.is_empty() { "the test".to_owned() } else { format!("`{id}`") };
    let word = if args.change.dry_run { "would add" } else { "added" };
    terminal.remark(format!("{word} {what} to {file}"));
    Ok(Exit::Ok)
}

pub(super) fn retire(args: &RetireArgs, global: &Global, terminal: &mut Terminal) -> Done {
    let target = Target::of(args.file.as_ref(), global, terminal)?;
    let bare: Result<jiff::civil::Date, _> = args.on.parse();
    if bare.is_err() {
        terminal
            .error(format!("`{}` is not a day", args.on), Some("write year-month-day, such as 2027-03-31"));
        return Err(Exit::Usage);
    }
    let reading = read(&target.root, &target.sources);
    let zone = reading.list.as_ref().map_or(TimeZone::UTC, |list| list.time_zone.clone());
    if reading.has_errors() {
        output::list_diagnostics(terminal, &reading.diagnostics, &reading.files);
        terminal.error(
            format!("`{}` does not hold, so nothing in it is ended", target.root),
            Some("correct it first"),
        );
        return Err(Exit::Invalid);
    }
    let note = note(&args.change, &zone);
    let files =
        retired(&target.root, &target.sources, &args.ids, &args.on, note.as_ref()).map_err(|error| {
            match &error {
                RetireError::WouldBreak(diagnostics, files) => {
                    output::list_diagnostics(terminal, diagnostics, files)
                }
                RetireError::Endless(_, help) => terminal.error(error.to_string(), Some(help)),
                _ => {}
            }
            if matches!(error, RetireError::Endless(..)) {
                return Exit::Usage;
            }
            terminal.error(error.to_string(), Some("nothing was written"));
            if matches!(error, RetireError::WouldBreak(..)) { Exit::Invalid } else { Exit::Usage }
        })?;
    show(&files, terminal);
    if !args.change.dry_run {
        target.write(&files, terminal)?;
    }
    let word = if args.change.dry_run { "would end" } else { "ended" };
    terminal.remark(format!("{word} {} on {}; nothing was deleted", args.ids.join(", "), args.on));
    Ok(Exit::Ok)
}

const fn section(kind: NewKind) -> Option<Section> {
    match kind {
        NewKind::Vendor => Some(Section::Vendor),
        NewKind::Product => Some(Section::Product),
        NewKind::Rule => Some(Section::Rule),
        NewKind::Waiver => Some(Section::Waiver),
        NewKind::Authority => Some(Section::Authority),
        NewKind::Test => None,
    }
}

fn taken(list: &Blocklist, section: Section, id: &str) -> bool {
    match section {
        Section::Vendor => list.vendors.contains_key(id),
        Section::Product => list.products.contains_key(id),
        Section::Rule => list.rules.contains_key(id),
        Section::Waiver => list.waivers.contains_key(id),
        Section::Authority => list.authorities.contains_key(id),
        _ => false,
    }
}

fn is_wide(args: &NewArgs) -> bool {
    let narrows = [&args.products, &args.product_names, &args.part_numbers, &args.identifiers, &args.buyers];
    narrows.into_iter().all(Vec::is_empty)
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Options that say nothing about the kind at hand, or say it more often than it can be said.
fn misplaced(args: &NewArgs) -> Vec<(&'static str, &'static str)> {
    use NewKind::{Authority, Product, Rule, Test, Vendor, Waiver};
    const ANY: usize = usize::MAX;
    let once = |option: &Option<String>| usize::from(option.is_some());
    let kind = args.kind;
    let one_vendor = if kind == Rule { ANY } else { 1 };
    let one_product = if kind == Test { 1 } else { ANY };
    let options: [(&str, usize, &[NewKind], usize); 35] = [
        ("name", once(&args.name), &[Vendor, Product, Authority, Test], 1),
        ("alias", args.aliases.len(), &[Vendor, Product], ANY),
        ("brand", args.brands.len(), &[Vendor], ANY),
        ("identifier", args.identifiers.len(), &[Vendor, Product, Waiver], ANY),
        ("part-number", args.part_numbers.len(), &[Product, Waiver], ANY),
        ("purl", once(&args.purl), &[Product], 1),
        ("versions", once(&args.versions), &[Product], 1),
        ("vendor", args.vendors.len(), &[Product, Rule, Waiver], one_vendor),
        ("product", args.products.len(), &[Rule, Waiver, Test], one_product),
        ("group", args.groups.len(), &[Rule], ANY),
        ("class", args.classes.len(), &[Rule], ANY),
        ("digests", args.digests.len(), &[Rule], ANY),
        ("authority", once(&args.authority), &[Rule], 1),
        ("action", once(&args.action), &[Rule], 1),
        ("depth", once(&args.depth), &[Rule], 1),
        ("buyer", args.buyers.len(), &[Rule, Waiver, Test], ANY),
        ("act", args.acts.len(), &[Rule, Test], ANY),
        ("rule", args.rules.len(), &[Waiver, Test], ANY),
        ("product-name", args.product_names.len(), &[Waiver, Test], one_product),
        ("approved-by-role", once(&args.approved_by_role), &[Waiver], 1),
        ("on", once(&args.on), &[Waiver], 1),
        ("reason", once(&args.reason), &[Waiver], 1),
        ("condition", args.conditions.len(), &[Waiver], ANY),
        ("from", once(&args.from), &[Rule, Waiver, Authority], 1),
        ("through", once(&args.through), &[Rule, Waiver], 1),
        ("until", once(&args.until), &[Rule, Waiver], 1),
        ("title", once(&args.title), &[Authority], 1),
        ("status", once(&args.status), &[Authority], 1),
        ("force", once(&args.force), &[Authority], 1),
        ("citation", args.citations.len(), &[Authority], ANY),
        ("contact", once(&args.contact), &[Authority], 1),
        ("at", once(&args.at), &[Test], 1),
        ("supplier", once(&args.supplier), &[Test], 1),
        ("manufacturer", once(&args.manufacturer), &[Test], 1),
        ("verdict", once(&args.verdict), &[Test], 1),
    ];
    options
        .into_iter()
        .filter_map(|(flag, given, kinds, most)| {
            let misplaced = given > 0 && !kinds.contains(&kind);
            let why = if misplaced { "is no part of such an entry" } else { "can be given only once here" };
            (misplaced || given > most).then_some((flag, why))
        })
        .collect()
}

/// The line of history, dated today where the list is kept.
fn note(change: &ChangeArgs, zone: &TimeZone) -> Option<Note> {
    let on = zone.to_datetime(jiff::Timestamp::now()).date().to_string();
    let note = Note { on, by: change.by.clone(), ticket: change.ticket.clone(), why: change.why.clone() };
    note.says_something().then_some(note)
}

/// The keys of an entry as they come together.
struct Form {
    keys: Vec<(String, Value)>,
    missing: Vec<&'static str>,
    /// What an id is made of.
    name: String,
}

impl Form {
    fn fill(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        match args.kind {
            NewKind::Vendor => self.vendor(args, terminal),
            NewKind::Product => self.product(args, terminal),
            NewKind::Rule => self.rule(args, terminal),
            NewKind::Waiver => self.waiver(args, terminal),
            NewKind::Authority => self.authority(args, terminal),
            NewKind::Test => self.test(args, terminal),
        }
        self.texts("evidence", &args.evidence);
        self.text("note", args.note.as_ref());
    }

    fn vendor(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let name = self.need("name", "Name of the vendor", args.name.as_ref(), terminal);
        self.name.clone_from(&name);
        self.keys.push(("name".to_owned(), Value::Text(name)));
        self.texts("aliases", &args.aliases);
        self.texts("brands", &args.brands);
        self.identifiers(&args.identifiers);
    }

    fn product(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let name = self.need("name", "Name of the product", args.name.as_ref(), terminal);
        self.name.clone_from(&name);
        self.text("vendor", args.vendors.first());
        self.keys.push((
            "names".to_owned(),
            Value::Texts(std::iter::once(name).chain(args.aliases.clone()).collect()),
        ));
        self.texts("part-numbers", &args.part_numbers);
        self.identifiers(&args.identifiers);
        self.text("purl", args.purl.as_ref());
        self.text("versions", args.versions.as_ref());
    }

    fn rule(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let authority = self.need("authority", "Id of the authority", args.authority.as_ref(), terminal);
        let all = [&args.vendors, &args.products, &args.groups, &args.classes, &args.digests];
        let target = all.into_iter().find_map(|ids| ids.first()).cloned();
        let asked = if target.is_none() {
            vec![self.need("vendor", "Id of the vendor", None, terminal)]
        } else {
            args.vendors.clone()
        };
        let first = target.or_else(|| asked.first().cloned()).unwrap_or_default();
        self.name = format!("{first} {authority}");
        self.keys.push(("authority".to_owned(), Value::Text(authority)));
        self.texts("vendors", &asked);
        self.texts("groups", &args.groups);
        self.texts("products", &args.products);
        self.texts("classes", &args.classes);
        self.texts("digests", &args.digests);
        self.text("depth", args.depth.as_ref());
        if !args.buyers.is_empty() {
            let buyers = Value::Texts(args.buyers.clone()).to_toml();
            self.keys.push(("scope".to_owned(), Value::Toml(format!("{{ buyers = {buyers} }}"))));
        }
        self.texts("acts", &args.acts);
        self.dates(args);
        self.text("action", args.action.as_ref());
    }

    fn waiver(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let rules = if args.rules.is_empty() {
            vec![self.need("rule", "Id of the rule to waive", None, terminal)]
        } else {
            args.rules.clone()
        };
        let mut covers = vec![];
        if !args.buyers.is_empty() {
            covers.push(format!("buyers = {}", Value::Texts(args.buyers.clone()).to_toml()));
        }
        let goods =
            [&args.vendors, &args.products, &args.product_names, &args.part_numbers, &args.identifiers];
        let vendor = match args.vendors.first() {
            None if goods.iter().all(|list| list.is_empty()) => {
                Some(self.need("vendor", "Id of the vendor whose goods are let through", None, terminal))
            }
            vendor => vendor.cloned(),
        };
        if let Some(vendor) = vendor {
            covers.push(format!("vendor = {}", Value::Text(vendor).to_toml()));
        }
        for (key, list) in [
            ("products", &args.products),
            ("product-names", &args.product_names),
            ("part-numbers", &args.part_numbers),
        ] {
            if !list.is_empty() {
                covers.push(format!("{key} = {}", Value::Texts(list.clone()).to_toml()));
            }
        }
        covers.extend(by_scheme(&args.identifiers).map(|table| format!("identifiers = {table}")));
        let role = self.need(
            "approved-by-role",
            "Office that approved it",
            args.approved_by_role.as_ref(),
            terminal,
        );
        let on = self.need("on", "Day of the approval", args.on.as_ref(), terminal);
        let reason = self.need("reason", "Reason", args.reason.as_ref(), terminal);
        let through = match &args.until {
            Some(_) => None,
            None => Some(self.need("through", "Last day, included", args.through.as_ref(), terminal)),
        };
        let year = on.get(..4).unwrap_or_default();
        self.name = format!("w {year} {}", rules.first().map(String::as_str).unwrap_or_default());
        self.texts("rules", &rules);
        self.keys.push(("for".to_owned(), Value::Toml(format!("{{ {} }}", covers.join(", ")))));
        let role = Value::Text(role).to_toml();
        self.keys.push(("approved-by".to_owned(), Value::Toml(format!("{{ role = {role}, on = {on} }}"))));
        self.keys.push(("reason".to_owned(), Value::Text(reason)));
        self.texts("conditions", &args.conditions);
        self.date("from", args.from.as_ref());
        self.date("through", through.as_ref());
        self.date("until", args.until.as_ref());
    }

    fn authority(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let title = self.need(
            "title",
            "Title of the authority",
            args.title.as_ref().or(args.name.as_ref()),
            terminal,
        );
        let from = self.need("from", "First day on which it holds", args.from.as_ref(), terminal);
        self.name.clone_from(&title);
        self.keys.push(("title".to_owned(), Value::Text(title)));
        self.text("force", args.force.as_ref());
        self.texts("citations", &args.citations);
        let is = Value::Text(args.status.clone().unwrap_or_else(|| "in-force".to_owned())).to_toml();
        self.keys.push(("status".to_owned(), Value::Toml(format!("[{{ is = {is}, from = {from} }}]"))));
        self.text("contact", args.contact.as_ref());
    }

    fn test(&mut self, args: &NewArgs, terminal: &mut Terminal) {
        let name = self.need("name", "What the test shows", args.name.as_ref(), terminal);
        let at = self.need("at", "Day of the purchase", args.at.as_ref(), terminal);
        let verdict = self.need("verdict", "Verdict: allow, review or deny", args.verdict.as_ref(), terminal);
        let mut given = vec![];
        for (key, value) in [
            ("act", args.acts.iter().collect::<Vec<_>>()),
            ("buyer", args.buyers.iter().collect()),
            ("supplier", args.supplier.iter().collect()),
            ("manufacturer", args.manufacturer.iter().collect()),
            ("product", args.product_names.first().or(args.products.first()).into_iter().collect()),
        ] {
            match value.as_slice() {
                [] => {}
                [one] => given.push(format!("{key} = {}", Value::Text((*one).clone()).to_toml())),
                all => {
                    let all = all.iter().map(|text| (*text).clone()).collect();
                    given.push(format!("{key} = {}", Value::Texts(all).to_toml()));
                }
            }
        }
        let rules = if args.rules.is_empty() {
            String::new()
        } else {
            format!(", rules = {}", Value::Texts(args.rules.clone()).to_toml())
        };
        self.keys.push(("name".to_owned(), Value::Text(name)));
        self.keys.push(("at".to_owned(), Value::Date(at)));
        self.keys.push(("given".to_owned(), Value::Toml(format!("{{ {} }}", given.join(", ")))));
        let verdict = Value::Text(verdict).to_toml();
        self.keys.push(("expect".to_owned(), Value::Toml(format!("{{ verdict = {verdict}{rules} }}"))));
    }

    /// A value that must be there: the flag's, or the answer of the person at the terminal.
    fn need(
        &mut self,
        flag: &'static str,
        question: &str,
        given: Option<&String>,
        terminal: &mut Terminal,
    ) -> String {
        if let Some(given) = given.filter(|text| !text.trim().is_empty()) {
            return given.clone();
        }
        if std::io::stdin().is_terminal() {
            terminal.ask(&format!("{question}: "));
            let mut line = String::new();
            let read = std::io::stdin().lock().read_line(&mut line);
            let answer = line.trim();
            if read.is_ok() && !answer.is_empty() {
                return answer.to_owned();
            }
        }
        self.missing.push(flag);
        String::new()
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        self.keys.extend(value.map(|value| (key.to_owned(), Value::Text(value.clone()))));
    }

    fn date(&mut self, key: &str, value: Option<&String>) {
        self.keys.extend(value.map(|value| (key.to_owned(), Value::Date(value.clone()))));
    }

    fn dates(&mut self, args: &NewArgs) {
        self.date("from", args.from.as_ref());
        self.date("through", args.through.as_ref());
        self.date("until", args.until.as_ref());
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        if !values.is_empty() {
            self.keys.push((key.to_owned(), Value::Texts(values.to_vec())));
        }
    }

    fn identifiers(&mut self, pairs: &[String]) {
        self.keys.extend(by_scheme(pairs).map(|table| ("identifiers".to_owned(), Value::Toml(table))));
    }
}

/// `domain=example.com` twice becomes one list; what has no scheme is left to the reader to refuse.
fn by_scheme(pairs: &[String]) -> Option<String> {
    let mut schemes: Vec<(&str, Vec<String>)> = vec![];
    for pair in pairs {
        let (scheme, value) = pair.split_once('=').unwrap_or((pair, ""));
        match schemes.iter_mut().find(|(known, _)| *known == scheme) {
            Some((_, values)) => values.push(value.to_owned()),
            None => schemes.push((scheme, vec![value.to_owned()])),
        }
    }
    let parts: Vec<String> = schemes
        .into_iter()
        .map(|(scheme, values)| format!("{scheme} = {}", Value::Texts(values).to_toml()))
        .collect();
    (!parts.is_empty()).then(|| format!("{{ {} }}", parts.join(", ")))
}
