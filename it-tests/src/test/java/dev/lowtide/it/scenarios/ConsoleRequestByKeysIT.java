package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.KeyHand;

/** The same by keys alone. */
class ConsoleRequestByKeysIT extends RequestFlows {

  ConsoleRequestByKeysIT() {
    super(Look.LIGHT, KeyHand::new);
  }
}
