//! An index of what a fund of another index does not hold follows the fund's lists.

use super::support::{Line, WHOLE, family_text, list, market, members, run};
use jiff::civil::{Date, date};
use russet_calc::Cause;

const BEGINNING: Date = date(2024, 1, 2);
const CHOICE: &str = "[selection]\nmethod = \"all\"\nreference = \"X\"\n[[reviews]]\n\
    from = \"2023-01-01\"\nmonths = [1]\nday = { friday = 3 }\nrank = { days_before = 7 }\nsource = \"X\"\n";
const COMPLETENESS: &str = "[[indexes]]\nid = \"REST\"\nname = \"The rest\"\nparent = \"ALL\"\n\
    base_date = \"2020-01-02\"\nbase_value = \"100\"\nreference = \"X\"\n\
    [indexes.only.except_funds]\nfunds = [\"LARGE\"]\nminimum_securities = 2\nreference = \"X\"\n";

#[test]
fn what_the_fund_holds_is_left_out_from_the_session_on_which_its_list_is_public() {
    let lines = ["60", "50", "40", "30"].map(|close| Line::at(BEGINNING, close));
    let mut market = market(&lines, (BEGINNING, date(2024, 6, 28)));
    let lists = [
        (&[0, 1][..], date(2024, 1, 10), date(2024, 1, 11)),
        (&[0][..], date(2024, 2, 1), date(2024, 2, 2)),
        (&[0, 2][..], date(2024, 3, 14), date(2024, 3, 18)),
    ];
    for (numbers, as_of, known_at) in lists {
        market.fund_lines.extend(list("LARGE", numbers, (as_of, known_at)));
    }
    market.canonical();
    let run = run(&market, &family_text(CHOICE, &format!("{WHOLE}{COMPLETENESS}")), None);
    let rest = |day| members(&run, "REST", day);
    assert_eq!(rest(date(2024, 1, 22)), [2, 3], "from the first review on");
    assert_eq!(rest(date(2024, 2, 5)), [2, 3], "a list of one line is too short to tell");
    assert_eq!(rest(date(2024, 3, 15)), [2, 3], "not public yet");
    assert_eq!(rest(date(2024, 3, 18)), [1, 3]);
    assert_eq!(members(&run, "ALL", date(2024, 3, 18)), [0, 1, 2, 3]);
    let followed = run.events.iter().filter(|entry| entry.cause == Cause::Committee);
    let told: Vec<_> =
        followed.map(|entry| (entry.index_id.as_str(), entry.note.as_str())).collect();
    assert_eq!(told, [("REST", "the list of LARGE of 2024-03-14"); 2]);
}

#[test]
fn a_market_without_the_funds_lists_is_told_of() {
    let lines = ["60", "50"].map(|close| Line::at(BEGINNING, close));
    let market = market(&lines, (BEGINNING, date(2024, 3, 28)));
    let run = run(&market, &family_text(CHOICE, &format!("{WHOLE}{COMPLETENESS}")), None);
    assert_eq!(members(&run, "REST", date(2024, 1, 22)), [0, 1]);
    let told = |note: &String| note.starts_with("REST leaves out what LARGE holds");
    assert!(run.manifest.notes.iter().any(told), "{:?}", run.manifest.notes);
}
