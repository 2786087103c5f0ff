//! A small simulated market and a run of the small family, shared by the tests.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use russet_calc::{Run as Tables, RunFolder};
use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Market, Methodology, Run, Simulation};
use tempfile::TempDir;

/// Two years of a hundred companies, and the run of the small family.
pub struct Bench {
    folder: TempDir,
    pub market: Market,
    pub rules: Methodology,
    pub run: Run,
    /// The whole run, row by row.
    pub tables: Tables,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let market = Market::simulate(folder.path().join("market"), &simulation()).unwrap();
        let rules = small();
        let path = folder.path().join("run");
        let run = market.build(&rules, &path, &BuildOptions::new()).unwrap().run;
        let tables = RunFolder::at(path).read().unwrap();
        Bench { folder, market, rules, run, tables }
    }

    /// The one that all tests share; gone when the last of them is done.
    pub fn shared() -> Arc<Bench> {
        static SHARED: Mutex<Weak<Bench>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let bench = Arc::new(Bench::new());
            *shared = Arc::downgrade(&bench);
            bench
        })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

pub fn simulation() -> Simulation {
    Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() }
}

pub fn small() -> Methodology {
    Methodology::parse("small.toml", include_str!("../../examples/small.toml")).unwrap()
}
