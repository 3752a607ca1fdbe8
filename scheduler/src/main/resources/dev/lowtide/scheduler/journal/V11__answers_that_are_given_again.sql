-- What programs were answered that may ask the same again after a broken connection. Keys, callers and requests are hashes:
-- so keys differ in every letter whatever the store compares by, and nothing of a token is here.

CREATE TABLE kept_answer (
  id VARCHAR(64) PRIMARY KEY,
  caller VARCHAR(64) NOT NULL,
  request VARCHAR(64) NOT NULL,
  begun_at BIGINT NOT NULL,
  status INTEGER,
  content_type VARCHAR(100),
  location VARCHAR(500),
  body ${text}
)${options};

CREATE INDEX kept_answer_by_age ON kept_answer (begun_at);

CREATE INDEX kept_answer_by_caller ON kept_answer (caller);
