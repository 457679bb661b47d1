//! Nothing: what starting a process costs.
#![forbid(unsafe_code)]

fn main() {}
