//! The screens of a family, in the order in which they are asked, each as a sentence.

mod companies;
mod lines;

use jiff::civil::Date;
use russet_rules::Methodology;

use super::page::Page;
use companies::of_companies;
use lines::of_lines;

pub(super) use companies::except_funds;

pub fn add(page: &mut Page, family: &Methodology, day: Date) {
    for (place, screen) in family.eligibility.order.iter().enumerate() {
        let found = of_companies(*screen, &family.eligibility, (family.currency, day))
            .or_else(|| of_lines(*screen, &family.eligibility, (family.currency, day)));
        if let Some((text, exempts_members, source)) = found {
            let spared = if exempts_members { " Asked of newcomers only." } else { "" };
            let name = format!("{}. {}", place + 1, screen.name());
            page.add("Who may belong, in this order", name, format!("{text}.{spared}"), source);
        }
    }
}

/// A screen in words, whether members are spared, and where it was read.
type Told<'rule> = Option<(String, bool, &'rule str)>;
