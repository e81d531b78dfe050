package ruchy.compiler.analyse;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.TypeExpression;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Where values go at calls of the library, by the declared types of its functions and by what
/// their declarations tell (`Flow`): what comes out is new, or an element of the receiver, or was
/// passed in. An argument that is only read goes nowhere. Where a declaration says no more than
/// `any`, everything that is `any` in it is one.
final class LibraryFlow {
  private final Library library;
  private final Regions regions;
  private final Events events;
  private final IdentityHashMap<LibraryFunction, LibrarySignature> signatures =
      new IdentityHashMap<>();
  private final Map<String, Boolean> storing = new HashMap<>();

  LibraryFlow(Library library, Regions regions, Events events) {
    this.library = library;
    this.regions = regions;
    this.events = events;
  }

  private LibraryCall begin(
      LibraryFunction function,
      @Nullable Node receiver,
      @Nullable Region result,
      Node node,
      Version version) {
    var signature = signatures.computeIfAbsent(function, LibrarySignature::of);
    boolean isOnLibraryObject =
        receiver != null
            && regions.of(version, receiver) != null
            && function.owner().contains("::");
    boolean keepsValues = isOnLibraryObject && keepsValues(function);
    var types = new TypeFlow(function, receiver, keepsValues, node, version, regions);
    boolean makesHolder =
        function.kind() == LibraryFunction.Kind.ASSOCIATED
            && function.flows().contains(Flow.HOLDS_VALUE);
    if (makesHolder && result != null) {
      String made = library.typeOf(function.javaOwner());
      if (made != null) result.add(made, regions.queue);
    }
    return new LibraryCall(function, signature, types, result, node, version, regions, events);
  }

  /// What is read may be the property of a value: something of it, or what can be told from all
  /// that is within it, such as the text of a map that was thrown (L 11.2).
  void property(LibraryFunction function, Node.ReadMember read, Version version) {
    var call = begin(function, read.target(), regions.of(version, read), read, version);
    if (!function.flows().contains(Flow.LOOKS_SHALLOWLY)) {
      events.useDeeply(regions.of(version, read.target()), version, read);
    }
    if (LibrarySignature.isVariableIn(call.signature().result())) {
      call.types().flow(regions.of(version, read), call.signature().result());
    }
  }

  /// A call with these arguments; the receiver is null for functions.
  void call(
      LibraryFunction function,
      @Nullable Node receiver,
      List<Node.Element> arguments,
      Node node,
      Version version) {
    var call = begin(function, receiver, regions.of(version, node), node, version);
    for (int i = 0; i < arguments.size(); i++) {
      Node.Element element = arguments.get(i);
      Region region = regions.of(version, element.value());
      if (element.spread()) {
        events.use(region, version, element.value());
        region = regions.allElements(region);
        // It may be any argument from here on.
        for (int at = i; at < call.signature().parameters().size(); at++) {
          call.argument(at, region, element.value());
        }
      } else {
        call.argument(i, region, element.value());
      }
    }
    call.end();
  }

  /// The function as a value, whose arguments and result are those of calls of the region.
  void asValue(LibraryFunction function, Region region, Node node, Version version) {
    var call = begin(function, null, region.result(), node, version);
    for (int i = 0; i < call.signature().parameters().size(); i++) {
      call.argument(i, region.parameter(i), node);
    }
    call.types().flow(region.result(), call.signature().result());
  }

  /// The method as a value that brings its receiver along. That it looks at it, and changes it,
  /// counts where it is called.
  void asBound(LibraryFunction function, Node.ReadMember read, Region region, Version version) {
    var call = begin(function, read.target(), region.result(), read, version);
    for (int i = 0; i < call.signature().parameters().size(); i++) {
      call.argument(i, region.parameter(i), read);
    }
    call.endBound(region);
  }

  /// Whether objects of the library type keep what is passed to them.
  private boolean keepsValues(LibraryFunction function) {
    return LibrarySignature.handsOn(function)
        || storing.computeIfAbsent(function.owner(), this::hasStoringMember);
  }

  private boolean hasStoringMember(String owner) {
    for (String name : library.names(owner)) {
      for (LibraryFunction member : library.functions(owner, name)) {
        boolean isMember =
            member.kind() == LibraryFunction.Kind.METHOD
                || member.kind() == LibraryFunction.Kind.WRITE;
        for (int i = 0; isMember && i < member.parameterCount(); i++) {
          TypeExpression type = TypeExpression.parse(member.parameterTypes().get(i));
          boolean keeps =
              TypeExpression.callbacks(type).isEmpty() && LibrarySignature.isAnyIn(type);
          if (keeps && !member.readParameters().contains(i)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
