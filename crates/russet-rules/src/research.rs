//! What is worked out of a market once and asked for by every rank day, and by every variant of a
//! methodology that is tried on the same market.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;
use russet_market::{Currency, MarketView, NumberError};

use crate::free_float::FreeFloats;
use crate::market_facts::MarketFacts;
use crate::membership::IndexIds;
use crate::methodology::{Eligibility, FreeFloatSources, Methodology};
use crate::share_count_cache::{ShareCountCache, ShareCountsOn};
use crate::snapshot::Snapshot;
use crate::style::StyleMeasures;

type SnapshotCell<'market> = OnceLock<Result<Arc<Snapshot<'market>>, NumberError>>;

/// The rules that a snapshot depends on.
#[derive(Debug, PartialEq, Eq, Hash)]
struct SnapshotRules {
    eligibility: Arc<Eligibility>,
    volume_years: u32,
    currency: Currency,
    absent_sessions: u32,
    free_float: FreeFloatSources,
}

impl SnapshotRules {
    fn of(family: &Methodology) -> SnapshotRules {
        SnapshotRules {
            eligibility: Arc::new(family.eligibility.clone()),
            volume_years: family.ranking.volume_years,
            currency: family.currency,
            absent_sessions: family.maintenance.absent_sessions,
            free_float: family.free_float.clone(),
        }
    }
}

/// What distinguishes the snapshots of one rank day from those of another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct SnapshotKey {
    rules: Arc<SnapshotRules>,
    rank_day: Date,
}

/// The snapshots of a rank day, each with the last day up to which something became known of securities that nobody
/// had counted on the rank day.
type SnapshotsOfDay<'market> = Vec<(Date, Arc<SnapshotCell<'market>>)>;

/// What a market shows whatever the methodology, and what methodologies have asked it already.
#[derive(Debug)]
pub struct MarketCache<'market> {
    market_facts: Arc<MarketFacts<'market>>,
    snapshots: Mutex<Snapshots<'market>>,
    /// For many variants.
    counted: Option<ShareCountCache<'market>>,
}

/// Snapshots of rank days that may be asked for again.
#[derive(Debug, Default)]
struct Snapshots<'market> {
    taken: HashMap<SnapshotKey, SnapshotsOfDay<'market>>,
    /// From the oldest to the newest.
    order: VecDeque<SnapshotKey>,
    /// Whether all are kept, or a few.
    all: bool,
}

/// Of how many rank days one methodology keeps snapshots: a review that was announced is decided from the same again.
/// A rank day has two or three, as late share counts become known.
const FEW: usize = 4;

impl<'market> Snapshots<'market> {
    /// The cell of a snapshot, which may be filled already, and a finished snapshot of the same rank day.
    fn place(
        &mut self,
        key: SnapshotKey,
        counted_by: Date,
    ) -> (Arc<SnapshotCell<'market>>, Option<Arc<Snapshot<'market>>>) {
        if !self.taken.contains_key(&key) {
            self.order.push_back(key.clone());
            if !self.all && self.order.len() > FEW {
                self.order.pop_front().and_then(|oldest| self.taken.remove(&oldest));
            }
        }
        let of_day = self.taken.entry(key).or_default();
        let taken = of_day.iter().find_map(|(_, cell)| cell.get()?.as_ref().ok().cloned());
        let same = of_day.iter().find(|(other, _)| *other == counted_by);
        let cell = same.map(|(_, cell)| Arc::clone(cell)).unwrap_or_else(|| {
            let cell = Arc::default();
            of_day.push((counted_by, Arc::clone(&cell)));
            cell
        });
        (cell, taken)
    }
}

impl<'market> MarketCache<'market> {
    /// For one methodology.
    pub fn new(view: &MarketView<'market>) -> MarketCache<'market> {
        MarketCache {
            market_facts: Arc::new(MarketFacts::new(view)),
            snapshots: Mutex::default(),
            counted: None,
        }
    }

    /// For many variants of a methodology: what one has seen on a rank day is kept for the others whose
    /// screens look at the same.
    pub fn shared(view: &MarketView<'market>) -> MarketCache<'market> {
        let snapshots = Snapshots { all: true, ..Snapshots::default() };
        MarketCache {
            snapshots: Mutex::new(snapshots),
            counted: Some(ShareCountCache::default()),
            ..MarketCache::new(view)
        }
    }
}

/// What the decisions of one methodology rest on: what was found out of the market, and free floats.
#[derive(Debug, Clone)]
pub struct Research<'market> {
    market_cache: Arc<MarketCache<'market>>,
    floats: Arc<FreeFloats<'market>>,
    styles: Arc<StyleMeasures>,
    /// The ids of the family's indexes, as decisions record them.
    ids: Arc<IndexIds>,
    /// The rules that a snapshot depends on.
    rules: Arc<SnapshotRules>,
    records: bool,
    /// The day after which nothing is known.
    horizon: Date,
}

impl<'market> Research<'market> {
    /// For a methodology that is alone with its market.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub fn new(
        view: &MarketView<'market>,
        family: &Methodology,
    ) -> Result<Research<'market>, NumberError> {
        Research::among(Arc::new(MarketCache::new(view)), family)
    }

    /// For one of several methodologies that share what they find.
    ///
    /// # Errors
    /// [`NumberError`] when a split makes a count that no share count can hold.
    pub fn among(
        market_cache: Arc<MarketCache<'market>>,
        family: &Methodology,
    ) -> Result<Research<'market>, NumberError> {
        let floats = Arc::new(FreeFloats::new(&market_cache.market_facts.view, family)?);
        let (styles, ids) = (Arc::default(), Arc::new(IndexIds::of(family)));
        let rules = Arc::new(SnapshotRules::of(family));
        Ok(Research { market_cache, floats, styles, ids, rules, records: true, horizon: Date::MAX })
    }

    /// The same, without a record of every security considered: only what is decided.
    #[must_use]
    pub fn without_records(self) -> Research<'market> {
        Research { records: false, ..self }
    }

    /// The same on a day before what is decided takes effect: counts that became known after it rank nobody.
    #[must_use]
    pub fn as_known_on(self, day: Date) -> Research<'market> {
        Research { horizon: day, ..self }
    }

    /// Whether decisions are recorded.
    pub fn records(&self) -> bool {
        self.records
    }

    /// The free floats of the market as the methodology reads them.
    pub fn floats(&self) -> &FreeFloats<'market> {
        &self.floats
    }

    /// The share counts of securities on a day, from counts known by a day.
    pub fn counts_on(&self, days: (Date, Date)) -> ShareCountsOn<'market> {
        let view = self.view().clone();
        let shared = self.market_cache.counted.as_ref().map(|counted| counted.on(&view, days));
        ShareCountsOn { view, days, shared }
    }

    /// What companies show that styles are scored by.
    pub fn styles(&self) -> &StyleMeasures {
        &self.styles
    }

    pub(crate) fn view(&self) -> &MarketView<'market> {
        &self.market_cache.market_facts.view
    }

    pub(crate) fn market_facts(&self) -> &Arc<MarketFacts<'market>> {
        &self.market_cache.market_facts
    }

    pub(crate) fn shared_floats(&self) -> &Arc<FreeFloats<'market>> {
        &self.floats
    }

    pub(crate) fn index_ids(&self) -> &IndexIds {
        &self.ids
    }

    pub(crate) fn eligibility(&self) -> &Arc<Eligibility> {
        &self.rules.eligibility
    }

    /// The snapshot of a rank day, taken now or by another methodology before, for what is decided with effect
    /// after another day.
    pub(crate) fn snapshot(
        &self,
        family: &Methodology,
        (day, effective): (Date, Date),
    ) -> Result<Arc<Snapshot<'market>>, NumberError> {
        let late_counts = self.market_cache.market_facts.late_counts();
        let counted_by = late_counts.last_change(self.view(), day, effective.min(self.horizon));
        let key = SnapshotKey { rules: Arc::clone(&self.rules), rank_day: day };
        let (cell, taken) = {
            let snapshots = self.market_cache.snapshots.lock();
            let mut snapshots = snapshots.unwrap_or_else(PoisonError::into_inner);
            snapshots.place(key, counted_by)
        };
        let take = || match taken {
            Some(taken) => Ok(Arc::new(taken.recounted(counted_by))),
            None => Snapshot::take(family, self, (day, counted_by)).map(Arc::new),
        };
        cell.get_or_init(take).clone()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use russet_market::Market;

    use super::*;

    /// Variants that see the same share a snapshot; others never do.
    #[test]
    fn a_snapshot_is_shared_by_equal_rules() {
        let market = Market::default();
        let market_cache = Arc::new(MarketCache::shared(&MarketView::new(&market)));
        let snapshot = |edit: (&str, &str)| {
            let text = Methodology::built_in_text("russell-us").unwrap();
            assert!(text.contains(edit.0), "{}", edit.0);
            let text = text.replacen(edit.0, edit.1, 1);
            let family = Methodology::parse("edited.toml", &text).unwrap();
            let research = Research::among(Arc::clone(&market_cache), &family).unwrap();
            research.snapshot(&family, (date(2024, 4, 30), date(2024, 6, 28))).unwrap()
        };
        let plain = snapshot(("", ""));
        let steeper_style = snapshot(("steepness = 5", "steepness = 6"));
        assert!(Arc::ptr_eq(&plain, &steeper_style));
        let minimum = "value = \"1.00\", source = \"R46 5.8.1\"";
        for edit in
            [(minimum, &*minimum.replace('1', "2")), ("volume_years = 2", "volume_years = 3")]
        {
            assert!(!Arc::ptr_eq(&plain, &snapshot(edit)), "{edit:?}");
        }
    }
}
