package ruchy.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.operator.Truth;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// What a server tells who watches it.
final class Health {
  private Health() {}

  /// The functions of the route: each check is a step of its own, so that it may wait; the last one
  /// answers.
  static List<FunctionValue> functions(MapValue checks) {
    List<FunctionValue> steps = new ArrayList<>();
    for (int i = 0; i < checks.positions(); i++) {
      Object key = checks.keyAt(i);
      if (key == null) {
        continue;
      }
      String name = Display.print(key);
      if (!(checks.valueAt(i) instanceof FunctionValue check)) {
        throw Failure.argumentError("The check '" + name + "' of health is a function");
      }
      steps.add(
          new NativeMiddleware(
              "health",
              check,
              (request, response, next) -> {
                results(request).put(name, isUp(check) ? "up" : "down");
                next.call();
              }));
    }
    steps.add(
        new NativeMiddleware(
            "health", null, (request, response, next) -> answer(request, response)));
    return steps;
  }

  private static boolean isUp(FunctionValue check) {
    try {
      return Truth.truth(check.call());
    } catch (Failure failure) {
      return false;
    }
  }

  private static MapValue results(Request request) {
    @Nullable Object known = request.addedMember("health");
    if (known instanceof MapValue map) {
      return map;
    }
    MapValue map = new HashMapValue();
    request.addMember("health", map);
    return map;
  }

  private static void answer(Request request, Response response) {
    MapValue checks = results(request);
    boolean isUp = true;
    for (int i = 0; i < checks.positions(); i++) {
      isUp &= checks.keyAt(i) == null || "up".equals(checks.valueAt(i));
    }
    MapValue answer = HashMapValue.of("status", isUp ? "up" : "down");
    if (!checks.isEmpty()) {
      answer.put("checks", checks);
    }
    response.status(isUp ? 200 : 503).header("Cache-Control", "no-store").json(answer);
  }
}
