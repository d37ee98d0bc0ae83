-- The store of an audit, version 1. Figures are written as they stand, as text: SUM(value) adds them up.
-- Texts of messages are JSON objects with zh and en.
PRAGMA user_version = 1;

-- One row per file. role: 'audited' (of this run), 'previous' (named with --previous),
-- 'kept' (of an earlier run over other folders: may serve as last year's).
CREATE TABLE reports (
  path TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  key TEXT NOT NULL,          -- content, settings and rules; equal: need not be read again
  unit TEXT,                  -- whose it is: the roster's name, else the path's, else the report's own
  agency TEXT,                -- as the report names it
  year INTEGER,
  organ TEXT,                 -- government, department, township, other
  edition TEXT,
  title TEXT,
  encoding TEXT,
  error TEXT,                 -- code of what kept it from being read: P001, P002, P003, P006
  decided TEXT NOT NULL,      -- codes of the rules that were judged, between blanks
  undecided TEXT NOT NULL,    -- CODE:reason of those that could not be judged, between blanks
  errors INTEGER NOT NULL DEFAULT 0,      -- open findings by level, after all is set aside
  warnings INTEGER NOT NULL DEFAULT 0,
  notes INTEGER NOT NULL DEFAULT 0,
  suppressed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX reports_by_unit ON reports (unit, year);

-- The figure cells of the tables. copy: 0, or 1, 2 … where a table comes again.
CREATE TABLE figures (
  path TEXT NOT NULL,
  form TEXT NOT NULL,
  copy INTEGER NOT NULL,
  row TEXT NOT NULL,
  "column" TEXT NOT NULL,
  value TEXT,                 -- NULL for blank, no number, unread
  kind TEXT NOT NULL,         -- figure, zero, blank, na, lost, text
  text TEXT NOT NULL,
  unit TEXT NOT NULL,
  line INTEGER,               -- of the file; NULL for formats without lines
  PRIMARY KEY (path, form, copy, row, "column")
) WITHOUT ROWID;

-- All findings, those set aside too. at: order within the file.
CREATE TABLE findings (
  path TEXT NOT NULL,
  at INTEGER NOT NULL,
  code TEXT NOT NULL,
  level TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  anchor TEXT NOT NULL,
  line INTEGER,
  page INTEGER,
  suppressed TEXT,            -- by what: inline, side-file, per-file-ignores, review
  message TEXT NOT NULL,      -- in Chinese
  packed TEXT NOT NULL,       -- the whole finding, JSON
  PRIMARY KEY (path, at)
) WITHOUT ROWID;
CREATE INDEX findings_by_code ON findings (code, level);

-- What a reviewer decided, by fingerprint. state: 确认 or 忽略; other words have no effect.
CREATE TABLE decisions (
  path TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (path, fingerprint)
) WITHOUT ROWID;

-- One row per run.
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  finished TEXT,
  files INTEGER NOT NULL DEFAULT 0,   -- audited
  read INTEGER NOT NULL DEFAULT 0,    -- of them read anew
  tool TEXT NOT NULL,
  rules TEXT NOT NULL
);

-- From here on: for the program itself; may change with any version.
CREATE TABLE texts (
  path TEXT PRIMARY KEY,
  source BLOB,                -- what was read, JSON, zlib
  result BLOB NOT NULL        -- findings by the file alone, JSON, zlib
) WITHOUT ROWID;
CREATE TABLE years (
  path TEXT PRIMARY KEY,
  last TEXT NOT NULL,         -- path of last year's report
  key TEXT NOT NULL,
  result BLOB NOT NULL        -- findings against it, JSON, zlib
) WITHOUT ROWID;
CREATE TABLE narratives (
  path TEXT PRIMARY KEY,
  pieces BLOB NOT NULL        -- the organ's own sentences, masked, one a line, zlib
) WITHOUT ROWID;
CREATE TABLE sketches (
  path TEXT NOT NULL,
  hash INTEGER NOT NULL,      -- of a few pieces of its narrative, those of one year only comparable
  PRIMARY KEY (path, hash)
) WITHOUT ROWID;
CREATE TABLE among (
  path TEXT NOT NULL,
  at INTEGER NOT NULL,
  packed TEXT NOT NULL,       -- a finding among reports, JSON
  PRIMARY KEY (path, at)
) WITHOUT ROWID;
CREATE TABLE judged (
  path TEXT PRIMARY KEY,
  decided TEXT NOT NULL,      -- codes of the rules among reports that were judged
  undecided TEXT NOT NULL     -- CODE:reason of those that could not be
) WITHOUT ROWID;
CREATE TABLE pages (
  path TEXT PRIMARY KEY,
  name TEXT NOT NULL,         -- of the report's own page, in reports/
  key TEXT NOT NULL,
  size INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
