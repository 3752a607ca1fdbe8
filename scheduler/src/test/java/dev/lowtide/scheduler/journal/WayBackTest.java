package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A way back that ends in the middle, where each statement is a transaction of its own. */
class WayBackTest {

  private int statementsLeft;

  @Test
  void canBeGoneAgainWhereverItWasBrokenOff() throws SQLException {
    int statements = 0;
    boolean isBroken = true;
    while (isBroken) {
      StoreConfig config = filled();
      try (Connection connection = StoreAdmin.connect(config, "")) {
        statementsLeft = statements;
        isBroken = isBrokenOff(config, connection);

        WayBack again = new WayBack(connection, config.kind(), new Migrations(config));
        List<String> losses = again.losses(0);
        assertThat(losses).as("losses after " + statements).doesNotHaveDuplicates();
        again.go(0);
        assertThat(StoreTables.of(connection)).as("tables after " + statements).isEmpty();
      }
      statements++;
    }
    assertThat(statements).isGreaterThan(20);
  }

  private boolean isBrokenOff(StoreConfig config, Connection connection) {
    try {
      new WayBack(fragile(connection), config.kind(), new Migrations(config)).go(0);
      return false;
    } catch (SQLException e) {
      assertThat(e.getMessage()).isEqualTo("broken off");
      return true;
    }
  }

  private static StoreConfig filled() {
    StoreConfig config = StoreConfig.of("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    try (Store store = Store.open(config)) {
      StoreContents.fill(store);
    }
    return config;
  }

  /** The same connection, which is there for so many statements only. */
  private Connection fragile(Connection connection) {
    return of(
        Connection.class,
        (method, arguments) -> {
          Object answer = called(connection, method, arguments);
          return answer instanceof Statement statement && method.getName().equals("createStatement")
              ? fragile(statement)
              : answer;
        });
  }

  private Statement fragile(Statement statement) {
    return of(
        Statement.class,
        (method, arguments) -> {
          if (method.getName().equals("execute") && statementsLeft-- <= 0) {
            throw new SQLException("broken off");
          }
          return called(statement, method, arguments);
        });
  }

  /** What is done instead. */
  @FunctionalInterface
  private interface Call {
    Object to(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T of(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.to(method, arguments)));
  }

  private static Object called(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
