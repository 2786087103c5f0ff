//! What is called what, under which id, and the facts so far.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use russet_market::{
    FxRate, IssuerId, Market, Mic, NumberError, Price, PriceRow, SecurityId, SecurityVersion,
    Ticker,
};

use crate::accounts::History;
use crate::birth::Cradle;
use crate::clock::{Clock, Open};
use crate::company::{Company, Request, Today};
use crate::facts::{Child, Fact, Told};
use crate::industries::SECTORS;
use crate::line::Line;
use crate::model::Model;
use crate::names;
use crate::parameters::{QUARTERS_BEFORE_LISTING, QUARTERS_BEFORE_START};

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
    /// Where the newest version of each security stands, by id less one; none before it lists.
    newest: Vec<Option<usize>>,
    /// Companies to be, with the id of their line and the place of their parent.
    children: Vec<(Child, SecurityId, usize)>,
    /// Places of the companies whose price follows that of a bidder.
    following: Vec<usize>,
    /// Facts to be known after a session of a country, by its place.
    untold: BTreeMap<(usize, usize), Vec<Fact>>,
}

impl Register {
    /// Companies spun off that list today, at their parents' closes before.
    pub(crate) fn spun_off(
        &mut self,
        companies: &[Company],
        open: &Open,
        cradle: Cradle,
    ) -> Vec<Company> {
        let due = self.children.extract_if(.., |(child, _, parent)| {
            let today = companies.get(*parent).and_then(|parent| open.of(parent));
            today.is_some_and(|today| today.index >= child.session)
        });
        let born = |(child, security, parent): (Child, SecurityId, usize)| {
            Company::spun_off(cradle, &companies[parent], &child, security)
        };
        due.map(born).collect()
    }

    /// Lists companies in today's session: names, symbols, then ids in order of the symbols.
    pub(crate) fn list(
        &mut self,
        companies: &mut Vec<Company>,
        mut new: Vec<Company>,
        open: &Open,
        model: &Model,
    ) {
        for company in &mut new {
            let scale = open.of(company).map_or(0.0, |today| today.day.scale);
            let short = company.size(scale) > SHORT_SYMBOL;
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
            if company.lines[line].security == SecurityId::default() {
                company.lines[line].security = self.number();
            }
            // A line spun off has had its id for some time: it stands among the others, since closes
            // out of order would have to be sorted.
            let security = company.lines[line].security;
            let before = self
                .listed
                .partition_point(|&(place, line)| companies[place].lines[line].security < security);
            self.listed.insert(before, (place, line));
            let company = &companies[place];
            let today = open.of(company);
            let described = today.and_then(|today| describe(company, &company.lines[line], today));
            if let Some(version) = described {
                self.describe(version);
            }
        }
        for company in &mut companies[start..] {
            let Some(today) = open.of(company) else { continue };
            let quarters =
                if today.index == 0 { QUARTERS_BEFORE_START } else { QUARTERS_BEFORE_LISTING };
            company.tell_counts(today);
            company.publish_history(today, model, History(quarters));
        }
    }

    /// The next free id.
    fn number(&mut self) -> SecurityId {
        self.newest.push(None);
        SecurityId(self.newest.len() as u32)
    }

    fn describe(&mut self, version: SecurityVersion) {
        let place = (version.security_id.0 as usize).checked_sub(1);
        if let Some(newest) = place.and_then(|place| self.newest.get_mut(place)) {
            *newest = Some(self.market.securities.len());
            self.market.securities.push(version);
        }
    }

    /// Does what companies asked for after the session before.
    pub(crate) fn grant_requests(&mut self, companies: &mut [Company], open: &Open) {
        for place in std::mem::take(&mut self.asking) {
            let Some(today) = open.of(&companies[place]) else {
                self.asking.push(place);
                continue;
            };
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
                Some(Request::Bidder(part)) => {
                    self.find_bidder(companies, place, part, today.day.scale);
                    continue;
                }
                None => continue,
            }
            let before = today.sessions[today.index.saturating_sub(1)];
            for line in company.open_lines() {
                if let Some(version) = describe(company, line, today) {
                    self.end_version(line.security, before);
                    self.describe(version);
                }
            }
        }
    }

    /// Finds a larger company of the same trade that buys another one; without one the buyer has no
    /// listing and pays cash.
    fn find_bidder(&mut self, companies: &mut [Company], place: usize, part: f64, scale: f64) {
        let target = &companies[place];
        let able = companies.iter().enumerate();
        let able = able.filter(|(_, company)| company.could_buy(target, scale));
        let nearest = able.min_by_key(|(_, company)| company.number.distance(target.number));
        let Some(bidder) = nearest.map(|(place, _)| place) else { return };
        if let Ok([target, buyer]) = companies.get_disjoint_mut([place, bidder]) {
            target.settle_terms(bidder, buyer, part);
            buyer.affairs.bids = true;
            if target.bidder_to_follow().is_some() {
                self.following.push(place);
            }
        }
    }

    /// The session of companies whose price follows that of a bidder, once that is known.
    pub(crate) fn follow_bidders(&mut self, companies: &mut [Company], open: &Open, model: &Model) {
        self.following.retain(|place| companies[*place].listed);
        for &place in &self.following {
            let bidder =
                companies[place].bidder_to_follow().and_then(|bidder| companies.get(bidder));
            let log_price = bidder.map(|bidder| bidder.log_price);
            if let (Some(log_price), Some(today)) = (log_price, open.of(&companies[place])) {
                companies[place].follow(today, model, log_price);
            }
        }
    }

    /// Writes down the rates of a day.
    pub(crate) fn quote(&mut self, rates: Vec<FxRate>) {
        self.market.fx.extend(rates);
    }

    /// Writes down the session: closes, facts, and who left.
    pub(crate) fn record(
        &mut self,
        companies: &mut [Company],
        open: &Open,
    ) -> Result<(), NumberError> {
        let date = open.date;
        let (mut closed, mut left) = (Vec::new(), Vec::new());
        for listed in 0..self.listed.len() {
            let (place, number) = self.listed[listed];
            let company = &mut companies[place];
            let Some(today) = open.of(company) else { continue };
            let line = &company.lines[number];
            if let Some(quote) = line.quote {
                self.market.prices.push(PriceRow {
                    date,
                    security_id: line.security,
                    close: Price::from_nanos(quote.nanos)?,
                    volume: Some(quote.volume),
                    reported_change_percent: quote.change_percent,
                    reported_cap_cents: None,
                });
            }
            if !line.open {
                closed.push((place, number, today.sessions[today.index.saturating_sub(1)]));
            }
            if number == 0 {
                let told: Vec<Told> = company.facts.drain(..).collect();
                let country = company.country;
                for Told { delay, fact } in told {
                    match delay {
                        0 => fact.write(&mut self.market, date)?,
                        _ => self
                            .untold
                            .entry((country, today.index + delay))
                            .or_default()
                            .push(fact),
                    }
                }
                if let Some((terms, child)) = companies[place].affairs.child.take() {
                    let other = self.number();
                    for terms in terms {
                        let terms = crate::facts::Terms { other: Some(other), ..terms };
                        Fact::Action(terms).write(&mut self.market, date)?;
                    }
                    self.children.push((child, other, place));
                }
                if companies[place].request.is_some() {
                    self.asking.push(place);
                }
                if !companies[place].listed {
                    left.push(place);
                }
            }
        }
        self.tell_what_is_due(open)?;
        if !closed.is_empty() || !left.is_empty() {
            self.listed.retain(|&(place, number)| {
                companies[place].listed && companies[place].lines[number].open
            });
        }
        for (place, number, last) in closed {
            self.strike(&companies[place].lines[number], last);
        }
        for place in left {
            for line in companies[place].open_lines() {
                self.strike(line, date);
            }
            // A company that left keeps its place but has no lines to look at again.
            companies[place].lines = Vec::new();
            let bought = companies[place].bought_by(|bidder| companies[bidder].log_shares);
            if let Some((bidder, growth)) = bought {
                let next = open.of(&companies[bidder]).map_or(0, |today| today.index + 1);
                let affairs = &mut companies[bidder].affairs;
                affairs.bids = false;
                if growth > 1.0 {
                    affairs.await_count(next, growth);
                }
            }
        }
        Ok(())
    }

    fn tell_what_is_due(&mut self, open: &Open) -> Result<(), NumberError> {
        for (country, today) in open.days.iter().enumerate() {
            let Some(today) = today else { continue };
            for fact in self.untold.remove(&(country, today.index)).into_iter().flatten() {
                fact.write(&mut self.market, open.date)?;
            }
        }
        Ok(())
    }

    /// A line left after a session: its symbol is free again.
    fn strike(&mut self, line: &Line, last: Date) {
        if let Some(ticker) = &line.ticker {
            self.tickers.remove(&ticker.key());
        }
        self.end_version(line.security, last);
    }

    /// The market, with everything still listed seen until the last session of its exchange.
    pub(crate) fn close(mut self, companies: &[Company], clocks: &[Clock]) -> Market {
        for company in companies.iter().filter(|company| company.listed) {
            let Some(last) = clocks.get(company.country).and_then(Clock::last) else { continue };
            for line in company.open_lines() {
                self.end_version(line.security, last);
            }
        }
        self.market.canonical();
        self.market
    }

    fn end_version(&mut self, security: SecurityId, last: Date) {
        let newest = (security.0 as usize).checked_sub(1).and_then(|place| self.newest.get(place));
        let newest = newest.copied().flatten();
        if let Some(version) = newest.and_then(|place| self.market.securities.get_mut(place)) {
            version.last_session = last;
        }
    }

    /// A new name and new symbols; the old symbols are free again.
    fn rename(&mut self, company: &mut Company) {
        let old = company.open_lines().filter_map(|line| line.ticker.as_ref());
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
                let lines = company.lines.iter().enumerate().filter(|(_, line)| line.open);
                let symbols: Vec<Option<Ticker>> = lines
                    .map(|(place, line)| names::symbol(&root, &company.profile, line, place))
                    .collect();
                let taken = |ticker: &Ticker| self.tickers.contains(&ticker.key());
                if symbols.iter().any(|symbol| symbol.as_ref().is_none_or(taken)) {
                    continue;
                }
                self.tickers.extend(symbols.iter().flatten().map(Ticker::key));
                let open = company.lines.iter_mut().filter(|line| line.open);
                for (line, symbol) in open.zip(symbols) {
                    line.ticker = symbol;
                }
                return;
            }
        }
    }
}

/// A line as it is described from today on.
fn describe(company: &Company, line: &Line, today: &Today) -> Option<SecurityVersion> {
    let from = today.later(0)?;
    let profile = &company.profile;
    Some(SecurityVersion {
        security_id: line.security,
        issuer_id: company.issuer,
        ticker: line.ticker.clone()?,
        name: names::line(&company.name, profile, line),
        mic: profile.mic,
        kind: line.kind,
        share_class: line.class.map(String::from),
        country: Some(profile.country.to_owned()),
        sector: Some(SECTORS[profile.sector].name.to_owned()),
        industry: Some(profile.industry.to_owned()),
        ipo_year: profile.ipo_year,
        first_session: from,
        last_session: from,
        known_at: from,
    })
}
