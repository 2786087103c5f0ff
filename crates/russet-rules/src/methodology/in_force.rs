//! The rules that can have counted by a day: a later one changes nothing of what was decided by then.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use super::calendar::RankRule;
use super::schedule::days_of;
use super::{Methodology, Reconstitution};

impl Methodology {
    /// The rules that what is decided and announced by the close of a day can rest on, in words: two
    /// methodologies with the same words make the same history up to that day. Steps, reviews and other rows
    /// that begin later are left out, as are the last days of rules that end later.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("russell-us")?;
    /// let mut edited = family.clone();
    /// edited.reconstitutions.retain(|row| row.effective.0 < date(2026, 1, 1));
    /// assert_eq!(edited.in_force_by(date(2024, 6, 28)), family.in_force_by(date(2024, 6, 28)));
    /// assert_ne!(edited.in_force_by(date(2025, 6, 27)), family.in_force_by(date(2025, 6, 27)));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn in_force_by(&self, day: Date) -> String {
        let (mut rules, horizon) = (self.clone(), self.horizon(day));
        // What only describes rules decides nothing.
        rules.title.clear();
        rules.version.clear();
        rules.sources.clear();
        // What becomes of corrections changes nothing of a history without any.
        rules.restatement = None;
        rules.reconstitutions.retain(|row| first_day_of(row) <= horizon);
        let Ok(mut words) = serde_json::to_value(&rules) else { return format!("{self:?}") };
        leave_out(&mut words, horizon);
        words.to_string()
    }

    /// The last day of which rules can have been read by a day: of reviews announced by then, of weights
    /// whose closes are kept by then, and in any case a year.
    fn horizon(&self, day: Date) -> Date {
        let announced = |row: &&Reconstitution| first_day_of(row) <= day;
        let table = self.reconstitutions.iter().filter(announced).map(|row| row.effective.0);
        let ranked = self.reviews.iter().map(|rule| match rule.rank {
            RankRule::DaysBefore(count) => day.saturating_add(i64::from(count).days()),
            RankRule::EndOfMonthBefore(count) => {
                day.saturating_add((i64::from(count) + 2).months())
            }
        });
        let rebalanced = self.indexes.iter().flat_map(|index| &index.rebalancing);
        let priced = rebalanced
            .map(|rule| day.saturating_add(days_of(rule.priced_sessions_before as usize).days()));
        let year = day.saturating_add(1.year());
        table.chain(ranked).chain(priced).fold(year, Date::max)
    }
}

/// The first day on which anything is done for a reconstitution.
fn first_day_of(row: &Reconstitution) -> Date {
    let days = row.preliminary.iter().chain([&row.rank_day, &row.effective]);
    days.map(|day| day.0).min().unwrap_or(row.effective.0)
}

/// Takes out of lists what begins after a day, and the ends of what ends no earlier.
fn leave_out(rules: &mut Value, after: Date) {
    match rules {
        Value::Array(rows) => {
            rows.retain(|row| date(row.get("from")).is_none_or(|from| from <= after));
            rows.iter_mut().for_each(|row| leave_out(row, after));
        }
        Value::Object(keys) => {
            if date(keys.get("until")).is_some_and(|until| until >= after) {
                keys.insert("until".to_owned(), Value::Null);
            }
            keys.values_mut().for_each(|value| leave_out(value, after));
        }
        _ => {}
    }
}

fn date(value: Option<&Value>) -> Option<Date> {
    value?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn russell(edit: (&str, &str)) -> Methodology {
        let text = Methodology::built_in_text("russell-us").unwrap();
        assert!(text.contains(edit.0), "{}", edit.0);
        Methodology::parse("edited.toml", &text.replacen(edit.0, edit.1, 1)).unwrap()
    }

    /// The first day by which an edit can have counted, in steps of a month.
    fn counts_from(edit: (&str, &str)) -> Option<Date> {
        let (family, edited) = (russell(("", "")), russell(edit));
        let months = (0..400).map(|month| date(1995, 1, 1).saturating_add(month.months()));
        let mut months = months.filter(|day| family.in_force_by(*day) != edited.in_force_by(*day));
        months.next()
    }

    #[test]
    fn every_family_is_told_by_its_rules_alone() {
        for name in Methodology::built_in_names() {
            let family = Methodology::built_in(name).unwrap();
            let rules = family.in_force_by(date(2024, 6, 28));
            assert!(rules.starts_with('{') && !rules.contains(&family.title), "{name}: {rules}");
        }
    }

    #[test]
    fn a_rule_counts_from_a_year_before_it_begins() {
        let step = "{ from = \"2020-05-08\", value = \"130000\"";
        assert_eq!(counts_from((step, &step.replace("13", "14"))), Some(date(2019, 6, 1)));
        let ends = "from = \"2023-07-01\"\nuntil = \"2026-06-30\"";
        let sooner = ends.replace("2026-06-30", "2025-12-31");
        assert_eq!(counts_from((ends, &sooner)), Some(date(2025, 1, 1)));
        let row = "rank_day = \"2024-04-30\"";
        assert_eq!(counts_from((row, &row.replace("04-30", "04-29"))), Some(date(2023, 5, 1)));
    }

    #[test]
    fn words_never_count_and_what_has_no_day_always_does() {
        assert_eq!(counts_from(("version = \"2026.11\"", "version = \"mine\"")), None);
        let band = ("half_width_percent = \"2.5\"", "half_width_percent = \"2.6\"");
        assert_eq!(counts_from(band), Some(date(1995, 1, 1)));
    }

    /// A review that is announced years ahead is performed then by the rules of its day.
    #[test]
    fn what_is_announced_is_read_ahead() {
        let far = (
            "effective = \"2026-12-11\"\npreliminary = [",
            "effective = \"2026-12-11\"\npreliminary = [\"2023-01-03\", ",
        );
        let family = russell(far);
        let step = "above_percent = [{ from = \"2017-09-01\", value = \"5\", source = \"R46 5.15; the first year: unconfirmed\" }";
        let later = format!("{step}, {{ from = \"2026-12-01\", value = \"6\", source = \"X\" }}");
        let text = Methodology::built_in_text("russell-us").unwrap();
        let text = text.replacen(far.0, far.1, 1).replacen(step, &later, 1);
        let edited = Methodology::parse("edited.toml", &text).unwrap();
        let same = |day: Date| family.in_force_by(day) == edited.in_force_by(day);
        assert!(same(date(2023, 1, 2)) && !same(date(2023, 1, 3)));
    }
}
