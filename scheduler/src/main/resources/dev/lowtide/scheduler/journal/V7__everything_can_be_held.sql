-- Whether a person has stopped everything, who, and when; the last row counts.

CREATE TABLE standstill (
  id ${identity} PRIMARY KEY,
  is_held BOOLEAN NOT NULL,
  said_by VARCHAR(64) NOT NULL,
  said_at BIGINT NOT NULL,
  why VARCHAR(500) NOT NULL
)${options};
