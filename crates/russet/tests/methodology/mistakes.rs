//! Every kind of mistake in a methodology, with what its author is told.

use std::fs;

use russet_rules::Methodology;

use crate::support::fails;

/// An index on the rules of another family.
const MINE: &str = r#"format_version = 2
name = "mine"
title = "Mine"
version = "1"
rules = "russell-us"

[[indexes]]
id = "MY100"
name = "My 100"
parent = "R2000"
largest = { count = 100, retention_rank = 120 }
base_date = "2020-01-02"
base_value = "1000"
reference = "MINE"

[indexes.weighting]
scheme = "equal"
groups = "industry"
reference = "MINE"

[[indexes.weighting.caps]]
each_percent = "2"
reference = "MINE"

[[indexes.rebalancing]]
months = [3, 6, 9, 12]
day = { friday = 3 }
reconstitutes = true
source = "MINE"
"#;

/// A mistake: what it is, what stood there, what stands there now.
type Mistake = (&'static str, &'static str, &'static str);

/// Mistakes in an index of one's own.
const OF_AN_INDEX: [Mistake; 38] = [
    ("a key misspelt", "parent = ", "parrent = "),
    ("a key that is nothing like any", "parent = ", "color = "),
    ("a word misspelt", "scheme = \"equal\"", "scheme = \"equall\""),
    ("a group that there is not", "\"industry\"", "\"color\""),
    ("a key left out", "base_value = \"1000\"\n", ""),
    ("a number for a text", "base_value = \"1000\"", "base_value = 1000"),
    ("a text for a count", "count = 100", "count = \"100\""),
    ("a text for true or false", "reconstitutes = true", "reconstitutes = \"yes\""),
    ("one value for a list", "months = [3, 6, 9, 12]", "months = 3"),
    ("a count below zero", "count = 100", "count = -100"),
    ("a value that is no number", "\"1000\"", "\"one thousand\""),
    ("a text without quotes", "title = \"Mine\"", "title = Mine"),
    ("a key twice", "version = \"1\"", "version = \"1\"\nversion = \"2\""),
    ("a date of another form", "\"2020-01-02\"", "\"02.01.2020\""),
    ("a day that there is not", "\"2020-01-02\"", "\"2020-02-30\""),
    ("a percentage beyond 100", "each_percent = \"2\"", "each_percent = \"200\""),
    ("a percentage with a sign", "each_percent = \"2\"", "each_percent = \"2%\""),
    ("another format", "format_version = 2", "format_version = 1"),
    ("rules that are not built in", "\"russell-us\"", "\"russel-us\""),
    ("rules that stand on further ones", "\"russell-us\"", "\"us-equal\""),
    ("an id that the rules have", "id = \"MY100\"", "id = \"R3000\""),
    ("a parent that there is not", "\"R2000\"", "\"R2OOO\""),
    ("a parent and ranks", "parent = \"R2000\"", "parent = \"R2000\"\nto = 1000"),
    ("a choice without a parent", "parent = \"R2000\"\n", ""),
    ("none of the largest", "count = 100", "count = 0"),
    ("members that stay to less", "retention_rank = 120", "retention_rank = 90"),
    ("groups of another scheme", "\"equal\"", "\"float_cap\""),
    ("caps of prices", "\"equal\"\ngroups = \"industry\"", "\"price\""),
    ("a style without a side", "\"equal\"\ngroups = \"industry\"", "\"style\""),
    ("caps that contradict", "\"2\"\n", "\"2\"\ntogether_percent = \"40\"\n"),
    ("large ones that nothing tells", "each_percent = \"2\"", "together_percent = \"40\""),
    ("a month that there is not", "[3, 6, 9, 12]", "[3, 6, 9, 13]"),
    ("a Friday that few months have", "friday = 3", "friday = 5"),
    ("a day that there is no word for", "friday = 3", "monday = 3"),
    ("a choice of nobody", "largest = { count = 100, retention_rank = 120 }\n", ""),
    (
        "a range that ends before it begins",
        "reconstitutes = true",
        "from = \"2024-01-01\"\nuntil = \"2020-01-01\"",
    ),
    ("an unknown currency", "base_value", "currency = \"dollars\"\nbase_value"),
    ("caps of its own and another's", "base_value", "capped_like = \"R1000G\"\nbase_value"),
];

/// Mistakes in a whole family.
const OF_A_FAMILY: [(&str, Mistake); 23] = [
    ("world", ("a screen misspelt", "\"company_cap\", \"free", "\"company_caps\", \"free")),
    ("world", ("a screen without its rule", "\"company_cap\", \"free", "\"votes\", \"free")),
    ("world", ("a screen twice", "\"company_cap\", \"free", "\"kind\", \"free")),
    ("world", ("a market that there is not", "\"XLON\"", "\"MOON\"")),
    ("world", ("a kind that there is not", "[\"common\"]", "[\"stock\"]")),
    ("world", ("an unknown calendar", "\"weekdays\"", "\"XLON\"")),
    ("world", ("a table left out", "[ranking]\nvolume_years = 1\nreference = \"RUSSET\"\n", "")),
    (
        "world",
        (
            "a style that nothing scores",
            "parent = \"WORLD\"\n",
            "parent = \"WORLD\"\nweighting = { scheme = \"style\", side = \"growth\" }\n",
        ),
    ),
    (
        "world",
        ("a parent after its child", "id = \"WORLD\"\n", "id = \"WORLD\"\nparent = \"WORLDEUR\"\n"),
    ),
    ("world", ("an id twice", "id = \"WORLDEUR\"", "id = \"WORLDUS\"")),
    ("world", ("ranks where nothing is cut", "id = \"WORLD\"\n", "id = \"WORLD\"\nto = 1000\n")),
    (
        "world",
        (
            "a currency and none",
            "local_currency = true",
            "local_currency = true\ncurrency = \"EUR\"",
        ),
    ),
    ("world", ("a count that is beyond sense", "volume_years = 1", "volume_years = 1000")),
    (
        "russell-us",
        (
            "steps out of order",
            "{ from = \"2020-05-08\", value = \"130000\"",
            "{ from = \"1970-05-08\", value = \"130000\"",
        ),
    ),
    (
        "russell-us",
        (
            "steps of one day",
            "{ from = \"2020-05-08\", value = \"130000\"",
            "{ from = \"1978-01-01\", value = \"130000\"",
        ),
    ),
    (
        "russell-us",
        ("a range that is not between cuts", "above = 1000\nto = 3000", "above = 1000\nto = 2500"),
    ),
    (
        "russell-us",
        (
            "a rank day after its effective day",
            "rank_day = \"2016-05-27\"",
            "rank_day = \"2016-07-27\"",
        ),
    ),
    (
        "russell-us",
        (
            "bands of an index that is not there",
            "protects_members_of = \"R3000\"",
            "protects_members_of = \"R3001\"",
        ),
    ),
    (
        "russell-us",
        (
            "a threshold that is no number of basis points",
            "threshold_bp = [{ from = \"1978-01-01\", value = \"1\"",
            "threshold_bp = [{ from = \"1978-01-01\", value = \"1%\"",
        ),
    ),
    (
        "russell-us",
        (
            "a window beyond sense",
            "window_sessions = [{ from = \"1978-01-01\", value = 20",
            "window_sessions = [{ from = \"1978-01-01\", value = 20000",
        ),
    ),
    ("russell-us", ("a policy without a threshold", "threshold_bp = [", "threshold = [")),
    (
        "large500",
        ("a committee's index that is not there", "index = \"LARGE500\"", "index = \"LARGE\""),
    ),
    (
        "large500",
        ("a committee that does not choose", "method = \"committee\"", "method = \"largest\""),
    ),
];

/// What `russet methodology check` says of a text.
fn told(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    fs::write(&file, text).unwrap();
    let error = fails("methodology check {file}", &[("file", &file)]);
    error.replace(&format!("{}/", folder.path().display()), "")
}

#[test]
fn every_mistake_is_told_with_its_place_and_what_would_be_right() {
    let of_families = OF_A_FAMILY
        .into_iter()
        .map(|(family, mistake)| (Methodology::built_in_text(family).unwrap(), mistake));
    let mut page = String::new();
    for (text, (what, right, wrong)) in
        OF_AN_INDEX.map(|mistake| (MINE, mistake)).into_iter().chain(of_families)
    {
        let changed = text.replacen(right, wrong, 1);
        assert_ne!(changed, text, "{what}: nothing changes");
        let error = told(&changed);
        assert!(error.contains("line "), "{what}: no place: {error}");
        assert!(error.contains("(hint: "), "{what}: nothing to do: {error}");
        page += &format!("── {what}\n{error}\n");
    }
    insta::assert_snapshot!("mistakes", page);
}

#[test]
fn the_text_without_a_mistake_is_fine() {
    assert!(Methodology::parse("mine.toml", MINE).is_ok());
}
