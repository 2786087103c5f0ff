//! A methodology by name or by path.

use anyhow::anyhow;
use russet_calc::Run;
use russet_rules::Methodology;
use russet_rules::methodology::MethodologyError;

/// The methodology and its text.
pub fn load(name: &str) -> anyhow::Result<(Methodology, String)> {
    // The error's text has its causes.
    let loaded = russet_core::Methodology::load(name).map_err(|error| anyhow!("{error}"))?;
    Ok((loaded.rules().clone(), loaded.text().to_owned()))
}

/// The methodology that a run was built by.
pub fn family_of(run: &Run) -> Result<Methodology, MethodologyError> {
    Methodology::parse("methodology.toml", &run.methodology_text)
}
