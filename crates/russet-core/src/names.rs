//! Names that were misspelt, and the ones that were probably meant.

/// The one of some names that a wrong one was probably meant to be, upper and lower case alike.
fn nearest<'name>(wrong: &str, names: &[&'name str]) -> Option<&'name str> {
    let wrong = wrong.to_lowercase();
    let most = (wrong.chars().count() / 4).max(1);
    let distance = |name: &str| strsim::osa_distance(&wrong, &name.to_lowercase());
    let measured = names.iter().map(|name| (distance(name), *name));
    let near = measured.filter(|(distance, _)| *distance <= most);
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// What to add to a hint that lists all names: the one that was probably meant.
pub(crate) fn did_you_mean(wrong: &str, names: &[&str]) -> String {
    nearest(wrong, names).map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

/// A known name as it is spelt, for one that may differ in upper and lower case.
pub(crate) fn find<'name>(name: &str, known: &[&'name str]) -> Option<&'name str> {
    let exact = known.iter().find(|known| **known == name);
    let alike = || known.iter().find(|known| known.eq_ignore_ascii_case(name));
    exact.or_else(alike).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["R3000", "R1000", "R2000", "R2000G"];

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("R2001", &KNOWN), "; did you mean R2000?");
        assert_eq!(did_you_mean("r2000gg", &KNOWN), "; did you mean R2000G?");
        assert_eq!(did_you_mean("SP500", &KNOWN), "");
    }

    #[test]
    fn upper_and_lower_case_are_alike() {
        assert_eq!(find("r2000g", &KNOWN), Some("R2000G"));
        assert_eq!(find("r2000x", &KNOWN), None);
    }
}
