//! The story of paperwork: calendars, forms of reports, evidence.

use debar_blocklist::{Calendar, EvidenceEntry, Form, FormPart, Head, Section};
use jiff::civil::Weekday;

use super::{Story, dates};

/// Days that are shown of a calendar: the next ones on which no business is done although the week says so.
const SHOWN: usize = 10;

impl Story<'_> {
    pub(super) fn calendar(&mut self, id: &str, calendar: &Calendar) {
        self.begin(Section::Calendar, id, &calendar.head);
        let weekend: Vec<String> = calendar.weekend.iter().map(|day| weekday(*day).to_owned()).collect();
        self.say_all_or("weekend", &weekend, "none: business is done on every day of the week");
        if calendar.federal {
            self.say(
                "holidays",
                "the legal holidays of the United States (5 U.S.C. 6103), when they are observed",
            );
        }
        for (month, day) in &calendar.yearly {
            self.say("every year", format!("{month:02}-{day:02}"));
        }
        for day in &calendar.holidays {
            self.say("closed on", day.to_string());
        }
        let mut day = self.list.time_zone.to_datetime(self.at).date();
        let mut closed: Vec<String> = vec![];
        // Two years are enough to meet every yearly holiday.
        for _ in 0..731 {
            if closed.len() == SHOWN {
                break;
            }
            if !calendar.weekend.contains(&day.weekday()) && !calendar.is_business_day(day) {
                closed.push(day.to_string());
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        self.say_all_or("next closed", &closed, "nothing but the weekend");
        let clocks = self.list.authorities.iter().filter(|(_, authority)| {
            authority.reports.iter().any(|clock| clock.calendar.as_deref() == Some(calendar.name.as_str()))
        });
        let authorities: Vec<String> = clocks.map(|(id, _)| id.clone()).collect();
        self.say_all_or("counted by", &authorities, "no report");
    }

    pub(super) fn form(&mut self, id: &str, form: &Form) {
        let (list, at) = (self.list, self.at);
        self.begin(Section::Form, id, &form.head);
        self.say("name", form.name.as_str());
        self.say("title", form.title.as_str());
        for citation in form.citations.iter().filter(|citation| citation.span.holds(at)) {
            self.say("citation", citation.text.text.as_str());
        }
        for (part, what) in [(FormPart::First, "first report"), (FormPart::FollowUp, "follow-up")] {
            for field in form.fields_at(part, at) {
                let from = field
                    .fill
                    .map_or("a person gives it".to_owned(), |fill| format!("from {}", fill.as_str()));
                let known = if field.if_known { ", as far as it is known" } else { "" };
                self.say(what, format!("{}: {}; {from}{known}", field.key, field.label));
            }
        }
        let owed = list.authorities.iter().flat_map(|(authority, entry)| {
            entry
                .reports
                .iter()
                .filter(|clock| list.form(&clock.form).is_some_and(|(known, _)| known == id))
                .map(move |clock| format!("{authority}{}", dates(&clock.span)))
        });
        let owed: Vec<String> = owed.collect();
        self.say_all_or("asked by", &owed, "no authority");
    }

    pub(super) fn evidence(&mut self, id: &str, entry: &EvidenceEntry) {
        self.begin(Section::Evidence, id, &entry.head);
        for (what, text) in
            [("citation", &entry.citation), ("where", &entry.uri), ("retrieved by", &entry.by)]
        {
            if let Some(text) = text {
                self.say(what, text.as_str());
            }
        }
        if let Some((file, pin)) = &entry.file {
            let pin = pin.as_ref().map_or("not pinned".to_owned(), |pin| format!("pinned to SHA-256 {pin}"));
            self.say("file", format!("{file}, {pin}"));
        }
        if let Some(on) = &entry.retrieved {
            self.say("retrieved", on.written.as_str());
        }
        let list = self.list;
        let heads = |heads: &mut dyn Iterator<Item = (&String, &Head)>| -> Vec<String> {
            heads
                .filter(|(_, head)| head.evidence.iter().any(|one| one == id))
                .map(|(id, _)| id.clone())
                .collect()
        };
        let rules = heads(&mut list.rules.iter().map(|(id, entry)| (id, &entry.head)));
        let authorities = heads(&mut list.authorities.iter().map(|(id, entry)| (id, &entry.head)));
        let vendors = heads(&mut list.vendors.iter().map(|(id, entry)| (id, &entry.head)));
        let waivers = heads(&mut list.waivers.iter().map(|(id, entry)| (id, &entry.head)));
        for (what, ids) in [
            ("of rules", rules),
            ("of authorities", authorities),
            ("of vendors", vendors),
            ("of waivers", waivers),
        ] {
            self.say_all(what, &ids);
        }
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
