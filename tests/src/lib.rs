//! End-to-end tests, repository rules and benchmarks.
