//! Which folder a command reads or writes, which version of it, and whether it waits for others.

use std::path::{Path, PathBuf};

use clap::Args;
use russet_calc::{RunFolder, RunSnapshot};
use russet_core::Run;
use russet_market::MarketFolder;
use russet_market::folder::MarketSnapshot;
use russet_store::{Keep, Wait};

use crate::output::Format;

/// A market to read.
#[derive(Args)]
pub struct MarketPlace {
    /// The market folder
    #[arg(long)]
    pub market: PathBuf,
    /// Read the market as that commit of `russet market log` left it
    #[arg(long, value_name = "VERSION")]
    pub as_of_version: Option<u32>,
}

impl MarketPlace {
    pub fn snapshot(&self) -> anyhow::Result<MarketSnapshot> {
        let folder = MarketFolder::at(&self.market);
        Ok(match self.as_of_version {
            Some(version) => folder.snapshot_of(version)?,
            None => folder.snapshot()?,
        })
    }
}

/// A run to read.
#[derive(Args)]
pub struct RunPlace {
    /// The run folder
    #[arg(long)]
    pub run: PathBuf,
    /// Read the run as that build of `russet run log` left it
    #[arg(long, value_name = "VERSION")]
    pub as_of_version: Option<u32>,
}

impl RunPlace {
    pub fn open(&self) -> anyhow::Result<Run> {
        Ok(match self.as_of_version {
            Some(version) => Run::open_version(&self.run, version)?,
            None => Run::open(&self.run)?,
        })
    }

    pub fn snapshot(&self) -> anyhow::Result<RunSnapshot> {
        let folder = RunFolder::at(&self.run);
        Ok(match self.as_of_version {
            Some(version) => folder.snapshot_of(version)?,
            None => folder.snapshot()?,
        })
    }
}

/// What to do while another process writes.
#[derive(Args)]
pub struct WaitArguments {
    /// Fail at once while another process writes into the folder, where the command would wait for it
    #[arg(long)]
    pub no_wait: bool,
}

impl WaitArguments {
    pub fn wait(&self) -> Wait<'static> {
        match self.no_wait {
            true => Wait::Never,
            false => Wait::Until(&say_that_it_waits),
        }
    }
}

fn say_that_it_waits(folder: &Path) {
    say!("{}: waiting for another process that is writing into it", folder.display());
}

/// How many versions of a folder stay readable.
#[derive(Args)]
pub struct KeepArguments {
    /// Keep this many versions readable, the current one among them [default: as before; at first 7]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub keep: Option<u32>,
    /// Keep every version readable
    #[arg(long, conflicts_with = "keep")]
    pub keep_all: bool,
}

impl KeepArguments {
    pub fn keep(&self) -> Option<Keep> {
        match self.keep_all {
            true => Some(Keep::All),
            false => self.keep.map(Keep::Last),
        }
    }
}

/// Which run to read and how to print.
#[derive(Args)]
pub struct RunArguments {
    #[command(flatten)]
    pub place: RunPlace,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
}
