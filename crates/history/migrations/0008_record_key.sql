-- What a pass need make anew of what is derived: the records that its own can touch.

-- By what each current record can be linked to others, hashed: names, identifiers, entries of
-- entities.toml. Records touch if they have a key in common that one of them bears.
CREATE TABLE record_key (
  link_key       INTEGER NOT NULL,
  bears          INTEGER NOT NULL CHECK (bears IN (0, 1)),
  record_version INTEGER NOT NULL,
  PRIMARY KEY (link_key, bears, record_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_key_version ON record_key (record_version);

-- Links are numbered within their entity, so that those of others stay as they are.
ALTER TABLE entity_link RENAME TO entity_link_before;
DROP INDEX entity_link_entity;
CREATE TABLE entity_link (
  entity   TEXT NOT NULL,
  position INTEGER NOT NULL,
  record_a TEXT NOT NULL,
  record_b TEXT NOT NULL,
  rule     TEXT NOT NULL,
  why      TEXT NOT NULL,
  PRIMARY KEY (entity, position)
) STRICT, WITHOUT ROWID;
INSERT INTO entity_link (entity, position, record_a, record_b, rule, why)
SELECT entity, row_number() OVER (PARTITION BY entity ORDER BY position),
  record_a, record_b, rule, why
FROM entity_link_before ORDER BY 1, 2;
DROP TABLE entity_link_before;
