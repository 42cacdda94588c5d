-- The tables of a history. Every row but those of the ledger itself has its place in the ledger,
-- whose sequence is the row's key; rows of the record_… child tables belong to their record's row.
-- Dates are Eastern calendar dates (YYYY-MM-DD), instants are UTC to the millisecond
-- (YYYY-MM-DDTHH:MM:SS.sssZ), hashes are SHA-256 in lower-case hexadecimal.

PRAGMA application_id = 1718773095; -- 'freg'

-- The order of everything ever appended, chained: changing any row breaks the chain from there on.
CREATE TABLE ledger (
  sequence     INTEGER PRIMARY KEY CHECK (sequence > 0),
  table_name   TEXT NOT NULL,
  recorded_at  TEXT NOT NULL CHECK (recorded_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9]Z'),
  row_sha256   TEXT NOT NULL CHECK (length(row_sha256) = 64),
  chain_sha256 TEXT NOT NULL CHECK (length(chain_sha256) = 64)
) STRICT;

-- One use of the program that appended something.
CREATE TABLE run (
  sequence        INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  started_at      TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??.???Z'),
  command         TEXT NOT NULL,
  source          TEXT NOT NULL,
  program_version TEXT NOT NULL
) STRICT;

-- How it ended; a run without an outcome was interrupted.
CREATE TABLE run_outcome (
  sequence    INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  run         INTEGER NOT NULL UNIQUE REFERENCES run (sequence),
  finished_at TEXT NOT NULL CHECK (finished_at GLOB '????-??-??T??:??:??.???Z'),
  outcome     TEXT NOT NULL CHECK (outcome IN ('complete', 'partial', 'failed')),
  message     TEXT,
  counts      TEXT NOT NULL CHECK (json_valid(counts))
) STRICT;

-- Every byte ever fetched, compressed, once.
CREATE TABLE blob (
  sequence    INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  sha256      TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  size        INTEGER NOT NULL CHECK (size >= 0),
  codec       TEXT NOT NULL CHECK (codec IN ('zstd')),
  origin      TEXT NOT NULL,
  observed_at TEXT NOT NULL CHECK (observed_at GLOB '????-??-??T??:??:??.???Z'),
  bytes       BLOB NOT NULL
) STRICT;

-- A document's identity. The key is the number without regard to case and zero-padding.
CREATE TABLE document (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  publication_date TEXT NOT NULL CHECK (publication_date GLOB '????-??-??'),
  number_key       TEXT NOT NULL,
  UNIQUE (number_key, publication_date)
) STRICT;

-- What one source said of a document: its metadata, and where its text lies in the archive.
CREATE TABLE document_version (
  sequence               INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  document               INTEGER NOT NULL REFERENCES document (sequence),
  document_number        TEXT NOT NULL,
  publication_date       TEXT NOT NULL CHECK (publication_date GLOB '????-??-??'),
  stage                  TEXT NOT NULL CHECK (stage IN ('public_inspection', 'published')),
  document_type          TEXT NOT NULL,
  subtype                TEXT,
  title                  TEXT NOT NULL,
  action                 TEXT,
  effective_on           TEXT,
  signing_date           TEXT,
  agency_names           TEXT NOT NULL,
  docket_ids             TEXT NOT NULL,
  citation               TEXT,
  volume                 INTEGER,
  start_page             INTEGER,
  end_page               INTEGER,
  filed_at               TEXT,
  executive_order_number TEXT,
  correction_of          TEXT,
  html_url               TEXT,
  pdf_url                TEXT,
  metadata               TEXT NOT NULL CHECK (json_valid(metadata)),
  metadata_sha256        TEXT NOT NULL CHECK (length(metadata_sha256) = 64),
  raw_metadata           TEXT,
  source_sha256          TEXT NOT NULL REFERENCES blob (sha256),
  source_start           INTEGER NOT NULL CHECK (source_start >= 0),
  source_end             INTEGER NOT NULL CHECK (source_end >= source_start),
  slice_sha256           TEXT NOT NULL CHECK (length(slice_sha256) = 64),
  format                 TEXT NOT NULL CHECK (format IN ('xml', 'html', 'txt')),
  origin                 TEXT NOT NULL,
  observed_at            TEXT NOT NULL CHECK (observed_at GLOB '????-??-??T??:??:??.???Z'),
  content_sha256         TEXT NOT NULL CHECK (length(content_sha256) = 64),
  cause                  TEXT NOT NULL CHECK (cause IN ('source', 'correction', 'parser', 'review')),
  supersedes             INTEGER UNIQUE REFERENCES document_version (sequence),
  run                    INTEGER NOT NULL REFERENCES run (sequence),
  -- The greatest is current: published, then the better format, then with the API's own
  -- metadata, then seen later. It does not depend on the order in which versions were appended.
  standing               TEXT NOT NULL GENERATED ALWAYS AS (
    CASE stage WHEN 'published' THEN '2' ELSE '1' END
    || CASE format WHEN 'xml' THEN '3' WHEN 'html' THEN '2' ELSE '1' END
    || CASE WHEN raw_metadata IS NULL THEN '0' ELSE '1' END
    || ' ' || observed_at || ' ' || content_sha256) VIRTUAL
) STRICT;
CREATE INDEX document_version_standing ON document_version (document, standing);
CREATE INDEX document_version_content ON document_version (document, content_sha256);
CREATE INDEX document_version_slice ON document_version (slice_sha256, format);
CREATE INDEX document_version_source ON document_version (source_sha256);
CREATE INDEX document_version_citation ON document_version (volume, start_page);
CREATE INDEX document_version_date ON document_version (publication_date);
CREATE INDEX document_version_run ON document_version (run);

-- The normalised text of a slice of archived bytes. Kept as plain text, so that anyone can slice a
-- quote out of it with SQL.
CREATE TABLE notice_text (
  sequence       INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  slice_sha256   TEXT NOT NULL CHECK (length(slice_sha256) = 64),
  format         TEXT NOT NULL CHECK (format IN ('xml', 'html', 'txt')),
  content_sha256 TEXT NOT NULL CHECK (length(content_sha256) = 64),
  text           TEXT NOT NULL,
  blocks         TEXT NOT NULL CHECK (json_valid(blocks)),
  stated         TEXT NOT NULL CHECK (json_valid(stated)),
  UNIQUE (slice_sha256, format, content_sha256)
) STRICT;

-- What a parser made of a document version: one verdict, its residue, its records.
CREATE TABLE reading (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  document_version INTEGER NOT NULL REFERENCES document_version (sequence),
  notice_text      INTEGER NOT NULL REFERENCES notice_text (sequence),
  content_sha256   TEXT NOT NULL CHECK (length(content_sha256) = 64),
  verdict          TEXT NOT NULL CHECK (verdict IN ('designates', 'needs_review', 'not_a_designation')),
  reason           TEXT NOT NULL,
  family           TEXT,
  residue          TEXT NOT NULL CHECK (json_valid(residue)),
  UNIQUE (document_version, notice_text, content_sha256)
) STRICT;
CREATE INDEX reading_notice_text ON reading (notice_text);

-- That a parser (or a person) came to a reading. A better parser that comes to the same reading
-- adds a row here and nothing else.
CREATE TABLE parse (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  document_version INTEGER NOT NULL REFERENCES document_version (sequence),
  reading          INTEGER NOT NULL REFERENCES reading (sequence),
  parser_version   INTEGER NOT NULL CHECK (parser_version BETWEEN 0 AND 4294967295),
  reader_version   INTEGER NOT NULL CHECK (reader_version BETWEEN 0 AND 4294967295),
  cause            TEXT NOT NULL CHECK (cause IN ('source', 'correction', 'parser', 'review')),
  run              INTEGER NOT NULL REFERENCES run (sequence),
  -- The greatest is current (then the later sequence): a person's word, then the newer parser,
  -- then the newer reader.
  standing         TEXT NOT NULL GENERATED ALWAYS AS (
    CASE cause WHEN 'review' THEN '1' ELSE '0' END
    || printf(' %010d %010d', parser_version, reader_version)) VIRTUAL
) STRICT;
CREATE INDEX parse_standing ON parse (document_version, standing, sequence);
CREATE INDEX parse_reading ON parse (reading);
CREATE INDEX parse_run ON parse (run);

-- One thing the notice does to one party, as one reading has it.
CREATE TABLE record (
  sequence        INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  reading         INTEGER NOT NULL REFERENCES reading (sequence),
  ordinal         INTEGER NOT NULL CHECK (ordinal > 0),
  record_id       TEXT NOT NULL,
  content_sha256  TEXT NOT NULL CHECK (length(content_sha256) = 64),
  action          TEXT NOT NULL,
  name            TEXT NOT NULL,
  name_folded     TEXT NOT NULL,
  kind            TEXT NOT NULL,
  renamed_to      TEXT,
  effective_date  TEXT,
  effective_basis TEXT NOT NULL,
  effective_until TEXT,
  signed_on       TEXT,
  determined_on   TEXT,
  signer_name     TEXT,
  signer_office   TEXT,
  notice_number   TEXT,
  ground          TEXT,
  quote_start     INTEGER NOT NULL,
  quote_end       INTEGER NOT NULL,
  quote           TEXT NOT NULL,
  record          TEXT NOT NULL CHECK (json_valid(record)),
  UNIQUE (reading, ordinal),
  UNIQUE (reading, record_id)
) STRICT;
CREATE INDEX record_name ON record (name_folded);
CREATE INDEX record_record_id ON record (record_id);

CREATE TABLE record_alias (
  record      INTEGER NOT NULL REFERENCES record (sequence),
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  quality     TEXT NOT NULL,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_alias_name ON record_alias (name_folded);

-- The aliases that an amendment adds and removes.
CREATE TABLE record_alias_change (
  record      INTEGER NOT NULL REFERENCES record (sequence),
  position    INTEGER NOT NULL,
  change      TEXT NOT NULL CHECK (change IN ('added', 'removed')),
  name        TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_alias_change_name ON record_alias_change (name_folded);

CREATE TABLE record_authority (
  record     INTEGER NOT NULL REFERENCES record (sequence),
  position   INTEGER NOT NULL,
  code       TEXT NOT NULL,
  citation   TEXT NOT NULL,
  subsection TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_authority_code ON record_authority (code);

CREATE TABLE record_identifier (
  record   INTEGER NOT NULL REFERENCES record (sequence),
  position INTEGER NOT NULL,
  type     TEXT NOT NULL,
  value    TEXT NOT NULL,
  country  TEXT,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_identifier_value ON record_identifier (value);

CREATE TABLE record_country (
  record   INTEGER NOT NULL REFERENCES record (sequence),
  position INTEGER NOT NULL,
  country  TEXT NOT NULL,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE record_program (
  record   INTEGER NOT NULL REFERENCES record (sequence),
  position INTEGER NOT NULL,
  program  TEXT NOT NULL,
  PRIMARY KEY (record, position)
) STRICT, WITHOUT ROWID;

-- That a record became what we know. The later version names the one whose place it takes.
CREATE TABLE record_version (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  record_id        TEXT NOT NULL,
  document         INTEGER NOT NULL REFERENCES document (sequence),
  document_version INTEGER NOT NULL REFERENCES document_version (sequence),
  parse            INTEGER NOT NULL REFERENCES parse (sequence),
  record           INTEGER NOT NULL REFERENCES record (sequence),
  cause            TEXT NOT NULL CHECK (cause IN ('source', 'correction', 'parser', 'review')),
  supersedes       INTEGER UNIQUE REFERENCES record_version (sequence),
  run              INTEGER NOT NULL REFERENCES run (sequence)
) STRICT;
CREATE INDEX record_version_document ON record_version (document);
CREATE INDEX record_version_record_id ON record_version (record_id);
CREATE INDEX record_version_record ON record_version (record);
CREATE INDEX record_version_run ON record_version (run);

-- That a record is no longer what we know, and no version took its place.
CREATE TABLE record_withdrawal (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  record_version   INTEGER NOT NULL UNIQUE REFERENCES record_version (sequence),
  document_version INTEGER NOT NULL REFERENCES document_version (sequence),
  cause            TEXT NOT NULL CHECK (cause IN ('source', 'correction', 'parser', 'review')),
  run              INTEGER NOT NULL REFERENCES run (sequence)
) STRICT;

-- How many documents a source says exist for a day, and how many of them are candidates.
-- The latest row of a day and source counts.
CREATE TABLE census (
  sequence         INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  source           TEXT NOT NULL,
  publication_date TEXT NOT NULL CHECK (publication_date GLOB '????-??-??'),
  listed           INTEGER CHECK (listed >= 0),
  candidates       INTEGER CHECK (candidates >= 0),
  run              INTEGER NOT NULL REFERENCES run (sequence)
) STRICT;
CREATE INDEX census_day ON census (publication_date, source, sequence);

-- The day through which a source has been read without a gap. The latest row of a source counts.
CREATE TABLE coverage (
  sequence INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  source   TEXT NOT NULL,
  through  TEXT NOT NULL CHECK (through GLOB '????-??-??'),
  run      INTEGER NOT NULL REFERENCES run (sequence)
) STRICT;
CREATE INDEX coverage_source ON coverage (source, sequence);
