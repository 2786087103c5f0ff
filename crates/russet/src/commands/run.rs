//! `russet run`: which builds made a run.

use russet_calc::RunFolder;

use super::versions;
use crate::arguments::{RunHistoryArguments, RunWhat};

pub fn run(arguments: &RunHistoryArguments) -> anyhow::Result<()> {
    match &arguments.what {
        RunWhat::Log(arguments) => {
            versions::print(&RunFolder::at(&arguments.run).log()?, arguments.format)
        }
    }
}
