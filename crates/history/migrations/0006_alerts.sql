-- The outbox. An alert is queued in the transaction that appends what it is about; what became of
-- its delivery is a log of attempts. Both only grow, like everything else.

CREATE TABLE alert (
  sequence INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  key      TEXT NOT NULL UNIQUE,
  rule     TEXT NOT NULL,
  channel  TEXT NOT NULL,
  timing   TEXT NOT NULL CHECK (timing IN ('immediate', 'daily', 'weekly')),
  due_at   TEXT NOT NULL CHECK (due_at GLOB '????-??-??T??:??:??.???Z'),
  body     TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

CREATE TABLE alert_attempt (
  sequence INTEGER PRIMARY KEY REFERENCES ledger (sequence) DEFERRABLE INITIALLY DEFERRED,
  alert    INTEGER NOT NULL REFERENCES alert (sequence),
  outcome  TEXT NOT NULL CHECK (outcome IN ('delivered', 'failed', 'dead', 'retry')),
  detail   TEXT,
  next_at  TEXT CHECK (next_at GLOB '????-??-??T??:??:??.???Z')
) STRICT;
CREATE INDEX alert_attempt_by_alert ON alert_attempt (alert, sequence);

CREATE TRIGGER alert_no_update BEFORE UPDATE ON alert
BEGIN SELECT RAISE(ABORT, 'history only grows: alert rows are never updated'); END;
CREATE TRIGGER alert_no_delete BEFORE DELETE ON alert
BEGIN SELECT RAISE(ABORT, 'history only grows: alert rows are never deleted'); END;
CREATE TRIGGER alert_no_replace BEFORE INSERT ON alert
WHEN EXISTS (SELECT 1 FROM alert WHERE sequence = NEW.sequence
   OR key = NEW.key)
BEGIN SELECT RAISE(ABORT, 'history only grows: alert rows are never replaced'); END;

CREATE TRIGGER alert_attempt_no_update BEFORE UPDATE ON alert_attempt
BEGIN SELECT RAISE(ABORT, 'history only grows: alert_attempt rows are never updated'); END;
CREATE TRIGGER alert_attempt_no_delete BEFORE DELETE ON alert_attempt
BEGIN SELECT RAISE(ABORT, 'history only grows: alert_attempt rows are never deleted'); END;
CREATE TRIGGER alert_attempt_no_replace BEFORE INSERT ON alert_attempt
WHEN EXISTS (SELECT 1 FROM alert_attempt WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: alert_attempt rows are never replaced'); END;
