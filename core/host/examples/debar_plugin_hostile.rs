//! A plugin that does wrong on demand: the document says what. For tests of the host only.

#![forbid(unsafe_code)]

use debar_plugin_api::{
    Decision, DecodeError, EncodeError, Input, Meta, NoConfig, Out, Plugin, PluginError, Report, Sink, Text,
    Verdict, Where, export_plugin, field, node,
};

struct Hostile;

impl Plugin for Hostile {
    const META: Meta = Meta {
        id: "hostile",
        version: "0.1.0",
        title: "does wrong on demand",
        media_types: &["text/x-hostile"],
        roots: &["hostile"],
        magic: &[b"do "],
        answers: &["words"],
    };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn sniff(head: &[u8]) -> u32 {
        if head.starts_with(b"do ") { 90 } else { 0 }
    }

    #[expect(clippy::panic, reason = "the panic is what is tested")]
    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let bytes = input.bytes()?;
        let text = String::from_utf8_lossy(bytes).into_owned();
        let whole = Where::new(0, bytes.len() as u64, "/");
        match text.strip_prefix("do ").unwrap_or_default().trim() {
            "panic" => panic!("SECRET-IN-A-PANIC"),
            "nothing" => Ok(()),
            "fail" => Err(DecodeError::malformed("broken-here", "a broken thing")
                .help("mend it")
                .at(&Where::new(3, 4, "/x"))
                .line_column(1, 4)
                .and(Report::new("also-here", "another"))),
            "spin" => {
                while !input.cancelled() {}
                Ok(())
            }
            "swallow" => {
                // Ignores the refusal of an unknown node and goes on as if nothing was.
                sink.begin(node::REQUEST, &whole)?;
                let _ = sink.begin(77, &whole);
                let _ = line(sink, &whole);
                let _ = sink.end();
                Ok(())
            }
            "no-lines" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.end()
            }
            "reasoned" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.empty("a cancellation names no lines")?;
                sink.end()
            }
            "count" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.declare(3)?;
                line(sink, &whole)?;
                sink.end()
            }
            "deep" => {
                sink.begin(node::REQUEST, &whole)?;
                for _ in 0..100 {
                    sink.begin(node::LINE, &whole)?;
                }
                Ok(())
            }
            "open" => {
                sink.begin(node::REQUEST, &whole)?;
                line(sink, &whole)
            }
            "flood" => {
                sink.begin(node::REQUEST, &whole)?;
                loop {
                    sink.ext("key", &"value".into())?;
                }
            }
            "span" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.begin(node::LINE, &Where::new(0, 1 << 40, ""))
            }
            "must" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.str(0x8000_0000 | 4711, &"x".into())
            }
            "blob" => {
                sink.begin(node::REQUEST, &whole)?;
                sink.blob_begin(field::CONTENT, "a/b", "c", &whole)?;
                for _ in 0..100_000 {
                    sink.blob_write(&[0; 65536])?;
                }
                sink.blob_end()
            }
            _ => {
                sink.begin(node::REQUEST, &whole)?;
                sink.str(field::FORMAT, &"hostile".into())?;
                line(sink, &whole)?;
                sink.end()
            }
        }
    }

    #[expect(clippy::panic, reason = "the panic is what is tested")]
    fn encode(
        &mut self,
        input: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        let text = String::from_utf8_lossy(input.bytes()?).into_owned();
        match text.trim() {
            "do panic-encode" => panic!("SECRET-IN-A-PANIC"),
            "do flood-encode" => loop {
                out.write(&[b'x'; 65536])?;
            },
            "do smuggle" => {
                out.header("Content-Type", "text/plain")?;
                out.header("Status", "200 OK")?;
                out.write(b"allow")
            }
            "do split" => out.header("content-type", "a/b\r\nstatus: 200"),
            _ => {
                for decision in decisions {
                    let word = match decision.verdict {
                        Verdict::Allow => "allow",
                        Verdict::Review => "review",
                        Verdict::Deny => "deny",
                    };
                    let lines: Vec<String> = decision
                        .lines
                        .iter()
                        .map(|line| format!("{}={:?}", line.ordinal, line.verdict))
                        .collect();
                    out.write(format!("{word} {} {}\n", decision.at, lines.join(",")).as_bytes())?;
                }
                Ok(())
            }
        }
    }
}

fn line(sink: &mut Sink<'_>, at: &Where<'_>) -> Result<(), DecodeError> {
    sink.node(node::LINE, at, |sink| sink.str(field::NAME, &Text::new("a thing", at.clone())))
}

export_plugin!(Hostile);
