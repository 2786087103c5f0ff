//! Real kinds of line names, and what they are.

use russet_market::SecurityKind::{self, *};

use super::{first_rule, traits::Traits};

/// Symbol, name, industry.
type Line = (&'static str, &'static str, &'static str);

const REIT: &str = "Real Estate Investment Trusts";
const BANK: &str = "Major Banks";
const TRUSTS: &str = "Trusts Except Educational Religious and Charitable";

/// The sector in which a feed lists a company of an industry.
fn sector(industry: &str) -> &'static str {
    match industry {
        "" => "",
        REIT => "Real Estate",
        _ => "Finance",
    }
}

fn kind(name: &str, symbol: &str, sector: &str, industry: &str) -> SecurityKind {
    first_rule(&Traits::of(name, symbol, sector, industry)).map_or(Common, |rule| rule.kind)
}

fn check(expected: SecurityKind, lines: &[Line]) {
    for (symbol, name, industry) in lines {
        assert_eq!(kind(name, symbol, sector(industry), industry), expected, "{symbol}: {name}");
    }
}

#[test]
fn common_shares_with_telling_words_stay_common() {
    check(
        Common,
        &[
            ("AAPL", "Apple Inc. Common Stock", "Computer Manufacturing"),
            ("GOOG", "Alphabet Inc. Class C Capital Stock", ""),
            ("BRK.B", "Berkshire Hathaway Inc.", ""),
            ("LGF.A", "Lions Gate Entertainment Corporation Class A Voting Shares", ""),
            ("UNT", "Unit Corporation Common Stock", ""),
            ("PFBC", "Preferred Bank Common Stock", BANK),
            ("APTS", "Preferred Apartment Communities Inc. Common Stock", REIT),
            ("NTRS", "Northern Trust Corporation Common Stock", BANK),
            ("TRST", "TrustCo Bank Corp NY Common Stock", BANK),
            ("TRMK", "Trustmark Corporation Common Stock", BANK),
            ("RITM", "Rithm Capital Corp. Common Stock", REIT),
            ("AGNC", "AGNC Investment Corp. Common Stock", REIT),
            ("UE", "Urban Edge Properties Common Shares of Beneficial Interest", REIT),
            ("PSA", "Public Storage Common Stock", REIT),
            ("CPT", "Camden Property Trust Common Stock", REIT),
            ("SPG", "Simon Property Group Inc. Common Stock", REIT),
            ("SAFE", "Safehold Inc. New Common Stock", REIT),
            ("BRT", "BRT Apartments Corp. (MD) Common Stock", REIT),
            ("EPR", "EPR Properties Common Stock", REIT),
            ("PEI", "Pennsylvania Real Estate Investment Trust Common Stock", REIT),
            ("FRT", "Federal Realty Investment Trust Common Stock", REIT),
            ("DLR", "Digital Realty Trust Inc. Common Stock", REIT),
            ("GTY", "Getty Realty Corporation Common Stock", REIT),
            ("UNIT", "Uniti Group Inc. Common Stock", REIT),
            ("UAL", "United Airlines Holdings Inc. Common Stock", ""),
            ("AAL", "American Airlines Group Inc. Common Stock", ""),
            ("BRO", "Brown & Brown Inc. Common Stock", ""),
            ("BKD", "Brookdale Senior Living Inc. Common Stock", ""),
            ("SNDA", "Sonida Senior Living Inc. Common Stock", ""),
            ("CACC", "Credit Acceptance Corporation Common Stock", "Finance: Consumer Services"),
            ("WRLD", "World Acceptance Corporation Common Stock", "Finance: Consumer Services"),
            ("COIN", "Coinbase Global Inc. Class A Common Stock", "Finance: Consumer Services"),
            ("LC", "LendingClub Corporation Common Stock", "Finance: Consumer Services"),
            ("ADS", "Alliance Data Systems Corporation Common Stock", ""),
            ("NOTE", "FiscalNote Holdings Inc. Class A common stock", ""),
            ("OSG", "Overseas Shipholding Group Inc. Class A Common Stock", ""),
            ("RCKT", "Rocket Pharmaceuticals Inc. Common Stock", ""),
            ("WSO.B", "Watsco Inc. Class B", ""),
            ("HEI.A", "Heico Corporation", ""),
            ("MKC.V", "McCormick & Company Incorporated", ""),
            ("BF.B", "Brown Forman Inc Class B", ""),
            ("NEWT", "NewtekOne Inc. Common Stock", ""),
            ("ACHC", "Acadia Healthcare Company Inc. Common Stock", ""),
            ("FWONA", "Liberty Media Corporation Series A Liberty Formula One Common Stock", ""),
            ("BATRA", "Liberty Media Corporation Series A Liberty Braves Common Stock", ""),
            ("QRTEA", "Qurate Retail Inc. Series A Common Stock", ""),
            ("GOOGL", "Alphabet Inc. Class A Common Stock", ""),
            ("SNOW", "Snowflake Inc. Class A Common Stock", ""),
            ("AMR", "Alpha Metallurgical Resources Inc. Common Stock", ""),
            ("DISCK", "Discovery Inc. Series C Common Stock", ""),
            ("CMCSA", "Comcast Corporation Class A Common Stock", ""),
            ("ALLE", "Allegion plc Ordinary Shares", ""),
            ("STX", "Seagate Technology Holdings PLC Ordinary Shares (Ireland)", ""),
            ("RGLD", "Royal Gold Inc. Common Stock", ""),
            ("UROY", "Uranium Royalty Corp. Common Stock", ""),
            ("MTR.N", "Mesa Laboratories Inc. Common Stock", ""),
            ("TREE", "LendingTree Inc. Common Stock", ""),
            ("FBIZ", "First Business Financial Services Inc. Common Stock", BANK),
            ("BOND", "Bond Street Holdings Inc. Common Stock", ""),
            ("NRDS", "NerdWallet Inc. Class A Common Stock", ""),
            ("TRUP", "Trupanion Inc. Common Stock", ""),
            ("RELL", "Richardson Electronics Ltd. Common Stock", ""),
            ("BWIN", "The Baldwin Insurance Group Inc. Class A Common Stock", ""),
            (
                "VIRT",
                "Virtu Financial Inc. Class A Common Stock",
                "Investment Bankers/Brokers/Service",
            ),
            (
                "LPLA",
                "LPL Financial Holdings Inc. Common Stock",
                "Investment Bankers/Brokers/Service",
            ),
            ("IVZ", "Invesco Ltd Common Stock", "Investment Managers"),
            ("STEP", "StepStone Group Inc. Class A Common Stock", "Investment Managers"),
            ("VRTS", "Virtus Investment Partners Inc. Common Stock", "Investment Managers"),
            ("DFS", "Discover Financial Services Common Stock", "Finance: Consumer Services"),
            ("BRSP", "BrightSpire Capital Inc. Class A Common Stock", REIT),
            (
                "IHT",
                "InnSuites Hospitality Trust Shares of Beneficial Interest",
                "Investment Bankers/Brokers/Service",
            ),
            ("VRT", "Vertiv Holdings LLC Class A Common Stock", ""),
            ("BCC", "Boise Cascade L.L.C. Common Stock", ""),
            ("BIPC", "Brookfield Infrastructure Partners LP Class A Subordinate Voting Shares", ""),
            ("LPRO", "Open Lending Corporation Class A Common Stock", "Finance: Consumer Services"),
            ("LPRO", "Open Lending Corporation Common Stock", "Finance: Consumer Services"),
            (
                "OPI",
                "Office Properties Income Trust Common Shares of Beneficial Interest",
                "Building operators",
            ),
            ("NTRS", "Northern Trust Corporation Common Stock", TRUSTS),
            ("TREE", "LendingTree Inc. Common Stock", "Finance/Investors Services"),
            ("JEF", "Jefferies Financial Group Inc. Common Stock", "Finance/Investors Services"),
            ("PLBC", "Plumas Bancorp", "Finance Companies"),
            ("ECPG", "Encore Capital Group Inc Common Stock", "Finance Companies"),
            ("OWL", "Blue Owl Capital Inc. Class A Common Stock", "Investment Managers"),
            ("GBL", "Gamco Investors Inc.", "Investment Managers"),
            ("NXDT", "NexPoint Diversified Real Estate Trust Common Stock", "Investment Managers"),
            ("IIVI", "II-VI Incorporated Common Stock", ""),
            ("GIII", "G-III Apparel Group LTD. Common Stock", ""),
            ("VFC", "V.F. Corporation Common Stock", ""),
            ("WARR", "Warrior Technologies Inc. Common Stock", ""),
            ("RGT", "Rightscorp Inc. Common Stock", ""),
            ("BRID", "Bridgford Foods Corporation Common Stock", ""),
            ("ABR", "Arbor Realty Trust Common Stock", REIT),
        ],
    );
}

#[test]
fn lines_beside_the_common_share() {
    check(
        Preferred,
        &[
            (
                "JPM^C",
                "J P Morgan Chase & Co Depositary Shares each representing a 1/400th interest",
                "",
            ),
            ("AAIC.PRB", "Arlington Asset Investment Corp 7.00% Series B", ""),
            (
                "AGNCN",
                "AGNC Investment Corp. Depositary Shares Each Representing a 1/1000th Interest in a Share of 7.00% Series C Fixed-To-Floating Rate Cumulative Redeemable Preferred Stock",
                REIT,
            ),
            (
                "RILYP",
                "B. Riley Financial Inc. Depositary Shares each representing a 1/1000th fractional interest in a share of Series A Cumulative Perpetual Preferred Stock",
                "",
            ),
            (
                "OXLCO",
                "Oxford Lane Capital Corp. Preferred Stock Shares 6.00% Series 2029",
                "Investment Managers",
            ),
            (
                "LANDP",
                "Gladstone Land Corporation 6.00% Series C Cumulative Redeemable Preferred Stock",
                REIT,
            ),
            (
                "IIVIP",
                "II-VI Incorporated 6.00% Series A Mandatory Convertible Preferred Stock",
                "",
            ),
            (
                "STRRP",
                "Star Equity Holdings Inc. Series A Cumulative Perpetual Preferred Stock",
                "",
            ),
            (
                "GAINL",
                "Gladstone Investment Corporation 6.375% Series E Cumulative Term Preferred Stock",
                "Finance: Consumer Services",
            ),
            ("TRINL", "Carver Preferred Capital Inc. 6% Trust Preferred Securities", ""),
        ],
    );
    check(
        Debt,
        &[
            ("RILYZ", "B. Riley Financial Inc. 5.25% Senior Notes due 2028", "Investment Managers"),
            (
                "BHFAL",
                "Brighthouse Financial Inc. 6.25% Junior Subordinated Debentures due 2058",
                "",
            ),
            ("GBLIL", "Global Indemnity Group LLC 7.875% Subordinated Notes due 2047", ""),
            ("NEWTI", "NewtekOne Inc. 8.00% Fixed Rate Senior Notes due 2028", ""),
            ("BAMI", "Brookfield Finance Inc. 4.50% Perpetual Subordinated Notes", ""),
            (
                "GAINZ",
                "Gladstone Investment Corporation 4.875% Notes due 2028",
                "Finance: Consumer Services",
            ),
            (
                "USOI",
                "Credit Suisse X-Links Crude Oil Shares Covered Call ETNs due April 24 2037",
                "",
            ),
            (
                "NAVI",
                "Navient Corporation 6% Senior Notes due December 15 2043",
                "Finance: Consumer Services",
            ),
            ("KTH", "Structures Products Cp 8% CorTS Issued by Peco Energy Cap Tr II", ""),
            (
                "EMP",
                "Entergy Mississippi LLC First Mortgage Bonds 4.90% Series Due October 1 2066",
                "",
            ),
            ("OFSSH", "OFS Capital Corporation 4.95% Notes due 2028", "Finance Companies"),
        ],
    );
    check(
        Warrant,
        &[
            ("GCMGW", "GCM Grosvenor Inc. Warrant", "Investment Managers"),
            ("SOFIW", "SoFi Technologies Inc. Warrants", ""),
            ("OXY.WS", "Occidental Petroleum Corporation Warrants to Purchase Common Stock", ""),
            ("CORZW", "Core Scientific Inc. Tranche 1 Warrants", ""),
            ("CNTQW", "Chardan NexTech Acquisition 2 Corp.", "Blank Checks"),
            (
                "PMGMW",
                "Priveterra Acquisition Corp. II Warrant to purchase Class A common stock",
                "Blank Checks",
            ),
            ("ACACW", "Acri Capital Acquisition Corporation Warrant", "Blank Checks"),
            ("BENFW", "Beneficient Warrant", ""),
            ("IEAWW", "Infrastructure and Energy Alternatives Inc. Warrant", ""),
            (
                "XXXW",
                "Some Holdings Inc. Redeemable warrants each exercisable for one share of Class A Common Stock",
                "",
            ),
            (
                "HHLA.WS",
                "HH&L Acquisition Co. Warrants each whole warrant exercisable for one Class A ordinary share",
                "Blank Checks",
            ),
        ],
    );
    check(
        Unit,
        &[
            ("AMCIU", "AMCI Acquisition Corp. II Units", "Blank Checks"),
            (
                "IPOD.U",
                "Social Capital Hedosophia Holdings Corp. IV Units each consisting of one Class A ordinary share",
                "Blank Checks",
            ),
            ("CNTQU", "Chardan NexTech Acquisition 2 Corp.", "Blank Checks"),
            ("SRBKU", "SR Bancorp Unit", ""),
            ("NEE.U", "NextEra Energy Inc. Corporate Units", ""),
            ("WTRU", "Essential Utilities Inc. 6.00% TEU", ""),
            ("DHRU", "Danaher Corporation Tangible Equity Units", ""),
        ],
    );
    check(
        Right,
        &[
            ("MCACR", "Mountain Crest Acquisition Corp. Right", "Blank Checks"),
            ("AGBAR", "AGBA Acquisition Limited Right", "Investment Managers"),
            ("DMAQR", "Deep Medicine Acquisition Corp. Rights", "Blank Checks"),
            ("MBTCR", "Nocturne Acquisition Corporation Right", "Blank Checks"),
            ("ABIO.R", "Achillion Pharmaceuticals Contingent Value Rights", ""),
        ],
    );
    check(
        DepositaryReceipt,
        &[
            (
                "BABA",
                "Alibaba Group Holding Limited American Depositary Shares each representing eight Ordinary share",
                "",
            ),
            ("TSM", "Taiwan Semiconductor Manufacturing Company Ltd.  ADR", ""),
            (
                "RELX",
                "RELX PLC PLC American Depositary Shares (Each representing One Ordinary Share)",
                "",
            ),
            (
                "EDU",
                "New Oriental Education & Technology Group Inc. Sponsored ADR representing 10 Ordinary Share (Cayman Islands)",
                "",
            ),
            ("IX", "Orix Corp Ads Common Stock", "Diversified Financial Services"),
            (
                "NMR",
                "Nomura Holdings Inc ADR American Depositary Shares",
                "Investment Bankers/Brokers/Service",
            ),
            ("MFH", "Mercurity Fintech Holding Inc. ADS", ""),
            ("NVX", "NOVONIX Limited American Depository Shares", ""),
            (
                "PBR.A",
                "Petroleo Brasileiro S.A. Petrobras American Depositary Shares representing preferred shares",
                "",
            ),
            (
                "GGB",
                "Gerdau S.A. American Depositary Shares each representing one preferred share",
                "",
            ),
            (
                "LAIX",
                "LAIX Inc. American Depositary Shares each  representing one Class A Ordinary Share",
                "",
            ),
            ("ONE", "OneSmart International Education Group Limited ADS", ""),
        ],
    );
}

#[test]
fn companies_that_are_no_operating_corporations() {
    check(
        BlankCheque,
        &[
            ("AMCI", "AMCI Acquisition Corp. II Class A Common Stock", "Blank Checks"),
            ("CCX", "Churchill Capital Corp II Class A Common Stock", "Blank Checks"),
            ("RTPZ", "Reinvent Technology Partners Z Class A Ordinary Shares", "Blank Checks"),
            ("PSTH", "Pershing Square Tontine Holdings Ltd. Class A Common Stock", "Blank Checks"),
            (
                "FRLA",
                "Fortune Rise Acquisition Corporation Class A Common Stock",
                "Finance: Consumer Services",
            ),
            ("CFIV", "CF Finance Acquisition Corp. III Common Stock", "Finance: Consumer Services"),
            ("KVSB", "Khosla Ventures Acquisition Co. II Class A Common Stock", ""),
            ("SNPR", "Tortoise Acquisition Corp. II Class A Ordinary Shares", ""),
            ("SWAG", "Software Acquisition Group Inc. III Class A Common Stock", ""),
            ("PTIC", "PropTech Investment Corporation II Class A Common Stock", ""),
            ("GHVI", "Gores Holdings VI Inc. Class A Common Stock", "Business Services"),
            ("FIII", "Forum Merger III Corporation Class A Common stock", "Business Services"),
            ("OMEG", "Omega Alpha SPAC Class A Ordinary Shares", ""),
            ("CBAH", "CBRE Acquisition Holdings Inc. Class A Common Stock", ""),
        ],
    );
    check(
        Fund,
        &[
            ("GGT", "Gabelli Multi-Media Trust Inc. (The) Common Stock", TRUSTS),
            ("PCM", "PCM Fund Inc. Common Stock", TRUSTS),
            ("RFI", "Cohen & Steers Total Return Realty Fund Inc. Common Stock", TRUSTS),
            ("CET", "Central Securities Corporation Common Stock", "Finance/Investors Services"),
            ("BTZ", "BlackRock Credit Allocation Income Trust", "Investment Managers"),
            ("JPC", "Nuveen Preferred & Income Opportunities Fund", "Investment Managers"),
            (
                "FFC",
                "Flaherty & Crumrine Preferred and Income Securities Fund Incorporated",
                TRUSTS,
            ),
            (
                "HQL",
                "abrdn Life Sciences Investors Shares of Beneficial Interest",
                "Investment Managers",
            ),
            ("ARCC", "Ares Capital Corporation Common Stock", "Finance: Consumer Services"),
            ("MAIN", "Main Street Capital Corporation Common Stock", "Finance/Investors Services"),
            ("PSEC", "Prospect Capital Corporation Common Stock", "Finance/Investors Services"),
            (
                "OCSL",
                "Oaktree Specialty Lending Corporation Common Stock",
                "Finance: Consumer Services",
            ),
            ("BBDC", "Barings BDC Inc. Common Stock", "Diversified Financial Services"),
            ("GBDC", "Golub Capital BDC Inc. Common Stock", ""),
            ("FSK", "FS KKR Capital Corp. Common Stock", "Investment Managers"),
            ("TCPC", "BlackRock TCP Capital Corp. Common Stock", "Finance/Investors Services"),
            ("GLAD", "Gladstone Capital Corporation Common Stock", "Finance/Investors Services"),
            ("MUE", "Blackrock MuniHoldings Quality Fund II Inc. Common Stock", ""),
            ("EVN", "Eaton Vance Municipal Income Trust Common Stock", ""),
            ("OEUR", "ALPS O'Shares Europe ETF", ""),
            ("ECC", "Eagle Point Credit Company Inc. Common Stock", TRUSTS),
            ("HTGC", "Hercules Capital Inc. Common Stock", "Finance Companies"),
            ("TRIN", "Trinity Capital Inc. Common Stock", "Finance/Investors Services"),
            ("RWAY", "Runway Growth Finance Corp. Common Stock", "Investment Managers"),
            (
                "GAIN",
                "Gladstone Investment Corporation Business Development Company",
                "Finance/Investors Services",
            ),
            ("SAR", "Saratoga Investment Corp New", "Investment Managers"),
            (
                "BCX",
                "BlackRock Resources Common Shares of Beneficial Interest",
                "Finance/Investors Services",
            ),
            ("CSQ", "Calamos Strategic Total Return Common Stock", "Finance Companies"),
            ("RMT", "Royce Micro-Cap Trust Inc. Common Stock", "Investment Managers"),
            ("PPT", "Putnam Premier Income Trust Common Stock", "Finance Companies"),
        ],
    );
    check(
        Partnership,
        &[
            ("EPD", "Enterprise Products Partners L.P. Common Stock", ""),
            (
                "MNR",
                "Mach Natural Resources LP Common Units representing Limited Partner Interests",
                "",
            ),
            ("ET", "Energy Transfer LP Common Units", ""),
            ("IEP", "Icahn Enterprises L.P. Common Stock", ""),
            ("BIP", "Brookfield Infrastructure Partners LP Limited Partnership Units", ""),
            ("CQP", "Cheniere Energy Partners LP Cheniere Energy Partners LP Common Units", ""),
            ("MMLP", "Martin Midstream Partners L.P. Limited Partnership", ""),
            ("NRP", "Natural Resource Partners LP Limited Partnership", ""),
        ],
    );
    check(LimitedLiabilityCompany, &[("LB", "LandBridge Company LLC Class A Shares", "")]);
    check(
        RoyaltyTrust,
        &[
            ("SJT", "San Juan Basin Royalty Trust Common Stock", ""),
            ("PBT", "Permian Basin Royalty Trust Common Stock", ""),
            ("SBR", "Sabine Royalty Trust Common Stock", ""),
            ("MTR", "Mesa Royalty Trust Common Stock", ""),
            ("CRT", "Cross Timbers Royalty Trust Common Stock", ""),
        ],
    );
    assert_eq!(kind("Mesabi Trust Common Stock", "MSB", "Energy", "Metal Mining"), RoyaltyTrust);
}
