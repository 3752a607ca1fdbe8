-- The last line of the audit trail that each receiver of notices was told of; named by a hash, since addresses have secrets in them.

CREATE TABLE notice_receiver (
  receiver VARCHAR(64) PRIMARY KEY,
  last_id BIGINT NOT NULL
)${options};
