//! A plugin as its author writes it: no `unsafe`, one macro line. Shows that the kit needs no more.

#![forbid(unsafe_code)]

use std::borrow::Cow;

use debar_plugin_api::{
    Decision, DecodeError, EncodeError, Input, Meta, NoConfig, Out, Plugin, PluginError, Sink, Text, Where,
    export_plugin, field, node, static_api,
};

struct Lines;

impl Plugin for Lines {
    const META: Meta = Meta { id: "lines", media_types: &["text/x-lines"], magic: &[b"\x00#"], ..Meta::NEW };
    type Config = NoConfig;

    fn new(_: NoConfig) -> Result<Self, PluginError> {
        Ok(Self)
    }

    fn decode(&mut self, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<(), DecodeError> {
        let text = std::str::from_utf8(input.bytes()?).map_err(|error| {
            DecodeError::malformed("not-utf8", "not UTF-8").offset(error.valid_up_to() as u64)
        })?;
        sink.begin(node::REQUEST, &Where::new(0, text.len() as u64, ""))?;
        sink.str(field::FORMAT, &"lines".into())?;
        for (row, line) in text.lines().enumerate() {
            let pointer = format!("row {}", row + 1);
            sink.node(node::LINE, &input.place(line.as_bytes(), &*pointer), |sink| {
                sink.str(field::NAME, &Text::new(line, Where::pointer(Cow::Borrowed(&*pointer))))
            })?;
        }
        sink.end()
    }

    fn encode(
        &mut self,
        _: &Input<'_>,
        decisions: &[Decision<'_>],
        out: &mut Out<'_>,
    ) -> Result<(), EncodeError> {
        out.header("content-type", "text/plain")?;
        for decision in decisions {
            out.write(format!("{:?}\n", decision.verdict).as_bytes())?;
        }
        Ok(())
    }
}

export_plugin!(Lines);

#[test]
fn the_table_of_a_linked_plugin_is_complete() {
    let api = static_api::<Lines>();
    assert_eq!(api.magic, debar_plugin_api::abi::MAGIC);
    assert_eq!(api.struct_size as usize, size_of::<debar_plugin_api::abi::PluginApi>());
    assert!(api.describe.is_some() && api.decode.is_some() && api.encode.is_some());
}
