//! The families that ship: each is read, and says of every rule where it was read.

use jiff::civil::date;
use russet_rules::methodology::{DayOfMonth, Method};
use russet_rules::{Methodology, MethodologyError};
use toml::Value;

/// The names of all families, as the error for an unknown one tells them.
fn names() -> Vec<String> {
    match Methodology::built_in("none") {
        Err(MethodologyError::Unknown { known, .. }) => {
            known.split(", ").map(str::to_owned).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// Every table that holds a value holds where it was read: `reference` or `source`.
fn unsourced(path: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            let is_rule = table.values().any(|value| !value.is_table() && !is_rows(value));
            let read = table.iter().any(|(key, value)| {
                let is_source = key.ends_with("reference") || key == "source";
                is_source && value.as_str().is_some_and(|text| !text.trim().is_empty())
            });
            let plain = [
                "sources",
                "order",
                "withheld_by_country",
                "only",
                "except",
                "rank",
                "day",
                "seeds",
                "smallest",
            ];
            let name = path.rsplit('.').next().unwrap_or_default();
            if is_rule
                && !read
                && !plain.contains(&name)
                && !path.is_empty()
                && path != ".eligibility"
            {
                found.push(path.to_owned());
            }
            for (key, value) in table {
                unsourced(&format!("{path}.{key}"), value, found);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| unsourced(path, row, found)),
        _ => {}
    }
}

fn is_rows(value: &Value) -> bool {
    value.as_array().is_some_and(|rows| rows.first().is_some_and(Value::is_table))
}

#[test]
fn every_family_is_read_and_every_rule_has_its_source() {
    let names = names();
    assert!(names.len() >= 11, "{names:?}");
    for name in &names {
        let family = Methodology::built_in(name).unwrap();
        assert_eq!(family.name, *name);
        let text = Methodology::built_in_text(name).unwrap();
        let mut found = Vec::new();
        unsourced("", &Value::Table(toml::from_str(text).unwrap()), &mut found);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

/// Every family has reviews in any year, and its dates are sessions of its own calendar.
#[test]
fn every_family_has_dates() {
    for name in names() {
        let family = Methodology::built_in(&name).unwrap();
        let year = (date(2026, 1, 1), date(2026, 12, 31));
        let rows = family.all_reconstitutions(year.0, year.1).unwrap();
        assert!(!rows.is_empty(), "{name}");
        for rule in &family.share_updates {
            rule.days(family.sessions(), year).unwrap();
        }
        for rule in &family.new_listings {
            for cycle in rule.cycles(family.sessions(), year).unwrap() {
                assert!(cycle.rank_day <= cycle.effective, "{name}");
            }
        }
        for row in rows {
            assert!(family.sessions().is_session(row.rank_day.0).unwrap(), "{name}");
            // What is done day by day in the market is decided at the close after which it holds.
            assert!(row.rank_day <= row.effective, "{name}");
        }
    }
}

#[test]
fn changes_may_come_on_another_day_than_the_third_friday() {
    let composite = Methodology::built_in("composite").unwrap();
    assert_eq!(composite.reviews[0].day, DayOfMonth::SessionsBeforeEnd(0));
    let quarter = (date(2024, 1, 1), date(2024, 3, 31));
    let rows = composite.all_reconstitutions(quarter.0, quarter.1).unwrap();
    let days: Vec<_> = rows.iter().map(|row| row.effective.0).collect();
    assert_eq!(days, [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 28)]);
    // A world index keeps every weekday: Juneteenth 2026, a third Friday, is a session of it.
    let world = Methodology::built_in("world").unwrap();
    let june = (date(2026, 6, 1), date(2026, 6, 30));
    let cycles = world.new_listings[0].cycles(world.sessions(), june).unwrap();
    assert_eq!(cycles[0].effective, date(2026, 6, 19));
}

#[test]
fn thresholds_hold_on_their_dates() {
    let large = Methodology::built_in("large500").unwrap();
    let rules = &large.eligibility;
    let liquidity = &rules.liquidity.as_ref().unwrap().minimum_percent;
    let percent = |day| liquidity.on(day).unwrap().value.to_f64();
    assert_eq!((percent(date(2023, 1, 3)), percent(date(2023, 1, 4))), (100.0, 75.0));
    let cap = &rules.company_cap.as_ref().unwrap().minimum;
    assert_eq!(cap.on(date(2025, 7, 1)).unwrap().value, "22700000000".parse().unwrap());
    let float = &rules.float_cap.as_ref().unwrap().minimum;
    assert_eq!(float.on(date(2025, 7, 1)).unwrap().value, "11350000000".parse().unwrap());
    for (name, method) in [
        ("large500", Method::Committee),
        ("mid400", Method::Committee),
        ("small600", Method::Committee),
        ("price30", Method::Committee),
        ("composite", Method::All),
        ("tech100", Method::Largest),
        ("world", Method::All),
    ] {
        let family = Methodology::built_in(name).unwrap();
        assert_eq!(family.selection.unwrap().method, method, "{name}");
    }
}

/// The range of one size begins where that of the next smaller one ends, since 2019.
#[test]
fn sizes_meet() {
    let [large, middle, small] =
        ["large500", "mid400", "small600"].map(|name| Methodology::built_in(name).unwrap());
    let rule = |family: &Methodology| family.eligibility.company_cap.clone().unwrap();
    for year in 2020..=2026 {
        let day = date(year, 12, 31);
        let minimum = |family: &Methodology| rule(family).minimum.on(day).unwrap().value;
        let maximum = |family: &Methodology| rule(family).maximum.unwrap().on(day).unwrap().value;
        assert_eq!(maximum(&middle), minimum(&large));
        assert_eq!(maximum(&small), minimum(&middle));
    }
}

/// The published cut-offs of 2023 decide additions, but for the one that a reconstitution is; since the
/// reconstitution of June 2026 that of the end of October is one too.
#[test]
fn additions_of_new_listings_follow_the_regime_of_their_year() {
    let family = Methodology::built_in("russell-us").unwrap();
    let of_year = |year: i16| {
        let year = (date(year, 1, 1), date(year, 12, 31));
        let rules = family.new_listings.iter();
        let cycles = rules.flat_map(|rule| rule.cycles(family.sessions(), year).unwrap());
        let mut days: Vec<_> = cycles.map(|cycle| (cycle.rank_day, cycle.effective)).collect();
        days.sort();
        days
    };
    let third = |year: i16, months: &[i8]| -> Vec<_> {
        let days = |month: &i8| DayOfMonth::Friday(3).within(family.sessions(), year, *month);
        months.iter().map(|month| days(month).unwrap()).collect()
    };
    let (ranked, effective): (Vec<_>, Vec<_>) = of_year(2023).into_iter().unzip();
    assert_eq!(ranked, [date(2023, 2, 10), date(2023, 7, 31), date(2023, 10, 31)]);
    assert_eq!(effective, third(2023, &[3, 9, 12]));
    let (ranked, effective): (Vec<_>, Vec<_>) = of_year(2026).into_iter().unzip();
    assert_eq!(ranked, [date(2026, 1, 30), date(2026, 7, 31)]);
    assert_eq!(effective, third(2026, &[3, 9]));
    for row in family.reconstitutions.iter().filter(|row| row.effective.0.month() == 12) {
        assert!(row.share_buffer_percent.is_some() && !row.preliminary.is_empty());
        assert!(row.exempts_members_from_votes && row.exempts_members_from_styles);
    }
}

/// The hundred of Nasdaq: what begins and ends on 1 May 2026.
#[test]
fn rules_of_the_hundred_hold_from_their_day_on() {
    let family = Methodology::built_in("tech100").unwrap();
    let (last, first) = (date(2026, 4, 30), date(2026, 5, 1));
    let selection = family.selection.as_ref().unwrap();
    assert!(selection.replacement_on(last).is_some() && selection.replacement_on(first).is_none());
    assert!(!selection.fast_entries[0].holds_on(last) && selection.fast_entries[0].holds_on(first));
    let year = (date(2026, 1, 1), date(2026, 12, 31));
    let interim_deletions = selection.interim_deletions[0].cycles(family.sessions(), year).unwrap();
    let days: Vec<_> =
        interim_deletions.iter().map(|cycle| (cycle.rank_day, cycle.effective)).collect();
    // The third Friday of June is a holiday.
    let expected = [(date(2026, 5, 29), date(2026, 6, 18)), (date(2026, 8, 31), date(2026, 9, 18))];
    assert_eq!(days, expected);
    let traded = &family.eligibility.daily_value.as_ref().unwrap().minimum;
    assert!(traded.on(last).is_none() && traded.on(first).is_some());
    let float = &family.eligibility.free_float.as_ref().unwrap().minimum_percent;
    let percent = |day| float.on(day).unwrap().value.to_f64();
    assert_eq!((percent(last), percent(first)), (10.0, 0.0));
    let times = family.indexes[0].weighting.maximum_float_multiple.as_ref().unwrap();
    assert!(times.on(last).is_none());
    assert_eq!(times.on(first).unwrap().value, 3);
}

/// Both series of each index, as published.
#[test]
fn an_index_may_have_another_base() {
    let family = Methodology::built_in("russell-us").unwrap();
    let bases = |id: &str| {
        let index = family.index(id).unwrap();
        let other = &index.bases[0];
        let own = (index.base_date.to_string(), index.base_value.published(2));
        (own, (other.name.clone(), other.date.to_string(), other.value.published(2)))
    };
    let small = (
        ("1986-12-31".to_owned(), "135.00".to_owned()),
        ("end_of_day".to_owned(), "1978-12-31".to_owned(), "100.00".to_owned()),
    );
    assert_eq!(bases("R2000"), small);
    let top = (
        ("2001-12-31".to_owned(), "1000.00".to_owned()),
        ("real_time".to_owned(), "2005-03-18".to_owned(), "915.03".to_owned()),
    );
    assert_eq!(bases("RTOP50"), top);
}
