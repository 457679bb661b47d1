//! Everything that is printed goes through here: standard output for what was asked for, standard error for
//! remarks. A broken pipe never changes the exit code.
#![expect(clippy::redundant_pub_crate, reason = "the module is private to the command")]

mod decisions;
mod diagnostics;
mod draw;
mod explain;
mod junit;
mod sarif;

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use crate::args::{Color, ErrorFormat};

pub(crate) use decisions::{Checked, decisions};
pub(crate) use diagnostics::{config_error, list_diagnostics, list_error};
pub(crate) use explain::explain;

/// The two streams of the process, or two buffers in tests.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Whether drawings for standard error may be coloured.
    pub color_err: bool,
    /// Whether drawings for standard output may be coloured.
    pub color_out: bool,
    /// Whether a progress bar makes sense.
    pub progress: bool,
    /// Whether remarks are left out.
    pub quiet: bool,
    /// How diagnostics are drawn.
    pub error_format: ErrorFormat,
}

impl Terminal {
    /// The process's own streams.
    pub fn of_process(color: Color, quiet: bool, error_format: ErrorFormat) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::AlwaysAnsi,
            Color::Never => ColorChoice::Never,
        };
        let out = AutoStream::new(io::stdout(), choice);
        let err = AutoStream::new(io::stderr(), choice);
        let colored = |choice: ColorChoice| !matches!(choice, ColorChoice::Never);
        Self {
            color_out: colored(out.current_choice()),
            color_err: colored(err.current_choice()),
            out: Box::new(out),
            err: Box::new(err),
            progress: io::stderr().is_terminal() && !quiet,
            quiet,
            error_format,
        }
    }

    /// Prints what was asked for.
    pub fn print(&mut self, text: impl AsRef<[u8]>) {
        let _ = self.out.write_all(text.as_ref());
    }

    /// Prints what was asked for, and ends the line.
    pub fn line(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.out, "{}", text.as_ref());
    }

    /// Prints an explanation or a problem to standard error, quiet or not.
    pub fn problem(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.err, "{}", text.as_ref());
    }

    /// Prints an error and what to do about it.
    pub fn error(&mut self, text: impl AsRef<str>, help: Option<&str>) {
        self.problem(format!("error: {}", text.as_ref()));
        if let Some(help) = help {
            self.problem(format!("  = help: {help}"));
        }
    }

    /// Prints a remark to standard error unless quiet.
    pub fn remark(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.problem(text);
        }
    }

    /// Hands out what is still buffered.
    pub fn flush(&mut self) {
        let _ = self.out.flush();
        let _ = self.err.flush();
    }
}
