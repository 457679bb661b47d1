//! The stores: how each is made and asked. All hold the same digests of SHA-256; `hfind` those bytes cut to MD5.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use debar_model::{Algorithm, Object};
use debar_sets::{Builder, Kind, Set, Stamps, TextOptions, read_text};
use lmdb::Transaction;
use redb::{ReadableDatabase, TableDefinition};

use crate::keys::digest;

const TABLE: TableDefinition<&[u8; 32], ()> = TableDefinition::new("digests");
/// Peers are not asked to hold more.
const PEERS: u64 = 20_000_000;

/// A store that is asked.
pub trait Store {
    fn name(&self) -> &'static str;
    /// Looks up all keys as fast as it can; gives how many were found.
    fn all(&self, keys: &[[u8; 32]]) -> u64;
    /// The same, each lookup over before the next begins.
    fn one_by_one(&self, keys: &[[u8; 32]]) -> u64 {
        self.all(keys)
    }
    fn has_latency(&self) -> bool {
        false
    }
    /// The most lookups of a round.
    fn most(&self) -> u64 {
        u64::MAX
    }
}

type Make = Box<dyn Fn(&Path) -> Option<f64>>;

/// What makes each store; gives seconds, or none when it was there.
pub fn builders(count: u64) -> Vec<(&'static str, Make)> {
    let at = move |folder: &Path, end: &str| folder.join(format!("{count}.{end}"));
    let mut all: Vec<(&'static str, Make)> = vec![(
        "debar, from memory",
        Box::new(move |folder| make(&at(folder, "dset"), |path| ours(path, count))),
    )];
    if count > PEERS {
        return all;
    }
    let text = move |folder: &Path, end: &str, bytes: usize| {
        let path = at(folder, end);
        make(&path, |path| text(path, count, bytes));
        path
    };
    all.push((
        "debar, from text",
        Box::new(move |folder| {
            let text = text(folder, "sha256.txt", 32);
            make(&at(folder, "text.dset"), |path| from_text(path, &text))
        }),
    ));
    all.push((
        "debar, MD5 from text",
        Box::new(move |folder| {
            let text = text(folder, "md5.txt", 16);
            make(&at(folder, "md5.dset"), |path| from_text(path, &text))
        }),
    ));
    all.push((
        "hfind -i, MD5 from text",
        Box::new(move |folder| {
            let text = text(folder, "md5.txt", 16);
            let index = folder.join(format!("{count}.md5.txt-md5.idx"));
            make(&index, |_| {
                let done =
                    Command::new("hfind").args(["-i", "md5sum"]).arg(&text).stdout(Stdio::null()).status();
                if !done.is_ok_and(|status| status.success()) {
                    eprintln!("hfind is not here: apt-get install sleuthkit");
                }
            })
        }),
    ));
    all.push(("LMDB", Box::new(move |folder| make(&at(folder, "lmdb"), |path| lmdb_of(path, count)))));
    all.push(("redb", Box::new(move |folder| make(&at(folder, "redb"), |path| redb_of(path, count)))));
    all.push(("SQLite", Box::new(move |folder| make(&at(folder, "sqlite"), |path| sqlite_of(path, count)))));
    all
}

fn make(path: &Path, run: impl FnOnce(&Path)) -> Option<f64> {
    if path.exists() {
        return None;
    }
    let start = Instant::now();
    run(path);
    Some(start.elapsed().as_secs_f64())
}

fn ours(path: &Path, count: u64) {
    let mut builder = Builder::new(path, 2 << 30, "bench").unwrap();
    let kind = builder.kind(&Kind { object: Object::Archive, label: None }).unwrap();
    for number in 0..count {
        builder.add(&Algorithm::Sha256, &digest(number), kind).unwrap();
    }
    let built = builder.finish().unwrap();
    println!("{:.2} bytes a digest, longest way {} slots", built.bytes as f64 / count as f64, built.longest);
}

fn from_text(path: &Path, text: &Path) {
    let mut builder = Builder::new(path, 2 << 30, "bench").unwrap();
    let options = TextOptions::default();
    read_text("bench", File::open(text).unwrap(), &options, &mut builder, &mut |bad| panic!("{bad:?}"))
        .unwrap();
    builder.finish().unwrap();
}

fn text(path: &Path, count: u64, bytes: usize) {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).unwrap());
    for number in 0..count {
        let mut line = String::with_capacity(80);
        for byte in &digest(number)[..bytes] {
            for digit in [byte >> 4, byte & 15] {
                line.push(char::from_digit(u32::from(digit), 16).unwrap());
            }
        }
        line.push_str("  a\n");
        out.write_all(line.as_bytes()).unwrap();
    }
    out.flush().unwrap();
}

/// The digests in the order that is best for trees.
fn sorted(count: u64) -> Vec<[u8; 32]> {
    let mut all: Vec<[u8; 32]> = (0..count).map(digest).collect();
    all.sort_unstable();
    all
}

fn lmdb_of(path: &Path, count: u64) {
    fs::create_dir(path).unwrap();
    let environment = lmdb::Environment::new().set_map_size(8 << 30).open(path).unwrap();
    let database = environment.open_db(None).unwrap();
    let mut transaction = environment.begin_rw_txn().unwrap();
    for key in sorted(count) {
        transaction.put(database, &key, &[], lmdb::WriteFlags::APPEND).unwrap();
    }
    transaction.commit().unwrap();
}

fn redb_of(path: &Path, count: u64) {
    let database = redb::Database::create(path).unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let mut table = transaction.open_table(TABLE).unwrap();
        for key in sorted(count) {
            table.insert(&key, ()).unwrap();
        }
    }
    transaction.commit().unwrap();
}

fn sqlite_of(path: &Path, count: u64) {
    let mut database = rusqlite::Connection::open(path).unwrap();
    database.execute_batch("create table digests (key blob primary key) without rowid").unwrap();
    let transaction = database.transaction().unwrap();
    {
        let mut insert = transaction.prepare("insert into digests values (?)").unwrap();
        for key in sorted(count) {
            insert.execute([&key[..]]).unwrap();
        }
    }
    transaction.commit().unwrap();
}

/// The byte that digests of an adversary begin with, eight times.
pub const ALIKE: u8 = 0x77;

/// Our set of `count` ordinary digests and a tenth as many that begin alike.
pub fn alike(folder: &Path, count: u64) -> impl Store + use<> {
    let path = folder.join(format!("{count}.alike.dset"));
    make(&path, |path| {
        let mut builder = Builder::new(path, 2 << 30, "bench").unwrap();
        let kind = builder.kind(&Kind::default()).unwrap();
        for number in 0..count + count / 10 {
            let mut key = digest(number);
            if number >= count {
                key[..8].fill(ALIKE);
            }
            builder.add(&Algorithm::Sha256, &key, kind).unwrap();
        }
        builder.finish().unwrap();
    });
    Ours(Set::open(&path, "bench", &Stamps::none()).unwrap())
}

/// Opens what is there.
pub fn open(folder: &Path, count: u64) -> Vec<Box<dyn Store>> {
    let at = |end: &str| folder.join(format!("{count}.{end}"));
    let set = Set::open(&at("dset"), "bench", &Stamps::none()).unwrap();
    let mut all: Vec<Box<dyn Store>> = vec![Box::new(Ours(set))];
    if at("lmdb").exists() {
        let environment = lmdb::Environment::new().set_map_size(8 << 30).open(&at("lmdb")).unwrap();
        let database = environment.open_db(None).unwrap();
        all.push(Box::new(Lmdb(environment, database)));
    }
    if at("redb").exists() {
        all.push(Box::new(Redb(redb::Database::open(at("redb")).unwrap())));
    }
    if at("sqlite").exists() {
        let database = rusqlite::Connection::open(at("sqlite")).unwrap();
        database.execute_batch("pragma mmap_size = 4000000000").unwrap();
        all.push(Box::new(Sqlite(database)));
    }
    if folder.join(format!("{count}.md5.txt-md5.idx")).exists() {
        all.push(Box::new(Hfind(at("md5.txt"))));
    }
    all
}

struct Ours(Set);

impl Store for Ours {
    fn name(&self) -> &'static str {
        "debar"
    }

    fn all(&self, keys: &[[u8; 32]]) -> u64 {
        let mut found = 0;
        self.0
            .table(&Algorithm::Sha256)
            .unwrap()
            .find_many(keys, |_, slot| found += u64::from(slot.is_some()));
        found
    }

    fn one_by_one(&self, keys: &[[u8; 32]]) -> u64 {
        let table = self.0.table(&Algorithm::Sha256).unwrap();
        let mut found = 0;
        for key in keys {
            found += u64::from(table.find(key).is_some());
            // The next lookup begins when this one is over.
            std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
        }
        found
    }

    fn has_latency(&self) -> bool {
        true
    }
}

struct Lmdb(lmdb::Environment, lmdb::Database);

impl Store for Lmdb {
    fn name(&self) -> &'static str {
        "LMDB"
    }

    fn all(&self, keys: &[[u8; 32]]) -> u64 {
        let transaction = self.0.begin_ro_txn().unwrap();
        keys.iter().filter(|key| transaction.get(self.1, key).is_ok()).count() as u64
    }
}

struct Redb(redb::Database);

impl Store for Redb {
    fn name(&self) -> &'static str {
        "redb"
    }

    fn all(&self, keys: &[[u8; 32]]) -> u64 {
        let transaction = self.0.begin_read().unwrap();
        let table = transaction.open_table(TABLE).unwrap();
        keys.iter().filter(|key| table.get(*key).unwrap().is_some()).count() as u64
    }
}

struct Sqlite(rusqlite::Connection);

impl Store for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn all(&self, keys: &[[u8; 32]]) -> u64 {
        let mut select = self.0.prepare_cached("select 1 from digests where key = ?").unwrap();
        keys.iter().filter(|key| select.exists([&key[..]]).unwrap()).count() as u64
    }
}

/// The whole command over a file of digests, its start included.
struct Hfind(PathBuf);

impl Store for Hfind {
    fn name(&self) -> &'static str {
        "hfind"
    }

    fn all(&self, keys: &[[u8; 32]]) -> u64 {
        let asked = self.0.with_extension("asked");
        let mut out = BufWriter::new(File::create(&asked).unwrap());
        for key in keys {
            let text: String = key[..16].iter().map(|byte| format!("{byte:02x}")).collect();
            writeln!(out, "{text}").unwrap();
        }
        out.flush().unwrap();
        drop(out);
        let output = Command::new("hfind").arg("-f").arg(&asked).arg(&self.0).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        text.lines().filter(|line| !line.contains("Hash Not Found")).count() as u64
    }

    fn most(&self) -> u64 {
        20_000
    }
}
