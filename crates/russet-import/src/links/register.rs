//! The register's symbols, names and CUSIPs, for looking up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use russet_market::{Cik, FilerTicker, Market};

use super::names::{Agreement, Name};

/// A company's former name counts for descriptions this many days outside the days of the name: the
/// register and the exchanges change names months apart.
const NAME_SLACK_DAYS: i32 = 366;

/// What is looked up of a register.
pub(super) struct Register<'a> {
    /// Rows of symbols by the letters and digits of the symbol.
    by_symbol: HashMap<String, Vec<&'a FilerTicker>>,
    /// Every name of a company, with its days as far as they are known.
    names: BTreeMap<Cik, Vec<DatedName>>,
    /// Companies by what equal names have in common.
    by_name: HashMap<String, BTreeSet<Cik>>,
    /// CUSIPs that funds' lists have beside a symbol, with the date of the list.
    list_cusips: HashMap<String, Vec<(Date, &'a str)>>,
    /// Symbols of a CUSIP, by their letters and digits.
    cusip_symbols: HashMap<&'a str, Vec<String>>,
}

struct DatedName {
    name: Name,
    from: Option<Date>,
    until: Option<Date>,
}

impl<'a> Register<'a> {
    pub(super) fn of(market: &'a Market) -> Register<'a> {
        let mut register = Register {
            by_symbol: HashMap::new(),
            names: BTreeMap::new(),
            by_name: HashMap::new(),
            list_cusips: HashMap::new(),
            cusip_symbols: HashMap::new(),
        };
        for row in &market.filer_tickers {
            register.by_symbol.entry(row.ticker.key()).or_default().push(row);
            if let Some(name) = &row.name {
                register.name(row.cik, name, None, None);
            }
        }
        for filer in &market.filers {
            register.name(filer.cik, &filer.name, None, None);
        }
        for row in &market.filer_names {
            register.name(row.cik, &row.name, row.first_day, row.last_day);
        }
        for line in &market.fund_lines {
            if let Some(cusip) = &line.cusip {
                let of_symbol = register.list_cusips.entry(line.ticker.key()).or_default();
                of_symbol.push((line.as_of, cusip));
            }
        }
        for row in &market.cusips {
            register.cusip_symbols.entry(&row.cusip).or_default().push(row.ticker.key());
        }
        register
    }

    fn name(&mut self, cik: Cik, text: &str, from: Option<Date>, until: Option<Date>) {
        let name = Name::of(text);
        if name.key().is_empty() {
            return;
        }
        self.by_name.entry(name.key().to_owned()).or_default().insert(cik);
        let known = self.names.entry(cik).or_default();
        let same = |one: &DatedName| one.name == name && (one.from, one.until) == (from, until);
        if !known.iter().any(same) {
            known.push(DatedName { name, from, until });
        }
    }

    /// The rows of a symbol, in any spelling.
    pub(super) fn symbol(&self, key: &str) -> &[&'a FilerTicker] {
        self.by_symbol.get(key).map_or(&[], Vec::as_slice)
    }

    /// How well a name agrees with those that a company had around some days.
    pub(super) fn agreement(&self, cik: Cik, name: &Name, days: (Date, Date)) -> Agreement {
        let names = self.names.get(&cik).map_or(&[][..], Vec::as_slice);
        let around = names.iter().filter(|known| known.held_around(days));
        around.map(|known| known.name.agrees(name)).max().unwrap_or(Agreement::Apart)
    }

    /// How well a name agrees with any that a company ever had.
    pub(super) fn ever(&self, cik: Cik, name: &Name) -> Agreement {
        let names = self.names.get(&cik).map_or(&[][..], Vec::as_slice);
        names.iter().map(|known| known.name.agrees(name)).max().unwrap_or(Agreement::Apart)
    }

    /// The one company that had a name around some days; nothing where several had.
    pub(super) fn only_company(&self, name: &Name, days: (Date, Date)) -> Option<Cik> {
        let held = |cik: &&Cik| {
            let names = self.names.get(*cik).map_or(&[][..], Vec::as_slice);
            names.iter().any(|known| known.name.key() == name.key() && known.held_around(days))
        };
        let mut companies = self.by_name.get(name.key())?.iter().filter(held);
        companies.next().filter(|_| companies.next().is_none()).copied()
    }

    /// The CUSIPs that funds' lists have beside a symbol over some days, each with its other symbols.
    pub(super) fn other_symbols(
        &self,
        key: &str,
        (from, to): (Date, Date),
    ) -> BTreeSet<(&'a str, &str)> {
        let lists = self.list_cusips.get(key).map_or(&[][..], Vec::as_slice);
        let then = lists.iter().filter(|(as_of, _)| (from..=to).contains(as_of));
        then.flat_map(|(_, cusip)| {
            let symbols = self.cusip_symbols.get(cusip).map_or(&[][..], Vec::as_slice);
            symbols.iter().filter(|symbol| *symbol != key).map(|symbol| (*cusip, symbol.as_str()))
        })
        .collect()
    }
}

impl DatedName {
    fn held_around(&self, (from, to): (Date, Date)) -> bool {
        let begun = self.from.is_none_or(|start| days_between(to, start) <= NAME_SLACK_DAYS);
        let ended = self.until.is_some_and(|end| days_between(end, from) > NAME_SLACK_DAYS);
        begun && !ended
    }
}

/// Days from one date to another, negative where the other is earlier.
pub(super) fn days_between(one: Date, other: Date) -> i32 {
    one.until(other).map_or(i32::MAX, |span| span.get_days())
}
