//! Corporate actions beyond sense: refused at import, found by `market check`, and passed over by a build,
//! which makes the same levels as without them and says so.

use std::fs;
use std::path::Path;

use crate::support::{Built, ok};
use russet_calc::RunFolder;
use russet_market::{Action, ActionKind, MarketFolder, Price, Ratio, SecurityId, Shares};

/// Actions that no company ever took, of lines with an acquirer beside them.
fn absurd(lines: &[SecurityId], day: jiff::civil::Date) -> Vec<Action> {
    let plain = |place: usize, kind| Action::new(day, lines[place], kind, "an older version");
    let ratio = |new, old| Some(Ratio::new(new, old).unwrap());
    let cash = |dollars: &str| Some(dollars.parse::<Price>().unwrap());
    let most = Some(Shares::from_micros(999_999_999_999_999_999).unwrap());
    let huge = 1_000_000_000_000_000_000;
    let other = lines.last().copied();
    vec![
        Action { ratio: ratio(huge, 1), ..plain(0, ActionKind::Split) },
        Action { ratio: ratio(1, huge), ..plain(1, ActionKind::Split) },
        Action { ratio: ratio(huge, 3), ..plain(2, ActionKind::StockDividend) },
        Action { ratio: ratio(huge, 1), cash: cash("0.01"), ..plain(3, ActionKind::Rights) },
        Action {
            ratio: ratio(huge / 1_000, 1),
            other_security_id: other,
            ..plain(4, ActionKind::Merger)
        },
        Action { cash: cash("90000000"), ..plain(5, ActionKind::Merger) },
        Action { cash: cash("90000000"), ..plain(6, ActionKind::OrdinaryDividend) },
        Action { cash: cash("90000000"), ..plain(7, ActionKind::SpecialDividend) },
        Action { ratio: ratio(huge, 1), other_security_id: other, ..plain(8, ActionKind::SpinOff) },
        Action { ratio: ratio(1, 2), cash: cash("90000000"), ..plain(9, ActionKind::BuyBack) },
        Action { shares_sold: most, cash: cash("1"), ..plain(10, ActionKind::PrimaryOffering) },
        // Beyond what a price or a count can hold, although the terms are short.
        Action { ratio: ratio(1, 99_999), ..plain(11, ActionKind::Split) },
        Action { ratio: ratio(99_999, 1), ..plain(12, ActionKind::Split) },
    ]
}

#[test]
fn a_build_passes_absurd_actions_over_and_makes_the_same_levels() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let market = folder.path().join("market");
    let levels = built.ok("levels --run {run} --index R2000 --format csv").out;
    let days: Vec<&str> =
        levels.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let day: jiff::civil::Date = days[days.len() / 2].parse().unwrap();
    let members = built.members("R2000", &day.to_string());
    let mut data = MarketFolder::at(built.market()).read().unwrap();
    let line = |ticker: &String| {
        let versions = data
            .securities
            .iter()
            .filter(|one| one.first_session <= day && day <= one.last_session);
        versions.clone().find(|one| one.ticker.as_str() == ticker).map(|one| one.security_id)
    };
    let busy = |line: &SecurityId| {
        data.actions
            .iter()
            .any(|one| one.security_id == *line || one.other_security_id == Some(*line))
    };
    let lines: Vec<SecurityId> =
        members.iter().filter_map(line).filter(|line| !busy(line)).take(14).collect();
    assert_eq!(lines.len(), 14);
    let actions = absurd(&lines, day);
    data.actions.extend(actions.iter().cloned());
    MarketFolder::at(&market).write(data).unwrap();
    let (family, run) = (built.family(), folder.path().join("run"));
    let paths: [(&str, &Path); 3] = [("market", &market), ("family", &family), ("run", &run)];
    ok("build --market {market} --methodology {family} --run {run}", &paths);
    let after = ok("levels --run {run} --index R2000 --format csv", &paths).out;
    assert!(after == levels, "the levels moved");
    let run = RunFolder::at(&run).read().unwrap();
    for action in &actions {
        let kind = action.kind.word();
        let row = run
            .actions
            .iter()
            .find(|row| row.security_id == action.security_id && row.kind == action.kind);
        let row = row.unwrap_or_else(|| panic!("no row of the {kind} {:?}", action.ratio));
        assert_eq!(
            row.outcome,
            russet_calc::run::ActionOutcome::NotApplied,
            "{kind} {}",
            row.reason
        );
        let note =
            format!("{}: the {kind} of {day} makes no sense and was not applied: ", row.ticker);
        assert!(run.manifest.notes.iter().any(|one| one.starts_with(&note)), "{note}");
    }
    let check = ok("market check --market {market}", &paths).out;
    assert!(check.contains("whose terms make no sense, and no index applies"), "{check}");
}

#[test]
fn an_import_refuses_them_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (closes, file, market) = (path("closes.csv"), path("actions.csv"), path("market"));
    let rows =
        "date,ticker,close\n2024-06-25,IBM,172.95\n2024-06-25,GE,158.97\n2024-06-27,IBM,170\n";
    fs::write(&closes, rows).unwrap();
    let paths: [(&str, &Path); 3] = [("closes", &closes), ("file", &file), ("market", &market)];
    ok("import prices {closes} --market {market} --exchange NYSE", &paths);
    let absurd = [
        ("split,1000000000000000000/1,,", "ratio '1000000000000000000/1': is beyond"),
        ("split,1/1000000,,", "is beyond what any company has given"),
        ("stock_dividend,1000000000000/1,,", "is beyond what any company has given"),
        ("rights,2000/1,10,", "is beyond what any company has given"),
        ("merger,1000000000000/1,,GE", "is beyond what any company has given"),
        ("merger,,20000,", "is more than a hundred times the close before"),
        ("ordinary_dividend,,2000,", "is more than ten times the close before"),
        ("buy_back,1/5,20000,", "is more than a hundred times the close before"),
    ];
    for (terms, reason) in absurd {
        let text = format!("ex_date,ticker,kind,ratio,cash,other\n2024-06-27,IBM,{terms}\n");
        fs::write(&file, text).unwrap();
        let said = ok("import actions {file} --market {market}", &paths).err;
        assert!(said.contains("actions.csv, line 2") && said.contains(reason), "{terms}: {said}");
        assert!(said.contains("taken 0, known already 0, refused 1"), "{said}");
    }
}
