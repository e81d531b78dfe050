package ruchy.runtime.proxy;

import java.util.concurrent.TimeUnit;
import ruchy.runtime.engine.Output;
import ruchy.runtime.value.HashMapValue;
import ruchy.runtime.value.MapValue;

/// A backend of a load balancer, with what is known of it. Guarded by the balancer's lock, except
/// for the numbers of `Backend`.
final class Member {
  final Backend backend;
  final int weight;

  /// What a cookie calls it: nothing of its address.
  final String id;

  /// How far ahead it is in the weighted round.
  int credit;

  /// No new clients.
  boolean isDraining;

  private boolean isUp = true;
  private boolean wasChecked;

  /// Checks in a row that say the opposite of `isUp`.
  private int against;

  /// Requests in a row without an answer.
  private int failures;

  /// When it gets requests again, by `System.nanoTime`; only while `isEjected`.
  private long ejectedUntil;

  private boolean isEjected;

  Member(Backend backend, int weight) {
    this.backend = backend;
    this.weight = weight;
    this.id = Integer.toHexString(Ring.hash(backend.toString()));
  }

  boolean isUp() {
    return isUp;
  }

  /// Whether it has failed so often lately that it is left in peace.
  boolean isEjected() {
    if (isEjected && System.nanoTime() - ejectedUntil >= 0) {
      isEjected = false;
      failures = 0;
    }
    return isEjected;
  }

  /// A check has ended. The first one counts at once.
  ///
  /// @param reason why it is not well, or empty
  void checked(boolean isWell, String reason, int rise, int fall) {
    if (isWell == isUp) {
      against = 0;
    } else if (!wasChecked || ++against >= (isWell ? rise : fall)) {
      isUp = isWell;
      against = 0;
      Output.ERROR.line("balancer: " + backend + (isWell ? " is up" : " is down: " + reason));
    }
    wasChecked = true;
    if (isWell) {
      isEjected = false;
    }
  }

  /// A request has had an answer.
  void answered() {
    failures = 0;
  }

  /// A request has had none.
  void failed(int most, long ejectMillis) {
    failures++;
    if (most > 0 && failures >= most && !isEjected) {
      isEjected = true;
      ejectedUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ejectMillis);
      Output.ERROR.line(
          "balancer: "
              + backend
              + " gets nothing for "
              + ejectMillis
              + " ms: "
              + failures
              + " requests in a row failed");
    }
  }

  /// Requests on their way, in relation to what it can take.
  double load() {
    return (double) backend.active.get() / weight;
  }

  MapValue stats() {
    MapValue map = new HashMapValue();
    map.put("url", backend.toString());
    map.put("weight", (long) weight);
    map.put("healthy", isUp && !isEjected());
    map.put("ejected", isEjected());
    map.put("draining", isDraining);
    map.put("active", (long) backend.active.get());
    map.put("requests", backend.requests.sum());
    map.put("failures", backend.failures.sum());
    return map;
  }
}
