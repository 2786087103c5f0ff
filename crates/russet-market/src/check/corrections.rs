//! A user's own words: those that hold no more, and those that never held.

use super::lines::Lines;
use super::report::{Finding, FindingKind, Tally};
use crate::facts::Correction;
use crate::market::Market;

pub(super) fn findings(market: &Market, lines: &Lines<'_>) -> Vec<Finding> {
    let (mut ended, mut idle) = (Tally::default(), Tally::default());
    let last = market.prices.sessions().last().map(|(day, _)| *day);
    for row in &market.corrections {
        let label = |day| {
            format!(
                "{} {}: {} is {}",
                lines.name(row.security_id, day),
                day,
                row.field.word(),
                row.override_value
            )
        };
        if !meets_its_line(row, lines) {
            idle.note(|| label(row.first_session));
        } else if let Some(until) =
            row.last_session.filter(|until| last.is_some_and(|last| *until < last))
        {
            ended.note(|| label(until));
        }
    }
    let (topic, noun) = ("corrections", ("correction", "corrections"));
    [
        idle.finding(FindingKind::Odd, topic, noun, "of a line that did not trade while it held"),
        ended.finding(FindingKind::Odd, topic, noun, "that ended before the market's last session"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the line is described on a day on which the correction holds.
fn meets_its_line(row: &Correction, lines: &Lines<'_>) -> bool {
    let versions = lines.place(row.security_id).map_or(&[][..], |place| lines.versions(place));
    versions.iter().any(|version| {
        version.last_session >= row.first_session
            && row.last_session.is_none_or(|until| version.first_session <= until)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::*;
    use crate::facts::{CorrectedField, PriceRow, SecurityKind, SecurityVersion};
    use crate::identity::{IssuerId, SecurityId, Ticker};
    use crate::mic::Mic;

    fn correction(from: Date, until: Option<Date>) -> Correction {
        let text = || "said".to_owned();
        Correction {
            security_id: SecurityId(0),
            field: CorrectedField::Nationality,
            override_value: "Ireland".to_owned(),
            who: text(),
            why: text(),
            evidence: text(),
            first_session: from,
            last_session: until,
            known_at: from,
        }
    }

    #[test]
    fn corrections_that_ended_or_never_held_are_told() {
        let (first, last) = (date(2024, 1, 2), date(2024, 6, 28));
        let mut market = Market::default();
        market.securities.push(SecurityVersion {
            security_id: SecurityId(0),
            issuer_id: IssuerId(0),
            ticker: Ticker::new("DUAL").unwrap(),
            name: "Dual Inc. Common Stock".to_owned(),
            mic: Mic::Xnas,
            kind: SecurityKind::Common,
            share_class: None,
            country: None,
            sector: None,
            industry: None,
            ipo_year: None,
            first_session: first,
            last_session: date(2024, 3, 28),
            known_at: first,
        });
        market.prices.push(PriceRow {
            date: last,
            security_id: SecurityId(0),
            close: "10".parse().unwrap(),
            volume: None,
            reported_change_percent: None,
            reported_cap_cents: None,
        });
        market.corrections = vec![
            correction(first, None),
            correction(date(2023, 1, 3), Some(first)),
            correction(date(2023, 1, 3), Some(date(2023, 12, 29))),
            correction(date(2024, 4, 1), None),
        ];
        let found = findings(&market, &Lines::new(&market));
        let said: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "There are 2 corrections of a line that did not trade while it held.",
                "There is 1 correction that ended before the market's last session.",
            ]
        );
        assert_eq!(found[1].examples, ["DUAL 2024-01-02: nationality is Ireland"]);
    }
}
