package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ruchy.runtime.engine.ClassGraph.Method;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// What the library does not declare to wait (an export without `@Waits`) does not give up the
/// turn, and what it does not declare to keep its thread either (`@KeepsThread`) does not park it:
/// the compiler lets code that calls nothing else run on event loops, and takes it for one stretch
/// (L 12.3, 12.4).
///
/// All that an export calls is followed, through functions and interfaces (`ClassGraph`), but not
/// what it hands to other threads, nor functions of the program, which the compiler judges.
final class WaitsTest {
  private static final String ENGINE = "ruchy/runtime/engine/";
  private static final String PLANTED = PlantedWait.class.getName();
  private static final String CURSOR = "ruchy/runtime/value/Cursor";

  /// They look first whether the thread is that of an event loop, and do not park it. A trial that
  /// has ended has no stretch to keep whole; who starts thousands of tasks keeps the turn.
  private static final Set<String> SPARE_LOOPS =
      Set.of(ENGINE + "SlowStart started", ENGINE + "Trial exit");

  @SuppressWarnings("NullAway") // `read` comes first
  private static ClassGraph graph;

  @BeforeAll
  static void read() throws Exception {
    graph =
        ClassGraph.read(
            ClassGraph::handsToThreads, PlantedWait.class, Class.forName(PLANTED + "$Pause"));
  }

  @Test
  void what_is_not_declared_to_wait_keeps_the_turn() {
    Set<String> faults = new TreeSet<>();
    Exports.in(graph)
        .forEach(
            (method, export) -> {
              // What ends the process never comes back.
              boolean mayGiveUp = export.waits() || export.resultType().equals("never");
              if (!mayGiveUp) faults.add(way(method, followed(export), WaitsTest::givesUpTurn));
            });
    faults.remove("");
    assertEquals("", String.join("\n", faults));
  }

  @Test
  void what_is_declared_neither_to_wait_nor_to_keep_its_thread_parks_none() {
    Set<String> faults = new TreeSet<>();
    Exports.in(graph)
        .forEach(
            (method, export) -> {
              boolean mayPark = export.waits() || export.flows().contains(Flow.KEEPS_THREAD);
              if (!mayPark) faults.add(way(method, followed(export), WaitsTest::parks));
            });
    faults.remove("");
    assertEquals("", String.join("\n", faults));
  }

  @Test
  void what_is_declared_to_wait_or_to_keep_its_thread_does() {
    Set<String> faults = new TreeSet<>();
    Exports.in(graph)
        .forEach(
            (method, export) -> {
              boolean isFault =
                  export.waits() && way(method, _ -> true, WaitsTest::givesUpTurn).isEmpty()
                      || export.flows().contains(Flow.KEEPS_THREAD)
                          && way(method, _ -> true, WaitsTest::parks).isEmpty()
                      || export.flows().contains(Flow.GOES_OVER)
                          && way(method, _ -> true, WaitsTest::parks).isEmpty();
              if (isFault) faults.add(export.shownName() + " by " + method);
            });
    assertEquals(Set.of(), faults);
  }

  @Test
  void what_waits_is_told_from_what_keeps_its_thread_and_from_what_does_neither() {
    int planted = 0;
    for (Method method : graph.methods()) {
      boolean isPlanted =
          method.owner().endsWith("PlantedWait")
              && method.name().matches("(waits|keeps|quiet)[A-Z].*");
      if (isPlanted) {
        planted++;
        boolean waits = method.name().startsWith("waits");
        boolean parks = waits || method.name().startsWith("keeps");
        assertEquals(
            waits,
            !way(method, _ -> true, WaitsTest::givesUpTurn).isEmpty(),
            () -> method + " gives up the turn");
        assertEquals(
            parks,
            !way(method, _ -> true, WaitsTest::parks).isEmpty(),
            () -> method + " parks the thread");
      }
    }
    assertEquals(10, planted);
  }

  /// What is looked at of an export: what goes over its arguments is said to wait for those of the
  /// library.
  private static Predicate<Method> followed(LibraryFunction export) {
    return export.flows().contains(Flow.GOES_OVER) ? method -> !isOfCursor(method) : _ -> true;
  }

  private static boolean isOfCursor(Method method) {
    return method.name().equals("cursor") || graph.withAbove(method.owner()).contains(CURSOR);
  }

  private static boolean givesUpTurn(Method method) {
    return method.owner().equals(ENGINE + "Turn") && method.name().equals("giveUp");
  }

  /// Waits for another thread, or for a process.
  private static boolean parks(Method method) {
    String name = method.name();
    return switch (method.owner()) {
      case "java/util/concurrent/locks/LockSupport" -> name.startsWith("park");
      case "java/lang/Thread" -> name.equals("join") || name.equals("sleep");
      case "java/lang/Process" -> name.equals("waitFor");
      case String owner when owner.startsWith("java/util/concurrent/") ->
          name.equals("get") && owner.contains("Future")
              || name.matches("await.*|take|acquire|join|invoke(All|Any)|transfer");
      case String owner -> name.equals("wait") && !owner.startsWith("ruchy/");
    };
  }

  /// How the method comes to what is looked for; empty if it does not.
  private static String way(Method from, Predicate<Method> isFollowed, Predicate<Method> sought) {
    Map<Method, Method> reached = new HashMap<>();
    Deque<Method> queue = new ArrayDeque<>();
    reached.put(from, from);
    queue.add(from);
    while (!queue.isEmpty()) {
      Method method = queue.remove();
      for (ClassGraph.Step step : graph.steps(method)) {
        Method target = step.target();
        boolean isOwn =
            !ClassGraph.isOfProgram(target)
                && !SPARE_LOOPS.contains(target.owner() + " " + target.name())
                && isFollowed.test(target);
        if (isOwn && reached.putIfAbsent(target, method) == null) {
          if (sought.test(target)) return text(target, reached);
          queue.add(target);
        }
      }
    }
    return "";
  }

  private static String text(Method to, Map<Method, Method> reached) {
    StringBuilder text = new StringBuilder();
    for (Method at = to; ; at = reached.get(at)) {
      text.insert(0, reached.get(at).equals(at) ? at : " > " + at);
      if (reached.get(at).equals(at)) return text.toString();
    }
  }
}
