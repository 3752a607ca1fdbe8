-- What tables occupied, day by day; it says how soon one is bloated again.

CREATE TABLE size_sample (
  id ${identity} PRIMARY KEY,
  table_schema VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  taken_at BIGINT NOT NULL,
  file_size BIGINT NOT NULL,
  live BIGINT NOT NULL
)${options};

CREATE INDEX size_sample_by_table ON size_sample (table_schema, table_name, taken_at);

CREATE INDEX size_sample_by_time ON size_sample (taken_at);

-- What was measured of each table last, so that it need not be measured again after a restart.

CREATE TABLE survey (
  table_schema VARCHAR(64) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  measured_at BIGINT NOT NULL,
  body ${text} NOT NULL,
  PRIMARY KEY (table_schema, table_name)
)${options};
