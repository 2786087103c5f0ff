//! The part of a security's shares that counts: supplied, estimated from a fund's quantities, assumed of
//! a young security, or all of them.

mod estimates;
mod sourced_float;

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{CorrectedField, Factor, MarketView, NumberError, SecurityId, Shares};
use serde::{Deserialize, Serialize};

use crate::methodology::{KindFloatRule, Methodology, RecentListingRule};
use crate::share_counts::AdjustedCount;
use estimates::Estimates;
use sourced_float::Source;
pub use sourced_float::SourcedFloat;

/// A free float, where it comes from, and since when it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFloat {
    /// Unrestricted shares over all shares of the class.
    pub factor: Factor,
    /// Where it comes from, in words.
    pub source: Arc<str>,
    /// ListingWindow when it holds; none where nothing is known.
    pub since: Option<Date>,
}

impl Default for KnownFloat {
    fn default() -> KnownFloat {
        SourcedFloat::UNKNOWN.to_known()
    }
}

/// Index shares of a security that nobody has counted, as a fund shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundShares {
    /// The index shares, own shares times free float, on the terms of that close.
    pub shares: Shares,
    /// The fund.
    pub fund: String,
    /// The close that its list describes.
    pub as_of: Date,
    /// The day the list was public.
    pub known_at: Date,
}

/// The free floats of a market as a methodology reads them.
#[derive(Debug, Clone)]
pub struct FreeFloats<'market> {
    view: MarketView<'market>,
    estimates: Estimates,
    recent_listings: Vec<RecentListingRule>,
    kinds: Vec<KindFloatRule>,
    market_start: Option<Date>,
}

impl<'market> FreeFloats<'market> {
    /// Estimates floats from the lists of every fund that the methodology names for it; each holds
    /// from the day its list was public.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub fn new(
        view: &MarketView<'market>,
        family: &Methodology,
    ) -> Result<FreeFloats<'market>, NumberError> {
        let estimates = match &family.free_float.estimated {
            Some(rule) => Estimates::new(view, rule)?,
            None => Estimates::default(),
        };
        Ok(FreeFloats {
            view: view.clone(),
            estimates,
            recent_listings: family.free_float.recent_listings.clone(),
            kinds: family.free_float.kinds.clone(),
            market_start: view.sessions().first().map(|(session, _)| *session),
        })
    }

    /// What a fund held of each index share on a date, where its list has quantities.
    pub fn constant(&self, fund: &str, as_of: Date) -> Option<f64> {
        self.estimates.constant(fund, as_of)
    }

    /// The index shares of a security that nobody has counted, from the newest list of a fund that was
    /// public by a day, on the terms of that day.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub fn fund_shares(
        &self,
        security: SecurityId,
        day: Date,
    ) -> Result<Option<(Shares, &FundShares)>, NumberError> {
        let Some(found) = self.estimates.uncounted(security, day) else { return Ok(None) };
        let mut shares = found.shares;
        for split in self.view.splits(security, (found.as_of, day), day) {
            shares = split.ratio.map_or(Ok(shares), |ratio| shares.split(ratio))?;
        }
        Ok(Some((shares, found)))
    }

    /// The free float of a security on a day: a user's correction, then a supplied one (with the share
    /// count or alone, the newer first), then the newest estimate, then what is assumed of a young
    /// security, then of its kind, then all of it.
    pub fn on<'a>(
        &'a self,
        security: SecurityId,
        count: Option<&AdjustedCount<'a>>,
        day: Date,
    ) -> SourcedFloat<'a> {
        self.given(security, count, day)
            .or_else(|| self.estimates.on(security, day))
            .or_else(|| self.assumed(security, day))
            .or_else(|| self.of_kind(security, day))
            .unwrap_or(SourcedFloat::UNKNOWN)
    }

    /// The free float of a security that a user supplied or corrected, besides its share counts.
    pub(crate) fn supplied(&self, security: SecurityId, day: Date) -> Option<Factor> {
        self.given(security, None, day).map(|found| found.factor)
    }

    fn given<'a>(
        &'a self,
        security: SecurityId,
        count: Option<&AdjustedCount<'a>>,
        day: Date,
    ) -> Option<SourcedFloat<'a>> {
        if let Some(word) = self.view.correction(security, CorrectedField::FreeFloatPercent, day)
            && let Some(factor) = percent_factor(&word.override_value)
        {
            return Some(SourcedFloat {
                factor,
                source: Source::Override(word),
                since: Some(word.first_session),
            });
        }
        let alone = self.view.free_float(security, day, day).map(|row| SourcedFloat {
            factor: row.free_float,
            source: Source::Given(&row.source),
            since: Some(row.effective_date),
        });
        let with_count = count.and_then(|count| {
            let source = Source::Given(count.source());
            Some(SourcedFloat { factor: count.free_float()?, source, since: Some(count.since) })
        });
        match (alone, with_count) {
            (Some(alone), Some(with_count)) if with_count.since > alone.since => Some(with_count),
            (alone, with_count) => alone.or(with_count),
        }
    }

    fn assumed(&self, security: SecurityId, day: Date) -> Option<SourcedFloat<'_>> {
        if self.recent_listings.is_empty() {
            return None;
        }
        let first = self.view.first_seen(security, day)?;
        if self.market_start.is_none_or(|start| first <= start) {
            return None;
        }
        let sessions = self.view.sessions_between(first, day).len();
        let rule =
            self.recent_listings.iter().find(|rule| sessions <= rule.within_sessions as usize)?;
        let (factor, source) = (rule.percent.factor(), Source::Young(rule.within_sessions, first));
        Some(SourcedFloat { factor, source, since: Some(first) })
    }

    fn of_kind(&self, security: SecurityId, day: Date) -> Option<SourcedFloat<'_>> {
        if self.kinds.is_empty() {
            return None;
        }
        let version = self.view.version(security, day)?;
        let rule = self.kinds.iter().find(|rule| rule.kind == version.kind)?;
        let (factor, source) = (rule.percent.factor(), Source::Kind(rule.kind));
        Some(SourcedFloat { factor, source, since: Some(version.first_session) })
    }
}

/// A percentage as text to a factor; nothing for what is none.
fn percent_factor(text: &str) -> Option<Factor> {
    text.parse::<crate::methodology::Percent>().ok().map(|percent| percent.factor())
}
