//! Rules of Santa: `BINARY` is the SHA-256 of the executable, `BLOCKLIST` stops it.

use serde_json::json;

use super::{Exported, Listings, escaped, message, others};
use crate::table::Hash;
use crate::text::hex;

pub(super) fn json(listings: &Listings) -> Exported {
    let mut rules = vec![];
    for banned in listings.digests.iter().filter(|banned| banned.hash == Hash::Sha256) {
        rules.push(json!({
            "rule_type": "BINARY", "policy": "BLOCKLIST", "identifier": hex(&banned.digest),
            "custom_msg": message(banned), "comment": banned.set,
        }));
    }
    let entries = rules.len() as u64;
    let mut text = serde_json::to_string_pretty(&json!({ "rules": rules })).unwrap_or_default();
    text.push('\n');
    Exported { text, entries, left_out: others(listings, &[Hash::Sha256]) }
}

pub(super) fn plist(listings: &Listings) -> Exported {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n<dict>\n  <key>StaticRules</key>\n  <array>\n",
    );
    let mut entries = 0;
    for banned in listings.digests.iter().filter(|banned| banned.hash == Hash::Sha256) {
        entries += 1;
        text.push_str(&format!(
            "    <dict>\n      <key>rule_type</key>\n      <string>BINARY</string>\n      <key>policy</key>\n      <string>BLOCKLIST</string>\n      <key>identifier</key>\n      <string>{}</string>\n      <key>custom_msg</key>\n      <string>{}</string>\n    </dict>\n",
            hex(&banned.digest),
            escaped(&message(banned))
        ));
    }
    text.push_str("  </array>\n</dict>\n</plist>\n");
    Exported { text, entries, left_out: others(listings, &[Hash::Sha256]) }
}
