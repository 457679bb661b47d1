//! Signatures for a virus scanner, and a table for joins.

use super::{Exported, Listings, others};
use crate::table::Hash;
use crate::text::hex;

/// `.hsb` holds SHA-1 and SHA-256; MD5 belongs into `.hdb`, and longer digests are not known.
pub(super) fn hsb(listings: &Listings) -> Exported {
    let taken = [Hash::Sha1, Hash::Sha256];
    let mut text = String::new();
    let mut entries = 0;
    for banned in listings.digests.iter().filter(|banned| taken.contains(&banned.hash)) {
        entries += 1;
        // Any size, from level 73 on.
        text.push_str(&format!(
            "{}:*:Debar.{}:73\n",
            hex(&banned.digest),
            signature(&banned.rule, &banned.set)
        ));
    }
    Exported { text, entries, left_out: others(listings, &taken) }
}

/// A name without colons: ids have none.
fn signature(rule: &str, set: &str) -> String {
    format!("{rule}.{set}")
}

/// All that is listed. A field that a spreadsheet would run as a formula gets an apostrophe in front.
pub(super) fn csv(listings: &Listings) -> Exported {
    let mut writer = csv::WriterBuilder::new().from_writer(vec![]);
    // Writing to memory does not fail.
    let _ = writer.write_record(["rule", "authority", "action", "kind", "value", "entry"]);
    for row in &listings.rows {
        let safe = row.clone().map(|field| {
            if field.starts_with(['=', '+', '-', '@', '\t']) { format!("'{field}") } else { field }
        });
        let _ = writer.write_record(&safe);
    }
    let text = writer.into_inner().unwrap_or_default();
    Exported {
        text: String::from_utf8(text).unwrap_or_default(),
        entries: listings.rows.len() as u64,
        left_out: vec![],
    }
}
