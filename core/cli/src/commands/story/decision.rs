//! The story of what people decided: waivers, cleared pairs.

use debar_blocklist::{Approval, ClearedPair, Lapse, Section, Waiver};

use super::Story;

impl Story<'_> {
    pub(super) fn waiver(&mut self, id: &str, waiver: &Waiver) {
        self.begin(Section::Waiver, id, &waiver.head);
        self.say("lifts", waiver.rules.join(", "));
        let covers = &waiver.covers;
        self.say(
            "for buyers",
            if covers.buyers.is_empty() {
                "every buyer (no limit)".to_owned()
            } else {
                covers.buyers.join(", ")
            },
        );
        self.say("for vendor", covers.vendor.as_deref().unwrap_or("any (no limit)"));
        let sellers: Vec<String> = covers.sellers.iter().map(|listed| listed.text.clone()).collect();
        self.say_all("for sellers", &sellers);
        let identifiers = covers.identifiers.iter().map(|(_, listed)| listed);
        let names = covers.product_names.iter().chain(&covers.part_numbers).chain(identifiers);
        let names = names.map(|listed| listed.text.clone());
        let names: Vec<String> = covers.products.iter().cloned().chain(names).collect();
        self.say("for goods", if names.is_empty() { "all (no limit)".to_owned() } else { names.join(", ") });
        self.approved_by(&waiver.approved_by);
        self.say("because", waiver.reason.as_str());
        waiver.conditions.iter().for_each(|condition| self.say("condition", condition.as_str()));
        self.say_span(&waiver.span);
        self.lapsed(&waiver.lapses);
    }

    pub(super) fn cleared(&mut self, id: &str, pair: &ClearedPair) {
        self.begin(Section::Cleared, id, &pair.head);
        self.say("is not", pair.listed.as_str());
        if let Some(name) = &pair.party.name {
            self.say("party", name.text.as_str());
        }
        pair.party.identifiers.iter().for_each(|(_, listed)| self.say("identifier", listed.text.as_str()));
        self.approved_by(&pair.approved_by);
        self.say("because", pair.reason.as_str());
        self.say_span(&pair.span);
        self.lapsed(&pair.lapses);
    }

    fn approved_by(&mut self, approval: &Approval) {
        let on = approval.on.as_ref().map(|on| format!(" on {}", on.written)).unwrap_or_default();
        let from =
            approval.delegated_from.as_ref().map(|from| format!(", in place of {from}")).unwrap_or_default();
        self.say("approved by", format!("{}{on}{from}", approval.role));
    }

    fn lapsed(&mut self, lapses: &[Lapse]) {
        lapses.iter().for_each(|lapse| self.say("lapsed", lapse.why.as_str()));
    }
}
