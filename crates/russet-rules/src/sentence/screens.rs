//! Why a screen refuses.

use jiff::Span;
use jiff::civil::Date;
use russet_market::{Currency, Money, Price};

use super::nationality;
use super::words::{amount_words, country_words, date_words, money, price_words, sign, thousands};
use crate::decision::{Decision, Finding};
use crate::methodology::{Dated, Eligibility, Methodology, Screen};

/// Why a screen refuses a security.
pub(super) fn refusal(decision: &Decision, screen: Screen, family: &Methodology) -> String {
    let finding = decision.evidence.finding;
    if matches!(finding, Finding::NoShareCount | Finding::NoExchangeRate | Finding::NoRateForTrades)
    {
        return uncounted(decision, family);
    }
    let found = ScreenSentence { decision, rules: &family.eligibility, currency: family.currency };
    match screen {
        Screen::Exchange => {
            format!("Listed on {}, which is not an eligible exchange.", decision.mic.name())
        }
        Screen::Kind => found.kind(),
        Screen::Nationality => nationality::refusal(decision),
        Screen::TrustPrice => found.trust_price(),
        Screen::FundLikeVolatility => found.low_volatility(),
        Screen::CloselyHeld => found.closely_held(),
        Screen::Price => found.price(),
        Screen::CompanyCap => found.company_cap(),
        Screen::FreeFloat => format!(
            "Only {:.2}% of its shares are in free float, below the minimum of {}%.",
            found.measured(),
            found.threshold()
        ),
        Screen::Votes => found.votes(),
        Screen::SecondaryClass => found.secondary_class(),
        Screen::Domicile => found.domicile(),
        Screen::Industry => found.industry(),
        Screen::FloatCap => format!(
            "Its shares in free float are worth {}, below the minimum of {}.",
            found.amount(found.measured()),
            found.amount(found.threshold())
        ),
        Screen::Liquidity => found.liquidity(),
        Screen::MonthlyVolume => found.monthly_volume(),
        Screen::Earnings => found.earnings(),
        Screen::Seasoning => found.seasoning(),
        Screen::DailyValue => found.daily_value(),
        Screen::ExceptFunds => format!(
            "On the list of {} of {}: it belongs to another index.",
            found.text(),
            date_words(found.date())
        ),
    }
}

/// What follows from a missing rate of exchange.
fn unrated(decision: &Decision, family: &Methodology, consequence: &str) -> String {
    format!(
        "No exchange rate gives the value of {} in {} on {}, so {consequence} \
         (hint: import rates of exchange).",
        decision.currency(),
        family.currency,
        date_words(decision.rank_day)
    )
}

/// Why a company cannot be ranked.
pub(super) fn uncounted(decision: &Decision, family: &Methodology) -> String {
    match decision.evidence.finding {
        Finding::NoExchangeRate => unrated(decision, family, "its capitalization cannot be ranked"),
        Finding::NoRateForTrades => unrated(decision, family, "the value of its trades is unknown"),
        _ => "No share count is known, so its capitalization cannot be ranked.".to_owned(),
    }
}

/// What a screen found, and the rules that say what it looks for.
struct ScreenSentence<'a> {
    decision: &'a Decision,
    rules: &'a Eligibility,
    currency: Currency,
}

impl ScreenSentence<'_> {
    /// What was measured; a measure without a value is NaN.
    fn measured(&self) -> f64 {
        self.decision.evidence.measured.unwrap_or(f64::NAN)
    }

    fn measured_against(&self) -> f64 {
        self.decision.evidence.measured_against.unwrap_or(f64::NAN)
    }

    fn threshold(&self) -> f64 {
        self.decision.evidence.threshold.unwrap_or(f64::NAN)
    }

    fn count(&self) -> u32 {
        self.decision.evidence.count.unwrap_or(0)
    }

    fn date(&self) -> Date {
        self.decision.evidence.date.unwrap_or(self.decision.rank_day)
    }

    fn text(&self) -> &str {
        self.decision.evidence.text.as_deref().unwrap_or_default()
    }

    fn note(&self) -> &str {
        self.decision.evidence.note().map_or("", |note| note)
    }

    fn by(&self) -> &str {
        self.decision.evidence.by().map_or("", |by| by)
    }

    fn amount(&self, amount: f64) -> String {
        amount_words(amount, self.currency)
    }

    /// A dated value of the methodology on the rank day.
    fn on_rank_day<T: Copy>(&self, dated: Option<&Dated<T>>) -> Option<T> {
        Some(dated?.on(self.decision.rank_day)?.value)
    }

    fn kind(&self) -> String {
        let decision = self.decision;
        match decision.evidence.finding {
            Finding::Override => format!("A {}, says {}: {}.", self.text(), self.by(), self.note()),
            Finding::Register => self.registered_kind(),
            _ => format!(
                "'{}' is a {}, which is not an eligible security type.",
                decision.name,
                decision.kind.words()
            ),
        }
    }

    fn registered_kind(&self) -> String {
        let Some(entry) = &self.decision.register else { return String::new() };
        let seen = if entry.seen_later { ", the nearest known entry" } else { "" };
        let sic = match entry.sic {
            Some(sic) => format!("industrial classification {sic:04}"),
            None => "no industrial classification".to_owned(),
        };
        let entity_type = entry.entity_type.as_deref();
        format!(
            "The register of {}{seen} has {} as {} company with {sic}: a {}, which is not an \
             eligible security type.",
            entry.first_seen,
            entry.name,
            entity_type.map_or("a".to_owned(), |word| format!("an {word}")),
            self.text()
        )
    }

    fn trust_price(&self) -> String {
        let further = self.decision.evidence.further.as_deref();
        let close =
            |close: Option<Price>| close.map_or_else(String::new, |close| close.to_string());
        format!(
            "Its last {} closes all lie between ${} and ${}, where cash in trust \
             keeps a price: it trades as a blank check does.",
            self.count(),
            close(further.and_then(|further| further.lowest)),
            close(further.and_then(|further| further.highest)),
        )
    }

    fn low_volatility(&self) -> String {
        let rule = self.rules.fund_like_volatility.as_ref();
        format!(
            "Its daily moves over {} sessions have a deviation of {:.2}%, below {:.0}% of the \
             median of {:.2}%: it moves as a fund does, not a company.",
            rule.map_or(0, |rule| rule.sessions),
            self.measured(),
            rule.map_or(f64::NAN, |rule| rule.below_median_percent.to_f64()),
            self.measured_against()
        )
    }

    fn closely_held(&self) -> String {
        format!(
            "Class {} shares, listed {} sessions ago, of which {:.2}% of the \
             company's capitalization changes hands in a median session: too little is in public \
             hands to expect enough of the votes there.",
            self.rules.closely_held.as_ref().map_or("", |rule| &rule.share_class),
            self.count(),
            self.measured()
        )
    }

    fn price(&self) -> String {
        let decision = self.decision;
        let currency = decision.currency();
        let rule = self.rules.price.as_ref();
        let least = self.on_rank_day(rule.map(|rule| &rule.minimum));
        let least = least.map_or_else(String::new, |least| price_words(least, currency));
        let (close, day) = (price_words(decision.close, currency), date_words(decision.close_date));
        match decision.evidence.finding {
            Finding::MeanClose => format!(
                "Closed at {close} on {day}, and its mean close of {}{:.4} over {} days is below the \
                 minimum of {least} too.",
                sign(currency),
                self.measured(),
                rule.map_or(0, |rule| rule.member_average_days)
            ),
            _ => format!(
                "Closed at {close} on {day}, below the minimum of {least} for a new member."
            ),
        }
    }

    fn company_cap(&self) -> String {
        let cap = self.decision.company_market_cap.unwrap_or_default();
        let compared = match self.decision.evidence.finding {
            Finding::CapTooLarge => "above the most",
            _ => "below the minimum",
        };
        let (cap, limit) = (money(cap, self.currency), self.amount(self.threshold()));
        format!("Total capitalization of {cap} is {compared} of {limit}.")
    }

    fn votes(&self) -> String {
        let least = self.threshold();
        match self.decision.evidence.finding {
            Finding::Override => format!(
                "{}% of its votes are in public hands, says {} ({}), not more than {least}%.",
                self.text(),
                self.by(),
                self.note()
            ),
            _ => format!(
                "Only {:.3}% of its votes, over all classes, are in public hands, not more than \
                 {least}%.",
                self.measured()
            ),
        }
    }

    fn secondary_class(&self) -> String {
        let least = self.amount(self.threshold());
        match self.decision.evidence.finding {
            Finding::ClassTraded => format!(
                "A further class of its company that trades {}{:.0} a session, below the minimum of \
                 {least}.",
                sign(self.currency),
                self.measured()
            ),
            _ => format!(
                "A further class of its company worth {}, below the minimum of {least}.",
                self.amount(self.measured())
            ),
        }
    }

    fn domicile(&self) -> String {
        let evidence = match self.decision.evidence.finding {
            Finding::Unknown => return "The country of its company is unknown.".to_owned(),
            Finding::Override => format!("{} says so: {}", self.by(), self.note()),
            Finding::Listing => "the listing says so".to_owned(),
            _ => "a register has its headquarters there".to_owned(),
        };
        format!("Of {}, which is not of this family: {evidence}.", country_words(self.text()))
    }

    fn industry(&self) -> String {
        let named = match (self.text(), self.note()) {
            ("", one) | (one, "") => format!("'{one}'"),
            (sector, industry) => format!("'{sector}' ('{industry}')"),
        };
        match self.decision.evidence.finding {
            Finding::Unknown => "The source names neither its sector nor its industry.".to_owned(),
            Finding::IndustryExcluded => {
                format!("Its sector is {named}, which this family leaves out.")
            }
            _ => format!("Its sector is {named}, which is none of this family's."),
        }
    }

    fn liquidity(&self) -> String {
        format!(
            "In a year {:.2} times what its free float is worth ({}) changes hands, below the \
             minimum of {:.2}.",
            self.measured() / 100.0,
            self.amount(self.measured_against()),
            self.threshold() / 100.0
        )
    }

    fn monthly_volume(&self) -> String {
        let months_ago = i64::from(self.count());
        let day = self.decision.rank_day;
        let after = |months: i64| date_words(day.saturating_sub(Span::new().months(months)));
        format!(
            "From {} to {} only {} of its shares changed hands, below the minimum of {} in each of \
             {} months.",
            after(months_ago + 1),
            after(months_ago),
            thousands(self.measured() as u64),
            thousands(self.threshold() as u64),
            self.rules.monthly_volume.as_ref().map_or(0, |rule| rule.months)
        )
    }

    fn earnings(&self) -> String {
        let quarters = self.rules.earnings.as_ref().map_or(0, |rule| rule.quarters);
        let income = self.measured();
        let size = Money::from_f64(income.abs())
            .map_or_else(|_| "too much to write".to_owned(), |size| money(size, self.currency));
        let income = match income < 0.0 {
            true => format!("a loss of {size}"),
            false => format!("net income of {size}"),
        };
        match self.decision.evidence.finding {
            Finding::Unknown => format!(
                "Net income is known of {} of the last {quarters} quarters only.",
                self.count()
            ),
            Finding::Earnings => {
                format!(
                    "The last {quarters} quarters together made {income}, not more than nothing."
                )
            }
            _ => format!("The last quarter made {income}, not more than nothing."),
        }
    }

    fn seasoning(&self) -> String {
        format!(
            "Its company came to market on {}, less than {} months before.",
            date_words(self.date()),
            self.rules.seasoning.as_ref().map_or(0, |rule| rule.months)
        )
    }

    fn daily_value(&self) -> String {
        format!(
            "Over {} months {}{} of it changes hands in a session on average, below the minimum of {}.",
            self.rules.daily_value.as_ref().map_or(0, |rule| rule.months),
            sign(self.currency),
            thousands(self.measured() as u64),
            self.amount(self.threshold())
        )
    }
}
