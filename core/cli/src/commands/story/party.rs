//! The story of who is listed or bound: vendors, groups of them, buyers.

use debar_blocklist::{Buyer, Head, Rule, Section, Vendor, VendorRelation};

use super::rule::standing;
use super::{Story, dates};

impl Story<'_> {
    pub(super) fn vendor(&mut self, id: &str, vendor: &Vendor) {
        self.begin(Section::Vendor, id, &vendor.head);
        self.say("name", vendor.name.text.as_str());
        for (what, texts) in [("alias", &vendor.aliases), ("brand", &vendor.brands), ("not", &vendor.not)] {
            texts.iter().for_each(|listed| self.say(what, listed.text.as_str()));
        }
        vendor.identifiers.iter().for_each(|(_, listed)| self.say("identifier", listed.text.as_str()));
        for owner in &vendor.owners {
            let share = owner.percent.map_or_else(
                || "a share that is not stated".to_owned(),
                |share| format!("{} to {} hundredths of a percent", share.min, share.max),
            );
            let state = if owner.span.holds(self.at) { "" } else { ", not on this day" };
            self.say("owned by", format!("{}: {share}{}{state}", owner.vendor, dates(&owner.span)));
        }
        for relation in &vendor.relations {
            let state = if relation.span.holds(self.at) { "" } else { ", not on this day" };
            let goods = if relation.products.is_empty() {
                String::new()
            } else {
                format!(" for {}", relation.products.join(", "))
            };
            let how = match relation.relation {
                VendorRelation::ControlledBy => "controlled by",
                VendorRelation::SuccessorOf => "successor of",
                VendorRelation::RenamedFrom => "renamed from",
                VendorRelation::ActsFor => "acts for",
                VendorRelation::WhiteLabels => "relabels",
            };
            self.say(how, format!("{}{goods}{}{state}", relation.vendor, dates(&relation.span)));
        }
        for response in &vendor.responses {
            let says = response.says.as_ref().map(|says| format!(": {says}")).unwrap_or_default();
            let result = response.result.as_deref().unwrap_or("no result yet");
            self.say("answered", format!("{}{says} ({result})", response.on.written));
        }
        self.say_all("evidence", &vendor.head.evidence);
        let groups = self.list.groups.iter().filter(|(_, vendors)| vendors.iter().any(|one| one == id));
        let groups: Vec<String> = groups.map(|(group, _)| group.clone()).collect();
        self.say_all("groups", &groups);
        self.named_by(|rule| rule.targets.vendors.iter().any(|one| one == id));
    }

    pub(super) fn group(&mut self, id: &str, vendors: &[String]) {
        let nowhere = Head::default();
        let list = self.list;
        self.begin(Section::Group, id, list.group_heads.get(id).unwrap_or(&nowhere));
        self.say("vendors", vendors.join(", "));
        // A rule keeps the vendors of its groups, not the groups.
        self.named_by(|rule| vendors.iter().all(|vendor| rule.targets.vendors.contains(vendor)));
    }

    pub(super) fn buyer(&mut self, id: &str, buyer: &Buyer) {
        let list = self.list;
        self.begin(Section::Buyer, id, &buyer.head);
        self.say_all_or("part of", &buyer.part_of, "nobody: it stands for itself");
        self.say_all("members", &buyer.members);
        let parts: Vec<String> =
            list.buyers.keys().filter(|one| *one != id && list.buyer_is_within(one, id)).cloned().collect();
        self.say_all("has parts", &parts);
        let binds = |rule: &Rule| {
            rule.scope.buyers.is_empty() || rule.scope.buyers.iter().any(|one| list.buyer_is_within(id, one))
        };
        self.rules("bound by", "none binds it", binds);
        let told = list
            .rules
            .iter()
            .filter(|(_, rule)| rule.notice_to.iter().any(|one| list.buyer_is_within(id, one)));
        let told: Vec<String> = told.map(|(rule, _)| rule.clone()).collect();
        self.say_all("told of", &told);
    }

    pub(super) fn named_by(&mut self, names: impl Fn(&Rule) -> bool) {
        self.rules("rule", "none names it, so by itself it forbids nothing", names);
    }

    fn rules(&mut self, what: &'static str, none: &str, names: impl Fn(&Rule) -> bool) {
        let list = self.list;
        let mut any = false;
        for (id, rule) in list.rules.iter().filter(|(_, rule)| names(rule)) {
            any = true;
            let state = if standing(list, self.at, rule) { "in force" } else { "not in force on this day" };
            self.say(what, format!("{id} of {}: {}, {state}", rule.authority, rule.action.as_str()));
        }
        if !any {
            self.say(what, none);
        }
    }
}
