package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import ruchy.runtime.engine.ClassGraph.Method;
import ruchy.runtime.library.Flow;

/// What the library declares to start no task (an export without `@StartsTasks`) starts none: the
/// compiler takes what comes before the first task for initialisation, which may change what is
/// shared without the turn (L 12.3 (6)).
///
/// A task is code of the program on another thread than that of the caller. So whatever an export
/// hands to another thread, directly or by all that it calls, is followed: it must not come to a
/// call of a function of the program. Objects that nothing makes before the first task, such as
/// requests, do not count.
final class TaskStartsTest {
  @SuppressWarnings("NullAway") // `read` comes first
  private static ClassGraph graph;

  @SuppressWarnings("NullAway") // `read` comes first
  private static Set<Method> callers;

  /// Rooms of values that code of the program makes, and whose classes it extends.
  private static final List<String> MADE_BY_PROGRAMS =
      List.of("ruchy/runtime/value/", "ruchy/runtime/member/", "ruchy/runtime/actor/");

  @BeforeAll
  static void read() throws Exception {
    graph = ClassGraph.read(TaskStartsTest::handsToThreads, PlantedStart.class);
    callers = callersOfTheProgram();
    assertTrue(callers.size() > 300, "methods that may call functions of the program");
  }

  /// What it takes for its own from another thread or for another thread. What runs on the thread
  /// that calls it is followed too.
  private static boolean handsToThreads(Method taker) {
    String owner = taker.owner();
    return ClassGraph.handsToThreads(taker)
        || owner.equals("ruchy/runtime/engine/Lifetime") && taker.name().equals("opened")
        || owner.equals("ruchy/runtime/engine/Afterwards") && taker.name().equals("run");
  }

  @Test
  void what_is_not_declared_to_start_tasks_starts_none() {
    Map<Method, Boolean> exports = exports();
    var quiet = new Quiet();
    exports.forEach(
        (method, starts) -> {
          if (!starts) quiet.begin(method);
        });
    quiet.run();
    assertTrue(quiet.reached.size() > 2000, "methods that are reached");
    Set<String> faults = new TreeSet<>();
    exports.forEach(
        (method, starts) -> {
          if (!starts && quiet.reached.contains(method)) {
            String way = way(method, quiet.reached);
            if (!way.isEmpty()) faults.add(way);
          }
        });
    assertEquals("", String.join("\n", faults));
  }

  @Test
  void what_is_declared_to_start_tasks_does() {
    Set<String> faults = new TreeSet<>();
    exports()
        .forEach(
            (method, starts) -> {
              if (starts && way(method, graph.methods()).isEmpty()) faults.add(method.toString());
            });
    assertEquals(Set.of(), faults);
  }

  @Test
  void a_function_that_is_called_by_another_thread_is_found() {
    for (Method method : graph.methods()) {
      if (method.owner().endsWith("PlantedStart") && !method.name().startsWith("<")) {
        boolean isPlanted = method.name().startsWith("starts");
        if (isPlanted || method.name().startsWith("quiet")) {
          assertEquals(isPlanted, !way(method, graph.methods()).isEmpty(), method::toString);
        }
      }
    }
  }

  /// The Java methods of the library, each with whether it is declared to start tasks.
  private static Map<Method, Boolean> exports() {
    Map<Method, Boolean> exports = new HashMap<>();
    Exports.in(graph)
        .forEach((method, e) -> exports.put(method, e.flows().contains(Flow.STARTS_TASKS)));
    return exports;
  }

  /// All that can run, on any thread, as long as only such functions are called: methods of objects
  /// only if something that runs makes one.
  private static final class Quiet {
    private final Set<Method> reached = new HashSet<>();
    private final Set<String> alive = new HashSet<>();
    private final Map<String, List<Method>> pending = new HashMap<>();
    private final Deque<Method> queue = new ArrayDeque<>();

    Quiet() {
      for (Method method : graph.methods()) {
        if (MADE_BY_PROGRAMS.stream().anyMatch(method.owner()::startsWith))
          alive.add(method.owner());
      }
    }

    void begin(Method method) {
      if (graph.isOfObject(method) && !alive.contains(method.owner())) {
        pending.computeIfAbsent(method.owner(), _ -> new ArrayList<>()).add(method);
      } else if (reached.add(method)) {
        queue.add(method);
      }
    }

    void run() {
      while (!queue.isEmpty()) {
        Method method = queue.remove();
        begin(new Method(method.owner(), "<clinit>", "()V"));
        for (String created : graph.created(method)) {
          for (String type : graph.withAbove(created)) {
            if (alive.add(type)) {
              List<Method> now = pending.remove(type);
              if (now != null) now.forEach(this::begin);
            }
          }
        }
        for (ClassGraph.Step step : graph.steps(method)) {
          if (!ClassGraph.isOfProgram(step.target())) begin(step.target());
        }
        graph.deferred(method).forEach(this::begin);
      }
    }
  }

  /// How the method comes to have another thread call a function of the program, through these;
  /// empty if it does not.
  private static String way(Method from, Set<Method> through) {
    Map<Method, Method> reached = new HashMap<>();
    Deque<Method> queue = new ArrayDeque<>();
    reached.put(from, from);
    queue.add(from);
    while (!queue.isEmpty()) {
      Method method = queue.remove();
      for (Method handed : graph.deferred(method)) {
        if (callers.contains(handed) && through.contains(handed)) {
          String program = wayToProgram(handed, through);
          if (!program.isEmpty()) return text(from, method, reached) + " >> " + program;
        }
      }
      for (ClassGraph.Step step : graph.steps(method)) {
        Method target = step.target();
        if (through.contains(target) && reached.putIfAbsent(target, method) == null) {
          queue.add(target);
        }
      }
    }
    return "";
  }

  /// How what runs on the other thread comes to a function of the program.
  private static String wayToProgram(Method from, Set<Method> through) {
    if (ClassGraph.isOfProgram(from)) {
      return from.toString();
    }
    Map<Method, Method> reached = new HashMap<>();
    Deque<Method> queue = new ArrayDeque<>();
    reached.put(from, from);
    queue.add(from);
    while (!queue.isEmpty()) {
      Method method = queue.remove();
      Set<Method> next = new LinkedHashSet<>(graph.deferred(method));
      graph.steps(method).forEach(step -> next.add(step.target()));
      for (Method target : next) {
        if (ClassGraph.isOfProgram(target)) {
          return text(from, method, reached) + " > " + target;
        }
        if (through.contains(target) && reached.putIfAbsent(target, method) == null) {
          queue.add(target);
        }
      }
    }
    return "";
  }

  private static String text(Method from, Method to, Map<Method, Method> reached) {
    StringBuilder text = new StringBuilder();
    for (Method at = to; ; at = reached.get(at)) {
      text.insert(0, at.equals(from) ? at : " > " + at);
      if (at.equals(from)) return text.toString();
    }
  }

  private static Set<Method> callersOfTheProgram() {
    Map<Method, Set<Method>> callersOf = new HashMap<>();
    for (Method method : graph.methods()) {
      for (ClassGraph.Step step : graph.steps(method)) {
        callersOf.computeIfAbsent(step.target(), _ -> new HashSet<>()).add(method);
      }
      for (Method handed : graph.deferred(method)) {
        callersOf.computeIfAbsent(handed, _ -> new HashSet<>()).add(method);
      }
    }
    Set<Method> found = new HashSet<>();
    Deque<Method> queue = new ArrayDeque<>();
    for (Method method : callersOf.keySet()) {
      if (ClassGraph.isOfProgram(method) && found.add(method)) queue.add(method);
    }
    while (!queue.isEmpty()) {
      for (Method caller : callersOf.getOrDefault(queue.remove(), Set.of())) {
        if (found.add(caller)) queue.add(caller);
      }
    }
    return found;
  }
}
