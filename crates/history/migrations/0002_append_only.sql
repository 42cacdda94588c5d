-- History only grows. INSERT OR REPLACE deletes rows without firing DELETE triggers, so a third
-- trigger refuses a row whose key is taken.

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'history only grows: ledger rows are never updated'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'history only grows: ledger rows are never deleted'); END;
CREATE TRIGGER ledger_no_replace BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: ledger rows are never replaced'); END;

CREATE TRIGGER run_no_update BEFORE UPDATE ON run
BEGIN SELECT RAISE(ABORT, 'history only grows: run rows are never updated'); END;
CREATE TRIGGER run_no_delete BEFORE DELETE ON run
BEGIN SELECT RAISE(ABORT, 'history only grows: run rows are never deleted'); END;
CREATE TRIGGER run_no_replace BEFORE INSERT ON run
WHEN EXISTS (SELECT 1 FROM run WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: run rows are never replaced'); END;

CREATE TRIGGER run_outcome_no_update BEFORE UPDATE ON run_outcome
BEGIN SELECT RAISE(ABORT, 'history only grows: run_outcome rows are never updated'); END;
CREATE TRIGGER run_outcome_no_delete BEFORE DELETE ON run_outcome
BEGIN SELECT RAISE(ABORT, 'history only grows: run_outcome rows are never deleted'); END;
CREATE TRIGGER run_outcome_no_replace BEFORE INSERT ON run_outcome
WHEN EXISTS (SELECT 1 FROM run_outcome WHERE sequence = NEW.sequence
   OR run = NEW.run)
BEGIN SELECT RAISE(ABORT, 'history only grows: run_outcome rows are never replaced'); END;

CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'history only grows: blob rows are never updated'); END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob
BEGIN SELECT RAISE(ABORT, 'history only grows: blob rows are never deleted'); END;
CREATE TRIGGER blob_no_replace BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE sequence = NEW.sequence
   OR sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'history only grows: blob rows are never replaced'); END;

CREATE TRIGGER document_no_update BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'history only grows: document rows are never updated'); END;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'history only grows: document rows are never deleted'); END;
CREATE TRIGGER document_no_replace BEFORE INSERT ON document
WHEN EXISTS (SELECT 1 FROM document WHERE sequence = NEW.sequence
   OR (number_key = NEW.number_key AND publication_date = NEW.publication_date))
BEGIN SELECT RAISE(ABORT, 'history only grows: document rows are never replaced'); END;

CREATE TRIGGER document_version_no_update BEFORE UPDATE ON document_version
BEGIN SELECT RAISE(ABORT, 'history only grows: document_version rows are never updated'); END;
CREATE TRIGGER document_version_no_delete BEFORE DELETE ON document_version
BEGIN SELECT RAISE(ABORT, 'history only grows: document_version rows are never deleted'); END;
CREATE TRIGGER document_version_no_replace BEFORE INSERT ON document_version
WHEN EXISTS (SELECT 1 FROM document_version WHERE sequence = NEW.sequence
   OR supersedes = NEW.supersedes)
BEGIN SELECT RAISE(ABORT, 'history only grows: document_version rows are never replaced'); END;

CREATE TRIGGER notice_text_no_update BEFORE UPDATE ON notice_text
BEGIN SELECT RAISE(ABORT, 'history only grows: notice_text rows are never updated'); END;
CREATE TRIGGER notice_text_no_delete BEFORE DELETE ON notice_text
BEGIN SELECT RAISE(ABORT, 'history only grows: notice_text rows are never deleted'); END;
CREATE TRIGGER notice_text_no_replace BEFORE INSERT ON notice_text
WHEN EXISTS (SELECT 1 FROM notice_text WHERE sequence = NEW.sequence
   OR (slice_sha256 = NEW.slice_sha256 AND format = NEW.format AND content_sha256 = NEW.content_sha256))
BEGIN SELECT RAISE(ABORT, 'history only grows: notice_text rows are never replaced'); END;

CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading
BEGIN SELECT RAISE(ABORT, 'history only grows: reading rows are never updated'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'history only grows: reading rows are never deleted'); END;
CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading
WHEN EXISTS (SELECT 1 FROM reading WHERE sequence = NEW.sequence
   OR (document_version = NEW.document_version AND notice_text = NEW.notice_text AND content_sha256 = NEW.content_sha256))
BEGIN SELECT RAISE(ABORT, 'history only grows: reading rows are never replaced'); END;

CREATE TRIGGER parse_no_update BEFORE UPDATE ON parse
BEGIN SELECT RAISE(ABORT, 'history only grows: parse rows are never updated'); END;
CREATE TRIGGER parse_no_delete BEFORE DELETE ON parse
BEGIN SELECT RAISE(ABORT, 'history only grows: parse rows are never deleted'); END;
CREATE TRIGGER parse_no_replace BEFORE INSERT ON parse
WHEN EXISTS (SELECT 1 FROM parse WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: parse rows are never replaced'); END;

CREATE TRIGGER record_no_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'history only grows: record rows are never updated'); END;
CREATE TRIGGER record_no_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'history only grows: record rows are never deleted'); END;
CREATE TRIGGER record_no_replace BEFORE INSERT ON record
WHEN EXISTS (SELECT 1 FROM record WHERE sequence = NEW.sequence
   OR (reading = NEW.reading AND ordinal = NEW.ordinal)
   OR (reading = NEW.reading AND record_id = NEW.record_id))
BEGIN SELECT RAISE(ABORT, 'history only grows: record rows are never replaced'); END;

CREATE TRIGGER record_alias_no_update BEFORE UPDATE ON record_alias
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias rows are never updated'); END;
CREATE TRIGGER record_alias_no_delete BEFORE DELETE ON record_alias
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias rows are never deleted'); END;
CREATE TRIGGER record_alias_no_replace BEFORE INSERT ON record_alias
WHEN EXISTS (SELECT 1 FROM record_alias WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias rows are never replaced'); END;

CREATE TRIGGER record_alias_change_no_update BEFORE UPDATE ON record_alias_change
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias_change rows are never updated'); END;
CREATE TRIGGER record_alias_change_no_delete BEFORE DELETE ON record_alias_change
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias_change rows are never deleted'); END;
CREATE TRIGGER record_alias_change_no_replace BEFORE INSERT ON record_alias_change
WHEN EXISTS (SELECT 1 FROM record_alias_change WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_alias_change rows are never replaced'); END;

CREATE TRIGGER record_authority_no_update BEFORE UPDATE ON record_authority
BEGIN SELECT RAISE(ABORT, 'history only grows: record_authority rows are never updated'); END;
CREATE TRIGGER record_authority_no_delete BEFORE DELETE ON record_authority
BEGIN SELECT RAISE(ABORT, 'history only grows: record_authority rows are never deleted'); END;
CREATE TRIGGER record_authority_no_replace BEFORE INSERT ON record_authority
WHEN EXISTS (SELECT 1 FROM record_authority WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_authority rows are never replaced'); END;

CREATE TRIGGER record_identifier_no_update BEFORE UPDATE ON record_identifier
BEGIN SELECT RAISE(ABORT, 'history only grows: record_identifier rows are never updated'); END;
CREATE TRIGGER record_identifier_no_delete BEFORE DELETE ON record_identifier
BEGIN SELECT RAISE(ABORT, 'history only grows: record_identifier rows are never deleted'); END;
CREATE TRIGGER record_identifier_no_replace BEFORE INSERT ON record_identifier
WHEN EXISTS (SELECT 1 FROM record_identifier WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_identifier rows are never replaced'); END;

CREATE TRIGGER record_country_no_update BEFORE UPDATE ON record_country
BEGIN SELECT RAISE(ABORT, 'history only grows: record_country rows are never updated'); END;
CREATE TRIGGER record_country_no_delete BEFORE DELETE ON record_country
BEGIN SELECT RAISE(ABORT, 'history only grows: record_country rows are never deleted'); END;
CREATE TRIGGER record_country_no_replace BEFORE INSERT ON record_country
WHEN EXISTS (SELECT 1 FROM record_country WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_country rows are never replaced'); END;

CREATE TRIGGER record_program_no_update BEFORE UPDATE ON record_program
BEGIN SELECT RAISE(ABORT, 'history only grows: record_program rows are never updated'); END;
CREATE TRIGGER record_program_no_delete BEFORE DELETE ON record_program
BEGIN SELECT RAISE(ABORT, 'history only grows: record_program rows are never deleted'); END;
CREATE TRIGGER record_program_no_replace BEFORE INSERT ON record_program
WHEN EXISTS (SELECT 1 FROM record_program WHERE (record = NEW.record AND position = NEW.position))
BEGIN SELECT RAISE(ABORT, 'history only grows: record_program rows are never replaced'); END;

CREATE TRIGGER record_version_no_update BEFORE UPDATE ON record_version
BEGIN SELECT RAISE(ABORT, 'history only grows: record_version rows are never updated'); END;
CREATE TRIGGER record_version_no_delete BEFORE DELETE ON record_version
BEGIN SELECT RAISE(ABORT, 'history only grows: record_version rows are never deleted'); END;
CREATE TRIGGER record_version_no_replace BEFORE INSERT ON record_version
WHEN EXISTS (SELECT 1 FROM record_version WHERE sequence = NEW.sequence
   OR supersedes = NEW.supersedes)
BEGIN SELECT RAISE(ABORT, 'history only grows: record_version rows are never replaced'); END;

CREATE TRIGGER record_withdrawal_no_update BEFORE UPDATE ON record_withdrawal
BEGIN SELECT RAISE(ABORT, 'history only grows: record_withdrawal rows are never updated'); END;
CREATE TRIGGER record_withdrawal_no_delete BEFORE DELETE ON record_withdrawal
BEGIN SELECT RAISE(ABORT, 'history only grows: record_withdrawal rows are never deleted'); END;
CREATE TRIGGER record_withdrawal_no_replace BEFORE INSERT ON record_withdrawal
WHEN EXISTS (SELECT 1 FROM record_withdrawal WHERE sequence = NEW.sequence
   OR record_version = NEW.record_version)
BEGIN SELECT RAISE(ABORT, 'history only grows: record_withdrawal rows are never replaced'); END;

CREATE TRIGGER census_no_update BEFORE UPDATE ON census
BEGIN SELECT RAISE(ABORT, 'history only grows: census rows are never updated'); END;
CREATE TRIGGER census_no_delete BEFORE DELETE ON census
BEGIN SELECT RAISE(ABORT, 'history only grows: census rows are never deleted'); END;
CREATE TRIGGER census_no_replace BEFORE INSERT ON census
WHEN EXISTS (SELECT 1 FROM census WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: census rows are never replaced'); END;

CREATE TRIGGER coverage_no_update BEFORE UPDATE ON coverage
BEGIN SELECT RAISE(ABORT, 'history only grows: coverage rows are never updated'); END;
CREATE TRIGGER coverage_no_delete BEFORE DELETE ON coverage
BEGIN SELECT RAISE(ABORT, 'history only grows: coverage rows are never deleted'); END;
CREATE TRIGGER coverage_no_replace BEFORE INSERT ON coverage
WHEN EXISTS (SELECT 1 FROM coverage WHERE sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'history only grows: coverage rows are never replaced'); END;
