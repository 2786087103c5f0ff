//! The state of a folder as a reader sees it, as a value to compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use russet_calc::RunFolder;
use russet_market::folder::TableFile;
use russet_market::{Market, MarketFolder};

use super::places::Places;
use crate::support::{self, bytes_below};

/// What a command changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Market,
    Run,
    Delivery,
}

/// What is there.
#[derive(PartialEq)]
pub enum State {
    Nothing,
    Market(Box<Market>),
    Run { methodology: String, inputs: Vec<TableFile>, outputs: Vec<TableFile> },
    Delivery(BTreeMap<PathBuf, Vec<u8>>),
}

impl State {
    /// Reads a target; the error says what is broken.
    pub fn read(target: Target, places: &Places) -> Result<State, String> {
        match target {
            Target::Market => market(&places.market.join("market")),
            Target::Run => run(&places.run.join("run")),
            Target::Delivery => delivery(&places.run.join("files")),
        }
    }
}

fn market(folder: &Path) -> Result<State, String> {
    if !folder.join("market.json").exists() {
        return Ok(State::Nothing);
    }
    let mut market = MarketFolder::at(folder).read().map_err(|error| error.to_string())?;
    // It names the folder of the case.
    market.sources.iter_mut().for_each(|source| source.place = None);
    Ok(State::Market(Box::new(market)))
}

fn run(folder: &Path) -> Result<State, String> {
    if !folder.join("manifest.json").exists() {
        return Ok(State::Nothing);
    }
    let manifest = RunFolder::at(folder).manifest().map_err(|error| error.to_string())?;
    let words = support::words("verify --run {run}", &[("run", folder)]);
    let verified = support::run(words);
    if verified.code != 0 {
        return Err(format!("verify says: {}", verified.err.trim()));
    }
    let methodology = manifest.methodology_file.hash;
    Ok(State::Run { methodology, inputs: manifest.inputs, outputs: manifest.outputs })
}

/// A delivery is whole when every file that its manifest names is there with its hash, and no other.
fn delivery(folder: &Path) -> Result<State, String> {
    if !folder.exists() {
        return Ok(State::Nothing);
    }
    let files = bytes_below(folder);
    let manifest = files.get(Path::new("files.json")).ok_or("a delivery without its manifest")?;
    let manifest: serde_json::Value =
        serde_json::from_slice(manifest).map_err(|error| error.to_string())?;
    let listed = manifest["files"].as_array().ok_or("a manifest without files")?;
    for file in listed {
        let name = file["file"].as_str().ok_or("a file without a name")?;
        let bytes = files.get(Path::new(name)).ok_or(format!("{name} is missing"))?;
        if file["hash"] != blake3::hash(bytes).to_hex().as_str() {
            return Err(format!("{name} is damaged"));
        }
    }
    match files.len() == listed.len() + 1 {
        true => Ok(State::Delivery(files)),
        false => Err("a file that the manifest does not name".to_owned()),
    }
}

/// Every file and folder of some places, by its path inside.
pub fn listing(places: &Places) -> BTreeSet<PathBuf> {
    let (mut found, mut open) = (BTreeSet::new(), Vec::new());
    for root in places.folders() {
        open.push(root.to_owned());
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                found.insert(path.strip_prefix(root).unwrap().to_owned());
                open.extend(path.is_dir().then_some(path));
            }
        }
    }
    found
}

/// Files and folders that an undisturbed command does not leave and no manifest names.
pub fn leftovers(places: &Places, undisturbed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let is_manifest = |path: &Path| path.extension().is_some_and(|ending| ending == "json");
    let manifests: Vec<String> = places
        .folders()
        .iter()
        .flat_map(|folder| bytes_below(folder))
        .filter(|(path, _)| is_manifest(path))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    let named = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        manifests.iter().any(|manifest| manifest.contains(&*name))
    };
    let superfluous = listing(places).into_iter().filter(|path| !undisturbed.contains(path));
    superfluous.filter(|path| !named(path)).collect()
}
