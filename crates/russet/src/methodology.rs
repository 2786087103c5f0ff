//! A methodology by name or by path.

use std::path::Path;

use anyhow::Context;
use russet_calc::Run;
use russet_rules::Methodology;
use russet_rules::methodology::MethodologyError;

/// The methodology and its text.
pub fn load(name: &str) -> anyhow::Result<(Methodology, String)> {
    if let Some(text) = Methodology::built_in_text(name) {
        return Ok((Methodology::built_in(name)?, text.to_owned()));
    }
    let path = Path::new(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        // Not a path either: the error names what is built in.
        return Ok((Methodology::built_in(name)?, String::new()));
    }
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the methodology {}", path.display()))?;
    Ok((Methodology::parse(&path.display().to_string(), &text)?, text))
}

/// The methodology that a run was built by.
pub fn family_of(run: &Run) -> Result<Methodology, MethodologyError> {
    Methodology::parse("methodology.toml", &run.methodology_text)
}
