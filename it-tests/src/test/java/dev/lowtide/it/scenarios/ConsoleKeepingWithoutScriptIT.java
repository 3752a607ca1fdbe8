package dev.lowtide.it.scenarios;

import dev.lowtide.it.harness.ChromiumBrowser.Look;
import dev.lowtide.it.harness.PointerHand;

/** The same by a pointer, in a browser that runs no scripts. */
class ConsoleKeepingWithoutScriptIT extends KeepingFlows {

  ConsoleKeepingWithoutScriptIT() {
    super(Look.LIGHT.withoutScript(), PointerHand::new);
  }
}
