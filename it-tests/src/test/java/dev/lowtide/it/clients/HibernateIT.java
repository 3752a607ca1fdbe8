package dev.lowtide.it.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.it.scenarios.Lab;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate at work: objects that hang together, versions, pages, and a change of mind. */
class HibernateIT {

  private static final int BASKETS = 25;
  private static final int PAGE = 10;

  private static BothWays bothWays;

  @BeforeAll
  static void start() throws Exception {
    bothWays = BothWays.to(Lab.server());
  }

  @AfterAll
  static void stop() {
    bothWays.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://127.0.0.1:%d/lab?allowPublicKeyRetrieval=true&rewriteBatchedStatements=true",
        "jdbc:mysql://127.0.0.1:%d/lab?sslMode=REQUIRED&useServerPrepStmts=true",
        "jdbc:mariadb://127.0.0.1:%d/lab?sslMode=trust&useBulkStmts=true",
      })
  void aUnitOfWorkIsTheSame(String url) throws Exception {
    bothWays.compare(
        (port, transcript) -> {
          try (Connection server = Lab.server().connect()) {
            Lab.execute(server, "DROP TABLE IF EXISTS lab.basket_item, lab.basket");
          }
          try (SessionFactory sessions = configuration(url.formatted(port)).buildSessionFactory()) {
            store(sessions, transcript);
            change(sessions, transcript);
            leafThrough(sessions, transcript);
            changeAtTheSameTime(sessions, transcript);
            fail(sessions, transcript);
            remove(sessions, transcript);
          }
        });
  }

  private static Configuration configuration(String url) {
    return new Configuration()
        .addAnnotatedClass(Basket.class)
        .addAnnotatedClass(Basket.Item.class)
        .setProperty("hibernate.connection.url", url)
        .setProperty("hibernate.connection.username", Lab.USER)
        .setProperty("hibernate.connection.password", Lab.PASSWORD)
        .setProperty("hibernate.connection.pool_size", "3")
        .setProperty("hibernate.hbm2ddl.auto", "create")
        .setProperty("hibernate.order_inserts", "true")
        .setProperty("hibernate.jdbc.batch_size", "20");
  }

  private static void store(SessionFactory sessions, Transcript transcript) {
    sessions.inTransaction(
        session -> {
          for (int i = 0; i < BASKETS; i++) {
            Basket basket = new Basket("Körbchen " + i + " 🧺");
            for (int j = 0; j <= i % 4; j++) {
              basket.add("thing " + j, 100 * i + j);
            }
            session.persist(basket);
          }
        });
    transcript.say("stored", count(sessions, "Basket"), count(sessions, "Item"));
  }

  private static void change(SessionFactory sessions, Transcript transcript) {
    sessions.inTransaction(
        session -> {
          Basket basket = first(session);
          basket.add("late", 7);
          basket.removeFirst();
        });
    sessions.inTransaction(
        session -> {
          Basket basket =
              session.find(Basket.class, first(session).id(), LockModeType.PESSIMISTIC_WRITE);
          transcript.say("changed", basket);
        });
  }

  private static void leafThrough(SessionFactory sessions, Transcript transcript) {
    for (int page = 0; page * PAGE < BASKETS; page++) {
      int from = page * PAGE;
      sessions.inTransaction(
          session ->
              session
                  .createSelectionQuery("from Basket order by id desc", Basket.class)
                  .setFirstResult(from)
                  .setMaxResults(PAGE)
                  .getResultList()
                  .forEach(basket -> transcript.say("page " + from, basket)));
    }
    sessions.inTransaction(
        session ->
            transcript.say(
                "sum",
                session
                    .createSelectionQuery(
                        "select sum(i.cents) from Basket b join b.items i where b.name like :name",
                        Long.class)
                    .setParameter("name", "Körb%")
                    .getSingleResult()));
  }

  /** The second of two who have read the same version is told so. */
  private static void changeAtTheSameTime(SessionFactory sessions, Transcript transcript) {
    try (Session one = sessions.openSession();
        Session other = sessions.openSession()) {
      one.beginTransaction();
      other.beginTransaction();
      first(one).rename("one was first");
      first(other).rename("the other was late");
      one.getTransaction().commit();
      try {
        other.getTransaction().commit();
        transcript.say("late", "let through");
      } catch (OptimisticLockException e) {
        transcript.say("late", e.getClass().getSimpleName());
      }
    }
    sessions.inTransaction(session -> transcript.say("after both", first(session)));
  }

  /** A name that is taken takes the whole unit of work with it. */
  private static void fail(SessionFactory sessions, Transcript transcript) {
    try {
      sessions.inTransaction(
          session -> {
            session.persist(new Basket("never seen"));
            session.flush();
            session.persist(new Basket("one was first"));
          });
      transcript.say("failure", "none");
    } catch (PersistenceException e) {
      transcript.say("failure", e.getClass().getSimpleName());
    }
    transcript.say("after the failure", count(sessions, "Basket"));
  }

  private static void remove(SessionFactory sessions, Transcript transcript) {
    sessions.inTransaction(session -> session.remove(first(session)));
    sessions.inTransaction(
        session ->
            transcript.say(
                "updated",
                session
                    .createMutationQuery("update Item set cents = cents + 1 where cents < 1000")
                    .executeUpdate()));
    transcript.say("left", count(sessions, "Basket"), count(sessions, "Item"));
  }

  private static Basket first(Session session) {
    List<Basket> found =
        session
            .createSelectionQuery("from Basket order by id", Basket.class)
            .setMaxResults(1)
            .getResultList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static long count(SessionFactory sessions, String entity) {
    return sessions.fromTransaction(
        session ->
            session
                .createSelectionQuery("select count(*) from " + entity, Long.class)
                .getSingleResult());
  }
}
