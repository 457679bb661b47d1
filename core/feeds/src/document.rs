//! An import as TOML: one file of a list, sorted, with evidence and source at every entry, in the form of `fmt`. The same
//! import gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use debar_model::{Object, Sha256Hex};

use crate::entry::{Ends, Import, SetKey};
use crate::id::{ids, plain, short_hash, slug};
use crate::text::hex;
use crate::{DigestTable, FeedKind};

/// More digests than this go into a set on disk.
pub(crate) const INLINE: usize = 4096;
/// The longest line.
const WIDTH: usize = 120;
/// Files that are named one by one in the evidence.
const NAMED: usize = 8;

/// What the rules of an import ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// Deny.
    #[default]
    Deny,
    /// A person decides.
    Review,
    /// Say it.
    Warn,
}

impl Action {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Deny => "deny",
            Self::Review => "review",
            Self::Warn => "warn",
        }
    }
}

/// A set on disk that has to be built before the TOML is written.
#[derive(Clone, Copy, Debug)]
pub struct SetToBuild<'i> {
    /// What the set is of.
    pub object: Object,
    /// Its digests.
    pub table: &'i DigestTable,
}

/// When and how hard something is listed: what shares a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RuleKey {
    list: String,
    from: Option<String>,
    ends: Option<Ends>,
    review: bool,
    successors: bool,
}

#[derive(Default)]
struct RuleBody {
    vendors: BTreeSet<String>,
    products: BTreeSet<String>,
    digests: BTreeSet<String>,
}

/// Record, package URL and versions: what makes a product.
type Place<'i> = (String, &'i str, Option<&'i str>);

/// An import on its way to TOML.
pub struct Document<'i> {
    import: &'i Import,
    kind: FeedKind,
    name: String,
    action: Action,
    in_force: Option<String>,
    set_ids: Vec<(String, &'i SetKey, &'i DigestTable)>,
}

impl<'i> Document<'i> {
    /// Plans the file. `name` begins every id; `in_force` is the first day of entries for which the source gives none.
    pub fn new(
        import: &'i Import,
        kind: FeedKind,
        name: &str,
        action: Action,
        in_force: Option<&str>,
    ) -> Self {
        let name = if name.is_empty() { kind.as_str().to_owned() } else { plain(name) };
        let mut by_id = vec![];
        for (key, table) in &import.digests {
            let mut id = format!("{name}-{}", plain(&key.list));
            if key.review {
                id.push_str("-inside");
            }
            let span = span_id(key.from.as_deref(), key.ends.as_ref());
            // A record has one span; a list may have many.
            if kind != FeedKind::Osv {
                id.push_str(&span);
            }
            by_id.push((id, key, table));
        }
        Self { import, kind, name, action, in_force: in_force.map(str::to_owned), set_ids: by_id }
    }

    /// Sets that are too large to stand in the TOML, by id.
    pub fn sets(&self) -> Vec<(String, SetToBuild<'i>)> {
        let large = self.set_ids.iter().filter(|(_, _, table)| table.len() > INLINE);
        large.map(|(id, key, table)| (id.clone(), SetToBuild { object: key.object, table })).collect()
    }

    /// The file. `built` names, for each of [`Document::sets`], its path beside the list and its pin.
    pub fn toml(&self, built: &BTreeMap<String, (String, Sha256Hex)>) -> String {
        let mut page = Page::default();
        self.head(&mut page);
        let mut rules: BTreeMap<RuleKey, RuleBody> = BTreeMap::new();
        self.vendors(&mut page, &mut rules);
        self.products(&mut page, &mut rules);
        for (id, key, table) in &self.set_ids {
            self.digests(&mut page, id, key, table, built);
            let rule = RuleKey {
                list: key.list.clone(),
                from: key.from.clone(),
                ends: key.ends.clone(),
                review: key.review,
                successors: false,
            };
            rules.entry(rule).or_default().digests.insert(id.clone());
        }
        self.authorities(&mut page, &rules);
        self.rules(&mut page, &rules);
        page.text
    }

    fn head(&self, page: &mut Page) {
        let snapshot = &self.import.snapshot;
        page.key("version", "1");
        page.key("title", &quoted(&format!("{}, snapshot of {}", self.kind.title(), snapshot.date)));
        page.key("time-zone", &quoted(self.kind.time_zone()));
        page.table("evidence", &self.name);
        page.key("citation", &quoted(&citation(&snapshot.files)));
        page.key("retrieved", &snapshot.date);
    }

    fn vendors(&self, page: &mut Page, rules: &mut BTreeMap<RuleKey, RuleBody>) {
        // One entry a name: rows of several addresses, lists or programmes are one party.
        let mut merged: BTreeMap<String, Vendor<'_>> = BTreeMap::new();
        for party in &self.import.parties {
            let key = RuleKey {
                list: party.list.clone(),
                from: party.from.clone(),
                ends: party.ends.clone(),
                review: false,
                successors: party.with_successors,
            };
            if !party.name.is_empty() {
                let vendor = merged.entry(exact(&party.name)).or_default();
                vendor.name.get_or_insert(&party.name);
                vendor.aliases.extend(party.aliases.iter().map(|alias| (exact(alias), alias.as_str())));
                for (scheme, value) in &party.identifiers {
                    vendor.identifiers.entry(scheme).or_default().insert(value);
                }
                vendor.say(&party.list, &party.source_id, &party.note);
                vendor.rules.insert(key.clone());
            }
            if let Some(first) = party.weak.first() {
                // Weak names of one party are an entry of their own, under a rule that only asks.
                let of = if party.name.is_empty() { first } else { &party.name };
                let vendor = merged.entry(format!("{}\u{0}weak", exact(of))).or_default();
                vendor.weak = true;
                vendor.name.get_or_insert(first);
                vendor.aliases.extend(party.weak.iter().map(|alias| (exact(alias), alias.as_str())));
                vendor.say(&party.list, &party.source_id, &party.note);
                vendor.rules.insert(RuleKey { review: true, ..key });
            }
        }
        let slugs = merged.keys().map(|key| {
            let (name, weak) =
                key.split_once('\u{0}').map_or((key.as_str(), ""), |(name, _)| (name, "-weak"));
            let slug = slug(name);
            (key.clone(), if slug.is_empty() { slug } else { format!("{slug}{weak}") })
        });
        let known = ids(&self.name, slugs);
        let mut by_id: Vec<(&String, &Vendor<'_>)> =
            merged.iter().filter_map(|(key, vendor)| Some((known.get(key)?, vendor))).collect();
        by_id.sort_by_key(|(id, _)| id.as_str());
        for (id, vendor) in by_id {
            page.table("vendor", id);
            let name = vendor.name.unwrap_or_default();
            page.key("name", &quoted(name));
            let own = exact(name);
            let aliases = vendor.aliases.iter().filter(|(key, _)| **key != own && !key.is_empty());
            page.list("aliases", aliases.map(|(_, alias)| *alias));
            if !vendor.identifiers.is_empty() {
                let one = |(scheme, values): (&&str, &BTreeSet<&str>)| {
                    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                    format!("{scheme} = [{}]", values.join(", "))
                };
                let all: Vec<String> = vendor.identifiers.iter().map(one).collect();
                page.key("identifiers", &format!("{{ {} }}", all.join(", ")));
            }
            page.note(&vendor.notes);
            page.list("evidence", [self.name.as_str()]);
            if vendor.weak {
                page.list("allow", ["only-weak-names", "weak-name"]);
            }
            for rule in &vendor.rules {
                rules.entry(rule.clone()).or_default().vendors.insert(id.clone());
            }
        }
    }

    fn products(&self, page: &mut Page, rules: &mut BTreeMap<RuleKey, RuleBody>) {
        let mut all: BTreeMap<Place<'_>, (Vec<&str>, RuleKey)> = BTreeMap::new();
        for package in &self.import.packages {
            let key = RuleKey {
                list: package.list.clone(),
                from: package.from.clone(),
                ends: package.ends.clone(),
                review: package.review,
                successors: false,
            };
            let place = (package.list.clone(), package.purl.as_str(), package.versions.as_deref());
            all.entry(place).or_insert_with(|| (vec![], key)).0.push(&package.note);
        }
        let mut number: BTreeMap<&str, usize> = BTreeMap::new();
        let mut entries = vec![];
        for ((list, purl, versions), (notes, rule)) in &all {
            let count = number.entry(list).or_default();
            *count += 1;
            let id = format!("{}-{}", self.name, plain(list));
            let id = if *count == 1 { id } else { format!("{id}-{count}") };
            entries.push((id, *purl, *versions, notes, rule));
        }
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        for (id, purl, versions, notes, rule) in entries {
            page.table("product", &id);
            page.key("purl", &quoted(purl));
            if let Some(versions) = versions {
                page.key("versions", &quoted(versions));
            }
            page.note(&notes.iter().map(|note| (*note).to_owned()).collect());
            page.list("evidence", [self.name.as_str()]);
            rules.entry(rule.clone()).or_default().products.insert(id);
        }
    }

    fn digests(
        &self,
        page: &mut Page,
        id: &str,
        key: &SetKey,
        table: &DigestTable,
        built: &BTreeMap<String, (String, Sha256Hex)>,
    ) {
        page.table("digests", id);
        page.key("object", &quoted(if key.object == Object::Archive { "archive" } else { "file" }));
        match built.get(id) {
            Some((path, pin)) => {
                page.key("set", &format!("{{ path = {}, pin-sha256 = \"{pin}\" }}", quoted(path)));
            }
            None => {
                let values: Vec<String> = table
                    .iter()
                    .map(|(hash, digest, _)| format!("{}:{}", hash.as_str(), hex(digest)))
                    .collect();
                page.list("values", values.iter().map(String::as_str));
            }
        }
        if key.members_deny {
            page.key("members", "\"deny\"");
        }
        page.key("note", &quoted(&key.list));
        page.list("evidence", [self.name.as_str()]);
    }

    fn authority(&self, list: &str) -> String {
        if self.kind == FeedKind::Osv { self.name.clone() } else { format!("{}-{}", self.name, plain(list)) }
    }

    fn authorities(&self, page: &mut Page, rules: &BTreeMap<RuleKey, RuleBody>) {
        let mut all: BTreeMap<String, (&str, Option<&str>)> = BTreeMap::new();
        for key in rules.keys() {
            let title = if self.kind == FeedKind::Osv { self.kind.title() } else { &key.list };
            let known = all.entry(self.authority(&key.list)).or_insert((title, key.from.as_deref()));
            known.1 = known.1.min(key.from.as_deref());
        }
        for (id, (title, from)) in all {
            page.table("authority", &id);
            page.key("title", &quoted(title));
            page.key("force", "\"house-rule\"");
            page.list("citations", [title]);
            let begins = from.or(self.in_force.as_deref()).unwrap_or("1970-01-01");
            page.key("status", &format!("[{{ is = \"in-force\", from = {begins} }}]"));
            if from.is_none() && self.in_force.is_none() {
                page.key("note", &quoted("the source does not say of every entry since when it is listed"));
            }
            page.list("evidence", [self.name.as_str()]);
        }
    }

    fn rules(&self, page: &mut Page, rules: &BTreeMap<RuleKey, RuleBody>) {
        let mut by_id = BTreeMap::new();
        for (key, body) in rules {
            let mut id = format!("{}-{}", self.name, plain(&key.list));
            if self.kind != FeedKind::Osv {
                id.push_str(&span_id(key.from.as_deref(), key.ends.as_ref()));
            }
            if key.successors {
                id.push_str("-and-successors");
            }
            if key.review {
                id.push_str("-review");
            }
            if by_id.contains_key(&id) {
                id = format!("{id}-{}", short_hash(&format!("{key:?}")));
            }
            by_id.insert(id, (key, body));
        }
        for (id, (key, body)) in by_id {
            page.table("rule", &id);
            page.key("authority", &quoted(&self.authority(&key.list)));
            page.list("vendors", body.vendors.iter().map(String::as_str));
            page.list("products", body.products.iter().map(String::as_str));
            page.list("digests", body.digests.iter().map(String::as_str));
            if key.successors {
                page.list("reach", ["successor", "controlled"]);
            }
            if let Some(from) = &key.from {
                page.key("from", from);
            }
            match &key.ends {
                Some(Ends::Through(last)) => page.key("through", last),
                Some(Ends::Until(until)) => page.key("until", until),
                None => {}
            }
            let action = if key.review && self.action == Action::Deny { Action::Review } else { self.action };
            page.key("action", &quoted(action.as_str()));
            page.list("evidence", [self.name.as_str()]);
        }
    }
}

#[derive(Default)]
struct Vendor<'i> {
    name: Option<&'i str>,
    aliases: BTreeMap<String, &'i str>,
    identifiers: BTreeMap<&'i str, BTreeSet<&'i str>>,
    notes: BTreeSet<String>,
    rules: BTreeSet<RuleKey>,
    weak: bool,
}

impl Vendor<'_> {
    fn say(&mut self, list: &str, id: &str, note: &str) {
        let parts = [list, id, note].into_iter().filter(|part| !part.is_empty());
        self.notes.insert(parts.collect::<Vec<_>>().join(", "));
    }
}

fn exact(name: &str) -> String {
    debar_names::exact_key(name)
}

fn span_id(from: Option<&str>, ends: Option<&Ends>) -> String {
    let day = |text: &str| plain(text.get(..10).unwrap_or(text));
    // An instant within a day is told apart by digits of it.
    let whole = |text: &str| match text.len() {
        10 => day(text),
        _ => format!("{}-{}", day(text), short_hash(text)),
    };
    let mut id = String::new();
    if let Some(from) = from {
        id.push_str(&format!("-from-{}", whole(from)));
    }
    match ends {
        Some(Ends::Through(last)) => id.push_str(&format!("-through-{}", whole(last))),
        Some(Ends::Until(until)) => id.push_str(&format!("-until-{}", whole(until))),
        None => {}
    }
    id
}

fn citation(files: &[(String, u64, String)]) -> String {
    let one =
        |(name, bytes, sha256): &(String, u64, String)| format!("{name} ({bytes} bytes, sha256 {sha256})");
    if files.len() <= NAMED {
        return files.iter().map(one).collect::<Vec<_>>().join("; ");
    }
    let mut hash = debar_raw::Sha256::new();
    for file in files {
        hash.update(one(file).as_bytes());
        hash.update(b"\n");
    }
    let bytes: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    let digest = hex(&hash.finish());
    format!("{} files ({bytes} bytes, sha256 of `name (bytes, sha256)` a line: {digest})", files.len())
}

/// TOML in the form of `fmt`.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn table(&mut self, table: &str, id: &str) {
        self.text.push_str(&format!("\n[{table}.{id}]\n"));
    }

    fn key(&mut self, key: &str, value: &str) {
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    fn note(&mut self, notes: &BTreeSet<String>) {
        let all: Vec<&str> = notes.iter().map(String::as_str).filter(|note| !note.is_empty()).collect();
        if !all.is_empty() {
            self.key("note", &quoted(&all.join(" | ")));
        }
    }

    /// A list on one line, or one item a line; nothing for an empty one.
    fn list<'t>(&mut self, key: &str, items: impl IntoIterator<Item = &'t str>) {
        let items: Vec<String> = items.into_iter().map(quoted).collect();
        if items.is_empty() {
            return;
        }
        let line = format!("{key} = [{}]", items.join(", "));
        if line.chars().count() <= WIDTH {
            self.text.push_str(&line);
        } else {
            self.text.push_str(&format!("{key} = [\n"));
            for item in items {
                self.text.push_str(&format!("  {item},\n"));
            }
            self.text.push(']');
        }
        self.text.push('\n');
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
