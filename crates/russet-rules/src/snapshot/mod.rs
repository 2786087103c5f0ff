//! Every security of a market as it could be seen at the end of a rank day.
//!
//! Closes and share counts are looked up of every security at once; all else is found when a screen asks for it.

pub mod companies;
pub mod company_facts;
mod listed_security;
mod measures;
mod recent_trading;
mod recount;
pub(crate) mod screen_cache;
mod trade;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::Span;
use jiff::civil::Date;
use russet_market::{MarketView, NumberError, SecurityId};

use crate::decision::{ScreenAnswers, ScreenResults};
use crate::free_float::FreeFloats;
use crate::market_facts::MarketFacts;
use crate::methodology::{Eligibility, Methodology, Screen, days_before};
use crate::research::Research;
use crate::security_facts::SecurityCounts;
use crate::statistics::median;
use company_facts::corrected_kind;
pub use listed_security::ListedSecurity;
use measures::LazyMeasures;
use recent_trading::{LookBack, RecentTrading};
use screen_cache::ScreenCache;

/// All securities alive on a day, by security id.
#[derive(Debug)]
pub struct Snapshot<'market> {
    /// The day.
    pub day: Date,
    /// The securities that had a close within the exchange rule's patience.
    pub securities: Vec<ListedSecurity<'market>>,
    market_facts: Arc<MarketFacts<'market>>,
    floats: Arc<FreeFloats<'market>>,
    rules: Arc<Eligibility>,
    market_start: Date,
    /// The day on which the ranking window begins.
    start: Date,
    /// The sessions of the ranking window, by their places in the market.
    window: Range<usize>,
    /// Where those begin that a member's mean close is taken of.
    mean_start: usize,
    /// Those in which a security's last ones are looked for.
    near: Range<usize>,
    measures: Arc<LazyMeasures>,
    median_volatility: OnceLock<Option<f64>>,
    /// The places of securities, company by company.
    by_company: OnceLock<Vec<u32>>,
    /// What screens answered of securities, as decisions record it.
    results: Mutex<BTreeMap<ScreenAnswers, ScreenResults>>,
}

impl<'market> Snapshot<'market> {
    /// Looks at a market at the end of a rank day, and at nothing after it: but for the share count of a
    /// security that nobody had counted by then, which is the newest one known by another day, before what is
    /// decided takes effect. A feed counts new securities late; filings had counted them.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes an impossible share count.
    pub fn take(
        family: &Methodology,
        research: &Research<'market>,
        (day, counted_by): (Date, Date),
    ) -> Result<Snapshot<'market>, NumberError> {
        let (view, rules) = (research.view(), research.eligibility());
        let start = day.saturating_sub(Span::new().years(i64::from(family.ranking.volume_years)));
        let after = |day: Date| view.sessions().partition_point(|(session, _)| *session <= day);
        let first = view.sessions().partition_point(|(session, _)| *session < start);
        let window = first..after(day).max(first);
        let average_days = rules.price.as_ref().map_or(0, |rule| rule.member_average_days);
        let mean_start = after(days_before(day, average_days)).clamp(window.start, window.end);
        let patience = patience(family);
        let reach = LookBack::of(rules, patience);
        let near = reach.sessions(window.clone(), mean_start);
        let recent = reach.look(view, window.clone(), near.clone());
        let mut rates = BTreeMap::new();
        let is_alive = |recent: &RecentTrading| {
            recent.last.is_some_and(|(_, number)| window.end - 1 - number <= patience as usize)
        };
        let alive: Vec<(u32, RecentTrading)> =
            (0..).zip(recent).filter(|(_, recent)| is_alive(recent)).collect();
        let ids = alive.iter().map(|(number, _)| SecurityId(*number));
        let market_facts = research.market_facts();
        let facts = market_facts.security_facts.on((view, &market_facts.texts), ids, day);
        let mut securities = Vec::with_capacity(alive.len());
        for ((number, recent), facts) in alive.into_iter().zip(facts) {
            let id = SecurityId(number);
            let (Some((close, session)), Some(version)) = (recent.last, facts.version) else {
                continue;
            };
            let is_late = !facts.counts.are_known();
            let counts = match is_late {
                true => SecurityCounts::on((view, &market_facts.texts), id, counted_by),
                false => facts.counts,
            };
            let currency = version.mic.currency();
            let rate =
                *rates.entry(currency).or_insert_with(|| view.rate(currency, family.currency, day));
            securities.push(ListedSecurity {
                id,
                issuer: version.issuer_id,
                version,
                kind: corrected_kind(view, id, day).map_or(version.kind, |(kind, _)| kind),
                close,
                rate,
                close_date: view.sessions()[session].0,
                company_shares: counts.company,
                class_shares: counts.class,
                name: facts.name,
                shares_source: counts.source,
                is_late,
                recent,
                screen_cache: ScreenCache::default(),
                register: OnceLock::new(),
            });
        }
        Ok(Snapshot {
            day,
            securities,
            market_facts: Arc::clone(research.market_facts()),
            floats: Arc::clone(research.shared_floats()),
            rules: Arc::clone(rules),
            market_start: view.sessions().first().map_or(day, |(session, _)| *session),
            start,
            window,
            mean_start,
            near,
            measures: Arc::default(),
            median_volatility: OnceLock::new(),
            by_company: OnceLock::new(),
            results: Mutex::default(),
        })
    }

    /// The one text of these letters.
    pub(crate) fn shared(&self, text: &str) -> Arc<str> {
        self.market_facts.texts.get(text)
    }

    /// What screens answered of a security, asked in an order, as decisions record it.
    pub(crate) fn results(&self, answers: ScreenAnswers, order: &[Screen]) -> ScreenResults {
        // Between two reviews fewer screens may be asked.
        if order != self.order() {
            return answers.results(order);
        }
        let mut known = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(answers).or_insert_with(|| answers.results(order)).clone()
    }

    /// The screens in the order in which its methodology asks them.
    pub(crate) fn order(&self) -> &[Screen] {
        &self.rules.order
    }

    fn view(&self) -> &MarketView<'market> {
        &self.market_facts.view
    }

    /// The median volatility of the securities that a fund's would be compared with: of an accepted kind, and
    /// large enough to rank.
    pub(crate) fn median_volatility(&self) -> Option<f64> {
        *self.median_volatility.get_or_init(|| {
            let rule = self.rules.fund_like_volatility.as_ref()?;
            let kind = self.rules.kind.as_ref();
            let is_accepted = |security: &&ListedSecurity<'_>| {
                kind.is_none_or(|kind| kind.accepted.contains(&security.kind))
            };
            let is_large = |security: &&ListedSecurity<'_>| {
                security.value().is_some_and(|value| value > rule.peers_above_cap)
            };
            let compared = self.securities.iter().filter(is_accepted).filter(is_large);
            median(compared.filter_map(|security| security.recent.volatility).collect())
        })
    }
}

/// Sessions without a close after which a security is not listed: as its screen says, or else as members
/// without one are deleted.
pub(crate) fn patience(family: &Methodology) -> u32 {
    let rule = family.eligibility.exchange.as_ref();
    rule.map_or(family.maintenance.absent_sessions, |rule| rule.stale_after_sessions)
}
