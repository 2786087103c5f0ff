//! Plan and ticks in one file beside the market, mapped into memory.
//!
//! ```text
//! market/cache/blocks-<price files>-<key>.bin
//!   header     what it is, its key, the length of every table, a checksum of all but the ticks
//!   tables     sessions' rows, patches, blocks, parts, atoms, vectors, members, limbs
//!   ticks      row after row, each from a cache line on
//! ```
//!
//! The key is a hash of the price files, the schedule and the caller's own closes: whatever changes,
//! the file is another one. A commit of the market sweeps files of other price files. The folder can
//! be deleted at any time.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use bytemuck::{Pod, Zeroable, cast_slice};
use memmap2::Mmap;
use russet_market::folder::MarketSnapshot;

use crate::layout::{Block, LINE, Layout, Row};
use crate::sum::Cells;
use crate::values::of_rows;
use crate::{BlocksError, Closes, Plan, Schedule, Values, map};

const MAGIC: [u8; 8] = *b"RUSSETBL";
const VERSION: u32 = 1;
const LINE_BYTES: usize = LINE * 4;
const TABLES: usize = 8;

/// What a cache file was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    prices: String,
    hash: [u8; 32],
}

impl Key {
    /// The key of a market's price files, a schedule and own closes.
    ///
    /// ```
    /// use russet_blocks::{Closes, Key, Schedule};
    /// use russet_market::{Market, MarketFolder};
    /// let parent = tempfile::tempdir()?;
    /// let folder = MarketFolder::at(parent.path().join("market"));
    /// folder.write(Market::default())?;
    /// let market = folder.snapshot()?;
    /// let schedule = Schedule::new(Vec::new(), 1, Vec::new())?;
    /// let closes = Closes::of_market(&market, Vec::new())?;
    /// assert_eq!(Key::of(&market, &schedule, &closes), Key::of(&market, &schedule, &closes));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(market: &MarketSnapshot, schedule: &Schedule, closes: &Closes) -> Key {
        let prices = market.prices_hash();
        let mut hasher = blake3::Hasher::new();
        hasher.update(prices.as_bytes());
        hasher.update(&schedule.hash());
        hasher.update(&closes.own_hash());
        Key { prices, hash: *hasher.finalize().as_bytes() }
    }

    fn path(&self, market: &MarketSnapshot) -> PathBuf {
        let hash = blake3::Hash::from_bytes(self.hash).to_hex();
        market.cache_folder().join(format!("blocks-{}-{}.bin", self.prices, &hash[..16]))
    }
}

#[derive(Debug, Clone, Copy, Pod, Zeroable)]
#[repr(C)]
struct Header {
    magic: [u8; 8],
    version: u32,
    indexes: u32,
    key: [u8; 32],
    /// Bytes of each table, without what pads it to a cache line.
    tables: [u64; TABLES],
    ticks: u64,
    /// BLAKE3 of the header with zeros here, then of all tables.
    checksum: [u8; 32],
}

const HEADER_BYTES: usize = size_of::<Header>().next_multiple_of(LINE_BYTES);

/// Plan and ticks, mapped: values at the speed of memory.
pub struct Cache {
    map: Mmap,
    header: Header,
}

impl Cache {
    /// The cache of a key: the file there is, else a new one.
    ///
    /// # Errors
    /// [`BlocksError`] when values cannot be made, or the folder cannot be written.
    pub fn open_or_build(
        market: &MarketSnapshot,
        schedule: &Schedule,
        closes: &Closes,
    ) -> Result<Cache, BlocksError> {
        let key = Key::of(market, schedule, closes);
        match Cache::open(market, &key) {
            Ok(cache) => Ok(cache),
            // Missing, torn or of an older version: all that is lost is the time to make it again.
            Err(BlocksError::Io { .. } | BlocksError::Torn { .. }) => {
                Cache::build(market, &key, &Plan::new(schedule)?, closes)
            }
            Err(error) => Err(error),
        }
    }

    /// The cache of a key, if its file is there and whole.
    ///
    /// # Errors
    /// [`BlocksError::Io`] when there is no such file, [`BlocksError::Torn`] when it is not whole.
    pub fn open(market: &MarketSnapshot, key: &Key) -> Result<Cache, BlocksError> {
        let path = key.path(market);
        let failed = |source| BlocksError::Io { action: "open", path: path.clone(), source };
        let torn = |reason| BlocksError::Torn { path: path.clone(), reason };
        let map = File::open(&path).and_then(|file| map::map(&file)).map_err(failed)?;
        let bytes = map.get(..size_of::<Header>()).ok_or(torn("it ends in its header"))?;
        let header: Header = bytemuck::pod_read_unaligned(bytes);
        if (header.magic, header.version) != (MAGIC, VERSION) {
            return Err(torn("it is of another version"));
        }
        let end = ends(&header.tables).and_then(|ends| {
            let tables = usize::try_from(*ends.last()?).ok()?;
            Some((tables, tables.checked_add(usize::try_from(header.ticks).ok()?)?))
        });
        let Some((tables, _)) = end.filter(|(_, end)| *end == map.len()) else {
            return Err(torn("its length is not the one it tells"));
        };
        if header.key != key.hash || header.checksum != checksum(header, &map[HEADER_BYTES..tables])
        {
            return Err(torn("its tables are damaged"));
        }
        Ok(Cache { map, header })
    }

    fn build(
        market: &MarketSnapshot,
        key: &Key,
        plan: &Plan,
        closes: &Closes,
    ) -> Result<Cache, BlocksError> {
        let (years, patches) = plan.years(closes, |_| {
            let keep =
                |state: &mut (Vec<Row>, Vec<u32>), _, block: &_, row: Row, cells: Cells<'_>| {
                    keep(state, block, row, cells)
                };
            ((Vec::new(), Vec::new()), keep)
        })?;
        let mut rows = Vec::with_capacity(plan.sessions.len());
        let mut lines = 0;
        for (of_year, ticks) in &years {
            rows.extend(of_year.iter().map(|row: &Row| Row { line: row.line + lines, ..*row }));
            lines += (ticks.len() / LINE) as u32;
        }
        let layout = plan.layout();
        let tables: [&[u8]; TABLES] = [
            cast_slice(&rows),
            cast_slice(&patches),
            cast_slice(layout.blocks),
            cast_slice(layout.parts),
            cast_slice(layout.atoms),
            cast_slice(layout.vectors),
            cast_slice(layout.members),
            cast_slice(layout.limbs),
        ];
        let mut body = Vec::new();
        for table in tables {
            body.extend_from_slice(table);
            body.resize(body.len().next_multiple_of(LINE_BYTES), 0);
        }
        let mut header = Header {
            magic: MAGIC,
            version: VERSION,
            indexes: plan.indexes,
            key: key.hash,
            tables: tables.map(|table| table.len() as u64),
            ticks: u64::from(lines) * LINE_BYTES as u64,
            checksum: [0; 32],
        };
        header.checksum = checksum(header, &body);
        let ticks = years.iter().map(|(_, ticks)| cast_slice(ticks));
        write(&key.path(market), &header, &body, ticks)?;
        Cache::open(market, key)
    }

    /// The values.
    ///
    /// # Errors
    /// [`BlocksError::Number`] beyond what money can hold.
    pub fn values(&self) -> Result<Values, BlocksError> {
        let ticks: &[u32] = cast_slice(self.tick_bytes());
        let cells = |block: &Block, row: &Row| {
            let cells = &ticks[row.line as usize * LINE..];
            match row.is_wide() {
                true => Cells::Wide(&cast_slice(&cells[..2 * block.stride()])[..block.stride()]),
                false => Cells::Narrow(&cells[..block.stride()]),
            }
        };
        Ok(of_rows(&self.layout(), self.table(0), cells, self.table(1))?)
    }

    /// The bytes of all ticks, which are read once for all values.
    pub fn tick_bytes(&self) -> &[u8] {
        &self.map[self.map.len() - self.header.ticks as usize..]
    }

    fn layout(&self) -> Layout<'_> {
        Layout {
            blocks: self.table(2),
            parts: self.table(3),
            atoms: self.table(4),
            vectors: self.table(5),
            members: self.table(6),
            limbs: self.table(7),
            // Ticks are gathered already, so nobody asks whose they are.
            columns: &[],
            indexes: self.header.indexes as usize,
        }
    }

    fn table<T: Pod>(&self, number: usize) -> &[T] {
        let before = self.header.tables[..number].iter();
        let start = HEADER_BYTES + before.map(|bytes| padded(*bytes) as usize).sum::<usize>();
        cast_slice(&self.map[start..start + self.header.tables[number] as usize])
    }
}

fn padded(bytes: u64) -> u64 {
    bytes.next_multiple_of(LINE_BYTES as u64)
}

/// Where each table ends, unless lengths are absurd.
fn ends(tables: &[u64; TABLES]) -> Option<Vec<u64>> {
    let mut end = HEADER_BYTES as u64;
    let mut next = |bytes: &u64| {
        end = end.checked_add(bytes.checked_next_multiple_of(LINE_BYTES as u64)?)?;
        Some(end)
    };
    tables.iter().map(&mut next).collect()
}

fn checksum(header: Header, tables: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(bytemuck::bytes_of(&Header { checksum: [0; 32], ..header }));
    hasher.update(tables);
    *hasher.finalize().as_bytes()
}

fn keep(
    (rows, ticks): &mut (Vec<Row>, Vec<u32>),
    block: &Block,
    row: Row,
    cells: Cells<'_>,
) -> Result<(), BlocksError> {
    let line = (ticks.len() / LINE) as u32;
    let words = match cells {
        Cells::Narrow(cells) => {
            ticks.extend_from_slice(cells);
            block.stride()
        }
        Cells::Wide(cells) => {
            ticks.extend_from_slice(cast_slice(cells));
            2 * block.stride()
        }
    };
    ticks.resize(line as usize * LINE + words, 0);
    rows.push(Row { line, ..row });
    Ok(())
}

/// Writes beside, syncs, renames.
fn write<'t>(
    path: &Path,
    header: &Header,
    body: &[u8],
    ticks: impl Iterator<Item = &'t [u8]>,
) -> Result<(), BlocksError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut staged = tempfile::Builder::new().prefix("staged-").tempfile_in(folder)?;
        let mut start = bytemuck::bytes_of(header).to_vec();
        start.resize(HEADER_BYTES, 0);
        staged.write_all(&start)?;
        staged.write_all(body)?;
        for ticks in ticks {
            staged.write_all(ticks)?;
        }
        staged.as_file().sync_all()?;
        staged.persist(path).map_err(|error| error.error)?;
        Ok(())
    };
    write().map_err(|source| BlocksError::Io { action: "write", path: path.to_owned(), source })
}
