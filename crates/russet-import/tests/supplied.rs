//! Free floats, votes, geography and overrides that users bring.

use crate::common::{self, Files, HEADER, failure, first, row, sessions, then};
use jiff::civil::{Date, date};
use russet_import::{
    ImportReport, import_float, import_geography, import_overrides, import_prices, import_votes,
};
use russet_market::{AreaKind, CorrectedField, Market, Measure};

const FLOAT: &str = "ticker,effective,free_float_percent,known_at,source";
const VOTES: &str = "ticker,effective,class,shares,votes_per_share,free_float_percent,known_at";
const AREAS: &str =
    "ticker,fiscal_year_end,measure,area,percent,area_kind,countries,known_at,source";
const WORDS: &str = "ticker,field,value,who,why,evidence,from,until,known_at";

/// Five sessions of a company of two classes and of one other, which trades from the third on.
fn market() -> Market {
    let files = Files::new();
    let days = sessions(5);
    let mut rows = String::new();
    for day in &days {
        rows += &row(*day, "DUAL.A", "Dual Inc. Class A Common Stock", 10.0, 0.0, 1e9);
        rows += &row(*day, "DUAL.B", "Dual Inc. Class B Common Stock", 11.0, 0.0, 1e9);
    }
    for day in &days[2..] {
        rows += &row(*day, "LATE", "Late Corp. Common Stock", 20.0, 0.0, 2e9);
    }
    first(import_prices, &files.write("rows.csv", format!("{HEADER}{rows}"))).0
}

fn reasons(report: &ImportReport) -> Vec<String> {
    report.refusals.iter().map(|one| one.reason.clone()).collect()
}

fn holds(said: &[String], reason: &str) {
    assert!(said.iter().any(|one| one.contains(reason)), "{reason}: {said:?}");
}

#[test]
fn floats_are_percentages_with_a_day_and_a_source() {
    let files = Files::new();
    let text = format!(
        "{FLOAT}\nDUAL.A,2024-01-06,65.25%,2024-01-05,Proxy of 2023\nDUAL/B,2024-01-04,0.0000000001,,\n\
         DUAL.A,2024-01-03,100.01,,\nDUAL.A,2024-01-03,-1,,\nDUAL.A,2024-01-03,,,\n\
         LATE,2024-01-03,50,,\nNONE,2024-01-03,50,,\nDUAL.A,2020-01-03,50,,\n\
         DUAL.B,2024-01-05,40,,\nDUAL.B,2024-01-05,41,,\nDUAL.B,2024-01-05,41,2024-01-10,\n\
         DUAL.B,2024-01-05,42,2025-01-10,\n"
    );
    let (market, report) = then(import_float, market(), &files.write("floats.csv", text));
    let seen: Vec<_> = market
        .free_floats
        .iter()
        .map(|one| {
            (one.effective_date, one.known_at, one.free_float.to_string(), one.source.as_str())
        })
        .collect();
    assert_eq!(
        seen,
        [
            // A Saturday means the Monday after it.
            (date(2024, 1, 8), date(2024, 1, 5), "0.6525".to_owned(), "Proxy of 2023"),
            (date(2024, 1, 4), date(2024, 1, 4), "0.000000000001".to_owned(), "floats.csv"),
            (date(2024, 1, 5), date(2024, 1, 10), "0.41".to_owned(), "floats.csv"),
        ]
    );
    assert_eq!(report.rows_set_aside["before all that the market knows"], 1);
    let said = reasons(&report);
    holds(&said, "100.01 is not a percentage from 0 to 100");
    holds(&said, "-1 is not a percentage from 0 to 100");
    holds(&said, "no percentage");
    holds(&said, "no security LATE on 2024-01-03 (hint: its closes are from 2024-01-04 to");
    holds(&said, "no security NONE on 2024-01-03 (hint: import its closes first)");
    holds(&said, "other rows of the same key say otherwise");
    holds(&said, "known on 2025-01-10, in the future: today is 2024-06-28");
    assert_eq!(report.rows_refused, 8);

    let same = files.write("again.csv", format!("{FLOAT}\nDUAL.B,2024-01-05,41,2024-01-10,\n"));
    let (again, report) = then(import_float, market.clone(), &same);
    assert_eq!((again.free_floats, report.rows_known_already), (market.free_floats.clone(), 1));
    let other = files.write("other.csv", format!("{FLOAT}\nDUAL.B,2024-01-05,43,2024-01-10,\n"));
    let (_, report) = then(import_float, market, &other);
    assert_eq!(reasons(&report), ["the market has 41"]);
}

#[test]
fn columns_have_the_names_that_the_file_gives_them() {
    let files = Files::new();
    let file = files.write("named.csv", "sym,day,pct\nDUAL.A,2024-01-03,12.5\n");
    let columns = "ticker=sym,effective=day,free_float_percent=pct".parse().unwrap();
    let options = russet_import::ImportOptions { columns, ..common::options() };
    let (market, _) = import_float(market(), &[file], &options).unwrap();
    assert_eq!(market.free_floats[0].free_float.to_string(), "0.125");
    let unnamed = files.write("unnamed.csv", "ticker,effective,float\nDUAL.A,2024-01-03,12.5\n");
    let message = failure(import_float, &unnamed, &common::options());
    assert!(message.contains("no column free_float_percent"), "{message}");
}

#[test]
fn votes_of_all_classes_stand_together_or_not_at_all() {
    let files = Files::new();
    let text = format!(
        "{VOTES}\nDUAL.A,2024-01-03,A,100000000,1,65,\nDUAL.A,2024-01-03,B,300000000,10,0,\n\
         DUAL.A,2024-01-04,A,100000000,1,66,\nDUAL.B,2024-01-04,B,many,10,0,\n\
         DUAL.A,2024-01-05,A,1,1,66,\nDUAL.B,2024-01-05,A,2,1,66,\nDUAL.B,2024-01-05,B,2,1,0,\n\
         LATE,2024-01-05,Common,5000000,1.5,80,\nLATE,2024-01-05,Common,5000000,1.5,80,\n"
    );
    let (market, report) = then(import_votes, market(), &files.write("votes.csv", text));
    let seen: Vec<_> = market
        .class_votes
        .iter()
        .map(|one| {
            (one.effective_date.day(), one.share_class.as_str(), one.votes_per_share.to_string())
        })
        .collect();
    let is = |day: i8, class, votes: &str| (day, class, votes.to_owned());
    assert_eq!(seen, [is(3, "A", "1"), is(3, "B", "10"), is(5, "Common", "1.5")]);
    let said = reasons(&report);
    holds(&said, "'many' is not a decimal number");
    holds(&said, "belongs together with a row that was refused");
    assert_eq!(said.iter().filter(|one| one.contains("say otherwise")).count(), 3);
    assert_eq!((report.rows_taken, report.rows_known_already, report.rows_refused), (3, 1, 5));

    let same = files.write("b.csv", format!("{VOTES}\nDUAL.A,2024-01-03,B,300000000,10,0,\n"));
    let (market, report) = then(import_votes, market, &same);
    assert_eq!(report.rows_known_already, 1);
    let third = files.write("c.csv", format!("{VOTES}\nDUAL.B,2024-01-03,C,1,1,0,\n"));
    let (market, report) = then(import_votes, market, &third);
    holds(&reasons(&report), "hint: a later known_at corrects them");
    let later = files.write("d.csv", format!("{VOTES}\nDUAL.B,2024-01-03,C,1,1,0,2024-01-09\n"));
    let (market, _) = then(import_votes, market, &later);
    assert_eq!(market.class_votes.len(), 4);
}

#[test]
fn geography_stands_by_year_and_measure_and_adds_up() {
    let files = Files::new();
    let text = format!(
        "{AREAS}\nDUAL.A,2022-12-31,assets,United States,77,,,2023-02-20,10-K\n\
         DUAL.A,2022-12-31,assets,Rest of World,23.4,,,2023-02-20,10-K\n\
         DUAL.A,2022-12-31,Revenue,EMEA,60,,France;  Germany ,2023-02-20,\n\
         DUAL.A,2022-12-31,revenue,Americas,40.6,region,,2023-02-20,\n\
         DUAL.B,2023-12-31,assets,United States,100,country,,,\n\
         LATE,2022-06-30,assets,Canada,90,,,,\nLATE,2022-06-30,assets,Peru,lots,,,,\n\
         LATE,2023-06-30,assets,Canada,90,,,,\nLATE,2023-06-30,assets,Canada,90,,,,\n\
         LATE,2023-06-30,income,Canada,90,,,,\nLATE,2023-06-30,revenue,Canada,90,continent,,,\n\
         LATE,2022-06-30,revenue,Canada,90,country,Peru,,\nNONE,2022-06-30,revenue,Canada,90,,,,\n\
         DUAL.A,2024-03-31,assets,Canada,90,,,,\nDUAL.A,2023-03-31,assets,Canada,9,,,2023-01-01,\n\
         LATE,2018-06-30,assets,Canada,90,,,,\n"
    );
    let (market, report) = then(import_geography, market(), &files.write("areas.csv", text));
    let seen: Vec<_> = market
        .geography
        .iter()
        .map(|one| (one.fiscal_year_end, one.measure, one.area.as_str(), one.area_kind))
        .collect();
    let (year, rest) = (date(2022, 12, 31), AreaKind::Rest);
    assert_eq!(
        seen,
        [
            (year, Measure::Assets, "Rest of World", rest),
            (year, Measure::Assets, "United States", AreaKind::Country),
            (date(2023, 12, 31), Measure::Assets, "United States", AreaKind::Country),
            (date(2023, 6, 30), Measure::Assets, "Canada", AreaKind::Country),
        ]
    );
    // Without a day of knowledge: four months after the end of the year.
    let known: Vec<Date> = market.geography.iter().map(|one| one.known_at).collect();
    assert_eq!(known[2..], [date(2024, 4, 30), date(2023, 10, 30)]);
    let said = reasons(&report);
    for reason in [
        "the areas add up to 100.60 percent",
        "'lots' is not a number",
        "belongs together with a row that was refused",
        "neither assets nor revenue",
        "neither country, region nor rest",
        "only a region has countries",
        "no security NONE on 2022-06-30 (hint: import its closes first)",
        "known on 2024-07-31, in the future: today is 2024-06-28 (hint: say in known_at",
        "the year ends on 2023-03-31 only",
        // Reports of years long before the first close may be those of another company.
        "no security LATE on 2018-06-30 (hint: its closes are from 2024-01-04",
    ] {
        holds(&said, reason);
    }
    assert_eq!((report.rows_taken, report.rows_known_already, report.rows_refused), (4, 1, 11));
}

#[test]
fn a_region_keeps_its_countries() {
    let files = Files::new();
    let row = "DUAL.A,2022-12-31,revenue,EMEA,60,,France;  Germany ;,2023-02-20,";
    let file = files.write("areas.csv", format!("{AREAS}\n{row}\n"));
    let (market, _) = then(import_geography, market(), &file);
    let area = &market.geography[0];
    assert_eq!(area.area_kind, AreaKind::Region);
    assert_eq!(area.countries.as_deref(), Some("France; Germany"));
}

#[test]
fn an_override_says_who_why_and_on_what_evidence() {
    let files = Files::new();
    let said_by = "A. Analyst,It is so,Form 10-K";
    let text = format!(
        "{WORDS}\nDUAL.A,kind,partnership,{said_by},2024-01-06,2024-12-31,2024-01-05\n\
         LATE,nationality,Ireland,{said_by},2024-01-02,,\nDUAL.A,free_float_percent,65.50,{said_by},2024-01-03,,\n\
         DUAL.A,public_votes_percent,2.1,{said_by},2024-01-03,,\nDUAL.B,shares,\"1,000,000\",{said_by},2024-01-03,,\n\
         DUAL.A,kind,Partnership,{said_by},2024-01-03,,\nDUAL.A,nationality,42,{said_by},2024-01-03,,\n\
         DUAL.A,free_float_percent,101,{said_by},2024-01-04,,\nDUAL.A,public_votes_percent,2.12345,{said_by},2024-01-04,,\n\
         DUAL.A,shares,0,{said_by},2024-01-03,,\nDUAL.A,price,5,{said_by},2024-01-03,,\n\
         DUAL.A,shares,5,,It is so,Form 10-K,2024-01-03,,\nDUAL.A,shares,5,A. Analyst, ,Form 10-K,2024-01-03,,\n\
         DUAL.A,shares,5,A. Analyst,It is so,-,2024-01-03,,\nDUAL.A,shares,5,{said_by},2024-01-05,2024-01-04,\n\
         LATE,shares,5,{said_by},2024-01-02,2024-01-03,\nNONE,shares,5,{said_by},2024-01-02,,\n\
         DUAL.B,kind,fund,{said_by},2024-01-03,,\nDUAL.B,kind,common,{said_by},2024-01-03,,\n"
    );
    let (market, report) = then(import_overrides, market(), &files.write("words.csv", text));
    let seen: Vec<_> = market
        .corrections
        .iter()
        .map(|one| {
            (one.field, one.override_value.as_str(), one.first_session.day(), one.known_at.day())
        })
        .collect();
    assert_eq!(
        seen,
        [
            (CorrectedField::Kind, "partnership", 8, 5),
            (CorrectedField::FreeFloatPercent, "65.5", 3, 3),
            (CorrectedField::PublicVotesPercent, "2.1", 3, 3),
            (CorrectedField::Shares, "1000000", 3, 3),
            // Said before its first close.
            (CorrectedField::Nationality, "Ireland", 2, 2),
        ]
    );
    assert_eq!(market.corrections[0].last_session, Some(date(2024, 12, 31)));
    let said: Vec<String> = report.refusals.iter().map(ToString::to_string).collect();
    for reason in [
        "value 'Partnership': unknown variant `Partnership`, expected one of `common`",
        "value '42': not a country",
        "value '101': 101 is not a percentage from 0 to 100",
        "value '2.12345': has more than four decimals",
        "value '0': no count of shares",
        "field 'price': no field that can be overridden (hint: kind, nationality,",
        "who '': must not be blank",
        "why '': must not be blank",
        "evidence '-': must not be blank",
        "until '2024-01-04': ends on 2024-01-04, before it begins on 2024-01-05",
        "ticker 'LATE': the market knows no security LATE on 2024-01-02",
        "ticker 'NONE': the market knows no security NONE on 2024-01-02",
        "value 'fund': other rows of the same key say otherwise",
    ] {
        holds(&said, reason);
    }
    assert_eq!(report.rows_refused, 14);
}
