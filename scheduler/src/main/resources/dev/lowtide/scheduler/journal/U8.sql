-- Back to before V8: runs know no hours.

DROP TABLE IF EXISTS change_freeze;
DROP TABLE IF EXISTS maintenance_window;
