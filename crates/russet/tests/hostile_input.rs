//! Files that mean harm, given to the real binary: a clear error, a market left as it was, and neither
//! the machine's memory nor a minute.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::support::{bytes_below, fails, ok, run, words};

/// A folder with a market of one close.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let good = "date,ticker,close\n2024-06-27,IBM,172.95\n";
        let file = desk.file("good.csv", good.as_bytes());
        ok(IMPORT, &[("file", &file), ("market", &desk.market())]);
        desk
    }

    fn market(&self) -> std::path::PathBuf {
        self.folder.path().join("market")
    }

    fn file(&self, name: &str, bytes: &[u8]) -> std::path::PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The error of an import, which must leave the market as it was.
    fn refused(&self, line: &str, file: &Path) -> String {
        let before = bytes_below(&self.market());
        let error = fails(line, &[("file", file), ("market", &self.market())]);
        assert!(bytes_below(&self.market()) == before, "the market changed");
        error
    }
}

const IMPORT: &str = "import prices {file} --market {market} --exchange NYSE";

#[test]
fn a_quote_that_never_closes_is_an_error_where_it_opens() {
    let desk = Desk::new();
    let rows =
        "date,ticker,name,close\n2024-06-28,IBM,\"IBM Corp,172.95\n2024-06-28,GE,GE,158.97\n";
    let file = desk.file("prices.csv", rows.as_bytes());
    for line in [IMPORT.to_owned(), format!("{IMPORT} --strict")] {
        let error = desk.refused(&line, &file);
        assert!(
            error.contains("prices.csv, line 2: the quote that opens here never closes"),
            "{error}"
        );
        assert!(error.contains("hint: close the quote"), "{error}");
    }
}

#[test]
fn rows_that_the_reader_skips_are_counted() {
    let desk = Desk::new();
    let rows =
        "date,ticker,close\n2024-06-28,IBM,172.95\n,,\n2024-06-28,GE,158.97\n\nSource: a vendor\n";
    let file = desk.file("prices.csv", rows.as_bytes());
    let said = ok(IMPORT, &[("file", &file), ("market", &desk.market())]).err;
    for part in ["1 rows: blank", "1 rows: text below the table", "rows read 4, taken 2"] {
        assert!(said.contains(part), "no '{part}' in {said}");
    }
}

#[test]
fn a_line_without_end_is_refused_unless_it_is_allowed() {
    let desk = Desk::new();
    let mut rows = b"date,ticker,close,note\n2024-06-28,IBM,172.95,".to_vec();
    rows.resize(rows.len() + (3 << 20), b'x');
    let file = desk.file("long.csv", &rows);
    let error = desk.refused(IMPORT, &file);
    assert!(error.contains("long.csv, line 2: a row of more than 1048576 bytes"), "{error}");
    let allowed = format!("{IMPORT} --limits line=4MiB");
    ok(&allowed, &[("file", &file), ("market", &desk.market())]);
}

#[test]
fn json_beyond_the_limits_is_refused_before_it_is_built() {
    let desk = Desk::new();
    let deep = desk.file("deep.json", "[".repeat(1 << 20).as_bytes());
    let error = desk.refused(IMPORT, &deep);
    assert!(error.contains("deep.json, line 1: lists or objects more than 64 deep"), "{error}");
    let long = format!("[{{\"date\": \"{}\"}}]", "9".repeat(2 << 20));
    let long = desk.file("long.json", long.as_bytes());
    let error = desk.refused(IMPORT, &long);
    assert!(error.contains("a text of more than 1048576 bytes"), "{error}");
    let many = desk.file("many.json", format!("[{}0]", "0,".repeat(1_000)).as_bytes());
    let error = desk.refused(&format!("{IMPORT} --limits json-values=1000"), &many);
    assert!(error.contains("more than 1000 values"), "{error}");
    let error = desk.refused(&format!("{IMPORT} --limits json=1KiB"), &many);
    assert!(error.contains("JSON of more than 1024 bytes"), "{error}");
}

#[test]
fn an_archive_is_counted_while_it_unpacks() {
    let desk = Desk::new();
    let path = desk.folder.path().join("submissions.zip");
    let mut archive = zip::ZipWriter::new(File::create(&path).unwrap());
    let how = zip::write::SimpleFileOptions::default();
    archive.start_file("CIK0000051143.json", how).unwrap();
    archive.write_all(br#"{"cik": "51143", "name": "IBM", "stateOfIncorporation": "NY"}"#).unwrap();
    archive.start_file("CIK0000040545.json", how).unwrap();
    archive.write_all(br#"{"cik": "40545", "name": ""#).unwrap();
    for _ in 0..62 {
        archive.write_all(&vec![b'x'; 1 << 20]).unwrap();
    }
    archive.write_all(b"\"}").unwrap();
    archive.finish().unwrap();
    let line = "import sec {file} --market {market}";
    let error = desk.refused(&format!("{line} --limits members=1"), &path);
    assert!(error.contains("an archive of 2 files, and 1 are allowed"), "{error}");
    let error = desk.refused(&format!("{line} --limits archive=1MiB"), &path);
    assert!(error.contains("the archive unpacks to more than 1048576 bytes"), "{error}");
    let said = ok(line, &[("file", &path), ("market", &desk.market())]).err;
    assert!(said.contains("it unpacks to more than 16777216 bytes"), "{said}");
    assert!(said.contains("rows read 2, taken 1, known already 0, refused 1"), "{said}");
}

#[test]
fn a_mistaken_limit_says_what_there_is() {
    for (limits, part) in [
        ("width=3", "'width' is no limit (hint: line, columns, members"),
        ("line=0", "'0' is not a whole number above 0"),
        ("line", "'line' is not of the form name=value"),
    ] {
        let said = run(words(&format!("import prices f --market m --limits {limits}"), &[]));
        assert_eq!(said.code, 2);
        assert!(said.err.contains(part), "{}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_no_file() {
    let desk = Desk::new();
    let error = desk.refused(IMPORT, Path::new("/dev/zero"));
    assert!(error.contains("/dev/zero: this is no regular file"), "{error}");
}
