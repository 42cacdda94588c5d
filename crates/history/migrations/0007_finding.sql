-- By what a question about what is known now finds its answer without looking at the rest: derived,
-- like the tables of 0005, and made anew together with them.
--
-- `scope` says for which lists a row holds: for those that count published documents alone
-- (`published`), for those that count filed ones too (`filed`), or for `both`.

-- The days on which a list has something to say of an entity under an authority: it stands, its term
-- ran out, or a record is neither counted in nor out. From '' on: on all days. Under '': under
-- whatever authority, since the record cites none.
-- `node` is the day (counted as `julianday` does, less 1721424.5) of the days in between that is
-- divisible by the highest power of two; null if there is no end. At most one day in each power of
-- two can be the node of a stretch that holds a given day.
CREATE TABLE listed (
  entity    TEXT NOT NULL,
  authority TEXT NOT NULL,
  from_date TEXT NOT NULL,
  scope     TEXT NOT NULL CHECK (scope IN ('both', 'filed', 'published')),
  to_date   TEXT,
  node      INTEGER,
  PRIMARY KEY (entity, authority, from_date, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX listed_from ON listed (authority, node, from_date, scope);
CREATE INDEX listed_to ON listed (authority, node, to_date, scope) WHERE node IS NOT NULL;

-- The days on which something acts upon an entity under an authority.
CREATE TABLE acting (
  entity    TEXT NOT NULL,
  authority TEXT NOT NULL,
  day       TEXT NOT NULL,
  scope     TEXT NOT NULL CHECK (scope IN ('both', 'filed', 'published')),
  PRIMARY KEY (entity, authority, day, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX acting_day ON acting (authority, day, scope);

-- Where published documents alone make another entity than with filed ones: its records.
CREATE TABLE published_record (
  record_id TEXT PRIMARY KEY,
  entity    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX published_record_entity ON published_record (entity);

-- What is left open about an entity, as JSON: names that could mean it or another, entities that it
-- may be. For published documents alone with its links, where any of it is otherwise.
CREATE TABLE entity_remark (
  entity TEXT NOT NULL,
  scope  TEXT NOT NULL CHECK (scope IN ('both', 'filed', 'published')),
  remark TEXT NOT NULL CHECK (json_valid(remark)),
  PRIMARY KEY (entity, scope)
) STRICT, WITHOUT ROWID;

-- The corrections that hold now, by the document that they correct (its `number_key`).
CREATE TABLE correction_of (
  number_key TEXT NOT NULL,
  record_id  TEXT NOT NULL,
  PRIMARY KEY (number_key, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_of_record ON correction_of (record_id);

-- Each folded name once, to be found by any part of it.
CREATE TABLE folded_name (
  id          INTEGER PRIMARY KEY,
  name_folded TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE folded_name_search USING fts5 (
  name_folded,
  content = 'folded_name', content_rowid = 'id',
  tokenize = 'trigram', detail = 'none'
);
CREATE TRIGGER entity_name_is_found AFTER INSERT ON entity_name
WHEN NOT EXISTS (SELECT 1 FROM folded_name WHERE name_folded = NEW.name_folded)
BEGIN
  INSERT INTO folded_name (name_folded) VALUES (NEW.name_folded);
  INSERT INTO folded_name_search (rowid, name_folded)
  SELECT id, name_folded FROM folded_name WHERE name_folded = NEW.name_folded;
END;

-- Standings that begin or end on a day, and those without an end, under whatever authority.
CREATE INDEX standing_from ON standing (from_date);
CREATE INDEX standing_to ON standing (to_date);

-- What was derived before lacks the above.
DELETE FROM derived_state;
