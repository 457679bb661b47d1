//! `debar blocklist import` and `export`, and sets of the NSRL.

mod export;
mod import;
mod nsrl;
mod report;

pub(crate) use export::run as export;
pub(crate) use import::run as import;
pub(crate) use nsrl::run as nsrl;
