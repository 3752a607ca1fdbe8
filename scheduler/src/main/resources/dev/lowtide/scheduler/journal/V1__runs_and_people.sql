-- Times are milliseconds since 1970-01-01 UTC, so that every kind of store orders them alike.
-- Foreign keys stand behind the columns: MySQL before 9 reads one within a column and forgets it.

CREATE TABLE run (
  id ${identity} PRIMARY KEY,
  table_schema VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  plan ${text} NOT NULL,
  plan_hash VARCHAR(64) NOT NULL,
  state VARCHAR(32) NOT NULL,
  requested_by VARCHAR(64) NOT NULL,
  requested_at BIGINT NOT NULL,
  approved_by VARCHAR(64),
  approved_at BIGINT,
  approved_hash VARCHAR(64),
  is_automatic BOOLEAN NOT NULL,
  attempts INTEGER NOT NULL,
  not_before BIGINT NOT NULL,
  reason VARCHAR(4000) NOT NULL,
  changed_at BIGINT NOT NULL,
  waits VARCHAR(1000) NOT NULL,
  is_acknowledged BOOLEAN NOT NULL,
  thread_id BIGINT NOT NULL,
  CONSTRAINT requester_is_not_approver CHECK (approved_by IS NULL OR approved_by <> requested_by)
)${options};

CREATE INDEX run_by_state ON run (state);

CREATE TABLE run_step (
  id ${identity} PRIMARY KEY,
  run_id BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  state VARCHAR(32) NOT NULL,
  text VARCHAR(4000) NOT NULL,
  FOREIGN KEY (run_id) REFERENCES run (id)
)${options};

CREATE INDEX run_step_by_run ON run_step (run_id);

CREATE TABLE report (
  run_id BIGINT PRIMARY KEY,
  body ${text} NOT NULL,
  FOREIGN KEY (run_id) REFERENCES run (id)
)${options};

CREATE TABLE audit (
  id ${identity} PRIMARY KEY,
  made_at BIGINT NOT NULL,
  made_by VARCHAR(64) NOT NULL,
  action VARCHAR(64) NOT NULL,
  text VARCHAR(4000) NOT NULL
)${options};

CREATE TABLE person (
  name VARCHAR(64) PRIMARY KEY,
  role VARCHAR(32) NOT NULL,
  password_hash VARCHAR(255),
  created_at BIGINT NOT NULL
)${options};

CREATE TABLE one_time_link (
  secret_hash VARCHAR(64) PRIMARY KEY,
  person VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  FOREIGN KEY (person) REFERENCES person (name)
)${options};

CREATE TABLE access_token (
  id ${identity} PRIMARY KEY,
  secret_hash VARCHAR(64) NOT NULL UNIQUE,
  person VARCHAR(64) NOT NULL,
  label VARCHAR(64) NOT NULL,
  expires_at BIGINT NOT NULL,
  FOREIGN KEY (person) REFERENCES person (name)
)${options};
