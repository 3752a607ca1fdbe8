-- What went on at the proxy and at the server, in spans of several lengths; how many looks each span has folded into it.

CREATE TABLE load_sample (
  step_seconds INTEGER NOT NULL,
  begins_at BIGINT NOT NULL,
  looks INTEGER NOT NULL,
  sessions INTEGER NOT NULL,
  bypassing INTEGER NOT NULL,
  open_transactions INTEGER NOT NULL,
  commands_in_flight INTEGER NOT NULL,
  statements_rate DOUBLE PRECISION NOT NULL,
  p50_nanos BIGINT NOT NULL,
  p95_nanos BIGINT NOT NULL,
  p99_nanos BIGINT NOT NULL,
  client_bytes_rate DOUBLE PRECISION NOT NULL,
  server_bytes_rate DOUBLE PRECISION NOT NULL,
  threads_running INTEGER NOT NULL,
  replica_lag_seconds DOUBLE PRECISION NOT NULL,
  coverage_percent DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (step_seconds, begins_at)
)${options};

-- How each run went, as the pictures on its page show it.

CREATE TABLE run_trace (
  run_id BIGINT PRIMARY KEY,
  written_at BIGINT NOT NULL,
  body ${text} NOT NULL
)${options};

CREATE INDEX run_trace_by_time ON run_trace (written_at);
