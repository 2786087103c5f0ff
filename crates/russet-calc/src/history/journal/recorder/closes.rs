//! The closes that counted in a session.

use std::iter::Peekable;

use jiff::civil::Date;
use russet_market::{Price, SecurityId};

use super::Recorder;
use crate::run::Keeps;
use crate::state::closes::Closes;

impl Recorder<'_> {
    /// The closes that counted in a session, of lines in order, beside those that the market has of it.
    pub(in crate::history) fn closes(
        &mut self,
        session: Date,
        closes: &Closes,
        lines: &[SecurityId],
        market: impl Iterator<Item = (SecurityId, Price)>,
    ) {
        let mut market = market.peekable();
        for security in lines {
            let Some((close, date)) = closes.dated(*security) else { continue };
            let kept = match self.keeps {
                Keeps::Everything => true,
                Keeps::AllButMarketCloses => {
                    date != session || close_of(&mut market, *security) != Some(close)
                }
                Keeps::LineTrades | Keeps::Levels => false,
            };
            if kept {
                self.rows.closes.push(session, *security, close, date);
            }
        }
    }
}

/// The market's close of a line, where lines are asked for in order.
fn close_of(
    market: &mut Peekable<impl Iterator<Item = (SecurityId, Price)>>,
    line: SecurityId,
) -> Option<Price> {
    while market.next_if(|(security, _)| *security < line).is_some() {}
    market.next_if(|(security, _)| *security == line).map(|(_, close)| close)
}
