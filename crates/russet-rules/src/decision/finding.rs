//! What the deciding rule found, by word.

use serde::{Deserialize, Serialize};

/// What the deciding rule found. The doc of each says which fields of [`Evidence`](super::Evidence) it fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    // What screens find.
    /// The listing says so. `text`: the country, or the sector; `note`: the industry.
    Listing,
    /// The register says so. `text`: the country, or the kind of security; `count`: the place of the
    /// kind's rule in the methodology, from 0.
    Register,
    /// A user overrides it. `text`: the value; `by`: who; `note`: why.
    Override,
    /// The security's name has a country in brackets. `text`: the country.
    Name,
    /// The listing names no country, and is worded as those of foreign companies are. `text`: the wording.
    Wording,
    /// Only foreign companies' listings are so worded. `text`: the wording.
    ForeignWording,
    /// The company's papers assign it to a country. `text`: the country; `note`: the steps and their
    /// evidence.
    Papers,
    /// Nothing is known. `count`: how many quarters are known, of earnings.
    Unknown,
    /// No share count is known.
    NoShareCount,
    /// No exchange rate is known.
    NoExchangeRate,
    /// No exchange rate gives the value of its trades.
    NoRateForTrades,
    /// Closes stay where cash in trust keeps a price. `count`: how many closes; `lowest` and `highest`.
    TrustPrice,
    /// It moves as little as a fund. `measured`: the volatility, and `measured_against` the median one, in
    /// percent a day; `threshold` in the same.
    LowVolatility,
    /// Too little of the company changes hands. `measured`: the turnover of a median session in percent;
    /// `count`: the sessions since it was listed.
    LowTurnover,
    /// The close is too low. `threshold`: the least close.
    Close,
    /// The close is too low, and so is a member's mean close. `measured`: the mean; `threshold`: the least;
    /// `count`: of how many closes.
    MeanClose,
    /// The company is too small. `measured`: its market capitalization; `threshold`: the least.
    CapTooSmall,
    /// The company is too large. `measured`: its market capitalization; `threshold`: the most.
    CapTooLarge,
    /// Too little is in free float. `measured` and `threshold` in percent.
    FreeFloat,
    /// Too few votes are in public hands. `measured` and `threshold` in percent.
    PublicVotes,
    /// A further class trades too little. `measured`: the value traded in a mean session; `threshold`.
    ClassTraded,
    /// A further class is too small. `measured`: its market capitalization; `threshold`.
    ClassCap,
    /// Its industry is left out. `text`: the sector; `note`: the industry.
    IndustryExcluded,
    /// Its industry is none of the family's. `text`: the sector; `note`: the industry.
    IndustryNotIncluded,
    /// Its shares in free float are worth too little. `measured`: what they are worth; `threshold`.
    FloatCap,
    /// Too little changes hands. `measured`: the value traded in a year in percent of `measured_against`, the
    /// worth of the free float; `threshold` in percent.
    Liquidity,
    /// Too few shares traded in a month. `measured`: the shares; `threshold`; `count`: how many months ago,
    /// from 0 for the latest.
    MonthlyVolume,
    /// The quarters together earned nothing. `measured`: their net income; `threshold`: 0.
    Earnings,
    /// The last quarter earned nothing. `measured`: its net income; `threshold`: 0.
    LastEarnings,
    /// It came to market too late. `date`: the first session.
    FirstTraded,
    /// Too little changes hands in a session. `measured`: the mean value traded; `threshold`.
    DailyValue,
    /// A fund of another index holds it. `text`: the fund; `date`: of its list.
    HeldByFund,
    /// The index's own lists left it out. `measured`: its rank at the last review; `threshold`: the rank well
    /// inside; `ranked_on`: the rank day of that review; `count`: how many lists; `text`: the fund; `date` and
    /// `until`: of the first list and the last.
    NoList,

    // What a review finds.
    /// Its place between size breakpoints: see `breakpoint` and `retaining_breakpoint`.
    SizePlace,
    /// It passes every screen, and all such companies belong.
    PassesAll,
    /// Among the largest, which another index has.
    BelongsElsewhere,
    /// Among the largest, which belong.
    AmongLargest,
    /// A member within the buffer.
    WithinBuffer,
    /// The largest candidate takes a free place.
    FillsVacancy,
    /// No place is free.
    NoVacancy,
    /// A member that stays.
    StaysMember,
    /// A candidate that the committee has not chosen.
    NotChosen,

    // What happens between reviews.
    /// New to the market, and passes every screen.
    New,
    /// Passes every screen now, and did not before.
    PassesNow,
    /// New, and ranks high enough to enter between reviews.
    RanksHighEnough,
    /// New, and waits for the next review.
    WaitsForReview,
    /// A new listing compared with what it must exceed. `date`: when it first traded; `threshold`: the
    /// smallest member's market capitalization, moved with the market; none where it is unknown.
    FirstSize,
    /// A new listing without the volume of an offering. `date`: when it first traded.
    NoOffering,
    /// A newcomer compared with a large member. `count`: the sessions that it waited; `threshold`: that
    /// member's market capitalization; none where there is no such member.
    AsLargeAsMember,
    /// A member ranked too low. `count`: the lowest rank that stays.
    RankedBeyond,
    /// The highest ranked of those that do not belong.
    RanksNext,
    /// A committee's dated decision. `by`: who decided; `note`: why; `text`: where it was read.
    Decided,

    // What an index finds that takes securities from its parent; by rank it finds `AmongLargest`, `WithinBuffer`,
    // `FillsVacancy` or `NoVacancy`, with `measured`: the company's value in the parent; `note` and `text`: what
    // its group is called, and which it is.
    /// The index takes such securities. `note`: what was compared, such as `sector`; `text`: what the security has.
    FitsIndex,
    /// The index takes no such securities. `note` and `text` as above.
    OutsideIndex,
    /// Its parent does not hold it any more.
    LeftParent,
}

russet_store::word_columns!(Finding: "");
