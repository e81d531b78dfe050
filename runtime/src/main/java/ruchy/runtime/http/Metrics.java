package ruchy.runtime.http;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import ruchy.runtime.value.FunctionValue;

/// What a server has done, in the text format of Prometheus. Used by all threads.
final class Metrics {
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /// Upper bounds of durations, in milliseconds.
  private static final double[] BOUNDS = {1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000};

  private final Map<String, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder[] durations = new LongAdder[BOUNDS.length + 1];
  private final LongAdder nanos = new LongAdder();
  private final LongAdder active = new LongAdder();

  Metrics() {
    for (int i = 0; i < durations.length; i++) {
      durations[i] = new LongAdder();
    }
  }

  /// Counts the requests that go through it.
  FunctionValue middleware() {
    return new NativeMiddleware(
        "metrics",
        null,
        (request, response, next) -> {
          long begun = System.nanoTime();
          active.increment();
          try {
            next.call();
          } finally {
            active.decrement();
            count(request.method(), response.status(), System.nanoTime() - begun);
          }
        });
  }

  private void count(String method, long status, long took) {
    String name =
        switch (method) {
          case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> method;
          default -> "other"; // Clients must not be able to make names.
        };
    String labels = "method=\"" + name + "\",status=\"" + status + "\"";
    requests.computeIfAbsent(labels, added -> new LongAdder()).increment();
    nanos.add(took);
    int at = 0;
    while (at < BOUNDS.length && took > BOUNDS[at] * 1e6) {
      at++;
    }
    durations[at].increment();
  }

  String text() {
    StringBuilder out = new StringBuilder(2048);
    out.append("# TYPE http_requests_total counter\n");
    requests.forEach(
        (labels, count) ->
            out.append("http_requests_total{")
                .append(labels)
                .append("} ")
                .append(count.sum())
                .append('\n'));
    out.append("# TYPE http_request_duration_seconds histogram\n");
    long sum = 0;
    for (int i = 0; i < durations.length; i++) {
      sum += durations[i].sum();
      String bound = i == BOUNDS.length ? "+Inf" : Double.toString(BOUNDS[i] / 1000);
      out.append("http_request_duration_seconds_bucket{le=\"")
          .append(bound)
          .append("\"} ")
          .append(sum)
          .append('\n');
    }
    out.append("http_request_duration_seconds_sum ").append(nanos.sum() / 1e9).append('\n');
    out.append("http_request_duration_seconds_count ").append(sum).append('\n');
    out.append("# TYPE http_requests_active gauge\n");
    out.append("http_requests_active ").append(active.sum()).append('\n');
    Runtime jvm = Runtime.getRuntime();
    out.append("# TYPE process_memory_bytes gauge\nprocess_memory_bytes ")
        .append(jvm.totalMemory() - jvm.freeMemory())
        .append('\n');
    return out.toString();
  }
}
