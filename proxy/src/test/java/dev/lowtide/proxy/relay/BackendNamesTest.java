package dev.lowtide.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class BackendNamesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Deque<Runnable> lookups = new ArrayDeque<>();
  private final Map<String, List<InetAddress>> zone = new HashMap<>();
  private final BackendNames names = new BackendNames(lookups::add, this::lookUp);

  @Test
  void aNameThatMovesIsFollowed() throws Exception {
    zone.put("db", addresses("192.0.2.1"));
    assertThat(found("db")).isEqualTo(addresses("192.0.2.1"));

    zone.put("db", addresses("192.0.2.2", "192.0.2.3"));

    assertThat(found("db")).isEqualTo(addresses("192.0.2.2", "192.0.2.3"));
  }

  @Test
  void thoseWhoAskTogetherShareALookup() throws Exception {
    zone.put("db", addresses("192.0.2.1"));
    CompletableFuture<List<InetAddress>> one = names.find("db");
    CompletableFuture<List<InetAddress>> other = names.find("db");
    assertThat(lookups).hasSize(1);

    lookups.remove().run();

    assertThat(one).isCompletedWithValue(addresses("192.0.2.1"));
    assertThat(other).isCompletedWithValue(addresses("192.0.2.1"));
  }

  @Test
  void whatWasFoundLastCountsWhenNothingIsFound() throws Exception {
    zone.put("db", addresses("192.0.2.1"));
    found("db");

    zone.clear();

    assertThat(found("db")).isEqualTo(addresses("192.0.2.1"));
  }

  @Test
  void whatWasFoundLastCountsWhenALookupHangs() throws Exception {
    zone.put("db", addresses("192.0.2.1"));
    found("db");

    assertThat(names.find("db")).succeedsWithin(PATIENCE).isEqualTo(addresses("192.0.2.1"));
    assertThat(lookups).hasSize(1);
  }

  @Test
  void aNameThatWasNeverFoundFails() {
    CompletableFuture<List<InetAddress>> found = names.find("nowhere");

    lookups.remove().run();

    assertThat(found)
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(UnknownHostException.class);
    assertThat(found).isCompletedExceptionally();
  }

  @Test
  void whatWasFoundOfAnotherNameDoesNotCount() throws Exception {
    zone.put("db", addresses("192.0.2.1"));
    found("db");

    CompletableFuture<List<InetAddress>> other = names.find("other");
    lookups.remove().run();

    assertThat(other).isCompletedExceptionally();
  }

  @Test
  void anAddressIsItsOwnName() throws Exception {
    assertThat(names.find("2001:db8::1")).isCompletedWithValue(addresses("2001:db8::1"));
    assertThat(lookups).isEmpty();
  }

  private List<InetAddress> found(String name) throws CompletionException {
    CompletableFuture<List<InetAddress>> found = names.find(name);
    lookups.remove().run();
    return found.join();
  }

  private List<InetAddress> lookUp(String name) throws UnknownHostException {
    List<InetAddress> addresses = zone.get(name);
    if (addresses == null) {
      throw new UnknownHostException(name);
    }
    return addresses;
  }

  private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[texts.length];
    for (int i = 0; i < texts.length; i++) {
      addresses[i] = InetAddress.getByName(texts[i]);
    }
    return List.of(addresses);
  }
}
