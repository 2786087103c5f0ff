//! The same returns from another base: an index may be published as two series.

use russet_market::{Divisor, Level, NumberError};
use russet_rules::methodology::{Base, IndexRule};

use crate::run::LevelRow;

/// Why a run cannot show a series.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BaseError {
    /// The run does not reach its base, nor begins after the bases of both series.
    #[error(
        "the run has no level of {index} on {date}, the base of its series '{name}' (hint: build one that covers that day, or that begins after {base_date} and {date})"
    )]
    NotCovered {
        /// The index.
        index: String,
        /// The series.
        name: String,
        /// The day of its base.
        date: String,
        /// The day of the index's own base.
        base_date: String,
    },
    /// A level left its range.
    #[error("the series '{name}' of {index}: {source}")]
    Number {
        /// The index.
        index: String,
        /// The series.
        name: String,
        /// What went out of range.
        source: NumberError,
    },
}

/// The levels of an index from another of its bases, from those of its own: every level times one
/// factor, and the divisor that makes it.
///
/// Where the run covers the day of the base, its levels are the base value then; where it begins after
/// both bases, it begins at the base value, as it does with its own.
///
/// # Errors
/// [`BaseError`] when the run tells neither, or a level leaves its range.
pub fn on_base(
    rows: &[LevelRow],
    rule: &IndexRule,
    base: &Base,
) -> Result<Vec<LevelRow>, BaseError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let covered = (first.date..=last.date).contains(&base.date.0);
    let begins_after_both = base.date.0 < first.date && rule.base_date.0 < first.date;
    let anchor = match (covered, begins_after_both) {
        (true, _) => rows.iter().rfind(|row| row.date <= base.date.0),
        (false, true) => Some(first),
        (false, false) => None,
    };
    let Some(anchor) = anchor else {
        return Err(BaseError::NotCovered {
            index: rule.id.clone(),
            name: base.name.clone(),
            date: base.date.to_string(),
            base_date: rule.base_date.to_string(),
        });
    };
    let rebased = |row: &LevelRow| {
        let price_return = grown(base, row.price_return, anchor.price_return)?;
        Ok(LevelRow {
            net_return: grown(base, row.net_return, anchor.net_return)?,
            total_return: grown(base, row.total_return, anchor.total_return)?,
            divisor: Divisor::at_base(row.market_cap, price_return)?,
            price_return,
            ..row.clone()
        })
    };
    rows.iter().map(rebased).collect::<Result<_, _>>().map_err(|source| BaseError::Number {
        index: rule.id.clone(),
        name: base.name.clone(),
        source,
    })
}

fn grown(base: &Base, now: Level, then: Level) -> Result<Level, NumberError> {
    base.value.grown(now, then)
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};
    use russet_rules::Methodology;

    use super::*;

    /// R2000 has its own base, 135 at the end of 1986, and the other, 100 at the end of 1978.
    fn rule() -> IndexRule {
        Methodology::built_in("russell-us").unwrap().index("R2000").unwrap().clone()
    }

    fn row(date: Date, price: &str, total: &str) -> LevelRow {
        LevelRow {
            index_id: "R2000".to_owned(),
            date,
            price_return: price.parse().unwrap(),
            net_return: price.parse().unwrap(),
            total_return: total.parse().unwrap(),
            divisor: "2".parse().unwrap(),
            constituents: 3,
            market_cap: "270".parse().unwrap(),
        }
    }

    fn levels(rows: &[LevelRow]) -> Vec<(String, String, String)> {
        let words = |row: &LevelRow| {
            let (price, total) = (row.price_return.published(2), row.total_return.published(2));
            (price, total, row.divisor.published(2))
        };
        rows.iter().map(words).collect()
    }

    #[test]
    fn a_run_that_begins_after_both_bases_begins_at_the_base_value() {
        let rows = [row(date(2023, 6, 23), "135", "135"), row(date(2023, 6, 26), "148.5", "162")];
        let found = on_base(&rows, &rule(), &rule().bases[0]).unwrap();
        let expected = [("100.00", "100.00", "2.70"), ("110.00", "120.00", "2.45")];
        assert_eq!(levels(&found), expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
    }

    #[test]
    fn a_run_that_covers_the_base_has_its_value_then() {
        let mut base = rule().bases[0].clone();
        // No session: the level of the one before counts.
        base.date.0 = date(2023, 6, 25);
        let rows = [
            row(date(2023, 6, 22), "90", "80"),
            row(date(2023, 6, 23), "180", "200"),
            row(date(2023, 6, 26), "90", "250"),
        ];
        let found = levels(&on_base(&rows, &rule(), &base).unwrap());
        let prices: Vec<&str> = found.iter().map(|(price, ..)| price.as_str()).collect();
        assert_eq!(prices, ["50.00", "100.00", "50.00"]);
        assert_eq!(found[2].1, "125.00", "total return has the base value on its base day too");
    }

    #[test]
    fn a_base_between_the_index_and_the_run_is_not_known() {
        let mut rule = rule();
        rule.base_date.0 = date(2023, 6, 23);
        let rows = [row(date(2023, 6, 23), "135", "135")];
        let told = on_base(&rows, &rule, &rule.bases[0]).unwrap_err().to_string();
        assert!(told.contains("no level of R2000 on 1978-12-31"), "{told}");
        assert!(told.contains("hint"), "{told}");
    }
}
