//! Facts of all files together: equal ones are one, contradictory ones are refused.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{Cik, CusipTicker, Filer, FilerName, FilerTicker, Market, Refusal};

use crate::identity::words;
use crate::report::ImportReport;

/// What one row says.
#[derive(Default)]
pub(super) struct RowFacts {
    pub(super) filer: Option<Filer>,
    pub(super) tickers: Vec<FilerTicker>,
    pub(super) names: Vec<FilerName>,
    pub(super) cusip: Option<CusipTicker>,
}

/// What all rows say, in the order of files and lines.
#[derive(Default)]
pub(super) struct Facts {
    rows: Vec<(u64, RowFacts)>,
    /// The file of each run of rows: the place of its first row.
    sources: Vec<(usize, String)>,
}

impl Facts {
    pub(super) fn add(&mut self, source: &str, line: u64, facts: RowFacts) {
        if self.sources.last().is_none_or(|(_, last)| last != source) {
            self.sources.push((self.rows.len(), source.to_owned()));
        }
        self.rows.push((line, facts));
    }

    /// Puts into the market what no other description contradicts. A row whose description is refused
    /// is refused whole.
    pub(super) fn settle(self, market: &mut Market, report: &mut ImportReport) {
        let refused = self.contradictions(market);
        let mut filers: BTreeMap<(Cik, Date), Filer> = std::mem::take(&mut market.filers)
            .into_iter()
            .map(|filer| ((filer.cik, filer.first_seen), filer))
            .collect();
        let mut tickers = Known::of(&market.filer_tickers, ticker_key);
        let mut names = Known::of(&market.filer_names, name_key);
        let mut cusips = Known::of(&market.cusips, cusip_key);
        let source_of = |row: usize| {
            let after = self.sources.partition_point(|(first, _)| *first <= row);
            self.sources[..after].last().map_or_else(String::new, |(_, source)| source.clone())
        };
        let sources: Vec<String> = refused.keys().map(|row| source_of(*row)).collect();
        for ((row, (column, value, reason)), source) in refused.iter().zip(sources) {
            let (line, column) = (self.rows[*row].0, (*column).to_owned());
            let (value, reason) = (value.clone(), reason.clone());
            report.refuse(Refusal { source, line, column_name: column, cell_value: value, reason });
        }
        for (place, (_, row)) in self.rows.into_iter().enumerate() {
            if refused.contains_key(&place) {
                continue;
            }
            let mut is_new = false;
            if let Some(filer) = row.filer {
                is_new |= describe(&mut filers, filer);
            }
            for ticker in row.tickers {
                is_new |= tickers.add(ticker);
            }
            for name in row.names {
                is_new |= names.add(name);
            }
            if let Some(cusip) = row.cusip {
                is_new |= cusips.add(cusip);
            }
            match is_new {
                true => report.rows_taken += 1,
                false => report.rows_known_already += 1,
            }
        }
        market.filers = filers.into_values().collect();
        market.filer_tickers.extend(tickers.new);
        market.filer_names.extend(names.new);
        market.cusips.extend(cusips.new);
    }

    /// The rows whose descriptions contradict another one of the same company and day: column, value
    /// and reason of each.
    fn contradictions(&self, market: &Market) -> BTreeMap<usize, (&'static str, String, String)> {
        let mut of_day: BTreeMap<(Cik, Date), Vec<usize>> = BTreeMap::new();
        for (place, (_, row)) in self.rows.iter().enumerate() {
            if let Some(filer) = &row.filer {
                of_day.entry((filer.cik, filer.first_seen)).or_default().push(place);
            }
        }
        let of_market: BTreeMap<(Cik, Date), &Filer> =
            market.filers.iter().map(|filer| ((filer.cik, filer.first_seen), filer)).collect();
        let mut refused = BTreeMap::new();
        for (key @ (cik, day), rows) in of_day {
            let described: Vec<&Filer> =
                rows.iter().filter_map(|row| self.rows[*row].1.filer.as_ref()).collect();
            let told = of_market.get(&key).copied();
            let mut fault = None;
            for one in &described {
                for other in described.iter().copied().chain(told) {
                    fault = fault.or_else(|| differs(one, other));
                }
            }
            let Some(column) = fault else { continue };
            for (row, filer) in rows.into_iter().zip(described) {
                let what = if told.is_some() { "the market has" } else { "other rows have" };
                let reason = format!("{cik} on {day}: {what} another {column}");
                refused.insert(row, (column, value_of(filer, column), reason));
            }
        }
        refused
    }
}

/// Facts of one kind: those the market has, and the new ones.
struct Known<T, K> {
    keys: BTreeSet<K>,
    key: fn(&T) -> K,
    new: Vec<T>,
}

impl<T, K: Ord> Known<T, K> {
    fn of(facts: &[T], key: fn(&T) -> K) -> Known<T, K> {
        Known { keys: facts.iter().map(key).collect(), key, new: Vec::new() }
    }

    fn add(&mut self, fact: T) -> bool {
        let is_new = self.keys.insert((self.key)(&fact));
        if is_new {
            self.new.push(fact);
        }
        is_new
    }
}

type TickerKey = (Cik, String, Option<String>, Option<String>, Date, Date);

fn ticker_key(row: &FilerTicker) -> TickerKey {
    let symbol = row.ticker.as_str().to_owned();
    (row.cik, symbol, row.name.clone(), row.exchange.clone(), row.first_seen, row.last_seen)
}

fn name_key(row: &FilerName) -> (Cik, String, Option<Date>, Option<Date>) {
    (row.cik, row.name.clone(), row.first_day, row.last_day)
}

fn cusip_key(row: &CusipTicker) -> (String, String) {
    (row.cusip.clone(), row.ticker.as_str().to_owned())
}

/// The first column in which two descriptions differ; what one leaves blank is no contradiction.
fn differs(one: &Filer, other: &Filer) -> Option<&'static str> {
    fn apart<T: PartialEq>(one: &Option<T>, other: &Option<T>) -> bool {
        one.is_some() && other.is_some() && one != other
    }
    let fields = [
        ("name", words(&one.name) != words(&other.name)),
        ("entity_type", apart(&one.entity_type, &other.entity_type)),
        ("sic", apart(&one.sic, &other.sic)),
        ("state_of_incorporation", apart(&one.incorporation, &other.incorporation)),
        ("business_state_or_country", apart(&one.headquarters, &other.headquarters)),
        ("category", apart(&one.category, &other.category)),
    ];
    fields.into_iter().find(|(_, differs)| *differs).map(|(column, _)| column)
}

fn value_of(filer: &Filer, column: &str) -> String {
    let told = match column {
        "name" => Some(filer.name.clone()),
        "entity_type" => filer.entity_type.clone(),
        "sic" => filer.sic.map(|sic| sic.to_string()),
        "state_of_incorporation" => filer.incorporation.clone(),
        "business_state_or_country" => filer.headquarters.clone(),
        _ => filer.category.clone(),
    };
    told.unwrap_or_default()
}

/// Adds a description that nothing contradicts to what is known of its company and day; says whether
/// that tells more.
fn describe(filers: &mut BTreeMap<(Cik, Date), Filer>, new: Filer) -> bool {
    let Some(known) = filers.get_mut(&(new.cik, new.first_seen)) else {
        filers.insert((new.cik, new.first_seen), new);
        return true;
    };
    let before = known.clone();
    known.entity_type = known.entity_type.take().or(new.entity_type);
    known.sic = known.sic.or(new.sic);
    known.incorporation = known.incorporation.take().or(new.incorporation);
    known.headquarters = known.headquarters.take().or(new.headquarters);
    known.category = known.category.take().or(new.category);
    known.last_seen = known.last_seen.max(new.last_seen);
    *known != before
}
