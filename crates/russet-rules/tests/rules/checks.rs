//! What a methodology's author is told: what is wrong, in which line, and what would be right.

use super::support::{ALL, text};
use russet_rules::Methodology;
use russet_rules::methodology::Variation;

fn told(text: &str) -> String {
    Methodology::parse("mine.toml", text).unwrap_err().to_string()
}

/// The 1-based line of the first line that holds a text.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap() + 1
}

#[test]
fn a_screen_that_is_asked_needs_its_table() {
    let text = text(ALL, "order = [\"votes\"]");
    let line = line_of(&text, "order =");
    assert_eq!(
        told(&text),
        format!(
            "mine.toml, line {line}: eligibility.order: 'votes' is asked and [eligibility.votes] is \
             not there (hint: give that table, or take the name out of the order)"
        )
    );
}

/// A text on top of the rules of another: lines are those of the text itself.
#[test]
fn lines_are_of_the_authors_own_file() {
    let own = "# Mine.\nformat_version = 2\nname = \"mine\"\ntitle = \"Mine\"\nversion = \"1\"\n\
               rules = \"russell-us\"\n\n[[indexes]]\nid = \"MY100\"\nname = \"My 100\"\n\
               parent = \"R2O00\"\nbase_date = \"2020-01-02\"\nbase_value = \"100\"\nreference = \"X\"\n";
    assert!(Methodology::parse("mine.toml", &own.replace("R2O00", "R2000")).is_ok());
    let parent = told(own);
    assert!(
        parent.starts_with("mine.toml, line 11: indexes.MY100.parent: there is no index 'R2O00'")
    );
    assert!(parent.contains("hint"), "{parent}");
    let misspelt = told(&own.replace("parent", "parrent"));
    assert!(misspelt.starts_with("mine.toml: TOML parse error at line 11, column 1"), "{misspelt}");
    assert!(misspelt.contains("parrent = "), "{misspelt}");
    let not_a_day = told(&own.replace("2020-01-02", "someday"));
    assert!(not_a_day.contains("line 12") && not_a_day.contains("someday"), "{not_a_day}");
    let unknown = told(&own.replace("russell-us", "russel"));
    assert!(unknown.starts_with("mine.toml, line 6: rules: no methodology named 'russel'"));
    let syntax = told(&own.replace("title = \"Mine\"", "title = Mine"));
    assert!(syntax.contains("line 4"), "{syntax}");
    // A fault of the base's own key, brought about by the text, is told in the base.
    let cut = told(&own.replace("R2O00", "R2000").replace(
        "\n[[indexes]]",
        "\n[[breakpoints]]\nrank = 1000\nreference = \"X\"\n\n[[indexes]]",
    ));
    assert!(cut.starts_with("russell-us.toml, line"), "{cut}");
    assert!(cut.contains("not one between two breakpoints"), "{cut}");
}

/// Keys and words that have a new name are refused with it, wherever they are written.
#[test]
fn an_old_key_is_refused_with_its_new_name() {
    let russell = Methodology::built_in_text("russell-us").unwrap();
    let tech = Methodology::built_in_text("tech100").unwrap();
    let composite = Methodology::built_in_text("composite").unwrap();
    let price = Methodology::built_in_text("price30").unwrap();
    let large = Methodology::built_in_text("large500").unwrap();
    let own = "format_version = 2\nname = \"mine\"\ntitle = \"Mine\"\nversion = \"1\"\n\
               rules = \"russell-us\"\n[[indexes]]\nid = \"MY\"\nname = \"My\"\nparent = \"R2000\"\n\
               base_date = \"2020-01-02\"\nbase_value = \"100\"\nreference = \"X\"\n\
               largest = { count = 3, entry_rank = 2, retention_rank = 4, per_group = \"sector\" }\n\
               [[indexes.rebalancing]]\nmonths = [3]\nday = { friday = 3 }\nreconstitutes = true\n\
               source = \"X\"\n";
    assert!(Methodology::parse("mine.toml", own).is_ok());
    for (text, old, new) in [
        (russell, "[eligibility.flat_price]", "[eligibility.trust_price]"),
        (russell, "\"flat_price\"", "\"trust_price\""),
        (russell, "[eligibility.quiet_price]", "[eligibility.fund_like_volatility]"),
        (russell, "\"quiet_price\"", "\"fund_like_volatility\""),
        (russell, "spares_members", "exempts_members"),
        (russell, "spares_votes_of_members", "exempts_members_from_votes"),
        (russell, "spares_styles_of_members", "exempts_members_from_styles"),
        (russell, "scored_apart", "scored_separately"),
        (russell, "[[breaks]]", "[[breakpoints]]"),
        (russell, "least_lines", "minimum_securities"),
        (russell, "minimum_lines", "minimum_securities"),
        (large, "largest_lines", "largest_securities"),
        (russell, "least_sessions", "minimum_sessions"),
        (russell, "least_group", "minimum_group_size"),
        (russell, "tender_least_float_percent", "tender_minimum_float_percent"),
        (russell, "unless_worded", "excluded_words"),
        (russell, "compared_above", "peers_above_cap"),
        (russell, "months_of_review", "review_months"),
        (russell, "[[free_float.young]]", "[[free_float.recent_listings]]"),
        (tech, "enters_to", "entry_rank"),
        (tech, "stays_to", "retention_rank"),
        (tech, "stays_once", "retained_once"),
        (tech, "\nspares =", "\nexempt_from ="),
        (tech, "of_lines", "per_security"),
        (composite, "at_most_times_float", "maximum_float_multiple"),
        (price, "primary_lines_only", "primary_securities_only"),
        (own, "enters_to", "entry_rank"),
        (own, "stays_to", "retention_rank"),
        (own, "of_each", "per_group"),
        (own, "chooses", "reconstitutes"),
    ] {
        assert!(text.contains(new), "{new}");
        let message = told(&text.replace(new, old));
        let name = |text: &str| {
            let letters = |letter: char| letter.is_ascii_lowercase() || letter == '_';
            let name = text.trim_matches(|letter| !letters(letter));
            name.rsplit('.').next().unwrap().to_owned()
        };
        let (old, new) = (name(old), name(new));
        assert!(
            message.contains(&format!("`{old}` (hint: it is now called `{new}`)")),
            "{message}"
        );
        assert!(message.contains("line "), "{message}");
    }
    let varied = Variation::all("eligibility.flat_price.lowest=9").unwrap();
    let message = Methodology::varied("mine", russell, &varied).unwrap_err().to_string();
    assert!(message.contains("(hint: it is now called 'trust_price')"), "{message}");
}

/// Screens, sources and indexes are taken over one by one.
#[test]
fn a_text_changes_one_screen_and_keeps_the_others() {
    let own = "format_version = 2\nname = \"mine\"\ntitle = \"Mine\"\nversion = \"1\"\n\
               rules = \"russell-us\"\n[eligibility.price]\nminimum = [{ from = \"1978-01-01\", \
               value = \"5\", source = \"MINE\" }]\nmember_average_days = 10\nreference = \"MINE\"\n\
               [sources]\nMINE = \"My own\"\n";
    let mine = Methodology::parse("mine.toml", own).unwrap();
    let theirs = Methodology::built_in("russell-us").unwrap();
    assert_eq!(mine.eligibility.price.unwrap().member_average_days, 10);
    assert_eq!(mine.eligibility.order, theirs.eligibility.order);
    assert!(mine.sources.contains_key("MINE") && mine.sources.contains_key("R46"));
    assert_eq!(mine.indexes.len(), theirs.indexes.len());
}

#[test]
fn selections_that_contradict_themselves() {
    let selection =
        |rule: &str| told(&text(&format!("[selection]\nreference = \"X\"\n{rule}"), "order = []"));
    let largest = "method = \"largest\"\n";
    for (rule, expected) in [
        (largest.to_owned(), "selection.count: how many of the largest?"),
        (
            format!("{largest}count = 100\nentry_rank = 101"),
            "selection.entry_rank: 101 may enter where",
        ),
        (
            format!("{largest}count = 100\nretention_rank = 99"),
            "selection.retention_rank: members stay to 99",
        ),
        (format!("{largest}count = 0"), "selection.count: none would belong"),
        ("method = \"all\"\ncount = 3".to_owned(), "selection.count: all who pass are taken"),
        (
            "method = \"all\"\nretention_rank = 3".to_owned(),
            "selection.retention_rank: only the method",
        ),
        ("method = \"all\"\nskip = 3".to_owned(), "selection.skip: all who pass are taken"),
        (
            "method = \"committee\"".to_owned(),
            "selection.method: a committee chooses and [committee]",
        ),
    ] {
        let message = selection(&rule);
        assert!(message.contains(expected), "{message}");
        assert!(
            message.contains("(hint: ") && message.starts_with("mine.toml, line "),
            "{message}"
        );
    }
}

#[test]
fn committees_that_contradict_themselves() {
    let committee = |method: &str, rule: &str| {
        let rule = format!(
            "[selection]\nmethod = \"{method}\"\nreference = \"X\"\n[committee]\nreference = \"X\"\n\
             minimum_securities = 1\n{rule}"
        );
        told(&text(&rule, "order = []"))
    };
    let message = committee("committee", "index = \"NONE\"");
    assert!(message.contains("committee.index: there is no index 'NONE' (hint: one of ALL)"));
    let message = committee("all", "index = \"ALL\"");
    assert!(message.contains("[committee] is there and does not choose"), "{message}");
    let message = committee("committee", "index = \"ALL\"\nquantities = true");
    assert!(message.contains("committee.quantities: quantities are a fund's"), "{message}");
}

#[test]
fn indexes_that_contradict_themselves() {
    let index = |rule: &str| {
        let index = format!(
            "[[indexes]]\nid = \"MY\"\nname = \"My\"\nbase_date = \"2020-01-02\"\n\
             base_value = \"100\"\nreference = \"X\"\n{rule}\n"
        );
        told(&format!("{}{index}", text(ALL, "order = []")))
    };
    for (rule, expected) in [
        ("to = 100", "indexes.MY: the family has no `breakpoints` to lie between"),
        ("parent = \"MY\"", "indexes.MY.parent: 'MY' does not stand before it"),
        ("only = { sectors = [\"Energy\"] }", "indexes.MY: `only` and `largest` choose among"),
        ("parent = \"ALL\"\nlargest = { count = 0 }", "indexes.MY.largest: none would belong"),
        (
            "parent = \"ALL\"\nlargest = { count = 9, retention_rank = 8 }",
            "indexes.MY.largest.retention_rank: members stay to 8 where 9 belong",
        ),
        (
            "local_currency = true\ncurrency = \"EUR\"",
            "indexes.MY.local_currency: a level in local currencies is in no currency",
        ),
        ("weighting = { scheme = \"style\" }", "indexes.MY.weighting: which side of the style?"),
        (
            "weighting = { scheme = \"style\", side = \"growth\" }",
            "indexes.MY.weighting.scheme: the file does not say how styles are scored",
        ),
        (
            "weighting = { groups = \"sector\" }",
            "indexes.MY.weighting.groups: goes with scheme = \"equal\" only",
        ),
        (
            "weighting = { scheme = \"price\", caps = [{ each_percent = \"9\", reference = \"X\" }] }",
            "indexes.MY.weighting.caps: weights by price are not capped",
        ),
        (
            "bases = [{ name = \"b\", date = \"2020-01-02\", value = \"1\", reference = \"X\" }, \
             { name = \"b\", date = \"2020-01-03\", value = \"1\", reference = \"X\" }]",
            "indexes.MY.bases: 'b' is used twice",
        ),
        (
            "rebalancing = [{ months = [3], day = { friday = 3 }, reconstitutes = true, source = \"X\" }]",
            "indexes.MY.rebalancing.1.reconstitutes: nothing says whom",
        ),
        (
            "rebalancing = [{ months = [3], day = { friday = 5 }, source = \"X\" }]",
            "indexes.MY.rebalancing.1.day: not every month has a Friday 5",
        ),
        (
            "rebalancing = [{ months = [3], day = { friday = 3 }, \
             priced_sessions_before = 4000000000, source = \"X\" }]",
            "indexes.MY.rebalancing.1.priced_sessions_before: 4000000000 is beyond 10000",
        ),
    ] {
        let message = index(rule);
        assert!(message.contains(expected), "{message}");
        assert!(message.starts_with("mine.toml, line "), "{message}");
    }
}

#[test]
fn dates_that_no_calendar_has() {
    let with = |rule: &str| told(&format!("{}{rule}", text(ALL, "order = []")));
    let updates =
        "[[share_updates]]\nfrom = \"2020-01-01\"\nbuffer_percent = \"1\"\nsource = \"X\"\n";
    let message = with(&format!("{updates}months = [13]"));
    assert!(message.contains("share_updates.2020-01-01.months: months are numbers from 1 to 12"));
    let message = with(&format!("{updates}months = [3]\nday = {{ sessions_before_end = 40 }}"));
    assert!(
        message.contains("share_updates.2020-01-01.day: 40 sessions before its end"),
        "{message}"
    );
    let message = with(&format!("{updates}months = [3]\nuntil = \"2019-01-01\""));
    assert!(message.contains("2019-01-01 is before 2020-01-01 (hint"), "{message}");
}
