-- Who approves although it is not their role. Whoever could until now still can: nobody is to be
-- left without an approver by an upgrade.

ALTER TABLE person ADD COLUMN also_approves BOOLEAN DEFAULT FALSE NOT NULL;

UPDATE person SET also_approves = TRUE WHERE role IN ('OPERATOR', 'ADMINISTRATOR');

-- What a token may be used for. Those of before act for their people, but approve nothing more.

ALTER TABLE access_token ADD COLUMN scope VARCHAR(32) DEFAULT 'ACT' NOT NULL;

-- A request that is changed becomes another revision of the same run.

ALTER TABLE run ADD COLUMN revision INTEGER DEFAULT 1 NOT NULL;

ALTER TABLE run ADD CONSTRAINT run_and_its_requester UNIQUE (id, requested_by);

-- Who said yes to the revision that a run has now. Each vote names the requester as the run does,
-- so that no vote can be the requester's own, whatever the program does.

CREATE TABLE approval_vote (
  run_id BIGINT NOT NULL,
  person VARCHAR(64) NOT NULL,
  requested_by VARCHAR(64) NOT NULL,
  plan_hash VARCHAR(64) NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (run_id, person),
  CONSTRAINT voter_is_not_requester CHECK (person <> requested_by),
  CONSTRAINT vote_names_requester
    FOREIGN KEY (run_id, requested_by) REFERENCES run (id, requested_by)
)${options};

-- Plans that were asked for before, so that it can be seen what a revision changed.

CREATE TABLE run_revision (
  run_id BIGINT NOT NULL,
  revision INTEGER NOT NULL,
  plan ${text} NOT NULL,
  PRIMARY KEY (run_id, revision),
  FOREIGN KEY (run_id) REFERENCES run (id)
)${options};

CREATE TABLE run_comment (
  id ${identity} PRIMARY KEY,
  run_id BIGINT NOT NULL,
  revision INTEGER NOT NULL,
  made_at BIGINT NOT NULL,
  made_by VARCHAR(64) NOT NULL,
  text VARCHAR(2000) NOT NULL,
  FOREIGN KEY (run_id) REFERENCES run (id)
)${options};

CREATE INDEX run_comment_by_run ON run_comment (run_id);
