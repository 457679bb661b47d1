//! The command as its users meet it: a fresh folder, real files, wrong input on purpose.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail the test that calls them"
)]

mod answers;
mod attachments;
mod configuration;
mod drivers;
mod facts;
mod first_use;
mod formats;
mod harden;
mod hostile_names;
mod ledger;
mod looking_back;
mod names;
mod own_list;
mod plugins;
mod recorded;
mod reports;
mod review;
mod routes;
mod running_gate;
mod sarif;
mod secrets;
mod several;
mod signed_lists;
mod terminal;
mod waiver_end;
mod wrong_input;
