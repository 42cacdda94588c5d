-- Full-text search over the notices. Derived: it holds an index and no words of its own, and can be
-- rebuilt from the tables at any time, so it is neither append-only nor in the ledger.

CREATE VIEW search_source AS
SELECT t.sequence, t.text,
  (SELECT title FROM document_version v
   WHERE v.slice_sha256 = t.slice_sha256 AND v.format = t.format
   ORDER BY v.sequence LIMIT 1) AS title
FROM notice_text t;

CREATE VIRTUAL TABLE notice_search USING fts5 (
  title, text,
  content = 'search_source', content_rowid = 'sequence',
  tokenize = 'unicode61 remove_diacritics 2'
);

-- The notices that the file has already.
INSERT INTO notice_search (notice_search) VALUES ('rebuild');
