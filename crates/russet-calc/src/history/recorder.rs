//! Writes down what the engine does: ledger, constituents, levels, closes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::iter::Peekable;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Currency, Factor, MarketView, Price, SecurityId, SecurityVersion, Shares};
use russet_rules::free_float::KnownFloat;
use serde::{Deserialize, Serialize};

use super::by_id::ById;
use super::engine::Days;
use super::saved::{SavedHeld, place_of};
use super::target::Target;
use crate::basket::Basket;
use crate::closes::Closes;
use crate::index::Effect;
use crate::ledger::{Cause, Makeup};
use crate::rates::Rates;
use crate::run::compact::{Entry, Held};
use crate::run::{
    ActionRow, DividendRow, Keeps, LevelRow, LineTrade, ProFormaRow, RateRow, Span, Stretch, Trade,
};

/// A security's part in an event, with everything on both sides of it.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) security: SecurityId,
    pub(super) before: Shares,
    pub(super) after: Shares,
    /// The close before, where the event puts it on new terms.
    pub(super) price_before: Option<Price>,
    pub(super) makeup_before: Option<Makeup>,
    pub(super) makeup_after: Option<Makeup>,
    pub(super) note: String,
}

/// What all parts of an event share.
pub(super) struct Event<'build> {
    pub(super) index: &'build str,
    pub(super) cause: Cause,
    pub(super) days: Days,
    pub(super) effect: Effect,
}

/// Rates of a pair of currencies that were carried from earlier days: to how many sessions, and the
/// oldest, with the session that used it.
pub(super) type CarriedRates = BTreeMap<(Currency, Currency), (usize, Date, Date)>;

/// What an index held of a line over some sessions that have ended.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    pub(super) position: usize,
    pub(super) security: SecurityId,
    pub(super) index_shares: Shares,
    pub(super) from: Date,
    pub(super) to: Date,
}

/// What a recorder knows beside rows, for a build that goes on from here.
#[derive(Serialize, Deserialize)]
pub(super) struct Opened {
    pub(super) rows: Vec<Vec<SavedHeld>>,
    pub(super) sentences: Vec<String>,
    pub(super) starts: BTreeMap<String, Date>,
    pub(super) carried: CarriedRates,
}

/// The tables of a run while they grow: what has not been handed over to the sink yet.
#[derive(Debug, Clone)]
pub(super) struct Recorder<'build> {
    keeps: Keeps,
    rows: Stretch<'build>,
    event: u32,
    /// Sentences that rows share.
    sentences: HashSet<Arc<str>>,
    /// The constituents of each index that have not ended.
    open: Vec<HashMap<SecurityId, Held<'build>>>,
    /// Lines with a dividend that is learnt after its ex-date, and their ended rows by index.
    late: BTreeSet<SecurityId>,
    ended: Vec<Ended>,
    starts: BTreeMap<String, Date>,
    carried: CarriedRates,
}

impl Default for Recorder<'_> {
    fn default() -> Self {
        Recorder {
            keeps: Keeps::Everything,
            rows: Stretch::new(Span::Open),
            event: 0,
            sentences: HashSet::new(),
            open: Vec::new(),
            late: BTreeSet::new(),
            ended: Vec::new(),
            starts: BTreeMap::new(),
            carried: BTreeMap::new(),
        }
    }
}

impl<'build> Recorder<'build> {
    pub(super) fn new(view: &MarketView<'_>, indexes: usize) -> Recorder<'build> {
        let actions = view.actions().iter();
        let late = actions.filter(|action| action.known_at > action.ex_date);
        Recorder {
            open: vec![HashMap::new(); indexes],
            late: late.map(|action| action.security).collect(),
            ..Recorder::default()
        }
    }

    /// Writes down no more than a sink keeps.
    pub(super) fn keep(&mut self, keeps: Keeps) {
        self.keeps = keeps;
    }

    /// Whether more is kept than levels and what was traded.
    pub(super) fn keeps_all_tables(&self) -> bool {
        matches!(self.keeps, Keeps::Everything | Keeps::AllButMarketCloses)
    }

    /// The number of the last event so far.
    pub(super) fn last_event(&self) -> u32 {
        self.event
    }

    /// The first session with a level of an index.
    pub(super) fn start(&self, index: &str) -> Option<Date> {
        self.starts.get(index).copied()
    }

    /// The rates that were carried.
    pub(super) fn carried(&self) -> &CarriedRates {
        &self.carried
    }

    /// The ledger of events that have not been handed over.
    pub(super) fn events(&self) -> &[Entry<'build>] {
        &self.rows.events
    }

    /// One event of one index, at the closes and rates after it.
    pub(super) fn event<'market: 'build>(
        &mut self,
        view: &MarketView<'market>,
        (closes, rates): (&Closes, &Rates),
        event: Event<'build>,
        parts: Vec<Part>,
    ) {
        if parts.is_empty() {
            return;
        }
        self.event += 1;
        match self.keeps {
            Keeps::Everything | Keeps::AllButMarketCloses => {}
            Keeps::Levels => {
                self.rows.trades.extend(trade((closes, rates), &event, &parts));
                return;
            }
            Keeps::LineTrades => {
                self.rows.line_trades.extend(parts.iter().map(|part| LineTrade {
                    index: event.index,
                    after_close: event.days.after_close,
                    cause: event.cause,
                    security: part.security,
                    price: closes.get(part.security),
                    shares_before: part.before,
                    shares_after: part.after,
                    value_before: event.effect.value_before,
                }));
                return;
            }
        }
        for part in parts {
            let Some(version) = called(view, part.security, event.days.session) else { continue };
            let price = closes.get(part.security);
            let made = |makeup: Option<Makeup>, of: fn(Makeup) -> Factor| makeup.map(of);
            let note = self.shared(&part.note);
            self.rows.events.push(Entry {
                event: self.event,
                index: event.index,
                after_close: event.days.after_close,
                cause: event.cause,
                security: part.security,
                ticker: &version.ticker,
                shares_before: part.before,
                shares_after: part.after,
                price_before: part.price_before.or(price),
                price,
                count_before: part.makeup_before.map(|made| made.count),
                count_after: part.makeup_after.map(|made| made.count),
                float_before: made(part.makeup_before, |made| made.float),
                float_after: made(part.makeup_after, |made| made.float),
                style_before: made(part.makeup_before, |made| made.style),
                style_after: made(part.makeup_after, |made| made.style),
                cap_before: made(part.makeup_before, |made| made.cap),
                cap_after: made(part.makeup_after, |made| made.cap),
                value_before: event.effect.value_before,
                value_after: event.effect.value_after,
                divisor_before: event.effect.divisor_before,
                divisor_after: event.effect.divisor_after,
                note,
            });
        }
    }

    /// The level of an index on a session.
    pub(super) fn level(&mut self, row: LevelRow) {
        if !self.starts.contains_key(&row.index) {
            self.starts.insert(row.index.clone(), row.date);
        }
        self.rows.levels.push(row);
    }

    /// The dividends of a session.
    pub(super) fn dividends(&mut self, rows: Vec<DividendRow>) {
        self.rows.dividends.extend(rows);
    }

    /// The rate of a pair that counted in a session, and the day it is of.
    pub(super) fn rate(&mut self, row: RateRow, of: Date) {
        if of < row.date {
            let pair = (row.from, row.into);
            let (count, oldest, day) = self.carried.entry(pair).or_insert((0, of, row.date));
            *count += 1;
            if (row.date - of).get_days() > (*day - *oldest).get_days() {
                (*oldest, *day) = (of, row.date);
            }
        }
        self.rows.rates.push(row);
    }

    /// A reconstitution that was announced.
    pub(super) fn pro_forma(&mut self, rows: Vec<ProFormaRow>) {
        self.rows.pro_forma.extend(rows);
    }

    /// What became of an action.
    pub(super) fn action(&mut self, row: ActionRow) {
        self.rows.actions.push(row);
    }

    /// The closes that counted in a session, of lines in order, beside those that the market has of it.
    pub(super) fn closes(
        &mut self,
        session: Date,
        closes: &Closes,
        lines: &[SecurityId],
        market: impl Iterator<Item = (SecurityId, Price)>,
    ) {
        let mut market = market.peekable();
        for security in lines {
            let Some((close, date)) = closes.dated(*security) else { continue };
            let kept = match self.keeps {
                Keeps::Everything => true,
                Keeps::AllButMarketCloses => {
                    date != session || close_of(&mut market, *security) != Some(close)
                }
                Keeps::LineTrades | Keeps::Levels => false,
            };
            if kept {
                self.rows.closes.push(session, *security, close, date);
            }
        }
    }

    /// Who makes the level of an index from a session on, as far as something changed.
    pub(super) fn constituents<'market: 'build>(
        &mut self,
        (view, targets): (&MarketView<'market>, &ById<SecurityId, Target>),
        (position, id): (usize, &'build str),
        (previous, session): (Date, Date),
        (basket, makeups): (&Basket, &ById<SecurityId, Makeup>),
        changed: BTreeSet<SecurityId>,
    ) {
        let (keeps_all, unknown) = (self.keeps_all_tables(), KnownFloat::default());
        for security in changed {
            let is_late = self.late.contains(&security);
            if !keeps_all && !is_late {
                continue;
            }
            let held = basket.shares(security);
            let held = held.zip(called(view, security, session));
            let float = targets.get(&security).map_or(&unknown, |target| &target.float);
            let made = makeups.get(&security);
            let now = held.map(|(index_shares, version)| Held {
                index: id,
                security,
                version,
                currency: version.mic.currency(),
                count: made.map(|made| made.count),
                index_shares,
                free_float: float.factor,
                free_float_source: self.shared(&float.source),
                free_float_since: float.since,
                style: made.map_or(Factor::ONE, |made| made.style),
                cap: made.map_or(Factor::ONE, |made| made.cap),
                from: session,
                to: session,
            });
            let open = &mut self.open[position];
            let known = open.get(&security);
            if known.zip(now.as_ref()).is_some_and(|(row, now)| row.says_the_same(now)) {
                continue;
            }
            let ended = match now {
                Some(now) => open.insert(security, now),
                None => open.remove(&security),
            };
            let ended = ended.map(|row| Held { to: previous, ..row });
            self.ended.extend(ended.iter().filter(|_| is_late).map(|row| {
                let Held { security, index_shares, from, to, .. } = *row;
                Ended { position, security, index_shares, from, to }
            }));
            self.rows.constituents.extend(ended.filter(|_| keeps_all));
        }
    }

    /// The index shares of a security on an earlier day, for dividends that were learnt late.
    pub(super) fn shares_on(
        &self,
        position: usize,
        security: SecurityId,
        day: Date,
    ) -> Option<Shares> {
        let open = self.open[position].get(&security).filter(|row| row.from <= day);
        // Rows end in order of time, so the last ones are enough.
        let ended = || {
            let mut rows = self.ended.iter().rev().take_while(|row| row.to >= day);
            rows.find(|row| (row.security, row.position) == (security, position) && row.from <= day)
        };
        open.map(|row| row.index_shares).or_else(|| ended().map(|row| row.index_shares))
    }

    /// Takes out what was written down up to the end of a span.
    pub(super) fn hand_over(&mut self, span: Span) -> Stretch<'build> {
        self.sentences.clear();
        self.rows.take_until(span)
    }

    /// Takes out what the end of the run leaves open: rows of constituents end with the last session
    /// that they are known for.
    pub(super) fn hand_over_open(&mut self, last: Date) -> Stretch<'build> {
        let open = std::mem::take(&mut self.open).into_iter().flat_map(HashMap::into_values);
        let mut rows = std::mem::replace(&mut self.rows, Stretch::new(Span::Open));
        rows.constituents
            .extend(open.filter(|_| self.keeps_all_tables()).map(|row| Held { to: last, ..row }));
        rows.constituents.sort_unstable_by(|a, b| a.key().cmp(&b.key()));
        rows
    }

    /// How many actions were dealt with after the close of a session, of those not handed over.
    pub(super) fn actions_after(&self, session: Date) -> usize {
        self.rows.actions.iter().filter(|row| row.after_close == Some(session)).count()
    }

    /// What is known beside rows.
    pub(super) fn opened(&self, view: &MarketView<'_>, after: Date) -> Opened {
        let mut sentences: BTreeMap<&str, u32> = BTreeMap::new();
        let all = self.open.iter().flat_map(HashMap::values);
        sentences.extend(all.map(|row| (&*row.free_float_source, 0)));
        sentences.values_mut().zip(0..).for_each(|(place, number)| *place = number);
        let rows = self.open.iter().map(|of_index| {
            let mut rows: Vec<&Held<'_>> = of_index.values().collect();
            rows.sort_unstable_by_key(|row| row.security);
            let saved = rows.into_iter().map(|row| SavedHeld {
                security: row.security,
                version: place_of(view.versions(row.security), row.version, after),
                count: row.count,
                index_shares: row.index_shares,
                free_float: row.free_float,
                free_float_source: sentences[&*row.free_float_source],
                free_float_since: row.free_float_since,
                style: row.style,
                cap: row.cap,
                from: row.from,
            });
            saved.collect()
        });
        Opened {
            rows: rows.collect(),
            starts: self.starts.clone(),
            carried: self.carried.clone(),
            sentences: sentences.into_keys().map(str::to_owned).collect(),
        }
    }

    /// Goes on after an event with what is open, of a run whose rows the sink has.
    pub(super) fn go_on(
        &mut self,
        last_event: u32,
        open: Vec<HashMap<SecurityId, Held<'build>>>,
        ended: Vec<Ended>,
        opened: &Opened,
    ) {
        self.event = last_event;
        self.open = open;
        self.ended = ended;
        self.starts.clone_from(&opened.starts);
        self.carried.clone_from(&opened.carried);
    }

    fn shared(&mut self, sentence: &str) -> Arc<str> {
        if let Some(known) = self.sentences.get(sentence) {
            return known.clone();
        }
        let sentence: Arc<str> = sentence.into();
        self.sentences.insert(sentence.clone());
        sentence
    }
}

/// The market's close of a line, where lines are asked for in order.
fn close_of(
    market: &mut Peekable<impl Iterator<Item = (SecurityId, Price)>>,
    line: SecurityId,
) -> Option<Price> {
    while market.next_if(|(security, _)| *security < line).is_some() {}
    market.next_if(|(security, _)| *security == line).map(|(_, close)| close)
}

/// What an event traded; a first basket and new terms are no trade.
fn trade((closes, rates): (&Closes, &Rates), event: &Event<'_>, parts: &[Part]) -> Option<Trade> {
    let (mut bought, mut sold) = (0.0, 0.0);
    for part in parts.iter().filter(|part| part.price_before.is_none()) {
        let value = |shares: Shares| {
            let value = closes.value(part.security, shares, rates).ok().flatten();
            value.map_or(0.0, |value| value.to_f64())
        };
        let change = value(part.after) - value(part.before);
        bought += change.max(0.0);
        sold += (-change).max(0.0);
    }
    let value = event.effect.value_before.to_f64();
    let counts = event.cause != Cause::Start && bought + sold > 0.0;
    counts.then(|| Trade {
        index: event.index.to_owned(),
        after_close: event.days.after_close,
        cause: event.cause,
        bought,
        sold,
        value,
    })
}

/// What a line is called on a day; one that is held before its first session, by its first name.
pub(super) fn called<'market>(
    view: &MarketView<'market>,
    security: SecurityId,
    day: Date,
) -> Option<&'market SecurityVersion> {
    view.version(security, day).or_else(|| view.first_version(security))
}
