-- Back to before V1: everything is gone.

DROP TABLE IF EXISTS access_token;
DROP TABLE IF EXISTS one_time_link;
DROP TABLE IF EXISTS person;
DROP TABLE IF EXISTS audit;
DROP TABLE IF EXISTS report;
DROP TABLE IF EXISTS run_step;
DROP TABLE IF EXISTS run;
