//! A security that tests of this crate put into a market.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use russet_market::{
    Action, ActionKind, CorrectedField, Correction, IssuerId, Market, Mic, Ratio, SecurityId,
    SecurityKind, SecurityVersion, ShareBasis, ShareCount, Shares, Ticker,
};

/// A common share of a company of its own, described from one day to another and known on a third.
pub(crate) fn described(
    security: u32,
    symbol: &str,
    (from, to, known_at): (Date, Date, Date),
) -> SecurityVersion {
    SecurityVersion {
        security_id: SecurityId(security),
        issuer_id: IssuerId(security),
        ticker: Ticker::new(symbol).unwrap(),
        name: "Company".to_owned(),
        mic: Mic::Xnas,
        kind: SecurityKind::Common,
        share_class: None,
        country: None,
        sector: None,
        industry: None,
        ipo_year: None,
        first_session: from,
        last_session: to,
        known_at,
    }
}

/// The security that [`with_facts`] is about.
pub(crate) const SECURITY: SecurityId = SecurityId(0);

/// A day of a test, counted from 2020 on.
pub(crate) fn day(number: i64) -> Date {
    date(2020, 1, 1).saturating_add(number.days())
}

/// One security, [`SECURITY`], with descriptions, counts of both bases, splits and a user's words, each from one day and
/// known on another.
pub(crate) fn with_facts(facts: &[(u8, i64, i64)]) -> Market {
    let mut market = Market::default();
    for (place, (sort, from, known)) in facts.iter().enumerate() {
        let (from, known_at) = (day(*from), day(*known));
        match sort {
            0 => {
                let days = (from, day(99), known_at);
                market.securities.push(described(SECURITY.0, &format!("T{place}"), days));
            }
            1 => {
                let split = Action::new(from, SECURITY, ActionKind::Split, "test");
                let ratio = Ratio::new(2 + place as u64 % 3, 1).ok();
                market.actions.push(Action { ratio, known_at, ..split });
            }
            2 => market.corrections.push(Correction {
                security_id: SECURITY,
                field: CorrectedField::Shares,
                override_value: (place + 1).to_string(),
                who: "A. Reader".to_owned(),
                why: "it is so".to_owned(),
                evidence: "a filing".to_owned(),
                first_session: from,
                last_session: Some(day(70)).filter(|_| place % 2 == 0),
                known_at,
            }),
            _ => market.shares.push(ShareCount {
                security_id: SECURITY,
                effective_date: from,
                known_at,
                shares_outstanding: Shares::whole(100 + place as u64).unwrap(),
                basis: if *sort == 3 { ShareBasis::Class } else { ShareBasis::Company },
                free_float: None,
                source: "test".to_owned(),
            }),
        }
    }
    market.canonical();
    market
}
