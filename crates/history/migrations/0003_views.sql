-- What is current, and what a person asks. docs/schema.md describes each view.

-- Documents of one number whose dates lie so close together that they are one filing: a document
-- on public inspection carries the date it was expected to be published on, and that moves.
-- Beyond 90 days the number was used again.
CREATE VIEW document_neighbour AS
SELECT a.sequence AS document, b.sequence AS neighbour
FROM document a
JOIN document b ON b.number_key = a.number_key
 AND abs(julianday(b.publication_date) - julianday(a.publication_date)) <= 90;

-- One row per document: its current version, and the document that took its place, if any.
CREATE VIEW document_current AS
WITH greatest AS (
  SELECT d.sequence AS document, v.sequence AS document_version, v.stage, v.standing
  FROM document d
  -- (The first condition follows from the second; it lets SQLite start from the version.)
  JOIN document_version v ON v.document = d.sequence AND v.sequence = (
    SELECT sequence FROM document_version WHERE document = d.sequence
    ORDER BY standing DESC LIMIT 1)
)
SELECT g.document, g.document_version,
  CASE g.stage WHEN 'public_inspection' THEN (
    SELECT n.neighbour FROM document_neighbour n
    JOIN document_version o ON o.document = n.neighbour
    WHERE n.document = g.document AND n.neighbour <> g.document AND o.standing > g.standing
    ORDER BY o.standing DESC LIMIT 1
  ) END AS superseded_by
FROM greatest g;

-- The current parse of each document version.
CREATE VIEW parse_current AS
SELECT v.sequence AS document_version, p.sequence AS parse, p.reading
FROM document_version v
JOIN parse p ON p.document_version = v.sequence AND p.sequence = (
  SELECT sequence FROM parse WHERE document_version = v.sequence
  ORDER BY standing DESC, sequence DESC LIMIT 1);

-- One row per document: where it stands and what was read in it.
CREATE VIEW document_status AS
SELECT
  v.document_number, v.publication_date, v.stage, v.document_type, v.title, v.citation,
  v.agency_names, v.docket_ids,
  r.verdict, r.family, r.reason,
  json_array_length(r.residue) AS residue_count,
  (SELECT count(*) FROM record WHERE record.reading = r.sequence) AS record_count,
  p.parser_version, p.reader_version,
  v.filed_at, v.executive_order_number, v.correction_of, v.html_url, v.pdf_url,
  v.format, v.origin, v.source_sha256, v.observed_at, l.recorded_at, v.cause,
  (SELECT count(*) FROM document_version WHERE document_version.document = c.document) AS version_count,
  (SELECT publication_date FROM document WHERE document.sequence = c.superseded_by) AS superseded_by,
  c.document, v.sequence AS document_version, r.sequence AS reading, r.notice_text
FROM document_current c
JOIN document_version v ON v.sequence = c.document_version
JOIN ledger l ON l.sequence = v.sequence
JOIN parse_current pc ON pc.document_version = v.sequence
JOIN parse p ON p.sequence = pc.parse
JOIN reading r ON r.sequence = pc.reading;

-- Every version of every record, with what took its place.
CREATE VIEW record_history AS
SELECT
  rv.sequence, rv.record_id, r.action, r.name, r.kind,
  (SELECT group_concat(code, ' ') FROM (
     SELECT DISTINCT code FROM record_authority WHERE record = r.sequence ORDER BY position)) AS authorities,
  r.effective_date, r.effective_basis, r.effective_until,
  v.document_number, v.publication_date, v.stage, v.title, v.citation, v.html_url,
  rv.cause, l.recorded_at, rv.supersedes,
  coalesce(s.sequence, w.sequence) AS superseded_by,
  coalesce(s.cause, w.cause) AS superseded_cause,
  sl.recorded_at AS superseded_at,
  p.parser_version, p.reader_version, r.ordinal,
  rv.run, rv.document, rv.document_version, rv.record
FROM record_version rv
JOIN record r ON r.sequence = rv.record
JOIN document_version v ON v.sequence = rv.document_version
JOIN parse p ON p.sequence = rv.parse
JOIN ledger l ON l.sequence = rv.sequence
LEFT JOIN record_version s ON s.supersedes = rv.sequence
LEFT JOIN record_withdrawal w ON w.record_version = rv.sequence
LEFT JOIN ledger sl ON sl.sequence = coalesce(s.sequence, w.sequence);

-- One row per record as it is known now.
CREATE VIEW current_record AS
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

-- One row per current record and authority.
CREATE VIEW current_authority AS
SELECT c.record_id, c.name, c.action, a.code, a.citation AS legal_citation, a.subsection,
  c.document_number, c.publication_date, c.citation, c.record
FROM current_record c
JOIN record_authority a ON a.record = c.record;

-- One row per current record and alias: printed for the party, added or removed.
CREATE VIEW current_alias AS
SELECT c.record_id, c.name, c.action, a.name AS alias, a.quality, 'printed' AS change,
  c.document_number, c.publication_date, c.citation, c.record
FROM current_record c JOIN record_alias a ON a.record = c.record
UNION ALL
SELECT c.record_id, c.name, c.action, a.name, NULL, a.change,
  c.document_number, c.publication_date, c.citation, c.record
FROM current_record c JOIN record_alias_change a ON a.record = c.record;

-- One row per current record and identifier.
CREATE VIEW current_identifier AS
SELECT c.record_id, c.name, c.action, i.type, i.value, i.country,
  c.document_number, c.publication_date, c.citation, c.record
FROM current_record c JOIN record_identifier i ON i.record = c.record;

-- One row per name and authority in force today, by the simplest rule: among the records of one
-- name (folded) under one authority that begin or end a designation and have taken effect, the
-- latest decides. An act without an effective date counts from publication. Renamings are not
-- followed.
CREATE VIEW designation AS
WITH act AS (
  SELECT r.name_folded, a.code, rv.sequence, r.action, r.effective_until,
    r.action IN ('designation', 'redesignation', 'identification') AS begins,
    coalesce(r.effective_date, v.publication_date) AS since,
    v.publication_date, v.document_number, r.ordinal
  FROM record_version rv
  JOIN record r ON r.sequence = rv.record
  JOIN document_version v ON v.sequence = rv.document_version
  JOIN (SELECT DISTINCT record, code FROM record_authority) a ON a.record = r.sequence
  WHERE r.action IN ('designation', 'redesignation', 'identification', 'revocation', 'removal')
    AND coalesce(r.effective_date, v.publication_date) <= date('now')
    AND NOT EXISTS (SELECT 1 FROM record_version s WHERE s.supersedes = rv.sequence)
    AND NOT EXISTS (SELECT 1 FROM record_withdrawal w WHERE w.record_version = rv.sequence)
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY name_folded, code
    ORDER BY since DESC, publication_date DESC, begins, document_number DESC, ordinal DESC) AS place,
    max(CASE WHEN NOT begins THEN since END) OVER (PARTITION BY name_folded, code) AS last_end
  FROM act
), spanned AS (
  SELECT *, min(CASE WHEN begins AND (last_end IS NULL OR since >= last_end) THEN since END)
    OVER (PARTITION BY name_folded, code) AS designated_since
  FROM ranked
)
SELECT
  c.name, c.kind, d.code AS authority, d.designated_since,
  c.effective_date, c.effective_basis, c.effective_until, c.action,
  c.document_number, c.publication_date, c.stage, c.title, c.citation, c.html_url,
  (SELECT group_concat(name, '; ') FROM (
     SELECT name FROM record_alias WHERE record = c.record ORDER BY position)) AS aliases,
  c.quote, c.record_id, c.recorded_at, c.record
FROM spanned d
JOIN current_record c ON c.sequence = d.sequence
WHERE d.place = 1 AND d.begins AND (d.effective_until IS NULL OR d.effective_until >= date('now'));

-- One row per designation in force and alias: those printed with the act and those that current
-- amendments of the same name and authority added, less those they removed later.
CREATE VIEW designation_alias AS
WITH live AS (
  SELECT rv.record, r.name_folded, r.action,
    coalesce(r.effective_date, v.publication_date) AS at,
    v.document_number, v.publication_date, v.citation
  FROM record_version rv
  JOIN record r ON r.sequence = rv.record
  JOIN document_version v ON v.sequence = rv.document_version
  WHERE coalesce(r.effective_date, v.publication_date) <= date('now')
    AND NOT EXISTS (SELECT 1 FROM record_version s WHERE s.supersedes = rv.sequence)
    AND NOT EXISTS (SELECT 1 FROM record_withdrawal w WHERE w.record_version = rv.sequence)
), event AS (
  SELECT r.name_folded, d.authority AS code, d.name, d.designated_since, NULL AS alias,
    NULL AS alias_folded, NULL AS quality, NULL AS present, NULL AS at,
    NULL AS document_number, NULL AS publication_date, NULL AS citation
  FROM designation d JOIN record r ON r.sequence = d.record
  UNION ALL
  SELECT l.name_folded, aa.code, NULL, NULL, a.name, a.name_folded, a.quality, 1, l.at,
    l.document_number, l.publication_date, l.citation
  FROM live l
  JOIN (SELECT DISTINCT record, code FROM record_authority) aa ON aa.record = l.record
  JOIN record_alias a ON a.record = l.record
  WHERE l.action NOT IN ('revocation', 'removal')
  UNION ALL
  SELECT l.name_folded, aa.code, NULL, NULL, a.name, a.name_folded, NULL, a.change = 'added', l.at,
    l.document_number, l.publication_date, l.citation
  FROM live l
  JOIN (SELECT DISTINCT record, code FROM record_authority) aa ON aa.record = l.record
  JOIN record_alias_change a ON a.record = l.record
-- Windows instead of joins: SQLite would compare every name with every other.
), spread AS (
  SELECT *, max(name) OVER party AS designated_name, max(designated_since) OVER party AS since
  FROM event
  WINDOW party AS (PARTITION BY name_folded, code)
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY name_folded, code, alias_folded
    ORDER BY at DESC, publication_date DESC, present, document_number DESC) AS place
  FROM spread WHERE alias IS NOT NULL AND at >= since
)
SELECT designated_name AS name, code AS authority, alias, quality, at AS alias_since,
  document_number, publication_date, citation
FROM ranked
WHERE place = 1 AND present;

-- One row per source and day: the latest census beside what is held.
CREATE VIEW day_census AS
SELECT c.source, c.publication_date, c.listed, c.candidates, l.recorded_at
FROM census c
JOIN ledger l ON l.sequence = c.sequence
WHERE c.sequence = (
  SELECT max(sequence) FROM census o
  WHERE o.publication_date = c.publication_date AND o.source = c.source);

-- One row per source: the day through which it has been read.
CREATE VIEW source_coverage AS
SELECT c.source, c.through, l.recorded_at
FROM coverage c
JOIN ledger l ON l.sequence = c.sequence
WHERE c.sequence = (SELECT max(sequence) FROM coverage o WHERE o.source = c.source);

-- One row per run, with its outcome.
CREATE VIEW run_history AS
SELECT r.sequence AS run, r.started_at, o.finished_at, coalesce(o.outcome, 'interrupted') AS outcome,
  o.message, r.command, r.source, r.program_version, o.counts
FROM run r LEFT JOIN run_outcome o ON o.run = r.sequence;
