//! How securities are described and counted on a day, cached until that may change: rank days follow each other
//! faster than counts do.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, SecurityVersion, ShareBasis};

use crate::share_counts::{AdjustedCount, count_of};
use crate::shared_texts::SharedTexts;

/// How a security is described and counted on a day.
#[derive(Debug, Clone)]
pub(crate) struct SecurityFacts<'market> {
    /// From the day it was looked up on to before another one.
    days: (Date, Date),
    pub(crate) version: Option<&'market SecurityVersion>,
    /// The name in that description, which decisions share.
    pub(crate) name: Arc<str>,
    pub(crate) counts: SecurityCounts<'market>,
}

/// How many shares of a security there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecurityCounts<'market> {
    /// The shares of its whole company.
    pub(crate) company: Option<AdjustedCount<'market>>,
    /// The shares of its own class.
    pub(crate) class: Option<AdjustedCount<'market>>,
    /// Where the count comes from, which decisions share.
    pub(crate) source: Option<Arc<str>>,
}

impl<'market> SecurityCounts<'market> {
    /// The newest counts that hold and are known on a day.
    pub(crate) fn on(
        (view, texts): (&MarketView<'market>, &SharedTexts),
        security: SecurityId,
        day: Date,
    ) -> SecurityCounts<'market> {
        let company = count_of(view, security, ShareBasis::Company, day, day);
        let class = count_of(view, security, ShareBasis::Class, day, day);
        let source = company.or(class).map(|count| texts.get(count.source()));
        SecurityCounts { company, class, source }
    }

    pub(crate) fn are_known(&self) -> bool {
        self.company.or(self.class).is_some()
    }
}

/// The latest facts of each security.
#[derive(Debug, Default)]
pub(crate) struct SecurityFactsCache<'market>(Mutex<Vec<Option<SecurityFacts<'market>>>>);

impl<'market> SecurityFactsCache<'market> {
    /// The facts of some securities on a day, in their order.
    pub(crate) fn on(
        &self,
        (view, texts): (&MarketView<'market>, &SharedTexts),
        securities: impl Iterator<Item = SecurityId>,
        day: Date,
    ) -> Vec<SecurityFacts<'market>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.resize(view.securities().len(), None);
        let facts = securities.map(|security| {
            let place = &mut last[security.0 as usize];
            if let Some(facts) = place
                && (facts.days.0..facts.days.1).contains(&day)
            {
                return facts.clone();
            }
            let facts = look_up((view, texts), security, day, place.as_ref());
            place.insert(facts).clone()
        });
        facts.collect()
    }
}

/// The facts of a security on a day; texts that do not change are shared.
fn look_up<'market>(
    (view, texts): (&MarketView<'market>, &SharedTexts),
    security: SecurityId,
    day: Date,
    before: Option<&SecurityFacts<'market>>,
) -> SecurityFacts<'market> {
    let version = view.version(security, day);
    let name = version.map_or("", |version| version.name.as_str());
    let same = before.map(|facts| &facts.name).filter(|known| ***known == *name);
    SecurityFacts {
        days: (day, view.unchanged_until(security, day)),
        version,
        name: same.map_or_else(|| name.into(), Arc::clone),
        counts: SecurityCounts::on((view, texts), security, day),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::test_security::{SECURITY, day, with_facts};

    proptest! {
        /// In whatever order days are asked for, what was kept is what would be looked up.
        #[test]
        fn what_is_kept_is_what_would_be_looked_up(
            facts in prop::collection::vec((0_u8..5, 0_i64..90, 0_i64..90), 0..12),
            days in prop::collection::vec(0_i64..99, 1..60),
        ) {
            let mut facts = facts;
            facts.push((0, 1, 1));
            let market = with_facts(&facts);
            let view = MarketView::new(&market);
            let (facts, texts) = (SecurityFactsCache::default(), SharedTexts::default());
            for day in days.into_iter().map(day) {
                let kept = facts.on((&view, &texts), [SECURITY].into_iter(), day).remove(0);
                let asked = look_up((&view, &texts), SECURITY, day, None);
                prop_assert_eq!(kept.version, asked.version);
                prop_assert_eq!(kept.name, asked.name);
                prop_assert_eq!(kept.counts, asked.counts);
            }
        }
    }
}
