//! Why a company has its style: facts, of which a sentence is made when somebody asks.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::StyleScore;
use super::growth_value::VARIABLES;
use super::review::percent;
use super::stability::INDICATORS;

/// Why a company has its style.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum StyleEvidence {
    /// It was scored.
    Scored {
        /// What its value score is made of.
        value: ValueEvidence,
        /// What its stability score is made of.
        stability: StabilityEvidence,
    },
    /// The review scores additions and movers only, and it is neither.
    AsBefore,
    /// It came between reviews and has the mean of a group; none where no company of its base is scored.
    Newcomer(Option<Group>),
}

/// What a value score is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueEvidence {
    /// Book to price, forecast growth and growth of sales a share.
    pub variables: [VariableEvidence; 3],
    /// How it compares with the score at the review before; none without one in the same base.
    pub band: Option<BandEvidence>,
}

/// What stands for one variable of a company.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum VariableEvidence {
    /// No company of its base has it.
    OfNobody,
    /// The company has none of its own: the mean of a group.
    Missing(f64, Group),
    /// Few analysts: part of its own value, the rest the mean of a group.
    Blended {
        /// The value that counts.
        blended: f64,
        /// Its own value.
        own: f64,
        /// How many analysts there are.
        analysts: u32,
        /// How many would make its own value count in full.
        of: u32,
        /// The mean of its group.
        mean: f64,
        /// The group.
        group: Group,
    },
    /// Its own value.
    Own(f64),
}

/// A value score now and at the review before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BandEvidence {
    /// The score that it would have without the band.
    pub now: f64,
    /// The score before.
    pub before: f64,
    /// The width of the band to either side, in percent.
    pub percent: f64,
    /// Whether the score before is kept.
    pub kept: bool,
}

/// What a stability score is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum StabilityEvidence {
    /// The review does not score stability.
    AsBefore,
    /// The methodology does not score stability.
    NotScored,
    /// It was scored.
    Scored {
        /// The score, from 0 (dynamic) to 1 (defensive).
        score: f64,
        /// The mean rank of its accounts.
        quality: f64,
        /// The mean rank of how little its price moves.
        calm: f64,
        /// Which indicators are missing.
        missing: [bool; 5],
        /// The part of the range that stands for a missing one, in percent.
        missing_percent: f64,
    },
}

/// Companies whose mean stands for what one of them does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// Its industry.
    Industry,
    /// Its sector.
    Sector,
    /// All companies that it is scored among.
    Base,
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Group::Industry => "industry",
            Group::Sector => "sector",
            Group::Base => "base",
        })
    }
}

impl StyleScore {
    /// The reason as a sentence: what went into the score, what stood in for what was missing, what was kept.
    ///
    /// ```
    /// use russet_market::Factor;
    /// use russet_rules::style::{Group, StyleEvidence, StyleScore};
    /// let newcomer = StyleScore {
    ///     base: "R2000".to_owned(),
    ///     composite: None,
    ///     value: Factor::nearest(0.25),
    ///     growth: Factor::nearest(0.75),
    ///     defensive: Factor::ZERO,
    ///     dynamic: Factor::ONE,
    ///     evidence: StyleEvidence::Newcomer(Some(Group::Industry)),
    /// };
    /// assert_eq!(
    ///     newcomer.reason(),
    ///     "Added between reviews: 25.00% value, the mean of its industry in R2000; all dynamic until the next one."
    /// );
    /// ```
    pub fn reason(&self) -> String {
        let (base, value) = (&self.base, percent(self.value));
        match &self.evidence {
            StyleEvidence::Scored { value: of_value, stability } => format!(
                "Value score {:.4} in {base}: {of_value}; {value} value. {}.",
                self.composite.unwrap_or_default(),
                stability.sentence(&percent(self.defensive))
            ),
            StyleEvidence::AsBefore => format!(
                "This review scores additions and movers only: {value} value and {} defensive in {base} as before.",
                percent(self.defensive)
            ),
            StyleEvidence::Newcomer(group) => {
                let source = match group {
                    Some(group) => format!("the mean of its {group} in {base}"),
                    None => format!("since no company of {base} is scored"),
                };
                format!(
                    "Added between reviews: {value} value, {source}; all dynamic until the next one."
                )
            }
        }
    }
}

impl fmt::Display for ValueEvidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (variable, evidence)) in VARIABLES.iter().zip(self.variables).enumerate() {
            let show = |value: f64| match variable.in_percent {
                true => format!("{value:.2}%"),
                false => format!("{value:.4}"),
            };
            let separator = if place == 0 { "" } else { "; " };
            write!(formatter, "{separator}{} ", variable.name)?;
            match evidence {
                VariableEvidence::OfNobody => write!(formatter, "of no company of its base")?,
                VariableEvidence::Missing(mean, group) => {
                    write!(formatter, "missing, the mean {} of its {group}", show(mean))?;
                }
                VariableEvidence::Blended { blended, own, analysts, of, mean, group } => write!(
                    formatter,
                    "{}, {analysts}/{of} its own {} and the rest the mean {} of its {group}",
                    show(blended),
                    show(own),
                    show(mean)
                )?,
                VariableEvidence::Own(value) => write!(formatter, "{}", show(value))?,
            }
        }
        let Some(BandEvidence { now, before, percent, kept }) = self.band else { return Ok(()) };
        let rule = match kept {
            true => format!("which the band of {percent}% keeps"),
            false => format!("outside the band of {percent}%"),
        };
        write!(formatter, "; {now:.4} now and {before:.4} before, {rule}")
    }
}

impl StabilityEvidence {
    fn sentence(&self, defensive: &str) -> String {
        match self {
            StabilityEvidence::AsBefore => format!("Stability as before; {defensive} defensive"),
            StabilityEvidence::NotScored => "Stability is not scored; all dynamic".to_owned(),
            StabilityEvidence::Scored { score, quality, calm, missing, missing_percent } => {
                let names: Vec<&str> = INDICATORS
                    .into_iter()
                    .zip(missing)
                    .filter_map(|(name, missing)| missing.then_some(name))
                    .collect();
                let missing = match names.is_empty() {
                    true => String::new(),
                    false => format!(
                        "; {missing_percent}% of the range for what is missing: {}",
                        names.join(", ")
                    ),
                };
                format!(
                    "Stability score {score:.4}: quality {quality:.4}, calm of prices {calm:.4}{missing}; {defensive} defensive"
                )
            }
        }
    }
}
