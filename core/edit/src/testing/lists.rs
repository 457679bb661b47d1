//! Lists that hold, with comments and blanks in odd places.

use super::Random;

/// How a list is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Everything that TOML allows: entries in braces and under headers, broken lists, comments anywhere, CRLF.
    Odd,
    /// Each key on a line of its own without a comment, so that one line is one statement.
    OneALine,
}

/// A list that holds.
pub fn valid_list(seed: u64, style: Style) -> String {
    let mut writer = Writer { random: Random::new(seed), style, text: String::new() };
    writer.list();
    let crlf = style == Style::Odd && writer.random.once_in(5);
    if crlf { writer.text.replace('\n', "\r\n") } else { writer.text }
}

const WORDS: [&str; 16] = [
    "Northwind",
    "Borealis",
    "Zephyr",
    "Quantum Harbor",
    "Meridian",
    "Obsidian",
    "Kestrel",
    "Larkspur",
    "Тихий Дон",
    "卡巴斯基",
    "Ümlaut Gerätebau",
    "Farpoint",
    "Isolde",
    "Juniper Ridge",
    "Palisade",
    "Tamarack",
];
const DAYS: [&str; 6] = ["2018-10-15", "2019-03-31", "2020-02-29", "2021-12-28", "2022-06-30", "2023-01-17"];

/// A key and its value; the parts of a list are apart, so that it can be broken.
enum Written {
    Plain(String),
    List(Vec<String>),
}

struct Writer {
    random: Random,
    style: Style,
    text: String,
}

type Keys = Vec<(&'static str, Written)>;

impl Writer {
    fn list(&mut self) {
        self.comment();
        for line in [
            "version = 1",
            "title = \"A generated list\"",
            "time-zone = \"America/New_York\"",
            "owner = \"office\"",
        ] {
            self.text.push_str(line);
            self.behind();
            self.gap();
        }
        let vendors = 4 + self.random.below(5);
        let rules = 3 + self.random.below(4);
        self.buyers();
        self.section("vendor", vendors, Self::vendor);
        self.section("product", 2, Self::product);
        self.section("class", 1, |_, _| vec![("words", texts(&["uncrewed aircraft", "drone"]))]);
        self.section("authority", 2, Self::authority);
        self.section("rule", rules, Self::rule);
        self.section("digests", 1, |_, _| {
            let digest = "3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620";
            vec![("object", text("archive")), ("algorithm", text("sha256")), ("values", texts(&[digest]))]
        });
        self.section("waiver", 2, Self::waiver);
        for number in 0..2 + self.random.below(3) {
            self.test(number);
        }
        self.comment();
    }

    fn buyers(&mut self) {
        self.text.push_str("[buyer]");
        self.behind();
        self.text.push_str("us-federal = {}\n");
        self.text.push_str(
            "us-executive = { part-of = \"us-federal\" }\nagency-x = { part-of = \"us-executive\" }\n",
        );
        self.gap();
    }

    fn vendor(&mut self, number: usize) -> Keys {
        let word = self.random.pick(&WORDS).copied().unwrap_or_default();
        let mut keys = vec![("name", text(&format!("{word} {number} Holding")))];
        keys.push((
            "aliases",
            texts(&[&format!("{word} {number} Labs"), &format!("{word} {number} Trading House")]),
        ));
        keys.push(("brands", texts(&[&format!("{word} {number} Suite")])));
        keys.push(("identifiers", plain("{ domain = [\"example.com\"], gtin = [\"4006381333931\"] }")));
        if number > 0 {
            let percent = 10 + self.random.below(80);
            let owner = self.random.below(number);
            keys.push((
                "owners",
                Written::List(vec![format!("{{ vendor = \"v{owner}\", percent = {percent} }}")]),
            ));
        }
        if self.random.once_in(2) {
            keys.push(("note", text("kept \"as is\" # no comment")));
        }
        keys
    }

    fn product(&mut self, number: usize) -> Keys {
        vec![
            ("vendor", text(&format!("v{number}"))),
            (
                "names",
                texts(&[&format!("Obsidian Gateway {number}"), &format!("Obsidian Gateway {number} Plus")]),
            ),
            ("versions", text("vers:npm/>=1.0.0|<2.0.0")),
        ]
    }

    fn authority(&mut self, number: usize) -> Keys {
        vec![
            ("title", text(&format!("Act of Year {number}"))),
            ("citations", texts(&["sec. 1", "sec. 2"])),
            (
                "status",
                Written::List(vec![
                    "{ is = \"published\", from = 2017-12-13 }".into(),
                    "{ is = \"in-force\", from = 2018-10-01 }".into(),
                ]),
            ),
            (
                "report",
                Written::List(vec![
                    "{ form = \"far-52.204-23\", first = \"3 business days\", calendar = \"us-federal\" }"
                        .into(),
                ]),
            ),
            ("contact", text("contracting officer")),
            ("check-every", text("3 months")),
        ]
    }

    fn rule(&mut self, number: usize) -> Keys {
        let depth = self.random.pick(&["branded-only", "any-component"]).copied().unwrap_or_default();
        let day = self.random.pick(&DAYS).copied().unwrap_or_default();
        let action = self.random.pick(&["deny", "review"]).copied().unwrap_or_default();
        let authority = self.random.below(2);
        let mut keys = vec![
            ("authority", text(&format!("a{authority}"))),
            ("vendors", texts(&[&format!("v{}", number % 4), &format!("v{}", (number + 1) % 4)])),
            ("classes", texts(&["c0"])),
            ("digests", texts(&["d0"])),
            ("products", texts(&["p0", "p1"])),
            ("depth", text(depth)),
            ("origin", texts(&["CN", "RU"])),
            ("ownership", plain("{ at-least = 50, add-up = \"all-listed\" }")),
            ("scope", plain("{ buyers = [\"us-executive\"], end-use = [\"office\"] }")),
            ("require-digest", plain("true")),
        ];
        keys.push(("from", plain(day)));
        keys.push(("action", text(action)));
        keys
    }

    fn waiver(&mut self, number: usize) -> Keys {
        vec![
            ("rules", texts(&["r0", "r1"])),
            ("for", plain("{ vendor = \"v0\" }")),
            ("approved-by", plain("{ role = \"CIO\", on = 2019-01-15 }")),
            ("reason", text(&format!("removal tooling {number}"))),
            ("conditions", texts(&["offline use only", "one machine"])),
            ("through", plain("2030-06-30")),
        ]
    }

    fn test(&mut self, number: usize) {
        self.comment();
        self.text.push_str("[[test]]");
        self.behind();
        let keys = vec![
            ("name", text(&format!("case {number}"))),
            ("at", plain("2020-06-30")),
            ("given", plain("{ act = \"procure\", supplier = \"Nobody\" }")),
            ("expect", plain("{ verdict = \"allow\" }")),
        ];
        self.keys(&keys);
    }

    fn section(&mut self, section: &'static str, count: usize, make: impl Fn(&mut Self, usize) -> Keys) {
        let prefix = if section == "digests" { "d" } else { section.get(..1).unwrap_or_default() };
        let mut short = vec![];
        for number in 0..count {
            let keys = make(self, number);
            if self.style == Style::Odd && self.random.once_in(3) {
                short.push((format!("{prefix}{number}"), keys));
                continue;
            }
            self.comment();
            self.text.push_str(&format!("[{section}.{prefix}{number}]"));
            self.behind();
            self.keys(&keys);
        }
        if short.is_empty() {
            return;
        }
        self.comment();
        self.text.push_str(&format!("[{section}]"));
        self.behind();
        for (id, keys) in &short {
            self.comment();
            let parts: Vec<String> = keys
                .iter()
                .map(|(key, value)| format!("{key}{}{}", self.equals(), self.value(value)))
                .collect();
            let entry = format!("{id}{}{{ {} }}", self.equals(), parts.join(", "));
            self.text.push_str(&entry);
            self.behind();
        }
    }

    fn keys(&mut self, keys: &Keys) {
        for (key, value) in keys {
            if self.random.once_in(4) {
                self.comment();
            }
            let statement = format!("{key}{}{}", self.equals(), self.value(value));
            self.text.push_str(&statement);
            self.behind();
        }
        self.gap();
    }

    fn equals(&mut self) -> &'static str {
        match self.style {
            Style::OneALine => " = ",
            Style::Odd => self.random.pick(&[" = ", "=", "  =", " =   "]).copied().unwrap_or(" = "),
        }
    }

    fn value(&mut self, value: &Written) -> String {
        let items = match value {
            Written::Plain(text) => return text.clone(),
            Written::List(items) => items,
        };
        if self.style == Style::OneALine || !self.random.once_in(3) {
            return format!("[{}]", items.join(", "));
        }
        let mut text = "[".to_owned();
        for (index, item) in items.iter().enumerate() {
            text.push_str(
                self.random.pick(&["\n", " # odd\n", "\n  # above\n", "\n\n"]).copied().unwrap_or("\n"),
            );
            text.push_str(item);
            if self.random.once_in(4) {
                text.push_str(" # before the comma\n");
            }
            if index + 1 < items.len() || self.random.once_in(2) {
                text.push(',');
            }
        }
        text.push_str(self.random.pick(&["", "\n", " # last\n", "\n# end\n"]).copied().unwrap_or_default());
        text.push(']');
        text
    }

    fn behind(&mut self) {
        if self.style == Style::Odd && self.random.once_in(5) {
            let blanks = 1 + self.random.below(6);
            self.text.push_str(&format!("{}# why {}", " ".repeat(blanks), self.random.below(100)));
        }
        self.text.push('\n');
    }

    fn comment(&mut self) {
        if self.random.once_in(3) {
            self.gap();
            let number = self.random.below(1000);
            self.text.push_str(&format!("# [about] = \"{number}\"\n"));
            self.gap();
        }
    }

    fn gap(&mut self) {
        let blanks = if self.random.once_in(3) { 1 + self.random.below(2) } else { 0 };
        self.text.push_str(&"\n".repeat(blanks));
    }
}

fn text(text: &str) -> Written {
    Written::Plain(crate::entry::quoted(text))
}

fn plain(text: &str) -> Written {
    Written::Plain(text.to_owned())
}

fn texts(texts: &[&str]) -> Written {
    Written::List(texts.iter().map(|text| crate::entry::quoted(text)).collect())
}
