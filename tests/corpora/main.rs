//! The whole product over real and hostile documents: untouched ones are never denied, a listed vendor in
//! any field is found there, hostile ones never pass.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail loudly"
)]

mod documents;
mod hostile;
mod inject;
mod untouched;
