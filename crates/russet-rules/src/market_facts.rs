//! What a market shows whatever the methodology: which securities a company has, and what securities traded.

use std::sync::OnceLock;

use jiff::civil::Date;
use russet_market::{IssuerId, MarketView, SecurityId};

use crate::late_counts::LateCounts;
use crate::security_facts::SecurityFactsCache;
use crate::shared_texts::SharedTexts;
use crate::trading::Trading;

#[derive(Debug)]
pub(crate) struct MarketFacts<'market> {
    pub(crate) view: MarketView<'market>,
    /// By company.
    securities_of: Vec<Vec<SecurityId>>,
    /// By company, the day from which each of its descriptions is known and holds, and from which it holds.
    described: Vec<Vec<(Date, Date)>>,
    trading: OnceLock<Trading>,
    late_counts: OnceLock<LateCounts>,
    /// How securities were described and counted on the last rank days.
    pub(crate) security_facts: SecurityFactsCache<'market>,
    /// Texts that decisions share.
    pub(crate) texts: SharedTexts,
}

impl<'market> MarketFacts<'market> {
    pub(crate) fn new(view: &MarketView<'market>) -> MarketFacts<'market> {
        let issuers = view.descriptions().iter().map(|version| version.issuer_id.0 as usize + 1);
        let companies = issuers.max().unwrap_or(0);
        let (mut securities_of, mut described) =
            (vec![Vec::new(); companies], vec![Vec::new(); companies]);
        for version in view.descriptions() {
            let company = version.issuer_id.0 as usize;
            let securities: &mut Vec<SecurityId> = &mut securities_of[company];
            if securities.last() != Some(&version.security_id) {
                securities.push(version.security_id);
            }
            let known = version.first_session.max(version.known_at);
            described[company].push((known, version.first_session));
        }
        let (trading, late_counts) = (OnceLock::new(), OnceLock::new());
        let (security_facts, texts) = (SecurityFactsCache::default(), SharedTexts::default());
        MarketFacts {
            view: view.clone(),
            securities_of,
            described,
            trading,
            late_counts,
            security_facts,
            texts,
        }
    }

    pub(crate) fn trading(&self) -> &Trading {
        self.trading.get_or_init(|| Trading::of(&self.view))
    }

    pub(crate) fn late_counts(&self) -> &LateCounts {
        self.late_counts.get_or_init(|| LateCounts::of(&self.view))
    }

    /// Every security that a company ever has.
    pub(crate) fn securities_of(&self, issuer: IssuerId) -> &[SecurityId] {
        self.securities_of.get(issuer.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// The first session in which any security of a company was seen, as known on a day.
    pub(crate) fn company_first_seen(&self, issuer: IssuerId, day: Date) -> Option<Date> {
        let described = self.described.get(issuer.0 as usize)?.iter();
        described.filter(|(known, _)| *known <= day).map(|(_, from)| *from).min()
    }
}
