//! `debar lsp` as an editor starts it: a process of its own, messages over its standard input and output, nothing else
//! on either. What each answer says in full is the server's own test.
#![cfg(test)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

const LIST: &str = "version = 1\ntime-zone = \"UTC\"\n[authority.law]\ntitle = \"A law\"\nstatus = [{ is = \"in-force\", from = 2020-01-01 }]\n[vendor.firm]\nname = \"Sitwell Кирпич\"\n[rule.ban]\nauthority = \"law\"\nvendors = [\"firm\"]\nactoin = \"deny\"\n";

/// Reads messages to the end; what is none is handed back.
fn read(mut output: BufReader<ChildStdout>, sender: &Sender<Value>) -> String {
    loop {
        let mut length = None;
        loop {
            let mut line = String::new();
            if output.read_line(&mut line).unwrap() == 0 {
                return line;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse::<usize>().ok();
            } else if line == "\r\n" {
                break;
            } else if !line.starts_with("Content-Type: ") {
                return line;
            }
        }
        let Some(length) = length else { return "a message without a length".to_owned() };
        let mut body = vec![0; length];
        output.read_exact(&mut body).unwrap();
        let _ = sender.send(serde_json::from_slice(&body).unwrap());
    }
}

struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    /// Hands out what was printed behind the last message.
    reader: Option<JoinHandle<String>>,
    heard: Vec<Value>,
    id: u64,
}

impl Editor {
    fn start(folder: &Path) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_debar"))
            .arg("lsp")
            .current_dir(folder)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = server.stdout.take().unwrap();
        let (sender, output) = channel();
        let reader = Some(std::thread::spawn(move || read(BufReader::new(stdout), &sender)));
        Self { input: server.stdin.take(), output, reader, server, heard: vec![], id: 0 }
    }

    fn send(&mut self, message: &Value) {
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The next message; a server that says nothing for half a minute has failed.
    fn next(&mut self) -> Value {
        self.output.recv_timeout(Duration::from_secs(30)).expect("the server says nothing any more")
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.next();
            if message["id"] == id {
                assert!(message["error"].is_null(), "{method}: {message}");
                return message["result"].clone();
            }
            self.heard.push(message);
        }
    }

    /// Waits until a file is published with exactly these codes.
    fn published(&mut self, uri: &str, codes: &[&str]) -> Vec<Value> {
        for _ in 0..50 {
            let message = if self.heard.is_empty() { self.next() } else { self.heard.remove(0) };
            if message["method"] != "textDocument/publishDiagnostics" || message["params"]["uri"] != uri {
                continue;
            }
            let all = message["params"]["diagnostics"].as_array().unwrap().clone();
            if all.iter().map(|one| one["code"].as_str().unwrap()).eq(codes.iter().copied()) {
                return all;
            }
        }
        panic!("{uri} was never published with {codes:?}");
    }
}

#[test]
fn an_editor_is_served_over_standard_input_and_output() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    fs::write(folder.join("list.toml"), LIST).unwrap();
    let uri = format!("file://{}/list.toml", folder.display());
    let at = |line: u32, character: u32| json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}});
    let mut editor = Editor::start(&folder);
    let root = format!("file://{}", folder.display());
    let about = editor.ask("initialize", json!({"processId": null, "rootUri": root, "capabilities": {}}));
    assert_eq!(about["serverInfo"]["name"], "debar", "{about}");
    for ability in [
        "textDocumentSync",
        "hoverProvider",
        "completionProvider",
        "definitionProvider",
        "renameProvider",
        "codeActionProvider",
    ] {
        assert!(!about["capabilities"][ability].is_null(), "{ability}: {about}");
    }
    editor.tell("initialized", json!({}));
    editor.tell(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": uri, "languageId": "toml", "version": 1, "text": LIST}}),
    );
    let found = editor.published(&uri, &["unknown-key"]);
    assert_eq!(found[0]["range"]["start"], json!({"line": 10, "character": 0}), "{found:?}");

    let hover = editor.ask("textDocument/hover", at(8, 14));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("A law"), "{hover}");
    let items = editor.ask("textDocument/completion", at(9, 12));
    assert!(items["items"].as_array().unwrap().iter().any(|item| item["label"] == "firm"), "{items}");
    let definition = editor.ask("textDocument/definition", at(9, 13));
    let target = definition.as_array().and_then(|all| all.first()).unwrap_or(&definition);
    assert_eq!(
        (&target["uri"], &target["range"]["start"]["line"]),
        (&uri.as_str().into(), &5.into()),
        "{definition}"
    );
    let mut rename = at(5, 9);
    rename["newName"] = "company".into();
    let renamed = editor.ask("textDocument/rename", rename);
    let edits = renamed["changes"][&uri].as_array().unwrap();
    assert_eq!(edits.len(), 2, "{renamed}");
    assert!(edits.iter().all(|edit| edit["newText"].as_str().unwrap().contains("company")), "{renamed}");

    let range = json!({"start": {"line": 10, "character": 0}, "end": {"line": 10, "character": 6}});
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({"textDocument": {"uri": uri}, "range": range, "context": {"diagnostics": found}}),
    );
    let action = actions.as_array().unwrap().iter().find(|action| action["title"] == "write `action`");
    let edit = &action.unwrap()["edit"]["changes"][&uri][0];
    // What the editor does with it makes the list hold.
    let change = json!({"range": edit["range"], "text": edit["newText"]});
    editor.tell(
        "textDocument/didChange",
        json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]}),
    );
    editor.published(&uri, &[]);

    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    editor.tell("exit", Value::Null);
    drop(editor.input.take());
    let rest = editor.reader.take().unwrap().join().unwrap();
    let mut said = String::new();
    editor.server.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(editor.server.wait().unwrap().code(), Some(0), "{said}");
    assert_eq!((rest.as_str(), said.as_str()), ("", ""), "nothing but answers");
    assert_eq!(fs::read_to_string(folder.join("list.toml")).unwrap(), LIST, "the server writes no file");
}

#[test]
fn an_editor_that_goes_without_a_word_ends_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = Editor::start(folder.path());
    editor.ask("initialize", json!({"capabilities": {}}));
    drop(editor.input.take());
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}
