-- Back to before V2: the store has no name, so what it made in targets is nobody's.

DROP TABLE IF EXISTS store;
