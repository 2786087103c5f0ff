//! All facts of a market in memory, in one canonical order.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::facts::{
    Action, ClassVotes, CommitteeDecision, Correction, CusipTicker, Filer, FilerLink, FilerName,
    FilerTicker, FreeFloat, FundLine, Fundamental, FxRate, Geography, IndexLevel, Refusal,
    SecurityVersion, ShareCount,
};
use crate::identity::SecurityId;
use crate::prices::PriceTable;

/// A file that went into a market.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Source {
    /// What the file was read as, such as `screener`.
    pub format: String,
    /// The file's name, without its folder.
    pub name: String,
    /// BLAKE3 of its bytes, in hexadecimal.
    pub hash: String,
}

/// Everything known of a market. Each table is sorted by its key and holds no duplicates, once
/// [`Market::canonical`] has run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Market {
    /// Descriptions, by security and first date.
    pub securities: Vec<SecurityVersion>,
    /// Closes, by date and security.
    pub prices: PriceTable,
    /// Share counts, by security and effective date.
    pub shares: Vec<ShareCount>,
    /// Free floats, by security and effective date.
    pub free_floats: Vec<FreeFloat>,
    /// Votes by class, by security and effective date.
    pub class_votes: Vec<ClassVotes>,
    /// Assets and revenue by country, by security and fiscal year.
    pub geography: Vec<Geography>,
    /// Values from companies' accounts, by security, measure and period.
    pub fundamentals: Vec<Fundamental>,
    /// Rates of exchange, by date and pair.
    pub fx: Vec<FxRate>,
    /// What committees decided, by index and effective date.
    pub committee_decisions: Vec<CommitteeDecision>,
    /// A user's own word in the place of an input, by security and field.
    pub corrections: Vec<Correction>,
    /// Corporate actions, by ex-date and security.
    pub actions: Vec<Action>,
    /// Companies as a register describes them, by their number there and first sight.
    pub filers: Vec<Filer>,
    /// Symbols that the register gave to companies.
    pub filer_tickers: Vec<FilerTicker>,
    /// Names that companies had before.
    pub filer_names: Vec<FilerName>,
    /// Symbols of CUSIPs.
    pub cusips: Vec<CusipTicker>,
    /// Which security is of which company of the register, by security and first session.
    pub filer_links: Vec<FilerLink>,
    /// Lines of funds' lists, by fund, date and ticker.
    pub fund_lines: Vec<FundLine>,
    /// Levels of outside indexes, by index and date.
    pub index_levels: Vec<IndexLevel>,
    /// Rows that imports refused.
    pub refusals: Vec<Refusal>,
    /// Files that went in.
    pub sources: Vec<Source>,
}

impl Market {
    /// Sorts every table by its key and drops rows that say the same thing twice.
    ///
    /// ```
    /// use russet_market::Market;
    /// let mut market = Market::default();
    /// market.canonical();
    /// assert!(market.prices.is_empty());
    /// ```
    pub fn canonical(&mut self) {
        self.securities.sort_by(|a, b| (a.security, a.from, a).cmp(&(b.security, b.from, b)));
        self.securities.dedup();
        self.prices.sort();
        self.shares.sort();
        self.shares.dedup();
        self.free_floats.sort();
        self.free_floats.dedup();
        self.class_votes.sort();
        self.class_votes.dedup();
        self.geography.sort_by(|a, b| {
            let key = |row: &Geography| {
                (row.security, row.fiscal_year_end, row.measure, row.area.clone(), row.known_at)
            };
            key(a).cmp(&key(b)).then_with(|| a.percent.total_cmp(&b.percent))
        });
        self.geography.dedup();
        self.fundamentals.sort_by(|a, b| {
            let key = |row: &Fundamental| (row.security, row.measure, row.period_end, row.known_at);
            key(a).cmp(&key(b)).then_with(|| a.value.total_cmp(&b.value))
        });
        self.fundamentals.dedup();
        self.fx.sort();
        self.fx.dedup();
        self.committee_decisions.sort();
        self.committee_decisions.dedup();
        self.corrections.sort();
        self.corrections.dedup();
        self.actions.sort();
        self.actions.dedup();
        self.filers.sort();
        self.filers.dedup();
        self.filer_tickers.sort();
        self.filer_tickers.dedup();
        self.filer_names.sort();
        self.filer_names.dedup();
        self.cusips.sort();
        self.cusips.dedup();
        self.filer_links.sort();
        self.filer_links.dedup();
        self.fund_lines.sort_by(|a, b| {
            let key = |line: &FundLine| {
                let weight = line.weight_percent.map(f64::to_bits);
                (line.as_of, line.ticker.clone(), line.name.clone(), line.quantity, weight)
            };
            a.fund.cmp(&b.fund).then_with(|| key(a).cmp(&key(b)))
        });
        self.fund_lines.dedup();
        self.index_levels.sort();
        self.index_levels.dedup();
        self.refusals.sort();
        self.refusals.dedup();
        self.sources.sort();
        self.sources.dedup();
    }

    /// The largest id of a security that each table names.
    pub(crate) fn last_ids(&self) -> Vec<(&'static str, SecurityId)> {
        fn last<R>(
            table: &'static str,
            rows: &[R],
            id: impl Fn(&R) -> SecurityId,
        ) -> Option<(&'static str, SecurityId)> {
            Some((table, rows.iter().map(id).max()?))
        }
        let others: Vec<SecurityId> = self.actions.iter().filter_map(|row| row.other).collect();
        let tables = [
            self.prices.last_id().map(|id| ("prices", id)),
            last("shares", &self.shares, |row| row.security),
            last("free_floats", &self.free_floats, |row| row.security),
            last("class_votes", &self.class_votes, |row| row.security),
            last("geography", &self.geography, |row| row.security),
            last("fundamentals", &self.fundamentals, |row| row.security),
            last("committee_decisions", &self.committee_decisions, |row| row.security),
            last("corrections", &self.corrections, |row| row.security),
            last("actions", &self.actions, |row| row.security),
            last("actions", &others, |id| *id),
            last("filer_links", &self.filer_links, |row| row.security),
        ];
        tables.into_iter().flatten().collect()
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
    /// assert_eq!(market.actions[0].security, SecurityId(2));
    /// ```
    pub fn rename(&mut self, ids: &BTreeMap<SecurityId, SecurityId>) {
        let issuers: BTreeMap<SecurityId, _> =
            self.securities.iter().map(|version| (version.security, version.issuer)).collect();
        for version in &mut self.securities {
            if let Some(first) = ids.get(&version.security) {
                version.security = *first;
                version.issuer = issuers.get(first).copied().unwrap_or(version.issuer);
            }
        }
        let renamed = |security: &mut SecurityId| {
            *security = ids.get(security).copied().unwrap_or(*security);
        };
        self.prices.rename(ids);
        self.shares.iter_mut().for_each(|row| renamed(&mut row.security));
        self.free_floats.iter_mut().for_each(|row| renamed(&mut row.security));
        self.class_votes.iter_mut().for_each(|row| renamed(&mut row.security));
        self.geography.iter_mut().for_each(|row| renamed(&mut row.security));
        self.fundamentals.iter_mut().for_each(|row| renamed(&mut row.security));
        self.committee_decisions.iter_mut().for_each(|row| renamed(&mut row.security));
        self.corrections.iter_mut().for_each(|row| renamed(&mut row.security));
        for action in &mut self.actions {
            renamed(&mut action.security);
            action.other.iter_mut().for_each(renamed);
        }
        self.canonical();
    }

    /// The market as it could be known at the end of a session: every later row is gone.
    ///
    /// What a register says of companies stays: it is used as the nearest known description, whenever
    /// it was read.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_market::Market;
    /// assert!(Market::default().known_at(date(2024, 6, 28)).prices.is_empty());
    /// ```
    pub fn known_at(&self, day: Date) -> Market {
        let mut securities: Vec<SecurityVersion> =
            self.securities.iter().filter(|version| version.known_at <= day).cloned().collect();
        for version in &mut securities {
            version.to = version.to.min(day);
        }
        let mut corrections = known(&self.corrections, |row| row.known_at <= day);
        corrections.retain(|row| row.from <= day);
        Market {
            securities,
            prices: self.prices.until(day),
            shares: known(&self.shares, |row| row.known_at <= day),
            free_floats: known(&self.free_floats, |row| row.known_at <= day),
            class_votes: known(&self.class_votes, |row| row.known_at <= day),
            geography: known(&self.geography, |row| row.known_at <= day),
            fundamentals: known(&self.fundamentals, |row| row.known_at <= day),
            fx: known(&self.fx, |row| row.known_at <= day),
            committee_decisions: known(&self.committee_decisions, |row| row.known_at <= day),
            corrections,
            actions: known(&self.actions, |row| row.known_at <= day),
            filers: self.filers.clone(),
            filer_tickers: self.filer_tickers.clone(),
            filer_names: self.filer_names.clone(),
            cusips: self.cusips.clone(),
            filer_links: known(&self.filer_links, |row| row.from <= day),
            fund_lines: known(&self.fund_lines, |row| row.known_at <= day),
            index_levels: known(&self.index_levels, |row| row.known_at <= day),
            refusals: self.refusals.clone(),
            sources: self.sources.clone(),
        }
    }
}

fn known<R: Clone>(rows: &[R], is_known: impl Fn(&R) -> bool) -> Vec<R> {
    rows.iter().filter(|row| is_known(row)).cloned().collect()
}
