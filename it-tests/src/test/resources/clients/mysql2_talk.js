// What mysql2 tells: PORT USER PASSWORD SCHEMA VARIANT.
'use strict';
const crypto = require('crypto');
const { Readable } = require('stream');
const mysql = require('mysql2/promise');

const [port, user, password, database, variant] = process.argv.slice(2);

function connect() {
  return mysql.createConnection({
    host: '127.0.0.1', port: Number(port), user, password, database,
    ssl: variant.includes('tls') ? { rejectUnauthorized: false } : undefined,
    compress: variant.includes('compressed'),
    multipleStatements: true, charset: 'utf8mb4', supportBigNumbers: true, dateStrings: true,
  });
}

const say = (...values) => console.log(JSON.stringify(values));

async function fail(connection, sql) {
  try {
    await connection.query(sql);
    say(sql, 'succeeded');
  } catch (e) {
    say(sql, e.errno, e.sqlState, e.sqlMessage);
  }
}

async function main() {
  const connection = await connect();
  await connection.query('DROP TABLE IF EXISTS node');
  await connection.query('CREATE TABLE node (id INT PRIMARY KEY, v LONGTEXT, b LONGBLOB, d DATETIME(3), n BIGINT UNSIGNED)');
  const rows = Array.from({ length: 300 }, (_, i) => [i, `wört ${i} 😀 ' \\`, Buffer.from([0, 255, i % 256]), '2024-02-29 01:02:03.004', '18446744073709551615']);
  const [inserted] = await connection.query('INSERT INTO node VALUES ?', [rows]);
  say(inserted.affectedRows, inserted.info);

  const [text, fields] = await connection.query('SELECT * FROM node WHERE id % 50 = 0 ORDER BY id');
  say(text, fields.map(field => [field.name, field.columnType]));
  for (const id of [7, 8, null]) {
    say((await connection.execute('SELECT *, ? AS p FROM node WHERE id = ?', ['ü', id]))[0]);
  }

  // None of them waits for another.
  const many = [];
  for (let i = 0; i < 50; i++) {
    many.push(connection.query('SELECT ? AS i', [i]));
    many.push(connection.execute('SELECT ? + 1 AS j', [i]));
    many.push(fail(connection, 'SELECT * FROM nothing'));
  }
  for (const one of await Promise.all(many)) {
    say(one === undefined ? 'failed' : one[0]);
  }

  await connection.beginTransaction();
  await connection.query('DELETE FROM node');
  await connection.rollback();
  say((await connection.query("SELECT COUNT(*) AS c FROM node; SELECT 2 AS b, 'ä' AS c; DO 1"))[0]);
  say((await connection.query('CALL script()'))[0]);
  say((await connection.execute('CALL script()'))[0]);

  const large = Buffer.alloc(18_000_000, "\u0000\u00ff'\\");
  await connection.query('REPLACE INTO node (id, b) VALUES (1000, ?)', [large]);
  const [[back]] = await connection.execute('SELECT b FROM node WHERE id = 1000');
  say(crypto.createHash('sha256').update(back.b).digest('hex'), back.b.equals(large));

  const loading = {
    sql: "LOAD DATA LOCAL INFILE 'f' INTO TABLE node (id, v)",
    infileStreamFactory: () => Readable.from([Buffer.from('2001\teins\n'), Buffer.from('2002\tzwölf\n')]),
  };
  say((await connection.query(loading))[0].affectedRows);

  for (const sql of ['SELEC 1', 'SELECT * FROM nothing', 'INSERT INTO node (id) VALUES (1)']) {
    await fail(connection, sql);
  }

  const other = await connect();
  const [[own]] = await other.query('SELECT CONNECTION_ID() AS id');
  say(own.id === other.threadId);
  const slow = fail(connection, 'SELECT SLEEP(30) FROM node');
  const busy = "SELECT COUNT(*) AS c FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP%' AND id = ?";
  while ((await other.query(busy, [connection.threadId]))[0][0].c === 0) { /* until it is at work */ }
  await other.query('KILL QUERY ' + connection.threadId);
  await slow;
  await other.changeUser({ user, password, database: 'mysql' });
  say((await other.query('SELECT DATABASE() AS d'))[0]);
  await other.ping();
  await other.end();
  await connection.end();
  console.log('done');
}

main().catch(e => { console.error(e); process.exit(1); });
