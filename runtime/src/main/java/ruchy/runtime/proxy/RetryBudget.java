package ruchy.runtime.proxy;

import java.util.concurrent.TimeUnit;

/// How often requests may be tried at another backend: ten times, and a share of the requests,
/// within ten seconds. So all that were on their way to a backend that dies find another one, and
/// when every backend fails, tries do not multiply the load. Not thread-safe.
final class RetryBudget {
  private static final int LEAST = 10;
  private static final int SECONDS = 10;

  /// Tries for each request.
  private final double share;

  /// What happened in each of the last seconds; a second has the place of its number modulo ten.
  private final long[] requestsOf = new long[SECONDS];

  private final long[] triesOf = new long[SECONDS];
  private long requests;
  private long tries;
  private long second;

  RetryBudget(double share, long nanos) {
    this.share = share;
    this.second = second(nanos);
  }

  /// A request has come, which is no try.
  ///
  /// @param nanos the time by `System.nanoTime`
  void requested(long nanos) {
    requestsOf[place(nanos)]++;
    requests++;
  }

  /// Whether there may be another try; then it counts.
  boolean take(long nanos) {
    int place = place(nanos);
    if (tries + 1 > LEAST + share * requests) {
      return false;
    }
    triesOf[place]++;
    tries++;
    return true;
  }

  /// The place of that second, after those that are too long ago were forgotten.
  private int place(long nanos) {
    long last = second(nanos);
    for (long each = Math.max(second + 1, last - SECONDS + 1); each <= last; each++) {
      int place = Math.floorMod(each, SECONDS);
      requests -= requestsOf[place];
      tries -= triesOf[place];
      requestsOf[place] = 0;
      triesOf[place] = 0;
    }
    second = Math.max(second, last);
    return Math.floorMod(second, SECONDS);
  }

  private static long second(long nanos) {
    return Math.floorDiv(nanos, TimeUnit.SECONDS.toNanos(1));
  }
}
