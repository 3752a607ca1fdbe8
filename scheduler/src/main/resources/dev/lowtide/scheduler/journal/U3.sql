-- Back to before V3: nobody knows how soon a table is bloated again; all are measured anew.

DROP TABLE IF EXISTS survey;
DROP TABLE IF EXISTS size_sample;
