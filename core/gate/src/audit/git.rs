//! The list as a git history had it at an instant, by the `git` command: no shell, no hooks, no configuration of the
//! caller's environment, every name checked before it is passed on.
//!
//! The instant of a commit is its committer date; of a branch only the first parents count, which is the order in
//! which its own list changed. Who can rewrite that history can rewrite what it says: the ledger is the better witness.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

use debar_blocklist::{DirSources, MAX_FILE, OpenSet, SourceError, Sources};
use debar_model::Sha256Hex;
use jiff::Timestamp;

use crate::LoadedList;
use crate::outcome::CheckError;
use crate::sets::{ListFolder, by_pin};

/// A commit and the list's place in it.
#[derive(Debug)]
pub(crate) struct GitList {
    folder: PathBuf,
    root: String,
    commit: String,
    since: Timestamp,
}

impl GitList {
    /// The last commit of the list's folder before an instant.
    pub fn at(file: &Path, known_at: Timestamp) -> Result<Self, CheckError> {
        let root = file.file_name().and_then(OsStr::to_str).filter(|name| is_plain(name));
        let root = root
            .ok_or_else(|| failed(format!("`{}` is no file name that git is asked for", file.display())))?;
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let log = run(
            &folder,
            &["log", "--first-parent", "--no-show-signature", "--format=%H %cI", "HEAD", "--", "."],
        )?;
        let log = String::from_utf8_lossy(&log).into_owned();
        let mut first = None;
        for line in log.lines() {
            let Some((commit, date)) = line.split_once(' ') else { continue };
            let since: Timestamp = date
                .parse()
                .map_err(|_| failed(format!("git says `{date}` where a commit's instant belongs")))?;
            if !matches!(commit.len(), 40 | 64) || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(failed(format!("git says `{commit}` where a commit's name belongs")));
            }
            if since <= known_at {
                return Ok(Self { folder, root: root.to_owned(), commit: commit.to_owned(), since });
            }
            first = Some(since);
        }
        let begins = first.map(|since| format!(": its first commit is of {since}")).unwrap_or_default();
        Err(failed(format!("the git history of `{}` does not reach {known_at}{begins}", file.display())))
    }

    /// The list's folder as a named revision has it: a branch, a tag, a commit, or one counted from them.
    pub fn named(file: &Path, revision: &str) -> Result<Self, CheckError> {
        let root = file.file_name().and_then(OsStr::to_str).filter(|name| is_plain(name));
        let root = root
            .ok_or_else(|| failed(format!("`{}` is no file name that git is asked for", file.display())))?;
        if !is_revision(revision) {
            return Err(failed(format!("`{revision}` is no revision that git is asked for")));
        }
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let wanted = format!("{revision}^{{commit}}");
        let found = run(&folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
            .map_err(|_| failed(format!("git does not know the revision `{revision}`")))?;
        let commit = String::from_utf8_lossy(&found).trim().to_owned();
        if !matches!(commit.len(), 40 | 64) || !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(failed(format!("git says `{commit}` where a commit's name belongs")));
        }
        Ok(Self { folder, root: root.to_owned(), commit, since: Timestamp::UNIX_EPOCH })
    }

    /// The name of the root file.
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Reads and compiles the list of that commit.
    pub fn load(&self) -> Result<LoadedList, CheckError> {
        LoadedList::from_sources(&self.root, self).map_err(|error| {
            let first = error.diagnostics.iter().find(|diagnostic| diagnostic.is_error());
            let first = first.map(|diagnostic| format!(": {}", diagnostic.message)).unwrap_or_default();
            failed(format!("the list of commit {} cannot be used{first}", self.commit))
        })
    }

    /// The commit's name.
    pub fn commit(&self) -> &str {
        &self.commit
    }

    /// The commit's instant.
    pub fn since(&self) -> Timestamp {
        self.since
    }
}

impl Sources for GitList {
    fn read(&self, name: &str) -> Result<Vec<u8>, SourceError> {
        if !name.split('/').all(is_plain) {
            return Err(SourceError::Outside);
        }
        let object = format!("{}:./{name}", self.commit);
        match run(&self.folder, &["cat-file", "blob", &object]) {
            Ok(bytes) if u64::try_from(bytes.len()).is_ok_and(|len| len <= MAX_FILE) => Ok(bytes),
            Ok(_) => Err(SourceError::TooLarge),
            Err(_) => Err(SourceError::Missing),
        }
    }

    /// Sets are too large for git: the one beside the list if it has the pin, else wherever that pin was seen.
    fn digest_set(&self, name: &str, pin: Option<&Sha256Hex>) -> Result<Option<OpenSet>, SourceError> {
        if !name.split('/').all(is_plain) {
            return Err(SourceError::Outside);
        }
        let beside = ListFolder(DirSources::new(&self.folder)).digest_set(name, pin);
        match beside {
            Ok(Some(set)) if Some(&set.pin) == pin => Ok(Some(set)),
            _ => by_pin(name, pin).map(Some),
        }
    }
}

/// A part of a path that is a name and nothing else: no way up, no option, no pattern.
fn is_plain(part: &str) -> bool {
    let mut parts = Path::new(part).components();
    let one = matches!((parts.next(), parts.next()), (Some(Component::Normal(name)), None) if name == part);
    one && !part.starts_with(['-', ':']) && !part.contains(['\0', '\n'])
}

/// A name of a revision and nothing else: no option, no range, no path.
fn is_revision(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._/-~^@{}+".contains(c);
    !text.is_empty()
        && text.len() <= 200
        && text.chars().all(allowed)
        && !text.starts_with(['-', '^', '.', '/'])
        && !text.contains("..")
}

/// What a git command prints. Nothing of the environment reaches it but where programs lie.
fn run(folder: &Path, args: &[&str]) -> Result<Vec<u8>, CheckError> {
    let mut command = Command::new("git");
    command.env_clear();
    for name in ["PATH", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .arg("--no-pager")
        .arg("--literal-pathspecs")
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "log.showSignature=false",
        ])
        .arg("-C")
        .arg(folder)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(format!("git cannot be run: {error}")))?;
    let mut out = vec![];
    if let Some(stdout) = child.stdout.take() {
        // One byte more than may be used tells that there are too many; the pipe is closed after it.
        let read = stdout.take(MAX_FILE + 1).read_to_end(&mut out);
        read.map_err(|error| failed(format!("git cannot be read: {error}")))?;
    }
    let done =
        child.wait_with_output().map_err(|error| failed(format!("git cannot be waited for: {error}")))?;
    if !done.status.success() && u64::try_from(out.len()).is_ok_and(|len| len <= MAX_FILE) {
        let text = String::from_utf8_lossy(&done.stderr).into_owned();
        let why = text.lines().next().unwrap_or("it failed without a word").to_owned();
        return Err(failed(format!("git does not know the list's history: {why}")));
    }
    Ok(out)
}

fn failed(why: String) -> CheckError {
    CheckError::History {
        why,
        help: "keep the list in a git repository, commit each change, and ask for an instant after the first"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_plain, is_revision};

    #[test]
    fn revisions_that_git_would_read_otherwise_are_not_passed_on() {
        for (text, expect) in [
            ("HEAD", true),
            ("HEAD~3", true),
            ("main@{1}", true),
            ("feature/x-1", true),
            ("v1.0^{commit}", true),
            ("", false),
            ("--output=x", false),
            ("a..b", false),
            ("^main", false),
            ("main:secret", false),
            ("a b", false),
            ("$(x)", false),
        ] {
            assert_eq!(is_revision(text), expect, "{text}");
        }
    }

    #[test]
    fn names_that_git_would_read_otherwise_are_not_passed_on() {
        for (part, expect) in [
            ("list.toml", true),
            ("a b.toml", true),
            ("..", false),
            (".", false),
            ("", false),
            ("/etc", false),
            ("--upload-pack=x", false),
            (":(glob)x", false),
            ("a/b", false),
        ] {
            assert_eq!(is_plain(part), expect, "{part}");
        }
    }
}
