//! Tests of the reader over its corpus: one binary, tests as data.

mod golden;
mod packs;
