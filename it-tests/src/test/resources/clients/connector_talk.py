"""What MySQL Connector/Python tells: PORT USER PASSWORD SCHEMA VARIANT."""

import hashlib
import sys
import tempfile
import os

import mysql.connector

port, user, password, schema, variant = sys.argv[1:6]


def connect():
    return mysql.connector.connect(
        host="127.0.0.1", port=int(port), user=user, password=password, database=schema,
        ssl_disabled="tls" not in variant, use_pure="pure" in variant, allow_local_infile=True,
        compress="compressed" in variant, charset="utf8mb4")


connection = connect()
cursor = connection.cursor()
cursor.execute("DROP TABLE IF EXISTS python")
cursor.execute("CREATE TABLE python (id INT PRIMARY KEY, v LONGTEXT, b LONGBLOB, d DATETIME(3), n DECIMAL(9, 3))")
cursor.executemany(
    "INSERT INTO python VALUES (%s, %s, %s, %s, %s)",
    [(i, "wört %d 😀 ' \\ \"" % i, bytes(range(256)), "2024-02-29 01:02:03.004", i / 8) for i in range(300)])
print(cursor.rowcount)
connection.commit()
cursor.execute("SELECT * FROM python WHERE id MOD 50 = 0 ORDER BY id")
print(cursor.column_names)
for row in cursor:
    print(row)

prepared = connection.cursor(prepared=True)
for i in (7, 8, None):
    prepared.execute("SELECT id, v, b, d, n, ? FROM python WHERE id = ?", ("ü", i))
    print(prepared.fetchall())
prepared.close()

connection.rollback()
connection.start_transaction(isolation_level="READ COMMITTED")
cursor.execute("DELETE FROM python")
connection.rollback()
cursor.execute("SELECT COUNT(*) FROM python")
print(cursor.fetchall())
connection.rollback()

cursor.callproc("script")
for result in cursor.stored_results():
    print(result.fetchall())

cursor.execute("REPLACE INTO python (id, b) VALUES (1000, %s)", (b"\x00\xff'" * 6000000,))
cursor.execute("SELECT b FROM python WHERE id = 1000")
print(hashlib.sha256(bytes(cursor.fetchone()[0])).hexdigest())
connection.commit()

with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as file:
    file.write("2001\teins\n2002\tzwölf\n")
cursor.execute("LOAD DATA LOCAL INFILE %s INTO TABLE python (id, v)", (file.name,))
print(cursor.rowcount)
os.unlink(file.name)
connection.commit()

for sql in ("SELEC 1", "SELECT * FROM nothing", "INSERT INTO python (id) VALUES (1)"):
    try:
        cursor.execute(sql)
        print(sql, "succeeded")
    except mysql.connector.Error as e:
        print(sql, e.errno, e.sqlstate, e.msg)

connection.cmd_reset_connection()
connection.cmd_change_user(user, password, schema)
connection.ping()
again = connection.cursor()
again.execute("SELECT DATABASE(), CONNECTION_ID() = %s", (connection.connection_id,))
print(again.fetchall())
connection.close()
print("done")
