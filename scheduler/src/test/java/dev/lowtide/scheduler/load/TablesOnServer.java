package dev.lowtide.scheduler.load;

import java.util.List;

/** What the server shows of a table. */
public final class TablesOnServer {

  /** Nobody is in its way. */
  public static final TableOnServer UNUSED =
      new TableOnServer(Sight.of(List.of()), Sight.of(List.of()));

  private TablesOnServer() {}

  public static TableOnServer locked(TableLock... locks) {
    return new TableOnServer(Sight.of(List.of(locks)), Sight.of(List.of()));
  }

  public static TableOnServer viewed(ReadView... views) {
    return new TableOnServer(Sight.of(List.of()), Sight.of(List.of(views)));
  }
}
