package ruchy.compiler.emit;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// The values of which code with the detector tells it (see `Detector` of the runtime): what a node
/// looks into, or changes. Variables are told of where they are loaded and stored.
final class Detection {
  /// What the code that uses a value does to it; what comes later includes what stands before.
  enum Touch {
    /// It looks into the value.
    LOOK,
    /// It calls a member of it that looks into it, if the library has it.
    CALL,
    /// It may look at everything within the value.
    LOOK_DEEPLY,
    /// It calls a member of it that changes it, if the library has it.
    CHANGING_CALL,
    /// It changes the value.
    CHANGE
  }

  private final IdentityHashMap<Node, Touch> watched = new IdentityHashMap<>();
  private final Version version;

  private final Library library;

  private Detection(Version version, Library library) {
    this.version = version;
    this.library = library;
  }

  static Detection of(Version version, Library library) {
    var detection = new Detection(version, library);
    version.nodes().forEach(detection::look);
    return detection;
  }

  /// What is done to the value of the node; null if nothing looks into it.
  @Nullable Touch of(Node node) {
    return watched.get(node);
  }

  private void look(Node node) {
    switch (node) {
      case Node.ReadMember read ->
          // On a map without such a key the message is the text of the whole (L 11.2).
          watch(read.target(), read.name().equals("message") ? Touch.LOOK_DEEPLY : Touch.LOOK);
      case Node.WriteMember write -> watch(write.target(), Touch.CHANGE);
      case Node.ReadIndex read -> watch(read.target(), Touch.LOOK);
      case Node.WriteIndex write -> watch(write.target(), Touch.CHANGE);
      case Node.SliceOf slice -> watch(slice.target(), Touch.LOOK);
      case Node.ForEach loop -> watch(loop.iterable(), Touch.LOOK);
      case Node.Dereference dereference -> watch(dereference.operand(), Touch.LOOK);
      case Node.WriteThrough write -> watch(write.target(), Touch.CHANGE);
      case Node.Match match -> {
        if (match.arms().stream().anyMatch(arm -> looksInto(arm.matcher()))) {
          watch(match.value(), Touch.LOOK);
        }
      }
      case Node.Destructure destructure -> {
        if (looksInto(destructure.matcher())) watch(destructure.value(), Touch.LOOK);
      }
      case Node.Format format -> {
        for (Node.Part part : format.parts()) {
          Node value = part.value();
          if (value != null) watch(value, Touch.LOOK_DEEPLY);
        }
      }
      case Node.CallLibrary call -> {
        if (version.targetOf(call) instanceof Target.OfLibrary(var function)) {
          arguments(function, call.arguments());
        }
      }
      case Node.CallMethod call -> {
        if (version.targetOf(call) instanceof Target.OfLibrary(var function)) {
          watch(call.target(), function.mutates() ? Touch.CHANGE : Touch.LOOK);
          if (function.owner().contains("::")) arguments(function, call.arguments());
        } else if (version.targetOf(call) == null) {
          boolean mayChange =
              library.membersNamed(call.name()).stream().anyMatch(LibraryFunction::mutates);
          watch(call.target(), mayChange ? Touch.CHANGING_CALL : Touch.CALL);
        }
      }
      default -> {} // looks into no value that can change
    }
  }

  /// What the library is given to send, to print or to write.
  private void arguments(LibraryFunction function, List<Node.Element> arguments) {
    for (Node.Element argument : arguments) {
      watch(argument.value(), function.mutates() ? Touch.LOOK : Touch.LOOK_DEEPLY);
    }
  }

  private static boolean looksInto(Matcher matcher) {
    return switch (matcher) {
      case Matcher.OfVariant _, Matcher.Tuple _, Matcher.ListOf _, Matcher.Fields _ -> true;
      case Matcher.Answering _ -> false; // the call that follows looks into the value
      case Matcher.Alias(_, var inner, _) -> looksInto(inner);
      case Matcher.Alternatives(var all, _) -> all.stream().anyMatch(Detection::looksInto);
      case Matcher.Anything _, Matcher.Bind _, Matcher.Text _, Matcher.Equal _ -> false;
      case Matcher.IntegerRange _, Matcher.CharacterRange _, Matcher.Cell _ -> false;
      case Matcher.OfSome _, Matcher.OfNone _, Matcher.OfResult _ -> false;
    };
  }

  private void watch(Node node, Touch touch) {
    boolean mayBeState =
        version
            .typeOf(node)
            .mayBe(
                type ->
                    type == Type.Basic.ANY
                        || type == Type.Basic.OPTION
                        || type instanceof Type.ListType
                        || type instanceof Type.MapType
                        || type instanceof Type.SetType
                        || type instanceof Type.TupleType
                        || type instanceof Type.ObjectType
                        || type instanceof Type.InstanceType
                        || type instanceof Type.LibraryType);
    if (mayBeState) {
      watched.merge(node, touch, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
  }
}
