package ruchy.runtime.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// No lock of the runtime is held while a task waits or code of the program runs.
///
/// A task that waits gives up the turn, but no lock. Who wants the lock meanwhile stands still with
/// whatever it has: an event loop with everything that has to happen on it, a task with the turn.
/// If the first needs one of these to go on, both wait for ever. So the bodies of `synchronized`
/// methods and blocks are searched, through all that they call, for what waits.
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
      Set.of("ruchy/runtime/engine/Blocking$Pool", "ruchy/runtime/packet/FrameThread");

  private record Method(String owner, String name, String type) {
    @Override
    public String toString() {
      return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
  }

  private record Call(Method target, boolean isVirtual, boolean isLocked, int line) {}

  private static final Map<Method, List<Call>> CALLS = new HashMap<>();
  private static final Map<String, String> SUPERCLASSES = new HashMap<>();
  private static final Map<String, List<String>> SUBCLASSES = new HashMap<>();

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    Path classes =
        Path.of(LocksTest.class.getResource("/ruchy/runtime/engine/Turn.class").toURI())
            .getParent()
            .getParent();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        read(ClassFile.of().parse(file));
      }
    }
    assertTrue(CALLS.size() > 3000, "methods");
  }

  @Test
  void no_lock_is_held_while_a_task_waits_or_code_of_the_program_runs() {
    Map<Method, Method> waiting = waiting();
    Set<String> faults = new TreeSet<>();
    CALLS.forEach(
        (method, calls) -> {
          for (Call call : calls) {
            for (Method target : call.isLocked ? targets(call) : List.<Method>of()) {
              if (waiting.containsKey(target)) {
                faults.add(method + ":" + call.line + way(target, waiting));
              }
            }
          }
        });
    assertEquals(Set.of(), faults);
  }

  @Test
  void event_loops_and_tasks_share_no_locks_but_monitors() {
    Set<String> faults = new TreeSet<>();
    CALLS.forEach(
        (method, calls) -> {
          for (Call call : calls) {
            String owner = call.target.owner;
            boolean isLock =
                owner.startsWith("java/util/concurrent/locks/") && !owner.endsWith("LockSupport")
                    || owner.matches("java/util/concurrent/.*(Blocking|Transfer).*(Queue|Deque)")
                    || owner.matches(
                        "java/util/concurrent/(Semaphore|CountDownLatch|CyclicBarrier|Phaser|Exchanger)");
            if (isLock && !HAVE_QUEUES.contains(method.owner)) {
              faults.add(method + ":" + call.line + " " + call.target);
            }
          }
        });
    assertEquals(Set.of(), faults);
  }

  /// What waits, each with what it calls that does; those that wait themselves with themselves.
  private static Map<Method, Method> waiting() {
    Map<Method, Set<Method>> callers = new HashMap<>();
    CALLS.forEach(
        (method, calls) -> {
          for (Call call : calls) {
            for (Method target : targets(call)) {
              callers.computeIfAbsent(target, _ -> new HashSet<>()).add(method);
            }
          }
        });
    Map<Method, Method> waiting = new HashMap<>();
    Deque<Method> queue = new ArrayDeque<>();
    Stream.concat(CALLS.keySet().stream(), callers.keySet().stream())
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
    return switch (method.owner) {
      case ENGINE + "Bridge" ->
          method.name.startsWith("await")
              || method.name.equals("sleep")
              || method.name.equals("parkFor");
      case ENGINE + "Blocking" -> method.name.equals("call");
      case ENGINE + "Turn" -> method.name.equals("enter") || method.name.equals("takeBack");
      case FUNCTION -> method.name.startsWith("call") || method.name.equals("offer");
      case "java/util/concurrent/locks/LockSupport" -> PARKING.contains(method.name);
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

  /// What a call may reach: the method of the class or of the one it inherits it from, and those
  /// that override it.
  private static List<Method> targets(Call call) {
    Method named = call.target;
    String owner = named.owner;
    while (owner != null && !CALLS.containsKey(new Method(owner, named.name, named.type))) {
      owner = SUPERCLASSES.get(owner);
    }
    List<Method> targets = new ArrayList<>();
    targets.add(new Method(owner == null ? named.owner : owner, named.name, named.type));
    if (call.isVirtual) {
      overriding(named.owner, named, targets);
    }
    return targets;
  }

  private static void overriding(String owner, Method named, List<Method> targets) {
    for (String subclass : SUBCLASSES.getOrDefault(owner, List.of())) {
      Method method = new Method(subclass, named.name, named.type);
      if (CALLS.containsKey(method)) {
        targets.add(method);
      }
      overriding(subclass, named, targets);
    }
  }

  private static void read(ClassModel type) {
    String name = type.thisClass().asInternalName();
    type.superclass()
        .ifPresent(
            above -> {
              SUPERCLASSES.put(name, above.asInternalName());
              SUBCLASSES.computeIfAbsent(above.asInternalName(), _ -> new ArrayList<>()).add(name);
            });
    type.interfaces()
        .forEach(
            above ->
                SUBCLASSES
                    .computeIfAbsent(above.asInternalName(), _ -> new ArrayList<>())
                    .add(name));
    for (MethodModel method : type.methods()) {
      List<Call> calls = new ArrayList<>();
      CALLS.put(
          new Method(name, method.methodName().stringValue(), method.methodType().stringValue()),
          calls);
      boolean isLocked = method.flags().has(AccessFlag.SYNCHRONIZED);
      method.code().ifPresent(code -> read(code, isLocked, calls));
    }
  }

  private static void read(CodeModel code, boolean isLocked, List<Call> calls) {
    List<CodeElement> elements = code.elementList();
    boolean[] locked = locked(code, elements);
    int line = 0;
    for (int i = 0; i < elements.size(); i++) {
      switch (elements.get(i)) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call -> {
          Method target =
              new Method(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue());
          boolean isVirtual =
              call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE;
          calls.add(new Call(target, isVirtual, isLocked || locked[i], line));
        }
        default -> {} // calls nothing
      }
    }
  }

  /// What stands in `synchronized` blocks: what is covered by a handler that gives a monitor back.
  private static boolean[] locked(CodeModel code, List<CodeElement> elements) {
    Map<Label, Integer> places = new HashMap<>();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof LabelTarget target) places.put(target.label(), i);
    }
    boolean[] locked = new boolean[elements.size()];
    code.exceptionHandlers().stream()
        .filter(handler -> handler.catchType().isEmpty())
        .filter(handler -> givesBack(elements, places.get(handler.handler())))
        .forEach(
            handler -> {
              int end = places.get(handler.tryEnd());
              for (int i = places.get(handler.tryStart()); i < end; i++) locked[i] = true;
            });
    return locked;
  }

  private static boolean givesBack(List<CodeElement> elements, int handler) {
    for (int i = handler; i < elements.size(); i++) {
      if (elements.get(i) instanceof MonitorInstruction monitor) {
        return monitor.opcode() == Opcode.MONITOREXIT;
      }
      if (elements.get(i) instanceof Instruction instruction
          && (instruction instanceof InvokeInstruction || instruction.opcode() == Opcode.ATHROW)) {
        return false;
      }
    }
    return false;
  }
}
