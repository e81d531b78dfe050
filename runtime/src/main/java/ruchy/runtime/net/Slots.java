package ruchy.runtime.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import ruchy.runtime.engine.Bridge;
import ruchy.runtime.engine.Line;
import ruchy.runtime.engine.Operation;
import ruchy.runtime.engine.Outcome;

/// How many connections may be waited for at once: those beyond wait for a slot, in the order in
/// which they came, so that a scan of 65,534 ports works where a process may have 256 descriptors.
/// Its own lock guards it, and is never held while a task waits.
final class Slots {
  private static final int MOST = 2048;
  private static final int LEAST = 8;

  static final Slots CONNECTING = new Slots(limit());

  private final Line<Outcome<Boolean>> waiting = new Line<>();
  private final Place place = new Place();
  private int free;

  Slots(int count) {
    free = count;
  }

  /// A quarter of the descriptors that the process may have; the rest is for the connections that
  /// are open.
  private static int limit() {
    return Math.clamp(descriptors() / 4, LEAST, MOST);
  }

  /// How many descriptors the process may have, as far as the system tells.
  private static long descriptors() {
    try {
      var limits = Files.readString(Path.of("/proc/self/limits"), StandardCharsets.US_ASCII);
      for (String line : limits.split("\n", -1)) {
        if (line.startsWith("Max open files")) {
          String[] words = line.substring("Max open files".length()).strip().split("\\s+", -1);
          return words[0].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(words[0]);
        }
      }
    } catch (IOException | NumberFormatException unknown) {
      // A system without /proc.
    }
    return 1024;
  }

  /// Takes a slot, waits for one if there is none. To be given back by `leave`.
  void enter() {
    if (enterNow()) {
      return;
    }
    Bridge.<Boolean>await(place);
  }

  private synchronized boolean enterNow() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  /// Gives a slot back, to whoever waits longest.
  void leave() {
    Outcome<Boolean> next;
    synchronized (this) {
      do {
        next = waiting.next();
      } while (next != null && !next.settle(true));
      if (next == null) {
        free++;
      }
    }
    if (next != null) {
      next.wake();
    }
  }

  /// A slot that is waited for.
  private final class Place implements Operation<Boolean> {
    @Override
    public void start(Outcome<Boolean> outcome) {
      synchronized (Slots.this) {
        if (free == 0) {
          waiting.add(outcome);
          return;
        }
        free--;
      }
      outcome.complete(true);
    }

    @Override
    public void abandoned(Outcome<Boolean> outcome) {
      synchronized (Slots.this) {
        waiting.left();
      }
    }
  }
}
