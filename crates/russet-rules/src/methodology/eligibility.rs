//! The screens a security must pass, and their order.

use russet_market::{Mic, Money, Price, SecurityKind};
use serde::Deserialize;

use super::dated::Dated;
use super::values::Percent;

/// The screens by name. A methodology lists those it applies, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// Listed on an accepted exchange on rank day.
    Exchange,
    /// An accepted kind of security.
    Kind,
    /// Does not trade like cash in trust.
    FlatPrice,
    /// Of the home country.
    Nationality,
    /// Closes at a minimum price.
    Price,
    /// The company's total capitalisation reaches a minimum.
    CompanyCap,
    /// Enough shares are in free float, where that is known.
    FreeFloat,
    /// A further class of a company is large and liquid enough.
    SecondaryClass,
}

impl Screen {
    /// The screen's name, as decisions and files spell it.
    ///
    /// ```
    /// assert_eq!(russet_rules::methodology::Screen::FlatPrice.name(), "flat_price");
    /// ```
    pub const fn name(self) -> &'static str {
        match self {
            Screen::Exchange => "exchange",
            Screen::Kind => "kind",
            Screen::FlatPrice => "flat_price",
            Screen::Nationality => "nationality",
            Screen::Price => "price",
            Screen::CompanyCap => "company_cap",
            Screen::FreeFloat => "free_float",
            Screen::SecondaryClass => "secondary_class",
        }
    }
}

/// Every screen's rule, and the order in which they are asked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// The screens that apply, first to last.
    pub order: Vec<Screen>,
    /// Exchanges.
    pub exchange: ExchangeRule,
    /// Kinds of security.
    pub kind: KindRule,
    /// Blank cheques told by their prices.
    pub flat_price: FlatPriceRule,
    /// Nationality.
    pub nationality: NationalityRule,
    /// Minimum price.
    pub price: PriceRule,
    /// Minimum company capitalisation.
    pub company_cap: CapRule,
    /// Minimum free float.
    pub free_float: FreeFloatRule,
    /// Further share classes.
    pub secondary_class: SecondaryClassRule,
}

impl Eligibility {
    pub(super) fn check(&self) -> Result<(), (String, String)> {
        for (position, screen) in self.order.iter().enumerate() {
            if self.order[..position].contains(screen) {
                return Err((
                    "order".to_owned(),
                    format!("'{}' stands there twice", screen.name()),
                ));
            }
        }
        Ok(())
    }
}

/// Where a line must be listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeRule {
    /// The accepted markets.
    pub accepted: Vec<Mic>,
    /// Sessions without a close after which a line counts as not listed.
    pub stale_after_sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// What a line must be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindRule {
    /// The accepted kinds.
    pub accepted: Vec<SecurityKind>,
    /// Where the rule was read.
    pub reference: String,
}

/// How a blank cheque is told from its prices: every close of so many sessions lies in a narrow
/// range around the cash in trust a share.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlatPriceRule {
    /// Cash in trust a share.
    pub trust_value: Price,
    /// The range reaches so far below it.
    pub below_percent: Percent,
    /// The range reaches so far above it.
    pub above_percent: Percent,
    /// Over so many sessions up to rank day, or since listing if that is shorter.
    pub sessions: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// Whose companies belong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NationalityRule {
    /// The home country and its territories, as sources spell them.
    pub home: Vec<String>,
    /// Where the rule was read.
    pub reference: String,
}

/// What a share must cost.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRule {
    /// The minimum close on rank day.
    pub minimum: Dated<Price>,
    /// Calendar days up to rank day over which a member's mean close may reach it instead.
    pub member_average_days: u32,
    /// Where the rule was read.
    pub reference: String,
}

/// How large a company must be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapRule {
    /// The minimum total capitalisation in dollars.
    pub minimum: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}

/// How much must be in free float.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreeFloatRule {
    /// The minimum part of the shares.
    pub minimum_percent: Dated<Percent>,
    /// Where the rule was read.
    pub reference: String,
}

/// What a further class of a company must show.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondaryClassRule {
    /// The minimum capitalisation of the class in dollars, where its own shares are known.
    pub minimum_cap: Dated<Money>,
    /// The minimum mean value traded a session, in dollars.
    pub minimum_daily_value: Dated<Money>,
    /// Where the rule was read.
    pub reference: String,
}
