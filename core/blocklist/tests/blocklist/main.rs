//! Tests of the reader over its corpus: one binary, tests as data.
#![cfg(test)]

mod calendar;
mod codes;
mod differences;
mod golden;
mod hostile;
mod layers;
mod manual;
mod meaning;
mod packs;
mod size;
