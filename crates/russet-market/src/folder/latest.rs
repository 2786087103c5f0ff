//! What a market tells of the days after a session, for a build that knows all that came before: closes
//! since then, descriptions, actions and the short tables, and nothing of the long ones.

use std::path::Path;

use jiff::civil::Date;

use super::price_scan::{PriceColumns, read, read_from, same_groups};
use super::{FolderError, Manifest, MarketFolder, TableFile, TableRow, price_file};
use crate::check::DoubtfulSession;
use crate::facts::Fundamental;
use crate::known::{Known, KnownRow};
use crate::market::Market;
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
    /// A folder that still has its price file of the session's year.
    pub folder: &'a Path,
}

/// A market without share counts, accounts and earlier closes.
#[derive(Debug)]
pub struct Latest {
    market: Market,
    kept: Vec<KnownRow>,
    has_accounts: bool,
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
        Known::beside(&self.market, (self.kept.clone(), self.has_accounts))
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
    /// Reads what came after a session; nothing where closes up to it are others now, or the market was
    /// written before it kept what that needs.
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
    /// let earlier = Earlier { after, sessions: &[], files: &files, folder: parent.path() };
    /// assert!(folder.read_after(earlier)?.is_some());
    /// # Ok::<(), russet_market::FolderError>(())
    /// ```
    pub fn read_after(&self, earlier: Earlier<'_>) -> Result<Option<Latest>, FolderError> {
        let _lock = self.lock_shared()?;
        let manifest = self.manifest()?;
        let has = |table: &str| manifest.files.iter().any(|file| file.table == table);
        if !has(KnownRow::TABLE) || !has(DoubtfulSession::TABLE) {
            return Ok(None);
        }
        let (prices, (securities, actions)) = rayon::join(
            || self.prices_after(&manifest, earlier),
            || rayon::join(|| self.read_rows(&manifest), || self.read_rows(&manifest)),
        );
        let Some(prices) = prices? else { return Ok(None) };
        let mut accounts = manifest.files.iter().filter(|file| file.table == Fundamental::TABLE);
        let has_accounts = accounts.any(|file| file.rows > 0);
        let market = Market {
            securities: securities?,
            actions: actions?,
            prices,
            ..self.short_tables(&manifest)?
        };
        Ok(Some(Latest {
            market,
            kept: self.read_rows(&manifest)?,
            has_accounts,
            doubtful: self.read_rows(&manifest)?,
            files: manifest.files,
        }))
    }

    /// The closes after a session, where those up to it are what they were.
    fn prices_after(
        &self,
        manifest: &Manifest,
        earlier: Earlier<'_>,
    ) -> Result<Option<PriceTable>, FolderError> {
        let columns = PriceColumns { volumes: true, changes: true, caps: false };
        let year = earlier.after.year();
        let of = |files: &[TableFile], of: &dyn Fn(i16) -> bool| -> Result<Vec<TableFile>, FolderError> {
            let mut found = Vec::new();
            for file in files.iter().filter(|file| file.table == price_file::TABLE) {
                found.extend(of(self.year_of(file)?).then(|| file.clone()));
            }
            Ok(found)
        };
        let files = [earlier.files, &manifest.files];
        let [before, still] = files.map(|files| of(files, &|other| other < year));
        if before? != still? {
            return Ok(None);
        }
        let [then, now] = files.map(|files| of(files, &|other| other == year));
        let later = of(&manifest.files, &|other| other > year)?;
        let mut tables = Vec::new();
        match (&then?[..], &now?[..]) {
            ([], []) => {}
            ([then], [now]) => {
                let (then, now) = (earlier.folder.join(&then.file), self.path.join(&now.file));
                // Whoever deleted or damaged the older file loses nothing but time.
                let Ok(same) = same_groups(&now, &then, earlier.after) else { return Ok(None) };
                let (now, then) = rayon::join(
                    || read_from(&now, same, columns),
                    || read_from(&then, same, columns),
                );
                let now = now?;
                let Ok(then) = then else { return Ok(None) };
                if now.first_difference(&then, year).is_some_and(|day| day <= earlier.after) {
                    return Ok(None);
                }
                tables.push(now);
            }
            _ => return Ok(None),
        }
        let later: Vec<_> = later.iter().map(|file| self.path.join(&file.file)).collect();
        tables.extend((!later.is_empty()).then(|| read(&later, columns)).transpose()?);
        let mut all = PriceTable::default();
        for table in tables {
            match all.is_empty() {
                true => all = table,
                false => table.iter().for_each(|row| all.push(row)),
            }
        }
        Ok(Some(all.behind(earlier.sessions, earlier.after)))
    }
}
