//! A small market with accounts, and its companies as they are given to be scored.

use jiff::Span;
use jiff::civil::{Date, date};
use russet_market::{
    Fundamental, FundamentalMeasure, IssuerId, Market, MarketView, Mic, Money, SecurityId,
    SecurityKind, SecurityVersion, Ticker,
};
use russet_rules::Methodology;
use russet_rules::methodology::StyleRules;
use russet_rules::style::{
    StyleCompany, StyleMeasures, StyleOccasion, StyleScore, StyleScores, score,
};

pub const DAY: Date = date(2024, 4, 30);
pub const BASE: &str = "R2000";

pub const JUNE: StyleOccasion =
    StyleOccasion { day: DAY, effective: date(2024, 6, 28), exempts_members: false };
/// A review that looks at additions and movers only.
pub const DECEMBER: StyleOccasion =
    StyleOccasion { day: DAY, effective: date(2024, 12, 13), exempts_members: true };

pub fn rules() -> StyleRules {
    Methodology::built_in("russell-us").unwrap().style.unwrap()
}

pub fn dollars(amount: u64) -> Money {
    amount.to_string().parse().unwrap()
}

/// Companies of one line each, worth a hundred dollars, of which all are available; the number of a
/// company is that of its line.
#[derive(Debug, Clone, Default)]
pub struct Base {
    pub market: Market,
    caps: Vec<Money>,
    bases: Vec<&'static str>,
}

impl Base {
    /// A base of so many companies without any accounts, of one industry.
    pub fn of(count: u32) -> Base {
        let mut base = Base::default();
        for _ in 0..count {
            base.add("Banks", "Finance");
        }
        base
    }

    pub fn add(&mut self, industry: &str, sector: &str) -> u32 {
        let number = self.caps.len() as u32;
        self.market.securities.push(SecurityVersion {
            security_id: SecurityId(number),
            issuer_id: IssuerId(number),
            ticker: Ticker::new(&format!("T{number}")).unwrap(),
            name: format!("Company {number}"),
            mic: Mic::Xnas,
            kind: SecurityKind::Common,
            share_class: None,
            country: None,
            sector: Some(sector.to_owned()),
            industry: Some(industry.to_owned()),
            ipo_year: None,
            first_session: date(2019, 1, 2),
            last_session: DAY,
            known_at: date(2019, 1, 2),
        });
        self.caps.push(dollars(100));
        self.bases.push(BASE);
        number
    }

    /// What is available of a company.
    pub fn available(&mut self, number: u32, amount: u64) {
        self.caps[number as usize] = dollars(amount);
    }

    pub fn move_to(&mut self, number: u32, base: &'static str) {
        self.bases[number as usize] = base;
    }

    /// A value of the last quarter before the day.
    pub fn tell(&mut self, number: u32, measure: FundamentalMeasure, value: f64) {
        self.tell_quarters(number, measure, &[value]);
    }

    /// Values of the last quarters, each known a month after its end.
    pub fn tell_quarters(&mut self, number: u32, measure: FundamentalMeasure, values: &[f64]) {
        for (back, value) in values.iter().rev().enumerate() {
            let month = date(2024, 3, 1).checked_sub(Span::new().months(3 * back as i64)).unwrap();
            let period_end = month.last_of_month();
            self.market.fundamentals.push(Fundamental {
                security_id: SecurityId(number),
                measure,
                period_end,
                known_at: period_end.checked_add(Span::new().days(30)).unwrap(),
                value: *value,
                source: "test".to_owned(),
            });
        }
    }

    /// Scores all companies, given in the order of `order`.
    pub fn score_in_order(
        &self,
        order: &[usize],
        previous: &StyleScores,
        occasion: StyleOccasion,
    ) -> StyleScores {
        let mut market = self.market.clone();
        market.canonical();
        let lines: Vec<[SecurityId; 1]> =
            (0..self.caps.len()).map(|number| [SecurityId(number as u32)]).collect();
        let company = |number: &usize| StyleCompany {
            issuer: IssuerId(*number as u32),
            securities: &lines[*number],
            all_securities: &lines[*number],
            company_cap: dollars(100),
            float_cap: self.caps[*number],
            base: self.bases[*number],
        };
        let companies: Vec<StyleCompany<'_>> = order.iter().map(company).collect();
        let measures = StyleMeasures::default();
        score(&MarketView::new(&market), (&rules(), &measures), &companies, previous, occasion)
    }

    pub fn score_after(&self, previous: &StyleScores, occasion: StyleOccasion) -> StyleScores {
        let order: Vec<usize> = (0..self.caps.len()).collect();
        self.score_in_order(&order, previous, occasion)
    }

    pub fn score(&self) -> StyleScores {
        self.score_after(&StyleScores::new(), JUNE)
    }
}

pub fn composites(scores: &StyleScores) -> Vec<f64> {
    scores.values().filter_map(|score| score.composite).collect()
}

pub fn of(scores: &StyleScores, number: u32) -> &StyleScore {
    &scores[&IssuerId(number)]
}
