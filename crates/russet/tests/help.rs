//! The front page of the command line, and that every command has one.

use crate::support::{ok, russet};

fn help(words: &[&str]) -> String {
    let output = russet().args(words).arg("--help").env("COLUMNS", "100").output().unwrap();
    assert!(output.status.success(), "{words:?}");
    assert!(output.stderr.is_empty(), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_front_page_lists_what_russet_does_in_the_order_of_the_work() {
    let page = help(&[]);
    insta::assert_snapshot!(page, @r"
    An open equity-index engine: rules, decisions, exact levels, and a reason for every number.

    Usage: russet <COMMAND>

    Commands:
      demo          Simulate a market, build the whole family, show levels, a reconstitution and a
                    reason
      import        Import data files into a market
      market        Inspect a market: what is odd in it, who changed it, what it was before
      simulate      Generate a synthetic market
      methodology   Look at the rules of index families: built in ones, or your own
      build         Decide memberships and compute every index of a family
      sweep         Compare variants of a methodology over one market: return, risk, turnover, capacity
      levels        Print the levels of an index
      restatements  List published levels that corrections moved, and write the notice for subscribers
      constituents  Print who is in an index on a day, with weights
      changes       Print what changed between two days: adds, deletes, moves, share changes
      files         Write what an index provider delivers for a session: closings, openings, pro formas,
                    actions
      explain       Explain why a security is or is not in an index
      validate      Compare a run with what others published
      verify        Check a run against its own hashes, and its levels against its own ledger
      run           Inspect a run: which builds made it
      help          Print this message or the help of the given subcommand(s)

    Options:
      -h, --help     Print help
      -V, --version  Print version
    ");
}

#[test]
fn every_command_says_what_it_is_for() {
    for words in [
        &["import"][..],
        &["import", "screener"],
        &["import", "holdings"],
        &["import", "members"],
        &["import", "levels"],
        &["import", "prices"],
        &["import", "shares"],
        &["import", "actions"],
        &["import", "splits"],
        &["import", "dividends"],
        &["import", "fundamentals"],
        &["import", "fx"],
        &["import", "decisions"],
        &["market", "check"],
        &["market", "log"],
        &["market", "undo"],
        &["market", "withdraw"],
        &["market", "pending"],
        &["market", "approve"],
        &["market", "reject"],
        &["market", "settings"],
        &["simulate"],
        &["methodology", "list"],
        &["methodology", "check"],
        &["methodology", "show"],
        &["methodology", "schema"],
        &["build"],
        &["sweep"],
        &["levels"],
        &["constituents"],
        &["changes"],
        &["files"],
        &["explain"],
        &["validate", "levels"],
        &["validate", "members"],
        &["verify"],
        &["demo"],
    ] {
        let page = help(words);
        let usage = format!("Usage: russet {}", words.join(" "));
        assert!(page.contains(&usage), "{page}");
        let first = page.lines().next().unwrap();
        assert!(first.contains(' ') && !first.starts_with("Usage"), "no purpose: {page}");
    }
}

#[test]
fn the_version_is_the_crates() {
    let expected = format!("russet {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(ok("--version", &[]).out, expected);
}
