//! Whether a correction restates published levels or is carried from the next session on.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use russet_market::Level;
use serde::{Deserialize, Serialize};

use crate::methodology::RestatementPolicy;

/// What becomes of published levels that a correction moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// They are replaced by the recomputed ones.
    Restated,
    /// They stay; the corrected data count from the next session on.
    Carried,
}

russet_store::word_columns!(Treatment: "");

impl Treatment {
    /// The word in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Treatment::Restated => "restated",
            Treatment::Carried => "carried",
        }
    }
}

impl fmt::Display for Treatment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Treatment {
    type Err = String;

    fn from_str(text: &str) -> Result<Treatment, String> {
        match text {
            "restated" => Ok(Treatment::Restated),
            "carried" => Ok(Treatment::Carried),
            _ => Err(format!("'{text}' is not a treatment (hint: restated or carried)")),
        }
    }
}

/// The levels of one index on one session: price, net and total return, in points.
pub type Levels = [Level; 3];

/// A session on which an index's recomputed levels differ from the published ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelDifference<'run> {
    /// The index.
    pub index: &'run str,
    /// The session.
    pub date: Date,
    /// The published levels.
    pub published: Levels,
    /// The levels by the corrected data.
    pub corrected: Levels,
}

impl LevelDifference<'_> {
    /// The largest move of its levels, in basis points of the published one.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::restatement::LevelDifference;
    /// let levels = |text: &str| [text.parse().unwrap(); 3];
    /// let (index, date) = ("R2000", date(2026, 3, 4));
    /// let moved =
    ///     LevelDifference { index, date, published: levels("1000"), corrected: levels("999.5") };
    /// assert_eq!(format!("{:.2}", moved.basis_points()), "-5.00");
    /// ```
    pub fn basis_points(&self) -> f64 {
        let pairs = self.published.iter().zip(&self.corrected);
        let moves = pairs.map(|(published, corrected)| basis_points(*published, *corrected));
        moves.fold(0.0, |largest, moved| if moved.abs() > largest.abs() { moved } else { largest })
    }
}

/// How far a corrected level is from the published one, in basis points of the published one.
///
/// ```
/// use russet_rules::restatement::basis_points;
/// let moved = basis_points("2000".parse()?, "2000.1".parse()?);
/// assert_eq!(format!("{moved:.2}"), "0.50");
/// # Ok::<(), russet_market::NumberError>(())
/// ```
pub fn basis_points(published: Level, corrected: Level) -> f64 {
    match published.attos() {
        0 => 0.0,
        attos => (corrected.attos() - attos) as f64 / attos as f64 * 1e4,
    }
}

/// What a policy says of the corrections found by one build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// One treatment for the whole run, so that an index stays the sum of its parts.
    pub treatment: Treatment,
    /// Why, in a sentence.
    pub reason: String,
}

/// What becomes of published levels that differ by corrected data; nothing where none differs.
///
/// All corrections that one build finds are treated as one: by the earliest session they move, and by the
/// largest move of any level of any index. `sessions_back` counts the published sessions from a day to the
/// last one, both included.
///
/// ```
/// use jiff::civil::date;
/// use russet_rules::Methodology;
/// use russet_rules::restatement::{LevelDifference, Treatment, rule};
/// let family = Methodology::built_in("russell-us")?;
/// let levels = |text: &str| [text.parse().unwrap(); 3];
/// let (index, date) = ("R2000", date(2026, 11, 24));
/// let half_a_point =
///     LevelDifference { index, date, published: levels("2000"), corrected: levels("2000.1") };
/// let ruling = rule(family.restatement.as_ref(), &[half_a_point], date, |_| 1).unwrap();
/// assert_eq!(ruling.treatment, Treatment::Carried);
/// assert_eq!(
///     ruling.reason,
///     "the largest move, 0.50 bp of R2000 on 2026-11-24, is below the threshold of 1 bp"
/// );
/// # Ok::<(), russet_rules::MethodologyError>(())
/// ```
pub fn rule(
    policy: Option<&RestatementPolicy>,
    differences: &[LevelDifference<'_>],
    last_published: Date,
    sessions_back: impl Fn(Date) -> usize,
) -> Option<Ruling> {
    let first = differences.iter().map(|difference| difference.date).min()?;
    let largest = differences.iter().max_by(|a, b| {
        let order = a.basis_points().abs().total_cmp(&b.basis_points().abs());
        // Of equal moves the earliest, and the index first by name.
        order.then_with(|| (b.date, b.index).cmp(&(a.date, a.index)))
    })?;
    let moved =
        format!("{:.2} bp of {} on {}", largest.basis_points(), largest.index, largest.date);
    let ruling = |treatment, reason| Some(Ruling { treatment, reason });
    let Some((threshold, window)) = policy.and_then(|policy| policy.on(last_published)) else {
        let reason = "the methodology restates after every correction".to_owned();
        return ruling(Treatment::Restated, reason);
    };
    let back = sessions_back(first);
    if let Some(window) = window.filter(|window| back > *window as usize) {
        let reason = format!(
            "the first session it moves, {first}, is {back} sessions back, and only the last {window} may be restated"
        );
        return ruling(Treatment::Carried, reason);
    }
    let reaches = |difference: &LevelDifference<'_>| {
        let mut pairs = difference.published.iter().zip(&difference.corrected);
        pairs.any(|(published, corrected)| threshold.are_reached(*corrected, *published))
    };
    match differences.iter().any(reaches) {
        true => {
            let reason =
                format!("the largest move, {moved}, reaches the threshold of {threshold} bp");
            ruling(Treatment::Restated, reason)
        }
        false => {
            let reason =
                format!("the largest move, {moved}, is below the threshold of {threshold} bp");
            ruling(Treatment::Carried, reason)
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const LAST: Date = date(2026, 11, 27);

    fn policy(threshold: &str, window: Option<u32>) -> RestatementPolicy {
        let step = |value: String| {
            format!("[{{ from = \"2020-01-01\", value = {value}, source = \"test\" }}]")
        };
        let mut text =
            format!("threshold_bp = {}\nreference = \"test\"\n", step(format!("\"{threshold}\"")));
        if let Some(window) = window {
            text += &format!("window_sessions = {}\n", step(window.to_string()));
        }
        toml::from_str(&text).unwrap()
    }

    fn moved(
        index: &'static str,
        day: Date,
        published: &str,
        corrected: &str,
    ) -> LevelDifference<'static> {
        let levels = |text: &str| [text.parse::<Level>().unwrap(); 3];
        let (published, corrected) = (levels(published), levels(corrected));
        LevelDifference { index, date: day, published, corrected }
    }

    /// Days since, which is enough for sessions here.
    fn back(day: Date) -> usize {
        (LAST - day).get_days() as usize + 1
    }

    fn treatment(policy: &RestatementPolicy, differences: &[LevelDifference<'_>]) -> Treatment {
        rule(Some(policy), differences, LAST, back).unwrap().treatment
    }

    #[test]
    fn no_difference_asks_for_no_ruling() {
        assert_eq!(rule(Some(&policy("1", None)), &[], LAST, back), None);
    }

    #[test]
    fn without_a_policy_and_before_it_begins_every_correction_restates() {
        let tiny = [moved("R1000", date(1999, 3, 1), "1000", "1000.000000000000000001")];
        let ruling = rule(None, &tiny, LAST, back).unwrap();
        assert_eq!(ruling.treatment, Treatment::Restated);
        let early = date(2019, 12, 31);
        let ruling = rule(Some(&policy("1", Some(5))), &tiny, early, |_| 9).unwrap();
        assert_eq!(ruling.treatment, Treatment::Restated);
    }

    #[test]
    fn a_move_of_exactly_the_threshold_restates_and_a_hair_less_is_carried() {
        let policy = policy("1", None);
        let day = date(2026, 11, 25);
        let exact = moved("R1000", day, "1000", "1000.1");
        let less = moved("R1000", day, "1000", "1000.099999999999999999");
        let down = moved("R1000", day, "1000", "999.9");
        assert_eq!(treatment(&policy, &[exact]), Treatment::Restated);
        assert_eq!(treatment(&policy, &[less]), Treatment::Carried);
        assert_eq!(treatment(&policy, &[down]), Treatment::Restated);
    }

    /// A dividend moves total return alone.
    #[test]
    fn any_of_the_three_levels_reaches_the_threshold() {
        let mut dividend = moved("R1000", date(2026, 11, 25), "1000", "1000");
        dividend.corrected[2] = "1001".parse().unwrap();
        assert_eq!(treatment(&policy("10", None), &[dividend]), Treatment::Restated);
        assert_eq!(treatment(&policy("11", None), &[dividend]), Treatment::Carried);
    }

    #[test]
    fn one_index_decides_for_all_so_that_the_parts_add_up() {
        let day = date(2026, 11, 25);
        let pair = [moved("R1000", day, "1000", "1000.01"), moved("R2000", day, "1000", "1001")];
        let ruling = rule(Some(&policy("5", None)), &pair, LAST, back).unwrap();
        assert_eq!(ruling.treatment, Treatment::Restated);
        assert!(ruling.reason.contains("10.00 bp of R2000 on 2026-11-25"), "{}", ruling.reason);
    }

    #[test]
    fn the_window_counts_the_last_session_as_its_first() {
        let policy = policy("1", Some(3));
        let inside = moved("R1000", date(2026, 11, 25), "1000", "1100");
        let outside = moved("R1000", date(2026, 11, 24), "1000", "1100");
        assert_eq!(treatment(&policy, &[inside]), Treatment::Restated);
        assert_eq!(treatment(&policy, &[outside]), Treatment::Carried);
        // The earliest session that is moved counts, however little.
        let little = moved("R1000", date(2026, 11, 24), "1000", "1000.000001");
        assert_eq!(treatment(&policy, &[inside, little]), Treatment::Carried);
        let reason = rule(Some(&policy), &[outside], LAST, back).unwrap().reason;
        assert!(reason.contains("2026-11-24, is 4 sessions back, and only the last 3"), "{reason}");
    }
}
