package dev.lowtide.scheduler.mysql;

import dev.lowtide.scheduler.preflight.TopologyFacts;
import java.util.ArrayList;
import java.util.List;

/** What a server is to others, and who follows it, in words that can be compared. */
public final class MySqlTopology {

  /**
   * Whoever reads the binary log, ours left out; a replica by the name that it gives itself, once
   * however often it came back.
   */
  private static final String FOLLOWERS =
      """
      SELECT DISTINCT CONCAT(COALESCE(t.PROCESSLIST_USER, ''), '@',
        COALESCE(t.PROCESSLIST_HOST, ''),
        COALESCE(CONCAT(' (', LEFT(CONVERT(v.VARIABLE_VALUE USING utf8mb4), 8), ')'), ''))
      FROM performance_schema.threads t
      LEFT JOIN performance_schema.user_variables_by_thread v
        ON v.THREAD_ID = t.THREAD_ID AND v.VARIABLE_NAME = 'slave_uuid'
      WHERE t.PROCESSLIST_COMMAND IN ('Binlog Dump', 'Binlog Dump GTID')
        AND NOT (t.PROCESSLIST_USER <=> SUBSTRING_INDEX(USER(), '@', 1))
      ORDER BY 1""";

  private final Target target;

  public MySqlTopology(Target target) {
    this.target = target;
  }

  /** Empty if some of it may not be seen by our account: what is not known is not compared. */
  public List<String> words() {
    return target.ask(
        connection -> {
          FactReader reader = new FactReader(connection);
          TopologyFacts facts = Topology.topology(reader);
          List<String> followers = reader.texts("followers", FOLLOWERS);
          return reader.unseen().isEmpty()
              ? words(facts, Target.text(connection, "SELECT @@server_uuid"), followers)
              : List.of();
        });
  }

  /** As they go on after "the server". */
  static List<String> words(TopologyFacts facts, String uuid, List<String> followers) {
    List<String> words = new ArrayList<>();
    words.add("is " + uuid);
    words.add(facts.isReplica() ? "follows a source" : "has no source");
    if (facts.isGroupMember()) {
      words.add("is a member of a group");
    }
    if (facts.isGaleraNode()) {
      words.add("is a Galera node");
    }
    followers.forEach(follower -> words.add("is followed by " + follower));
    return words;
  }
}
