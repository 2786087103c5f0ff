//! Variants of a methodology over one market, compared.

use std::fmt;

use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::sweep::{CapacityRule, Figures, SweepPlan, Swept, Variant, sweep};
use russet_rules::methodology::Variation;
use russet_store::table::{Table, to_batch};

use crate::error::Kind;
use crate::{Error, Market, Methodology};

/// More variants than this are a mistake rather than a question.
const MOST_VARIANTS: usize = 10_000;

/// The name of the methodology as it is.
const BASE: &str = "base";

/// What to vary, and what to measure.
#[derive(Clone)]
pub struct SweepOptions<'a> {
    varied: Vec<Vec<Variation>>,
    indexes: Vec<String>,
    first_session: Option<Date>,
    last_session: Option<Date>,
    capacity: CapacityRule,
    progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl Default for SweepOptions<'_> {
    fn default() -> Self {
        SweepOptions::new()
    }
}

impl<'a> SweepOptions<'a> {
    /// The methodology as it is, its first index, all sessions of the market from the first reconstitution on.
    pub fn new() -> SweepOptions<'a> {
        SweepOptions {
            varied: Vec::new(),
            indexes: Vec::new(),
            first_session: None,
            last_session: None,
            capacity: CapacityRule::default(),
            progress: &|_, _| {},
        }
    }

    /// Tries values at a path of the methodology, written as for [`Methodology::with`]. Several calls make every
    /// combination.
    pub fn vary<V: Into<String>>(
        mut self,
        path: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let at_path = |value: V| Variation { path: path.to_owned(), value: value.into() };
        self.varied.push(values.into_iter().map(at_path).collect());
        self
    }

    /// The indexes to measure.
    pub fn indexes<I: Into<String>>(self, ids: impl IntoIterator<Item = I>) -> Self {
        SweepOptions { indexes: ids.into_iter().map(Into::into).collect(), ..self }
    }

    /// The first session; without it the first reconstitution that the market's prices can rank.
    pub fn first_session(self, day: Date) -> Self {
        SweepOptions { first_session: Some(day), ..self }
    }

    /// The last session; without it the market's last.
    pub fn last_session(self, day: Date) -> Self {
        SweepOptions { last_session: Some(day), ..self }
    }

    /// How capacity is measured.
    pub fn capacity(self, rule: CapacityRule) -> Self {
        SweepOptions { capacity: rule, ..self }
    }

    /// A function to call after each variant with how many are done and how many there are.
    pub fn on_progress<'b>(self, progress: &'b (dyn Fn(usize, usize) + Sync)) -> SweepOptions<'b>
    where
        'a: 'b,
    {
        SweepOptions { progress, ..self }
    }

    /// The methodology as it is, and every combination of the values to try.
    fn variants(&self, base: &Methodology) -> Result<Vec<Variant>, Error> {
        let mut combinations: Vec<Vec<Variation>> = vec![Vec::new()];
        for values in &self.varied {
            let with = |earlier: &Vec<Variation>, value: &Variation| {
                earlier.iter().chain([value]).cloned().collect::<Vec<Variation>>()
            };
            let longer = combinations
                .iter()
                .flat_map(|earlier| values.iter().map(move |value| with(earlier, value)));
            combinations = longer.collect();
            if combinations.len() > MOST_VARIANTS {
                return Err(Error::new(Kind::TooManyVariants { most: MOST_VARIANTS }));
            }
        }
        combinations.retain(|combination| !combination.is_empty());
        let mut variants = vec![Variant { name: BASE.to_owned(), family: base.rules().clone() }];
        for combination in combinations {
            let named: Vec<String> = combination.iter().map(Variation::to_string).collect();
            let name = named.join(" ");
            let varied = base.varied(&combination).map_err(|error| error.in_variant(&name))?;
            variants.push(Variant { name, family: varied.rules().clone() });
        }
        Ok(variants)
    }
}

impl fmt::Debug for SweepOptions<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SweepOptions")
            .field("varied", &self.varied)
            .field("indexes", &self.indexes)
            .field("first_session", &self.first_session)
            .field("last_session", &self.last_session)
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

/// The figures of one index of one variant of a methodology. The page
/// [sweep.md](https://github.com/russet-index/russet/blob/main/docs/sweep.md) says how each is measured.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(name = "variants", key = "variant, index_id")]
pub struct VariantFigures {
    /// The values that are varied, such as `breakpoints.1000.half_width_percent=5`; `base` for the methodology as it is.
    pub variant: String,
    /// The index.
    pub index_id: String,
    /// The first session of the figures, which is the same for all variants of an index; none where a variant has too
    /// few levels.
    pub first_session: Option<Date>,
    /// The last session of the figures.
    pub last_session: Option<Date>,
    /// The price return a year.
    #[column(unit = "percent")]
    pub price_return_percent: Option<f64>,
    /// The gross total return a year.
    #[column(unit = "percent")]
    pub total_return_percent: Option<f64>,
    /// The volatility of daily price returns, a year.
    #[column(unit = "percent")]
    pub volatility_percent: Option<f64>,
    /// The one-way turnover a year.
    #[column(unit = "percent")]
    pub turnover_percent: Option<f64>,
    /// How many securities the index held on an average session.
    pub members: Option<f64>,
    /// The largest fund that can trade the median reconstitution; none without a reconstitution.
    #[column(unit = "million family currency")]
    pub capacity_millions: Option<f64>,
    /// The total return less that of `base`.
    #[column(unit = "percentage points")]
    pub total_return_difference: Option<f64>,
    /// The volatility less that of `base`.
    #[column(unit = "percentage points")]
    pub volatility_difference: Option<f64>,
    /// The turnover less that of `base`.
    #[column(unit = "percentage points")]
    pub turnover_difference: Option<f64>,
    /// The capacity less that of `base`.
    #[column(unit = "million family currency")]
    pub capacity_difference: Option<f64>,
    /// What a reader should know of the index, as the notes of a build say it: caps that could not hold, say.
    pub notes: Option<String>,
}

impl VariantFigures {
    fn new(swept: Swept, base: Option<Figures>) -> VariantFigures {
        let figures = swept.figures;
        let figure = |of: fn(&Figures) -> Option<f64>| {
            figures.as_ref().and_then(of).filter(|value| !value.is_nan())
        };
        let difference = |of: fn(&Figures) -> Option<f64>| {
            let both = figures.as_ref().and_then(of).zip(base.as_ref().and_then(of));
            both.map(|(value, base)| value - base).filter(|value| !value.is_nan())
        };
        let millions = |figures: &Figures| figures.capacity.map(|capacity| capacity / 1e6);
        VariantFigures {
            variant: swept.variant,
            index_id: swept.index,
            first_session: figures.map(|figures| figures.from),
            last_session: figures.map(|figures| figures.to),
            price_return_percent: figure(|figures| Some(figures.price_return)),
            total_return_percent: figure(|figures| Some(figures.total_return)),
            volatility_percent: figure(|figures| Some(figures.volatility)),
            turnover_percent: figure(|figures| figures.turnover),
            members: figure(|figures| Some(figures.members)),
            capacity_millions: figure(millions),
            total_return_difference: difference(|figures| Some(figures.total_return)),
            volatility_difference: difference(|figures| Some(figures.volatility)),
            turnover_difference: difference(|figures| figures.turnover),
            capacity_difference: difference(millions),
            notes: (!swept.notes.is_empty()).then(|| swept.notes.join(" ")),
        }
    }
}

impl Market {
    /// Builds variants of a methodology on all cores and measures each index over the sessions that all of them have:
    /// return, risk, turnover, capacity. The columns are those of [`VariantFigures`]; the rows of `base`, the
    /// methodology as it is, come first.
    ///
    /// # Errors
    /// [`Error::is_unknown_index`]; [`Error::is_invalid_methodology`] where a path leads nowhere or the rules do not
    /// take a value; [`Error::is_invalid_argument`] for more than 10,000 variants; [`Error::is_unbuildable`] with the
    /// name of the variant.
    ///
    /// ```
    /// use russet_core::{Market, Methodology, SweepOptions, VariantFigures, rows};
    /// # use russet_core::Simulation;
    /// # use russet_core::jiff::civil::date;
    /// # let parent = tempfile::tempdir().unwrap();
    /// # let plan = Simulation { companies: 100, years: 2, from: date(2025, 1, 1), ..Simulation::default() };
    /// # let market = Market::simulate(parent.path().join("market"), &plan)?;
    /// # let rules = Methodology::load("examples/small.toml")?;
    /// let bands = SweepOptions::new().vary("breakpoints.20.half_width_percent", ["0", "5"]).indexes(["SMALL40"]);
    /// let figures = rows::<VariantFigures>(&market.sweep(&rules, &bands)?)?;
    /// let names: Vec<&str> = figures.iter().map(|row| row.variant.as_str()).collect();
    /// assert_eq!(names, ["base", "breakpoints.20.half_width_percent=0", "breakpoints.20.half_width_percent=5"]);
    /// // Without a band, more is traded.
    /// assert!(figures[1].turnover_percent > figures[2].turnover_percent);
    /// # Ok::<(), russet_core::Error>(())
    /// ```
    pub fn sweep(
        &self,
        methodology: &Methodology,
        options: &SweepOptions<'_>,
    ) -> Result<RecordBatch, Error> {
        let known = options.indexes.iter().map(|index| methodology.index(index));
        let mut indexes: Vec<&str> = known.collect::<Result<_, _>>()?;
        if indexes.is_empty() {
            indexes.extend(methodology.indexes().next());
        }
        let variants = options.variants(methodology)?;
        let plan = SweepPlan {
            indexes: indexes.into_iter().map(str::to_owned).collect(),
            from: options.first_session,
            to: options.last_session,
            capacity: options.capacity,
        };
        let swept = sweep(&self.view()?, &variants, &plan, options.progress)
            .map_err(|(name, error)| Error::from(error).in_variant(&name))?;
        let of_base: Vec<Option<Figures>> =
            swept.iter().take(plan.indexes.len()).map(|row| row.figures).collect();
        let row = |(position, swept): (usize, Swept)| {
            let base = match position < of_base.len() {
                true => None,
                false => of_base[position % of_base.len()],
            };
            VariantFigures::new(swept, base)
        };
        let rows: Vec<VariantFigures> = swept.into_iter().enumerate().map(row).collect();
        Ok(to_batch(&rows)?)
    }
}
