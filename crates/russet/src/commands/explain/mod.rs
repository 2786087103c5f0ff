//! `russet explain`: why a security is in, or not.

mod explanation;
mod moneys;
mod sheet;

use anyhow::{bail, ensure};
use jiff::civil::Date;
use russet_calc::Run;
use russet_market::{Calendar, SecurityId, Ticker};
use russet_rules::Decision;

use crate::arguments::ExplainArguments;
use crate::methodology::family_of;
use crate::output::{Format, print_text};
use sheet::sheet;

pub use explanation::explanation;

pub fn run(arguments: &ExplainArguments) -> anyhow::Result<()> {
    let Some(ticker) = Ticker::new(&arguments.ticker) else {
        bail!("'{}' is no symbol", arguments.ticker);
    };
    let run = arguments.run.place.snapshot()?.read_without_closes()?;
    let (from, to) = (run.manifest.from, run.manifest.to);
    let day = arguments.on.unwrap_or(to);
    let family = family_of(&run)?;
    let calendar = family.sessions();
    ensure!(
        session_of(calendar, day) <= calendar.next_session(to)?,
        "{day} lies behind the run, which covers sessions from {from} to {to} (hint: give a day in that range)"
    );
    let Some(security) = holder_of(&run, &ticker, day) else {
        bail!(
            "no decision about {ticker} up to {day}: the market had no line of this symbol on a rank day (hint: a symbol used at that time may differ from today's)"
        );
    };
    match arguments.run.format {
        Format::Table => print_text(&explanation((&run, &family), security, day)),
        other => sheet(&family, &decisions_of(&run, security, day)).print(other),
    }
}

/// The security that went by a symbol on a day: as a constituent then, or as last decided of.
fn holder_of(run: &Run, ticker: &Ticker, day: Date) -> Option<SecurityId> {
    let key = ticker.key();
    let held =
        run.constituents.iter().filter(|row| row.first_session <= day && row.ticker.key() == key);
    let newest_held = held
        .max_by_key(|row| (row.last_session.min(day), row.first_session))
        .map(|row| (row.last_session, row.security_id));
    let decided = run.decisions.iter().filter(|row| row.rank_day <= day && row.ticker.key() == key);
    let newest_decided =
        decided.max_by_key(|row| row.rank_day).map(|row| (row.rank_day, row.security_id));
    newest_held.max(newest_decided).map(|(_, security)| security)
}

/// The session whose constituents hold on a day: on a weekend those of the session that follows.
fn session_of(calendar: &Calendar, day: Date) -> Date {
    calendar.session_on_or_after(day).unwrap_or(day)
}

fn decisions_of(run: &Run, security: SecurityId, day: Date) -> Vec<&Decision> {
    let known = |row: &&Decision| row.security_id == security && row.rank_day <= day;
    run.decisions.iter().filter(known).collect()
}
