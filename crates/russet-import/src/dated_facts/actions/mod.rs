//! Corporate actions that a user has from filings or a vendor.
//!
//! | module | what it does |
//! |---|---|
//! | `layout` | the columns of files of actions, of splits and of dividends |
//! | `kinds` | the words for what an action does |
//! | `terms` | shares for shares |
//! | `row` | a row as an action or a change of symbol |
//! | `group` | what is known of the actions of one kind, security and ex-date |
//! | `numbering` | which of several actions a row is about |
//! | `versions` | rows against the market: new ones, corrections, conflicts |
//! | `renames` | changes of symbols and names |

mod group;
mod kinds;
mod layout;
mod numbering;
mod renames;
mod row;
mod terms;
mod versions;

use std::path::PathBuf;

use russet_market::{Action, Market};

use self::layout::Layout;
use self::row::{Reader, Said};
use super::securities::Symbols;
use super::{Outcome, Read, read_all};
use crate::derive::{DERIVED, nearby, refresh};
use crate::error::ImportError;
use crate::options::ImportOptions;
use crate::report::ImportReport;

/// Takes in corporate actions: `ex_date,ticker,kind` and the terms that the kind needs (see
/// [`Action::fault`]): `ratio`, or `new` and `old`; `cash` a share and its `currency`; `other`, the
/// ticker of the other line; `shares`; `effective`; further `sequence`, `known_at` and `source`. The kind is a
/// word of [`ActionKind`](russet_market::ActionKind) or one that feeds use for it; a blank one is a split.
///
/// Several actions of one kind, security and ex-date have a `sequence` each, from 0. Where a row says none,
/// spin-offs are distinguished by their children, and dividends, rights, offerings and bids of different terms that
/// one file lists side by side are numbered in its order. Other terms with another `known_at` are a correction.
///
/// An ex-date that is no session means the next one; an action without `known_at` was known then. The
/// other line of a spin-off or a conversion may have its first close up to 30 sessions later. Splits
/// worked out from prices give way to these, except that the same split on another session near by
/// keeps the session on which prices changed.
///
/// A row of kind `rename` gives a line a `new_ticker` or a `new_name` from its date on, under the same
/// id; a line that began under the new symbol when the old one stopped is that line.
///
/// # Errors
/// [`ImportError`] when a file as a whole cannot be read; symbols that the market does not know on
/// that date are refused in the report.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_actions, import_prices};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, actions) = (folder.path().join("closes.csv"), folder.path().join("actions.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-10,NVDA,121.79\n")?;
/// std::fs::write(&actions, "ex_date,ticker,kind,ratio\n2024-06-10,NVDA,split,10/1\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnas);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_actions(market, &[actions], &options)?;
/// assert_eq!(market.actions[0].ratio, Some("10/1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_actions(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, layout::ACTIONS)
}

/// Takes in dividends: `ticker,ex_date,amount[,kind][,currency][,known_at][,source]`, ordinary ones
/// where the kind does not say otherwise; else like [`import_actions`].
///
/// # Errors
/// As [`import_actions`].
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_dividends, import_prices};
/// use russet_market::{ActionKind, Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, paid) = (folder.path().join("closes.csv"), folder.path().join("paid.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-05-09,IBM,166.27\n")?;
/// std::fs::write(&paid, "ticker,ex_date,amount\nIBM,2024-05-09,1.67\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnys);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_dividends(market, &[paid], &options)?;
/// assert_eq!(market.actions[0].kind, ActionKind::OrdinaryDividend);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_dividends(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, layout::DIVIDENDS)
}

/// Takes in splits: `date,symbol` and `ratio`, or `new` and `old` (also `ratioNew`, `ratioOld`); else
/// like [`import_actions`].
///
/// # Errors
/// As [`import_actions`].
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{ImportOptions, import_prices, import_splits};
/// use russet_market::{Market, Mic};
/// let folder = tempfile::tempdir()?;
/// let (closes, splits) = (folder.path().join("closes.csv"), folder.path().join("splits.csv"));
/// std::fs::write(&closes, "date,ticker,close\n2024-06-10,NVDA,121.79\n")?;
/// std::fs::write(&splits, "date,symbol,new,old\n2024-06-10,NVDA,10,1\n")?;
/// let mut options = ImportOptions::new(date(2024, 6, 30));
/// options.exchange = Some(Mic::Xnas);
/// let (market, _) = import_prices(Market::default(), &[closes], &options)?;
/// let (market, _) = import_splits(market, &[splits], &options)?;
/// assert_eq!(market.actions[0].ratio, Some("10/1".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn import_splits(
    market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<(Market, ImportReport), ImportError> {
    take_in(market, files, options, layout::SPLITS)
}

fn take_in(
    mut market: Market,
    files: &[PathBuf],
    options: &ImportOptions<'_>,
    layout: Layout,
) -> Result<(Market, ImportReport), ImportError> {
    market.canonical();
    let mut report = ImportReport::new(layout.format);
    let mut symbols = Symbols::of(&market);
    let found = read_all(
        &mut market,
        &mut report,
        (files, options),
        layout.columns,
        |market, file, row| {
            let reader = Reader { layout, symbols: &symbols, market, today: options.today };
            let read = reader.read(file, row);
            if let Ok(Outcome::Fact(Said::Rename(rename))) = &read {
                symbols.rename(rename.security, rename.ticker.as_ref(), rename.ex_date);
            }
            read.unwrap_or_else(|(place, reason)| Outcome::Bad(place, reason))
        },
    )?;
    let (mut actions, mut renames) = (Vec::new(), Vec::new());
    for Read { fact, source, file, line } in found {
        match fact {
            Said::Action(fact) => actions.push(Read { fact, source, file, line }),
            Said::Rename(fact) => renames.push(Read { fact, source, file, line }),
        }
    }
    actions.retain(|read| !proved_nearby(&market, &read.fact.action, &mut report));
    market.actions.retain(|action| action.source != DERIVED);
    versions::settle(&mut market, actions, &mut report);
    renames::apply(&mut market, renames, &mut report);
    refresh(&mut market);
    report.finish(&mut market)?;
    Ok((market, report))
}

/// Whether prices prove the very same split on another session near by: sources differ by a day or
/// two in what they call its date, but a basket must change on the session whose prices did.
fn proved_nearby(market: &Market, split: &Action, report: &mut ImportReport) -> bool {
    let proved = market.actions.iter().find(|other| {
        other.source == DERIVED
            && split.kind.changes_units()
            && (other.security_id, other.ratio) == (split.security_id, split.ratio)
            && other.ex_date != split.ex_date
            && nearby(market, other, split)
    });
    if let Some(other) = proved {
        report.rows_known_already += 1;
        report.notes.push(format!(
            "{}: split of {} on {}: prices changed on {}, which stays",
            split.source, split.security_id, split.ex_date, other.ex_date
        ));
    }
    proved.is_some()
}
