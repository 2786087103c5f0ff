//! The vocabulary of an equity market: exact numbers, permanent identities, the session calendar,
//! dated facts, and the market folder that holds them.
//!
//! Every other crate of Russet speaks in these words and adds none of its own for the same thing.
//!
//! | module | what it holds |
//! |---|---|
//! | [`numbers`] | [`Price`], [`Shares`], [`Money`], [`Divisor`], [`Level`]: exact integers with a unit in the type |
//! | [`identity`] | [`SecurityId`], [`IssuerId`], [`Ticker`]: who is who, apart from what it is called today |
//! | [`Mic`] | where a line trades, and in what currency |
//! | [`Currency`] | what prices are in |
//! | [`calendar`] | the sessions of the New York Stock Exchange, 1978 to 2030 |
//! | [`facts`] | one row of each table: a security, a close, a share count, an action, a fund's list |
//! | [`market`] | all facts in memory, in one canonical order |
//! | [`view`] | quick answers from them, none of which looks ahead |
//! | [`folder`] | the same facts on disk, as Parquet, replaced atomically |
//! | [`check`] | what is missing, odd or impossible in a market |

pub mod calendar;
pub mod check;
mod columns;
mod currency;
pub mod facts;
pub mod folder;
pub mod identity;
mod known;
pub mod market;
mod mic;
pub mod numbers;
mod prices;
mod rebuilt;
mod source;
pub mod view;

pub use calendar::{Calendar, CalendarError};
pub use currency::Currency;
pub use facts::{
    Action, ActionFault, ActionKind, AreaKind, ClassVotes, CommitteeDecision, CorrectedField,
    Correction, CusipTicker, Filer, FilerLink, FilerName, FilerTicker, FreeFloat, FundLine,
    Fundamental, FundamentalMeasure, FxRate, Geography, IndexLevel, LineKind, Measure,
    PendingChange, PendingKind, PriceRow, Refusal, SecurityKind, SecurityVersion, ShareBasis,
    ShareCount, Withdrawal,
};
pub use folder::{FolderError, MarketFolder, Update};
pub use identity::{Cik, IssuerId, SecurityId, Ticker};
pub use known::{Digest, Fingerprint, Known, KnownRow};
pub use market::Market;
pub use mic::Mic;
pub use numbers::{Divisor, ExchangeRate, Factor, Level, Money, NumberError, Price, Ratio, Shares};
pub use prices::PriceTable;
pub use russet_store::table;
pub use view::{FilerOn, MarketView};
