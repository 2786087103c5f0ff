//! What a market tells of the days after a session, for a build that knows all that came before: closes
//! and actions since then, descriptions and the short tables, and nothing of the long ones.

use jiff::civil::Date;
use russet_store::table::Table;

use super::manifest::Manifest;
use super::price_scan::{PriceColumns, read};
use super::table::{read_some_columns, read_some_rows};
use super::{FolderError, MarketFolder, TableFile, price_file};
use crate::check::DoubtfulSession;
use crate::facts::{Action, Fundamental};
use crate::identity::SecurityId;
use crate::known::{Known, KnownRow, Named};
use crate::market::{Market, Role};
use crate::prices::PriceTable;
use crate::view::MarketView;

/// What is known of an earlier state of a market.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'a> {
    /// The session up to which it is known.
    pub after: Date,
    /// All sessions up to it.
    pub sessions: &'a [Date],
    /// The files of that state.
    pub files: &'a [TableFile],
}

/// A market without share counts, accounts, earlier actions and earlier closes.
#[derive(Debug)]
pub struct Latest {
    market: Market,
    kept: Vec<KnownRow>,
    has_accounts: bool,
    named: Vec<Named>,
    doubtful: Vec<DoubtfulSession>,
    files: Vec<TableFile>,
}

impl Latest {
    /// A view of it, which tells when it was asked for what is not there.
    ///
    /// ```
    /// fn is_enough(latest: &russet_market::folder::Latest) -> bool {
    ///     !latest.view().lacked()
    /// }
    /// ```
    pub fn view(&self) -> MarketView<'_> {
        MarketView::partly(&self.market).with_doubtful_sessions(self.doubtful.clone())
    }

    /// What was known by sessions of the whole market.
    ///
    /// ```
    /// # use russet_market::{Known, folder::Latest};
    /// fn known(latest: &Latest) -> Known<'_> {
    ///     latest.known()
    /// }
    /// ```
    pub fn known(&self) -> Known<'_> {
        Known::beside(&self.market, (self.kept.clone(), self.has_accounts, self.named.clone()))
    }

    /// The files of the market, for a run's manifest.
    ///
    /// ```
    /// fn count(latest: &russet_market::folder::Latest) -> usize {
    ///     latest.files().len()
    /// }
    /// ```
    pub fn files(&self) -> &[TableFile] {
        &self.files
    }
}

impl MarketFolder {
    /// Reads what came after a session; nothing where closes of years before it are others now, or the
    /// market was written before it kept what that needs. Whether anything else is otherwise up to the
    /// session is told by [`Latest::known`].
    ///
    /// # Errors
    /// As [`MarketFolder::read`].
    ///
    /// ```
    /// use russet_market::folder::Earlier;
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// let files = folder.files()?;
    /// let after = jiff::civil::date(2024, 6, 28);
    /// let earlier = Earlier { after, sessions: &[], files: &files };
    /// assert!(folder.read_after(earlier)?.is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn read_after(&self, earlier: Earlier<'_>) -> Result<Option<Latest>, FolderError> {
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let has = |table: &str| manifest.files.iter().any(|file| file.table == table);
        if !has(KnownRow::NAME) || !has(DoubtfulSession::NAME) {
            return Ok(None);
        }
        let (prices, (securities, actions)) = rayon::join(
            || self.prices_after(&manifest, earlier),
            || {
                rayon::join(
                    || self.read_rows(&manifest),
                    || self.actions_after(&manifest, earlier.after),
                )
            },
        );
        let (actions, named) = actions?;
        let Some(prices) = prices? else { return Ok(None) };
        let mut with_rows = manifest.clone();
        with_rows.files.retain(|file| file.rows > 0);
        let mut accounts = manifest.files.iter().filter(|file| file.table == Fundamental::NAME);
        let has_accounts = accounts.any(|file| file.rows > 0);
        let market = Market {
            securities: securities?,
            actions,
            prices,
            ..self.tables(&with_rows, Role::is_short)?
        };
        Ok(Some(Latest {
            market,
            kept: self.read_rows(&manifest)?,
            has_accounts,
            named,
            doubtful: self.read_rows(&manifest)?,
            files: manifest.files,
        }))
    }

    /// The actions that go ex after a session or were known after it, and the lines that all of them name.
    fn actions_after(
        &self,
        manifest: &Manifest,
        after: Date,
    ) -> Result<(Vec<Action>, Vec<Named>), FolderError> {
        let file = manifest.files.iter().find(|file| file.table == Action::NAME);
        let Some(file) = file else { return Ok((Vec::new(), Vec::new())) };
        let path = self.path.join(&file.file);
        let (mut named, mut wanted) = (Vec::new(), Vec::new());
        let columns = ["ex_date", "other_security_id", "known_at"];
        read_some_columns::<Action>(&path, &columns, |columns| {
            let ex_dates: Vec<Date> = columns.named("ex_date")?;
            let known: Vec<Date> = columns.named("known_at")?;
            let others: Vec<Option<SecurityId>> = columns.named("other_security_id")?;
            for ((ex_date, known_at), other) in ex_dates.into_iter().zip(known).zip(others) {
                wanted.push(ex_date > after || known_at > after);
                named.extend(other.map(|line| Named { line, known_at, ex_date }));
            }
            Ok(())
        })?;
        Ok((read_some_rows(&path, &wanted)?, named))
    }

    /// The closes after a session, where the files of the years before it are what they were.
    fn prices_after(
        &self,
        manifest: &Manifest,
        earlier: Earlier<'_>,
    ) -> Result<Option<PriceTable>, FolderError> {
        let year = earlier.after.year();
        let before = |files: &[TableFile]| -> Result<Vec<TableFile>, FolderError> {
            let mut found = Vec::new();
            for file in files.iter().filter(|file| file.table == price_file::TABLE) {
                found.extend((self.year_of(file)? < year).then(|| file.clone()));
            }
            Ok(found)
        };
        let same = before(&manifest.files)?;
        if before(earlier.files)? != same {
            return Ok(None);
        }
        let prices = manifest.files.iter().filter(|file| file.table == price_file::TABLE);
        let since = prices.filter(|file| !same.contains(file));
        let since: Vec<_> = since.map(|file| self.path.join(&file.file)).collect();
        let all = read(&since, PriceColumns::default())?;
        Ok(Some(all.behind(earlier.sessions, earlier.after)))
    }
}
