//! The screens a security must pass, and their order.

mod criteria;
mod identity;
mod minimums;
mod screen;
mod told_by_trading;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use criteria::{
    DailyValueRule, DomicileRule, EarningsRule, ExceptFunds, FloatCapRule, Industries,
    IndustryRule, LiquidityRule, MonthlyVolumeRule, SeasoningRule,
};
pub use identity::{ExchangeRule, KindRule, NationalityRule, RegisteredKind};
pub use minimums::{CapRule, FreeFloatRule, PriceRule, SecondaryClassRule, VotesRule};
pub use screen::Screen;
pub use told_by_trading::{CloselyHeldRule, FundLikeVolatilityRule, TrustPriceRule};

/// The rules of the screens, and the order in which they are asked. A screen that is asked has a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The screens that apply, first to last.
    pub order: Vec<Screen>,
    /// Exchanges.
    pub exchange: Option<ExchangeRule>,
    /// Kinds of security.
    pub kind: Option<KindRule>,
    /// Nationality.
    pub nationality: Option<NationalityRule>,
    /// Blank cheques told by their prices.
    pub trust_price: Option<TrustPriceRule>,
    /// Funds told by their prices.
    pub fund_like_volatility: Option<FundLikeVolatilityRule>,
    /// Closely held companies told by their trading.
    pub closely_held: Option<CloselyHeldRule>,
    /// Minimum price.
    pub price: Option<PriceRule>,
    /// Minimum company capitalization.
    pub company_cap: Option<CapRule>,
    /// Minimum free float.
    pub free_float: Option<FreeFloatRule>,
    /// Minimum part of the votes in public hands.
    pub votes: Option<VotesRule>,
    /// Further share classes.
    pub secondary_class: Option<SecondaryClassRule>,
    /// Countries.
    pub domicile: Option<DomicileRule>,
    /// Industries.
    pub industry: Option<IndustryRule>,
    /// Minimum value of the shares in free float.
    pub float_cap: Option<FloatCapRule>,
    /// Minimum trading for what the free float is worth.
    pub liquidity: Option<LiquidityRule>,
    /// Minimum trading in each month.
    pub monthly_volume: Option<MonthlyVolumeRule>,
    /// Earnings.
    pub earnings: Option<EarningsRule>,
    /// Time since the company came to market.
    pub seasoning: Option<SeasoningRule>,
    /// Minimum trading in a session.
    pub daily_value: Option<DailyValueRule>,
    /// Companies of other indexes.
    pub except_funds: Option<ExceptFunds>,
}

impl Eligibility {
    /// Whether a screen has a rule.
    const fn has(&self, screen: Screen) -> bool {
        match screen {
            Screen::Exchange => self.exchange.is_some(),
            Screen::Kind => self.kind.is_some(),
            Screen::Nationality => self.nationality.is_some(),
            Screen::TrustPrice => self.trust_price.is_some(),
            Screen::FundLikeVolatility => self.fund_like_volatility.is_some(),
            Screen::CloselyHeld => self.closely_held.is_some(),
            Screen::Price => self.price.is_some(),
            Screen::CompanyCap => self.company_cap.is_some(),
            Screen::FreeFloat => self.free_float.is_some(),
            Screen::Votes => self.votes.is_some(),
            Screen::SecondaryClass => self.secondary_class.is_some(),
            Screen::Domicile => self.domicile.is_some(),
            Screen::Industry => self.industry.is_some(),
            Screen::FloatCap => self.float_cap.is_some(),
            Screen::Liquidity => self.liquidity.is_some(),
            Screen::MonthlyVolume => self.monthly_volume.is_some(),
            Screen::Earnings => self.earnings.is_some(),
            Screen::Seasoning => self.seasoning.is_some(),
            Screen::DailyValue => self.daily_value.is_some(),
            Screen::ExceptFunds => self.except_funds.is_some(),
        }
    }

    pub(super) fn check(&self) -> Result<(), (String, String)> {
        for (position, screen) in self.order.iter().enumerate() {
            let name = screen.name();
            let order = "eligibility.order".to_owned();
            if self.order[..position].contains(screen) {
                return Err((order, format!("'{name}' stands there twice (hint: take one out)")));
            }
            if !self.has(*screen) {
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
