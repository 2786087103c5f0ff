//! What a corporate action does.

use serde::{Deserialize, Serialize};

macro_rules! action_kinds {
    ($($(#[$doc:meta])* $kind:ident = $word:literal;)+) => {
        /// What a corporate action does.
        ///
        /// Several actions of one line on one day are applied in this order, each on the terms of the close
        /// before: a dividend that goes ex on the day of a split is of an old share.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ActionKind {
            $($(#[$doc])* $kind,)+
        }

        impl ActionKind {
            /// Every kind, in the order of application.
            pub const ALL: [ActionKind; [$($word),+].len()] = [$(ActionKind::$kind),+];

            /// The kind as files spell it.
            pub const fn word(self) -> &'static str {
                match self {
                    $(ActionKind::$kind => $word,)+
                }
            }
        }
    };
}

// Each kind with its word in files.
action_kinds! {
    /// A regular dividend: [`Action::cash`](super::Action::cash) a share.
    OrdinaryDividend = "ordinary_dividend";
    /// A dividend out of the ordinary: `cash` a share comes off the price.
    SpecialDividend = "special_dividend";
    /// Capital paid back: `cash` a share comes off the price.
    CapitalRepayment = "capital_repayment";
    /// `ratio` shares of [`Action::other_security_id`](super::Action::other_security_id), new to the market, for shares held. `cash` is an estimate
    /// of one of them, for the days on which it does not trade yet.
    SpinOff = "spin_off";
    /// The right to subscribe `ratio` new shares for shares held, at `cash` each.
    Rights = "rights";
    /// New shares for old ones without payment, by `ratio`: 21/20 is one more for twenty held.
    StockDividend = "stock_dividend";
    /// New shares for old ones, by `ratio`; reverse splits too.
    Split = "split";
    /// A line becomes `ratio` shares of another class of its company, `other`.
    Conversion = "conversion";
    /// The company sells `shares` new ones at `cash` each.
    PrimaryOffering = "primary_offering";
    /// Holders sell `shares` that were not in free float at `cash` each.
    SecondaryOffering = "secondary_offering";
    /// The line is taken over: `ratio` shares of `other`, `cash`, or both, for each share.
    Merger = "merger";
    /// A bidder takes `ratio` of the shares at `cash` each; the rest go on trading.
    Tender = "tender";
    /// The company takes back `ratio` of its shares at `cash` each, from every holder alike.
    BuyBack = "buy_back";
    /// Trading stops for the time being.
    Suspension = "suspension";
    /// Trading goes on.
    Resumption = "resumption";
    /// The company is liquidated. `cash` is the last price anywhere; without one the shares are
    /// worthless. A reorganization under protection from creditors is none.
    Bankruptcy = "bankruptcy";
    /// The line leaves its exchange after the close of the session before `ex_date`; `cash` is the
    /// price paid elsewhere, where there is one.
    Delisting = "delisting";
}

impl ActionKind {
    /// The kind by its word in a file, whatever its case, with blanks or hyphens too.
    ///
    /// ```
    /// use russet_market::ActionKind;
    /// assert_eq!(ActionKind::from_word("Spin-off"), Some(ActionKind::SpinOff));
    /// assert_eq!(ActionKind::from_word("miracle"), None);
    /// ```
    pub fn from_word(text: &str) -> Option<ActionKind> {
        let word = text.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        ActionKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether the line has no closes of its own any more.
    ///
    /// ```
    /// use russet_market::ActionKind;
    /// assert!(ActionKind::Merger.ends_line());
    /// assert!(!ActionKind::Tender.ends_line());
    /// ```
    pub const fn ends_line(self) -> bool {
        matches!(self, ActionKind::Merger | ActionKind::Bankruptcy | ActionKind::Delisting)
    }

    /// Whether share counts and prices of before go on in new units: a split or a stock dividend.
    ///
    /// ```
    /// use russet_market::ActionKind;
    /// assert!(ActionKind::StockDividend.changes_units());
    /// assert!(!ActionKind::Rights.changes_units());
    /// ```
    pub const fn changes_units(self) -> bool {
        matches!(self, ActionKind::Split | ActionKind::StockDividend)
    }

    /// Whether a security can have several actions of the kind with one ex-date.
    ///
    /// ```
    /// use russet_market::ActionKind;
    /// assert!(ActionKind::Rights.may_repeat());
    /// assert!(!ActionKind::Split.may_repeat());
    /// ```
    pub const fn may_repeat(self) -> bool {
        match self {
            ActionKind::OrdinaryDividend
            | ActionKind::SpecialDividend
            | ActionKind::CapitalRepayment
            | ActionKind::SpinOff
            | ActionKind::Rights
            | ActionKind::PrimaryOffering
            | ActionKind::SecondaryOffering
            | ActionKind::Tender
            | ActionKind::BuyBack => true,
            ActionKind::StockDividend
            | ActionKind::Split
            | ActionKind::Conversion
            | ActionKind::Merger
            | ActionKind::Suspension
            | ActionKind::Resumption
            | ActionKind::Bankruptcy
            | ActionKind::Delisting => false,
        }
    }
}
