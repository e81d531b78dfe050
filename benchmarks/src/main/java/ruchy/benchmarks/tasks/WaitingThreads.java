package ruchy.benchmarks.tasks;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// So many virtual threads that wait, by hand.
public final class WaitingThreads {
  private static final long LONG_MILLIS = 600_000;

  private WaitingThreads() {}

  /// `WaitingThreads KIND COUNT`.
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[1]);
    var values = new LinkedBlockingQueue<Integer>();
    var end = new CountDownLatch(1);
    for (int i = 0; i < count; i++) {
      switch (args[0]) {
        case "sleep" -> Thread.ofVirtual().start(() -> quietly(() -> Thread.sleep(LONG_MILLIS)));
        case "channel" -> Thread.ofVirtual().start(() -> quietly(values::take));
        default -> Thread.ofVirtual().start(() -> quietly(end::await));
      }
    }
    Thread.sleep(100);
    System.out.println("ready");
    if (System.in.read() < 0) {
      end.countDown();
    }
    System.exit(0);
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }

  private static void quietly(Waiting waiting) {
    try {
      waiting.run();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
