-- Back to before V7: nothing is held any more.

DROP TABLE IF EXISTS standstill;
