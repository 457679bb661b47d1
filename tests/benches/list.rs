//! Reading, checking and compiling a list of 200,000 vendors, beside what the `toml` crate takes for the same text
//! in the same run. Each stage runs in a process of its own, so that its peak of memory is its own. Not a test: it
//! prints and asserts nothing about time.
//!
//! `cargo bench -p debar-tests --bench list [-- VENDORS]`
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a benchmark prints, and may fail loudly"
)]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::hint::black_box;
use std::mem::forget;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use debar_blocklist::{Blocklist, DirSources, SHIPPED_ROOT, lint, read, shipped};
use debar_engine::Engine;

const SIZES: [usize; 2] = [20_000, 200_000];
const ROUNDS: usize = 5;
/// What each process does; the first two are the peers.
const STAGES: [(&str, &str); 6] = [
    ("spanned", "toml::de::DeTable::parse"),
    ("table", "toml::Table"),
    ("read", "read: from bytes to a checked list"),
    ("lint", "lint, of a list that was read"),
    ("compile", "compile, of a list that was read"),
    ("check", "debar blocklist check: read, lint, compile, run the list's tests"),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.as_slice() {
        [stage, file] if Path::new(file).exists() => one(stage, Path::new(file)),
        [what, vendors, file] if what == "generate" => {
            std::fs::write(file, generate(vendors.parse().unwrap())).unwrap();
        }
        [vendors] => all(&[vendors.parse().unwrap()]),
        _ => all(&SIZES),
    }
}

/// Time of day, processor time and peak memory of one run of a stage.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    wall: f64,
    cpu: f64,
    peak: f64,
}

/// What every command pays that screens by the lists that ship: the first time in a process, with all tables of
/// words still to be built, and later times.
fn shipped_lists() {
    let once = || {
        let started = Instant::now();
        let reading = read(SHIPPED_ROOT, &shipped());
        let read = started.elapsed();
        black_box(Engine::compile(Arc::new(reading.list.expect("the shipped list holds"))));
        (ms(read), ms(started.elapsed() - read))
    };
    let (first_read, first_compile) = once();
    let mut later: Vec<(f64, f64)> = (0..51).map(|_| once()).collect();
    later.sort_by(|a, b| (a.0 + a.1).total_cmp(&(b.0 + b.1)));
    let (read, compile) = later[later.len() / 2];
    println!(
        "shipped lists: read {first_read:.1} ms, compile {first_compile:.1} ms at first; {read:.1} and {compile:.1} ms later\n"
    );
}

fn all(sizes: &[usize]) {
    shipped_lists();
    let folder = tempfile::tempdir().unwrap();
    for &vendors in sizes {
        let file = folder.path().join(format!("list-{vendors}.toml"));
        let text = generate(vendors);
        std::fs::write(&file, &text).unwrap();
        println!("{vendors} vendors, {:.1} MB of TOML; medians of {ROUNDS} runs", text.len() as f64 / 1e6);
        let mut costs: BTreeMap<&str, Vec<Cost>> = BTreeMap::new();
        // One round of each after the other, so that a busy machine is unkind to all alike.
        for _ in 0..ROUNDS {
            for (stage, _) in STAGES {
                costs.entry(stage).or_default().push(run(stage, &file));
            }
        }
        let middle = |stage: &str, part: fn(&Cost) -> f64| {
            let mut all: Vec<f64> = costs[stage].iter().map(part).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        println!("          wall ms   ratio   cpu ms   ratio   peak MB  x text");
        for (stage, what) in STAGES {
            let (wall, cpu) = (middle(stage, |cost| cost.wall), middle(stage, |cost| cost.cpu));
            let peak = middle(stage, |cost| cost.peak);
            println!(
                "{stage:8} {wall:>8.0} {:>7.2} {cpu:>8.0} {:>7.2} {peak:>9.0} {:>7.1}  {what}",
                wall / middle("spanned", |cost| cost.wall),
                cpu / middle("spanned", |cost| cost.cpu),
                peak / (text.len() as f64 / 1e6),
            );
        }
        println!();
    }
}

/// Runs a stage in a process of its own.
fn run(stage: &str, file: &Path) -> Cost {
    let this = std::env::current_exe().unwrap();
    let output =
        Command::new(this).args([stage, file.to_str().unwrap()]).stdout(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let line = told.lines().rev().find_map(|line| line.strip_prefix("cost "));
    let mut numbers =
        line.unwrap_or_else(|| panic!("{stage}: {told}")).split(' ').map(|number| number.parse().unwrap());
    let mut next = || numbers.next().unwrap();
    Cost { wall: next(), cpu: next(), peak: next() }
}

/// One stage in this process. What comes of it is not dropped: a command ends without that, too.
fn one(stage: &str, file: &Path) {
    match stage {
        "spanned" => {
            let text = std::fs::read_to_string(file).unwrap();
            measure(|| forget(black_box(toml::de::DeTable::parse(&text).unwrap())));
        }
        "table" => {
            let text = std::fs::read_to_string(file).unwrap();
            measure(|| forget(black_box(text.parse::<toml::Table>().unwrap())));
        }
        "read" => measure(|| forget(black_box(read_list(file)))),
        "lint" => {
            let list = read_list(file);
            measure(|| forget(black_box(lint(&list, "2026-10-01T12:00:00Z".parse().unwrap()))));
            forget(list);
        }
        "compile" => {
            let list = Arc::new(read_list(file));
            measure(|| forget(black_box(Engine::compile(Arc::clone(&list)))));
            forget(list);
        }
        "check" => {
            let args = ["debar", "blocklist", "check"].map(OsString::from).into_iter().chain([file.into()]);
            measure(|| {
                debar_cli::run(args);
            });
        }
        other => panic!("there is no stage {other}"),
    }
}

fn measure(run: impl FnOnce()) {
    let (started, spent) = (Instant::now(), processor_time());
    run();
    let (wall, cpu) = (started.elapsed(), processor_time() - spent);
    eprintln!("cost {} {} {}", ms(wall), ms(cpu), peak());
}

fn read_list(file: &Path) -> Blocklist {
    let (sources, name) = DirSources::of(file).unwrap();
    let reading = read(&name, &sources);
    if let Some(first) = reading.diagnostics.first() {
        eprintln!("{} diagnostics, such as {first:?}", reading.diagnostics.len());
    }
    forget(reading.files);
    reading.list.expect("the list holds")
}

/// Time of all threads of this process, in steps of 10 ms.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let ticks = stat.rsplit(')').next().unwrap().split_whitespace().skip(11).take(2);
    Duration::from_millis(10 * ticks.map(|number| number.parse::<u64>().unwrap()).sum::<u64>())
}

/// Peak of the resident set in MB.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<f64>().unwrap() * 1024.0 / 1e6
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A list of `vendors` vendors in six scripts, with owners, products, evidence, groups, rules and tests; the same in
/// every run. Half of the vendors are tables of their own, half stand on one line.
fn generate(vendors: usize) -> String {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut toml = String::from(
        "version = 1\ntitle = \"Generated\"\ntime-zone = \"Europe/Berlin\"\n\n[buyer]\nagency = {}\noffice = { part-of = \"agency\" }\n\n\
         [authority.house]\ntitle = \"House rule\"\nforce = \"house-rule\"\nstatus = [{ is = \"in-force\", from = 2020-01-01 }]\n\
         citations = [\"Minutes of the board, no. 12\"]\n\n",
    );
    let inline = vendors / 2;
    toml.push_str("[vendor]\n");
    for id in 0..inline {
        let vendor = Vendor::of(id, &mut dice);
        write!(toml, "v{id} = {{ name = {}, aliases = [{}], ", quoted(&vendor.name), vendor.aliases())
            .unwrap();
        write!(toml, "brands = [{}], identifiers = {{ {} }}", quoted(&vendor.brand), vendor.identifiers)
            .unwrap();
        vendor.more(|key, value| write!(toml, ", {key} = {value}").unwrap());
        toml.push_str(" }\n");
    }
    for id in inline..vendors {
        let vendor = Vendor::of(id, &mut dice);
        write!(toml, "\n[vendor.v{id}]\nname = {}\naliases = [{}]\n", quoted(&vendor.name), vendor.aliases())
            .unwrap();
        write!(toml, "brands = [{}]\nidentifiers = {{ {} }}\n", quoted(&vendor.brand), vendor.identifiers)
            .unwrap();
        vendor.more(|key, value| writeln!(toml, "{key} = {value}").unwrap());
    }
    for piece in 0..vendors.div_ceil(20) {
        let day = dice.below(28) + 1;
        write!(toml, "\n[evidence.e{piece}]\ncitation = \"Register of firms, sheet {piece}\"\nretrieved = 2024-03-{day:02}\n").unwrap();
    }
    for product in 0..vendors / 10 {
        let vendor = dice.below(vendors);
        let word = capital(&dice.word(3));
        write!(
            toml,
            "\n[product.p{product}]\nvendor = \"v{vendor}\"\nnames = [\"{word} {product:x} Gateway\"]\npart-numbers = [\"{}-{product:05}\"]\n",
            dice.word(1).to_uppercase()
        )
        .unwrap();
    }
    let groups = vendors.div_ceil(100);
    for group in 0..groups {
        let ids: Vec<String> =
            (group * 100..vendors.min(group * 100 + 100)).map(|id| format!("\"v{id}\"")).collect();
        write!(toml, "\n[group.g{group}]\nvendors = [{}]\n", ids.join(", ")).unwrap();
    }
    for rule in 0..groups.div_ceil(40) {
        let ids: Vec<String> =
            (rule * 40..groups.min(rule * 40 + 40)).map(|id| format!("\"g{id}\"")).collect();
        write!(
            toml,
            "\n[rule.r{rule}]\nauthority = \"house\"\ngroups = [{}]\nscope = {{ buyers = [\"agency\"] }}\nownership = {{ more-than = 50 }}\n\
             acts = {{ procure = {{ from = 2020-01-01 }} }}\n",
            ids.join(", ")
        )
        .unwrap();
    }
    let mut second = Dice(0x2545_F491_4F6C_DD1D);
    for id in 0..3 {
        let vendor = Vendor::of(id, &mut second);
        write!(
            toml,
            "\n[[test]]\nname = \"vendor {id} is denied\"\nat = 2026-10-01\ngiven = {{ act = \"procure\", buyer = \"agency\", supplier = {} }}\n\
             expect = {{ verdict = \"deny\" }}\n",
            quoted(&vendor.name)
        )
        .unwrap();
    }
    toml
}

struct Vendor {
    name: String,
    aliases: Vec<String>,
    brand: String,
    identifiers: String,
    owners: Option<String>,
    evidence: Option<String>,
    note: Option<String>,
}

impl Vendor {
    fn of(id: usize, dice: &mut Dice) -> Self {
        let script = [LATIN, LATIN, LATIN, LATIN, LATIN, CYRILLIC, HAN, KANA, HANGUL, GREEK][dice.below(10)];
        let latin = capital(&spelt(LATIN, id, dice));
        let brand = capital(&spelt(script, id, dice));
        let second = capital(&dice.word(2));
        let trade = dice.one(&TRADES);
        let (name, alias) = match script {
            HAN => (format!("{brand}技术有限公司"), format!("{latin} {trade}")),
            KANA => (format!("株式会社{brand}"), format!("{latin} {trade}")),
            HANGUL => (format!("{brand} 주식회사"), format!("{latin} {trade}")),
            CYRILLIC => (format!("ООО «{brand}»"), format!("{latin} {trade}")),
            GREEK => (format!("{brand} Α.Ε."), format!("{latin} {trade}")),
            _ => (format!("{latin} {second} {trade} {}", dice.one(&FORMS)), format!("{latin} {second}")),
        };
        let mut aliases = vec![alias, format!("{second} {latin} {}", dice.one(&TRADES))];
        if dice.below(4) == 0 {
            aliases.push(format!("{latin} {} {}", dice.one(&PLACES), dice.one(&FORMS)));
        }
        let domain = latin.to_lowercase();
        let mut identifiers = format!("domain = [\"{domain}.example\"]");
        if dice.below(3) == 0 {
            write!(identifiers, ", cpe-vendor = [\"{domain}\"]").unwrap();
        }
        if dice.below(3) == 0 {
            write!(identifiers, ", purl = [\"pkg:npm/%40{domain}/*\"]").unwrap();
        }
        let owners = (id > 0 && dice.below(5) == 0).then(|| {
            let share = 10 + dice.below(90);
            format!(
                "[{{ vendor = \"v{}\", percent = {share}, from = 20{:02}-04-01 }}]",
                dice.below(id),
                dice.below(20) + 10
            )
        });
        let evidence = (id.is_multiple_of(20)).then(|| format!("[\"e{}\"]", id / 20));
        let note =
            (dice.below(10) == 0).then(|| format!("\"see the register, sheet {}\"", dice.below(90_000)));
        Self { name, aliases, brand, identifiers, owners, evidence, note }
    }

    fn aliases(&self) -> String {
        self.aliases.iter().map(|alias| quoted(alias)).collect::<Vec<_>>().join(", ")
    }

    fn more(&self, mut write: impl FnMut(&str, &str)) {
        for (key, value) in [("owners", &self.owners), ("evidence", &self.evidence), ("note", &self.note)] {
            value.iter().for_each(|value| write(key, value));
        }
    }
}

/// Letters of a script: a number is spelt with them as with digits.
type Script = &'static [&'static str];

const LATIN: Script =
    &["ba", "ke", "di", "fo", "gu", "ha", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "sta", "kri"];
const CYRILLIC: Script =
    &["ба", "ке", "ди", "фо", "гу", "ха", "ле", "ми", "но", "пу", "ра", "се", "ти", "во", "зу", "ста", "жи"];
const GREEK: Script =
    &["βα", "κε", "δι", "φο", "γυ", "χα", "λε", "μι", "νο", "πυ", "ρα", "σε", "τι", "ζω", "ξε", "στα", "θη"];
const HAN: Script =
    &["华", "飞", "龙", "金", "恒", "瑞", "天", "宏", "星", "远", "泰", "丰", "润", "嘉", "博", "凯", "腾"];
const KANA: Script =
    &["ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ", "ミ", "キ", "シ", "チ", "ニ", "ヒ", "リ"];
const HANGUL: Script =
    &["가", "나", "다", "라", "마", "바", "사", "아", "자", "차", "카", "타", "파", "하", "고", "노", "도"];

const FORMS: [&str; 6] = ["GmbH", "Inc.", "Co., Ltd.", "S.A.", "LLC", "Corporation"];
const TRADES: [&str; 6] = ["Technologies", "Software", "Systems", "Trading", "Electronics", "Networks"];
const PLACES: [&str; 6] = ["Deutschland", "France", "Singapore", "Brasil", "India", "Canada"];

/// A name that no other number has: at least five letters, so that it is not weak.
fn spelt(script: Script, id: usize, dice: &mut Dice) -> String {
    let mut rest = id;
    let mut word = String::new();
    for _ in 0..5 {
        word.push_str(script[rest % script.len()]);
        rest /= script.len();
    }
    word.push_str(dice.one(script));
    word
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or_default()
    }

    fn one<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| self.one(LATIN)).collect()
    }
}
