package dev.lowtide.console;

import static org.mockito.Mockito.mock;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.mockito.Mockito;
import org.mockito.invocation.InvocationOnMock;

/** Keeps what is routed, so that a test can call it: {@code "POST /people"}. */
final class FakeRoutes {

  private final Map<String, Handler> handlers = new HashMap<>();
  private final RoutesConfig config = mock(RoutesConfig.class, this::keep);

  RoutesConfig config() {
    return config;
  }

  /** Past the guard: a test says who is calling. */
  void call(String route, FakeRequest request) throws Exception {
    Handler handler = handlers.get(route);
    if (handler == null) {
      throw new IllegalArgumentException(
          "route: '" + route + "' (expected: one of " + handlers.keySet() + ")");
    }
    handler.handle(request.context());
  }

  private Object keep(InvocationOnMock call) throws Throwable {
    Object[] arguments = call.getArguments();
    if (arguments.length > 1 && arguments[1] instanceof Handler handler) {
      String method = call.getMethod().getName().toUpperCase(Locale.ROOT);
      handlers.put(method + " " + arguments[0], handler);
    }
    return Mockito.RETURNS_DEFAULTS.answer(call);
  }
}
