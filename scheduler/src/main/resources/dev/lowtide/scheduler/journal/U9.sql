-- Back to before V9: receivers are told from the next line of the audit trail on.

DROP TABLE IF EXISTS notice_receiver;
