//! What is called what, under which id, and the facts so far.

use std::collections::HashSet;

use jiff::civil::Date;
use russet_market::{
    Action, ActionKind, Factor, IssuerId, Market, Mic, NumberError, Price, PriceRow, Ratio,
    SecurityId, SecurityVersion, ShareBasis, ShareCount, Shares, Ticker,
};

use crate::company::{Company, Fact, Request, Today};
use crate::industries::SECTORS;
use crate::line::Line;
use crate::names;

/// What the simulation gives as the source of its facts.
const SOURCE: &str = "simulation";
/// Log of the cap in dollars above which a company has one of the short symbols.
const SHORT_SYMBOL: f64 = 24.6;

/// The register of all names, and the market so far.
#[derive(Debug, Default)]
pub(crate) struct Register {
    market: Market,
    tickers: HashSet<String>,
    names: HashSet<String>,
    issuers: u32,
    /// Listed lines in order of their ids, as places of company and line.
    listed: Vec<(usize, usize)>,
    /// Places of the companies that ask for something before the next session.
    asking: Vec<usize>,
    /// Where the newest version of each security stands, by id less one.
    newest: Vec<usize>,
}

impl Register {
    /// Lists companies in today's session: names, symbols, then ids in order of the symbols.
    pub(crate) fn list(
        &mut self,
        companies: &mut Vec<Company>,
        mut new: Vec<Company>,
        today: &Today,
    ) {
        for company in &mut new {
            let short = company.size(today.day.scale) > SHORT_SYMBOL;
            self.christen(company, short);
        }
        // Companies stand in the order of their ids, so that closes are read in order of memory.
        new.sort_by_cached_key(|company| {
            company.lines.first().and_then(|line| line.ticker.clone())
        });
        let start = companies.len();
        companies.append(&mut new);
        let mut symbols: Vec<(Ticker, usize, usize)> = Vec::new();
        for (place, company) in companies.iter().enumerate().skip(start) {
            let lines = company.lines.iter().enumerate();
            symbols.extend(lines.filter_map(|(line, listed)| {
                listed.ticker.clone().map(|ticker| (ticker, place, line))
            }));
        }
        symbols.sort();
        for (_, place, line) in symbols {
            let company = &mut companies[place];
            if company.issuer == IssuerId::default() {
                self.issuers += 1;
                company.issuer = IssuerId(self.issuers);
            }
            self.newest.push(self.market.securities.len());
            company.lines[line].security = SecurityId(self.newest.len() as u32);
            self.listed.push((place, line));
            let described = describe(company, &company.lines[line], today);
            self.market.securities.extend(described);
        }
        for company in &mut companies[start..] {
            company.tell_counts(today);
        }
    }

    /// Does what companies asked for after the session before.
    pub(crate) fn grant_requests(&mut self, companies: &mut [Company], today: &Today) {
        for place in std::mem::take(&mut self.asking) {
            let company = &mut companies[place];
            match company.request.take() {
                Some(Request::Rename) => self.rename(company),
                Some(Request::Combine) => {
                    company.combine(today, today.day.scale);
                    self.rename(company);
                }
                Some(Request::Move) => {
                    let mic = company.profile.mic;
                    company.profile.mic = if mic == Mic::Xnys { Mic::Xnas } else { Mic::Xnys };
                }
                None => continue,
            }
            for line in &company.lines {
                let Some(version) = describe(company, line, today) else {
                    continue;
                };
                let before = today.index.saturating_sub(1);
                self.end_version(line.security, today.sessions[before]);
                let place = (line.security.0 as usize).checked_sub(1);
                if let Some(newest) = place.and_then(|place| self.newest.get_mut(place)) {
                    *newest = self.market.securities.len();
                    self.market.securities.push(version);
                }
            }
        }
    }

    /// Writes down the session: closes in order of ids, facts, and who left.
    pub(crate) fn record(
        &mut self,
        companies: &mut [Company],
        today: &Today,
    ) -> Result<(), NumberError> {
        let date = today.sessions[today.index];
        for listed in 0..self.listed.len() {
            let (place, number) = self.listed[listed];
            let company = &mut companies[place];
            let line = &company.lines[number];
            if let Some(quote) = line.quote {
                self.market.prices.push(PriceRow {
                    date,
                    security: line.security,
                    close: Price::from_nanos(quote.nanos)?,
                    volume: Some(quote.volume),
                    reported_change_percent: quote.change_percent,
                    reported_cap_cents: None,
                });
            }
            if number == 0 {
                for fact in company.facts.drain(..) {
                    self.write(fact, date)?;
                }
                if company.request.is_some() {
                    self.asking.push(place);
                }
            }
        }
        let before = self.listed.len();
        self.listed.retain(|&(place, _)| companies[place].listed);
        if self.listed.len() < before {
            let left = companies.iter().filter(|company| !company.listed);
            for line in left.flat_map(|company| &company.lines) {
                let Some(ticker) = &line.ticker else {
                    continue;
                };
                self.tickers.remove(&ticker.key());
                self.end_version(line.security, date);
            }
            // A company that left keeps its place but has no lines to look at again.
            let left = companies.iter_mut().filter(|company| !company.listed);
            left.for_each(|company| company.lines = Vec::new());
        }
        Ok(())
    }

    /// The market, with everything still listed seen until the last session.
    pub(crate) fn close(mut self, companies: &[Company], last: Date) -> Market {
        let lines = companies.iter().filter(|company| company.listed);
        for line in lines.flat_map(|company| &company.lines) {
            self.end_version(line.security, last);
        }
        self.market.canonical();
        self.market
    }

    fn end_version(&mut self, security: SecurityId, last: Date) {
        let newest = (security.0 as usize).checked_sub(1).and_then(|place| self.newest.get(place));
        if let Some(version) = newest.and_then(|place| self.market.securities.get_mut(*place)) {
            version.to = last;
        }
    }

    /// A new name and new symbols; the old symbols are free again.
    fn rename(&mut self, company: &mut Company) {
        let old = company.lines.iter().filter_map(|line| line.ticker.as_ref());
        let old: Vec<String> = old.map(Ticker::key).collect();
        self.christen(company, false);
        for key in old {
            self.tickers.remove(&key);
        }
    }

    fn christen(&mut self, company: &mut Company, short: bool) {
        loop {
            let name = names::company(&mut company.naming, &company.profile);
            if self.names.insert(name.clone()) {
                company.name = name;
                break;
            }
        }
        loop {
            for root in names::tickers(&mut company.naming, &company.name, short) {
                let lines = company.lines.iter().enumerate();
                let symbols: Vec<Option<Ticker>> = lines
                    .map(|(place, line)| names::symbol(&root, &company.profile, line, place))
                    .collect();
                let taken = |ticker: &Ticker| self.tickers.contains(&ticker.key());
                if symbols.iter().any(|symbol| symbol.as_ref().is_none_or(taken)) {
                    continue;
                }
                self.tickers.extend(symbols.iter().flatten().map(Ticker::key));
                for (line, symbol) in company.lines.iter_mut().zip(symbols) {
                    line.ticker = symbol;
                }
                return;
            }
        }
    }

    fn write(&mut self, fact: Fact, known_at: Date) -> Result<(), NumberError> {
        let source = SOURCE.to_owned();
        match fact {
            Fact::Shares { security, effective, shares, float_percent } => {
                let percent = u32::from(float_percent);
                let float: Factor = format!("{}.{:02}", percent / 100, percent % 100).parse()?;
                self.market.shares.push(ShareCount {
                    security,
                    effective,
                    shares: Shares::whole(shares)?,
                    basis: ShareBasis::Class,
                    free_float: Some(float),
                    known_at,
                    source,
                });
            }
            Fact::Split { security, ex_date, new, old } => self.market.actions.push(Action {
                ratio: Some(Ratio::new(new, old)?),
                known_at,
                ..Action::new(ex_date, security, ActionKind::Split, &source)
            }),
            Fact::Delisting { security, ex_date } => self.market.actions.push(Action {
                known_at,
                ..Action::new(ex_date, security, ActionKind::Delisting, &source)
            }),
        }
        Ok(())
    }
}

/// A line as it is described from today on.
fn describe(company: &Company, line: &Line, today: &Today) -> Option<SecurityVersion> {
    let from = today.later(0)?;
    let profile = &company.profile;
    Some(SecurityVersion {
        security: line.security,
        issuer: company.issuer,
        ticker: line.ticker.clone()?,
        name: names::line(&company.name, profile, line),
        mic: profile.mic,
        kind: line.kind,
        share_class: line.class.map(String::from),
        country: Some(profile.country.to_owned()),
        sector: Some(SECTORS[profile.sector].name.to_owned()),
        industry: Some(profile.industry.to_owned()),
        ipo_year: profile.ipo_year,
        from,
        to: from,
        known_at: from,
    })
}
