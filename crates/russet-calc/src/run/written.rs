//! A run in memory, written into its folder.

use jiff::civil::Date;
use russet_market::folder::MarketSnapshot;
use russet_store::Wait;

use super::kept::PartRow;
use super::partition::{constituent_key, take_until};
use super::writer::Writer;
use super::{Manifest, PartitionKey, Partitioning, Run, RunError, RunFolder};

impl RunFolder {
    /// Writes a run, over an older one if need be. With the snapshot of the market that it was made from, it
    /// is written just as [`RunFolder::build`] does.
    ///
    /// # Errors
    /// [`RunError`] when the folder holds something that is no run, or cannot be written.
    ///
    /// ```
    /// # fn save(run: russet_calc::Run) -> Result<(), russet_calc::RunError> {
    /// russet_calc::RunFolder::at("runs/first").write(run, None)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn write(&self, run: Run, market: Option<&MarketSnapshot>) -> Result<Manifest, RunError> {
        let writer = russet_store::Writer::begin_over(&self.path, Wait::quietly())?;
        let mut writer = Writer::new(writer, market.cloned());
        let last = run.levels.last().map_or(run.manifest.to, |row| row.date);
        let partitioning = Partitioning::until(last);
        parts(&mut writer, run.decisions, |row| {
            PartitionKey::Year(row.effective_after_close.min(last).year())
        })?;
        parts(&mut writer, run.events, |row| partitioning.of(row.after_close))?;
        let mut constituents = run.constituents;
        let ends = |day: Date| if day <= last { partitioning.of(day) } else { PartitionKey::Open };
        constituents.sort_by(|a, b| {
            (ends(a.last_session), constituent_key(a))
                .cmp(&(ends(b.last_session), constituent_key(b)))
        });
        parts(&mut writer, constituents, |row| ends(row.last_session))?;
        parts(&mut writer, run.levels, |row| partitioning.of(row.date))?;
        let mut closes = writer.without_market_closes(run.closes)?;
        while let Some(session) = closes.first_session() {
            let key = partitioning.of(session);
            writer.closes(key, &closes.take_until(key.end()))?;
        }
        parts(&mut writer, run.dividends, |row| partitioning.of(row.date))?;
        parts(&mut writer, run.rates, |row| partitioning.of(row.date))?;
        parts(&mut writer, run.pro_forma, |row| partitioning.of(row.announced_on))?;
        parts(&mut writer, run.actions, |row| {
            row.after_close.map_or(PartitionKey::Open, |day| partitioning.of(day))
        })?;
        Ok(writer.commit(run.manifest, &run.methodology_text, None)?.0)
    }
}

/// Writes a table of a run in memory by partitioning.
fn parts<R: PartRow>(
    writer: &mut Writer,
    mut rows: Vec<R>,
    key: impl Fn(&R) -> PartitionKey,
) -> Result<(), RunError> {
    while let Some(first) = rows.first() {
        let of = key(first);
        let part = take_until(&mut rows, |row| key(row) > of);
        writer.rows(of, &part)?;
    }
    Ok(())
}
