//! The server: messages in, answers out, one after the other; whole lists are read in a thread beside it.
//!
//! Invariant: no message ends it but `exit` and the end of the stream, and each request gets one answer.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::full::{self, Done, Job};
use crate::list::LiveList;
use crate::publish::{self, Style};
use crate::text::{Encoding, Position};
use crate::wire::{self, ErrorCode, Incoming, Refusal};
use crate::workspace::{Change, Workspace};
use crate::{actions, complete, hover, navigate, symbols};

/// What the server is told from outside.
pub struct Settings {
    /// The clock: what holds today, and which date is proposed.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The version of the program, for `serverInfo`.
    pub version: &'static str,
}

enum Event {
    In(Incoming),
    Closed,
    Read(Done),
}

/// Serves one client until it says `exit` or the stream ends. The answer tells whether it took its leave with
/// `shutdown`, as the protocol wants it.
///
/// # Errors
/// When the output cannot be written or no thread can be started. A fault of the input ends the stream.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: impl Write,
    settings: Settings,
) -> std::io::Result<bool> {
    let (events, queue) = channel();
    let reader = events.clone();
    let mut input = input;
    std::thread::Builder::new().name("input".to_owned()).spawn(move || {
        while let Ok(Some(incoming)) = wire::read(&mut input) {
            if reader.send(Event::In(incoming)).is_err() {
                return;
            }
        }
        let _ = reader.send(Event::Closed);
    })?;
    let (jobs, _thread) = full::start(move |done| {
        let _ = events.send(Event::Read(done));
    })?;
    let mut server = Server {
        output,
        settings,
        queue,
        waiting: VecDeque::new(),
        jobs,
        state: State::New,
        workspace: Workspace::default(),
        encoding: Encoding::Utf16,
        manual: None,
        published: BTreeMap::new(),
    };
    server.run()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Running,
    ShutDown,
}

struct Server<W> {
    output: W,
    settings: Settings,
    queue: Receiver<Event>,
    /// Taken from the queue, not yet handled.
    waiting: VecDeque<Event>,
    jobs: Sender<Job>,
    state: State,
    workspace: Workspace,
    encoding: Encoding,
    manual: Option<String>,
    /// What was published last, by file.
    published: BTreeMap<PathBuf, Vec<Value>>,
}

impl<W: Write> Server<W> {
    fn run(&mut self) -> std::io::Result<bool> {
        loop {
            let event = match self.waiting.pop_front() {
                Some(event) => event,
                None => match self.queue.recv() {
                    Ok(event) => event,
                    Err(_) => return Ok(self.state == State::ShutDown),
                },
            };
            match event {
                Event::Closed => return Ok(self.state == State::ShutDown),
                Event::Read(done) => self.settle(done)?,
                Event::In(Incoming::Malformed(why)) => {
                    let refusal = Refusal(ErrorCode::Parse, format!("not a message: {why}"));
                    wire::write(&mut self.output, &wire::answer(&Value::Null, Err(refusal)))?;
                }
                Event::In(Incoming::Message(message)) => {
                    if message.get("method").and_then(Value::as_str) == Some("exit") {
                        return Ok(self.state == State::ShutDown);
                    }
                    self.message(&message)?;
                }
            }
        }
    }

    fn message(&mut self, message: &Value) -> std::io::Result<()> {
        let params = message.get("params").unwrap_or(&Value::Null);
        let id = message.get("id");
        match (message.get("method").and_then(Value::as_str), id) {
            (Some(method), Some(id)) => {
                let result = if self.is_cancelled(id) {
                    Err(Refusal(ErrorCode::Cancelled, "cancelled".to_owned()))
                } else {
                    // A fault of ours in one request is the answer to that request.
                    catch_unwind(AssertUnwindSafe(|| self.request(method, params)))
                        .unwrap_or_else(|_| Err(Refusal(ErrorCode::Internal, "an internal fault".to_owned())))
                };
                wire::write(&mut self.output, &wire::answer(id, result))
            }
            (Some(method), None) => {
                catch_unwind(AssertUnwindSafe(|| self.notification(method, params))).unwrap_or(Ok(()))
            }
            // An answer to something that we asked; we ask nothing.
            (None, Some(_)) if message.get("result").is_some() || message.get("error").is_some() => Ok(()),
            _ => {
                let refusal =
                    Refusal(ErrorCode::InvalidRequest, "neither a request nor a notification".to_owned());
                wire::write(&mut self.output, &wire::answer(id.unwrap_or(&Value::Null), Err(refusal)))
            }
        }
    }

    /// Whether a request was called off before its turn.
    fn is_cancelled(&mut self, id: &Value) -> bool {
        while let Ok(event) = self.queue.try_recv() {
            self.waiting.push_back(event);
        }
        self.waiting.iter().any(|event| match event {
            Event::In(Incoming::Message(message)) => {
                message.get("method").and_then(Value::as_str) == Some("$/cancelRequest")
                    && message.pointer("/params/id") == Some(id)
            }
            _ => false,
        })
    }

    fn request(&mut self, method: &str, params: &Value) -> Result<Value, Refusal> {
        match (self.state, method) {
            (State::New, "initialize") => return Ok(self.initialize(params)),
            (State::New, _) => {
                return Err(Refusal(ErrorCode::NotInitialized, "`initialize` comes first".to_owned()));
            }
            (State::ShutDown, _) => {
                return Err(Refusal(ErrorCode::InvalidRequest, "the server is shut down".to_owned()));
            }
            (State::Running, "initialize") => {
                return Err(Refusal(ErrorCode::InvalidRequest, "`initialize` came already".to_owned()));
            }
            (State::Running, "shutdown") => {
                self.state = State::ShutDown;
                return Ok(Value::Null);
            }
            (State::Running, _) => {}
        }
        let known = method.strip_prefix("textDocument/").filter(|name| FEATURES.contains(name));
        let Some(feature) = known else {
            return Err(Refusal(ErrorCode::MethodNotFound, format!("`{method}` is not known here")));
        };
        let uri = text_of(params, "/textDocument/uri")?;
        let Some((list, name)) = self.workspace.find(uri) else { return Ok(Value::Null) };
        let now = (self.settings.now)();
        self.feature(feature, list, name, params, now)
    }

    fn feature(
        &self,
        feature: &str,
        list: &LiveList,
        name: &str,
        params: &Value,
        now: Timestamp,
    ) -> Result<Value, Refusal> {
        let Some(file) = list.files.get(name) else { return Ok(Value::Null) };
        let uri = |path: &Path| self.workspace.uri_of(path);
        let style = Style { encoding: self.encoding, manual: self.manual.as_deref(), uri: &uri };
        let at = || Ok(file.text.offset(position_of(params, "/position")?, self.encoding));
        let found = match feature {
            "hover" => hover::hover(list, name, at()?, now, self.encoding),
            "completion" => complete::complete(list, name, at()?, now, self.encoding),
            "definition" => navigate::definition(list, name, at()?, &style),
            "references" => {
                let with =
                    params.pointer("/context/includeDeclaration").and_then(Value::as_bool).unwrap_or(true);
                navigate::references(list, name, at()?, with, &style)
            }
            "prepareRename" => navigate::prepare_rename(list, name, at()?, &style),
            "rename" => Some(navigate::rename(list, name, at()?, text_of(params, "/newName")?, &style)?),
            "documentSymbol" => Some(symbols::symbols(file, self.encoding)),
            "foldingRange" => Some(symbols::folding(file)),
            "formatting" => Some(actions::formatting(file, self.encoding)?),
            "codeAction" => {
                let start = file.text.offset(position_of(params, "/range/start")?, self.encoding);
                let end = file.text.offset(position_of(params, "/range/end")?, self.encoding);
                let only: Vec<String> = params
                    .pointer("/context/only")
                    .and_then(Value::as_array)
                    .map(|kinds| kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect())
                    .unwrap_or_default();
                Some(actions::actions(list, name, start, end, &only, &style))
            }
            _ => None,
        };
        Ok(found.unwrap_or(Value::Null))
    }

    fn initialize(&mut self, params: &Value) -> Value {
        let offered: BTreeSet<&str> = params
            .pointer("/capabilities/general/positionEncodings")
            .and_then(Value::as_array)
            .map(|all| all.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        self.encoding = [Encoding::Utf8, Encoding::Utf32]
            .into_iter()
            .find(|encoding| offered.contains(encoding.as_str()))
            .filter(|encoding| *encoding == Encoding::Utf8 || !offered.contains("utf-16"))
            .unwrap_or(Encoding::Utf16);
        self.manual =
            params.pointer("/initializationOptions/manual").and_then(Value::as_str).map(str::to_owned);
        self.state = State::Running;
        json!({
            "capabilities": {
                "positionEncoding": self.encoding.as_str(),
                "textDocumentSync": {"openClose": true, "change": 2, "save": {"includeText": false}},
                "hoverProvider": true,
                "completionProvider": {"triggerCharacters": ["\"", "[", "=", ".", "{", ","]},
                "definitionProvider": true,
                "referencesProvider": true,
                "renameProvider": {"prepareProvider": true},
                "documentSymbolProvider": true,
                "foldingRangeProvider": true,
                "documentFormattingProvider": true,
                "codeActionProvider": {"codeActionKinds": ["quickfix", "source.fixAll.debar"]},
            },
            "serverInfo": {"name": "debar", "version": self.settings.version},
        })
    }

    fn notification(&mut self, method: &str, params: &Value) -> std::io::Result<()> {
        if self.state != State::Running {
            return Ok(());
        }
        let uri = params.pointer("/textDocument/uri").and_then(Value::as_str);
        let version = params.pointer("/textDocument/version").and_then(Value::as_i64);
        let changed = match (method, uri) {
            ("textDocument/didOpen", Some(uri)) => {
                let Some(text) = params.pointer("/textDocument/text").and_then(Value::as_str) else {
                    return Ok(());
                };
                if is_settings(uri) {
                    return Ok(());
                }
                Some(self.workspace.open(uri, version, text.to_owned()))
            }
            ("textDocument/didChange", Some(uri)) => {
                let changes = changes(params);
                self.workspace.change(uri, version, &changes, self.encoding)
            }
            ("textDocument/didClose", Some(uri)) => match self.workspace.close(uri) {
                Some((_, Some(gone))) => {
                    self.withdraw(&gone)?;
                    None
                }
                other => other.map(|(list, _)| list),
            },
            ("textDocument/didSave", Some(uri)) => {
                self.workspace.documents.get(&crate::uri::to_path(uri)).map(|document| document.list.clone())
            }
            ("workspace/didChangeWatchedFiles", _) => {
                let lists: Vec<PathBuf> = self.workspace.lists.keys().cloned().collect();
                for list in &lists {
                    self.workspace.reload(list);
                    self.read(list);
                    self.publish(list)?;
                }
                None
            }
            _ => None,
        };
        if let Some(list) = changed {
            // First what is known at once, then the reading of the whole list.
            self.publish(&list)?;
            self.read(&list);
        }
        Ok(())
    }

    /// Asks for the reading of a whole list.
    fn read(&self, root: &Path) {
        let Some(list) = self.workspace.lists.get(root) else { return };
        let job = Job {
            list: root.to_path_buf(),
            root: list.root.clone(),
            generation: list.generation,
            sources: list.overlay(),
            stopped: Arc::clone(&list.stopped),
            now: (self.settings.now)(),
        };
        let _ = self.jobs.send(job);
    }

    /// Takes the reading of a whole list, unless it came too late.
    fn settle(&mut self, done: Done) -> std::io::Result<()> {
        let Some(list) = self.workspace.lists.get_mut(&done.list) else { return Ok(()) };
        if list.generation != done.generation {
            return Ok(());
        }
        list.settle(done.diagnostics);
        if done.files.iter().any(|name| !list.files.contains_key(name)) {
            // An include came: its ids are known from now on.
            self.workspace.reload(&done.list);
        }
        self.publish(&done.list)
    }

    /// Publishes what changed since the last time, file by file.
    fn publish(&mut self, root: &Path) -> std::io::Result<()> {
        let Some(list) = self.workspace.lists.get(root) else { return Ok(()) };
        let uri = |path: &Path| self.workspace.uri_of(path);
        let style = Style { encoding: self.encoding, manual: self.manual.as_deref(), uri: &uri };
        let mut messages = vec![];
        for name in list.files.keys() {
            let path = list.dir.join(name);
            let found = publish::of_file(list, name, &style);
            let document = self.workspace.documents.get(&path);
            let last = self.published.get(&path);
            // An open file is answered for each version of it; a closed one when something changed.
            if document.is_none() && last.map_or(found.is_empty(), |last| *last == found) {
                continue;
            }
            let mut params = json!({"uri": uri(&path), "diagnostics": found});
            if let (Some(version), Some(fields)) =
                (document.and_then(|document| document.version), params.as_object_mut())
            {
                fields.insert("version".to_owned(), json!(version));
            }
            messages.push(
                json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params}),
            );
            self.published.insert(path, found);
        }
        messages.iter().try_for_each(|message| wire::write(&mut self.output, message))
    }

    /// Takes back what was published of a list that is no longer open.
    fn withdraw(&mut self, list: &LiveList) -> std::io::Result<()> {
        for name in list.files.keys() {
            let path = list.dir.join(name);
            if self.published.remove(&path).is_some_and(|last| !last.is_empty()) {
                let params = json!({"uri": self.workspace.uri_of(&path), "diagnostics": []});
                let message =
                    json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params});
                wire::write(&mut self.output, &message)?;
            }
        }
        Ok(())
    }
}

const FEATURES: [&str; 10] = [
    "hover",
    "completion",
    "definition",
    "references",
    "prepareRename",
    "rename",
    "documentSymbol",
    "foldingRange",
    "codeAction",
    "formatting",
];

/// Whether a file is TOML of another kind: of the gate or of a build, not a list.
fn is_settings(uri: &str) -> bool {
    let name = uri.rsplit('/').next().unwrap_or_default();
    matches!(
        name,
        "debar.toml" | "Cargo.toml" | "pyproject.toml" | "deny.toml" | "rustfmt.toml" | "clippy.toml"
    )
}

fn changes(params: &Value) -> Vec<Change> {
    let all = params.get("contentChanges").and_then(Value::as_array);
    all.into_iter()
        .flatten()
        .filter_map(|change| {
            let text = change.get("text")?.as_str()?.to_owned();
            let range = match change.get("range").filter(|range| !range.is_null()) {
                Some(range) => Some((position_of(range, "/start").ok()?, position_of(range, "/end").ok()?)),
                None => None,
            };
            Some(Change { range, text })
        })
        .collect()
}

fn text_of<'v>(params: &'v Value, pointer: &str) -> Result<&'v str, Refusal> {
    params
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| Refusal(ErrorCode::InvalidParams, format!("there is no text at `{pointer}`")))
}

fn position_of(params: &Value, pointer: &str) -> Result<Position, Refusal> {
    let number = |name: &str| {
        let number = params.pointer(&format!("{pointer}/{name}")).and_then(Value::as_u64);
        number.map(|number| usize::try_from(number).unwrap_or(usize::MAX))
    };
    match (number("line"), number("character")) {
        (Some(line), Some(column)) => Ok(Position { line, column }),
        _ => Err(Refusal(ErrorCode::InvalidParams, format!("there is no position at `{pointer}`"))),
    }
}
