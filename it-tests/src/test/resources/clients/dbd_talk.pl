# What DBD::MariaDB tells: PORT USER PASSWORD SCHEMA VARIANT.
use strict;
use warnings;
use DBI;
use Digest::SHA qw(sha256_hex);

binmode STDOUT, ':utf8';
my ($port, $user, $password, $schema, $variant) = @ARGV;

my $dsn = "dbi:MariaDB:database=$schema;host=127.0.0.1;port=$port;mariadb_local_infile=1;mariadb_multi_statements=1";
$dsn .= ';mariadb_ssl=1;mariadb_ssl_optional=1' if $variant =~ /tls/;
$dsn .= ';mariadb_compression=1' if $variant =~ /compressed/;

sub said { print join(' | ', map { $_ // 'NULL' } @_), "\n" }

for my $prepares (0, 1) {
  my $dbh = DBI->connect("$dsn;mariadb_server_prepare=$prepares", $user, $password,
    { RaiseError => 1, PrintError => 0 });
  $dbh->do('DROP TABLE IF EXISTS perl');
  $dbh->do('CREATE TABLE perl (id INT PRIMARY KEY, v LONGTEXT, b LONGBLOB, n DECIMAL(9, 3))');
  my $insert = $dbh->prepare('INSERT INTO perl VALUES (?, ?, ?, ?)');
  said($insert->execute($_, "w\x{f6}rt $_ \x{1f600} '", undef, $_ / 8)) for 1 .. 50;
  my $select = $dbh->prepare('SELECT * FROM perl WHERE id > ? ORDER BY id LIMIT 5');
  for my $from (0, 20, 99) {
    $select->execute($from);
    said(@$_) for @{ $select->fetchall_arrayref };
  }

  $dbh->begin_work;
  $dbh->do('DELETE FROM perl');
  $dbh->rollback;
  said($dbh->selectrow_array('SELECT COUNT(*) FROM perl'));

  my $call = $dbh->prepare('CALL script()', { mariadb_server_prepare => 0 });
  $call->execute;
  do {
    if ($call->{NUM_OF_FIELDS}) { said(@$_) for @{ $call->fetchall_arrayref } }
  } while ($call->more_results);

  my $large = join('', map { chr($_ % 128) } 0 .. 299) x 20000;
  $dbh->do('INSERT INTO perl (id, v) VALUES (1000, ?)', undef, $large);
  my ($back) = $dbh->selectrow_array('SELECT v FROM perl WHERE id = 1000');
  said(sha256_hex($back), $back eq $large);

  for my $sql ('SELEC 1', 'SELECT * FROM nothing', 'INSERT INTO perl (id) VALUES (1)') {
    eval { $dbh->do($sql) };
    said($sql, $dbh->err, $dbh->state, $dbh->errstr);
  }
  my ($id) = $dbh->selectrow_array('SELECT CONNECTION_ID()');
  my (undef, $cipher) = $dbh->selectrow_array("SHOW SESSION STATUS LIKE 'Ssl_cipher'");
  said('encrypted', $cipher ne '');
  said($id == $dbh->{mariadb_thread_id}, $dbh->ping);
  $dbh->disconnect;
}
print "done\n";
