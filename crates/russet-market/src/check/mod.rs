//! What is missing, odd or impossible in a market.
//!
//! Nothing here changes a market and nothing stops a run: a finding is a sentence, a count and a few
//! examples, for a person to judge. *Missing* facts leave a hole that a run bridges (a missing close
//! is carried); *odd* facts may be true and deserve a look; *impossible* ones contradict the
//! calendar, another fact or themselves.
//!
//! | module | what it looks at |
//! |---|---|
//! | `report` | the words of a report, and how examples are chosen |
//! | `coverage` | how much there is of everything |
//! | `twice` | rows that are there twice, or that contradict each other |
//! | `lines` | securities by place, and their descriptions by day |
//! | `walk` | a pass over all closes, each with the close before it |
//! | `grid` | sessions and markets: days without closes, thin sessions, closes on holidays |
//! | `stale` | sessions of a market that repeat the closes of the one before |
//! | `doubtful` | the sessions whose closes should not be trusted, by name |
//! | `gaps`, `moves`, `activity` | one line's closes: holes, jumps, no trading |
//! | `undescribed` | facts of securities that nothing describes |
//! | `register` | symbols of two companies, lines of none |
//! | `around` | the closes beside the days that actions are about |
//! | `actions`, `other_lines`, `suspensions` | corporate actions: their terms, their other lines, trades in between |
//! | `exchange_rates` | jumps and contradictions of rates, currencies without any, old ones |
//! | `descriptions`, `shares`, `fundamentals`, `lists`, `levels`, `refusals`, `corrections`, `decisions` | the smaller tables |

mod actions;
mod activity;
mod around;
mod corrections;
mod coverage;
mod decisions;
mod descriptions;
mod doubtful;
mod exchange_rates;
mod fundamentals;
mod gaps;
mod grid;
mod levels;
mod lines;
mod lists;
mod moves;
mod other_lines;
mod refusals;
mod register;
mod report;
mod shares;
mod stale;
mod suspensions;
mod twice;
mod undescribed;
mod walk;

pub use coverage::{Coverage, Span};
pub use doubtful::{DoubtReason, DoubtfulSession, doubtful_sessions};
pub use report::{Finding, FindingKind, Report};

use crate::market::Market;

/// Looks through a market, which need not be in canonical order: a few passes over the closes, one
/// or two over each other table. Findings come in the order of their kinds.
///
/// ```
/// use jiff::civil::date;
/// use russet_market::check::{FindingKind, check};
/// use russet_market::{Market, PriceRow, SecurityId};
///
/// let mut market = Market::default();
/// market.prices.push(PriceRow {
///     date: date(2024, 7, 4),
///     security_id: SecurityId(7),
///     close: "10".parse()?,
///     volume: None,
///     reported_change_percent: None,
///     reported_cap_cents: None,
/// });
/// let report = check(&market);
/// assert_eq!(report.coverage.price_rows, 1);
/// let holiday = report.of(FindingKind::Impossible).next().unwrap();
/// assert_eq!(holiday.message, "There is 1 day with closes though the exchange was shut.");
/// assert_eq!(holiday.examples, ["2024-07-04 (Independence Day): 1 row"]);
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn check(market: &Market) -> Report {
    let repeated_closes = twice::closes(market);
    let market = &*twice::canonical(market);
    let lines = lines::Lines::new(market);
    let sessions = market.prices.sessions();

    let mut grid = grid::Grid::new(sessions);
    let mut stale = stale::Stale::new(&lines, sessions);
    walk::walk(market, &lines, sessions, |step| {
        grid.take(step);
        stale.take(step);
    });
    grid.judge();

    let mut gaps = gaps::Gaps::new(&lines, &grid);
    let mut moves = moves::Moves::new(&stale);
    let mut activity = activity::Activity::new(&lines);
    let mut around = around::Around::actions(market, &lines);
    let mut suspensions = suspensions::Suspensions::new(market, &lines);
    let last_closes = walk::walk(market, &lines, sessions, |step| {
        around.take(step);
        suspensions.take(step);
        gaps.take(step);
        moves.take(step);
        activity.take(step);
    });
    around.finish(&last_closes);

    let found = [
        twice::rows(market, &lines),
        repeated_closes.into_iter().collect(),
        grid.findings(sessions),
        gaps.findings(),
        stale.findings(sessions),
        moves.findings(),
        activity.findings(&lines),
        undescribed::findings(market, &lines),
        descriptions::findings(market, &lines, &last_closes),
        shares::findings(market, &lines),
        actions::findings(market, &lines, &around, &last_closes),
        other_lines::findings(market, &lines, &around),
        suspensions.findings(&lines),
        fundamentals::findings(market, &lines),
        exchange_rates::findings(market, &lines, sessions),
        decisions::findings(market, &lines),
        lists::findings(market),
        levels::findings(market),
        refusals::findings(market),
        register::findings(market, &lines),
        corrections::findings(market, &lines),
    ];
    let mut findings = found.concat();
    findings.sort_by_key(|finding| finding.kind);
    Report { coverage: Coverage::of(market), findings }
}
