//! Securities that are first counted between the announcement of a review and its effective day.

use super::support::{ALL, RANK_DAY, Share, family, market};
use std::collections::BTreeMap;

use jiff::ToSpan;
use proptest::prelude::*;
use russet_market::{IssuerId, Market, MarketView, Price, PriceRow, PriceTable, SecurityId};
use russet_rules::methodology::Reconstitution;
use russet_rules::{Members, Research, ReviewOutcome, reconstitute};

const SCREENS: &str = r#"order = ["fund_like_volatility", "float_cap", "company_cap"]
[eligibility.fund_like_volatility]
up_to_cap = "100000000"
below_median_percent = "60"
peers_above_cap = "50000000"
sessions = 20
minimum_sessions = 10
exempts_members = true
reference = "why"
[eligibility.float_cap]
reference = "why"
minimum = [{ from = "1978-01-01", value = "60000000", source = "X" }]
[eligibility.company_cap]
reference = "why"
minimum = [{ from = "1978-01-01", value = "80000000", source = "X" }]
"#;

/// The same market, whose securities move more the higher their number.
fn moving(market: &Market) -> PriceTable {
    let mut prices = PriceTable::default();
    for (place, row) in market.prices.iter().enumerate() {
        let is_up = (place / market.securities.len()).is_multiple_of(2);
        let percent = i64::from(row.security_id.0 + 1) * i64::from(is_up);
        let close = Price::from_nanos(row.close.nanos() + row.close.nanos() / 100 * percent);
        prices.push(PriceRow { close: close.unwrap(), ..row });
    }
    prices
}

proptest! {
    /// Whatever an announcement has looked up, the review itself decides as if it had been the first to ask.
    #[test]
    fn a_review_decides_as_if_nothing_had_been_announced(
        lines in prop::collection::vec((40_u32..120, 0_i64..20, any::<bool>()), 2..6),
        announced in 0_i64..20,
    ) {
        let shares: Vec<Share> = lines.iter().map(|(worth, ..)| Share::worth(*worth)).collect();
        let mut market = market(&shares);
        for (place, (_, late, joins)) in lines.iter().enumerate() {
            market.shares[place].known_at = RANK_DAY.saturating_add((late - 5).days());
            if *joins {
                market.securities[place].issuer_id = IssuerId(0);
            }
        }
        market.prices = moving(&market);
        let (view, family) = (MarketView::new(&market), family(ALL, SCREENS));
        let row = format!(
            "rank_day = \"{RANK_DAY}\"\neffective = \"2024-05-17\"\nsource = \"test\""
        );
        let row: Reconstitution = toml::from_str(&row).unwrap();
        let decide = |research: &Research<'_>| -> ReviewOutcome {
            reconstitute(&family, research, &row, &Members::new(), &BTreeMap::new()).unwrap()
        };
        let alone = decide(&Research::new(&view, &family).unwrap());
        let research = Research::new(&view, &family).unwrap();
        let day = RANK_DAY.saturating_add(announced.days());
        let early = decide(&research.clone().as_known_on(day));
        let after = decide(&research);
        prop_assert_eq!(&after.decisions, &alone.decisions);
        prop_assert_eq!(&after.placed, &alone.placed);
        // What the announcement counts is what was known on its day.
        for (place, (_, late, _)) in lines.iter().enumerate() {
            let of = early.decisions.iter().find(|row| row.security_id == SecurityId(place as u32));
            let is_counted = of.is_some_and(|row| row.shares_outstanding.is_some());
            prop_assert_eq!(is_counted, late - 5 <= announced);
        }
    }
}
