//! Which actions of one line may share a day: those whose order and terms leave no doubt.

use super::plan::Kind;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Cash,
    SpinOff,
    Rights,
    StockDividend,
    Split,
    Conversion,
    Offering,
    Tender,
    BuyBack,
    /// In time: the line leaves before anything else is ex.
    Ends,
    Silence,
    Fact,
    /// Alone.
    Other,
}

fn sort(kind: Kind) -> Sort {
    match kind {
        Kind::OrdinaryDividend | Kind::SpecialDividend | Kind::CapitalRepayment => Sort::Cash,
        Kind::SpinOffEstimated | Kind::SpinOffUnpriced => Sort::SpinOff,
        Kind::Rights | Kind::RightsOutOfTheMoney => Sort::Rights,
        Kind::StockDividend => Sort::StockDividend,
        Kind::Split | Kind::ReverseSplit => Sort::Split,
        Kind::ConversionIntoHeld | Kind::ConversionIntoListed | Kind::ConversionIntoNew => {
            Sort::Conversion
        }
        Kind::PrimaryOffering | Kind::SecondaryOffering => Sort::Offering,
        Kind::SmallTender => Sort::Tender,
        Kind::BuyBack => Sort::BuyBack,
        Kind::MergerForCash | Kind::MergerForShares | Kind::MergerMixed => Sort::Ends,
        Kind::NoClose => Sort::Silence,
        Kind::NewCount | Kind::NewFloat => Sort::Fact,
        _ => Sort::Other,
    }
}

/// Whether two kinds may be ex on one day for one line.
pub fn may_share_a_day(one: Kind, other: Kind) -> bool {
    use Sort::{
        BuyBack, Cash, Conversion, Ends, Fact, Offering, Rights, Silence, SpinOff, Split,
        StockDividend, Tender,
    };
    let allowed = |pair| {
        matches!(
            pair,
            (Cash, Cash | SpinOff | Rights | StockDividend | Split | Conversion | Offering)
                | (Cash, Tender | BuyBack | Ends | Silence)
                | (SpinOff, SpinOff | Rights | StockDividend | Split | Offering | Tender)
                | (SpinOff, BuyBack | Silence)
                | (Rights, Split | Silence)
                | (StockDividend, Offering | BuyBack | Tender | Silence)
                | (Split, Conversion | Offering | BuyBack | Tender | Silence)
                | (Offering | Tender | BuyBack, Silence)
                | (Fact, _)
        )
    };
    let (one, other) = (sort(one), sort(other));
    allowed((one, other)) || allowed((other, one))
}
