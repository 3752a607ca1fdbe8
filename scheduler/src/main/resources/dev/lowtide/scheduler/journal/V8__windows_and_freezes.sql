-- Hours in which runs may be at work, as people on the spot read their clocks; and times in which none begins.

CREATE TABLE maintenance_window (
  id ${identity} PRIMARY KEY,
  name VARCHAR(64) NOT NULL,
  days VARCHAR(64) NOT NULL,
  opens VARCHAR(8) NOT NULL,
  closes VARCHAR(8) NOT NULL,
  zone VARCHAR(64) NOT NULL
)${options};

CREATE TABLE change_freeze (
  id ${identity} PRIMARY KEY,
  name VARCHAR(64) NOT NULL,
  begins_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL
)${options};
