-- Back to before V10: what went on is remembered since the last start, and no longer.

DROP TABLE IF EXISTS run_trace;
DROP TABLE IF EXISTS load_sample;
