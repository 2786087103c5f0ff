//! The currency that each security of a run trades in, over time.

use jiff::civil::Date;
use russet_market::{Currency, SecurityId};

use crate::run::Constituent;

/// By security, from one day to another.
#[derive(Debug, Clone, Default)]
pub(crate) struct TradingCurrencies {
    by_security: Vec<Vec<(Date, Date, Currency)>>,
}

impl TradingCurrencies {
    /// Takes in what rows of constituents say. A security trades in one currency on a day, so rows that
    /// overlap say the same.
    pub(crate) fn learn(&mut self, rows: &[Constituent]) {
        for row in rows {
            let place = row.security_id.0 as usize;
            if place >= self.by_security.len() {
                self.by_security.resize(place + 1, Vec::new());
            }
            let partitioning = &mut self.by_security[place];
            let overlaps = |(from, to, currency): &&mut (Date, Date, Currency)| {
                *currency == row.currency && *from <= row.last_session && row.first_session <= *to
            };
            match partitioning.last_mut().filter(overlaps) {
                Some((from, to, _)) => {
                    *from = row.first_session.min(*from);
                    *to = row.last_session.max(*to);
                }
                None => partitioning.push((row.first_session, row.last_session, row.currency)),
            }
        }
    }

    /// Puts what was learned in order of time.
    pub(crate) fn settle(&mut self) {
        for partitioning in &mut self.by_security {
            partitioning.sort_unstable();
            partitioning.dedup_by(|next, last| {
                let same = next.2 == last.2;
                if same {
                    last.1 = last.1.max(next.1);
                }
                same
            });
        }
    }

    /// The currency of a security on a day, as far as the run shows.
    pub(crate) fn of(&self, security: SecurityId, day: Date) -> Option<Currency> {
        let partitioning = self.by_security.get(security.0 as usize)?;
        let key = partitioning.iter().find(|(from, to, _)| *from <= day && day <= *to)?;
        Some(key.2)
    }
}
