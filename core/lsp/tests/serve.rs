//! The server as a client meets it: messages through pipes, answers in order, and what is not a message.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails loudly and prints"
)]

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write, pipe};
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use debar_lsp::{Settings, serve};
use serde_json::{Value, json};

/// A client over two pipes.
struct Client {
    output: PipeWriter,
    input: BufReader<PipeReader>,
    server: JoinHandle<bool>,
    id: u64,
    /// Notifications that came while an answer was awaited.
    heard: Vec<Value>,
}

impl Client {
    fn new() -> Self {
        let (server_input, output) = pipe().unwrap();
        let (input, server_output) = pipe().unwrap();
        let now = || "2026-02-01T12:00:00Z".parse().unwrap();
        let settings = Settings { now: Arc::new(now), version: "0" };
        let server =
            std::thread::spawn(move || serve(BufReader::new(server_input), server_output, settings).unwrap());
        Self { output, input: BufReader::new(input), server, id: 0, heard: vec![] }
    }

    fn ready(encodings: Value) -> Self {
        let mut client = Self::new();
        let capabilities = json!({"general": {"positionEncodings": encodings}});
        client.ask("initialize", json!({"capabilities": capabilities}));
        client.tell("initialized", json!({}));
        client
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.output.write_all(bytes).unwrap();
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.raw(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    fn next(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.input.read_line(&mut line).unwrap();
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().unwrap();
            } else if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.input.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The answer to a request: its result, or its error.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.next();
            if message["id"] == id {
                return message.get("result").or(message.get("error")).unwrap().clone();
            }
            self.heard.push(message);
        }
    }

    /// The codes of the next publication for a file.
    fn codes(&mut self, uri: &str) -> Vec<String> {
        loop {
            let message = if self.heard.is_empty() { self.next() } else { self.heard.remove(0) };
            if message["params"]["uri"] == uri {
                let all = message["params"]["diagnostics"].as_array().unwrap();
                return all.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect();
            }
        }
    }

    /// Reads publications for a file until one has exactly these codes.
    fn until(&mut self, uri: &str, codes: &[&str]) {
        for _ in 0..50 {
            if self.codes(uri) == codes {
                return;
            }
        }
        panic!("{uri} never had {codes:?}");
    }

    fn open(&mut self, uri: &str, text: &str) {
        self.tell(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": text}}),
        );
    }

    fn edit(&mut self, uri: &str, from: (u32, u32), to: (u32, u32), text: &str) {
        let range =
            json!({"start": {"line": from.0, "character": from.1}, "end": {"line": to.0, "character": to.1}});
        let changes = json!([{"range": range, "text": text}]);
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": changes}),
        );
    }

    fn leave(mut self) {
        assert_eq!(self.ask("shutdown", Value::Null), Value::Null);
        assert_eq!(self.ask("textDocument/hover", json!({}))["code"], -32600);
        self.tell("exit", Value::Null);
        assert!(self.server.join().unwrap());
    }
}

fn at(uri: &str, line: u32, character: u32) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}})
}

fn uri_of(path: &Path) -> String {
    // Blanks and Cyrillic as most editors write them.
    path.to_str().unwrap().bytes().fold("file://".to_owned(), |uri, byte| match byte {
        b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
            uri + &char::from(byte).to_string()
        }
        byte => format!("{uri}%{byte:02X}"),
    })
}

const ROOT: &str = "version = 1\r\ntime-zone = \"UTC\"\r\ninclude = [\"части/firms.toml\"]\r\n[authority.law]\r\ntitle = \"A law\"\r\nstatus = [{ is = \"in-force\", from = 2020-01-01 }]\r\n[rule.ban]\r\nauthority = \"law\"\r\nvendors = [\"фирма\", \"𝔎\", \"alpha\"]\r\n";
const FIRMS: &str = "version = 1\n[vendor.alpha]\nname = \"Альфа Холдинг\"\n";

/// A folder with a list of two files; its name has a blank and Cyrillic letters.
fn folder() -> (tempfile::TempDir, String, String) {
    let temporary = tempfile::tempdir().unwrap();
    let folder = temporary.path().canonicalize().unwrap().join("мой список");
    std::fs::create_dir_all(folder.join("части")).unwrap();
    std::fs::write(folder.join("list.toml"), ROOT).unwrap();
    std::fs::write(folder.join("части/firms.toml"), FIRMS).unwrap();
    let (root, firms) = (uri_of(&folder.join("list.toml")), uri_of(&folder.join("части/firms.toml")));
    (temporary, root, firms)
}

#[test]
fn the_protocol_is_kept() {
    let mut client = Client::new();
    assert_eq!(client.ask("textDocument/hover", json!({}))["code"], -32002);
    let answer = client.ask("initialize", json!({"capabilities": {}}));
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(client.ask("initialize", json!({}))["code"], -32600);
    assert_eq!(client.ask("debar/unknown", json!({}))["code"], -32601);
    assert_eq!(client.ask("$/unknown", json!({}))["code"], -32601);
    assert_eq!(client.ask("textDocument/hover", json!({}))["code"], -32602);
    assert_eq!(client.ask("textDocument/hover", at("file:///no/such.toml", 0, 0)), Value::Null);
    client.tell("$/unknown", json!({}));
    client.tell("textDocument/didChange", json!({"contentChanges": 7}));
    client.tell("textDocument/didOpen", json!([]));
    for bad in ["Content-Length: 5\r\n\r\n{bad}", "Content-Length: none\r\n\r\n", "Rubbish: x\r\n\r\n"] {
        client.raw(bad.as_bytes());
        let answer = client.next();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{bad}");
    }
    client.send(&json!([1, 2]));
    assert_eq!(client.next()["error"]["code"], -32600);
    // In pieces.
    for byte in b"Content-Length: 50\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"no/such/one\"} " {
        client.raw(&[*byte]);
    }
    assert_eq!(client.next()["id"], "x");
    client.leave();
}

#[test]
fn a_request_that_is_called_off_is_answered_so() {
    let mut client = Client::ready(json!([]));
    let request =
        json!({"jsonrpc": "2.0", "id": 900, "method": "textDocument/hover", "params": {}}).to_string();
    let cancel = json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 900}}).to_string();
    let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // Either order of events is an answer; what matters is that there is one, and the server goes on.
    client.raw(format!("{}{}", frame(&request), frame(&cancel)).as_bytes());
    let code = client.next()["error"]["code"].as_i64().unwrap();
    assert!([-32800, -32602].contains(&code), "{code}");
    client.leave();
}

#[test]
fn the_end_of_the_stream_ends_the_server() {
    let client = Client::new();
    drop(client.output);
    assert!(!client.server.join().unwrap());
}

#[test]
fn columns_are_the_editors() {
    for (encodings, expect) in
        [(json!(["utf-8", "utf-16"]), [[11, 23], [25, 31]]), (json!(["utf-16"]), [[11, 18], [20, 24]])]
    {
        let (_kept, root, _) = folder();
        let mut client = Client::ready(encodings);
        client.open(&root, ROOT);
        let found = loop {
            let message = client.next();
            let all = message["params"]["diagnostics"].as_array().cloned().unwrap_or_default();
            if message["params"]["uri"] == *root && all.len() == 2 {
                break all;
            }
        };
        for (one, [from, to]) in found.iter().zip(expect) {
            assert_eq!(one["code"], "unknown-reference");
            assert_eq!(one["range"]["start"], json!({"line": 8, "character": from}));
            assert_eq!(one["range"]["end"], json!({"line": 8, "character": to}));
        }
        client.leave();
    }
}

#[test]
fn an_edit_of_one_file_shows_in_the_other() {
    let (_kept, root, firms) = folder();
    let mut client = Client::ready(json!([]));
    // The included file alone leads to its root.
    client.open(&firms, FIRMS);
    client.until(&root, &["unknown-reference", "unknown-reference"]);
    client.edit(&firms, (1, 8), (1, 13), "beta");
    client.until(&root, &["unknown-reference", "unknown-reference", "unknown-reference"]);
    client.edit(&firms, (1, 8), (1, 12), "alpha");
    client.until(&root, &["unknown-reference", "unknown-reference"]);
    let hover = client.ask("textDocument/hover", at(&firms, 1, 9));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Альфа Холдинг"), "{hover}");
    let used = client.ask("textDocument/references", at(&firms, 1, 9));
    assert_eq!(used.as_array().unwrap().len(), 2, "{used}");
    let renamed = client.ask(
        "textDocument/rename",
        json!({"textDocument": {"uri": firms}, "position": {"line": 1, "character": 9}, "newName": "omega"}),
    );
    assert_eq!(renamed["changes"].as_object().unwrap().len(), 2, "{renamed}");
    let refused = client.ask(
        "textDocument/rename",
        json!({"textDocument": {"uri": firms}, "position": {"line": 1, "character": 9}, "newName": "Не"}),
    );
    assert_eq!(refused["code"], -32602);
    // What was typed and not saved is gone when the file is closed; so is the list.
    client.tell("textDocument/didClose", json!({"textDocument": {"uri": firms}}));
    client.until(&root, &[]);
    client.leave();
}

#[test]
fn what_is_typed_is_helped_with() {
    let (_kept, root, _) = folder();
    let mut client = Client::ready(json!([]));
    client.open(&root, ROOT);
    let labels = |answer: &Value| -> Vec<String> {
        answer["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["label"].as_str().unwrap().to_owned())
            .collect()
    };
    // Inside of `authority = "law"`.
    assert_eq!(labels(&client.ask("textDocument/completion", at(&root, 7, 13))), ["law"]);
    client.edit(&root, (8, 0), (8, 0), "dep");
    assert!(labels(&client.ask("textDocument/completion", at(&root, 8, 3))).contains(&"depth".to_owned()));
    client.edit(&root, (8, 0), (8, 3), "depth = \r\n");
    let words = labels(&client.ask("textDocument/completion", at(&root, 8, 8)));
    assert!(words.contains(&"branded-only".to_owned()), "{words:?}");
    client.edit(&root, (8, 0), (9, 0), "from = \r\n");
    assert_eq!(labels(&client.ask("textDocument/completion", at(&root, 8, 7))), ["2026-02-01"]);
    client.edit(&root, (8, 0), (9, 0), "actoin = \"deny\"\r\n");
    let range = json!({"start": {"line": 8, "character": 1}, "end": {"line": 8, "character": 1}});
    let actions = client.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": root}, "range": range, "context": {"diagnostics": []}}),
    );
    let titles: Vec<&str> =
        actions.as_array().unwrap().iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(titles.contains(&"write `action`"), "{titles:?}");
    let hover = client.ask("textDocument/hover", at(&root, 7, 14));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("in-force since 2020-01-01"), "{hover}");
    let hover = client.ask("textDocument/hover", at(&root, 7, 2));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("On what it rests"), "{hover}");
    let outline = client.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": root}}));
    assert_eq!(outline.as_array().unwrap().len(), 2);
    let formatted =
        client.ask("textDocument/formatting", json!({"textDocument": {"uri": root}, "options": {}}));
    assert!(formatted.is_array(), "{formatted}");
    client.leave();
}

#[test]
fn hostile_edits_and_files_do_not_end_it() {
    let mut client = Client::ready(json!([]));
    let uri = "untitled:Untitled-1";
    client.open(uri, "version = 1\ntime-zone = \"UTC\"\n");
    for (from, to) in [((9, 9), (1, 1)), ((0, 4_000_000_000), (4_000_000_000, 0)), ((1, 3), (0, 2))] {
        client.edit(uri, from, to, "\"\"\"[[{\u{feff}Ж");
    }
    client.open(
        "file:///../../etc/passwd.toml",
        "include = [\"../x\", \"/etc/passwd\", \"passwd.toml\"]\nversion = 1\n",
    );
    client.open("file:///%ff%00%zz.toml", "= = =");
    let long =
        format!("version = 1\ntime-zone = \"UTC\"\n[vendor.x]\nname = \"{}\"\n", "Ж".repeat(10_000_000));
    client.open("untitled:long", &long);
    client.edit("untitled:long", (3, 9_000_000), (3, 9_000_001), "\"");
    assert_eq!(client.ask("no/such", json!({}))["code"], -32601);
    client.leave();
}

#[test]
fn includes_that_go_round_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    std::fs::write(folder.join("a.toml"), "version = 1\ntime-zone = \"UTC\"\ninclude = [\"b.toml\"]\n")
        .unwrap();
    let text = "version = 1\ninclude = [\"a.toml\"]\n";
    std::fs::write(folder.join("b.toml"), text).unwrap();
    let mut client = Client::ready(json!([]));
    let uri = uri_of(&folder.join("b.toml"));
    client.open(&uri, text);
    client.until(&uri, &["include-cycle"]);
    client.leave();
}
