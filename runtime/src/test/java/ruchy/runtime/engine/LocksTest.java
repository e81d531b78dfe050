package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ruchy.runtime.engine.ClassGraph.Method;

/// No lock of the runtime is held while a task waits or code of the program runs.
///
/// A task that waits gives up the turn, but no lock. Who wants the lock meanwhile stands still with
/// whatever it has: an event loop with everything that has to happen on it, a task with the turn.
/// If the first needs one of these to go on, both wait for ever. So the bodies of `synchronized`
/// methods and blocks are searched, through all that they call, for what waits; functions are
/// followed to where they run (`ClassGraph`).
///
/// A monitor is also the only lock that an event loop and the virtual threads that it carries may
/// share: a virtual thread that was queued for one goes on elsewhere (`LoopThreads`). The locks of
/// `java.util.concurrent` wake it on its own loop, which may be queued behind it.
final class LocksTest {
  private static final String ENGINE = "ruchy/runtime/engine/";
  private static final String FUNCTION = "ruchy/runtime/value/FunctionValue";
  private static final Set<String> PARKING = Set.of("park", "parkNanos", "parkUntil");

  /// Their locks are taken by platform threads of their own, or by none but these and tasks that no
  /// event loop carries.
  private static final Set<String> HAVE_QUEUES =
      Set.of(
          "ruchy/runtime/engine/Blocking$Pool",
          "ruchy/runtime/packet/FrameThread",
          "ruchy/runtime/packet/PipeSource");

  @SuppressWarnings("NullAway") // `read` comes first
  private static ClassGraph graph;

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    graph = ClassGraph.read(LocksTest::handsToThreads);
    assertTrue(graph.methods().size() > 3000, "methods");
  }

  @Test
  void no_lock_is_held_while_a_task_waits_or_code_of_the_program_runs() {
    assertEquals(Set.of(), faults(graph));
  }

  @Test
  void what_waits_under_a_lock_is_found_through_functions_and_interfaces() throws Exception {
    var planted =
        ClassGraph.read(
            LocksTest::handsToThreads,
            PlantedLocks.class,
            PlantedLocks.Door.class,
            PlantedLocks.SlowDoor.class);
    Set<String> found = new TreeSet<>();
    for (String fault : faults(planted)) {
      found.add(fault.substring(0, fault.indexOf(':')));
    }
    assertEquals(
        Set.of(
            "PlantedLocks.inLambda",
            "PlantedLocks.inReference",
            "PlantedLocks.inKeptFunction",
            "PlantedLocks.inFunctionPassedOn",
            "PlantedLocks.behindInterface"),
        found);
  }

  private static Set<String> faults(ClassGraph graph) {
    Map<Method, Method> waiting = waiting(graph);
    Set<String> faults = new TreeSet<>();
    for (Method method : graph.methods()) {
      for (ClassGraph.Step step : graph.steps(method)) {
        if (step.isLocked() && waiting.containsKey(step.target())) {
          faults.add(method + ":" + step.line() + way(step.target(), waiting));
        }
      }
    }
    return faults;
  }

  /// Who gives a function to these does not run it under its lock.
  private static boolean handsToThreads(Method taker) {
    String owner = taker.owner();
    return owner.equals("java/lang/Thread")
        || owner.startsWith("java/lang/Thread$")
        || owner.matches("java/util/concurrent/.*Executor.*")
        || owner.equals("java/lang/invoke/MethodHandle") // makes virtual threads
        || owner.equals("java/lang/reflect/Proxy") // is called for signals
        || owner.matches("io/netty/.*(EventLoop|EventExecutor).*")
        || taker.name().equals("runOnContext");
  }

  @Test
  void event_loops_and_tasks_share_no_locks_but_monitors() {
    Set<String> faults = new TreeSet<>();
    for (Method method : graph.methods()) {
      for (ClassGraph.Call call : graph.calls(method)) {
        String owner = call.target().owner();
        boolean isLock =
            owner.startsWith("java/util/concurrent/locks/") && !owner.endsWith("LockSupport")
                || owner.matches("java/util/concurrent/.*(Blocking|Transfer).*(Queue|Deque)")
                || owner.matches(
                    "java/util/concurrent/(Semaphore|CountDownLatch|CyclicBarrier|Phaser|Exchanger)");
        if (isLock && !HAVE_QUEUES.contains(method.owner())) {
          faults.add(method + ":" + call.line() + " " + call.target());
        }
      }
    }
    assertEquals(Set.of(), faults);
  }

  /// What waits, each with what it calls that does; those that wait themselves with themselves.
  private static Map<Method, Method> waiting(ClassGraph graph) {
    Map<Method, Set<Method>> callers = new HashMap<>();
    for (Method method : graph.methods()) {
      for (ClassGraph.Step step : graph.steps(method)) {
        callers.computeIfAbsent(step.target(), _ -> new HashSet<>()).add(method);
      }
    }
    Map<Method, Method> waiting = new HashMap<>();
    Deque<Method> queue = new ArrayDeque<>();
    Stream.concat(graph.methods().stream(), callers.keySet().stream())
        .filter(LocksTest::waits)
        .forEach(
            method -> {
              if (waiting.putIfAbsent(method, method) == null) queue.add(method);
            });
    while (!queue.isEmpty()) {
      Method method = queue.remove();
      for (Method caller : callers.getOrDefault(method, Set.of())) {
        if (waiting.putIfAbsent(caller, method) == null) queue.add(caller);
      }
    }
    return waiting;
  }

  private static boolean waits(Method method) {
    return switch (method.owner()) {
      case ENGINE + "Bridge" ->
          method.name().startsWith("await")
              || method.name().equals("sleep")
              || method.name().equals("parkFor");
      case ENGINE + "Blocking" -> method.name().equals("call");
      case ENGINE + "Turn" -> method.name().equals("enter") || method.name().equals("takeBack");
      case FUNCTION -> method.name().startsWith("call") || method.name().equals("offer");
      case "java/util/concurrent/locks/LockSupport" -> PARKING.contains(method.name());
      default -> false; // only what it calls may wait
    };
  }

  private static String way(Method from, Map<Method, Method> waiting) {
    StringBuilder text = new StringBuilder();
    Method at = from;
    while (true) {
      text.append(" > ").append(at);
      Method next = waiting.get(at);
      if (next == null || next.equals(at)) {
        return text.toString();
      }
      at = next;
    }
  }
}
