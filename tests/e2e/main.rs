//! The command as its users meet it: a fresh folder, real files, wrong input on purpose.

mod answers;
mod drivers;
mod first_use;
mod formats;
mod ledger;
mod secrets;
mod wrong_input;
