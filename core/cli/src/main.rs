//! The `debar` binary: hands its arguments to the library and exits with its code.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(debar_cli::run(std::env::args_os()).code())
}
