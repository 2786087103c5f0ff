//! What accounts and prices show of a company on a rank day, whatever other companies show. A reconstitution
//! that was announced is scored twice; the second time most of this is known.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use russet_market::{IssuerId, MarketView, SecurityId};

use super::StyleCompany;
use super::accounts::Accounts;
use super::growth_value::Fundamentals;
use super::stability::Indicators;
use super::volatility::volatilities;
use crate::methodology::StyleRules;

/// What is known of the companies of one methodology on the rank day that was asked for last.
#[derive(Debug, Default)]
pub struct StyleMeasures(Mutex<OfDay>);

#[derive(Debug, Default)]
struct OfDay {
    day: Date,
    /// By the company and its primary security, whose prices are measured.
    fundamentals: BTreeMap<IssuerId, Arc<Fundamentals>>,
    indicators: BTreeMap<(IssuerId, Option<SecurityId>), Arc<Indicators>>,
}

/// What companies show, in their order.
pub(super) struct Measured {
    pub(super) fundamentals: Vec<Arc<Fundamentals>>,
    /// None where stability is not scored.
    pub(super) indicators: Option<Vec<Arc<Indicators>>>,
}

impl StyleMeasures {
    /// What some companies show on a rank day, looked up where it is not known yet.
    pub(super) fn of(
        &self,
        view: &MarketView<'_>,
        (rules, scores_stability): (&StyleRules, bool),
        companies: &[&StyleCompany<'_>],
        day: Date,
    ) -> Measured {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.day != day {
            *known = OfDay { day, ..OfDay::default() };
        }
        let fundamentals = companies.iter().map(|company| {
            let look_up = || {
                let accounts = Accounts::of(view, company.all_securities, day);
                Arc::new(Fundamentals::of(&accounts, &rules.growth_value))
            };
            Arc::clone(known.fundamentals.entry(company.issuer).or_insert_with(look_up))
        });
        let fundamentals = fundamentals.collect();
        let stability = rules.stability.as_ref().filter(|_| scores_stability);
        let indicators = stability.map(|rules| {
            let key =
                |company: &StyleCompany<'_>| (company.issuer, company.securities.first().copied());
            let new = |company: &&&StyleCompany<'_>| !known.indicators.contains_key(&key(company));
            let new: Vec<&StyleCompany<'_>> = companies.iter().filter(new).copied().collect();
            // Prices are read session by session for all of them at once.
            let vehicles: Vec<SecurityId> =
                new.iter().filter_map(|company| company.securities.first().copied()).collect();
            let mut moves = volatilities(view, rules, &vehicles, day).into_iter();
            for company in new {
                let accounts = Accounts::of(view, company.all_securities, day);
                let moved =
                    company.securities.first().and_then(|_| moves.next()).unwrap_or_default();
                let indicators = Indicators::of(&accounts, rules, moved);
                known.indicators.insert(key(company), Arc::new(indicators));
            }
            companies.iter().map(|company| Arc::clone(&known.indicators[&key(company)])).collect()
        });
        Measured { fundamentals, indicators }
    }
}
