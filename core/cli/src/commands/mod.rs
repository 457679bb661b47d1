//! One file a subcommand; this one only calls them.

mod as_of;
mod blocklist;
mod check;
mod completions;
mod config;
mod coverage;
mod diff;
mod digest;
mod edited;
mod explain;
mod feeds;
mod files;
mod fix;
mod form;
mod harden;
mod init;
mod ledger;
mod lsp;
mod members;
mod names;
mod new;
mod plugin;
mod plugin_add;
mod plugin_new;
mod recheck;
mod report;
mod review;
mod schema;
mod set;
mod signing;
mod story;
mod week;
mod what_if;

use crate::args::{BlocklistCommand, Cli, Command, ConfigCommand, PluginCommand};
use crate::exit::Exit;
use crate::output::Terminal;

pub(crate) use set::early;

/// Runs a command. Every function returns its exit code in either arm.
pub(crate) fn run(cli: &Cli, terminal: &mut Terminal) -> Exit {
    let global = &cli.global;
    let done = match &cli.command {
        Command::Check(args) => check::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Check(args)) => blocklist::check(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Fix(args)) => fix::fix(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Fmt(args)) => fix::fmt(args, global, terminal),
        Command::Blocklist(BlocklistCommand::New(args)) => new::new(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Retire(args)) => new::retire(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Diff(args)) => diff::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Test(args)) => coverage::test(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Coverage(args)) => coverage::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Harden(args)) => harden::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Explain(args)) => story::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Week(args)) => week::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Sign(args)) => signing::sign(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Verify(args)) => signing::verify(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Keygen(args)) => signing::keygen(args, terminal),
        Command::Blocklist(BlocklistCommand::AsOf(args)) => as_of::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::WhatIf(args)) => what_if::run(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Import(args)) => feeds::import(args, terminal),
        Command::Blocklist(BlocklistCommand::Export(args)) => feeds::export(args, global, terminal),
        Command::Blocklist(BlocklistCommand::Schema) => schema::run(terminal),
        Command::Names(command) => names::run(command, global, terminal),
        Command::Lsp => lsp::run(terminal),
        Command::Plugin(PluginCommand::List { format }) => plugin::list(*format, global, terminal),
        Command::Plugin(PluginCommand::Add { file, signature, dry_run }) => {
            plugin_add::add(file, signature.as_deref(), *dry_run, global, terminal)
        }
        Command::Plugin(PluginCommand::New(args)) => plugin_new::new(args, terminal),
        Command::Plugin(PluginCommand::Decode { file, plugin, content_type }) => {
            plugin::decode(file, plugin.as_deref(), content_type.as_deref(), global, terminal)
        }
        Command::Plugin(PluginCommand::Encode { file, decision, plugin, content_type }) => {
            plugin::encode(file, decision, plugin.as_deref(), content_type.as_deref(), global, terminal)
        }
        Command::Ledger(command) => ledger::run(command, global, terminal),
        Command::Review(command) => review::run(command, global, terminal),
        Command::Recheck(args) => recheck::run(args, global, terminal),
        Command::Report(command) => report::run(command, global, terminal),
        Command::Digest(args) => digest::run(args, terminal),
        Command::Set(command) => set::run(command, terminal),
        Command::Config(ConfigCommand::Show { origin }) => config::show(*origin, global, terminal),
        Command::Init(args) => init::run(args, terminal),
        Command::Explain { code, format } => explain::run(code, *format, terminal),
        Command::Completions { shell } => completions::run(*shell, terminal),
    };
    done.unwrap_or_else(|exit| exit)
}

/// A command's end: its exit code, or the code of what stopped it.
type Done = Result<Exit, Exit>;
