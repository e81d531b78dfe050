package ruchy.runtime.client;

import java.util.concurrent.ThreadLocalRandom;

/// How often a request may still go once more, and after which pause. Only used on the event loop
/// of its exchange.
final class Retries {
  /// In place of a pause: there is no further try.
  static final long NONE = -1;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  /// Doubling a pause more often than this could overflow; the longest one is reached before.
  private static final int MOST_DOUBLINGS = 10;

  private final Draft draft;
  private long begunNanos;
  private int tries;
  private boolean hasTriedFresh;

  Retries(Draft draft) {
    this.draft = draft;
  }

  /// The time limit of the exchange begins.
  void begin() {
    begunNanos = System.nanoTime();
  }

  /// The exchange turns to another address.
  void goElsewhere() {
    hasTriedFresh = false;
  }

  /// Uses the one try on a fresh connection that an address has of its own; false when it is used.
  boolean takeFresh() {
    boolean isFirst = !hasTriedFresh;
    hasTriedFresh = true;
    return isFirst;
  }

  /// Uses one of the tries that the program allows; `NONE` if there is none. The pause before it
  /// doubles each time, and is not the same for all who were refused at the same time.
  ///
  /// @param leastMillis how long the server wants the pause to be; when that is too late for the
  ///   time limit there is no further try
  long takePauseMillis(long leastMillis) {
    long most =
        Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tries, MOST_DOUBLINGS));
    long pause = Math.max(leastMillis, ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    long leftMillis = draft.timeoutMillis - (System.nanoTime() - begunNanos) / 1_000_000;
    if (tries >= draft.retries || (leastMillis > 0 && pause >= leftMillis)) {
      return NONE;
    }
    tries++;
    return pause;
  }
}
