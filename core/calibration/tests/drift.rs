//! The thresholds that ship and the page about them are those of the run over real names. `UPDATE=1` writes the page
//! and its charts anew; the thresholds are copied by hand into `core/names/src/thresholds.rs`.
#![allow(
    clippy::print_stdout,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test says what it skipped, and fails loudly"
)]

use std::fs;
use std::path::Path;

use debar_calibration::{Names, SHIPPED, calibrate};

const COMMAND: &str =
    "debar names calibrate --names ../shared/corpora/names/oui.tsv --seed 20261124 --report docs";

#[test]
fn the_thresholds_and_their_page_are_those_of_the_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let Ok(text) = fs::read_to_string(root.join("../shared/corpora/names/oui.tsv")) else {
        println!("skipped 1 test: the public corpus `names/oui.tsv` is not beside this checkout");
        return;
    };
    let run = calibrate(&Names::read(&text, "names of `oui.tsv`"), 20_261_124);
    assert_eq!(
        run.chosen(),
        SHIPPED,
        "copy the first ones into core/names/src/thresholds.rs, then run this test with UPDATE=1"
    );
    for (name, page) in [
        ("names-calibration.md", run.markdown(SHIPPED, COMMAND)),
        ("names-scores.svg", run.scores_svg(SHIPPED)),
        ("names-recall.svg", run.recall_svg()),
    ] {
        let path = root.join("docs").join(name);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, page).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != page {
            panic!("docs/{name} is not what `{COMMAND}` writes: run this test with UPDATE=1");
        }
    }
}
