//! The figures, dates and texts behind a finding.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::Price;

use super::Finding;

/// What the deciding rule found, with the figures that a sentence about it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// What was found.
    pub finding: Finding,
    /// What was measured, in the unit of its threshold: an amount in the family's currency, a close in that of
    /// its exchange, percent, or a count.
    pub measured: Option<f64>,
    /// What the measure is a part of, or compared with.
    pub measured_against: Option<f64>,
    /// What the measure had to reach, or not to exceed.
    pub threshold: Option<f64>,
    /// How many sessions, quarters, months, lists or ranks.
    pub count: Option<u32>,
    /// The day of the evidence.
    pub date: Option<Date>,
    /// What a source says: a country, a sector, a wording, a fund.
    pub text: Option<Arc<str>>,
    /// What few market_cache have.
    pub further: Option<Box<FurtherEvidence>>,
}

/// Evidence that few market_cache have.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FurtherEvidence {
    /// The last day of the evidence, where it covers several.
    pub until: Option<Date>,
    /// The rank day of an earlier review.
    pub ranked_on: Option<Date>,
    /// What else a source says: an industry, a reason.
    pub note: Option<Arc<str>>,
    /// Who says it.
    pub by: Option<Arc<str>>,
    /// The lowest of some closes.
    pub lowest: Option<Price>,
    /// The highest of them.
    pub highest: Option<Price>,
}

impl Evidence {
    /// A finding without further figures.
    ///
    /// ```
    /// use russet_rules::decision::{Evidence, Finding};
    /// let small = Evidence::of(Finding::CapTooSmall).measured(2.9e7).threshold(3e7);
    /// assert_eq!(small.threshold, Some(3e7));
    /// ```
    pub fn of(finding: Finding) -> Evidence {
        Evidence {
            finding,
            measured: None,
            measured_against: None,
            threshold: None,
            count: None,
            date: None,
            text: None,
            further: None,
        }
    }

    /// With what was measured; NaN is no measure.
    #[must_use]
    pub fn measured(self, measured: f64) -> Evidence {
        Evidence { measured: Some(measured).filter(|measured| !measured.is_nan()), ..self }
    }

    /// With what the measure is a part of, or compared with.
    #[must_use]
    pub fn measured_against(self, whole: f64) -> Evidence {
        Evidence { measured_against: Some(whole).filter(|whole| !whole.is_nan()), ..self }
    }

    /// With what the measure had to reach, or not to exceed.
    #[must_use]
    pub fn threshold(self, threshold: f64) -> Evidence {
        Evidence { threshold: Some(threshold), ..self }
    }

    /// With a count.
    #[must_use]
    pub fn count(self, count: u32) -> Evidence {
        Evidence { count: Some(count), ..self }
    }

    /// With the day of the evidence.
    #[must_use]
    pub fn date(self, date: Date) -> Evidence {
        Evidence { date: Some(date), ..self }
    }

    /// With what a source says.
    #[must_use]
    pub fn text(self, text: impl Into<Arc<str>>) -> Evidence {
        Evidence { text: Some(text.into()), ..self }
    }

    /// With evidence that few market_cache have.
    #[must_use]
    pub fn further(self, further: FurtherEvidence) -> Evidence {
        let further = Some(further).filter(|further| *further != FurtherEvidence::default());
        Evidence { further: further.map(Box::new), ..self }
    }

    /// What else a source says.
    pub(crate) fn note(&self) -> Option<&Arc<str>> {
        self.further.as_ref()?.note.as_ref()
    }

    /// Who says it.
    pub(crate) fn by(&self) -> Option<&Arc<str>> {
        self.further.as_ref()?.by.as_ref()
    }
}
