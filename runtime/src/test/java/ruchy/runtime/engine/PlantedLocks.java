package ruchy.runtime.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Faults that `LocksTest` has to find: each of these waits while it has the lock, but `handedOn`,
/// which gives what waits to a thread. Nobody runs any of it.
final class PlantedLocks {
  interface Door {
    void open();
  }

  static final class SlowDoor implements Door {
    @Override
    public void open() {
      Bridge.sleep(1);
    }
  }

  private final Map<String, String> texts = new HashMap<>();
  private @Nullable Supplier<String> later;

  synchronized String inLambda() {
    return texts.computeIfAbsent("a", _ -> waiting());
  }

  synchronized String inReference() {
    return texts.computeIfAbsent("a", PlantedLocks::waitingFor);
  }

  void keep() {
    later = () -> waiting();
  }

  String inKeptFunction() {
    synchronized (this) {
      Supplier<String> function = later;
      return function == null ? "" : function.get();
    }
  }

  synchronized String inFunctionPassedOn() {
    return passedOn(() -> waiting());
  }

  private static String passedOn(Supplier<String> function) {
    return function.get();
  }

  synchronized void behindInterface(Door door) {
    door.open();
  }

  synchronized Thread handedOn() {
    return Thread.ofVirtual().unstarted(() -> Bridge.sleep(1));
  }

  private static String waitingFor(String name) {
    Bridge.sleep(1);
    return name;
  }

  private static String waiting() {
    return waitingFor("b");
  }
}
