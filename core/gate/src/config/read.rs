//! Reads `debar.toml` into a checked configuration and lays flags and environment over it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use debar_model::{FactOrigin, Facts, Sha256Hex, fact};
use toml::Spanned;

use super::raw::{OneOrMany, RawConfig, RawPlugin, RawRoute};
use super::{
    Config, ConfigError, ConfigProblem, Isolation, Limits, ListChoice, OnFailure, Origin, PluginEntry, Route,
    RouteRole, Setting,
};

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
pub fn load(path: &Path, overrides: &Overrides) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError::Unreadable { path: path.to_owned(), why: error.to_string() })?;
    let invalid = |problems| ConfigError::Invalid { path: path.to_owned(), text: text.clone(), problems };
    let raw: RawConfig = toml::from_str(&text).map_err(|error| {
        invalid(vec![ConfigProblem { message: error.message().to_owned(), span: error.span(), help: None }])
    })?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let mut reader = Reader { text: &text, folder, problems: vec![] };
    let config = reader.config(raw, path, overrides);
    let Reader { mut problems, .. } = reader;
    if problems.is_empty() {
        return config;
    }
    problems.sort_by_key(|problem| problem.span.as_ref().map_or(0, |span| span.start));
    Err(invalid(problems))
}

/// The configuration without a file: shipped lists, plugins that were found, the user's ledger.
pub fn without_file(plugins: Vec<PluginEntry>, overrides: &Overrides) -> Result<Config, ConfigError> {
    let mut facts = Facts::new();
    let mut fact_origins = BTreeMap::new();
    default_facts(&mut facts, &mut fact_origins);
    Ok(Config {
        file: None,
        list: list_choice(None, overrides),
        ledger: ledger_folder(None, overrides)?,
        plugins,
        facts,
        fact_origins,
        routes: BTreeMap::new(),
        limits: Setting::new(Limits::default(), Origin::Default),
        review_contact: None,
    })
}

struct Reader<'a> {
    text: &'a str,
    folder: PathBuf,
    problems: Vec<ConfigProblem>,
}

impl Reader<'_> {
    fn config(&mut self, raw: RawConfig, path: &Path, overrides: &Overrides) -> Result<Config, ConfigError> {
        if *raw.version.get_ref() != 1 {
            self.problem(
                format!("unknown version `{}` of the configuration", raw.version.get_ref()),
                raw.version.span(),
                "write `version = 1`",
            );
        }
        let list = raw.blocklist.map(|value| self.setting(value, |reader, path| reader.path(&path)));
        let ledger = raw.ledger.map(|value| self.setting(value, |reader, path| reader.path(&path)));
        let mut plugins = vec![];
        for plugin in raw.plugin {
            plugins.extend(self.plugin(plugin, raw.allow_in_process, &plugins));
        }
        let mut facts = Facts::new();
        let mut fact_origins = BTreeMap::new();
        for (name, values) in raw.facts {
            fact_origins.insert(name.get_ref().clone(), Origin::File(self.line(name.span().start)));
            facts.add(name.get_ref(), values.into_values(), FactOrigin::Config);
        }
        default_facts(&mut facts, &mut fact_origins);
        let routes = raw
            .route
            .into_iter()
            .map(|(name, route)| {
                let route = self.route(route, &plugins);
                (name, route)
            })
            .collect();
        let mut limits = Limits::default();
        for (setting, limit) in [
            (raw.limits.document_bytes, &mut limits.document_bytes),
            (raw.limits.artifact_bytes, &mut limits.artifact_bytes),
        ] {
            let Some(setting) = setting else { continue };
            match u64::try_from(*setting.get_ref()) {
                Ok(bytes) if bytes > 0 => *limit = bytes,
                _ => self.problem(
                    format!("a limit of `{}` bytes", setting.get_ref()),
                    setting.span(),
                    "write a number of bytes above zero",
                ),
            }
        }
        Ok(Config {
            file: Some(path.to_owned()),
            list: list_choice(list, overrides),
            ledger: ledger_folder(ledger, overrides)?,
            plugins,
            facts,
            fact_origins,
            routes,
            limits: Setting::new(limits, Origin::Default),
            review_contact: raw.review_contact.map(|value| self.setting(value, |_, text| text)),
        })
    }

    fn plugin(
        &mut self,
        plugin: Spanned<RawPlugin>,
        allow_in_process: bool,
        known: &[PluginEntry],
    ) -> Option<PluginEntry> {
        let span = plugin.span();
        let plugin = plugin.into_inner();
        let before = self.problems.len();
        if known.iter().any(|other| other.id == *plugin.id.get_ref()) {
            self.problem(
                format!("two plugins have the id `{}`", plugin.id.get_ref()),
                plugin.id.span(),
                "give each plugin an id of its own",
            );
        }
        let pin = match &plugin.sha256 {
            None => {
                self.problem(
                    format!("the plugin `{}` has no pin", plugin.id.get_ref()),
                    plugin.id.span(),
                    "run `debar plugin add FILE`, which writes the SHA-256 of the file that you trust",
                );
                None
            }
            Some(text) => match Sha256Hex::parse(text.get_ref()) {
                Ok(pin) => Some(pin),
                Err(error) => {
                    self.problem(format!("the pin is {error}"), text.span(), "run `debar plugin add FILE` again");
                    None
                }
            },
        };
        let isolation = plugin.isolation.as_ref().map_or("worker", |word| word.get_ref());
        let isolation_span = plugin.isolation.as_ref().map_or(plugin.id.span(), Spanned::span);
        match isolation {
            "in-process" if allow_in_process => {}
            "in-process" => self.problem(
                "a plugin may run in this process only when the configuration allows it".to_owned(),
                isolation_span,
                "write `allow-in-process = true` at the top of the file, if you trust the plugin's code as your own",
            ),
            "worker" | "per-document" => self.problem(
                format!("isolation `{isolation}` is not available in this version"),
                isolation_span,
                "write `isolation = \"in-process\"` at the plugin and `allow-in-process = true` at the top of the file",
            ),
            other => self.problem(
                format!("unknown isolation `{other}`"),
                isolation_span,
                "write `in-process`; `worker` and `per-document` are reserved",
            ),
        }
        let on_failure = match plugin.on_failure.as_ref().map(|word| word.get_ref().as_str()) {
            None | Some("hold") => OnFailure::Hold,
            Some("deny") => OnFailure::Deny,
            Some(other) => {
                let span = plugin.on_failure.as_ref().map_or(span.clone(), Spanned::span);
                self.problem(
                    format!("unknown `on-failure = \"{other}\"`"),
                    span,
                    "write `hold` or `deny`: a plugin that fails never lets a purchase through",
                );
                OnFailure::Hold
            }
        };
        let config = match plugin.config.map(|table| serde_json::to_string(table.get_ref())) {
            None => "{}".to_owned(),
            Some(Ok(json)) => json,
            Some(Err(error)) => {
                self.problem(
                    format!("the plugin's configuration has no JSON form: {error}"),
                    span.clone(),
                    "use strings, numbers, booleans, lists and tables",
                );
                String::new()
            }
        };
        (self.problems.len() == before).then(|| PluginEntry {
            id: plugin.id.into_inner(),
            path: self.path(plugin.path.get_ref()),
            pin,
            isolation: Isolation::InProcess,
            on_failure,
            config,
            line: self.line(span.start),
        })
    }

    fn route(&mut self, route: RawRoute, plugins: &[PluginEntry]) -> Route {
        if let Some(name) = &route.plugin
            && !plugins.iter().any(|plugin| plugin.id == *name.get_ref())
        {
            let known: Vec<&str> = plugins.iter().map(|plugin| plugin.id.as_str()).collect();
            self.problem(
                format!("no plugin has the id `{}`", name.get_ref()),
                name.span(),
                &format!("use one of: {}", known.join(", ")),
            );
        }
        let role = match route.role.as_ref().map(|word| word.get_ref().as_str()) {
            None | Some("buyer-gate") => RouteRole::BuyerGate,
            Some("hub") => RouteRole::Hub,
            Some("seller") => RouteRole::Seller,
            Some(other) => {
                let span = route.role.as_ref().map_or(0..0, Spanned::span);
                self.problem(format!("unknown role `{other}`"), span, "write `buyer-gate`, `hub` or `seller`");
                RouteRole::BuyerGate
            }
        };
        let mut facts = Facts::new();
        for (name, values) in route.facts {
            facts.add(name.get_ref(), OneOrMany::into_values(values), FactOrigin::Config);
        }
        Route {
            plugin: route.plugin.map(Spanned::into_inner),
            facts,
            role,
            already_transmitted: route.already_transmitted,
            forwards: route.forwards,
        }
    }

    fn setting<T, U>(&self, value: Spanned<T>, convert: impl Fn(&Self, T) -> U) -> Setting<U> {
        let origin = Origin::File(self.line(value.span().start));
        Setting::new(convert(self, value.into_inner()), origin)
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    fn line(&self, offset: usize) -> u32 {
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        u32::try_from(before.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn problem(&mut self, message: String, span: Range<usize>, help: &str) {
        self.problems.push(ConfigProblem { message, span: Some(span), help: Some(help.to_owned()) });
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
    let state = || overrides.state_folder.as_ref().map(|state| Setting::new(state.join("ledger"), Origin::Default));
    overrides.ledger.clone().or(file).or_else(state).ok_or_else(|| ConfigError::Missing {
        what: "no folder for the ledger is known, and no decision may leave unrecorded".to_owned(),
        help: "give `--ledger FOLDER`, or set DEBAR_LEDGER, XDG_STATE_HOME or HOME".to_owned(),
    })
}
