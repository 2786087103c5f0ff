//! What of a market's or a run's folder is its current commit, and what no version names.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use russet_calc::Manifest as RunManifest;
use russet_market::folder::MarketManifest;
use russet_store::{Manifest, Snapshot};

use super::bytes_below;

/// The manifest of a folder and the files that it names, with their bytes: the same for the same facts,
/// whoever wrote them when.
pub fn committed(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    match is_market(folder) {
        true => files_of::<MarketManifest>(folder),
        false => files_of::<RunManifest>(folder),
    }
}

/// The files of a folder that no version names, but for what every folder has.
pub fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let named = match is_market(folder) {
        true => names_of::<MarketManifest>(folder),
        false => names_of::<RunManifest>(folder),
    };
    let is_kept = |path: &PathBuf| {
        path.starts_with("versions") || path.starts_with("cache") || named.contains(path)
    };
    bytes_below(folder).into_keys().filter(|path| !is_kept(path)).collect()
}

fn is_market(folder: &Path) -> bool {
    folder.join(MarketManifest::FILE).exists()
}

fn files_of<M: Manifest>(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let snapshot = Snapshot::<M>::open(folder).unwrap();
    let files = snapshot.manifest().files();
    let named = files.into_iter().map(|file| PathBuf::from(&file.file));
    named
        .chain([PathBuf::from(M::FILE)])
        .map(|file| (file.clone(), fs::read(folder.join(file)).unwrap()))
        .collect()
}

fn names_of<M: Manifest>(folder: &Path) -> BTreeSet<PathBuf> {
    let versions = russet_store::log::<M>(folder).unwrap();
    let manifests = versions.iter().map(|version| &version.manifest);
    let files = manifests.flat_map(|manifest| manifest.files());
    let own = [M::FILE, "stamps.json"].map(str::to_owned);
    let locks = ["lock", "writer.lock"].map(|lock| format!("{}.{lock}", M::NAME));
    let named = files.map(|file| file.file.clone()).chain(own).chain(locks);
    named.map(PathBuf::from).collect()
}
