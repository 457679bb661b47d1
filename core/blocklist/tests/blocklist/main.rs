//! Tests of the reader over its corpus: one binary, tests as data.

mod codes;
mod golden;
mod hostile;
mod packs;
