package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every interleaving of a few threads that take and leave the turn, step by step as `Turn` does
/// it: each step here is one atomic operation there. A wait (`giveUp`, `takeBack`) is a leave and
/// an enter. Some of the threads may leave the queue while they wait, as one does whose stack has
/// no room for being parked, and ask again. `-Dturn.rounds=4` looks at longer ones.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
final class TurnModelTest {
  private static final int MORE = Integer.getInteger("turn.rounds", 0);

  /// In the queue, the place of a thread that has left it.
  private static final int LEFT = -1;

  /// What a thread does next.
  private enum Step {
    /// `asked.compareAndSet(0, 1)`
    TRY,
    /// `newest.compareAndSet(before, last)`, the one that succeeds
    QUEUE,
    /// `asked.getAndIncrement()`
    COUNT,
    /// `newest.getAndSet(null)`, if nobody is left of the last time, and `granted()`, by a waiter
    /// who has found nobody counted
    GRANT_FIRST,
    /// parked until granted, or not running at all in the case of an event loop
    WAIT,
    /// holds the turn; the next step is `asked.decrementAndGet()`
    HOLD,
    /// the same by a holder who has left
    GRANT_NEXT,
    /// `asked.decrementAndGet()` after the head of the queue, to whom the turn was to be granted,
    /// was found to have left it: by a waiter who has found nobody counted
    SKIP_FIRST,
    /// the same by a holder who has left
    SKIP_NEXT,
    DONE
  }

  /// The program as a whole between two steps. `ahead`: how often others got the turn since the
  /// thread was counted. `mayLeave`: how often somebody may still leave the queue.
  private record State(
      int asked,
      List<Integer> queue,
      List<Step> steps,
      List<Boolean> granted,
      List<Integer> rounds,
      List<Integer> ahead,
      int mayLeave) {}

  private int most;

  @ParameterizedTest
  @CsvSource({"2, 3, 0", "3, 2, 0", "4, 1, 0", "2, 3, 2", "3, 1, 3", "3, 2, 1", "4, 1, 1"})
  void in_every_interleaving_one_holds_the_turn_all_get_it_and_nobody_is_overtaken(
      int threads, int rounds, int mayLeave) {
    Set<State> visited = new HashSet<>();
    Deque<State> open = new ArrayDeque<>();
    open.add(
        new State(
            0,
            List.of(),
            all(threads, Step.TRY),
            all(threads, false),
            all(threads, rounds + MORE),
            all(threads, 0),
            mayLeave));
    int ends = 0;
    while (!open.isEmpty()) {
      State state = open.removeLast();
      if (!visited.add(state)) continue;
      check(state);
      boolean moves = false;
      for (int thread = 0; thread < threads; thread++) {
        if (canMove(state, thread)) {
          moves = true;
          open.add(after(state, thread));
        }
        if (state.mayLeave() > 0
            && state.steps().get(thread) == Step.WAIT
            && !state.granted().get(thread)) {
          open.add(afterLeaving(state, thread)); // No move: it may never be able to.
        }
      }
      if (!moves) {
        // Nobody is left behind: no lost grant, no deadlock.
        assertEquals(all(threads, Step.DONE), state.steps(), state::toString);
        assertEquals(0, state.asked(), state::toString);
        ends++;
      }
    }
    assertTrue(ends > 0);
    assertTrue(visited.size() > 100, () -> visited.size() + " states");
    assertTrue(most <= threads - 1, () -> "overtaken " + most + " times");
  }

  private static <T> List<T> all(int count, T value) {
    List<T> values = new ArrayList<>();
    for (int i = 0; i < count; i++) values.add(value);
    return List.copyOf(values);
  }

  private static boolean canMove(State state, int thread) {
    return switch (state.steps().get(thread)) {
      case DONE -> false;
      case WAIT -> state.granted().get(thread);
      case TRY, QUEUE, COUNT, GRANT_FIRST, HOLD, GRANT_NEXT, SKIP_FIRST, SKIP_NEXT -> true;
    };
  }

  /// One holds the turn, or has been given it and not begun.
  private static void check(State state) {
    int holders = 0;
    for (int i = 0; i < state.steps().size(); i++) {
      if (state.steps().get(i) == Step.HOLD || state.granted().get(i)) holders++;
    }
    assertTrue(holders <= 1, state::toString);
  }

  private State after(State state, int thread) {
    int asked = state.asked();
    List<Integer> queue = new ArrayList<>(state.queue());
    List<Step> steps = new ArrayList<>(state.steps());
    List<Boolean> granted = new ArrayList<>(state.granted());
    List<Integer> rounds = new ArrayList<>(state.rounds());
    List<Integer> ahead = new ArrayList<>(state.ahead());
    Step next =
        switch (state.steps().get(thread)) {
          case TRY -> {
            boolean isFree = asked == 0;
            if (isFree) asked = 1;
            yield isFree ? Step.HOLD : Step.QUEUE;
          }
          case QUEUE -> {
            queue.add(thread);
            yield Step.COUNT;
          }
          case COUNT -> {
            asked++;
            ahead.set(thread, 0);
            yield asked == 1 ? Step.GRANT_FIRST : Step.WAIT;
          }
          case GRANT_FIRST -> {
            yield grant(queue, granted, state) ? Step.WAIT : Step.SKIP_FIRST;
          }
          case SKIP_FIRST -> {
            asked--;
            yield asked > 0 ? Step.GRANT_FIRST : Step.WAIT;
          }
          case WAIT -> {
            granted.set(thread, false);
            most = Math.max(most, ahead.get(thread));
            yield Step.HOLD;
          }
          case HOLD -> {
            asked--;
            yield asked > 0 ? Step.GRANT_NEXT : again(rounds, thread);
          }
          case GRANT_NEXT -> {
            yield grant(queue, granted, state) ? again(rounds, thread) : Step.SKIP_NEXT;
          }
          case SKIP_NEXT -> {
            asked--;
            yield asked > 0 ? Step.GRANT_NEXT : again(rounds, thread);
          }
          case DONE -> throw new IllegalStateException();
        };
    steps.set(thread, next);
    if (next == Step.HOLD) {
      for (int other = 0; other < steps.size(); other++) {
        boolean waits =
            switch (steps.get(other)) {
              case WAIT, GRANT_FIRST, SKIP_FIRST -> true;
              default -> false;
            };
        ahead.set(other, other != thread && waits ? ahead.get(other) + 1 : 0);
      }
    }
    return new State(
        asked,
        List.copyOf(queue),
        List.copyOf(steps),
        List.copyOf(granted),
        List.copyOf(rounds),
        List.copyOf(ahead),
        state.mayLeave());
  }

  /// The place in the queue stays, and counts, until somebody is to grant the turn to it.
  private static State afterLeaving(State state, int thread) {
    List<Integer> queue = new ArrayList<>(state.queue());
    assertTrue(Collections.replaceAll(queue, thread, LEFT), state::toString);
    List<Step> steps = new ArrayList<>(state.steps());
    steps.set(thread, Step.TRY);
    return new State(
        state.asked(),
        List.copyOf(queue),
        List.copyOf(steps),
        state.granted(),
        state.rounds(),
        state.ahead(),
        state.mayLeave() - 1);
  }

  /// The queue is never empty here, or `Turn` would throw. Whether its head wanted the turn.
  private static boolean grant(List<Integer> queue, List<Boolean> granted, State state) {
    assertTrue(!queue.isEmpty(), state::toString);
    int head = queue.removeFirst();
    if (head == LEFT) {
      return false;
    }
    assertTrue(!granted.get(head), state::toString);
    granted.set(head, true);
    return true;
  }

  private static Step again(List<Integer> rounds, int thread) {
    rounds.set(thread, rounds.get(thread) - 1);
    return rounds.get(thread) > 0 ? Step.TRY : Step.DONE;
  }
}
