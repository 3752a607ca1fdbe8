-- Back to before V5: one yes is enough again, and nothing is left of what people said. Who approves becomes an operator, who
-- could approve then; who reads everything becomes a viewer; a request that was to be changed is rejected.
-- Tokens end: an older build would let one that only reads act, and V5 would bring it back as one that acts. V5 also lets every
-- operator and administrator approve, as they could before it: after going back and forth, look at who still should.

DELETE FROM access_token;
DROP TABLE IF EXISTS run_comment;
DROP TABLE IF EXISTS run_revision;
DROP TABLE IF EXISTS approval_vote;
ALTER TABLE run DROP CONSTRAINT run_and_its_requester;
ALTER TABLE run DROP COLUMN revision;
ALTER TABLE access_token DROP COLUMN scope;
ALTER TABLE person DROP COLUMN also_approves;
UPDATE person SET role = 'OPERATOR' WHERE role = 'APPROVER';
UPDATE person SET role = 'VIEWER' WHERE role = 'AUDITOR';
UPDATE run SET state = 'REJECTED' WHERE state = 'CHANGES_REQUESTED';
