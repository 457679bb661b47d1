//! A deny policy of WDAC. Its hashes of signed programs are Authenticode hashes, which lists of file digests do not have: the
//! file hash meets files without a PE structure only, and the export says so.

use super::{Exported, Listings, escaped, message, others};
use crate::table::Hash;
use crate::text::hex;

/// Ids of the policy: fixed, so that the same list gives the same bytes. Whoever merges policies gives new ones.
const POLICY: &str = "{A244370E-44C9-4C06-B551-F6016E563076}";

pub(super) fn policy(listings: &Listings) -> Exported {
    let mut rules = String::new();
    let mut references = String::new();
    let mut entries = 0_u64;
    let taken = [Hash::Sha256, Hash::Sha1];
    for banned in listings.digests.iter().filter(|banned| taken.contains(&banned.hash)) {
        entries += 1;
        let id = format!("ID_DENY_D_{entries}");
        rules.push_str(&format!(
            "    <Deny ID=\"{id}\" FriendlyName=\"{}\" Hash=\"{}\" />\n",
            escaped(&message(banned)),
            hex(&banned.digest).to_uppercase()
        ));
        references.push_str(&format!("          <FileRuleRef RuleID=\"{id}\" />\n"));
    }
    let allow = [
        "          <FileRuleRef RuleID=\"ID_ALLOW_A_1\" />\n",
        "          <FileRuleRef RuleID=\"ID_ALLOW_A_2\" />\n",
    ];
    let [kernel, user] = allow;
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Hashes are of whole files. Of signed programs WDAC compares the Authenticode hash, which these do not meet. -->\n<SiPolicy xmlns=\"urn:schemas-microsoft-com:sipolicy\" PolicyType=\"Base Policy\">\n  <VersionEx>10.0.0.0</VersionEx>\n  <PlatformID>{{2E07F7E4-194C-4D20-B7C9-6F44A6C5A234}}</PlatformID>\n  <PolicyID>{POLICY}</PolicyID>\n  <BasePolicyID>{POLICY}</BasePolicyID>\n  <Rules>\n    <Rule>\n      <Option>Enabled:Unsigned System Integrity Policy</Option>\n    </Rule>\n    <Rule>\n      <Option>Enabled:Audit Mode</Option>\n    </Rule>\n    <Rule>\n      <Option>Enabled:UMCI</Option>\n    </Rule>\n  </Rules>\n  <EKUs />\n  <FileRules>\n    <Allow ID=\"ID_ALLOW_A_1\" FriendlyName=\"All kernel files\" FileName=\"*\" />\n    <Allow ID=\"ID_ALLOW_A_2\" FriendlyName=\"All user files\" FileName=\"*\" />\n{rules}  </FileRules>\n  <Signers />\n  <SigningScenarios>\n    <SigningScenario Value=\"131\" ID=\"ID_SIGNINGSCENARIO_DRIVERS\" FriendlyName=\"Drivers\">\n      <ProductSigners>\n        <FileRulesRef>\n{kernel}{references}        </FileRulesRef>\n      </ProductSigners>\n    </SigningScenario>\n    <SigningScenario Value=\"12\" ID=\"ID_SIGNINGSCENARIO_WINDOWS\" FriendlyName=\"Programs\">\n      <ProductSigners>\n        <FileRulesRef>\n{user}{references}        </FileRulesRef>\n      </ProductSigners>\n    </SigningScenario>\n  </SigningScenarios>\n  <UpdatePolicySigners />\n  <CiSigners />\n  <HvciOptions>0</HvciOptions>\n</SiPolicy>\n"
    );
    let mut left_out = others(listings, &taken);
    left_out.push(
        "Authenticode hashes: of signed programs WDAC compares those, and file digests do not meet them"
            .to_owned(),
    );
    Exported { text, entries, left_out }
}
