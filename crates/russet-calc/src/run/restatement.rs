//! Published levels that were restated, or that stayed although their data were corrected.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::Level;
use russet_rules::restatement::{LevelDifference, Levels, Treatment, basis_points};
use russet_store::table::Table;
use serde::{Deserialize, Serialize};

use super::LevelRow;

/// A published level of an index and what the corrected data give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Table)]
#[table(name = "restatements", key = "index_id, date")]
pub struct RestatementRow {
    /// The index.
    pub index_id: String,
    /// The session.
    pub date: Date,
    /// The price return level as first published.
    pub published_price_return: Level,
    /// The net total return level as first published.
    pub published_net_return: Level,
    /// The gross total return level as first published.
    pub published_total_return: Level,
    /// The price return level by the corrected data.
    pub restated_price_return: Level,
    /// The net total return level by them.
    pub restated_net_return: Level,
    /// The gross total return level by them.
    pub restated_total_return: Level,
    /// Whether the corrected levels have replaced the published ones.
    pub treatment: Treatment,
    /// What was corrected, and why it is treated so.
    pub cause: String,
    /// The last published session when the correction was found.
    pub found_after: Date,
    /// Which correction of the run it was, from 1.
    pub correction: u32,
}

impl RestatementRow {
    /// The levels as first published.
    pub(crate) fn published(&self) -> Levels {
        [self.published_price_return, self.published_net_return, self.published_total_return]
    }

    /// The levels by the corrected data.
    pub(crate) fn restated(&self) -> Levels {
        [self.restated_price_return, self.restated_net_return, self.restated_total_return]
    }

    /// The largest move of the three levels, in basis points of the published one.
    pub fn basis_points(&self) -> f64 {
        let pairs = self.published().into_iter().zip(self.restated());
        let moves = pairs.map(|(published, restated)| basis_points(published, restated));
        moves.fold(0.0, |largest, moved| if moved.abs() > largest.abs() { moved } else { largest })
    }
}

/// What one correction is recorded with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionRecord {
    /// How it is treated.
    pub treatment: Treatment,
    /// What was corrected, and why it is treated so.
    pub cause: String,
    /// The last published session when it was found.
    pub found_after: Date,
}

/// The sessions on which recomputed levels differ from published ones, in the order of the published rows.
/// A level that only one side has is no difference of levels.
pub fn differences<'run>(
    published: &'run [LevelRow],
    corrected: &[LevelRow],
) -> Vec<LevelDifference<'run>> {
    let corrected: BTreeMap<(&str, Date), Levels> =
        corrected.iter().map(|row| ((row.index_id.as_str(), row.date), levels(row))).collect();
    let differing = published.iter().filter_map(|row| {
        let corrected = *corrected.get(&(row.index_id.as_str(), row.date))?;
        let published = levels(row);
        (published != corrected).then_some(LevelDifference {
            index: &row.index_id,
            date: row.date,
            published,
            corrected,
        })
    });
    differing.collect()
}

/// The restatement rows of a run after a further correction. The first published level stays the published
/// one; a level that returns to it is no restatement any more.
pub fn with_correction(
    earlier: Vec<RestatementRow>,
    differences: &[LevelDifference<'_>],
    record: &CorrectionRecord,
) -> Vec<RestatementRow> {
    let number = earlier.iter().map(|row| row.correction).max().unwrap_or(0) + 1;
    let mut rows: BTreeMap<(Date, String), RestatementRow> =
        earlier.into_iter().map(|row| ((row.date, row.index_id.clone()), row)).collect();
    for difference in differences {
        let key = (difference.date, difference.index.to_owned());
        let known = rows.remove(&key);
        // What was carried already, found again by a build that began before it.
        if let Some(known) = &known
            && (known.treatment, known.restated()) == (record.treatment, difference.corrected)
        {
            rows.insert(key, known.clone());
            continue;
        }
        let published = known.map_or(difference.published, |row| row.published());
        if published != difference.corrected {
            let [price, net, total] = published;
            let [restated_price, restated_net, restated_total] = difference.corrected;
            let row = RestatementRow {
                index_id: difference.index.to_owned(),
                date: difference.date,
                published_price_return: price,
                published_net_return: net,
                published_total_return: total,
                restated_price_return: restated_price,
                restated_net_return: restated_net,
                restated_total_return: restated_total,
                treatment: record.treatment,
                cause: record.cause.clone(),
                found_after: record.found_after,
                correction: number,
            };
            rows.insert(key, row);
        }
    }
    rows.into_values().collect()
}

/// The levels of a run as first published, of which restated ones are known by their rows. The divisor,
/// the market value and the number of constituents stay those of the run.
pub fn as_published(levels: Vec<LevelRow>, restatements: &[RestatementRow]) -> Vec<LevelRow> {
    let published: BTreeMap<(&str, Date), Levels> = restatements
        .iter()
        .map(|row| ((row.index_id.as_str(), row.date), row.published()))
        .collect();
    let first =
        levels.into_iter().map(|row| match published.get(&(row.index_id.as_str(), row.date)) {
            Some([price, net, total]) => {
                LevelRow { price_return: *price, net_return: *net, total_return: *total, ..row }
            }
            None => row,
        });
    first.collect()
}

/// The restatement rows that the levels of a run contradict: a restated level is the run's, and a carried
/// one is still the published one.
pub fn contradicted<'rows>(
    restatements: &'rows [RestatementRow],
    run: &[LevelRow],
) -> Vec<&'rows RestatementRow> {
    let run: BTreeMap<(&str, Date), Levels> =
        run.iter().map(|row| ((row.index_id.as_str(), row.date), levels(row))).collect();
    let differs = |row: &&RestatementRow| {
        let expected = match row.treatment {
            Treatment::Restated => row.restated(),
            Treatment::Carried => row.published(),
        };
        run.get(&(row.index_id.as_str(), row.date)) != Some(&expected)
    };
    restatements.iter().filter(differs).collect()
}

fn levels(row: &LevelRow) -> Levels {
    [row.price_return, row.net_return, row.total_return]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::run::table;

    const DAY: Date = date(2026, 11, 24);

    fn level(day: Date, price: &str) -> LevelRow {
        let points: Level = price.parse().unwrap();
        LevelRow {
            index_id: "R2000".to_owned(),
            date: day,
            price_return: points,
            net_return: points,
            total_return: points,
            divisor: "1".parse().unwrap(),
            constituents: 1,
            market_cap: "1".parse().unwrap(),
        }
    }

    fn record(treatment: Treatment, cause: &str) -> CorrectionRecord {
        CorrectionRecord { treatment, cause: cause.to_owned(), found_after: date(2026, 11, 27) }
    }

    fn corrected(
        earlier: Vec<RestatementRow>,
        (then, now): (&str, &str),
        treatment: Treatment,
    ) -> Vec<RestatementRow> {
        let (then, now) = ([level(DAY, then)], [level(DAY, now)]);
        with_correction(earlier, &differences(&then, &now), &record(treatment, "a test"))
    }

    #[test]
    fn the_first_published_level_stays_the_published_one() {
        let first = corrected(Vec::new(), ("1000", "1001"), Treatment::Restated);
        let second = corrected(first.clone(), ("1001", "1002"), Treatment::Restated);
        assert_eq!((first[0].correction, second[0].correction), (1, 2));
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].published()[0], "1000".parse().unwrap());
        assert_eq!(second[0].restated()[0], "1002".parse().unwrap());
        let published = as_published(vec![level(DAY, "1002")], &second);
        assert_eq!(published, [level(DAY, "1000")]);
    }

    #[test]
    fn a_level_that_returns_to_the_published_one_is_no_restatement() {
        let first = corrected(Vec::new(), ("1000", "1001"), Treatment::Restated);
        assert_eq!(corrected(first, ("1001", "1000"), Treatment::Restated), []);
    }

    #[test]
    fn a_carried_correction_that_is_found_again_is_recorded_once() {
        let first = corrected(Vec::new(), ("1000", "1001"), Treatment::Carried);
        let second = corrected(first.clone(), ("1000", "1001"), Treatment::Carried);
        assert_eq!(first, second);
    }

    #[test]
    fn levels_that_contradict_a_restatement_are_found() {
        let carried = corrected(Vec::new(), ("1000", "1001"), Treatment::Carried);
        let restated = corrected(Vec::new(), ("1000", "1001"), Treatment::Restated);
        assert!(contradicted(&carried, &[level(DAY, "1000")]).is_empty());
        assert!(contradicted(&restated, &[level(DAY, "1001")]).is_empty());
        assert_eq!(contradicted(&carried, &[level(DAY, "1001")]).len(), 1);
        assert_eq!(contradicted(&restated, &[level(DAY, "1000")]).len(), 1);
        assert_eq!(contradicted(&restated, &[]).len(), 1);
    }

    #[test]
    fn only_levels_that_both_have_are_compared() {
        let (then, now) = ([level(DAY, "1000")], [level(date(2026, 11, 25), "1001")]);
        assert!(differences(&then, &now).is_empty());
    }

    #[test]
    fn rows_come_back_from_their_table() {
        let rows = corrected(Vec::new(), ("1000", "1001"), Treatment::Carried);
        let bytes = table::encode(&rows).unwrap();
        assert_eq!(table::decode::<RestatementRow>("rows".as_ref(), bytes).unwrap(), rows);
    }
}
