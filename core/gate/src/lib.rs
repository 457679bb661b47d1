//! The facade that every front end calls: a document in, a native answer out.
#![forbid(unsafe_code)]

pub mod config;
