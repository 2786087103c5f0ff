//! Which corrections restate published levels.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::basis_points::BasisPoints;
use super::dated::Dated;

/// Which corrections of past data restate published levels; without this table all of them do.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestatementPolicy {
    /// A correction that moves any level of any index by at least this restates published levels; a smaller
    /// one is applied from the next session on.
    pub threshold_bp: Dated<BasisPoints>,
    /// The number of most recent published sessions that may be restated; a correction of an earlier
    /// session is applied from the next session on, whatever its size. None: any session.
    pub window_sessions: Option<Dated<u32>>,
    /// Where the rule was read.
    pub reference: String,
}

impl RestatementPolicy {
    /// The threshold and the window in force on a day; nothing before the first threshold begins.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let policy = family.restatement.unwrap();
    /// let (threshold, window) = policy.on(date(2026, 11, 30)).unwrap();
    /// assert_eq!((threshold.to_string().as_str(), window), ("1", Some(20)));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn on(&self, day: Date) -> Option<(BasisPoints, Option<u32>)> {
        let threshold = self.threshold_bp.on(day)?.value;
        let window = self.window_sessions.as_ref().and_then(|window| window.on(day));
        Some((threshold, window.map(|step| step.value)))
    }
}
