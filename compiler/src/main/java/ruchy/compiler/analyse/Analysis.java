package ruchy.compiler.analyse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Finds out which code may wait and which may touch shared state, through the call graph. How
/// values move, and so what is shared, is found by `Sharing`.
public final class Analysis {
  private final Types types;
  private final Library library;
  private final Map<Version, Behaviour> behaviours = new LinkedHashMap<>();
  private final MemberNames memberNames;
  private final ImplicitCalls implicit;

  private Analysis(Types types, Library library) {
    this.types = types;
    this.library = library;
    this.memberNames = MemberNames.of(types);
    this.implicit = ImplicitCalls.of(types);
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
    var sharing = Sharing.find(types, library, behaviours);
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
        for (Version run : behaviour.calls.keySet()) {
          Behaviour other = behaviours.get(run);
          if (other != null) {
            changed |= behaviour.takeOverSharing(other);
          }
        }
      }
    }
    return new Facts(types, behaviours, AwaitedResults.of(types, library), sharing);
  }

  private void look(Version version, Behaviour behaviour) {
    for (Node node : version.nodes()) {
      look(node, version, behaviour);
    }
  }

  private void look(Node node, Version version, Behaviour behaviour) {
    behaviour.hasEffects |= Effects.areOf(node, version);
    if (implicit.mayBeMadeBy(node, version)) {
      implicit
          .methods()
          .forEach(
              method -> {
                behaviour.runs(method, node);
                behaviour.implicit.putIfAbsent(method, node);
              });
    }
    Target target = version.targetOf(node);
    switch (target) {
      case Target.OfVersion of -> behaviour.runs(of.version(), node);
      case Target.OfClosure of -> behaviour.runs(of.version(), node);
      case Target.OfMethod of -> behaviour.runs(of.version(), node);
      case Target.OfMethods of -> of.choices().forEach(c -> behaviour.runs(c.version(), node));
      case Target.OfLibrary(LibraryFunction function) -> {
        if (needsThread(function)) {
          String keeps = function.waits() ? "" : ", which keeps the turn meanwhile";
          behaviour.mayWait(node, "calls " + function.shownName() + keeps);
        }
      }
      case null, default -> {}
    }
    switch (node) {
      case Node.CallLibrary call -> {
        if (target == null) {
          behaviour.runsUnknown(node);
        } else if (target instanceof Target.OfLibrary(LibraryFunction function)
            && function.flows().contains(Flow.GOES_OVER)) {
          call.arguments().forEach(given -> goesOver(given.value(), version, behaviour));
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
      case Node.ForEach loop -> goesOver(loop.iterable(), version, behaviour);
      case Node.Await _ -> behaviour.mayWait(node, "awaits");
      default -> {}
    }
  }

  /// Channels, files and sockets have their next element when it comes.
  private static void goesOver(Node iterable, Version version, Behaviour behaviour) {
    Type type = version.typeOf(iterable);
    boolean mayWait = type.mayBe(t -> t == Type.Basic.ANY || t instanceof Type.LibraryType);
    if (mayWait) behaviour.mayWait(iterable, "goes over a value of type " + type);
  }

  /// Whether a call cannot be made on an event loop.
  private static boolean needsThread(LibraryFunction function) {
    return function.waits() || function.flows().contains(Flow.KEEPS_THREAD);
  }

  /// Whether an operator on operands of which little is known may be one of a class of the program
  /// (L 9.2).
  private boolean mayOperate(Node.Binary binary, Version version) {
    boolean mayBeInstance =
        version
            .typeOf(binary.left())
            .mayBe(t -> t == Type.Basic.ANY || t instanceof Type.InstanceType);
    return mayBeInstance
        && switch (binary.operator()) {
          case EQUAL, NOT_EQUAL -> memberNames.hasMethod("==");
          case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
              memberNames.hasMethod("<") || memberNames.hasMethod(binary.operator().text());
          default -> memberNames.hasMethod(binary.operator().text());
        };
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
    if (named.stream().anyMatch(Analysis::needsThread)) {
      behaviour.mayWait(call, "calls " + call.name());
    }
    boolean takesCallBack =
        named.stream().anyMatch(f -> f.parameterTypes().stream().anyMatch(p -> p.contains("->")));
    for (Node.Element argument : call.arguments()) {
      if (takesCallBack && version.typeOf(argument.value()) == Type.Basic.ANY) {
        behaviour.runsUnknown(call);
      }
    }
  }

  /// Reading a member of a library object that is not known may be a member that waits, such as the
  /// body of an answer.
  private void memberRead(Node.ReadMember read, Version version, Behaviour behaviour) {
    boolean mayBeLibrary =
        version
            .typeOf(read.target())
            .mayBe(t -> t == Type.Basic.ANY || t instanceof Type.LibraryType);
    if (mayBeLibrary) {
      boolean waits =
          library.membersNamed(read.name()).stream()
              .anyMatch(f -> f.kind() == LibraryFunction.Kind.READ && f.waits());
      if (waits) behaviour.mayWait(read, "reads " + read.name());
    }
  }
}
