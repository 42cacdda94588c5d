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
  JOIN document_version v ON v.sequence = (
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
JOIN parse p ON p.sequence = (
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
LEFT JOIN parse_current pc ON pc.document_version = v.sequence
LEFT JOIN parse p ON p.sequence = pc.parse
LEFT JOIN reading r ON r.sequence = pc.reading;

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
  SELECT c.name_folded, a.code, c.action IN ('designation', 'redesignation', 'identification') AS begins,
    coalesce(c.effective_date, c.publication_date) AS since, c.*
  FROM current_record c
  JOIN (SELECT DISTINCT record, code FROM record_authority) a ON a.record = c.record
  WHERE c.action IN ('designation', 'redesignation', 'identification', 'revocation', 'removal')
    AND coalesce(c.effective_date, c.publication_date) <= date('now')
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY name_folded, code
    ORDER BY since DESC, publication_date DESC, begins, document_number DESC, ordinal DESC) AS place,
    max(CASE WHEN NOT begins THEN since END) OVER (PARTITION BY name_folded, code) AS last_end
  FROM act
)
SELECT
  d.name, d.kind, d.code AS authority,
  (SELECT min(a.since) FROM act a
   WHERE a.name_folded = d.name_folded AND a.code = d.code AND a.begins
     AND (d.last_end IS NULL OR a.since >= d.last_end)) AS designated_since,
  d.effective_date, d.effective_basis, d.effective_until, d.action,
  d.document_number, d.publication_date, d.stage, d.title, d.citation, d.html_url,
  (SELECT group_concat(name, '; ') FROM (
     SELECT name FROM record_alias WHERE record = d.record ORDER BY position)) AS aliases,
  d.quote, d.record_id, d.recorded_at, d.record
FROM ranked d
WHERE d.place = 1 AND d.begins AND (d.effective_until IS NULL OR d.effective_until >= date('now'));

-- One row per designation in force and alias: those printed with the act and those that current
-- amendments of the same name and authority added, less those they removed later.
CREATE VIEW designation_alias AS
WITH event AS (
  SELECT c.name_folded, aa.code, a.name AS alias, a.name_folded AS alias_folded, a.quality,
    1 AS present, coalesce(c.effective_date, c.publication_date) AS at,
    c.document_number, c.publication_date, c.citation
  FROM current_record c
  JOIN (SELECT DISTINCT record, code FROM record_authority) aa ON aa.record = c.record
  JOIN record_alias a ON a.record = c.record
  WHERE c.action NOT IN ('revocation', 'removal')
  UNION ALL
  SELECT c.name_folded, aa.code, a.name, a.name_folded, NULL,
    a.change = 'added', coalesce(c.effective_date, c.publication_date),
    c.document_number, c.publication_date, c.citation
  FROM current_record c
  JOIN (SELECT DISTINCT record, code FROM record_authority) aa ON aa.record = c.record
  JOIN record_alias_change a ON a.record = c.record
), ranked AS (
  SELECT *, row_number() OVER (
    PARTITION BY name_folded, code, alias_folded
    ORDER BY at DESC, publication_date DESC, present, document_number DESC) AS place
  FROM event WHERE at <= date('now')
)
SELECT d.name, d.authority, e.alias, e.quality, e.at AS alias_since,
  e.document_number, e.publication_date, e.citation
FROM designation d
JOIN record r ON r.sequence = d.record
JOIN ranked e ON e.name_folded = r.name_folded AND e.code = d.authority
WHERE e.place = 1 AND e.present AND e.at >= d.designated_since;

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
