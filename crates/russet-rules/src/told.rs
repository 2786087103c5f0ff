//! How lines are described and counted on a day, kept until they may be otherwise: rank days follow each other
//! faster than counts do.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use russet_market::{MarketView, SecurityId, SecurityVersion, ShareBasis};

use crate::share_counts::{Counted, count_of};
use crate::shared_texts::SharedTexts;

/// What is told of a line on a day.
#[derive(Debug, Clone)]
pub(crate) struct Told<'market> {
    /// From the day it was looked up on to before another one.
    days: (Date, Date),
    pub(crate) version: Option<&'market SecurityVersion>,
    /// The name in that description, which decisions share.
    pub(crate) name: Arc<str>,
    /// The shares of its whole company.
    pub(crate) company_shares: Option<Counted<'market>>,
    /// The shares of its own class.
    pub(crate) class_shares: Option<Counted<'market>>,
    /// Where the count comes from, which decisions share.
    pub(crate) shares_source: Option<Arc<str>>,
}

/// The last answers, by line.
#[derive(Debug, Default)]
pub(crate) struct LastTold<'market>(Mutex<Vec<Option<Told<'market>>>>);

impl<'market> LastTold<'market> {
    /// What is told of some lines on a day, in their order.
    pub(crate) fn on(
        &self,
        (view, texts): (&MarketView<'market>, &SharedTexts),
        lines: impl Iterator<Item = SecurityId>,
        day: Date,
    ) -> Vec<Told<'market>> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.resize(view.securities().len(), None);
        let told = lines.map(|line| {
            let place = &mut last[line.0 as usize];
            if let Some(told) = place
                && (told.days.0..told.days.1).contains(&day)
            {
                return told.clone();
            }
            let told = look_up((view, texts), line, day, place.as_ref());
            place.insert(told).clone()
        });
        told.collect()
    }
}

/// What is told of a line on a day; texts that were told before are shared.
fn look_up<'market>(
    (view, texts): (&MarketView<'market>, &SharedTexts),
    line: SecurityId,
    day: Date,
    before: Option<&Told<'market>>,
) -> Told<'market> {
    let version = view.version(line, day);
    let name = version.map_or("", |version| version.name.as_str());
    let same = before.map(|told| &told.name).filter(|known| ***known == *name);
    let company_shares = count_of(view, line, ShareBasis::Company, day, day);
    let class_shares = count_of(view, line, ShareBasis::Class, day, day);
    let source = company_shares.or(class_shares).map(|count| count.source());
    Told {
        days: (day, view.told_until(line, day)),
        version,
        name: same.map_or_else(|| name.into(), Arc::clone),
        company_shares,
        class_shares,
        shares_source: source.map(|source| texts.get(source)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;
    use russet_market::{
        Action, ActionKind, CorrectedField, Correction, Market, Ratio, ShareCount, Shares,
    };

    use super::*;
    use crate::test_line::described;

    const LINE: SecurityId = SecurityId(0);

    fn day(number: i64) -> Date {
        date(2020, 1, 1).saturating_add(number.days())
    }

    /// One line with descriptions, counts of both bases, splits and a user's words, each from one day and
    /// known on another.
    fn market(facts: &[(u8, i64, i64)]) -> Market {
        let mut market = Market::default();
        for (place, (sort, from, known)) in facts.iter().enumerate() {
            let (from, known_at) = (day(*from), day(*known));
            match sort {
                0 => {
                    let days = (from, day(99), known_at);
                    market.securities.push(described(LINE.0, &format!("T{place}"), days));
                }
                1 => {
                    let split = Action::new(from, LINE, ActionKind::Split, "test");
                    let ratio = Some(Ratio::new(2, 1).unwrap());
                    market.actions.push(Action { ratio, known_at, ..split });
                }
                2 => market.corrections.push(Correction {
                    security_id: LINE,
                    field: CorrectedField::Shares,
                    override_value: (place + 1).to_string(),
                    who: "A. Reader".to_owned(),
                    why: "it is so".to_owned(),
                    evidence: "a filing".to_owned(),
                    first_session: from,
                    last_session: Some(day(70)).filter(|_| place % 2 == 0),
                    known_at,
                }),
                _ => market.shares.push(ShareCount {
                    security_id: LINE,
                    effective_date: from,
                    known_at,
                    shares_outstanding: Shares::whole(100 + place as u64).unwrap(),
                    basis: if *sort == 3 { ShareBasis::Class } else { ShareBasis::Company },
                    free_float: None,
                    source: "test".to_owned(),
                }),
            }
        }
        market.canonical();
        market
    }

    proptest! {
        /// In whatever order days are asked for, what was kept is what would be looked up.
        #[test]
        fn what_is_kept_is_what_would_be_looked_up(
            facts in prop::collection::vec((0_u8..5, 0_i64..90, 0_i64..90), 0..12),
            days in prop::collection::vec(0_i64..99, 1..60),
        ) {
            let mut facts = facts;
            facts.push((0, 1, 1));
            let market = market(&facts);
            let view = MarketView::new(&market);
            let (told, texts) = (LastTold::default(), SharedTexts::default());
            for day in days.into_iter().map(day) {
                let kept = told.on((&view, &texts), [LINE].into_iter(), day).remove(0);
                let asked = look_up((&view, &texts), LINE, day, None);
                prop_assert_eq!(kept.version, asked.version);
                prop_assert_eq!((kept.name, kept.shares_source), (asked.name, asked.shares_source));
                prop_assert_eq!(kept.company_shares, asked.company_shares);
                prop_assert_eq!(kept.class_shares, asked.class_shares);
            }
        }
    }
}
