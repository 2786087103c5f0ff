//! A company's accounts: quarters of sales and earnings, a year's balance, analysts' forecasts.
//!
//! Small companies publish less than large ones, so that a market of the real size stays handy.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rand::RngExt;
use russet_market::FundamentalMeasure;

use crate::company::{Company, Today};
use crate::draws::normal;
use crate::facts::Fact;
use crate::model::Model;
use crate::parameters::*;
use crate::profile::Nature;
use crate::streams::Stream;

/// What the next report will be drawn around. Money is in dollars.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Accounts {
    /// A quarter's sales a share.
    sales: f64,
    /// Earnings as a part of sales.
    margin: f64,
    /// Growth of sales a year, in logs.
    growth: f64,
    /// Equity a share.
    book: f64,
    /// Sales a year as a part of the price, in the long run.
    sales_to_price: f64,
    /// Assets and debt as multiples of the size of the equity.
    assets: f64,
    debt: f64,
    /// How many analysts follow it against the usual for its size.
    followed: f64,
    /// The month in which its year ends.
    year_end: i8,
    last_period: Option<Date>,
    written: Written,
}

/// What a company of its size publishes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Written {
    book: bool,
    quarters: bool,
    balance: bool,
}

/// Quarters before its listing that a company publishes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct History(pub(crate) u32);

impl Accounts {
    /// The accounts of a company of this size and price in dollars.
    pub(crate) fn draw(stream: &mut Stream, size: f64, log_price: f64, model: &Model) -> Accounts {
        let price = libm::exp(log_price);
        let [sales, margin, growth, book, assets, debt, followed]: [f64; 7] =
            std::array::from_fn(|_| normal(stream));
        let sales_to_price = SALES_TO_PRICE * libm::exp(SALES_TO_PRICE_SPREAD * sales);
        let negative = stream.random::<f64>() < NEGATIVE_BOOKS;
        let book = price * BOOK_TO_PRICE * libm::exp(BOOK_TO_PRICE_SPREAD * book);
        let year_end = match stream.random::<f64>() {
            draw if draw < YEARS_END_DECEMBER => 12,
            draw if draw < (1.0 + YEARS_END_DECEMBER) / 2.0 => 1,
            _ => 11,
        };
        Accounts {
            sales: price * sales_to_price / 4.0,
            margin: model.margin.at(size) + MARGIN_SPREAD * margin,
            growth: SALES_GROWTH + SALES_GROWTH_SPREAD * growth,
            book: if negative { -0.3 * book } else { book },
            sales_to_price,
            assets: 2.2 * libm::exp(0.5 * assets),
            debt: 0.5 * libm::exp(0.6 * debt),
            followed: libm::exp(0.6 * followed),
            year_end,
            last_period: None,
            written: Written::default(),
        }
    }

    /// Goes on in new shares for old ones.
    pub(crate) fn split(&mut self, new: u64, old: u64) {
        let factor = old as f64 / new as f64;
        self.sales *= factor;
        self.book *= factor;
    }

    /// Ends of quarters: the last one that can be published on a day.
    fn period(&self, date: Date) -> Date {
        let until = date.saturating_sub(PUBLICATION_DAYS.days());
        let mut month = until.first_of_month();
        for _ in 0..4 {
            let end = month.last_of_month();
            if end <= until && (month.month() - self.year_end) % 3 == 0 {
                return end;
            }
            month = month.saturating_sub(1.month());
        }
        month.last_of_month()
    }
}

impl Written {
    fn of(size: f64) -> Written {
        Written {
            book: size > libm::log(BOOK_CAP),
            quarters: size > libm::log(QUARTERS_CAP),
            balance: size > libm::log(BALANCE_CAP),
        }
    }
}

impl Company {
    /// Publishes quarters of before its listing, the last year's balance and a forecast.
    pub(crate) fn publish_history(&mut self, today: &Today, model: &Model, history: History) {
        let Some(date) = today.later(0) else { return };
        if self.profile.nature != Nature::Operating {
            return;
        }
        let size = self.size(today.day.scale);
        self.affairs.accounts.written = Written::of(size);
        let accounts = self.affairs.accounts;
        let period = accounts.period(date);
        self.affairs.accounts.last_period = Some(period);
        // A later company's past is known on the day it lists, in its prospectus.
        let past = |end| (today.index == 0).then(|| published(end, date));
        let oldest = if accounts.written.quarters { history.0 } else { 0 };
        for back in (0..oldest).rev() {
            let end = period.saturating_sub((3 * i64::from(back)).months()).last_of_month();
            let sales = accounts.sales * libm::exp(-accounts.growth * f64::from(back) / 4.0);
            self.publish_quarter(end, sales, back < INCOMES_BEFORE_START, past(end));
        }
        let year = (0..4).map(|back| period.saturating_sub((3 * back).months()).last_of_month());
        if let Some(end) = year.into_iter().find(|end| end.month() == accounts.year_end) {
            self.publish_balance(end, past(end));
        }
        self.publish_forecast(date, model, size);
    }

    /// Publishes the quarter, and at the end of a year the balance.
    pub(crate) fn publish_accounts(&mut self, today: &Today, model: &Model, size: f64) {
        let Some(date) = today.later(0) else { return };
        let price = libm::exp(self.log_price - self.level);
        let affairs = &mut self.affairs;
        let accounts = &mut affairs.accounts;
        accounts.written = Written::of(size);
        let period = accounts.period(date);
        if accounts.last_period.replace(period) == Some(period) {
            return;
        }
        let stream = &mut affairs.stream;
        let [surprise, change]: [f64; 2] = std::array::from_fn(|_| normal(stream));
        let usual = price * accounts.sales_to_price / 4.0;
        accounts.sales *= libm::exp(accounts.growth / 4.0 + 0.04 * surprise);
        accounts.sales *= libm::pow(usual / accounts.sales, SALES_REVERSION);
        accounts.margin += 0.008 * change;
        accounts.book += accounts.sales * accounts.margin * 0.6;
        let (sales, year_end) = (accounts.sales, accounts.year_end);
        if accounts.written.quarters {
            self.publish_quarter(period, sales, true, None);
        }
        if period.month() == year_end {
            self.publish_balance(period, None);
        } else if (period.month() - year_end).rem_euclid(12) == 6 {
            self.publish_forecast(date, model, size);
        }
    }

    fn publish_quarter(&mut self, end: Date, sales: f64, incomes: bool, known_at: Option<Date>) {
        let Accounts { margin, written, .. } = self.affairs.accounts;
        let stream = &mut self.affairs.stream;
        let [noise, tax]: [f64; 2] = std::array::from_fn(|_| normal(stream));
        let season = 1.0 + 0.05 * f64::from(end.month() % 4 - 1);
        let earnings = sales * (margin + 0.02 * noise);
        let shares = libm::exp(self.log_shares);
        self.publish(FundamentalMeasure::SalesPerShare, end, cents(sales * season), known_at);
        self.publish(FundamentalMeasure::EarningsPerShare, end, cents(earnings), known_at);
        if incomes {
            let income = (earnings * shares).round();
            self.publish(FundamentalMeasure::NetIncome, end, income, known_at);
            if written.balance {
                let before_tax = (income * (1.22 + 0.03 * tax)).round();
                self.publish(FundamentalMeasure::PretaxIncome, end, before_tax, known_at);
            }
        }
    }

    fn publish_balance(&mut self, end: Date, known_at: Option<Date>) {
        let Accounts { book, assets, debt, written, .. } = self.affairs.accounts;
        let shares = libm::exp(self.log_shares);
        if written.book {
            let equity = (book * shares).round();
            self.publish(FundamentalMeasure::BookValue, end, equity, known_at);
        }
        if written.balance {
            let size = book.abs() * shares;
            self.publish(FundamentalMeasure::TotalAssets, end, (assets * size).round(), known_at);
            self.publish(FundamentalMeasure::TotalDebt, end, (debt * size).round(), known_at);
        }
    }

    /// What analysts expect: of small companies few do or none.
    fn publish_forecast(&mut self, date: Date, model: &Model, size: f64) {
        let accounts = self.affairs.accounts;
        if !accounts.written.book || size < libm::log(FORECAST_CAP) {
            return;
        }
        let noise = normal(&mut self.affairs.stream);
        let analysts = (accounts.followed * model.analysts.at(size)).round();
        self.publish(FundamentalMeasure::Analysts, date, analysts, None);
        if analysts > 0.0 {
            let percent = 100.0 * accounts.growth + 4.0 * noise;
            self.publish(FundamentalMeasure::ForecastGrowth, date, cents(percent), None);
        }
    }

    /// A value, now and then late, missing, or corrected later.
    fn publish(
        &mut self,
        measure: FundamentalMeasure,
        period_end: Date,
        value: f64,
        known_at: Option<Date>,
    ) {
        let Some(security) = self.lines.first().map(|line| line.security) else { return };
        let stream = &mut self.affairs.stream;
        let fate = stream.random::<f64>();
        let row =
            |value, known_at| Fact::Account { security, measure, period_end, value, known_at };
        let forecast =
            matches!(measure, FundamentalMeasure::Analysts | FundamentalMeasure::ForecastGrowth);
        match fate {
            _ if forecast => self.tell(row(value, known_at)),
            draw if draw < VALUES_MISSING => {}
            draw if draw < VALUES_MISSING + VALUES_LATE => {
                let delay = stream.random_range(VALUE_DELAY);
                self.tell_late(delay, row(value, None));
            }
            draw if draw < VALUES_MISSING + VALUES_LATE + VALUES_CORRECTED => {
                let delay = stream.random_range(VALUE_DELAY);
                let corrected = cents(value * stream.random_range(0.8..1.2));
                self.tell(row(value, known_at));
                self.tell_late(delay, row(corrected, None));
            }
            _ => self.tell(row(value, known_at)),
        }
    }
}

/// To a hundredth of a cent.
fn cents(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

/// The weekday on which a value of before a listing was published, before the listing.
fn published(end: Date, listing: Date) -> Date {
    let day = end.saturating_add((PUBLICATION_DAYS + 10).days()).min(listing);
    match day.weekday() {
        Weekday::Saturday => day.saturating_sub(1.day()),
        Weekday::Sunday => day.saturating_sub(2.days()),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_value_of_the_past_was_published_on_a_weekday_before_the_listing() {
        assert_eq!(published(date(2023, 12, 31), date(2024, 6, 3)), date(2024, 2, 2));
        assert_eq!(published(date(2024, 3, 31), date(2024, 4, 15)), date(2024, 4, 15));
    }
}
