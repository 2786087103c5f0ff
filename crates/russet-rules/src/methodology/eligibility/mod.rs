//! The eligibility screens and their order.

mod criteria;
mod identity;
mod minimums;
mod screen;
mod trading_patterns;

pub use criteria::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, Industries,
    IndustryRule, LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
pub use identity::{ExchangeRule, KindRule, NationalityRule, RegisteredKind};
pub use minimums::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
pub use screen::{Eligibility, Screen};
pub use trading_patterns::{CloselyHeldRule, FundLikeVolatilityRule, TrustPriceRule};

impl Eligibility {
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        for (position, screen) in self.order.iter().enumerate() {
            let name = screen.name();
            let order = "eligibility.order".to_owned();
            if self.order[..position].contains(screen) {
                return Err((order, format!("'{name}' stands there twice (hint: take one out)")));
            }
            if self.reference(*screen).is_none() {
                let reason = format!(
                    "'{name}' is asked and [eligibility.{name}] is not there (hint: give that table, \
                     or take the name out of the order)"
                );
                return Err((order, reason));
            }
        }
        Ok(())
    }
}
