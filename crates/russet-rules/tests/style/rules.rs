//! Style rules that contradict each other.

use russet_rules::Methodology;

/// The built-in family with a part of its style rules written otherwise.
fn refusal(from: &str, to: &str) -> String {
    let text = Methodology::built_in_text("russell-us").unwrap();
    assert!(text.contains(from), "{from}");
    Methodology::parse("mine.toml", &text.replace(from, to)).unwrap_err().to_string()
}

#[test]
fn an_author_is_told_the_key() {
    for (from, to, key, told) in [
        (
            "book_to_price_percent = \"50\"",
            "book_to_price_percent = \"60\"",
            "growth_value",
            "110%",
        ),
        ("sales_years = 6", "sales_years = 1", "growth_value.sales_years", "growth within 1"),
        ("pure_above_percent = \"95\"", "pure_above_percent = \"4\"", "pure_above_percent", "both"),
        ("review_months = [6]", "review_months = [13]", "stability.review_months", "13"),
    ] {
        let error = refusal(from, to);
        assert!(error.contains(&format!("style.{key}: ")), "{error}");
        assert!(error.contains(told) && error.contains("hint"), "{error}");
    }
}

#[test]
fn a_defensive_index_needs_rules_of_stability() {
    let text = Methodology::built_in_text("russell-us").unwrap();
    let (before, rest) = text.split_once("[style.stability]").unwrap();
    let (_, after) = rest.split_once("[[indexes]]").unwrap();
    let without = format!("{before}[[indexes]]{after}");
    let error = Methodology::parse("mine.toml", &without).unwrap_err().to_string();
    assert!(error.contains("indexes.R1000DEF.weighting.side"), "{error}");
    assert!(error.contains("hint: give [style.stability]"), "{error}");
}
