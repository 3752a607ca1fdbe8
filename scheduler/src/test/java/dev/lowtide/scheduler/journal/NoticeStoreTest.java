package dev.lowtide.scheduler.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lowtide.scheduler.operator.AuditEntry;
import dev.lowtide.scheduler.operator.Notices;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticeStoreTest {

  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");

  private final Store store = Stores.inMemory();
  private final Journal journal = new Journal(store);
  private final Notices notices = journal.notices();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aReceiverIsToldOfWhatComesAfterItWasThere() {
    record("before");
    assertThat(texts("chat")).isEmpty();
    record("one");
    record("two");

    assertThat(texts("chat")).containsExactly("one", "two");
  }

  @Test
  void whatItWasToldIsNotToldAgainNotEvenAfterARestart() {
    assertThat(texts("chat")).isEmpty();
    record("one");
    record("two");
    List<AuditEntry> next = notices.next("chat");
    notices.told("chat", next.get(0).id());

    assertThat(new Journal(store).notices().next("chat"))
        .extracting(AuditEntry::text)
        .containsExactly("two");
  }

  @Test
  void receiversAreToldByThemselves() {
    assertThat(texts("chat")).isEmpty();
    assertThat(texts("mail")).isEmpty();
    record("one");
    notices.told("chat", notices.next("chat").get(0).id());

    assertThat(texts("chat")).isEmpty();
    assertThat(texts("mail")).containsExactly("one");
  }

  private void record(String text) {
    journal.record(NOW, "ann", "test", text);
  }

  private List<String> texts(String receiver) {
    return notices.next(receiver).stream().map(AuditEntry::text).toList();
  }
}
