package ruchy.runtime.http;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.message.Fields;
import ruchy.runtime.value.Display;
import ruchy.runtime.value.FunctionValue;
import ruchy.runtime.value.MapValue;

/// How often a client may ask: a bucket of tokens for each key, which fills evenly.
final class RateLimit {
  private static final Set<String> OPTIONS = Set.of("limit", "window", "key", "max_keys");

  /// The tokens of one key.
  private static final class Bucket {
    private double tokens;
    private long filledNanos;

    Bucket(double tokens, long nanos) {
      this.tokens = tokens;
      this.filledNanos = nanos;
    }

    /// Takes a token; how many are left, or -1.
    synchronized int take(long limit, double perNano, long nanos) {
      fill(limit, perNano, nanos);
      if (tokens < 1) {
        return -1;
      }
      tokens -= 1;
      return (int) tokens;
    }

    private void fill(long limit, double perNano, long nanos) {
      tokens = Math.min((double) limit, tokens + (nanos - filledNanos) * perNano);
      filledNanos = nanos;
    }

    synchronized boolean isFull(long limit, double perNano, long nanos) {
      fill(limit, perNano, nanos);
      return tokens >= limit;
    }

    synchronized double secondsToFull(long limit, double perNano) {
      return (limit - tokens) / perNano / 1e9;
    }

    synchronized double secondsToToken(double perNano) {
      return (1 - tokens) / perNano / 1e9;
    }
  }

  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();
  private final long limit;
  private final double perNano;
  private final long maxKeys;
  private final @Nullable FunctionValue key;

  private RateLimit(Settings settings) {
    limit = settings.number("limit", 1, Integer.MAX_VALUE, 100);
    perNano = (double) limit / (settings.number("window", 1, Long.MAX_VALUE / 2, 60_000) * 1e6);
    maxKeys = settings.number("max_keys", 1, Integer.MAX_VALUE, 100_000);
    key = settings.function("key");
  }

  static FunctionValue middleware(MapValue options) {
    RateLimit rate = new RateLimit(Settings.of("rate_limit", options, OPTIONS));
    return new NativeMiddleware("rate_limit", rate.key, rate::run);
  }

  private void run(Request request, Response response, Next next) {
    FunctionValue function = key;
    String name = function == null ? request.ip() : Display.print(function.offer(request));
    long now = System.nanoTime();
    if (buckets.size() >= maxKeys) {
      // Full buckets say nothing; if none is full, all are forgotten rather than kept for ever.
      buckets.values().removeIf(bucket -> bucket.isFull(limit, perNano, now));
      if (buckets.size() >= maxKeys) {
        buckets.clear();
      }
    }
    Bucket bucket = buckets.computeIfAbsent(name, added -> new Bucket((double) limit, now));
    int left = bucket.take(limit, perNano, now);
    response.header("RateLimit-Limit", limit);
    response.header("RateLimit-Remaining", (long) Math.max(0, left));
    response.header("RateLimit-Reset", (long) Math.ceil(bucket.secondsToFull(limit, perNano)));
    if (left >= 0) {
      next.call();
      return;
    }
    long seconds = (long) Math.max(1, Math.ceil(bucket.secondsToToken(perNano)));
    response.problem(429, null, Fields.Field.of("Retry-After", seconds));
  }
}
