//! The columns of each table of the market folder.

use crate::check::DoubtfulSession;
use crate::facts::{
    Action, ClassVotes, CommitteeDecision, Correction, CusipTicker, Filer, FilerLink, FilerName,
    FilerTicker, FreeFloat, FundLine, Fundamental, FxRate, Geography, IndexLevel, Refusal,
    SecurityVersion, ShareCount,
};
use crate::market::Source;

crate::table!(
    SecurityVersion,
    "securities",
    [
        whole("security"),
        whole("issuer"),
        text("ticker"),
        text("name"),
        text("mic"),
        text("kind"),
        optional(text("share_class")),
        optional(text("country")),
        optional(text("sector")),
        optional(text("industry")),
        optional(small("ipo_year")),
        day("from"),
        day("to"),
        day("known_at"),
    ]
);
crate::table!(
    ShareCount,
    "shares",
    [
        whole("security"),
        day("effective"),
        exact("shares", 18, 6),
        text("basis"),
        optional(exact("free_float", 18, 12)),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    Action,
    "actions",
    [
        day("ex_date"),
        whole("security"),
        text("kind"),
        optional(text("ratio")),
        optional(exact("cash", 18, 9)),
        optional(text("currency")),
        optional(whole("other")),
        optional(exact("shares", 18, 6)),
        optional(day("effective")),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    FundLine,
    "fund_lines",
    [
        text("fund"),
        day("as_of"),
        text("ticker"),
        optional(text("name")),
        text("kind"),
        optional(float("weight_percent")),
        optional(exact("quantity", 18, 6)),
        optional(exact("price", 18, 9)),
        optional(text("cusip")),
        day("known_at"),
    ]
);
crate::table!(
    IndexLevel,
    "index_levels",
    [text("index"), day("date"), exact("level", 38, 18), flag("suspect"), day("known_at"),]
);
crate::table!(
    Refusal,
    "refusals",
    [text("source"), long("line"), text("column"), text("value"), text("reason"),]
);
crate::table!(Source, "sources", [text("format"), text("name"), text("hash")]);
crate::table!(
    FreeFloat,
    "free_floats",
    [
        whole("security"),
        day("effective"),
        exact("free_float", 18, 12),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    ClassVotes,
    "class_votes",
    [
        whole("security"),
        day("effective"),
        text("class"),
        exact("shares", 18, 6),
        exact("votes_per_share", 18, 6),
        exact("free_float", 18, 12),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    Geography,
    "geography",
    [
        whole("security"),
        day("fiscal_year_end"),
        text("measure"),
        text("area"),
        text("area_kind"),
        optional(text("countries")),
        float("percent"),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    Fundamental,
    "fundamentals",
    [
        whole("security"),
        text("measure"),
        day("period_end"),
        day("known_at"),
        float("value"),
        text("source"),
    ]
);
crate::table!(
    FxRate,
    "fx",
    [day("date"), text("from"), text("to"), exact("rate", 18, 12), day("known_at"), text("source"),]
);
crate::table!(
    CommitteeDecision,
    "committee_decisions",
    [
        text("index"),
        day("effective"),
        whole("security"),
        flag("enters"),
        text("who"),
        text("why"),
        day("known_at"),
        text("source"),
    ]
);
crate::table!(
    Correction,
    "corrections",
    [
        whole("security"),
        text("field"),
        text("value"),
        text("who"),
        text("why"),
        text("evidence"),
        day("from"),
        optional(day("until")),
        day("known_at"),
    ]
);
crate::table!(
    Filer,
    "filers",
    [
        whole("cik"),
        text("name"),
        optional(text("entity_type")),
        optional(small("sic")),
        optional(text("incorporation")),
        optional(text("headquarters")),
        optional(text("category")),
        day("first_seen"),
        day("last_seen"),
        text("source"),
    ]
);
crate::table!(
    FilerTicker,
    "filer_tickers",
    [
        whole("cik"),
        text("ticker"),
        optional(text("name")),
        optional(text("exchange")),
        day("first_seen"),
        day("last_seen"),
        text("source"),
    ]
);
crate::table!(
    FilerName,
    "filer_names",
    [whole("cik"), text("name"), optional(day("from")), optional(day("until")), text("source"),]
);
crate::table!(CusipTicker, "cusips", [text("cusip"), text("ticker"), text("source")]);
crate::table!(
    FilerLink,
    "filer_links",
    [whole("security"), whole("cik"), day("from"), day("to"), text("evidence")]
);
crate::table!(
    DoubtfulSession,
    "doubtful_sessions",
    [day("date"), text("mic"), text("reason"), day("known_at")]
);
