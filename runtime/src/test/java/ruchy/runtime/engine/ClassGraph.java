package ruchy.runtime.engine;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the methods of the runtime call, read off its class files: calls by the hierarchy of
/// classes, lambdas and method references by where they are passed.
///
/// An interface of which there are lambdas (a *face*) is not followed by the hierarchy, since
/// anything may be a `Runnable`. An object of it runs where it is given to: at once where that
/// method calls it, or passes it on to one that does; elsewhere, where it is handed to another
/// thread; and where it is only kept, from the class that keeps it. Functions of the program are
/// not followed.
final class ClassGraph {
  record Method(String owner, String name, String type) {
    @Override
    public String toString() {
      return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }

    private MethodTypeDesc descriptor() {
      return MethodTypeDesc.ofDescriptor(type);
    }
  }

  /// @param isLocked whether a monitor is held that the method takes
  record Call(Method target, boolean isVirtual, boolean isLocked, int line) {}

  /// A lambda or a method reference.
  ///
  /// @param taker the method that it is passed to; null if it is kept otherwise
  private record Made(
      String face, Method body, @Nullable Method taker, boolean isLocked, int line) {}

  private static final String FUNCTION = "ruchy/runtime/value/FunctionValue";

  private static final class Body {
    private final List<Call> calls = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private final Set<String> created = new LinkedHashSet<>();
  }

  /// What runs when a method runs.
  ///
  /// @param isLocked whether a monitor is held that the method takes
  record Step(Method target, boolean isLocked, int line) {}

  private final Map<Method, Body> bodies = new HashMap<>();
  private final Map<String, String> superclasses = new HashMap<>();
  private final Map<String, List<String>> interfaces = new HashMap<>();
  private final Map<String, List<String>> below = new HashMap<>();
  private final Map<String, List<Method>> ofClass = new HashMap<>();
  private final Set<String> faces = new HashSet<>();
  private final Map<Method, Set<String>> runs = new HashMap<>();
  private final Map<Method, Set<String>> defers = new HashMap<>();
  private final Map<String, List<Method>> kept = new HashMap<>();
  private final Map<String, Set<String>> createdBy = new HashMap<>();
  private final Map<String, Set<String>> names = new HashMap<>();
  private final Predicate<Method> handsToThreads;

  private ClassGraph(List<Path> files, Predicate<Method> handsToThreads) throws IOException {
    this.handsToThreads = handsToThreads;
    for (Path file : files) {
      read(ClassFile.of().parse(file));
    }
    bodies.values().forEach(body -> body.made.forEach(made -> faces.add(made.face)));
    bodies.forEach(
        (method, body) ->
            createdBy
                .computeIfAbsent(outermost(method.owner), _ -> new LinkedHashSet<>())
                .addAll(body.created));
    passOn();
    keep();
  }

  /// The classes of the runtime, and others.
  ///
  /// @param handsToThreads which methods hand their arguments to other threads by themselves
  static ClassGraph read(Predicate<Method> handsToThreads, Class<?>... others)
      throws IOException, URISyntaxException {
    Path runtime = file(Turn.class).getParent().getParent();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(runtime)) {
      all.addAll(files.filter(f -> f.toString().endsWith(".class")).toList());
    }
    for (Class<?> other : others) {
      all.add(file(other));
    }
    return new ClassGraph(all, handsToThreads);
  }

  private static Path file(Class<?> type) throws URISyntaxException {
    String name = type.getName();
    String file = name.substring(name.lastIndexOf('.') + 1) + ".class";
    return Path.of(Objects.requireNonNull(type.getResource(file)).toURI());
  }

  /// Whether it is the call of a function of the program.
  static boolean isOfProgram(Method method) {
    return method.owner.equals(FUNCTION)
        && (method.name.startsWith("call") || method.name.startsWith("offer"));
  }

  /// Whether it hands what it is given to other threads: of the JDK, Netty and Vert.x.
  static boolean handsToThreads(Method taker) {
    String owner = taker.owner();
    return owner.startsWith("io/vertx/")
        || owner.startsWith("io/netty/")
        || owner.equals("java/lang/Thread")
        || owner.startsWith("java/lang/Thread$")
        || owner.startsWith("java/util/Timer")
        || owner.matches("java/util/concurrent/.*(Executor|CompletableFuture|ForkJoin).*")
        || owner.equals("java/lang/invoke/MethodHandle") // makes virtual threads
        || owner.equals("java/lang/reflect/Proxy") // is called for signals
        || taker.name().equals("addShutdownHook");
  }

  Set<Method> methods() {
    return bodies.keySet();
  }

  List<Call> calls(Method method) {
    Body body = bodies.get(method);
    return body == null ? List.of() : body.calls;
  }

  /// All that may run at once when the method runs.
  List<Step> steps(Method method) {
    Body body = bodies.get(method);
    if (body == null) {
      return List.of();
    }
    List<Step> steps = new ArrayList<>();
    for (Call call : body.calls) {
      for (Method target : targets(call)) {
        steps.add(new Step(target, call.isLocked, call.line));
      }
      for (String face : facesIn(call.target)) {
        if (runs(call.target, face) && takesObject(call, body, face)) {
          for (Method given : objectsIn(method, body, face)) {
            steps.add(new Step(given, call.isLocked, call.line));
          }
        }
      }
      if (faces.contains(call.target.owner)) {
        for (Method stored : stored(method, call.target.owner)) {
          steps.add(new Step(stored, call.isLocked, call.line));
        }
      }
    }
    for (Made made : body.made) {
      if (made.taker != null && runs(made.taker, made.face)) {
        steps.add(new Step(made.body, made.isLocked, made.line));
        if (faces.contains(made.body.owner)) { // `Runnable::run`
          for (Method stored : stored(method, made.body.owner)) {
            steps.add(new Step(stored, made.isLocked, made.line));
          }
        }
      }
    }
    return steps;
  }

  /// What the method hands to other threads, to run there.
  Set<Method> deferred(Method method) {
    Body body = bodies.get(method);
    Set<Method> deferred = new LinkedHashSet<>();
    if (body == null) {
      return deferred;
    }
    for (Made made : body.made) {
      if (made.taker != null && defers(made.taker, made.face)) deferred.add(made.body);
    }
    for (Call call : body.calls) {
      for (String type : types(call.target)) {
        if (defers(call.target, type) && takesObject(call, body, type)) {
          deferred.addAll(objectsIn(method, body, type));
        }
      }
    }
    return deferred;
  }

  /// What the method makes with `new`.
  Set<String> created(Method method) {
    Body body = bodies.get(method);
    return body == null ? Set.of() : body.created;
  }

  /// The type and those above it, of the runtime.
  Set<String> withAbove(String type) {
    Set<String> all = new LinkedHashSet<>();
    if (superclasses.containsKey(type)) {
      all.add(type);
      all.addAll(withAbove(superclasses.get(type)));
    }
    interfaces.getOrDefault(type, List.of()).forEach(above -> all.addAll(withAbove(above)));
    return all;
  }

  /// Whether a call of it needs an object of its class.
  boolean isOfObject(Method method) {
    return ofClass.getOrDefault(method.owner, List.of()).contains(method);
  }

  // ---- where objects of faces go

  /// Whether the call may get something else than the lambdas that are made for it.
  private static boolean takesObject(Call call, Body body, String type) {
    long calls = body.calls.stream().filter(c -> c.target.equals(call.target)).count();
    long lambdas =
        body.made.stream()
            .filter(made -> call.target.equals(made.taker) && made.face.equals(type))
            .count();
    return calls > lambdas;
  }

  private boolean runs(Method named, String face) {
    Method taker = declared(named);
    if (handsToThreads.test(taker)) {
      return false;
    }
    return bodies.containsKey(taker)
        ? runs.getOrDefault(taker, Set.of()).contains(face)
        : !taker.owner.startsWith("ruchy/") && !defers(taker, face);
  }

  private boolean defers(Method taker, String type) {
    return handsToThreads.test(taker)
        || defers.getOrDefault(declared(taker), Set.of()).contains(type);
  }

  /// A method that takes an object of a face runs it, or hands it to other threads, if it does so
  /// itself or passes it on to one that does.
  private void passOn() {
    boolean isNew = true;
    while (isNew) {
      isNew = false;
      for (Map.Entry<Method, Body> entry : bodies.entrySet()) {
        for (String type : types(entry.getKey())) {
          for (Call call : entry.getValue().calls) {
            boolean isCalled = faces.contains(type) && call.target.owner.equals(type);
            boolean takesIt = types(call.target).stream().anyMatch(t -> isBelow(type, t));
            if (isCalled || takesIt && faces.contains(type) && runs(call.target, type)) {
              isNew |= runs.computeIfAbsent(entry.getKey(), _ -> new HashSet<>()).add(type);
            }
            if (takesIt && (defers(call.target, type) || handsToThreads.test(call.target))) {
              isNew |= defers.computeIfAbsent(entry.getKey(), _ -> new HashSet<>()).add(type);
            }
          }
        }
      }
    }
  }

  /// What a method may have at hand that calls an object of a face: what its class keeps; if it
  /// keeps none, what it makes with `new`; if it makes none either and is given none, what any
  /// class of the package keeps.
  private List<Method> stored(Method method, String face) {
    List<Method> own = kept.get(keeper(method.owner, face));
    if (own != null) {
      return own;
    }
    List<Method> made = new ArrayList<>();
    for (String created : createdBy.getOrDefault(outermost(method.owner), Set.of())) {
      if (isBelow(created, face)) addMethods(created, names(face), made);
    }
    if (!made.isEmpty() || types(method).contains(face)) {
      return made;
    }
    String room = room(method);
    List<Method> all = new ArrayList<>();
    kept.forEach(
        (keeper, bodiesKept) -> {
          if (keeper.startsWith(room) && keeper.endsWith(" " + face)) all.addAll(bodiesKept);
        });
    return all;
  }

  private static String room(Method method) {
    return method.owner.substring(0, method.owner.lastIndexOf('/') + 1);
  }

  /// Those that are neither run nor handed on where they are passed to are run by the class that
  /// they are passed to; those that are passed to nobody by the class that makes them, and by those
  /// to which it yields them.
  private void keep() {
    Map<Method, Set<String>> callers = new HashMap<>();
    bodies.forEach(
        (method, body) ->
            body.calls.forEach(
                call ->
                    callers.computeIfAbsent(call.target, _ -> new HashSet<>()).add(method.owner)));
    bodies.forEach(
        (method, body) -> {
          for (Made made : body.made) {
            Method taker = made.taker;
            if (taker == null) {
              keep(method.owner, made);
              if (method.type.endsWith(")L" + made.face + ";")) {
                callers.getOrDefault(method, Set.of()).forEach(caller -> keep(caller, made));
              }
            } else if (bodies.containsKey(declared(taker))
                && !runs(taker, made.face)
                && !defers(taker, made.face)) {
              keep(declared(taker).owner, made);
            }
          }
        });
  }

  private void keep(String owner, Made made) {
    kept.computeIfAbsent(keeper(owner, made.face), _ -> new ArrayList<>()).add(made.body);
  }

  private static String keeper(String owner, String face) {
    return outermost(owner) + " " + face;
  }

  private static String outermost(String owner) {
    int inner = owner.indexOf('$');
    return inner < 0 ? owner : owner.substring(0, inner);
  }

  /// The methods of the objects of a type that the method passes on: of those that it makes, of
  /// itself, else of all of its package. Those that the type has, that is.
  private List<Method> objectsIn(Method method, Body body, String type) {
    Set<String> names = names(type);
    List<Method> found = new ArrayList<>();
    for (String created : body.created) {
      if (isBelow(created, type)) addMethods(created, names, found);
    }
    if (isBelow(method.owner, type)) {
      addMethods(method.owner, names, found);
    }
    if (found.isEmpty() && body.made.stream().noneMatch(made -> made.face.equals(type))) {
      String room = room(method);
      boolean isPassedOn = types(method).stream().anyMatch(t -> isBelow(t, type));
      for (String implementing : isPassedOn ? List.<String>of() : allBelow(type)) {
        if (implementing.startsWith(room)) addMethods(implementing, names, found);
      }
    }
    return found;
  }

  private void addMethods(String owner, Set<String> names, List<Method> all) {
    for (Method method : ofClass.getOrDefault(owner, List.of())) {
      if (names.contains(method.name)) all.add(method);
    }
  }

  /// The names of the methods of a type.
  private Set<String> names(String type) {
    return names.computeIfAbsent(
        type,
        name -> {
          Set<String> all = new HashSet<>();
          try {
            Class<?> loaded =
                Class.forName(name.replace('/', '.'), false, ClassGraph.class.getClassLoader());
            for (var method : loaded.getMethods()) {
              if (method.getDeclaringClass() != Object.class) all.add(method.getName());
            }
            for (var method : loaded.getDeclaredMethods()) {
              all.add(method.getName());
            }
          } catch (ClassNotFoundException absent) {
            throw new IllegalStateException(absent);
          }
          return all;
        });
  }

  private List<String> facesIn(Method method) {
    return types(method).stream().filter(faces::contains).toList();
  }

  /// The types of objects among the parameters.
  private static List<String> types(Method method) {
    List<String> types = new ArrayList<>();
    for (ClassDesc parameter : method.descriptor().parameterList()) {
      if (parameter.isClassOrInterface()) {
        String text = parameter.descriptorString();
        types.add(text.substring(1, text.length() - 1));
      }
    }
    return types;
  }

  // ---- the hierarchy

  private boolean isBelow(String type, String above) {
    if (type.equals(above)) {
      return true;
    }
    String superclass = superclasses.get(type);
    return superclass != null && isBelow(superclass, above)
        || interfaces.getOrDefault(type, List.of()).stream().anyMatch(one -> isBelow(one, above));
  }

  private List<String> allBelow(String type) {
    List<String> all = new ArrayList<>();
    for (String one : below.getOrDefault(type, List.of())) {
      all.add(one);
      all.addAll(allBelow(one));
    }
    return all;
  }

  /// What a call may reach: the method of the class or of the one it inherits it from, and those
  /// that override it.
  private List<Method> targets(Call call) {
    Method named = call.target;
    List<Method> targets = new ArrayList<>();
    targets.add(declared(named));
    if (call.isVirtual && !faces.contains(named.owner) && !isOfProgram(named)) {
      overriding(named.owner, named, targets);
    }
    return targets;
  }

  /// The method of the class, or the one that it inherits.
  private Method declared(Method named) {
    String owner = named.owner;
    while (owner != null && !bodies.containsKey(new Method(owner, named.name, named.type))) {
      owner = superclasses.get(owner);
    }
    return owner == null ? named : new Method(owner, named.name, named.type);
  }

  private void overriding(String owner, Method named, List<Method> targets) {
    for (String subclass : below.getOrDefault(owner, List.of())) {
      Method method = new Method(subclass, named.name, named.type);
      if (bodies.containsKey(method)) {
        targets.add(method);
      }
      overriding(subclass, named, targets);
    }
  }

  // ---- reading

  private void read(ClassModel type) {
    String name = type.thisClass().asInternalName();
    type.superclass()
        .ifPresent(
            above -> {
              superclasses.put(name, above.asInternalName());
              below.computeIfAbsent(above.asInternalName(), _ -> new ArrayList<>()).add(name);
            });
    for (var above : type.interfaces()) {
      interfaces.computeIfAbsent(name, _ -> new ArrayList<>()).add(above.asInternalName());
      below.computeIfAbsent(above.asInternalName(), _ -> new ArrayList<>()).add(name);
    }
    for (MethodModel method : type.methods()) {
      var known =
          new Method(name, method.methodName().stringValue(), method.methodType().stringValue());
      Body body = new Body();
      bodies.put(known, body);
      boolean isOfObject = !method.flags().has(AccessFlag.STATIC) && !known.name.startsWith("<");
      if (isOfObject) ofClass.computeIfAbsent(name, _ -> new ArrayList<>()).add(known);
      boolean isLocked = method.flags().has(AccessFlag.SYNCHRONIZED);
      method.code().ifPresent(code -> read(code, isLocked, body));
    }
  }

  private static void read(CodeModel code, boolean isLocked, Body body) {
    List<CodeElement> elements = code.elementList();
    boolean[] locked = locked(code, elements);
    int line = 0;
    for (int i = 0; i < elements.size(); i++) {
      switch (elements.get(i)) {
        case LineNumber number -> line = number.line();
        case NewObjectInstruction made -> body.created.add(made.className().asInternalName());
        case InvokeInstruction call -> {
          boolean isVirtual =
              call.opcode() == Opcode.INVOKEVIRTUAL || call.opcode() == Opcode.INVOKEINTERFACE;
          body.calls.add(new Call(target(call), isVirtual, isLocked || locked[i], line));
        }
        case InvokeDynamicInstruction made -> {
          boolean isFunction =
              made.bootstrapMethod().owner().displayName().equals("LambdaMetafactory");
          if (isFunction
              && made.bootstrapArgs().get(1) instanceof java.lang.constant.MethodHandleDesc) {
            String text = made.typeSymbol().returnType().descriptorString();
            String face = text.substring(1, text.length() - 1);
            var entry = (MethodHandleEntry) made.invokedynamic().bootstrap().arguments().get(1);
            var of = entry.reference();
            var function =
                new Method(
                    of.owner().asInternalName(), of.name().stringValue(), of.type().stringValue());
            Method taker = taker(elements, i + 1, face);
            body.made.add(new Made(face, function, taker, isLocked || locked[i], line));
          }
        }
        default -> {} // calls nothing
      }
    }
  }

  private static Method target(InvokeInstruction call) {
    return new Method(
        call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue());
  }

  /// The first call from there that takes an object of that type, unless it is kept before.
  private static @Nullable Method taker(List<CodeElement> elements, int from, String face) {
    for (int i = from; i < elements.size(); i++) {
      switch (elements.get(i)) {
        case InvokeInstruction call -> {
          Method target = target(call);
          if (types(target).contains(face)) return target;
        }
        case FieldInstruction field -> {
          boolean isKept =
              (field.opcode() == Opcode.PUTFIELD || field.opcode() == Opcode.PUTSTATIC)
                  && field.type().equalsString("L" + face + ";");
          if (isKept) return null;
        }
        case ReturnInstruction _ -> {
          return null;
        }
        default -> {} // leaves it where it is
      }
    }
    return null;
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
