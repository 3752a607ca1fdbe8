package dev.lowtide.it.chaos;

import java.sql.Connection;
import java.sql.SQLException;

/** A way to connect. */
@FunctionalInterface
interface Access {

  Connection connect() throws SQLException;
}
