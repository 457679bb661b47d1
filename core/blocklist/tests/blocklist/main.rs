//! Tests of the reader over its corpus: one binary, tests as data.
#![cfg(test)]

mod calendar;
mod codes;
mod golden;
mod hostile;
mod manual;
mod meaning;
mod packs;
