//! All facts of a market in memory, in one canonical order.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;
use russet_store::table::{Table, TableSchema, encode};

use crate::check::DoubtfulSession;
use crate::facts::{
    Action, ClassVotes, CommitteeDecision, Correction, CusipTicker, Filer, FilerLink, FilerName,
    FilerTicker, FreeFloat, FundLine, Fundamental, FxRate, Geography, IndexLevel, PendingChange,
    Refusal, SecurityVersion, ShareCount, Withdrawal,
};
use crate::folder::{FolderError, PriceFileRow};
use crate::identity::SecurityId;
use crate::known::KnownRow;
use crate::prices::PriceTable;
pub use crate::source::Source;

/// What builds need of a table, and how it counts in what was known by a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Descriptions of securities, which are known up to a session each.
    Description,
    /// Many rows: what was known of them is kept by session, so that a build of a further day need not read
    /// them.
    Long,
    /// Few rows, which every build reads.
    Short,
    /// Lists, each known as a whole from its first sight on.
    List,
    /// Links to a register, derived from the other tables.
    Link,
    /// What no build reads.
    Aside,
    /// Who did what to the market: no fact, and missing in markets written before it was recorded.
    Record,
}

impl Role {
    /// Whether a build of a further day reads the whole table.
    pub(crate) fn is_short(self) -> bool {
        matches!(self, Role::Short | Role::List | Role::Link)
    }
}

/// The tables of a market besides its prices: the one list from which the market's fields, their files, their
/// order and what was known of them by a day are made. Hands the list to a macro.
macro_rules! market_tables {
    ($with:ident) => {
        $with! {
            /// Descriptions, by security and first date.
            Description securities: SecurityVersion;
            /// Share counts, by security and effective date.
            Long shares: ShareCount;
            /// Free floats, by security and effective date.
            Short free_floats: FreeFloat;
            /// Votes by class, by security and effective date.
            Short class_votes: ClassVotes;
            /// Assets and revenue by country, by security and fiscal year.
            Short geography: Geography;
            /// Values from companies' accounts, by security, measure and period.
            Long fundamentals: Fundamental;
            /// Rates of exchange, by date and pair.
            Short fx: FxRate;
            /// What committees decided, by index and effective date.
            Short committee_decisions: CommitteeDecision;
            /// A user's own word in the place of an input, by security and field.
            Short corrections: Correction;
            /// Corporate actions, by ex-date and security.
            Long actions: Action;
            /// Companies as a register describes them, by their number there and first sight.
            Short filers: Filer;
            /// Symbols that the register gave to companies.
            Short filer_tickers: FilerTicker;
            /// Names that companies had before.
            Short filer_names: FilerName;
            /// Symbols of CUSIPs.
            Short cusips: CusipTicker;
            /// Which security is of which company of the register, by security and first session.
            Link filer_links: FilerLink;
            /// Lines of funds' lists, by fund, date and ticker.
            List fund_lines: FundLine;
            /// Levels of outside indexes, by index and date.
            Aside index_levels: IndexLevel;
            /// Rows that imports refused.
            Aside refusals: Refusal;
            /// Files that went in.
            Record sources: Source;
            /// Facts that were taken back.
            Record withdrawals: Withdrawal;
            /// Changes that wait for a second person.
            Record pending: PendingChange;
        }
    };
}
pub(crate) use market_tables;

macro_rules! market {
    ($($(#[$doc:meta])* $role:ident $field:ident: $row:ty;)+) => {
        /// Everything known of a market. Each table is sorted by its key and holds no duplicates, once
        /// [`Market::canonical`] has run.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Market {
            /// Closes, by date and security.
            pub prices: PriceTable,
            $($(#[$doc])* pub $field: Vec<$row>,)+
        }

        impl Market {
            /// Sorts every table but the prices and drops rows that are equal.
            fn sort_tables(&mut self) {
                $(<$row>::sort_and_dedup(&mut self.$field);)+
            }

            /// The rows of every table but the prices that were known by a day, and those that are not dated.
            fn tables_known_at(&self, day: Date) -> Market {
                let mut market = Market::default();
                $(market.$field = known(&self.$field, day);)+
                market
            }

            /// Gives all facts of some securities to others; links to a register are derived later.
            fn give_to(&mut self, ids: &BTreeMap<SecurityId, SecurityId>) {
                $(if Role::$role != Role::Link {
                    give_to(&mut self.$field, ids);
                })+
            }

            /// Gives facts of every table but the prices to other securities, links to a register too.
            pub(crate) fn renumber_tables(&mut self, ids: &BTreeMap<SecurityId, SecurityId>) {
                $(if Role::$role != Role::Record {
                    give_to(&mut self.$field, ids);
                })+
            }

            /// Takes some tables of another market in the place of its own.
            pub(crate) fn take_tables(&mut self, other: Market, tables: &BTreeSet<String>) {
                $(if tables.contains(<$row>::NAME) {
                    self.$field = other.$field;
                })+
            }

            /// The largest id of a security that each table names.
            pub(crate) fn last_ids(&mut self) -> Vec<(&'static str, SecurityId)> {
                let prices = self.prices.last_id().map(|id| (PriceFileRow::NAME, id));
                let tables = [$(last_id(&mut self.$field).map(|id| (<$row>::NAME, id))),+];
                tables.into_iter().chain([prices]).flatten().collect()
            }

            /// Reads the tables of some roles, each on a thread of its own.
            pub(crate) fn read_tables(
                files: &impl TableFiles,
                wanted: fn(Role) -> bool,
            ) -> Result<Market, FolderError> {
                $(let mut $field = Ok(Vec::new());)+
                rayon::scope(|scope| {
                    $(if wanted(Role::$role) && (Role::$role != Role::Record || files.has::<$row>()) {
                        let rows = &mut $field;
                        scope.spawn(move |_| *rows = files.rows());
                    })+
                });
                Ok(Market { $($field: $field?,)+ ..Market::default() })
            }

            /// The files of every table but the prices.
            pub(crate) fn encode_tables(&self) -> Result<Vec<Encoded>, FolderError> {
                type Encode = fn(&Market) -> Result<Encoded, FolderError>;
                let tables: &[Encode] = &[$(|market| encode_table(&market.$field)),+];
                tables.par_iter().map(|encode| encode(self)).collect()
            }

            /// Whether a table records who did what to the market, which is no fact.
            pub(crate) fn is_record(table: &str) -> bool {
                [$((<$row>::NAME, Role::$role)),+].contains(&(table, Role::Record))
            }

            /// The tables of a market's folder and their columns: what the folder's files hold.
            ///
            /// ```
            /// let tables = russet_market::Market::schemas();
            /// let shares = tables.iter().find(|table| table.name == "shares").unwrap();
            /// assert_eq!(shares.columns[0].name, "security_id");
            /// ```
            pub fn schemas() -> Vec<&'static TableSchema> {
                let facts = [PriceFileRow::SCHEMA, $(<$row>::SCHEMA),+];
                let found = [DoubtfulSession::SCHEMA, KnownRow::SCHEMA];
                facts.into_iter().chain(found).collect()
            }
        }
    };
}
market_tables!(market);

/// Where the rows of a market's tables are read from.
pub(crate) trait TableFiles: Sync {
    /// The rows of a table; none where there is no such file.
    fn rows<R: Table>(&self) -> Result<Vec<R>, FolderError>;

    /// Whether there is such a file.
    fn has<R: Table>(&self) -> bool;
}

/// A table's name, Parquet bytes and row count.
pub(crate) type Encoded = (&'static str, Vec<u8>, usize);

/// The file of a table.
pub(crate) fn encode_table<R: Table>(rows: &[R]) -> Result<Encoded, FolderError> {
    Ok((R::NAME, encode(rows)?, rows.len()))
}

impl Market {
    /// Sorts every table by its key and drops rows that say the same thing twice.
    pub fn canonical(&mut self) {
        self.prices.sort();
        self.sort_tables();
    }

    /// Gives all facts of some securities to another one, each of which it proved to be, and the
    /// descriptions its company too; then sorts every table.
    ///
    /// ```
    /// use std::collections::BTreeMap;
    /// use jiff::civil::date;
    /// use russet_market::{Action, ActionKind, Market, SecurityId};
    /// let mut market = Market::default();
    /// let day = date(2024, 6, 28);
    /// market.actions.push(Action::new(day, SecurityId(7), ActionKind::Suspension, "a filing"));
    /// market.rename(&BTreeMap::from([(SecurityId(7), SecurityId(2))]));
    /// assert_eq!(market.actions[0].security_id, SecurityId(2));
    /// ```
    pub fn rename(&mut self, ids: &BTreeMap<SecurityId, SecurityId>) {
        let versions = self.securities.iter();
        let issuers: BTreeMap<SecurityId, _> =
            versions.map(|version| (version.security_id, version.issuer_id)).collect();
        for version in &mut self.securities {
            if let Some(first) = ids.get(&version.security_id) {
                version.issuer_id = issuers.get(first).copied().unwrap_or(version.issuer_id);
            }
        }
        self.prices.rename(ids);
        self.give_to(ids);
        self.canonical();
    }

    /// The market as it could be known at the end of a session: every later row is gone.
    ///
    /// What a register says of companies stays: it is used as the nearest known description, whenever
    /// it was read.
    pub fn known_at(&self, day: Date) -> Market {
        let mut market = self.tables_known_at(day);
        for version in &mut market.securities {
            version.last_session = version.last_session.min(day);
        }
        market.corrections.retain(|row| row.first_session <= day);
        Market { prices: self.prices.until(day), ..market }
    }
}

fn known<R: Table>(rows: &[R], day: Date) -> Vec<R> {
    let is_known = |row: &&R| row.known_at().is_none_or(|known_at| known_at <= day);
    rows.iter().filter(is_known).cloned().collect()
}

/// Gives rows of some securities to others, in every column that names a security.
fn give_to<R: Table>(rows: &mut [R], ids: &BTreeMap<SecurityId, SecurityId>) {
    each_id(rows, |security| *security = ids.get(security).copied().unwrap_or(*security));
}

fn last_id<R: Table>(rows: &mut [R]) -> Option<SecurityId> {
    let mut last = None;
    each_id(rows, |security| last = last.max(Some(*security)));
    last
}

/// Visits every cell that names a security.
fn each_id<R: Table>(rows: &mut [R], mut visit: impl FnMut(&mut SecurityId)) {
    let Some(first) = rows.first_mut() else { return };
    let is_id = |cell: &mut dyn Any| cell.is::<SecurityId>() || cell.is::<Option<SecurityId>>();
    let columns = 0..R::SCHEMA.columns.len();
    let columns = columns.filter(|column| first.cell_mut(*column).is_some_and(is_id));
    let columns: Vec<usize> = columns.collect();
    for row in rows {
        for column in &columns {
            let Some(cell) = row.cell_mut(*column) else { continue };
            let security = match cell.is::<SecurityId>() {
                true => cell.downcast_mut::<SecurityId>(),
                false => cell.downcast_mut::<Option<SecurityId>>().and_then(Option::as_mut),
            };
            security.into_iter().for_each(&mut visit);
        }
    }
}
