-- Each line of the audit trail has the hash of the line before it and of itself. The head says how
-- many lines there are and where the chain ends, and whoever writes a line holds it meanwhile.
-- Lines of before have no hash yet: less than no lines says so, until they have been chained.

ALTER TABLE audit ADD COLUMN run_id BIGINT;

ALTER TABLE audit ADD COLUMN hash VARCHAR(64);

CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY,
  entries BIGINT NOT NULL,
  last_id BIGINT NOT NULL,
  hash VARCHAR(64) NOT NULL
)${options};

INSERT INTO audit_head (id, entries, last_id, hash)
VALUES (1, -1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE INDEX audit_by_person ON audit (made_by, id);

CREATE INDEX audit_by_action ON audit (action, id);

CREATE INDEX audit_by_run ON audit (run_id, id);
