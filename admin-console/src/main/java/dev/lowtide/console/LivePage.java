package dev.lowtide.console;

import java.util.Map;
import java.util.Optional;

/** What of a page changes by itself. */
@FunctionalInterface
interface LivePage {

  /** Pieces of the page as they are now, as HTML, by the ids of the elements that hold them. */
  Map<String, String> pieces();

  /** After how many ticks it is rendered again. */
  default int everyTicks() {
    return 1;
  }

  /** One that costs more than others, and whose news can wait for a second. */
  static Optional<LivePage> slow(LivePage page) {
    return Optional.of(
        new LivePage() {
          @Override
          public Map<String, String> pieces() {
            return page.pieces();
          }

          @Override
          public int everyTicks() {
            return 4;
          }
        });
  }
}
