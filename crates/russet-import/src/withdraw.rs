//! Facts taken back by hand: an action or a share count that is wrong in its source.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::table::Table;
use russet_market::{
    Action, ActionKind, Market, SecurityId, ShareBasis, ShareCount, Ticker, Withdrawal,
};

use crate::action_terms::{by_sequence, same_terms};
use crate::derive::{self, DERIVED};
use crate::withdrawn::Withdrawn;

/// Which fact to withdraw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactToWithdraw {
    /// The corporate action of a security on an ex-date.
    Action {
        /// The security's symbol on that date.
        ticker: Ticker,
        /// The ex-date.
        ex_date: Date,
        /// What the action does, where several go ex on that date.
        kind: Option<ActionKind>,
        /// Its sequence, where several of that kind do.
        sequence: Option<u16>,
    },
    /// The share count of a security from a date on.
    Shares {
        /// The security's symbol on that date.
        ticker: Ticker,
        /// The first session that the count holds for.
        effective: Date,
    },
}

/// Who withdraws facts, why and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawer {
    /// The name.
    pub who: String,
    /// The reason.
    pub why: String,
    /// The day.
    pub on: Date,
}

/// Why a fact cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (hint: {hint})")]
pub struct WithdrawError {
    problem: String,
    hint: String,
}

/// The withdrawals that take a fact back; of an action they may be several, one from each source.
///
/// # Errors
/// [`WithdrawError`] where there is no such fact, or it is not clear which one is meant.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{FactToWithdraw, Withdrawer, withdrawals_of};
/// use russet_market::{Market, Ticker};
/// let by = Withdrawer { who: "ann".into(), why: "a typing error".into(), on: date(2024, 7, 1) };
/// let (ticker, ex_date) = (Ticker::new("IBM").unwrap(), date(2024, 6, 28));
/// let fact = FactToWithdraw::Action { ticker, ex_date, kind: None, sequence: None };
/// let error = withdrawals_of(&Market::default(), &fact, &by).unwrap_err();
/// assert!(error.to_string().contains("no security traded as IBM"));
/// ```
pub fn withdrawals_of(
    market: &Market,
    fact: &FactToWithdraw,
    by: &Withdrawer,
) -> Result<Vec<Withdrawal>, WithdrawError> {
    match fact {
        FactToWithdraw::Action { ticker, ex_date, kind, sequence } => {
            let securities = securities(market, ticker, *ex_date)?;
            let is_meant = |action: &&Action| {
                securities.contains(&action.security_id)
                    && kind.is_none_or(|one| one == action.kind)
            };
            let actions: Vec<&Action> = market.actions.iter().filter(is_meant).collect();
            let days = days_meant(market, &securities, *ex_date);
            let found = of_day(actions, &days, |action| action.ex_date);
            let mut found = found.map_err(|days| none_of("action", ticker, *ex_date, &days))?;
            let kinds: BTreeSet<&str> = found.iter().map(|action| action.kind.word()).collect();
            if kinds.len() > 1 {
                return Err(WithdrawError {
                    problem: format!("{ticker} has several actions on {ex_date}"),
                    hint: format!("say which with --kind: {}", join(kinds)),
                });
            }
            let day = found.clone();
            found.retain(|action| sequence.is_none_or(|one| one == action.sequence));
            if let Some(problem) = unclear_sequence(ticker, &found, *ex_date) {
                let day = by_sequence(last_versions(&day));
                return Err(WithdrawError {
                    problem,
                    hint: format!("say which with --sequence: {day}"),
                });
            }
            Ok(found.into_iter().map(|row| by.withdrawal_of_action(row, &day)).collect())
        }
        FactToWithdraw::Shares { ticker, effective } => {
            let securities = securities(market, ticker, *effective)?;
            let is_meant = |count: &&ShareCount| securities.contains(&count.security_id);
            let counts: Vec<&ShareCount> = market.shares.iter().filter(is_meant).collect();
            let days = days_meant(market, &securities, *effective);
            let found = of_day(counts, &days, |count| count.effective_date);
            let mut found =
                found.map_err(|days| none_of("share count", ticker, *effective, &days))?;
            // A count that a user supplied hides the derived one, and is the one that can be wrong.
            if found.iter().any(|count| count.source != DERIVED) {
                found.retain(|count| count.source != DERIVED);
            }
            Ok(found.into_iter().map(|row| by.withdrawal_of_shares(row)).collect())
        }
    }
}

/// Takes facts back: removes them from their tables, keeps the withdrawals on record, and derives
/// from prices what follows from the rest.
pub fn withdraw(mut market: Market, withdrawals: Vec<Withdrawal>) -> Market {
    let changes_actions = withdrawals.iter().any(|row| row.table_name == Action::NAME);
    market.withdrawals.extend(withdrawals);
    remove(&mut market);
    if changes_actions {
        derive::refresh(&mut market);
        market.canonical();
    }
    market
}

/// Removes every withdrawn fact, and derives from prices what follows from the rest.
pub(crate) fn apply(mut market: Market) -> Market {
    if market.withdrawals.is_empty() {
        return market;
    }
    remove(&mut market);
    derive::refresh(&mut market);
    market.canonical();
    market
}

fn remove(market: &mut Market) {
    let withdrawn = Withdrawn::of(&market.withdrawals, Action::NAME);
    market.actions.retain(|row| withdrawn.find(row.security_id, row).is_none());
    let withdrawn = Withdrawn::of(&market.withdrawals, ShareCount::NAME);
    market.shares.retain(|row| withdrawn.find(row.security_id, row).is_none());
    market.canonical();
}

impl Withdrawer {
    /// The withdrawal of a version of an action, given all actions of the day.
    fn withdrawal_of_action(&self, row: &Action, of_day: &[&Action]) -> Withdrawal {
        let terms = [
            row.ratio.map(|ratio| ratio.to_string()),
            row.cash.map(|cash| cash.to_string()),
            row.shares_sold.map(|shares| format!("{shares} shares")),
        ];
        let sequence = (row.sequence > 0).then(|| format!("(sequence {})", row.sequence));
        let words = [Some(row.kind.word().to_owned())].into_iter().chain(terms).chain([sequence]);
        let fact = words.flatten().collect::<Vec<_>>().join(" ");
        let is_equal = |other: &&&Action| other.kind == row.kind && same_terms(other, row);
        let digest = match of_day.iter().filter(is_equal).all(|one| one.sequence == row.sequence) {
            true => Withdrawal::digest_of(row),
            false => Withdrawal::digest_with_sequence(row),
        };
        self.withdrawal(Action::NAME, row.security_id, (row.ex_date, fact, digest))
    }

    fn withdrawal_of_shares(&self, row: &ShareCount) -> Withdrawal {
        let of = match row.basis {
            ShareBasis::Class => "of the class",
            ShareBasis::Company => "of the company",
        };
        let fact = format!("{} shares {of}", row.shares_outstanding);
        let digest = Withdrawal::digest_of(row);
        self.withdrawal(ShareCount::NAME, row.security_id, (row.effective_date, fact, digest))
    }

    pub(crate) fn withdrawal(
        &self,
        table: &str,
        security_id: SecurityId,
        (date, fact, row_digest): (Date, String, String),
    ) -> Withdrawal {
        Withdrawal {
            table_name: table.to_owned(),
            security_id,
            date,
            fact,
            row_digest,
            who: self.who.clone(),
            why: self.why.clone(),
            withdrawn_on: self.on,
        }
    }
}

/// Why some versions of actions are not those of one action, if they are not.
fn unclear_sequence(ticker: &Ticker, found: &[&Action], ex_date: Date) -> Option<String> {
    let sequences: BTreeSet<u16> = found.iter().map(|action| action.sequence).collect();
    match (found.first(), sequences.len()) {
        (None, _) => Some(format!("{ticker} has no such action on {ex_date}")),
        (Some(_), 1) => None,
        (Some(action), _) => {
            let kind = action.kind.word();
            Some(format!("{ticker} has several actions of the kind {kind} on {ex_date}"))
        }
    }
}

/// The last version of each action, of the versions of actions in canonical order.
fn last_versions<'a>(versions: &[&'a Action]) -> impl Iterator<Item = &'a Action> {
    versions.chunk_by(|one, other| one.is_version_of(other)).filter_map(|one| one.last().copied())
}

/// The securities that ever had a symbol, up to a day.
fn securities(
    market: &Market,
    ticker: &Ticker,
    day: Date,
) -> Result<BTreeSet<SecurityId>, WithdrawError> {
    let versions = market.securities.iter().filter(|row| row.ticker.key() == ticker.key());
    let securities: BTreeSet<SecurityId> = versions.map(|row| row.security_id).collect();
    match securities.is_empty() {
        false => Ok(securities),
        true => Err(WithdrawError {
            problem: format!("no security traded as {ticker} on {day}"),
            hint: "write the symbol that the security had on that date".to_owned(),
        }),
    }
}

/// A day, and the sessions of some securities that it means where it is none.
fn days_meant(market: &Market, securities: &BTreeSet<SecurityId>, day: Date) -> BTreeSet<Date> {
    let versions = market.securities.iter();
    let own = versions.filter(|version| securities.contains(&version.security_id));
    let meant = own.filter_map(|version| version.mic.calendar().session_on_or_after(day).ok());
    std::iter::once(day).chain(meant).collect()
}

/// The rows of the first of some days that has any; else the days that have rows.
fn of_day<'a, R>(
    rows: Vec<&'a R>,
    days: &BTreeSet<Date>,
    date_of: impl Fn(&R) -> Date,
) -> Result<Vec<&'a R>, BTreeSet<Date>> {
    for day in days {
        let found: Vec<&R> = rows.iter().copied().filter(|row| date_of(row) == *day).collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Err(rows.into_iter().map(date_of).collect())
}

/// Dates that a hint lists.
const DATES_SHOWN: usize = 5;

fn none_of(what: &str, ticker: &Ticker, day: Date, days: &BTreeSet<Date>) -> WithdrawError {
    let near = |other: &&Date| (other.until(day)).map_or(0, |span| span.get_days().abs());
    let mut days: Vec<&Date> = days.iter().collect();
    days.sort_by_key(near);
    let shown = days.iter().take(DATES_SHOWN).map(ToString::to_string);
    let hint = match days.is_empty() {
        true => format!("the market has no {what} of {ticker}"),
        false => format!("the nearest are of {}", join(shown)),
    };
    WithdrawError { problem: format!("{ticker} has no {what} on {day}"), hint }
}

fn join<T: ToString>(words: impl IntoIterator<Item = T>) -> String {
    words.into_iter().map(|word| word.to_string()).collect::<Vec<_>>().join(", ")
}
