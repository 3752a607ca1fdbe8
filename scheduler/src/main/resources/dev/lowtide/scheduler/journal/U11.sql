-- Back to before V11: who asks the same again is heard as for the first time.

DROP TABLE IF EXISTS kept_answer;
