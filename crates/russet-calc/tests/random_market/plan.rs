//! What a market is made from.

/// Drawn numbers that make a market.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Prices, share counts, free floats, books, and daily moves.
    pub seed: u64,
    pub tone: Tone,
    /// Whether total return is by the ex-dividend formula rather than the additive one.
    pub ex_dividend: bool,
    /// Whether children of spin-offs leave after their first session.
    pub drops_children: bool,
    /// Whether members are chosen again; the shares of one class then become known between the announcement
    /// and the effective day.
    pub review: bool,
    pub draws: Vec<Draw>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Prices move, terms are what they are, and some news comes late.
    Busy,
    /// Nothing moves a price but the terms of actions, which are fair: total return never moves.
    Fair,
}

/// Something that may happen: of which kind, on which session, to which line, on what terms.
#[derive(Debug, Clone, Copy)]
pub struct Draw {
    pub kind: Kind,
    pub session: u8,
    pub line: u8,
    /// Another line, where the kind has one.
    pub other: u8,
    pub terms: [u8; 3],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    OrdinaryDividend,
    SpecialDividend,
    CapitalRepayment,
    SpinOffEstimated,
    SpinOffUnpriced,
    Rights,
    RightsOutOfTheMoney,
    StockDividend,
    Split,
    ReverseSplit,
    ConversionIntoHeld,
    ConversionIntoListed,
    ConversionIntoNew,
    PrimaryOffering,
    SecondaryOffering,
    SmallTender,
    EndingTender,
    BuyBack,
    MergerForCash,
    MergerForShares,
    MergerMixed,
    MergerIntoNew,
    DelayedForCash,
    DelayedForShares,
    DelayedMixed,
    Suspension,
    Bankruptcy,
    Delisting,
    DelistingWithPrice,
    NoClose,
    NewCount,
    NewFloat,
}

/// Every kind.
pub const KINDS: [Kind; 32] = [
    Kind::OrdinaryDividend,
    Kind::SpecialDividend,
    Kind::CapitalRepayment,
    Kind::SpinOffEstimated,
    Kind::SpinOffUnpriced,
    Kind::Rights,
    Kind::RightsOutOfTheMoney,
    Kind::StockDividend,
    Kind::Split,
    Kind::ReverseSplit,
    Kind::ConversionIntoHeld,
    Kind::ConversionIntoListed,
    Kind::ConversionIntoNew,
    Kind::PrimaryOffering,
    Kind::SecondaryOffering,
    Kind::SmallTender,
    Kind::EndingTender,
    Kind::BuyBack,
    Kind::MergerForCash,
    Kind::MergerForShares,
    Kind::MergerMixed,
    Kind::MergerIntoNew,
    Kind::DelayedForCash,
    Kind::DelayedForShares,
    Kind::DelayedMixed,
    Kind::Suspension,
    Kind::Bankruptcy,
    Kind::Delisting,
    Kind::DelistingWithPrice,
    Kind::NoClose,
    Kind::NewCount,
    Kind::NewFloat,
];
