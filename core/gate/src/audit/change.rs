//! A hypothetical change, made on the checked list in memory: what if an authority fell, a rule went, a file came.
//!
//! Nothing is written anywhere. Invariant: what a change may touch is never narrower than what it changes; the words
//! say all that was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_blocklist::{
    Blocklist, DirSources, Moment, OpenSet, Pause, SourceError, Sources, Span, StatusEvent, UnknownComponents,
};
use debar_engine::Engine;
use debar_model::Sha256Hex;
use jiff::Timestamp;

use crate::LoadedList;
use crate::config::ListChoice;
use crate::list::{ListError, memory};
use crate::near::nearest;
use crate::outcome::CheckError;
use crate::sets::{ListFolder, PastList};

/// Words of the life of a text.
const STATUSES: [&str; 8] =
    ["proposed", "published", "in-force", "vacated", "rescinded", "withdrawn", "expired", "superseded"];
/// Words that a court or agency lays over it.
const PAUSES: [&str; 3] = ["suspended", "stayed", "enjoined"];

/// What an authority is supposed to be, from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// The authority's id.
    pub authority: String,
    /// Its status: a word of its life or of a pause.
    pub is: String,
    /// Since when.
    pub from: Moment,
    /// Until when a pause lasts; without an end when none is given.
    pub until: Option<Moment>,
}

/// Hypothetical changes, in the order in which they are made.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Another list in place of the one in use.
    pub replace: Option<PathBuf>,
    /// Files of the list's language in addition.
    pub add: Vec<PathBuf>,
    /// Rules that go.
    pub remove_rules: Vec<String>,
    /// Authorities that stand otherwise.
    pub authorities: Vec<Supposed>,
}

/// Why a change cannot be supposed.
#[derive(Debug)]
pub enum ChangeError {
    /// A list or file that does not hold.
    List(ListError),
    /// Something that the list does not have.
    Unknown(CheckError),
}

/// A list as it would be, and what may differ from the list in use.
#[derive(Debug)]
pub(crate) struct Hypothetical {
    pub list: LoadedList,
    pub touch: Touch,
    pub words: Vec<String>,
}

/// What a decision must have met, or be about, for the change to say something else of it.
#[derive(Debug, Default)]
pub(crate) struct Touch {
    /// Anything may differ.
    pub all: bool,
    /// Authorities, and when they differ.
    pub authorities: BTreeMap<String, Differs>,
    /// Rules that are gone.
    pub rules: BTreeSet<String>,
}

/// From when until when an authority stands otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Differs {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant at which it stands as it did; none where it never does.
    pub until: Option<Timestamp>,
}

impl Differs {
    /// Whether it stands otherwise at an instant.
    pub fn at(&self, at: Timestamp) -> bool {
        at >= self.from && self.until.is_none_or(|until| at < until)
    }

    /// The time that has both in it.
    fn and(self, other: Self) -> Self {
        Self { from: self.from.min(other.from), until: self.until.zip(other.until).map(|(a, b)| a.max(b)) }
    }
}

impl Supposed {
    /// Whether a word is a status that can be supposed.
    ///
    /// # Errors
    /// What to write instead.
    pub fn check_status(word: &str) -> Result<(), String> {
        if STATUSES.contains(&word) || PAUSES.contains(&word) {
            return Ok(());
        }
        let all = STATUSES.into_iter().chain(PAUSES);
        Err(match nearest(word, all.clone()) {
            Some(guess) => format!("did you mean `{guess}`?"),
            None => format!("write one of {}", all.collect::<Vec<_>>().join(", ")),
        })
    }
}

impl Change {
    /// The list in use with the change made.
    pub(crate) fn make(&self, base: &LoadedList) -> Result<Hypothetical, ChangeError> {
        let mut touch = Touch::default();
        let mut words = vec![];
        let mut made: Option<LoadedList> = None;
        if let Some(path) = &self.replace {
            let list = LoadedList::load(&ListChoice::File(path.clone())).map_err(ChangeError::List)?;
            words.push(format!(
                "the list `{}` (revision {}) in place of the list in use",
                path.display(),
                list.revision()
            ));
            touch.all |= list.revision() != base.revision();
            made = Some(list);
        }
        for path in &self.add {
            let list = with_file(made.as_ref().unwrap_or(base), path).map_err(ChangeError::List)?;
            words.push(format!("`{}` in addition", path.display()));
            touch.all = true;
            made = Some(list);
        }
        let from = made.as_ref().unwrap_or(base);
        let mut list = from.list().clone();
        let mut unknown = vec![];
        for id in &self.remove_rules {
            match list.rules.remove(id) {
                Some(rule) => {
                    for waiver in list.waivers.values_mut() {
                        waiver.rules.retain(|rule| rule != id);
                    }
                    let title = list
                        .authorities
                        .get(&rule.authority)
                        .map_or("", |authority| authority.title.as_str());
                    words.push(format!("without rule `{id}` ({title})"));
                    touch.all |= speaks_of_every_line(&rule);
                    touch.rules.insert(id.clone());
                }
                None => unknown.push(missing("rule", id, list.rules.keys())),
            }
        }
        for supposed in &self.authorities {
            if !list.authorities.contains_key(&supposed.authority) {
                unknown.push(missing("authority", &supposed.authority, list.authorities.keys()));
                continue;
            }
            let (first, said) = suppose(&mut list, supposed);
            let differs = Differs { from: first, until: supposed.until.as_ref().map(|until| until.at) };
            words.push(said);
            touch.all |= list
                .rules
                .values()
                .any(|rule| rule.authority == supposed.authority && speaks_of_every_line(rule));
            let known = touch.authorities.entry(supposed.authority.clone()).or_insert(differs);
            *known = known.and(differs);
        }
        if !unknown.is_empty() {
            let why = unknown.iter().map(|(why, _)| why.as_str()).collect::<Vec<_>>().join("; ");
            let help = unknown.iter().map(|(_, help)| help.as_str()).collect::<Vec<_>>().join("; ");
            return Err(ChangeError::Unknown(CheckError::Unknown { why, help }));
        }
        let (root, files) = (from.root.clone(), from.files.clone());
        let list = LoadedList { engine: Engine::compile(Arc::new(list)), root, files, warnings: vec![] };
        Ok(Hypothetical { list, touch, words })
    }
}

/// Whether a rule says something of lines on which nothing was found, so that a decision need not name it.
fn speaks_of_every_line(rule: &debar_blocklist::Rule) -> bool {
    // With digests a rule speaks of every line in whose files something could not be read.
    !rule.targets.digests.is_empty() || rule.if_components_unknown == UnknownComponents::Review
}

/// Lets an authority stand otherwise from an instant on; that instant or an earlier one at which it differs, and the
/// words.
fn suppose(list: &mut Blocklist, supposed: &Supposed) -> (Timestamp, String) {
    let Supposed { authority: id, is, from, until } = supposed;
    let Some(authority) = list.authorities.get_mut(id) else { return (from.at, String::new()) };
    let place = authority.head.place.clone();
    let mut first = from.at;
    let mut words = format!("authority `{id}` ({}): {is} from {}", authority.title, from.written);
    if PAUSES.contains(&is.as_str()) {
        if let Some(until) = until {
            words.push_str(&format!(" until {}", until.written));
        }
        authority.pauses.push(Pause {
            is: is.clone(),
            span: Span { from: Some(from.clone()), until: until.clone() },
            recorded: None,
            as_to: vec![],
            case: None,
            notice: None,
            place,
        });
        return (first, words);
    }
    let gone: Vec<StatusEvent> = authority.status.extract_if(.., |event| event.from.at >= from.at).collect();
    for event in &gone {
        first = event.recorded.as_ref().map_or(first, |recorded| first.min(recorded.at));
        words.push_str(&format!("; `{}` from {} no longer comes", event.is, event.from.written));
    }
    authority.status.push(StatusEvent {
        is: is.clone(),
        from: from.clone(),
        recorded: None,
        place,
        note: None,
    });
    authority.status.sort_by_key(|event| event.from.at);
    if is == "in-force" {
        for pause in &mut authority.pauses {
            if pause.span.until.as_ref().is_none_or(|until| until.at > from.at) {
                words.push_str(&format!("; what is {} ends then", pause.is));
                pause.span.until = Some(from.clone());
                pause.notice = None;
            }
        }
    }
    (first, words)
}

fn missing<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a String> + Clone) -> (String, String) {
    let why = format!("the list has no {what} `{id}`");
    let help = match nearest(id, known.clone().map(String::as_str)) {
        Some(guess) => format!("did you mean `{guess}`?"),
        None => {
            format!("it has {}", known.take(12).map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "))
        }
    };
    (why, help)
}

/// The folder under which an added file stands beside the list's own.
const ADDED: &str = "what-if-added/";
/// The root that includes both.
const BOTH: &str = "what-if-root.toml";

/// A list and one more file, which may use what the list defines.
fn with_file(base: &LoadedList, path: &Path) -> Result<LoadedList, ListError> {
    // A path without a file name cannot be read: the reader says so with its own diagnostic.
    let (added, name) = DirSources::of(path).unwrap_or_else(|| (DirSources::new(path), String::new()));
    let added = ListFolder(added);
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let zone = base.list().time_zone.iana_name().unwrap_or("UTC").to_owned();
    let root = format!(
        "version = 1\ntitle = {}\ntime-zone = {}\ninclude = [{}, {}]\n",
        quoted(&base.list().title),
        quoted(&zone),
        quoted(&base.root),
        quoted(&format!("{ADDED}{name}"))
    );
    struct Both<'a> {
        base: PastList,
        added: &'a ListFolder,
        root: String,
    }
    impl Sources for Both<'_> {
        fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
            match name.strip_prefix(ADDED) {
                Some(name) => self.added.read(name),
                None if name == BOTH => Ok(self.root.clone().into_bytes()),
                None => self.base.read(name),
            }
        }

        fn digest_set(&self, name: &str, pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
            match name.strip_prefix(ADDED) {
                Some(name) => self.added.digest_set(name, pin),
                None => self.base.digest_set(name, pin),
            }
        }
    }
    LoadedList::from_sources(BOTH, &Both { base: memory(&base.files), added: &added, root })
}
