package ruchy.compiler.analyse;

import java.util.List;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.TypeExpression;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Which nodes may have another task run code of the program from then on, by what the declarations
/// of the library tell. What is reached by calls of functions of the program counts where it
/// stands.
final class TaskStarts {
  private final Library library;

  TaskStarts(Library library) {
    this.library = library;
  }

  /// Whether the node itself may start a task. A function of the library that does so counts where
  /// it is taken as a value: nobody follows it from there.
  boolean isAt(Version version, Node node) {
    return switch (node) {
      case Node.Spawn _ -> true;
      case Node.CallLibrary call ->
          version.targetOf(call) instanceof Target.OfLibrary(LibraryFunction function)
              ? starts(function)
              : library.functions(call.owner(), call.name()).stream().anyMatch(TaskStarts::starts);
      case Node.LibraryValue value ->
          library.functions(value.owner(), value.name()).stream().anyMatch(TaskStarts::starts);
      case Node.CallMethod call -> member(call, call.name(), version);
      case Node.ReadMember read -> isOfLibrary(read, version) && member(read, read.name(), version);
      default -> false; // runs nothing but what the graph tells
    };
  }

  /// Whether a program with the node has a task, or handlers, which run once something else starts
  /// them.
  boolean concerns(Version version, Node node) {
    return isAt(version, node)
        || switch (version.targetOf(node)) {
          case Target.OfLibrary(LibraryFunction function) -> keepsFunctions(function);
          case Target.OfVersion _,
              Target.OfClosure _,
              Target.OfMethod _,
              Target.OfMethods _,
              Target.OfField _ ->
              false;
          case null ->
              node instanceof Node.CallMethod call
                  && call.arguments().stream().anyMatch(one -> isFunction(version, one.value()))
                  && library.membersNamed(call.name()).stream()
                      .anyMatch(TaskStarts::keepsFunctions);
        };
  }

  private static boolean isFunction(Version version, Node argument) {
    return argument instanceof Node.MakeClosure
        || argument instanceof Node.FunctionValue
        || version
            .typeOf(argument)
            .mayBe(type -> type == Type.Basic.FUNCTION || type instanceof Type.CallableType);
  }

  private boolean member(Node node, String name, Version version) {
    return switch (version.targetOf(node)) {
      case Target.OfLibrary(LibraryFunction function) -> starts(function);
      case null -> library.membersNamed(name).stream().anyMatch(TaskStarts::starts);
      case Target.OfVersion _,
          Target.OfClosure _,
          Target.OfMethod _,
          Target.OfMethods _,
          Target.OfField _ ->
          false;
    };
  }

  private static boolean isOfLibrary(Node.ReadMember read, Version version) {
    return version
        .typeOf(read.target())
        .mayBe(type -> type == Type.Basic.ANY || type instanceof Type.LibraryType);
  }

  private static boolean keepsFunctions(LibraryFunction function) {
    if (function.flows().contains(Flow.CALLS_AT_ONCE)) {
      return false;
    }
    List<String> types = function.parameterTypes();
    return types.stream()
        .anyMatch(type -> !TypeExpression.callbacks(TypeExpression.parse(type)).isEmpty());
  }

  private static boolean starts(LibraryFunction function) {
    return function.flows().contains(Flow.STARTS_TASKS);
  }
}
