package ruchy.compiler.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Finds out which code may wait and which may touch shared state, through the call graph.
public final class Analysis {
  private static final String TASK = "async::Task";
  private static final String RECEIVER = "async::Receiver";

  private final Types types;
  private final Library library;
  private final Map<Version, Behaviour> behaviours = new LinkedHashMap<>();
  private final MemberNames memberNames;
  private final boolean hasChannels;
  private final ImplicitCalls implicit;

  private Analysis(Types types, Library library) {
    this.types = types;
    this.library = library;
    this.memberNames = MemberNames.of(types);
    this.hasChannels = types.versions().stream().anyMatch(Analysis::makesChannels);
    this.implicit = ImplicitCalls.of(types);
  }

  /// Whether the version makes channels, or may have somebody make them.
  private static boolean makesChannels(Version version) {
    for (Node node : version.nodes()) {
      if (node instanceof Node.CallLibrary call && call.name().equals("channel")
          || node instanceof Node.LibraryValue value && value.name().equals("channel")) {
        return true;
      }
    }
    return false;
  }

  /// The facts of all versions that can run.
  public static Facts analyse(Types types, Library library) {
    return new Analysis(types, library).run();
  }

  private Facts run() {
    for (Version version : types.versions()) {
      behaviours.put(version, new Behaviour());
    }
    behaviours.forEach(this::look);
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Behaviour behaviour : behaviours.values()) {
        for (Version run : behaviour.runs.keySet()) {
          Behaviour other = behaviours.get(run);
          if (other != null) {
            changed |= behaviour.takeOver(other);
          }
        }
      }
    }
    return new Facts(types, behaviours, AwaitedResults.of(types, library));
  }

  private void look(Version version, Behaviour behaviour) {
    for (Node node : version.nodes()) {
      look(node, version, behaviour);
    }
  }

  private void look(Node node, Version version, Behaviour behaviour) {
    behaviour.hasEffects |= Effects.areOf(node, version);
    if (implicit.mayBeMadeBy(node, version)) {
      implicit.methods().forEach(method -> behaviour.runs(method, node));
    }
    Target target = version.targetOf(node);
    switch (target) {
      case Target.OfVersion of -> behaviour.runs(of.version(), node);
      case Target.OfClosure of -> behaviour.runs(of.version(), node);
      case Target.OfMethod of -> behaviour.runs(of.version(), node);
      case Target.OfMethods of -> of.choices().forEach(c -> behaviour.runs(c.version(), node));
      case Target.OfLibrary(LibraryFunction function) -> {
        if (function.waits()) behaviour.mayWait(node, "calls " + function.shownName());
        if (comesFromOthers(function)) {
          obtain(node, version.typeOf(node), behaviour);
        }
      }
      case null, default -> {}
    }
    switch (node) {
      case Node.Read read -> touch(node, read.variable(), version, behaviour);
      case Node.Write write -> touch(node, write.variable(), version, behaviour);
      case Node.Declare declare -> touch(node, declare.variable(), version, behaviour);
      case Node.CallLibrary call -> {
        if (target == null) {
          behaviour.runsUnknown(node);
        }
        callBacks(node, call.arguments(), version, behaviour);
      }
      case Node.CallMethod call -> {
        if (target == null) {
          byName(call, version, behaviour);
        }
        callBacks(node, call.arguments(), version, behaviour);
      }
      case Node.CallValue call -> {
        if (target == null) {
          called(node, version.typeOf(call.callee()), behaviour);
        }
      }
      case Node.Binary binary -> {
        if (target == null && mayOperate(binary, version)) {
          behaviour.runsUnknown(node);
        }
      }
      case Node.WriteMember write -> {
        if (target == null && memberNames.hasMethod("set " + write.name())) {
          behaviour.runsUnknown(node);
        }
      }
      case Node.ReadMember read -> {
        if (target == null && memberNames.hasMethod("get " + read.name())) {
          behaviour.runsUnknown(node);
        } else if (target == null) {
          memberRead(read, version, behaviour);
        }
      }
      case Node.ForEach loop -> {
        Type iterable = version.typeOf(loop.iterable());
        boolean mayWait =
            iterable.alternatives().stream()
                .anyMatch(t -> t == Type.Basic.ANY || t instanceof Type.LibraryType);
        if (mayWait) behaviour.mayWait(loop.iterable(), "goes over a value of type " + iterable);
        if (mayBe(RECEIVER, iterable) && hasChannels) {
          obtain(node, version.typeOf(loop.variable()), behaviour);
        }
      }
      case Node.Await await -> {
        behaviour.mayWait(node, "awaits");
        if (mayBe(TASK, version.typeOf(await.operand()))) {
          obtain(node, version.typeOf(node), behaviour);
        }
      }
      case Node.Dereference _ -> behaviour.mayShare(node, "reads a cell");
      case Node.WriteThrough _ -> behaviour.mayShare(node, "changes a cell");
      default -> {}
    }
  }

  /// Whether an operator on operands of which little is known may be one of a class of the program
  /// (L 9.2).
  private boolean mayOperate(Node.Binary binary, Version version) {
    boolean mayBeInstance =
        version.typeOf(binary.left()).alternatives().stream()
            .anyMatch(t -> t == Type.Basic.ANY || t instanceof Type.InstanceType);
    return mayBeInstance
        && switch (binary.operator()) {
          case EQUAL, NOT_EQUAL -> memberNames.hasMethod("==");
          case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
              memberNames.hasMethod("<") || memberNames.hasMethod(binary.operator().text());
          default -> memberNames.hasMethod(binary.operator().text());
        };
  }

  private static boolean mayBe(String libraryType, Type type) {
    return type.alternatives().stream()
        .anyMatch(
            t ->
                t == Type.Basic.ANY
                    || t instanceof Type.LibraryType(String name) && name.equals(libraryType));
  }

  /// Whether what the function yields was another task's: it gives tasks' values, or what they have
  /// sent.
  private static boolean comesFromOthers(LibraryFunction function) {
    return function.owner().equals(TASK)
        || function.owner().equals(RECEIVER)
        || function.owner().equals("async")
        || function.name().equals("join_all");
  }

  /// A value arrives from another task, which may still have it: code that can change it shares (L
  /// 12.3).
  private static void obtain(Node node, Type type, Behaviour behaviour) {
    if (!isImmutable(type)) {
      behaviour.mayShare(node, "gets a value of type " + type + " from another task");
    }
  }

  /// A variable that other code can reach too, and that changes or holds something that can change.
  private void touch(Node node, Variable variable, Version version, Behaviour behaviour) {
    boolean reachable = variable.isGlobal() ? variable.isUsedInFunctions() : variable.isCaptured();
    if (!reachable) {
      return;
    }
    Type type = variable.isGlobal() ? types.typeOf(variable) : version.typeOf(variable);
    if (variable.isReassigned()) {
      behaviour.mayShare(node, "uses `" + variable.name() + "`, which is assigned again");
    } else if (!isImmutable(type)) {
      behaviour.mayShare(node, "uses `" + variable.name() + "`, which holds " + type);
    }
  }

  /// Library objects are safe inside; calls of functions count where they are called.
  private static boolean isImmutable(Type type) {
    for (Type alternative : type.alternatives()) {
      boolean immutable =
          switch (alternative) {
            case Type.Basic basic -> basic != Type.Basic.ANY && basic != Type.Basic.OPTION;
            case Type.LibraryType ignored -> true;
            case Type.CallableType ignored -> true;
            case Type.TupleType tuple -> tuple.elements().stream().allMatch(Analysis::isImmutable);
            default -> false;
          };
      if (!immutable) {
        return false;
      }
    }
    return true;
  }

  /// The library may run the functions that are passed to it while the call lasts.
  private void callBacks(
      Node node, List<Node.Element> arguments, Version version, Behaviour behaviour) {
    for (Node.Element argument : arguments) {
      for (Type type : version.typeOf(argument.value()).alternatives()) {
        if (type instanceof Type.CallableType || type == Type.Basic.FUNCTION) {
          called(node, type, behaviour);
        }
      }
    }
  }

  /// A value of that type is called. A library callable such as `next` is judged by what it leads
  /// to, when it runs.
  private void called(Node node, Type callee, Behaviour behaviour) {
    for (Type type : callee.alternatives()) {
      switch (type) {
        case Type.CallableType callable -> {
          for (Callable value : callable.callables()) {
            Code code = Types.code(value);
            types.openVersions(code).values().forEach(open -> behaviour.runs(open, node));
          }
        }
        case Type.LibraryType ignored -> {}
        default -> behaviour.runsUnknown(node);
      }
    }
  }

  /// A method found at run time: by its name it is one of the library, unless the program itself
  /// gives that name to something that can be called.
  private void byName(Node.CallMethod call, Version version, Behaviour behaviour) {
    List<LibraryFunction> named = library.membersNamed(call.name());
    if (named.isEmpty() || memberNames.mayBeCallable(call.name())) {
      behaviour.runsUnknown(call);
      return;
    }
    if (named.stream().anyMatch(LibraryFunction::waits)) {
      behaviour.mayWait(call, "calls " + call.name());
    }
    int count = call.arguments().size();
    boolean fromOthers =
        named.stream().anyMatch(f -> comesFromOthers(f) && f.parameterCount() == count);
    if (fromOthers && (hasChannels || !isOfChannels(named))) {
      obtain(call, version.typeOf(call), behaviour);
    }
    boolean takesCallBack =
        named.stream().anyMatch(f -> f.parameterTypes().stream().anyMatch(p -> p.contains("->")));
    for (Node.Element argument : call.arguments()) {
      if (takesCallBack && version.typeOf(argument.value()) == Type.Basic.ANY) {
        behaviour.runsUnknown(call);
      }
    }
  }

  private static boolean isOfChannels(List<LibraryFunction> named) {
    return named.stream().noneMatch(f -> comesFromOthers(f) && !f.owner().equals(RECEIVER));
  }

  /// Reading a member of a library object that is not known may be a member that waits, such as the
  /// body of an answer.
  private void memberRead(Node.ReadMember read, Version version, Behaviour behaviour) {
    boolean mayBeLibrary =
        version.typeOf(read.target()).alternatives().stream()
            .anyMatch(t -> t == Type.Basic.ANY || t instanceof Type.LibraryType);
    if (mayBeLibrary) {
      boolean waits =
          library.membersNamed(read.name()).stream()
              .anyMatch(f -> f.kind() == LibraryFunction.Kind.READ && f.waits());
      if (waits) behaviour.mayWait(read, "reads " + read.name());
    }
  }
}
