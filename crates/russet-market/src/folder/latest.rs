//! What a market tells of the days after a session, for a build that knows all that came before: closes
//! and actions since then, descriptions and the short tables, and nothing of the long ones.

use bytes::Bytes;
use jiff::civil::Date;

use russet_store::StoreError;
use russet_store::table::{Table, decode_columns, decode_some};

use super::price_scan::{PriceColumns, read};
use super::{MarketSnapshot, TableFile, price_file};
use crate::check::DoubtfulSession;
use crate::facts::{Action, ActionKind, Fundamental};
use crate::identity::SecurityId;
use crate::known::{Known, KnownRow, Named};
use crate::market::{Market, Role, TableFiles};
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
}

impl Latest {
    /// A view of it, which tells when it was asked for what is not there.
    pub fn view(&self) -> MarketView<'_> {
        MarketView::partly(&self.market).with_doubtful_sessions(self.doubtful.clone())
    }

    /// What was known by sessions of the whole market.
    pub fn known(&self) -> Known<'_> {
        Known::beside(&self.market, (self.kept.clone(), self.has_accounts, self.named.clone()))
    }
}

impl MarketSnapshot {
    /// Reads what came after a session; nothing where closes of years before it are others now, or the
    /// market was written before it kept what that needs. Whether anything else is otherwise up to the
    /// session is given by [`Latest::known`].
    ///
    /// # Errors
    /// As [`MarketSnapshot::read`].
    pub fn read_after(&self, earlier: Earlier<'_>) -> Result<Option<Latest>, StoreError> {
        if !self.has_table(KnownRow::NAME) || !self.has_table(DoubtfulSession::NAME) {
            return Ok(None);
        }
        let (prices, (securities, actions)) = rayon::join(
            || self.prices_after(earlier),
            || rayon::join(|| self.rows(), || self.actions_after(earlier.after)),
        );
        let (actions, named) = actions?;
        let Some(prices) = prices? else { return Ok(None) };
        let mut accounts = self.files().iter().filter(|file| file.table == Fundamental::NAME);
        let has_accounts = accounts.any(|file| file.rows > 0);
        let tables = self.tables(Role::is_short)?;
        let mut market = Market { securities: securities?, actions, prices, ..tables };
        self.check_ids(&mut market)?;
        Ok(Some(Latest { market, kept: self.rows()?, has_accounts, named, doubtful: self.rows()? }))
    }

    /// The actions of which a version goes ex after a session or was known after it, with all versions, and the
    /// lines that all actions name.
    fn actions_after(&self, after: Date) -> Result<(Vec<Action>, Vec<Named>), StoreError> {
        let file = self.files().iter().find(|file| file.table == Action::NAME);
        let Some(file) = file else { return Ok((Vec::new(), Vec::new())) };
        let (path, bytes) = (self.folder().join(&file.file), Bytes::from(self.bytes_of(file)?));
        let (mut named, mut keys, mut wanted) = (Vec::new(), Vec::new(), Vec::new());
        let columns =
            ["ex_date", "security_id", "kind", "sequence", "known_at", "other_security_id"];
        decode_columns(bytes.clone(), (&path, Action::SCHEMA), &columns, |columns| {
            let ex_dates: Vec<Date> = columns.named("ex_date")?;
            let securities: Vec<SecurityId> = columns.named("security_id")?;
            let kinds: Vec<ActionKind> = columns.named("kind")?;
            let sequences: Vec<u16> = columns.named_or("sequence", 0)?;
            let known: Vec<Date> = columns.named("known_at")?;
            let others: Vec<Option<SecurityId>> = columns.named("other_security_id")?;
            for (place, other) in others.into_iter().enumerate() {
                let (ex_date, known_at) = (ex_dates[place], known[place]);
                keys.push((ex_date, securities[place], kinds[place], sequences[place]));
                wanted.push(ex_date > after || known_at > after);
                named.extend(other.map(|line| Named { line, known_at, ex_date }));
            }
            Ok(())
        })?;
        // A correction says what it corrects only beside the versions before it.
        let mut first = 0;
        for versions in keys.chunk_by(|one, other| one == other) {
            let of_action = &mut wanted[first..first + versions.len()];
            let any = of_action.contains(&true);
            of_action.fill(any);
            first += versions.len();
        }
        Ok((decode_some(bytes, &path, &wanted)?, named))
    }

    /// The closes after a session, where the files of the years before it are what they were.
    fn prices_after(&self, earlier: Earlier<'_>) -> Result<Option<PriceTable>, StoreError> {
        let year = earlier.after.year();
        let before = |files: &[TableFile]| -> Result<Vec<TableFile>, StoreError> {
            let mut found = Vec::new();
            for file in files.iter().filter(|file| file.table == price_file::TABLE) {
                found.extend((self.year_of(file)? < year).then(|| file.clone()));
            }
            Ok(found)
        };
        let same = before(self.files())?;
        if before(earlier.files)? != same {
            return Ok(None);
        }
        let prices = self.files().iter().filter(|file| file.table == price_file::TABLE);
        let since: Vec<TableFile> = prices.filter(|file| !same.contains(file)).cloned().collect();
        let all = read(self, &since, PriceColumns::default())?;
        Ok(Some(all.behind(earlier.sessions, earlier.after)))
    }
}
