//! The indexes of a family: whose lines they hold and how these weigh.

use jiff::civil::Date;
use russet_rules::Methodology;
use russet_rules::methodology::{
    CapStage, IndexRule, LargestOf, Only, RankBuffer, Rebalancing, Scheme, Weighting,
};

use super::page::Page;
use super::screens::except_funds;
use super::words::{amount, counted, grouped, in_force, listed, months, on, percent, span};

pub fn add(page: &mut Page, family: &Methodology, wanted: Option<&str>, day: Date) {
    let shown = family.indexes.iter().filter(|index| wanted.is_none_or(|id| index.id == id));
    for index in shown {
        let currency = index.currency.unwrap_or(family.currency);
        let currency = match index.local_currency {
            true => "local currencies".to_owned(),
            false => currency.to_string(),
        };
        let text = format!(
            "{}: {}. {} in {currency} on {}.",
            index.name,
            lines(family, index),
            index.base_value,
            index.base_date
        );
        page.add("Indexes", &index.id, text, &index.reference);
        for base in &index.bases {
            let text = format!("Series {}: {} on {}.", base.name, base.value, base.date);
            page.add("Indexes", "", text, &base.reference);
        }
        if index.weighting.scheme != Scheme::default()
            || !index.weighting.caps.is_empty()
            || wanted.is_some()
        {
            let text = format!("Weights: {}.", weights(family, &index.weighting, day));
            page.add("Indexes", "", text, &index.weighting.reference);
        }
        if let Some(model) = index.capped_like.as_ref().filter(|_| wanted.is_none()) {
            page.add("Indexes", "", format!("Capped and rebalanced like {model}."), "");
            continue;
        }
        caps(page, &index.weighting.caps, day);
        for rule in &index.rebalancing {
            if in_force(rule.from, rule.until, day) {
                page.add("Indexes", "", rebalancing(rule), &rule.source);
            }
        }
    }
}

/// The caps that hold on a day, and from when others will.
fn caps(page: &mut Page, caps: &[CapStage], day: Date) {
    for stage in caps {
        let past = stage.until.is_some_and(|until| until.0 < day);
        let text = format!("{}.", cap(stage));
        match in_force(stage.from, stage.until, day) {
            true => page.add("Indexes", "", format!("Cap: {text}"), &stage.reference),
            false if !past => {
                let when = span(stage.from, stage.until);
                page.add("Indexes", "", format!("Cap to come{when}: {text}"), &stage.reference);
            }
            false => {}
        }
    }
}

fn lines(family: &Methodology, index: &IndexRule) -> String {
    match (&index.parent, index.to) {
        (Some(parent), _) => format!(
            "lines of {parent}{}{}",
            only(&index.only),
            index.largest.as_ref().map(largest).unwrap_or_default()
        ),
        (None, Some(to)) => {
            format!(
                "companies ranked {} to {}",
                grouped(u64::from(index.above) + 1),
                grouped(to.into())
            )
        }
        (None, None) if family.committee.is_some() => "what the committee chooses".to_owned(),
        (None, None) => "all companies that are chosen".to_owned(),
    }
}

fn only(only: &Only) -> String {
    let exchanges = only.exchanges.iter().map(|mic| mic.code().to_owned()).collect();
    let lists = [
        ("of sector", &only.sectors),
        ("of industry", &only.industries),
        ("of country", &only.countries),
        ("on", &exchanges),
    ];
    let mut text = String::new();
    for (word, list) in lists {
        if !list.is_empty() {
            text += &format!(", {word} {}", listed(list, "or"));
        }
    }
    if let Some(rule) = &only.except_funds {
        text += &format!(", of companies {} [{}]", except_funds(rule), rule.reference);
    }
    text
}

fn largest(rule: &LargestOf) -> String {
    let each = rule.per_group.map(|group| format!(" of each {}", group.name()));
    let has_buffer = rule.entry_rank.is_some() || rule.retention_rank.is_some();
    let RankBuffer { entry_rank, retention_rank, .. } = rule.buffer();
    let ranks = has_buffer.then(|| {
        let (enters, stays) = (grouped(entry_rank.into()), grouped(retention_rank.into()));
        format!(" (a company ranked to {enters} enters, a member ranked to {stays} stays)")
    });
    format!(
        ", of the {} largest companies{}{}",
        grouped(rule.count.into()),
        each.unwrap_or_default(),
        ranks.unwrap_or_default()
    )
}

fn weights(family: &Methodology, rule: &Weighting, day: Date) -> String {
    let mut text = rule.scheme.words(rule.groups, rule.side);
    if let Some(times) = &rule.maximum_float_multiple {
        let times = on(times, day, |times| times.to_string());
        text += &format!(", at most this multiple of the free float: {times}");
    }
    if rule.primary_securities_only {
        text += "; only the pricing vehicle of each company";
    }
    if let Some(capacity) = &rule.capacity {
        text += &format!(
            "; without securities of which a fund of {} would hold more than {} of the free float [{}]",
            amount(capacity.notional, family.currency),
            percent(capacity.float_percent),
            capacity.reference
        );
    }
    text
}

fn cap(stage: &CapStage) -> String {
    let unit = if stage.per_security { "security" } else { "company" };
    let mut text = String::new();
    if let Some(each) = stage.each_percent {
        text = format!("no {unit} above {}", percent(each));
        if let Some(fires) = stage.fires_above_percent {
            text += &format!(", asked only when one is above {}", percent(fires));
        }
    }
    if let Some(together) = stage.together_percent {
        let large = match (stage.above_percent, stage.largest) {
            (Some(above), _) => format!("each {unit} above {}", percent(above)),
            (None, Some(count)) => format!("the {count} heaviest"),
            (None, None) => "the large ones".to_owned(),
        };
        text = format!("{large} together at most {}", percent(together));
        if let Some(fires) = stage.fires_together_percent {
            text += &format!(", asked only when they have {} or more", percent(fires));
        }
        if let Some(others) = stage.others_percent {
            text += &format!(", and any other at most {}", percent(others));
        }
    }
    if !stage.months.is_empty() {
        text += &format!(", in {}", months(&stage.months));
    }
    text
}

fn rebalancing(rule: &Rebalancing) -> String {
    let mut text = format!("Reweighted after {} of {}", rule.day, months(&rule.months));
    if rule.priced_sessions_before > 0 {
        let sessions = counted(rule.priced_sessions_before as usize, "session", "sessions");
        text += &format!(", at the closes of {sessions} before");
    }
    if rule.reconstitutes {
        text += ", with members reselected";
    }
    let one =
        rule.if_company_above_percent.map(|part| format!("one company is above {}", percent(part)));
    let together = rule.above_percent.zip(rule.if_together_percent).map(|(above, together)| {
        format!("companies above {} together have more than {}", percent(above), percent(together))
    });
    let limits: Vec<String> = one.into_iter().chain(together).collect();
    if !limits.is_empty() {
        text += &format!(", only when {}", listed(limits, "or"));
    }
    text + "."
}
