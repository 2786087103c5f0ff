//! Changes of symbols and names: a line goes on under the same id.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Market, SecurityId, SecurityVersion, Ticker};

use super::layout::Cells;
use crate::dated_facts::Read;
use crate::dated_facts::cells::Wrong;
use crate::dated_facts::settle::settle;
use crate::report::ImportReport;

/// Sessions within which a line has its first close under its new symbol.
const FIRST_CLOSE: i64 = 30;

/// A line that has another symbol, or another name, from a session on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rename {
    pub(super) security: SecurityId,
    pub(super) ex_date: Date,
    pub(super) ticker: Option<Ticker>,
    name: Option<String>,
    known_at: Date,
}

impl Rename {
    pub(super) fn read(
        cells: &Cells<'_>,
        security: SecurityId,
        (ex_date, known_at): (Date, Date),
        today: Date,
    ) -> Result<Rename, Wrong> {
        if ex_date > today {
            let reason = format!("a change of symbol is taken once it holds: today is {today}");
            return Err(cells.wrong("ex_date", reason));
        }
        let said = cells.cell("new_ticker");
        let ticker = said.ticker();
        if ticker.is_none() && said.words().is_some() {
            return Err(cells.wrong("new_ticker", "not a trading symbol"));
        }
        let name = cells.cell("new_name").words().map(|name| name.trim().to_owned());
        if ticker.is_none() && name.is_none() {
            return Err(cells.wrong("new_ticker", "neither a new symbol nor a new name"));
        }
        Ok(Rename { security, ex_date, ticker, name, known_at })
    }

    /// Whether a description says what this does.
    fn is_said_by(&self, version: &SecurityVersion) -> bool {
        self.ticker.as_ref().is_none_or(|ticker| *ticker == version.ticker)
            && self.name.as_ref().is_none_or(|name| *name == version.name)
    }

    /// Whether another change of the same session does not contradict this one.
    fn agrees(&self, other: &Rename) -> bool {
        fn like<T: PartialEq>(one: Option<&T>, other: Option<&T>) -> bool {
            one.zip(other).is_none_or(|(one, other)| one == other)
        }
        like(self.ticker.as_ref(), other.ticker.as_ref())
            && like(self.name.as_ref(), other.name.as_ref())
    }

    fn shown(&self) -> (&'static str, String) {
        match (&self.ticker, &self.name) {
            (Some(ticker), _) => ("new_ticker", ticker.to_string()),
            (None, Some(name)) => ("new_name", name.clone()),
            (None, None) => ("new_ticker", String::new()),
        }
    }
}

/// Puts changes that nothing contradicts into the market.
pub(super) fn apply(market: &mut Market, found: Vec<Read<Rename>>, report: &mut ImportReport) {
    let mut known: Vec<Rename> = Vec::new();
    let mut possible: Vec<Read<Rename>> = Vec::new();
    for read in found {
        let rename = &read.fact;
        known.extend(change_on(market, rename));
        let said = version_on(market, rename.security, rename.ex_date);
        if said.is_some_and(|version| rename.is_said_by(version)) {
            known.push(rename.clone());
        }
        match other_holder(market, rename) {
            Some(other) if !continues(market, rename, other) => {
                let reason = format!("the symbol means another line, {}, on that day", other);
                let (column, value) = rename.shown();
                report.refuse(russet_market::Refusal {
                    source: read.source,
                    line: read.line,
                    column_name: column.to_owned(),
                    cell_value: value,
                    reason,
                });
            }
            _ => possible.push(read),
        }
    }
    let before = known.len();
    settle(
        &mut known,
        possible,
        report,
        |rename| (rename.security, rename.ex_date),
        Rename::agrees,
        Rename::shown,
    );
    for rename in known.split_off(before) {
        if let Some(other) = other_holder(market, &rename) {
            market.rename(&BTreeMap::from([(other, rename.security)]));
        }
        describe(market, &rename);
    }
}

/// Another security that has the new symbol on the day, or begins with it soon after.
fn other_holder(market: &Market, rename: &Rename) -> Option<SecurityId> {
    let ticker = rename.ticker.as_ref()?;
    let own = version_on(market, rename.security, rename.ex_date)?;
    let soon = own.mic.calendar().offset(rename.ex_date, FIRST_CLOSE).unwrap_or(rename.ex_date);
    let holds = |version: &&SecurityVersion| {
        version.security_id != rename.security
            && version.ticker.key() == ticker.key()
            && version.mic.currency() == own.mic.currency()
            && version.first_session <= soon
            && version.last_session >= rename.ex_date
    };
    market.securities.iter().find(holds).map(|version| version.security_id)
}

/// Whether the other line begins when this one ends: a feed's new symbol, taken for a new line.
fn continues(market: &Market, rename: &Rename, other: SecurityId) -> bool {
    let of = |security: SecurityId| {
        market.securities.iter().filter(move |version| version.security_id == security)
    };
    let begins = of(other).map(|version| version.first_session).min();
    let ends = of(rename.security).map(|version| version.last_session).max();
    begins.zip(ends).is_some_and(|(begins, ends)| begins >= rename.ex_date && begins > ends)
}

/// What the market has changed of the line on the very day.
fn change_on(market: &Market, rename: &Rename) -> Option<Rename> {
    let place = place_on(market, rename.security, rename.ex_date)?;
    let now = &market.securities[place];
    let before = &market.securities[place.checked_sub(1)?];
    if (before.security_id, now.first_session) != (rename.security, rename.ex_date) {
        return None;
    }
    let ticker = Some(&now.ticker).filter(|ticker| **ticker != before.ticker).cloned();
    let name = Some(&now.name).filter(|name| **name != before.name).cloned();
    (ticker.is_some() || name.is_some()).then(|| Rename { ticker, name, ..rename.clone() })
}

/// The description of a security on a day.
pub(super) fn version_on(
    market: &Market,
    security: SecurityId,
    day: Date,
) -> Option<&SecurityVersion> {
    place_on(market, security, day).map(|place| &market.securities[place])
}

fn place_on(market: &Market, security: SecurityId, day: Date) -> Option<usize> {
    let after = market
        .securities
        .partition_point(|one| (one.security_id, one.first_session) <= (security, day));
    after.checked_sub(1).filter(|place| market.securities[*place].security_id == security)
}

/// Describes a line again from the day on, until its next description.
fn describe(market: &mut Market, rename: &Rename) {
    let Some(place) = place_on(market, rename.security, rename.ex_date) else { return };
    let old = market.securities[place].clone();
    let calendar = old.mic.calendar();
    let day_before = |day: Date| calendar.previous_session(day).unwrap_or(day);
    let next = market.securities.get(place + 1).filter(|next| next.security_id == old.security_id);
    let to =
        next.map_or(old.last_session.max(rename.ex_date), |next| day_before(next.first_session));
    let ticker = rename.ticker.clone().unwrap_or_else(|| old.ticker.clone());
    // A line without a name goes by its ticker.
    let nameless = old.name == old.ticker.as_str();
    let usual = if nameless { ticker.to_string() } else { old.name.clone() };
    let name = rename.name.clone().unwrap_or(usual);
    let known_at = rename.known_at.max(rename.ex_date);
    let from = rename.ex_date;
    let new = SecurityVersion {
        ticker,
        name,
        first_session: from,
        last_session: to.max(from),
        known_at,
        ..old.clone()
    };
    if old.first_session == rename.ex_date {
        market.securities[place] = new;
        return;
    }
    market.securities[place].last_session = old.last_session.min(day_before(rename.ex_date));
    market.securities.insert(place + 1, new);
}
