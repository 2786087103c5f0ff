//! The closes that counted in a session.

use std::iter::Peekable;

use jiff::civil::Date;
use russet_market::{Price, SecurityId};

use super::Recorder;
use crate::run::Keeps;
use crate::state::closes::Closes;

impl Recorder<'_> {
    /// The closes that counted in a session, of securities in order, other than those that the market has.
    pub(in crate::history) fn closes(
        &mut self,
        session: Date,
        closes: &Closes,
        securities: &[SecurityId],
        market: impl Iterator<Item = (SecurityId, Price)>,
    ) {
        let mut market = market.peekable();
        for security in securities {
            let Some((close, date)) = closes.dated(*security) else { continue };
            let kept = match self.keeps {
                Keeps::Everything => true,
                Keeps::AllButMarketCloses => {
                    date != session || close_of(&mut market, *security) != Some(close)
                }
                Keeps::SecurityTrades | Keeps::Levels => false,
            };
            if kept {
                self.rows.closes.push(session, *security, close, date);
            }
        }
    }
}

/// The market's close of a security, where securities are asked for in order.
fn close_of(
    market: &mut Peekable<impl Iterator<Item = (SecurityId, Price)>>,
    security: SecurityId,
) -> Option<Price> {
    while market.next_if(|(next, _)| *next < security).is_some() {}
    market.next_if(|(next, _)| *next == security).map(|(_, close)| close)
}
