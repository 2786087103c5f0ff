//! A line that tests of this crate put into a market.

use jiff::civil::Date;
use russet_market::{IssuerId, Mic, SecurityId, SecurityKind, SecurityVersion, Ticker};

/// A common share of a company of its own, described from one day to another and known on a third.
pub(crate) fn described(
    line: u32,
    symbol: &str,
    (from, to, known_at): (Date, Date, Date),
) -> SecurityVersion {
    SecurityVersion {
        security_id: SecurityId(line),
        issuer_id: IssuerId(line),
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
