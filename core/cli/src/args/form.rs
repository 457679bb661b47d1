//! `debar report first` and `follow-up` as they are written.

use clap::{Args, ValueEnum};

/// `debar report first` and `debar report follow-up`.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// The decision's id or the beginning of it
    #[arg(value_name = "DECISION")]
    pub decision: String,
    /// The form, such as `far-52.204-23` [default: the only one that the decision owes]
    #[arg(long, value_name = "FORM")]
    pub form: Option<String>,
    /// A field and its value; a field of one of several articles has the article's number before it
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// The day of identification [default: that of the decision]
    #[arg(long, value_name = "DATE")]
    pub identified: Option<String>,
    /// The day on which the first report was sent: the follow-up is due from it
    #[arg(long, value_name = "DATE")]
    pub sent: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = FormFormat::Md)]
    pub format: FormFormat,
}

/// How filled forms are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormFormat {
    /// Markdown
    #[value(alias = "markdown")]
    Md,
    /// One HTML page without outside parts
    Html,
    /// One JSON document
    Json,
}
