//! A run on its way to disk: the parts of its tables, put next to those of an older run.

use jiff::civil::Date;
use russet_market::folder::{MarketManifest, MarketSnapshot, TableFile};
use russet_store::{Keep, Origin};

use super::kept::Kept;
use super::row::RunRow;
use super::table::{self, Record, Table};
use super::{
    Changed, CheckpointFile, CloseTable, Manifest, PartitionKey, RestatementRow, RunError,
    checkpoints, prices,
};

/// Writes the parts of a run.
pub(super) struct Writer {
    store: russet_store::Writer<Manifest>,
    market: Option<MarketSnapshot>,
    pub(super) outputs: Vec<TableFile>,
    /// Parts of an older run that this one has, until the key they belong to is written.
    pub(super) kept: Vec<Kept>,
    pub(super) checkpoints: Vec<CheckpointFile>,
}

impl Writer {
    /// A writer of parts; with the market whose price files become part of the run.
    pub(super) fn new(
        store: russet_store::Writer<Manifest>,
        market: Option<MarketSnapshot>,
    ) -> Writer {
        let (outputs, kept, checkpoints) = (Vec::new(), Vec::new(), Vec::new());
        Writer { store, market, outputs, kept, checkpoints }
    }

    /// Gives the right to write back.
    pub(super) fn into_store(self) -> russet_store::Writer<Manifest> {
        self.store
    }

    /// How many versions the run in the folder keeps.
    pub(super) fn keeps_versions(&self) -> Option<Keep> {
        self.store.current().map(|manifest| manifest.keep_versions)
    }

    /// Whether a market's price files become part of the run.
    pub(super) fn has_market(&self) -> bool {
        self.market.is_some()
    }

    /// Whether every one of some parts is whole.
    pub(super) fn are_intact(&mut self, parts: &[Kept]) -> bool {
        parts.iter().all(|part| self.store.is_intact(&part.file))
    }

    /// Goes on with parts and checkpoints of the run in the folder.
    pub(super) fn keep(&mut self, kept: Vec<Kept>, checkpoints: Vec<CheckpointFile>) {
        self.kept = kept;
        self.checkpoints = checkpoints;
    }

    /// Writes the rows of a key behind those that an older run had of it.
    pub(super) fn rows<R>(&mut self, key: PartitionKey, rows: &[R]) -> Result<(), RunError>
    where
        R: Record<Table: RunRow>,
    {
        let kept = self.kept_of(R::Table::NAME, key);
        if kept.is_empty() {
            return match rows.is_empty() {
                true => Ok(()),
                false => self.part(R::Table::NAME, key, rows.len(), &table::encode(rows)?),
            };
        }
        if let ([part], true) = (&kept[..], rows.is_empty())
            && part.is_whole()
        {
            self.outputs.push(part.file.clone());
            return Ok(());
        }
        let mut all = Vec::new();
        for part in kept {
            all.append(&mut part.rows::<R::Table>(self.store.folder())?);
        }
        all.extend(rows.iter().map(Record::to_row));
        R::Table::sort(&mut all);
        match all.is_empty() {
            true => Ok(()),
            false => self.part(R::Table::NAME, key, all.len(), &table::encode(&all)?),
        }
    }

    /// The same for closes.
    pub(super) fn closes(
        &mut self,
        key: PartitionKey,
        closes: &CloseTable,
    ) -> Result<(), RunError> {
        let kept = self.kept_of(CloseTable::TABLE, key);
        if let ([part], true) = (&kept[..], closes.is_empty())
            && part.is_whole()
        {
            self.outputs.push(part.file.clone());
            return Ok(());
        }
        let mut all = CloseTable::default();
        for part in kept {
            all.append(&mut part.closes(self.store.folder())?);
        }
        all.append(&mut closes.clone());
        match all.is_empty() {
            true => Ok(()),
            false => self.part(CloseTable::TABLE, key, all.len(), &all.bytes()?),
        }
    }

    /// Writes closes of a key that further ones may follow.
    pub(super) fn keep_closes(
        &mut self,
        key: PartitionKey,
        closes: &CloseTable,
    ) -> Result<(), RunError> {
        self.part(CloseTable::TABLE, key, closes.len(), &closes.bytes()?)?;
        self.kept.extend(self.outputs.pop().map(|file| Kept::whole(file, key)));
        Ok(())
    }

    /// Writes the restatements of a run that has any.
    pub(super) fn restatements(&mut self, rows: &[RestatementRow]) -> Result<(), RunError> {
        match rows.is_empty() {
            true => Ok(()),
            false => {
                let bytes = table::encode(rows)?;
                self.part(RestatementRow::NAME, PartitionKey::Open, rows.len(), &bytes)
            }
        }
    }

    /// Takes out the parts of an older run that belong to a key.
    fn kept_of(&mut self, table: &str, key: PartitionKey) -> Vec<Kept> {
        let of_span = |part: &mut Kept| part.key == key && part.file.table == table;
        self.kept.extract_if(.., of_span).collect()
    }

    /// Writes a checkpoint.
    pub(super) fn checkpoint(&mut self, after: Date, bytes: &[u8]) -> Result<(), RunError> {
        let (table, ending) = (checkpoints::FOLDER, checkpoints::ENDING);
        let file = self.store.put(table, &format!("{table}/{after}"), ending, 0, bytes)?;
        self.checkpoints.push(CheckpointFile { after, file });
        Ok(())
    }

    /// The market's price file of a year.
    pub(super) fn prices(&mut self, year: i16) -> Result<(), RunError> {
        let Some((market, file)) = self.market_file(year) else { return Ok(()) };
        let hint = <MarketManifest as russet_store::Manifest>::REMEDY;
        self.store.adopt(market.folder(), &file, hint)?;
        self.outputs.push(file);
        Ok(())
    }

    /// Closes but for those that the market's price files have just so.
    pub(super) fn without_market_closes(&self, closes: CloseTable) -> Result<CloseTable, RunError> {
        let (mut closes, mut left) = (closes, CloseTable::default());
        while let Some(session) = closes.first_session() {
            let mut of_year = closes.take_until(PartitionKey::Year(session.year()).end());
            if let Some((market, file)) = self.market_file(session.year()) {
                let (path, all) = (market.folder().join(&file.file), Date::MIN..=Date::MAX);
                let others = prices::closes_of(&path, &market.price_file(&file)?, &all)?;
                of_year = of_year.without(&others);
            }
            left.append(&mut of_year);
        }
        Ok(left)
    }

    fn market_file(&self, year: i16) -> Option<(MarketSnapshot, TableFile)> {
        let market = self.market.as_ref()?;
        Some((market.clone(), prices::of_year(market.files(), year)?.clone()))
    }

    pub(super) fn part(
        &mut self,
        table: &str,
        key: PartitionKey,
        rows: usize,
        bytes: &[u8],
    ) -> Result<(), RunError> {
        let stem = format!("{table}/{key}");
        self.outputs.push(self.store.put(table, &stem, "parquet", rows, bytes)?);
        Ok(())
    }

    /// Makes the manifest the run's; reports what differs from an older run in the folder.
    pub(super) fn finish(
        mut self,
        mut run: Manifest,
        methodology: &str,
        old: Option<&Manifest>,
    ) -> Result<(Manifest, Option<Changed>), RunError> {
        let text = methodology.as_bytes();
        run.methodology_file = self.store.put("methodology", "methodology", "toml", 0, text)?;
        let folder = self.store.folder();
        let changed = old.and_then(|old| Changed::between(folder, old, &run).ok());
        self.store.commit(&run, Origin::of_process())?;
        Ok((run, changed))
    }
}
