package dev.lowtide.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which daemons are told to read their configuration again.
 *
 * <p>The JDK has no other way to hear signals than a class of its own that compilers warn of, so it
 * is looked up by name.
 */
final class HangUpSignal {

  private static final Logger log = LoggerFactory.getLogger(HangUpSignal.class);

  private HangUpSignal() {}

  /**
   * Runs the action on a thread of the JVM's whenever the signal comes. The JVM leaves it ignored
   * where whoever started it did.
   */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object before =
          handle.invoke(
              null,
              signal.getConstructor(String.class).newInstance("HUP"),
              handler(handler, action));
      if (handler.getField("SIG_IGN").get(null).equals(before)) {
        log.info("SIGHUP is ignored since the start, as under nohup; lowtide reload is not");
      }
    } catch (InvocationTargetException e) {
      log.warn("SIGHUP cannot be heard: {}", String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      log.warn("SIGHUP cannot be heard: {}", e.toString());
    }
  }

  private static Object handler(Class<?> type, Runnable action) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            action.run();
            return null;
          }
          return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(action);
            case "equals" -> arguments[0] == proxy;
            default -> "reload on SIGHUP";
          };
        });
  }
}
