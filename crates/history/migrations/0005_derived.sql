-- What is derived from history: who is who, and who stands on which days. Anything here can be made
-- anew from the records at any time (`fedreg entity rebuild`), so it is neither append-only, nor in
-- the ledger, nor in the digest of the current view.

-- One row: from what the tables below were made. Without it they hold nothing.
CREATE TABLE derived_state (
  only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
  through         INTEGER NOT NULL,
  rules_version   INTEGER NOT NULL,
  entities_sha256 TEXT NOT NULL CHECK (length(entities_sha256) = 64)
) STRICT;

CREATE TABLE entity (
  entity      TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  kind        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_folded ON entity (name_folded);

CREATE TABLE entity_name (
  entity      TEXT NOT NULL,
  position    INTEGER NOT NULL,
  name        TEXT NOT NULL,
  name_folded TEXT NOT NULL,
  quality     TEXT NOT NULL,
  record_id   TEXT NOT NULL,
  PRIMARY KEY (entity, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_name_folded ON entity_name (name_folded);

CREATE TABLE entity_record (
  record_id TEXT PRIMARY KEY,
  entity    TEXT NOT NULL,
  position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_record_entity ON entity_record (entity, position);

CREATE TABLE entity_link (
  position INTEGER PRIMARY KEY,
  entity   TEXT NOT NULL,
  record_a TEXT NOT NULL,
  record_b TEXT NOT NULL,
  rule     TEXT NOT NULL,
  why      TEXT NOT NULL
) STRICT;
CREATE INDEX entity_link_entity ON entity_link (entity);

-- A stretch of days, `from_date` included and `to_date` not, on which a standing stays as it is.
CREATE TABLE standing (
  entity      TEXT NOT NULL,
  authority   TEXT NOT NULL,
  from_date   TEXT NOT NULL,
  to_date     TEXT,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL,
  since       TEXT NOT NULL,
  since_basis TEXT NOT NULL,
  ends        TEXT,
  end_kind    TEXT,
  end_reason  TEXT,
  flags       TEXT NOT NULL,
  record_id   TEXT NOT NULL,
  PRIMARY KEY (entity, authority, from_date)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_authority ON standing (authority, from_date);

CREATE TABLE standing_alias (
  entity    TEXT NOT NULL,
  authority TEXT NOT NULL,
  from_date TEXT NOT NULL,
  position  INTEGER NOT NULL,
  to_date   TEXT,
  alias     TEXT NOT NULL,
  quality   TEXT NOT NULL,
  since     TEXT NOT NULL,
  record_id TEXT NOT NULL,
  PRIMARY KEY (entity, authority, from_date, position)
) STRICT, WITHOUT ROWID;

-- The current records that a correction document changes, as they read with it.
CREATE TABLE corrected_record (
  record_version INTEGER PRIMARY KEY,
  correction     INTEGER NOT NULL,
  recorded_at    TEXT NOT NULL,
  record         TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

-- One row per current record, as its own notice prints it.
DROP VIEW designation_alias;
DROP VIEW designation;
DROP VIEW current_identifier;
DROP VIEW current_alias;
DROP VIEW current_authority;
DROP VIEW current_record;
CREATE VIEW printed_record AS
SELECT
  h.record_id, h.action, h.name, h.kind, h.authorities,
  h.effective_date, h.effective_basis, h.effective_until,
  r.signed_on, r.determined_on, r.signer_name, r.signer_office, r.notice_number, r.renamed_to,
  h.document_number, h.publication_date, h.stage, h.title, h.citation, h.html_url,
  r.ground, r.quote, r.quote_start, r.quote_end,
  h.cause, h.recorded_at, h.parser_version, h.ordinal, r.name_folded,
  h.sequence, h.document, h.document_version, h.record
FROM record_history h
JOIN record r ON r.sequence = h.record
WHERE h.superseded_by IS NULL;

-- One row per record as it is known now, corrections of the Register applied.
CREATE VIEW current_record AS
SELECT
  p.record_id, p.action,
  coalesce(json_extract(c.record, '$.party.name'), p.name) AS name,
  p.kind,
  CASE WHEN c.record IS NULL THEN p.authorities ELSE (
    SELECT group_concat(code, ' ') FROM (
      SELECT json_extract(value, '$.code') AS code FROM json_each(c.record, '$.authorities')
      GROUP BY code ORDER BY min(key))) END AS authorities,
  CASE WHEN c.record IS NULL THEN p.effective_date
    ELSE json_extract(c.record, '$.effective.date') END AS effective_date,
  CASE WHEN c.record IS NULL THEN p.effective_basis
    ELSE json_extract(c.record, '$.effective.basis') END AS effective_basis,
  CASE WHEN c.record IS NULL THEN p.effective_until
    ELSE json_extract(c.record, '$.effective.until') END AS effective_until,
  p.signed_on, p.determined_on, p.signer_name, p.signer_office, p.notice_number, p.renamed_to,
  p.document_number, p.publication_date, p.stage, p.title, p.citation, p.html_url,
  p.ground, p.quote, p.quote_start, p.quote_end,
  CASE WHEN c.record IS NULL THEN p.cause ELSE 'correction' END AS cause,
  coalesce(c.recorded_at, p.recorded_at) AS recorded_at,
  p.parser_version, p.ordinal, p.name_folded,
  -- A record that is corrected is news once more: it stands at the correction's place.
  coalesce(c.correction, p.sequence) AS sequence,
  p.document, p.document_version, p.record
FROM printed_record p
LEFT JOIN corrected_record c ON c.record_version = p.sequence;

-- One row per current record and authority.
CREATE VIEW current_authority AS
SELECT p.record_id, p.name, p.action, a.code, a.citation AS legal_citation, a.subsection,
  p.document_number, p.publication_date, p.citation, p.record
FROM printed_record p
JOIN record_authority a ON a.record = p.record
WHERE NOT EXISTS (SELECT 1 FROM corrected_record WHERE record_version = p.sequence)
UNION ALL
SELECT p.record_id, json_extract(c.record, '$.party.name'), p.action,
  json_extract(a.value, '$.code'), json_extract(a.value, '$.citation'),
  json_extract(a.value, '$.subsection'),
  p.document_number, p.publication_date, p.citation, p.record
FROM corrected_record c
JOIN printed_record p ON p.sequence = c.record_version
JOIN json_each(c.record, '$.authorities') a;

-- One row per current record and alias: printed for the party, added or removed.
CREATE VIEW current_alias AS
SELECT p.record_id, p.name, p.action, a.name AS alias, a.quality, 'printed' AS change,
  p.document_number, p.publication_date, p.citation, p.record
FROM printed_record p JOIN record_alias a ON a.record = p.record
WHERE NOT EXISTS (SELECT 1 FROM corrected_record WHERE record_version = p.sequence)
UNION ALL
SELECT p.record_id, json_extract(c.record, '$.party.name'), p.action,
  json_extract(a.value, '$.name'), json_extract(a.value, '$.quality'), 'printed',
  p.document_number, p.publication_date, p.citation, p.record
FROM corrected_record c
JOIN printed_record p ON p.sequence = c.record_version
JOIN json_each(c.record, '$.party.aliases') a
UNION ALL
SELECT c.record_id, c.name, c.action, a.name, NULL, a.change,
  c.document_number, c.publication_date, c.citation, c.record
FROM current_record c JOIN record_alias_change a ON a.record = c.record;

-- One row per current record and identifier.
CREATE VIEW current_identifier AS
SELECT p.record_id, p.name, p.action, i.type, i.value, i.country,
  p.document_number, p.publication_date, p.citation, p.record
FROM printed_record p JOIN record_identifier i ON i.record = p.record
WHERE NOT EXISTS (SELECT 1 FROM corrected_record WHERE record_version = p.sequence)
UNION ALL
SELECT p.record_id, json_extract(c.record, '$.party.name'), p.action,
  json_extract(i.value, '$.type'), json_extract(i.value, '$.value'),
  json_extract(i.value, '$.country'),
  p.document_number, p.publication_date, p.citation, p.record
FROM corrected_record c
JOIN printed_record p ON p.sequence = c.record_version
JOIN json_each(c.record, '$.party.identifiers') i;

-- One row per party and authority in force today.
CREATE VIEW designation AS
SELECT
  s.name, s.kind, s.authority, s.since AS designated_since, s.since_basis AS designated_basis,
  c.effective_date, c.effective_basis,
  CASE s.end_kind WHEN 'expiry' THEN date(s.ends, '-1 day') END AS effective_until,
  s.ends, s.end_kind, s.flags, c.action,
  c.document_number, c.publication_date, c.stage, c.title, c.citation, c.html_url,
  (SELECT group_concat(alias, '; ') FROM (
     SELECT a.alias FROM standing_alias a
     WHERE a.entity = s.entity AND a.authority = s.authority
       AND a.from_date <= date('now') AND (a.to_date IS NULL OR a.to_date > date('now'))
     ORDER BY a.position, a.from_date)) AS aliases,
  c.quote, s.entity, s.record_id, c.recorded_at, c.record
FROM standing s
JOIN current_record c ON c.record_id = s.record_id
WHERE s.from_date <= date('now') AND (s.to_date IS NULL OR s.to_date > date('now'));

-- One row per designation in force today and alias.
CREATE VIEW designation_alias AS
SELECT s.name, s.authority, a.alias, a.quality, a.since AS alias_since,
  p.document_number, p.publication_date, p.citation, s.entity
FROM standing s
JOIN standing_alias a ON a.entity = s.entity AND a.authority = s.authority
JOIN printed_record p ON p.record_id = a.record_id
WHERE s.from_date <= date('now') AND (s.to_date IS NULL OR s.to_date > date('now'))
  AND a.from_date <= date('now') AND (a.to_date IS NULL OR a.to_date > date('now'));

-- One row per entity and record that speaks of it.
CREATE VIEW entity_notice AS
SELECT e.entity, e.name AS entity_name, c.name, c.action, c.authorities, c.effective_date,
  c.document_number, c.publication_date, c.citation, c.html_url, c.record_id, c.sequence
FROM entity e
JOIN entity_record er ON er.entity = e.entity
JOIN current_record c ON c.record_id = er.record_id;
