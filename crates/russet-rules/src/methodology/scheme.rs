//! What determines the weight of a security.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What determines the weight of a security.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scheme {
    /// Price times shares in free float.
    #[default]
    FloatCap,
    /// Price times all shares.
    TotalCap,
    /// Price: one share of each security.
    Price,
    /// The same weight for each security, or for each group and then for each security in it.
    Equal,
    /// Price times shares in free float times the probability of one style side.
    Style,
}

impl Scheme {
    /// Whether index shares are the securities' own shares times factors.
    pub(super) const fn is_proportional(self) -> bool {
        match self {
            Scheme::FloatCap | Scheme::TotalCap | Scheme::Style => true,
            Scheme::Price | Scheme::Equal => false,
        }
    }

    /// The scheme in words, with the groups of equal weights and the side of a style.
    ///
    /// ```
    /// use russet_rules::methodology::{Grouping, Scheme};
    /// let words = Scheme::Equal.words(Some(Grouping::Sector), None);
    /// assert_eq!(words, "equal by sector, and within each sector");
    /// ```
    pub fn words(self, groups: Option<Grouping>, side: Option<StyleSide>) -> String {
        match self {
            Scheme::FloatCap => "price times shares in free float".to_owned(),
            Scheme::TotalCap => "price times all shares".to_owned(),
            Scheme::Price => "price alone, one share of each security".to_owned(),
            Scheme::Equal => match groups {
                Some(group) => format!("equal by {0}, and within each {0}", group.name()),
                None => "equal".to_owned(),
            },
            Scheme::Style => {
                let side = side.map_or("one side", StyleSide::name);
                format!("price times shares in free float times the probability of {side}")
            }
        }
    }
}

/// The two sides of each style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StyleSide {
    /// High expected growth.
    Growth,
    /// Cheap relative to its fundamentals.
    Value,
    /// Stable earnings and returns.
    Defensive,
    /// Variable earnings and returns.
    Dynamic,
}

impl StyleSide {
    /// The side's name in methodology files.
    pub const fn name(self) -> &'static str {
        match self {
            StyleSide::Growth => "growth",
            StyleSide::Value => "value",
            StyleSide::Defensive => "defensive",
            StyleSide::Dynamic => "dynamic",
        }
    }
}

/// How securities are grouped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// The sector, as named by the data source.
    Sector,
    /// The industry, as named by the data source.
    Industry,
    /// The country.
    Country,
}

impl Grouping {
    /// The grouping's name in methodology files.
    pub const fn name(self) -> &'static str {
        match self {
            Grouping::Sector => "sector",
            Grouping::Industry => "industry",
            Grouping::Country => "country",
        }
    }
}
