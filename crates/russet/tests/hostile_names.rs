//! Names in a methodology or a run that would be paths: refused wherever they are read, and nothing is
//! written outside the folder asked for.

use std::fs;
use std::path::Path;

use crate::support::{Built, bytes_below, fails, ok, small_family};

/// The small family with one text in the place of another, once.
fn family(old: &str, new: &str) -> String {
    let text = small_family();
    assert!(text.contains(old), "{old}");
    text.replacen(old, new, 1)
}

#[test]
fn a_name_that_is_a_path_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.toml");
    let name = "name = \"russell-us\"";
    let cases = [
        (name, "name = \"../../evil\"", "name: \"../../evil\""),
        (name, "name = \"/tmp/evil\"", "name: \"/tmp/evil\""),
        (name, "name = \"..\"", "name: \"..\""),
        (name, "name = \"\"", "name: \"\""),
        (name, "name = \"-run\"", "name: \"-run\""),
        (name, "name = \"a\\u0000b\"", "name: \"a\\0b\""),
        ("id = \"R1000\"", "id = \"../R1000\"", "indexes.3.id: \"../R1000\""),
        ("[sources]\n", "[sources]\n\"a/b\" = \"A book\"\n", "sources: \"a/b\""),
    ];
    for (old, new, said) in cases {
        let text = family(old, new);
        fs::write(&file, &text).unwrap();
        let line = 1 + text[..text.find(new).unwrap()].matches('\n').count();
        let error = fails("methodology check {file}", &[("file", &file)]);
        assert!(error.contains(&format!("{said} is not a plain identifier (hint: ")), "{error}");
        if !said.starts_with("sources") {
            assert!(error.contains(&format!("mine.toml, line {line}: ")), "line {line}: {error}");
        }
    }
    let long = "x".repeat(65);
    fs::write(&file, family(name, &format!("name = \"{long}\""))).unwrap();
    assert!(fails("methodology check {file}", &[("file", &file)]).contains("64 at most"));
    fs::write(&file, family(name, &format!("name = \"{}\"", &long[..64]))).unwrap();
    ok("methodology check {file}", &[("file", &file)]);
}

#[test]
fn nothing_is_written_outside_the_folder_asked_for() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("a").join("b");
    fs::create_dir_all(&inside).unwrap();
    let (evil, run) = (folder.path().join("evil.toml"), inside.join("run"));
    fs::write(&evil, family("name = \"russell-us\"", "name = \"../../evil\"")).unwrap();
    let (market, good) = (built.market(), built.family());
    let paths: [(&str, &Path); 4] =
        [("market", &market), ("good", &good), ("evil", &evil), ("run", &run)];
    let before = bytes_below(folder.path());
    for line in [
        "build --market {market} --methodology {good} --methodology {evil} --run {run}",
        "build --market {market} --methodology {evil} --run {run}",
        "sweep --market {market} --methodology {evil} --indexes R2000",
    ] {
        let error = fails(line, &paths);
        assert!(error.contains("is not a plain identifier"), "{line}: {error}");
        assert!(bytes_below(folder.path()) == before, "{line} wrote something");
    }
}

#[test]
fn a_run_whose_manifest_names_an_index_like_a_path_delivers_nothing() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    for (path, bytes) in bytes_below(&built.run()) {
        let path = run.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let levels = built.ok("levels --run {run} --index R2000 --format csv").out;
    let last = levels.lines().last().unwrap().split(',').next().unwrap().to_owned();
    let manifest = run.join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    assert!(text.contains("\"R2000\""));
    fs::write(&manifest, text.replace("\"R2000\"", "\"../../R2000\"")).unwrap();
    let to = folder.path().join("x").join("y").join("files");
    let line = format!("files --run {{run}} --on {last} --index ../../R2000 --to {{to}}");
    let before = bytes_below(folder.path());
    fails(&line, &[("run", &run), ("to", &to)]);
    assert!(bytes_below(folder.path()) == before, "something was written");
}
