//! A security's descriptions together: its links over time.

use russet_market::{FilerLink, SecurityVersion};

use super::evidence::{Candidate, candidates};
use super::names::{Agreement, Name};
use super::register::Register;

/// The links of one security, in the order of time; none for times without evidence.
pub(super) fn links(register: &Register<'_>, versions: &[SecurityVersion]) -> Vec<FilerLink> {
    let mut of_version: Vec<Vec<FilerLink>> = versions
        .iter()
        .map(|version| in_turn(version, unrivalled(candidates(register, version))))
        .collect();
    // A description without evidence of its own is of the company of the next one, or of the last one,
    // where its name is a name of that company.
    for place in (0..versions.len().saturating_sub(1)).rev() {
        carry(register, versions, &mut of_version, place, place + 1);
    }
    for place in 1..versions.len() {
        carry(register, versions, &mut of_version, place, place - 1);
    }
    let mut links: Vec<FilerLink> = Vec::new();
    for link in of_version.into_iter().flatten() {
        match links.last_mut() {
            Some(last) if last.cik == link.cik => last.last_session = link.last_session,
            _ => links.push(link),
        }
    }
    links
}

/// Companies that are not outdone by another of the same time. Two as good as each other at one time
/// are no evidence.
fn unrivalled(found: Vec<Candidate>) -> Vec<Candidate> {
    let rival = |one: &Candidate, other: &Candidate| {
        let same_time = one.seen.0 <= other.seen.1 && other.seen.0 <= one.seen.1;
        let rank = |of: &Candidate| (of.agreement, of.shared_days);
        one.cik != other.cik && same_time && rank(other) >= rank(one)
    };
    let best = |one: &&Candidate| !found.iter().any(|other| rival(one, other));
    found.iter().filter(best).cloned().collect()
}

/// One link after another: each company's begins when the register first has the symbol with it.
fn in_turn(version: &SecurityVersion, companies: Vec<Candidate>) -> Vec<FilerLink> {
    let calendar = version.mic.calendar();
    let mut links: Vec<FilerLink> = Vec::new();
    for company in companies {
        let mut from = version.first_session;
        if let Some(last) = links.last_mut() {
            let Ok(begun) = calendar.session_on_or_after(company.seen.0) else { continue };
            let Ok(before) = calendar.previous_session(begun) else { continue };
            if begun > version.last_session || before < last.first_session {
                continue;
            }
            last.last_session = before;
            from = begun;
        }
        links.push(FilerLink {
            security_id: version.security_id,
            cik: company.cik,
            first_session: from,
            last_session: version.last_session,
            evidence: company.words,
        });
    }
    links
}

/// Gives a description without a link its neighbor's, where the names allow it.
fn carry(
    register: &Register<'_>,
    versions: &[SecurityVersion],
    links: &mut [Vec<FilerLink>],
    place: usize,
    neighbor: usize,
) {
    if !links[place].is_empty() {
        return;
    }
    let near = if neighbor > place { links[neighbor].first() } else { links[neighbor].last() };
    let Some(near) = near.cloned() else { return };
    let (version, other) = (&versions[place], &versions[neighbor]);
    let name = Name::of(&version.name);
    let agreement = register.ever(near.cik, &name).max(name.agrees(&Name::of(&other.name)));
    if agreement > Agreement::Apart {
        let when = if neighbor > place { "later" } else { "before" };
        let evidence = match near.evidence.split_once(", the same line ") {
            Some((evidence, _)) => evidence.to_owned(),
            None => near.evidence,
        };
        links[place].push(FilerLink {
            first_session: version.first_session,
            last_session: version.last_session,
            evidence: format!("{evidence}, the same line {when}"),
            ..near
        });
    }
}
