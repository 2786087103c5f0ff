//! New shares sold, shares taken back, and one class made into another.

use rand::RngExt;
use russet_market::ActionKind;

use crate::company::{Company, Today};
use crate::dividends::rounded;
use crate::events::{Effect, MOST_SHARES};
use crate::facts::{Fact, Terms};
use crate::industries::weighted;
use crate::line::Pricing;
use crate::parameters::*;

impl Company {
    /// The right to subscribe new shares, mostly below the price.
    pub(crate) fn issue_rights(&mut self, today: &Today) {
        let stream = &mut self.affairs.stream;
        let terms = weighted(stream, &RIGHTS_TERMS).unwrap_or((1, 4));
        let dear = stream.random::<f64>() < RIGHTS_OUT_OF_THE_MONEY;
        let level = stream.random_range(if dear { 1.05..1.25 } else { 0.6..0.9 });
        let notice = stream.random_range(SPLIT_NOTICE);
        let subscribed = stream.random_range(RIGHTS_SUBSCRIBED);
        let price = rounded(libm::exp(self.log_price) * level);
        let effect = Effect::Rights { ratio: terms.0 as f64 / terms.1 as f64, price, subscribed };
        let told = move |plain| Terms { ratio: Some(terms), cash: Some(price), ..plain };
        self.promise(today, notice, 0, effect, |count| count, Some((ActionKind::Rights, &told)));
    }

    /// A bidder takes a part of the shares, and its own are no longer in public hands.
    pub(crate) fn face_tender(&mut self, today: &Today) {
        self.give_up(today, ActionKind::Tender, |part, (shares, float)| {
            (shares, ((1.0 - part) * f64::from(float)).round().max(1.0) as u8)
        });
    }

    /// The company takes back a part of its shares from every holder alike.
    pub(crate) fn take_back(&mut self, today: &Today) {
        self.give_up(today, ActionKind::BuyBack, |part, (shares, float)| {
            (((1.0 - part) * shares as f64).round().max(1.0) as u64, float)
        });
    }

    fn give_up(
        &mut self,
        today: &Today,
        kind: ActionKind,
        after: impl Fn(f64, (u64, u8)) -> (u64, u8),
    ) {
        let stream = &mut self.affairs.stream;
        let terms = weighted(stream, &PARTS_TAKEN).unwrap_or((1, 10));
        let premium = stream.random_range(TAKEN_PREMIUM);
        let notice = stream.random_range(TAKEN_NOTICE);
        let part = terms.0 as f64 / terms.1 as f64;
        let cash = rounded(libm::exp(self.log_price) * (1.0 + premium));
        let told = move |plain| Terms { ratio: Some(terms), cash: Some(cash), ..plain };
        let effect = Effect::Taken { part, cash };
        self.promise(today, notice, 0, effect, |count| after(part, count), Some((kind, &told)));
    }

    /// Sells new shares somewhat below the price; a count tells of them some sessions later.
    pub(crate) fn sell_new_shares(&mut self, today: &Today, growth: f64) {
        let stream = &mut self.affairs.stream;
        let discount = stream.random_range(OFFERING_DISCOUNT);
        let lag = stream.random_range(OFFERING_LAG);
        let cash = rounded(libm::exp(self.log_price) * (1.0 - discount));
        let Some(line) = self.lines.first() else { return };
        let sold = ((growth - 1.0) * line.shares as f64).round().max(1.0) as u64;
        let diluted = libm::log((1.0 + (growth - 1.0) * (1.0 - discount)) / growth);
        let effect = Effect::Diluted { log_return: diluted, growth, lag };
        let told = move |plain| Terms { shares: Some(sold), cash: Some(cash), ..plain };
        let kind = ActionKind::PrimaryOffering;
        self.promise(today, 1, 0, effect, |count| count, Some((kind, &told)));
    }

    /// Holders sell shares that were not in public hands.
    pub(crate) fn sell_old_shares(&mut self, today: &Today, float_percent: u8) {
        let stream = &mut self.affairs.stream;
        let discount = stream.random_range(OFFERING_DISCOUNT);
        let notice = stream.random_range(COUNT_NOTICE);
        let cash = rounded(libm::exp(self.log_price) * (1.0 - discount));
        let Some(line) = self.lines.first() else { return };
        let step = u64::from(float_percent.saturating_sub(line.float_percent));
        let sold = (u128::from(line.shares) * u128::from(step) / 100).max(1) as u64;
        let told = move |plain| Terms { shares: Some(sold), cash: Some(cash), ..plain };
        let after = |(shares, _)| (shares, float_percent);
        let kind = ActionKind::SecondaryOffering;
        self.promise(today, notice, 0, Effect::Count, after, Some((kind, &told)));
    }

    /// The last class becomes shares of the first.
    pub(crate) fn convert(&mut self, today: &Today) {
        let stream = &mut self.affairs.stream;
        let terms = weighted(stream, &CONVERSION_TERMS).unwrap_or((1, 1));
        let notice = stream.random_range(SPLIT_NOTICE);
        let ratio = terms.0 as f64 / terms.1 as f64;
        let shares = |line: &crate::line::Line| line.open && line.is_share();
        let (Some(last), Some(ex_date)) =
            (self.lines.iter().rposition(shares), today.later(notice))
        else {
            return;
        };
        let (first, others) = self.lines.split_at_mut(1);
        let (Some(first), Some(line)) = (first.first(), others.get_mut(last.wrapping_sub(1)))
        else {
            return;
        };
        // The two trade at the terms from now on.
        line.pricing = Pricing::Share { premium: libm::log(ratio), spread: 0.0 };
        let told = Terms {
            ratio: Some(terms),
            other: Some(first.security),
            ..Terms::of(ActionKind::Conversion, line.security, ex_date)
        };
        let converted = (line.shares as f64 * ratio).round();
        self.tell(Fact::Action(told));
        let mut counts = self.counts(|count| count);
        if let Some((shares, _)) = counts.first_mut() {
            *shares = (*shares as f64 + converted).min(MOST_SHARES) as u64;
        }
        self.hold(today, notice, Effect::Converted(last), counts);
    }
}
