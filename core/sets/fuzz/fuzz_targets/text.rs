//! Any text as a list of digests, as lines and as columns.
//!
//! Invariant: no line is more than one entry or report, and the set that is made proves itself.
#![no_main]

use debar_sets::{Builder, Column, CsvColumns, Set, Stamps, TextOptions, read_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let columns = |digest| CsvColumns { digest, label: Some(Column::Number(2)), delimiter: b',' };
    let forms =
        [None, Some(columns(Column::Number(1))), Some(columns(Column::Name("sha256_hash".to_owned())))];
    for csv in forms {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("set");
        let mut builder = Builder::new(&path, 1 << 20, "fuzz").expect("begun");
        let options = TextOptions { csv, ..TextOptions::default() };
        let mut bad = 0;
        let read = read_text("text", data, &options, &mut builder, &mut |_| bad += 1).expect("read");
        let lines = data.split(|byte| matches!(byte, b'\n' | b'\r')).count() as u64;
        assert!(read.digests + read.empty_files + bad <= lines);
        assert_eq!((read.bad, read.bytes), (bad, data.len() as u64));
        builder.finish().expect("made");
        let set = Set::open(&path, "set", &Stamps::none()).expect("opened");
        let proved = set.verify().expect("proved");
        assert!(proved.entries <= read.digests);
    }
});
