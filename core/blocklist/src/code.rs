//! Every kind of problem by name. Not the texts: those are in `docs/diagnostics.md`, one section for each.

use std::fmt;

macro_rules! codes {
    ($($variant:ident = $name:literal,)*) => {
        /// A kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each has its section in docs/diagnostics.md, which a test demands")]
        pub enum Code {
            $($variant,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name: kebab-case, stable.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

codes! {
    TomlSyntax = "toml-syntax",
}

impl Code {
    /// The code of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// What it means, an example and what to do: the code's section of the documentation, as Markdown.
    pub fn explain(self) -> &'static str {
        let manual = include_str!("../../../docs/diagnostics.md");
        manual
            .split("\n### ")
            .skip(1)
            .find_map(|section| {
                let (title, body) = section.split_once('\n')?;
                (title.trim() == self.as_str()).then(|| body.split("\n## ").next().unwrap_or(body).trim())
            })
            .unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
