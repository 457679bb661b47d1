//! Everything that is printed goes through here: standard output for what was asked for, standard error for
//! remarks. A broken pipe never changes the exit code.
//!
//! Invariant: text for people cannot steer their terminal; data for programs leaves byte by byte.
#![expect(clippy::redundant_pub_crate, reason = "the module is private to the command")]

mod decisions;
mod diagnostics;
mod draw;
mod explain;
mod impact;
mod junit;
mod list_report;
mod sarif;
mod visible;

use std::io::{self, ErrorKind, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use crate::args::{Color, ErrorFormat};
use crate::exit::Exit;

pub(crate) use decisions::{Checked, Manner, decisions};
pub(crate) use diagnostics::{config_error, list_diagnostics, list_error};
pub(crate) use explain::explain;
pub(crate) use impact::{impact_html, impact_json, impact_markdown, impact_text};
pub(crate) use junit::escape as xml;
pub(crate) use list_report::{FailedTest, ListReport, list_junit, list_sarif};

pub(crate) use visible::one_line;

use visible::visible;

/// Lets a panic tell its place alone: what it has to say may quote the document.
pub(crate) fn tell_faults_by_place() {
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "error: internal fault at {place}");
    }));
}

/// The two streams of the process.
pub struct Terminal {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
    /// Why something that was asked for could not be handed out.
    failed: Option<io::Error>,
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
        let colored = |choice: ColorChoice| !matches!(choice, ColorChoice::Never);
        Self {
            color_out: colored(AutoStream::new(io::stdout(), choice).current_choice()),
            color_err: colored(AutoStream::new(io::stderr(), choice).current_choice()),
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            failed: None,
            progress: io::stderr().is_terminal() && !quiet,
            quiet,
            error_format,
        }
    }

    /// Prints what was asked for, byte by byte.
    pub fn print(&mut self, text: impl AsRef<[u8]>) {
        let done = self.out.write_all(text.as_ref());
        self.note(done);
    }

    /// Prints lines for people that end themselves.
    pub fn text(&mut self, text: impl AsRef<str>) {
        self.print(visible(text.as_ref()).as_bytes());
    }

    /// Prints a line of data for programs, as it is.
    pub fn data(&mut self, text: impl AsRef<str>) {
        self.print(text.as_ref());
        self.print("\n");
    }

    /// Prints a line for people.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.print(visible(text.as_ref()).as_bytes());
        self.print("\n");
    }

    /// Prints an explanation or a problem to standard error, quiet or not.
    pub fn problem(&mut self, text: impl AsRef<str>) {
        self.drawing(visible(text.as_ref()));
    }

    /// Prints to standard error what is fit for it already: a drawing, or data.
    pub fn drawing(&mut self, text: impl AsRef<str>) {
        let _ = writeln!(self.err, "{}", text.as_ref());
    }

    /// Prints a question to standard error; the answer is typed behind it.
    pub fn ask(&mut self, question: &str) {
        let _ = write!(self.err, "{}", visible(question));
        let _ = self.err.flush();
    }

    /// Prints an error and what to do about it.
    pub fn error(&mut self, text: impl AsRef<str>, help: Option<&str>) {
        self.problem(format!("error: {}", text.as_ref()));
        if let Some(help) = help {
            match self.error_format {
                ErrorFormat::Drawn => self.problem(format!("  = help: {help}")),
                ErrorFormat::Plain => self.problem(format!("help: {help}")),
            }
        }
    }

    /// Prints a remark to standard error unless quiet.
    pub fn remark(&mut self, text: impl AsRef<str>) {
        if !self.quiet {
            self.problem(text);
        }
    }

    /// Hands out what is still buffered. A reader who has left is no fault; an output that cannot be written is.
    pub fn finish(&mut self) -> Exit {
        let done = self.out.flush();
        self.note(done);
        let exit = match self.failed.take() {
            None => Exit::Ok,
            Some(error) => {
                self.error(format!("the output could not be written: {error}"), None);
                Exit::NoDecision
            }
        };
        let _ = self.err.flush();
        exit
    }

    fn note(&mut self, done: io::Result<()>) {
        if let Err(error) = done
            && error.kind() != ErrorKind::BrokenPipe
        {
            self.failed.get_or_insert(error);
        }
    }
}
