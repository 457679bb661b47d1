//! The language server of the list language, and its JSON Schema. Screens nothing and decides nothing.
//!
//! Invariant: what an editor shows at rest is what `debar blocklist check` says of the same bytes.
#![forbid(unsafe_code)]

mod actions;
mod chunk;
mod complete;
mod cursor;
mod entry;
mod full;
mod hover;
mod list;
mod navigate;
mod part;
mod publish;
mod roots;
mod schema;
mod server;
mod symbols;
mod text;
mod tree;
mod uri;
mod wire;
mod workspace;

pub use schema::schema;
pub use server::{Settings, serve};
