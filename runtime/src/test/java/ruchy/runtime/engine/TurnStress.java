package ruchy.runtime.engine;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.IJ_Result;

/// What threads that have the turn one after another may see of each other: all that was done
/// before, and nothing half done. Run by `TurnStressTest`. Nothing here is volatile but what stands
/// in for an event loop's queue, so it is the turn alone that orders what the threads do.
final class TurnStress {
  private TurnStress() {}

  /// A thread that may be parked and a handler on an event loop: each counts one.
  @JCStressTest
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"1, 2", "2, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "one after another")
  @org.openjdk.jcstress.annotations.Outcome(
      expect = Expect.FORBIDDEN,
      desc = "both at once, or one does not see what the other has done")
  @State
  public static class ThreadAndHandler {
    private final Turn turn = new Turn();
    private int count;

    @Actor
    public void thread(II_Result result) {
      turn.enter();
      result.r1 = ++count;
      turn.leave();
    }

    @Actor
    public void handler(II_Result result) {
      Loop.enter(turn);
      result.r2 = ++count;
      turn.leave();
    }
  }

  /// A handler on an event loop and a task that is started when it is its turn: each counts one.
  @JCStressTest
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"1, 2", "2, 1"},
      expect = Expect.ACCEPTABLE,
      desc = "one after another")
  @org.openjdk.jcstress.annotations.Outcome(
      expect = Expect.FORBIDDEN,
      desc = "both at once, or one does not see what the other has done")
  @State
  public static class HandlerAndTask {
    private final Turn turn = new Turn();
    private int count;

    @Actor
    public void handler(II_Result result) {
      Loop.enter(turn);
      result.r1 = ++count;
      turn.leave();
    }

    @Actor
    public void task(II_Result result) {
      var loop = new Loop();
      turn.enterLater(loop);
      loop.begin(turn);
      result.r2 = ++count;
      turn.leave();
    }
  }

  /// Two fields that are always changed together, and a number of two words.
  @JCStressTest
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"0, 0", "1, -1"},
      expect = Expect.ACCEPTABLE,
      desc = "before or after")
  @org.openjdk.jcstress.annotations.Outcome(expect = Expect.FORBIDDEN, desc = "half of it")
  @State
  public static class Whole {
    private final Turn turn = new Turn();
    private int small;
    private long large;

    @Actor
    public void writer() {
      turn.enter();
      small = 1;
      large = -1;
      turn.leave();
    }

    @Actor
    public void reader(IJ_Result result) {
      turn.enter();
      result.r1 = small;
      result.r2 = large;
      turn.leave();
    }
  }

  /// Who waits gives the turn up, however deep it was held: others come in between, and what they
  /// did is seen afterwards.
  @JCStressTest
  @org.openjdk.jcstress.annotations.Outcome(
      id = {"3, 0", "3, 1", "3, 2"},
      expect = Expect.ACCEPTABLE,
      desc = "the other came before, in between or after")
  @org.openjdk.jcstress.annotations.Outcome(expect = Expect.FORBIDDEN, desc = "an update is lost")
  @State
  public static class GivenUp {
    private final Turn turn = new Turn();
    private int count;

    @Actor
    public void waiting() {
      turn.enter();
      turn.enter();
      count++;
      turn.takeBack(turn.giveUp());
      count++;
      turn.leave();
      turn.leave();
    }

    @Actor
    public void other(II_Result result) {
      turn.enter();
      result.r2 = count;
      count++;
      turn.leave();
    }

    @Arbiter
    public void end(II_Result result) {
      result.r1 = count;
    }
  }

  /// Stands in for an event loop that is told when it is its turn.
  private static final class Loop implements Turn.Waiter {
    private volatile boolean granted;

    @Override
    public void granted() {
      granted = true;
    }

    private static void enter(Turn turn) {
      var loop = new Loop();
      if (!turn.enterOr(loop)) {
        loop.begin(turn);
      }
    }

    private void begin(Turn turn) {
      while (!granted) {
        Thread.onSpinWait();
      }
      turn.begin();
    }
  }
}
