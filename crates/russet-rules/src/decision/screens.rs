//! What each screen of a family answered about a security.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use russet_store::table::{ArrayRef, BadCell, ColumnType, ColumnValue, OwnedValue};

use super::rule::screen_named;
use crate::methodology::Screen;

/// What a screen answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScreenResult {
    /// It was not asked: it does not apply, members are exempt, or a screen before it had refused.
    NotAsked,
    /// It has nothing against the security.
    Passed,
    /// It refused the security.
    Failed,
    /// What it looks at is not known, which is not held against the security.
    NoData,
}

const ALL: [ScreenResult; 4] =
    [ScreenResult::NotAsked, ScreenResult::Passed, ScreenResult::Failed, ScreenResult::NoData];

impl ScreenResult {
    /// The result's name, as tables spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            ScreenResult::NotAsked => "not_asked",
            ScreenResult::Passed => "passed",
            ScreenResult::Failed => "failed",
            ScreenResult::NoData => "no_data",
        }
    }
}

/// What every screen of a family answered, in the family's order.
///
/// As a text, `exchange:passed kind:passed price:failed votes:not_asked`; a clone shares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScreenResults(Arc<str>);

impl ScreenResults {
    /// The results of screens in their order.
    ///
    /// ```
    /// use russet_rules::decision::{ScreenResult, ScreenResults};
    /// use russet_rules::methodology::Screen;
    /// let results = [(Screen::Kind, ScreenResult::Passed), (Screen::Price, ScreenResult::Failed)];
    /// let results = ScreenResults::new(results);
    /// assert_eq!(results.as_str(), "kind:passed price:failed");
    /// assert_eq!(results.failed(), Some(Screen::Price));
    /// ```
    pub fn new(results: impl IntoIterator<Item = (Screen, ScreenResult)>) -> ScreenResults {
        let results = results.into_iter();
        let words =
            results.map(|(screen, result)| format!("{}:{}", screen.name(), result.as_str()));
        ScreenResults(words.collect::<Vec<_>>().join(" ").into())
    }

    /// The results as a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Each screen with its result.
    pub fn iter(&self) -> impl Iterator<Item = (Screen, ScreenResult)> + '_ {
        self.0.split_whitespace().filter_map(|word| parsed(word).ok())
    }

    /// The screen that refused; none where all passed.
    pub fn failed(&self) -> Option<Screen> {
        self.iter().find(|(_, result)| *result == ScreenResult::Failed).map(|(screen, _)| screen)
    }
}

fn parsed(word: &str) -> Result<(Screen, ScreenResult), String> {
    let found = word.split_once(':').and_then(|(screen, result)| {
        let result = ALL.into_iter().find(|one| one.as_str() == result)?;
        Some((screen_named(screen)?, result))
    });
    found.ok_or_else(|| format!("'{word}' is no screen with its result"))
}

impl fmt::Display for ScreenResults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl ColumnValue for ScreenResults {
    const TYPE: ColumnType = ColumnType::Text;
    const UNIT: &'static str = "";

    fn array<'row>(values: impl Iterator<Item = Option<&'row Self>>) -> Result<ArrayRef, String> {
        ColumnValue::array(values.map(|results| results.map(|results| &results.0)))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}

impl OwnedValue for ScreenResults {
    fn values(column: &ArrayRef) -> Result<Vec<Option<Self>>, BadCell> {
        let texts = <Arc<str>>::values(column)?;
        let mut checked: Vec<Arc<str>> = Vec::new();
        let mut results = Vec::with_capacity(texts.len());
        for (row, text) in texts.into_iter().enumerate() {
            if let Some(text) = &text
                && !checked.iter().any(|one| Arc::ptr_eq(one, text))
            {
                for word in text.split_whitespace() {
                    parsed(word).map_err(|reason| BadCell { row, reason })?;
                }
                checked.push(Arc::clone(text));
            }
            results.push(text.map(ScreenResults));
        }
        Ok(results)
    }
}

/// What the screens of one order answered so far, two bits each by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct ScreenAnswers(pub(crate) u64);

impl ScreenAnswers {
    /// How many screens one order can have; there are fewer.
    pub(crate) const MOST: usize = 31;

    /// These answers, and that of the screen at a place.
    pub(crate) fn with(self, place: usize, result: ScreenResult) -> ScreenAnswers {
        let shift = 2 * place.min(ScreenAnswers::MOST - 1);
        ScreenAnswers(self.0 | (result as u64) << shift)
    }

    /// These answers and those of other screens.
    pub(crate) fn and(self, others: ScreenAnswers) -> ScreenAnswers {
        ScreenAnswers(self.0 | others.0)
    }

    /// The answer of the screen at a place.
    pub(crate) fn at(self, place: usize) -> ScreenResult {
        ALL[(self.0 >> (2 * place.min(ScreenAnswers::MOST - 1)) & 3) as usize]
    }

    /// The place of the screen that refused.
    pub(crate) fn failed(self) -> Option<usize> {
        (0..ScreenAnswers::MOST).find(|place| self.at(*place) == ScreenResult::Failed)
    }

    /// The results of the screens of an order.
    pub(crate) fn results(self, order: &[Screen]) -> ScreenResults {
        let places = order.iter().enumerate();
        ScreenResults::new(places.map(|(place, screen)| (*screen, self.at(place))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_back_by_their_places() {
        let order = [Screen::Exchange, Screen::Kind, Screen::Votes, Screen::Price];
        let answers = ScreenAnswers::default()
            .with(0, ScreenResult::Passed)
            .with(2, ScreenResult::NoData)
            .and(ScreenAnswers::default().with(3, ScreenResult::Failed));
        assert_eq!(answers.failed(), Some(3));
        let results = answers.results(&order);
        assert_eq!(results.as_str(), "exchange:passed kind:not_asked votes:no_data price:failed");
        assert_eq!(results.iter().nth(2), Some((Screen::Votes, ScreenResult::NoData)));
    }
}
