//! Screens of where and how a line trades.

use jiff::civil::Date;
use russet_market::Currency;
use russet_rules::methodology::{Eligibility, ExchangeRule, Screen};

use super::super::words::{amount, counted, grouped, listed, on, percent};
use super::Told;

pub(super) fn of_lines(
    screen: Screen,
    rules: &Eligibility,
    (currency, day): (Currency, Date),
) -> Told<'_> {
    let money = |money| amount(money, currency);
    let sessions = |count: u32| counted(count as usize, "session", "sessions");
    let told = match screen {
        Screen::Exchange => {
            let rule = rules.exchange.as_ref()?;
            (exchanges(rule), false, &rule.reference)
        }
        Screen::TrustPrice => {
            let rule = rules.trust_price.as_ref()?;
            let text = format!(
                "It does not trade like cash in trust: all closes of {} from {} to {}, less than {} \
                 apart (with {} or more)",
                sessions(rule.sessions),
                rule.lowest,
                rule.highest,
                percent(rule.widest_percent),
                rule.minimum_sessions
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::FundLikeVolatility => {
            let rule = rules.fund_like_volatility.as_ref()?;
            let text = format!(
                "It does not move as little as a fund: over {}, its volatility is at least {} of the \
                 median of lines worth more than {}; asked of lines worth up to {}",
                sessions(rule.sessions),
                percent(rule.below_median_percent),
                money(rule.peers_above_cap),
                money(rule.up_to_cap)
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::CloselyHeld => {
            let rule = rules.closely_held.as_ref()?;
            let text = format!(
                "It is not a class {} listed in the last {} whose median value traded over {} is below \
                 {} of the company's capitalization",
                rule.share_class,
                sessions(rule.listed_within_sessions),
                sessions(rule.sessions),
                percent(rule.below_turnover_percent)
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::Price => {
            let rule = rules.price.as_ref()?;
            let text = format!(
                "It closes at {} or more in its own currency; a member's mean close over {} may do so \
                 instead",
                on(&rule.minimum, day, |price| price.to_string()),
                counted(rule.member_average_days as usize, "day", "days")
            );
            (text, false, &rule.reference)
        }
        Screen::FreeFloat => {
            let rule = rules.free_float.as_ref()?;
            let least = on(&rule.minimum_percent, day, percent);
            let text =
                format!("At least {least} of its shares are in free float, where that is known");
            (text, false, &rule.reference)
        }
        Screen::SecondaryClass => {
            let rule = rules.secondary_class.as_ref()?;
            let text = format!(
                "A further class of a company is worth at least {} and trades {} a session",
                on(&rule.minimum_cap, day, money),
                on(&rule.minimum_daily_value, day, money)
            );
            (text, false, &rule.reference)
        }
        Screen::FloatCap => {
            let rule = rules.float_cap.as_ref()?;
            let least = on(&rule.minimum, day, money);
            let text = format!("Its shares in free float are worth at least {least}");
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::Liquidity => {
            let rule = rules.liquidity.as_ref()?;
            let text = format!(
                "The value traded in {} is at least {} of what its free float is worth",
                sessions(rule.sessions),
                on(&rule.minimum_percent, day, percent)
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::DailyValue => {
            let rule = rules.daily_value.as_ref()?;
            let text = format!(
                "The mean value traded in a session, over {}, is at least {}",
                counted(rule.months as usize, "month", "months"),
                on(&rule.minimum, day, money)
            );
            (text, rule.exempts_members, &rule.reference)
        }
        Screen::MonthlyVolume => {
            let rule = rules.monthly_volume.as_ref()?;
            let text = format!(
                "At least {} shares change hands in each of the last {}",
                on(&rule.minimum, day, grouped),
                counted(rule.months as usize, "month", "months")
            );
            (text, rule.exempts_members, &rule.reference)
        }
        _ => return None,
    };
    Some((told.0, told.1, told.2.as_str()))
}

fn exchanges(rule: &ExchangeRule) -> String {
    format!(
        "It is listed on {}, with a close in the last {}",
        listed(rule.accepted.iter().map(|mic| mic.name()), "or"),
        counted(rule.stale_after_sessions as usize, "session", "sessions")
    )
}
