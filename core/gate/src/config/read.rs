//! Reads `debar.toml` into a checked configuration and lays flags and environment over it.
//!
//! Two phases: the parser recovers from errors and gives a tree with places; every key of the tree is then
//! checked on its own. All problems of a file come from one run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use debar_model::{FactOrigin, Facts, fact};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fields::{Faults, Fields, Text, quoted, texts};
use super::{
    Config, ConfigError, ConfigProblem, Limits, ListChoice, Origin, Route, RouteRole, Setting, plugins,
    signatures, worker,
};
use crate::ReviewSettings;
use crate::near::nearest;

/// What flags and the environment set.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The list.
    pub blocklist: Option<Setting<PathBuf>>,
    /// The ledger's folder.
    pub ledger: Option<Setting<PathBuf>>,
    /// The state folder for a ledger that nobody names.
    pub state_folder: Option<PathBuf>,
}

/// The configuration of a file, with flags and environment laid over it.
///
/// # Errors
/// The file cannot be read, or everything that is wrong with it.
pub fn load(path: &Path, overrides: &Overrides) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), why: error.to_string() })?;
    parse(path, text, overrides)
}

/// The configuration that a file with this text would be.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(path: &Path, text: String, overrides: &Overrides) -> Result<Config, ConfigError> {
    let (table, errors) = DeTable::parse_recoverable(&text);
    let mut faults = Faults { text: &text, problems: vec![], warnings: vec![] };
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let read = Reader { faults: &mut faults, folder }.config(&table);
    let Faults { mut problems, warnings, .. } = faults;
    if !errors.is_empty() {
        // What the parser could not read is not there for the second phase: what that misses, or makes of the
        // same line, would be told twice.
        let lines: Vec<usize> =
            errors.iter().filter_map(|error| Some(line_of(&text, error.span()?.start))).collect();
        problems.retain(|problem| {
            let line = problem.span.as_ref().map(|span| line_of(&text, span.start));
            !problem.message.contains(" lacks ") && line.is_some_and(|line| !lines.contains(&line))
        });
        problems.extend(errors.iter().map(|error| ConfigProblem {
            message: error.message().to_owned(),
            span: error.span(),
            help: None,
        }));
    }
    problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
    if !problems.is_empty() {
        return Err(ConfigError::Invalid { path: path.to_owned(), text, problems });
    }
    let ledger = ledger_folder(read.ledger, overrides)?;
    Ok(Config {
        file: Some(path.to_owned()),
        list: list_choice(read.list, overrides),
        ledger,
        warnings: warnings.into_iter().map(|warning| located(path, &text, warning)).collect(),
        ..read.config
    })
}

/// The configuration without a file: shipped lists, plugins that were found, the user's ledger.
///
/// # Errors
/// No folder for the ledger is known.
pub fn without_file(plugins: Vec<super::PluginEntry>, overrides: &Overrides) -> Result<Config, ConfigError> {
    let mut config = Config { plugins, ..Config::default() };
    default_facts(&mut config.facts, &mut config.fact_origins);
    config.list = list_choice(None, overrides);
    config.ledger = ledger_folder(None, overrides)?;
    Ok(config)
}

/// What a file says, before flags and environment.
#[derive(Default)]
struct Read {
    config: Config,
    list: Option<Setting<PathBuf>>,
    ledger: Option<Setting<PathBuf>>,
}

struct Reader<'r, 't> {
    faults: &'r mut Faults<'t>,
    folder: PathBuf,
}

impl Reader<'_, '_> {
    fn config(&mut self, table: &Spanned<DeTable<'_>>) -> Read {
        let mut fields = Fields::of(table.get_ref(), 0..0, "the configuration");
        match fields.take("version").map(|value| (value, value.get_ref().as_integer())) {
            Some((_, Some(number))) if number.as_str() == "1" => {}
            Some((value, _)) => {
                let shown = self.faults.text.get(value.span()).unwrap_or_default().to_owned();
                let message = format!("unknown version `{shown}` of the configuration");
                self.faults.problem(message, value.span(), "write `version = 1`");
            }
            None => self.faults.problem(
                "the configuration lacks `version`".to_owned(),
                0..0,
                "begin the file with `version = 1`",
            ),
        }
        let list = fields.string(self.faults, "blocklist").map(|text| self.path(text));
        let ledger = fields.string(self.faults, "ledger").map(|text| self.path(text));
        let review_contact = fields.string(self.faults, "review-contact").map(|text| self.setting(text));
        let in_process = fields.boolean(self.faults, "allow-in-process");
        let allow_in_process = match &in_process {
            Some((word, span)) => Setting::new(*word, self.origin(span.start)),
            None => Setting::new(false, Origin::Default),
        };
        let plugin_signatures = signatures::of_plugins(self.faults, &mut fields);
        let plugins::Plugins { entries, ids } = plugins::read(
            self.faults,
            &self.folder,
            fields.take("plugin"),
            allow_in_process.value,
            plugin_signatures.required.value,
        );
        let (mut facts, mut fact_origins) = (Facts::new(), BTreeMap::new());
        if let Some(value) = fields.take("facts") {
            (facts, fact_origins) = self.facts(value);
        }
        default_facts(&mut facts, &mut fact_origins);
        let routes = fields.take("route").map(|value| self.routes(value, &ids)).unwrap_or_default();
        let limits = fields.take("limits").map(|value| self.limits(value)).unwrap_or_default();
        let signatures = signatures::read(self.faults, &mut fields);
        let worker = worker::read(self.faults, &self.folder, fields.take("worker"));
        let review = fields.take("review").map(|value| self.review(value)).unwrap_or_default();
        fields.finish(self.faults);
        let config = Config {
            plugins: entries,
            signatures,
            review,
            plugin_signatures,
            facts,
            fact_origins,
            routes,
            limits,
            review_contact,
            worker,
            allow_in_process,
            ..Config::default()
        };
        Read { config, list, ledger }
    }

    /// Facts by name, and where each stands.
    fn facts(&mut self, value: &Spanned<DeValue<'_>>) -> (Facts, BTreeMap<String, Origin>) {
        let (mut facts, mut origins) = (Facts::new(), BTreeMap::new());
        let Some(fields) = Fields::open(self.faults, "facts", value, "`facts`") else {
            return (facts, origins);
        };
        for ((name, span), value) in fields.named() {
            if !crate::facts::NAMES.contains(&name.as_str()) {
                let known = format!("rules ask for {}", quoted(&crate::facts::NAMES));
                let message = format!("no rule asks for a fact `{name}`");
                // A misspelt fact leaves the meant one to its default, which may let more through.
                match nearest(&name, crate::facts::NAMES) {
                    Some(guess) => {
                        self.faults.problem(
                            message,
                            span.clone(),
                            format!("did you mean `{guess}`? {known}"),
                        );
                    }
                    None => self.faults.warning(
                        message,
                        span.clone(),
                        format!("{known}, and for what the list itself names under `requires`"),
                    ),
                }
            }
            let values = texts(self.faults, &name, value);
            origins.insert(name.clone(), self.origin(span.start));
            facts.add(&name, values, FactOrigin::Config);
        }
        (facts, origins)
    }

    fn routes(&mut self, value: &Spanned<DeValue<'_>>, plugins: &[String]) -> BTreeMap<String, Route> {
        let Some(fields) = Fields::open(self.faults, "route", value, "`route`") else {
            return BTreeMap::new();
        };
        let mut routes = BTreeMap::new();
        for ((name, span), value) in fields.named() {
            let line = self.faults.line(span.start);
            if let Some(mut fields) = Fields::open(self.faults, &name, value, "a route") {
                let route = self.route(&mut fields, plugins, line);
                fields.finish(self.faults);
                routes.insert(name, route);
            }
        }
        routes
    }

    fn route(&mut self, fields: &mut Fields<'_, '_>, plugins: &[String], line: u32) -> Route {
        let plugin = fields.string(self.faults, "plugin").map(|(id, span)| {
            if !plugins.contains(&id) {
                let help = if plugins.is_empty() {
                    "no plugin is configured; `debar plugin add FILE` adds one".to_owned()
                } else {
                    format!("use one of {}", quoted(plugins))
                };
                self.faults.problem(format!("no plugin has the id `{id}`"), span, help);
            }
            id
        });
        let role = match fields.string(self.faults, "role") {
            None => RouteRole::default(),
            Some((word, span)) => RouteRole::read(&word).unwrap_or_else(|| {
                let message = format!("unknown role `{word}`");
                self.faults.problem(message, span, "write `buyer-gate`, `hub` or `seller`");
                RouteRole::default()
            }),
        };
        let already_transmitted =
            fields.boolean(self.faults, "already-transmitted").is_some_and(|(word, _)| word);
        let forwards = fields.boolean(self.faults, "forwards").is_some_and(|(word, _)| word);
        let facts = fields.take("facts").map(|value| self.facts(value).0).unwrap_or_default();
        let trust_document_facts = self.trusted(fields);
        Route { plugin, facts, trust_document_facts, role, already_transmitted, forwards, line }
    }

    /// Facts for which the document's word is taken.
    fn trusted(&mut self, fields: &mut Fields<'_, '_>) -> Vec<String> {
        let Some(value) = fields.take("trust-document-facts") else { return vec![] };
        let names = texts(self.faults, "trust-document-facts", value);
        for name in &names {
            if let Some(guess) = nearest(name, crate::facts::NAMES).filter(|guess| guess != name) {
                let message = format!("no rule asks for a fact `{name}`");
                self.faults.problem(message, value.span(), format!("did you mean `{guess}`?"));
            }
        }
        names
    }

    fn limits(&mut self, value: &Spanned<DeValue<'_>>) -> Limits {
        let mut limits = Limits::default();
        let Some(mut fields) = Fields::open(self.faults, "limits", value, "`limits`") else { return limits };
        for (key, limit) in [
            ("document-bytes", &mut limits.document_bytes),
            ("artifact-bytes", &mut limits.artifact_bytes),
            ("archive-depth", &mut limits.archive_depth),
            ("archive-members", &mut limits.archive_members),
            ("archive-bytes", &mut limits.archive_bytes),
            ("archive-ratio", &mut limits.archive_ratio),
            ("archive-memory", &mut limits.archive_memory),
            ("archive-seconds", &mut limits.archive_seconds),
        ] {
            let Some((number, span)) = fields.integer(self.faults, key) else { continue };
            match u64::try_from(number) {
                Ok(bytes) if bytes > 0 => *limit = Setting::new(bytes, self.origin(span.start)),
                _ if key.ends_with("-bytes") => self.faults.problem(
                    format!("a limit of `{number}` bytes"),
                    span,
                    "write a number of bytes above zero",
                ),
                _ => {
                    self.faults.problem(format!("a limit of `{number}`"), span, "write a number above zero");
                }
            }
        }
        fields.finish(self.faults);
        limits
    }

    fn review(&mut self, value: &Spanned<DeValue<'_>>) -> ReviewSettings {
        let mut review = ReviewSettings::default();
        let Some(mut fields) = Fields::open(self.faults, "review", value, "`review`") else { return review };
        if let Some((word, span)) = fields.boolean(self.faults, "four-eyes") {
            review.four_eyes = Setting::new(word, self.origin(span.start));
        }
        if let Some((number, span)) = fields.integer(self.faults, "longest-clearing-days") {
            match u32::try_from(number) {
                Ok(days) if (1..=ReviewSettings::MOST_DAYS).contains(&days) => {
                    review.longest_days = Setting::new(days, self.origin(span.start));
                }
                _ => self.faults.problem(
                    format!("a clearing of `{number}` days"),
                    span,
                    format!("write a number of days from 1 to {}", ReviewSettings::MOST_DAYS),
                ),
            }
        }
        fields.finish(self.faults);
        review
    }

    fn setting(&self, (text, span): Text) -> Setting<String> {
        Setting::new(text, self.origin(span.start))
    }

    fn path(&self, (text, span): Text) -> Setting<PathBuf> {
        Setting::new(self.folder.join(text), self.origin(span.start))
    }

    fn origin(&self, offset: usize) -> Origin {
        Origin::File(self.faults.line(offset))
    }
}

/// The facts that hold when nobody states them; every answer says so.
fn default_facts(facts: &mut Facts, origins: &mut BTreeMap<String, Origin>) {
    for (name, value) in [(fact::JURISDICTION, "us"), (fact::BUYER, "us-executive"), (fact::ACT, "procure")] {
        if facts.find(name).is_none() {
            facts.add(name, [value.to_owned()], FactOrigin::Default);
            origins.insert(name.to_owned(), Origin::Default);
        }
    }
}

fn list_choice(file: Option<Setting<PathBuf>>, overrides: &Overrides) -> Setting<ListChoice> {
    match overrides.blocklist.clone().or(file) {
        Some(setting) => Setting::new(ListChoice::File(setting.value), setting.origin),
        None => Setting::new(ListChoice::Shipped, Origin::Default),
    }
}

fn ledger_folder(
    file: Option<Setting<PathBuf>>,
    overrides: &Overrides,
) -> Result<Setting<PathBuf>, ConfigError> {
    let state =
        || overrides.state_folder.as_ref().map(|state| Setting::new(state.join("ledger"), Origin::Default));
    overrides.ledger.clone().or(file).or_else(state).ok_or_else(|| ConfigError::Missing {
        what: "no folder for the ledger is known, and no decision may leave unrecorded".to_owned(),
        help: "give `--ledger FOLDER`, or set DEBAR_LEDGER, XDG_STATE_HOME or HOME".to_owned(),
    })
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

fn located(path: &Path, text: &str, warning: ConfigProblem) -> String {
    let line = warning.span.map_or(0, |span| line_of(text, span.start)) + 1;
    let help = warning.help.map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}:{line}: {}{help}", path.display(), warning.message)
}
