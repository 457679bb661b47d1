//! `debar explain`: what a diagnostic code means.

use debar_blocklist::Code;

use serde_json::json;

use super::Done;
use crate::args::ListFormat;
use crate::exit::Exit;
use crate::output::Terminal;

pub(super) fn run(code: &str, format: ListFormat, terminal: &mut Terminal) -> Done {
    let Some(found) = Code::find(code) else {
        let mut near: Vec<&str> =
            Code::ALL.iter().map(|code| code.as_str()).filter(|name| shares_a_word(name, code)).collect();
        near.truncate(5);
        let help = if near.is_empty() {
            "codes stand in brackets after `error` or `warning`".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        terminal.error(format!("no diagnostic has the code `{code}`"), Some(&help));
        return Err(Exit::Usage);
    };
    if format == ListFormat::Json {
        let report = json!({
            "schema_version": debar_wire::SCHEMA_VERSION, "code": found.as_str(), "explanation": found.explain().trim(),
        });
        terminal.data(report.to_string());
        return Ok(Exit::Ok);
    }
    terminal.line(format!("{found}\n\n{}", found.explain()));
    Ok(Exit::Ok)
}

fn shares_a_word(name: &str, code: &str) -> bool {
    name.split('-').any(|word| word.len() > 2 && code.split('-').any(|other| other == word))
}
