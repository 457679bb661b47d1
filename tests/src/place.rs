//! Where the repository, the built files and the public corpora are.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// A built file: the command, a plugin. Panics with what to do when it is not there.
pub fn built(name: &str) -> PathBuf {
    let mut folder = std::env::current_exe().unwrap_or_default();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let path = folder.join(name);
    assert!(path.is_file(), "`{}` is missing: run `cargo build --workspace` first", path.display());
    path
}

/// A folder of the public corpora beside the checkout; says so and returns none when it is not there.
pub fn corpora(name: &str) -> Option<PathBuf> {
    let folder = root().parent()?.join("shared/corpora").join(name);
    if folder.exists() {
        return Some(folder);
    }
    println!("skipped: the public corpus `{name}` is not beside this checkout");
    None
}
