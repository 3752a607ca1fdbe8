"""What PyMySQL tells: PORT USER PASSWORD SCHEMA VARIANT."""

import hashlib
import os
import sys
import tempfile

import pymysql
import pymysql.cursors
from pymysql.constants import CLIENT

port, user, password, schema, variant = sys.argv[1:6]


def connect(**more):
    tls = {"ssl": {"ca": None, "check_hostname": False, "verify_mode": "none"}} if "tls" in variant else {}
    return pymysql.connect(
        host="127.0.0.1", port=int(port), user=user, password=password, database=schema,
        charset="utf8mb4", local_infile=True, read_timeout=60,
        client_flag=CLIENT.MULTI_STATEMENTS, **tls, **more)


def fail(cursor, sql):
    try:
        cursor.execute(sql)
        print(sql, "succeeded")
    except pymysql.MySQLError as e:
        print(sql, e.args)


connection = connect()
cursor = connection.cursor()
cursor.execute("DROP TABLE IF EXISTS python")
cursor.execute("CREATE TABLE python (id INT PRIMARY KEY, v LONGTEXT, b LONGBLOB, d DATETIME(3), n DECIMAL(9, 3))")
print(cursor.executemany(
    "INSERT INTO python VALUES (%s, %s, %s, %s, %s)",
    [(i, "wört %d 😀 ' \\ \"" % i, bytes(range(256)), "2024-02-29 01:02:03.004", i / 8) for i in range(300)]))
connection.commit()
cursor.execute("SELECT * FROM python WHERE id MOD 50 = 0 ORDER BY id")
print(cursor.description)
for row in cursor.fetchall():
    print(row)

connection.begin()
cursor.execute("DELETE FROM python")
connection.rollback()
cursor.execute("SELECT COUNT(*) FROM python")
print(cursor.fetchall())

cursor.execute("SELECT 1; SELECT 2, 'ä'; DO 1; SELECT 3")
while True:
    print(cursor.rowcount, cursor.fetchall())
    if not cursor.nextset():
        break
cursor.callproc("script")
print(cursor.fetchall(), cursor.nextset(), cursor.fetchall(), cursor.nextset())

cursor.execute("REPLACE INTO python (id, b) VALUES (1000, %s)", (b"\x00\xff'" * 6000000,))
cursor.execute("SELECT b FROM python WHERE id = 1000")
print(hashlib.sha256(cursor.fetchone()[0]).hexdigest())

streaming = connection.cursor(pymysql.cursors.SSCursor)
streaming.execute("SELECT id, v FROM python ORDER BY id")
print(streaming.fetchmany(3))
streaming.close()

with tempfile.NamedTemporaryFile("w", suffix=".tsv", delete=False) as file:
    file.write("2001\teins\n2002\tzwölf\n")
print(cursor.execute("LOAD DATA LOCAL INFILE %s INTO TABLE python (id, v)", (file.name,)))
os.unlink(file.name)

for sql in ("SELEC 1", "SELECT * FROM nothing", "INSERT INTO python (id) VALUES (1)"):
    fail(cursor, sql)

other = connect(autocommit=True)
print(other.thread_id() != connection.thread_id())
with other.cursor() as killing:
    killing.execute("SELECT CONNECTION_ID()")
    print(killing.fetchone()[0] == other.thread_id())
    killing.execute("KILL QUERY %d" % connection.thread_id())
other.ping(reconnect=False)
other.select_db("mysql")
other.close()
connection.close()
print("done")
