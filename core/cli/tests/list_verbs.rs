//! What a keeper of a list sees of `check`, `diff`, `test`, `coverage`, `explain`, `week`, `fix`, `fmt`, `new` and
//! `retire`: exit codes and the words that scripts and people rely on. Each case is data.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const LIST: &str = r#"version = 1
title = "Ours"
time-zone = "UTC"
owner = "office X"

[vendor.example]
name = "Example Trading"
aliases = ["Example Agency"]

[authority.law]
citations = ["a law"]
status = [{ is = "in-force", from = 2019-01-01 }]

[rule.ban]
authority = "law"
vendors = ["example"]

[[test]]
name = "it bites"
at = 2020-01-01
given = { manufacturer = "Example Trading", product = "Agent" }
expect = { verdict = "deny", rules = ["ban"] }
"#;

/// Files that cases use, by name and text.
fn files() -> Vec<(&'static str, String)> {
    let more = |text: &str| format!("{LIST}\n{text}");
    let waiver = "[waiver.w]\nrules = [\"ban\"]\nfor = { vendor = \"example\", product-names = [\"Agent\"] }\nreason = \"r\"\napproved-by = { role = \"CIO\", on = 2026-01-01 }\n";
    let office = "waivable-by = [\"head\"]\n\n[[test]]";
    let layer = |more: &str| {
        format!(
            "version = 1\ntime-zone = \"UTC\"\ninclude = [\"list.toml\"]\n[rule.ban]\nauthority = \"law\"\nvendors = [\"example\"]\nuntil = 2027-01-01\n{more}"
        )
    };
    vec![
        ("list.toml", LIST.to_owned()),
        ("a list.toml", LIST.to_owned()),
        (
            "loose.toml",
            LIST.replace("vendors = [\"example\"]", "vendors = [\"example\"]\nuntil = 2030-01-01"),
        ),
        ("words.toml", LIST.replace("\"Ours\"", "\"Ours | <b>\"")),
        (
            "fails.toml",
            LIST.replace("verdict = \"deny\", rules = [\"ban\"]", "verdict = \"allow\"")
                .replace("it bites", "it <bites> & \\\"more\\\""),
        ),
        ("crlf.toml", LIST.replace('\n', "\r\n").replace("2019-01-01", "\"2019-01-01\"")),
        ("bom.toml", format!("\u{feff}{LIST}")),
        (
            "untidy.toml",
            LIST.replace("name = \"Example Trading\"", "name   =   \"Example Trading\" # whose?"),
        ),
        ("cut.toml", format!("{LIST}[rule.other")),
        ("no-day.toml", LIST.replace("2019-01-01", "2019-02-30")),
        (
            "twice.toml",
            LIST.replace("2019-01-01 }]", "2019-01-01 }, { is = \"vacated\", from = 2019-01-01 }]"),
        ),
        (
            "over.toml",
            more(
                "[vendor.one]\nname = \"Vendor One\"\n[vendor.two]\nname = \"Vendor Two\"\nowners = [{ vendor = \"one\", percent = 51 }, { vendor = \"example\", percent = 50 }]\n",
            ),
        ),
        ("self.toml", LIST.replace("version = 1", "version = 1\ninclude = [\"self.toml\"]")),
        (
            "gone.toml",
            LIST.replace("version = 1", "version = 1\ninclude = [\"nowhere.toml\", \"../x.toml\"]"),
        ),
        ("endless.toml", more(waiver)),
        ("office.toml", more(&format!("{waiver}through = 2027-01-01\n")).replacen("\n[[test]]", office, 1)),
        ("loosens.toml", layer("")),
        ("no-reason.toml", layer("override = true\n")),
        ("overrides.toml", layer("override = true\noverride-reason = \"it ends\"\n")),
        (
            "cyrillic.toml",
            LIST.replace("[vendor.example]", "[vendor.пример]").replace("[\"example\"]", "[\"пример\"]"),
        ),
        ("guess.toml", LIST.replace("[\"example\"]", "[\"exampel\"]")),
    ]
}

fn debar(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_debar"))
        .current_dir(folder)
        .args(args)
        .stdin(Stdio::null())
        .env("XDG_STATE_HOME", folder.join("state"))
        .env_remove("DEBAR_BLOCKLIST")
        .env_remove("DEBAR_CONFIG")
        .env_remove("DEBAR_LEDGER")
        .output()
        .unwrap()
}

fn written(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs `debar blocklist ARGS` in a folder and wants this exit code and these parts in what it prints.
fn check(folder: &Path, args: &str, code: i32, parts: &[&str]) {
    // `~` is a blank inside of one argument.
    let args: Vec<String> = args.split_whitespace().map(|arg| arg.replace('~', " ")).collect();
    let all: Vec<&str> = std::iter::once("blocklist").chain(args.iter().map(String::as_str)).collect();
    let output = debar(folder, &all);
    let text = written(&output);
    assert_eq!(output.status.code(), Some(code), "{all:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{all:?} lacks {part:?}\n{text}");
    }
}

fn room() -> tempfile::TempDir {
    let room = tempfile::tempdir().unwrap();
    for (name, text) in files() {
        fs::write(room.path().join(name), text).unwrap();
    }
    room
}

#[test]
fn reading_verbs_say_what_is_the_case_and_change_nothing() {
    let room = room();
    let cases: &[(&str, i32, &[&str])] = &[
        ("check list.toml", 0, &["list.toml holds: 0 error(s), 0 warning(s), 1 of 1 test(s) passed"]),
        ("check a~list.toml", 0, &["a list.toml holds"]),
        ("check list.toml --format json", 0, &["\"schema_version\":1", "\"holds\":true"]),
        ("check list.toml --format sarif", 0, &["\"version\": \"2.1.0\"", "\"results\": []"]),
        (
            "check no-day.toml --format sarif",
            4,
            &["\"ruleId\": \"impossible-date\"", "\"uri\": \"no-day.toml\""],
        ),
        ("check fails.toml --format sarif", 1, &["\"ruleId\": \"test-failed\"", "it <bites> & \\\"more\\\""]),
        (
            "check nowhere.toml --format sarif",
            4,
            &["\"ruleId\": \"missing-file\"", "\"uri\": \"nowhere.toml\""],
        ),
        ("check list.toml --format csv", 2, &["human, json, sarif, junit"]),
        (
            "check list.toml --format junit",
            0,
            &["tests=\"2\" failures=\"0\"", "the list reads without a remark", "name=\"it bites\"/>"],
        ),
        (
            "check over.toml --format junit",
            4,
            &["tests=\"3\" failures=\"1\"", "101 percent", "<failure type=\"error\""],
        ),
        ("check bom.toml --format junit", 0, &["failures=\"0\"", "<system-out>"]),
        ("check bom.toml --format junit --deny-warnings", 4, &["failures=\"1\"", "type=\"warning\""]),
        ("check .", 2, &["is a folder"]),
        ("check nowhere.toml", 4, &["missing-file"]),
        ("check fails.toml", 1, &["test failed: it <bites>"]),
        ("check bom.toml", 0, &["byte-order-mark", "1 warning(s)"]),
        ("check bom.toml --deny-warnings", 4, &["does not hold"]),
        ("check cut.toml --error-format plain", 4, &["unclosed-bracket", ": 1 error(s)"]),
        ("check no-day.toml", 4, &["impossible-date", "`2019-02-30`", ": 1 error(s)"]),
        ("check twice.toml", 4, &["status-clash", ": 1 error(s)"]),
        ("check over.toml", 4, &["shares-over-whole", "101 percent", ": 1 error(s)"]),
        ("check self.toml", 4, &["include-cycle", ": 1 error(s)"]),
        ("check gone.toml", 4, &["missing-file", "path-outside", ": 2 error(s)"]),
        ("check endless.toml", 4, &["endless-waiver", ": 1 error(s)"]),
        ("check office.toml", 4, &["wrong-office", "it is given by `head`", ": 1 error(s)"]),
        ("check loosens.toml", 4, &["loosening-without-override", "it ends earlier", ": 1 error(s)"]),
        ("check no-reason.toml", 4, &["override-without-reason", ": 1 error(s)"]),
        ("check overrides.toml", 0, &["override-in-use", "it ends"]),
        ("diff list.toml list.toml --fail-on any", 0, &["mean the same"]),
        (
            "diff list.toml loose.toml",
            0,
            &["loosened   rule ban edited", "+ 2030-01-01", "1 loosened, 0 changed, 0 tightened"],
        ),
        ("diff list.toml loose.toml --fail-on loosened", 1, &["it ends earlier"]),
        ("diff loose.toml list.toml --fail-on loosened", 0, &["1 tightened"]),
        ("diff loose.toml list.toml --fail-on meaning", 1, &["1 tightened"]),
        ("diff list.toml words.toml --fail-on meaning", 0, &["1 only words"]),
        ("diff list.toml words.toml --fail-on any", 1, &["1 only words"]),
        (
            "diff list.toml words.toml --format markdown",
            0,
            &["## Blocklist: list.toml -> words.toml", "| only-words |", "Ours \\| &lt;b&gt;"],
        ),
        (
            "diff list.toml loose.toml --format json",
            0,
            &["\"schema_version\":1", "\"direction\":\"loosened\"", "\"may_loosen\":true"],
        ),
        ("diff list.toml no-day.toml", 4, &["impossible-date"]),
        ("diff list.toml nowhere.toml", 4, &["missing-file"]),
        ("diff list.toml ledger:abcd", 5, &["no ledger can be read at"]),
        ("diff list.toml ledger:xy", 5, &["no revision"]),
        ("diff list.toml git:HEAD", 5, &["no git history", "git:REVISION:PATH"]),
        ("test list.toml", 0, &["1 test(s), 1 passed, 0 failed"]),
        ("test fails.toml", 1, &["FAILED it <bites> & \"more\" (fails.toml:18)", "1 failed"]),
        ("test fails.toml --filter bites", 1, &["1 failed"]),
        ("test fails.toml --filter nothing", 0, &["no test has such a name"]),
        (
            "test fails.toml --format json",
            1,
            &["\"schema_version\":1", "\"passed\":false", "\"expected\":\"allow\""],
        ),
        ("test list.toml --format sarif", 2, &["human, json, junit"]),
        ("test no-day.toml", 4, &["impossible-date"]),
        ("coverage list.toml", 0, &["no test: alias `Example Agency` of example"]),
        ("coverage list.toml --at-least 100", 1, &["less than 100 %"]),
        ("coverage list.toml --at-least 10", 0, &[]),
        ("coverage list.toml --at-least 101", 2, &["0..=100"]),
        ("coverage list.toml --format json", 0, &["\"schema_version\":1", "\"decisions\":null"]),
        ("explain ban list.toml", 0, &["every act (no limit)", "law", "tests: 1", "it bites"]),
        ("explain rule.ban list.toml --at 2018-01-01", 0, &["2018-01-01"]),
        ("explain nothing list.toml", 2, &["there is no entry `nothing`"]),
        ("explain nothing.ban list.toml", 2, &["there is no table `nothing`", "the tables are"]),
        ("explain exam list.toml", 2, &["did you mean `vendor.example`?"]),
        ("week list.toml --at 2026-01-01", 0, &["everything is tested"]),
        ("week list.toml --at 2026-01-01 --owner office~Y", 0, &["nothing of `office Y`"]),
        ("week loose.toml --at 2029-12-28", 0, &["office X", "the rule `ban` ends"]),
        (
            "week loose.toml --at 2029-12-28 --format json",
            0,
            &["\"schema_version\":1", "\"owner\":\"office X\""],
        ),
        ("week list.toml --at 2026-02-30", 2, &["2026-02-30"]),
        ("fmt --check list.toml", 0, &[]),
        ("fmt --check untidy.toml", 1, &["untidy.toml is not in form"]),
        ("fmt --check cut.toml", 4, &["left as it is"]),
        ("fix crlf.toml --dry-run", 0, &["would fix[quoted-date]"]),
        ("fix guess.toml --dry-run", 4, &["--guesses"]),
    ];
    for (args, code, parts) in cases {
        check(room.path(), args, *code, parts);
    }
    for (name, text) in files() {
        assert_eq!(fs::read_to_string(room.path().join(name)).unwrap(), text, "{name}");
    }
}

#[test]
fn writing_verbs_change_what_they_say_and_nothing_else() {
    let waiver = "new waiver --file list.toml --rule ban --approved-by-role CIO --on 2026-01-05 --reason r";
    let cases: &[(&str, i32, &[&str], &str, &str)] = &[
        ("fix crlf.toml", 0, &["fixed[quoted-date]"], "crlf.toml", "from = 2019-01-01 }]\r\n"),
        ("fix bom.toml", 0, &["fixed[byte-order-mark]"], "bom.toml", "version = 1\n"),
        ("fix cyrillic.toml", 0, &["call it `primer` everywhere"], "cyrillic.toml", "vendors = [\"primer\"]"),
        ("fix guess.toml --guesses", 0, &["a guess: verdicts may change"], "guess.toml", "[\"example\"]"),
        ("fix guess.toml", 4, &["0 problem(s) fixed"], "guess.toml", "[\"exampel\"]"),
        ("fmt untidy.toml", 0, &["formatted"], "untidy.toml", "name = \"Example Trading\" # whose?\n"),
        ("fmt a~list.toml", 0, &[], "a list.toml", LIST),
        ("new vendor --file list.toml --name Фирма", 0, &["added `firma`"], "list.toml", "name = \"Фирма\""),
        ("new vendor Bad~Id --file list.toml --name X", 2, &["`Bad Id` is not an id"], "list.toml", LIST),
        (
            "new rule --file list.toml --authority law --vendor example --name X",
            2,
            &["`--name` is no part"],
            "list.toml",
            LIST,
        ),
        (
            "new rule --file list.toml --authority law --vendor nobody",
            4,
            &["unknown-reference"],
            "list.toml",
            LIST,
        ),
        (
            "new rule --file list.toml --authority law --vendor example --set depth=nope",
            4,
            &["missing-quotes", "`nope`"],
            "list.toml",
            LIST,
        ),
        (
            "new test --file list.toml --name two --at 2020-01-01 --act procure,use --manufacturer Example~Trading --verdict deny",
            0,
            &["added the test"],
            "list.toml",
            "act = [\"procure\", \"use\"]",
        ),
        (
            "retire ban --file list.toml --on 2026-12-01",
            0,
            &["ended ban on 2026-12-01"],
            "list.toml",
            "until = 2026-12-01",
        ),
        ("retire ban --file list.toml --on 2026-02-30", 2, &["is not a day"], "list.toml", LIST),
        ("retire example --file list.toml --on 2026-12-01", 2, &[], "list.toml", LIST),
        ("retire law --file list.toml --on 2026-12-01 --dry-run", 0, &["withdrawn"], "list.toml", LIST),
    ];
    for (args, code, parts, file, expect) in cases {
        let room = room();
        check(room.path(), args, *code, parts);
        let text = fs::read_to_string(room.path().join(file)).unwrap();
        assert!(text.contains(expect), "{args}\n{text}");
    }
    // What an option says is never left out of what loosens.
    for (more, code, part) in [
        (
            "--vendor example --through 2027-01-01 --identifier purl=pkg:npm/example-agent",
            0,
            "identifiers = { purl =",
        ),
        ("--vendor example,other --through 2027-01-01", 2, "given only once"),
        ("--vendor example --part-number P-1 --through 2027-01-01", 0, "part-numbers = [\"P-1\"]"),
        ("--vendor example --through 2027-01-01", 0, "this waiver lifts its rules for everything"),
        ("--vendor example", 2, "`--through` is missing"),
    ] {
        let room = room();
        check(room.path(), &format!("{waiver} {more}"), code, &[part]);
    }
}

#[test]
fn a_file_that_is_protected_or_behind_a_link_is_respected() {
    let room = room();
    let folder = room.path();
    let path = folder.join("crlf.toml");
    let before = fs::read(&path).unwrap();
    let mut rights = fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&path, rights).unwrap();
    check(folder, "fix crlf.toml", 5, &["the file is read-only"]);
    assert_eq!(fs::read(&path).unwrap(), before);
    std::os::unix::fs::symlink("untidy.toml", folder.join("link.toml")).unwrap();
    check(folder, "fmt link.toml", 0, &["formatted"]);
    assert!(fs::symlink_metadata(folder.join("link.toml")).unwrap().is_symlink());
    check(folder, "fmt --check untidy.toml", 0, &[]);
    let left: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Tags that open and close, attributes in quotation marks, no bare `&` or `<`: and the counts are those of the run.
#[test]
fn junit_is_well_formed_and_counts_what_failed() {
    let room = room();
    for (args, code, parts) in [
        (
            ["blocklist", "test", "fails.toml", "--format", "junit"],
            1,
            [
                "<testsuites name=\"debar\" tests=\"1\" failures=\"1\" errors=\"0\">",
                "it &lt;bites&gt; &amp; ",
                "<failure ",
            ],
        ),
        (
            ["blocklist", "check", "fails.toml", "--format", "junit"],
            1,
            ["tests=\"2\" failures=\"1\"", "it &lt;bites&gt; &amp; ", "<failure type=\"expectation\""],
        ),
        (
            ["blocklist", "check", "cyrillic.toml", "--format", "junit"],
            4,
            ["failures=\"1\"", "classname=\"cyrillic.toml\" name=\"", "<failure type=\"error\""],
        ),
    ] {
        let output = debar(room.path(), &args);
        assert_eq!(output.status.code(), Some(code));
        well_formed(&String::from_utf8(output.stdout).unwrap(), &parts);
    }
}

fn well_formed(text: &str, parts: &[&str]) {
    let mut open: Vec<&str> = vec![];
    let mut rest = text.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>").unwrap();
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        assert!(["testsuites", "testsuite", "testcase", "failure", "system-out"].contains(&name), "{tag}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) => assert_eq!(open.pop(), Some(name)),
            (false, false) => open.push(name),
            (false, true) => {}
        }
        rest = after;
    }
    assert!(open.is_empty(), "{open:?}");
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&apos;"];
    for reference in text.split('&').skip(1) {
        assert!(
            entities.iter().any(|entity| reference.starts_with(entity.trim_start_matches('&'))),
            "{reference}"
        );
    }
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

/// A list in which every table has an entry.
const EVERY_TABLE: &str = r#"version = 1
title = "All"
time-zone = "UTC"

[calendar.office]
weekend = ["friday"]
holidays = [2026-12-24]

[form.paper]
title = "A paper"
fields = [{ key = "number", label = "Number", fill = "order-number" }]

[buyer]
agency = {}
office = { part-of = "agency" }

[evidence.notice]
citation = "91 FR 1"

[vendor.firm]
name = "Firm of Harm Ltd"
evidence = ["notice"]

[group.firms]
vendors = ["firm"]

[product.tool]
vendor = "firm"
names = ["Harm Tool"]

[class.drone]
words = ["drone"]

[digests.bad]
object = "archive"
algorithm = "sha256"
values = ["3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620"]

[signer.key]
organisations = ["Harm Signing Ltd"]

[source.site]
hosts = ["harm.example"]

[authority.law]
title = "A law"
status = [{ is = "in-force", from = 2026-01-01 }]
report = [{ form = "paper", first = "2 business days", calendar = "office" }]

[rule.ban]
authority = "law"
groups = ["firms"]
products = ["tool"]
classes = ["drone"]
digests = ["bad"]
signers = ["key"]
sources = ["site"]
scope = { buyers = ["agency"] }
evidence = ["notice"]

[waiver.once]
rules = ["ban"]
for = { vendor = "firm", product-names = ["Harm Tool"] }
approved-by = { role = "head", on = 2026-01-02 }
reason = "no other tool"
through = 2026-12-31

[cleared.namesake]
listed = "firm"
party = { name = "Firm of Harm Bakery" }
approved-by = { role = "desk", on = 2026-01-02 }
reason = "a bakery"
through = 2026-12-31

[[test]]
name = "it bites"
at = 2026-02-01
given = { buyer = "office", act = "procure", manufacturer = "Firm of Harm Ltd", product = "Suite" }
expect = { verdict = "deny", rules = ["ban"] }
"#;

#[test]
fn an_entry_of_every_table_is_explained() {
    let room = room();
    fs::write(room.path().join("all.toml"), EVERY_TABLE).unwrap();
    check(room.path(), "check all.toml", 0, &["1 of 1 test(s) passed"]);
    for (id, said, tested) in [
        ("calendar.office", "next closed    2026-12-24", None),
        ("form.paper", "first report   number: Number; from order-number", None),
        ("buyer.office", "bound by       ban of law: deny, in force", None),
        ("evidence.notice", "of rules       ban", None),
        ("vendor.firm", "groups         firms", Some(1)),
        ("group.firms", "rule           ban of law", Some(1)),
        ("product.tool", "name           Harm Tool", Some(0)),
        ("class.drone", "word           drone", Some(0)),
        ("digests.bad", "values         1", Some(0)),
        ("signer.key", "organisation   Harm Signing Ltd", None),
        ("source.site", "host           harm.example and everything below it", None),
        ("authority.law", "report         paper, the first within 2 business days", Some(1)),
        ("rule.ban", "signers        key", Some(1)),
        ("waiver.once", "approved by    head on 2026-01-02", Some(0)),
        ("cleared.namesake", "party          Firm of Harm Bakery", Some(0)),
        ("calendar.us-federal", "us-federal (built in)", None),
    ] {
        let (table, name) = id.split_once('.').unwrap();
        check(
            room.path(),
            &format!("explain {id} all.toml --at 2026-06-01"),
            0,
            &[said, "as it stands on 2026-06-01"],
        );
        let args = ["blocklist", "explain", id, "all.toml", "--at", "2026-06-01", "--format", "json"];
        let output = debar(room.path(), &args);
        let told: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(told["schema_version"], 1, "{told}");
        let [entry] = told["entries"].as_array().unwrap().as_slice() else { panic!("{told}") };
        assert_eq!((&entry["table"], &entry["id"]), (&table.into(), &name.into()));
        assert_eq!(entry["file"].is_null(), id == "calendar.us-federal", "{told}");
        let says = entry["says"].as_array().unwrap();
        assert!(
            !says.is_empty() && says.iter().all(|one| one["what"].is_string() && one["text"].is_string())
        );
        assert_eq!(told["tests"].as_array().map(Vec::len), tested, "{told}");
    }
    let output = debar(room.path(), &["explain", "unknown-key", "--format", "json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["code"], "unknown-key");
    assert!(told["explanation"].as_str().unwrap().len() > 30);
}

#[test]
fn a_list_is_compared_with_its_history_in_git() {
    let room = room();
    let folder = room.path();
    let git = |args: &[&str]| {
        let who =
            ["-c", "user.name=office X", "-c", "user.email=office@x.example", "-c", "commit.gpgsign=false"];
        let run = Command::new("git").current_dir(folder).args(who).args(args).output();
        run.is_ok_and(|run| run.status.success())
    };
    if !git(&["init", "-q", "."]) {
        eprintln!("1 test skipped: there is no git");
        return;
    }
    assert!(git(&["add", "list.toml"]) && git(&["commit", "-q", "-m", "first"]));
    fs::copy(folder.join("loose.toml"), folder.join("list.toml")).unwrap();
    for (args, code, parts) in [
        (
            "diff git:HEAD list.toml --blocklist list.toml --fail-on loosened",
            1,
            ["loosened   rule ban", "it ends earlier"],
        ),
        (
            "diff git:HEAD:list.toml list.toml --format json",
            0,
            ["\"direction\":\"loosened\"", "\"schema_version\":1"],
        ),
        ("diff git:HEAD git:HEAD --blocklist list.toml --fail-on any", 0, ["mean the same", "git:HEAD"]),
        (
            "diff git:no-such list.toml --blocklist list.toml",
            5,
            ["git does not know the revision", "no-such"],
        ),
        ("diff git:HEAD:nowhere.toml list.toml", 4, ["missing-file", "nowhere.toml"]),
    ] {
        check(folder, args, code, &parts);
    }
}
