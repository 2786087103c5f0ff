//! What goes with a scheme of weights, and what does not.

use super::{Checked, refuse};
use crate::methodology::{Methodology, Scheme, StyleSide, Weighting};

pub(super) fn weighting(family: &Methodology, rule: &Weighting) -> Checked {
    let is = |scheme| rule.scheme == scheme;
    match (is(Scheme::Style), rule.side.is_some()) {
        (true, false) => {
            let reason = "which side of the style? (hint: side = \"growth\", \"value\", \
                          \"defensive\" or \"dynamic\")";
            return refuse("", reason);
        }
        (false, true) => {
            return refuse(".side", "only a style has sides (hint: scheme = \"style\")");
        }
        (true, true) if family.style.is_none() => {
            let reason = "the file does not say how styles are scored (hint: give [style])";
            return refuse(".scheme", reason);
        }
        _ => {}
    }
    if matches!(rule.side, Some(StyleSide::Defensive | StyleSide::Dynamic))
        && family.style.as_ref().is_some_and(|style| style.stability.is_none())
    {
        let reason = "the file does not say how stability is scored (hint: give [style.stability])";
        return refuse(".side", reason);
    }
    for (key, is_given, scheme, hint) in [
        (".groups", rule.groups.is_some(), Scheme::Equal, "equal"),
        (".capacity", rule.capacity.is_some(), Scheme::Equal, "equal"),
        (
            ".maximum_float_multiple",
            rule.maximum_float_multiple.is_some(),
            Scheme::TotalCap,
            "total_cap",
        ),
    ] {
        if is_given && !is(scheme) {
            return refuse(key, format!("goes with scheme = \"{hint}\" only (hint: take it out)"));
        }
    }
    if !rule.caps.is_empty() && rule.scheme == Scheme::Price {
        return refuse(".caps", "weights by price are not capped (hint: take `caps` out)");
    }
    for (place, stage) in rule.caps.iter().enumerate() {
        stage.check().or_else(|reason| refuse(format!(".caps.{}", place + 1), reason))?;
    }
    Ok(())
}
