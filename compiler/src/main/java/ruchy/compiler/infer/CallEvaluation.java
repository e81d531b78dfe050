package ruchy.compiler.infer;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Lattice;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Calls: which version, closure or library function a call reaches, and what it yields.
final class CallEvaluation {
  /// Kinds of which no value is an Option or a Result.
  private static final Set<Type> UNWRAPPED =
      Set.of(Type.Basic.STRING, Type.Basic.INTEGER, Type.Basic.FLOAT, Type.Basic.BOOLEAN);

  /// The kinds whose methods nil has.
  private static final List<String> OF_NIL = List.of("any", "option", "result");

  private final Inference inference;
  private final Version version;
  private final Evaluation evaluation;
  private final Lattice lattice;

  CallEvaluation(Inference inference, Version version, Evaluation evaluation) {
    this.inference = inference;
    this.version = version;
    this.evaluation = evaluation;
    this.lattice = inference.lattice();
  }

  Type function(Node.CallFunction call) {
    Node closure = call.closure();
    if (closure != null && evaluation.of(closure) == NEVER) {
      return NEVER;
    }
    List<@Nullable Type> arguments = optional(call.arguments());
    return arguments == null ? NEVER : reach(call, code(call.function()), arguments);
  }

  Type knownMethod(Node.CallKnownMethod call) {
    List<@Nullable Type> arguments = optional(call.arguments());
    return arguments == null ? NEVER : reach(call, code(call.function()), arguments);
  }

  Type construct(Node.Construct construct) {
    List<@Nullable Type> arguments = optional(construct.arguments());
    if (arguments == null) {
      return NEVER;
    }
    Type self = new Type.InstanceType(construct.type());
    inference.made(construct.type(), version);
    Set<String> set = ConstructorFields.setBy(construct.constructor());
    for (UserType.Field field : construct.type().fields()) {
      if (field.initial() != null || !set.contains(field.name())) {
        inference.initialise(construct.type(), field, version);
      } else {
        inference.field(construct.type(), field.name());
      }
    }
    List<@Nullable Type> all = new ArrayList<>(List.of(self));
    all.addAll(arguments);
    Version reached = inference.versions().of(code(construct.constructor()), all);
    version.target(construct, new Target.OfVersion(reached));
    return self;
  }

  private Code code(Function function) {
    return version.codeOf(function);
  }

  private Type reach(Node node, Code code, List<@Nullable Type> arguments) {
    Version reached = inference.versions().of(code, arguments);
    version.target(node, new Target.OfVersion(reached));
    return result(reached);
  }

  private Type result(Version reached) {
    return reached.result().read(version);
  }

  /// The types of arguments, null for absent ones; null if one of them yields nothing.
  private @Nullable List<@Nullable Type> optional(List<@Nullable Node> arguments) {
    List<@Nullable Type> types = new ArrayList<>();
    boolean complete = true;
    for (Node argument : arguments) {
      Type type = argument == null ? null : evaluation.of(argument);
      complete &= type != NEVER;
      if (!complete && !inference.goesOn()) {
        version.leavesOut();
        return null;
      }
      types.add(type);
    }
    return complete ? types : null;
  }

  /// The types of arguments, those of spread lists included; null if one of them yields nothing.
  private @Nullable List<Type> arguments(List<Node.Element> elements) {
    List<Node> values = new ArrayList<>(elements.size());
    for (Node.Element element : elements) {
      values.add(element.value());
    }
    return evaluation.all(values);
  }

  private static boolean spreads(List<Node.Element> elements) {
    for (Node.Element element : elements) {
      if (element.spread()) {
        return true;
      }
    }
    return false;
  }

  private Type unknown(List<Type> arguments) {
    arguments.forEach(lattice::giveUp);
    return ANY;
  }

  Type library(Node.CallLibrary call) {
    List<Type> arguments = arguments(call.arguments());
    if (arguments == null) {
      return NEVER;
    }
    List<LibraryFunction> overloads = inference.library().functions(call.owner(), call.name());
    int spreadAt = 0;
    while (spreadAt < call.arguments().size() && !call.arguments().get(spreadAt).spread()) {
      spreadAt++;
    }
    boolean spreads = spreadAt < call.arguments().size();
    LibraryFunction function =
        spreads
            ? Overloads.takingRest(overloads, spreadAt)
            : Overloads.choose(overloads, arguments);
    if (function == null) {
      return unknown(arguments);
    }
    if (spreads) {
      arguments.forEach(lattice::giveUp);
    }
    version.target(call, new Target.OfLibrary(function));
    return inference.signatures().call(function, null, arguments, call, version);
  }

  /// A constant of the library, or one of its functions as a value.
  Type libraryValue(Node.LibraryValue value) {
    for (LibraryFunction function : inference.library().functions(value.owner(), value.name())) {
      if (function.kind() == LibraryFunction.Kind.CONSTANT) {
        version.target(value, new Target.OfLibrary(function));
        return inference.signatures().call(function, null, List.of(), value, version);
      }
    }
    return Type.Basic.FUNCTION;
  }

  Type value(Node.CallValue call) {
    Type callee = evaluation.of(call.callee());
    List<Type> arguments = callee == NEVER ? null : arguments(call.arguments());
    if (arguments == null) {
      return NEVER;
    }
    return called(call, callee, arguments, call.named() || spreads(call.arguments()));
  }

  /// A call of a value of that type.
  private Type called(Node node, Type callee, List<Type> arguments, boolean spreads) {
    Type result = NEVER;
    for (Type type : callee.alternatives()) {
      if (!(type instanceof Type.CallableType callable)) {
        lattice.giveUp(type);
        result = lattice.join(result, unknown(arguments));
        continue;
      }
      boolean only = callee instanceof Type.CallableType && callable.callables().size() == 1;
      for (Callable value : callable.callables()) {
        result =
            lattice.join(result, calledCode(node, Types.code(value), arguments, spreads, only));
      }
    }
    return result;
  }

  private Type calledCode(
      Node node, Code code, List<Type> arguments, boolean spreads, boolean only) {
    Function function = code.function();
    boolean fits =
        !spreads
            && !function.hasRest()
            && arguments.size() >= function.minimumArity()
            && arguments.size() <= function.maximumArity();
    if (!fits) {
      inference.versions().escape(code);
      return unknown(arguments);
    }
    List<@Nullable Type> given = new ArrayList<>(arguments);
    while (given.size() < function.parameters().size()) {
      given.add(null);
    }
    if (!only) {
      Version open = inference.versions().open(code, arguments.size());
      inference.versions().flowArguments(open, given);
      inference.settle(open);
      return result(open);
    }
    Version reached = inference.versions().of(code, given);
    version.target(node, new Target.OfClosure(code, reached));
    return result(reached);
  }

  Type method(Node.CallMethod call) {
    Type receiver = evaluation.of(call.target());
    List<Type> arguments = receiver == NEVER ? null : arguments(call.arguments());
    if (arguments == null) {
      return NEVER;
    }
    if (call.isTypedParse()) {
      lattice.giveUp(receiver);
      return parsed(call);
    }
    boolean spreads = spreads(call.arguments());
    List<Type> alternatives = receiver.alternatives();
    boolean only = alternatives.size() == 1;
    boolean few = !only && !spreads && !call.named() && arguments.size() <= 3;
    if (few && haveMethod(alternatives, call.name(), arguments.size())) {
      return methodsOf(call, alternatives, arguments);
    }
    Type result = NEVER;
    for (Type type : alternatives) {
      if (type != Type.Basic.NIL || only || isOfNil(call.name())) {
        result = lattice.join(result, invoked(call, type, arguments, spreads, only));
      }
    }
    return result;
  }

  /// Whether nil has that method: every value has some, and those of Options and Results count it
  /// as none (L 9.5).
  private boolean isOfNil(String name) {
    for (String owner : OF_NIL) {
      if (!inference.library().functions(owner, name).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// Whether all types are structs or classes with that method, or nil.
  private static boolean haveMethod(List<Type> types, String name, int arguments) {
    for (Type type : types) {
      boolean fits =
          type == Type.Basic.NIL
              || (type instanceof Type.InstanceType(UserType user)
                  && user.form() != UserType.Form.ENUM
                  && takes(user.methods().get(name), arguments));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean takes(@Nullable Function method, int arguments) {
    return method != null
        && !method.hasRest()
        && arguments + 1 >= method.minimumArity()
        && arguments + 1 <= method.maximumArity();
  }

  /// A call on one of a few types, all of which have the method.
  private Type methodsOf(Node.CallMethod call, List<Type> receivers, List<Type> arguments) {
    List<Target.Choice> choices = new ArrayList<>();
    Type result = NEVER;
    for (Type receiver : receivers) {
      if (receiver instanceof Type.InstanceType(UserType type)) {
        Function method = type.methods().get(call.name());
        List<@Nullable Type> given = new ArrayList<>(List.of(receiver));
        given.addAll(arguments);
        while (method != null && given.size() < method.parameters().size()) {
          given.add(null);
        }
        if (method != null) {
          Version reached = inference.versions().of(code(method), given);
          choices.add(new Target.Choice(type, reached));
          result = lattice.join(result, result(reached));
        }
      }
    }
    version.target(call, new Target.OfMethods(List.copyOf(choices)));
    return result;
  }

  /// `text.parse()` whose place tells what is wanted (L 17.3).
  private Type parsed(Node.CallMethod call) {
    boolean onText = version.typeOf(call.target()) == Type.Basic.STRING;
    if (!onText) {
      return ANY;
    }
    if (call.wantsResult()) {
      return Type.Basic.OPTION;
    }
    return Annotations.cast(call.typeArguments().getFirst(), ANY);
  }

  private Type invoked(
      Node.CallMethod call, Type receiver, List<Type> arguments, boolean spreads, boolean only) {
    String name = call.name();
    if (call.named() && only && receiver instanceof Type.InstanceType(UserType type)) {
      Function method = type.methods().get(name);
      List<@Nullable Node> ordered = method == null ? null : call.ordered(method);
      if (method != null && ordered != null) {
        return methodInOrder(call, method, receiver, ordered);
      }
    }
    if (spreads || receiver == ANY || call.named() && mayBeOfProgram(receiver, name)) {
      if (inference.signatures().removesKeys(name)) {
        inference.removesUnknownKeys();
      }
      lattice.giveUp(receiver);
      return unknown(arguments);
    }
    if (receiver instanceof Type.InstanceType(UserType type)) {
      Function method = type.methods().get(name);
      if (method != null) {
        return methodOf(call, method, receiver, arguments, only);
      }
    }
    if (receiver instanceof Type.CallableType) {
      lattice.giveUp(receiver);
    }
    Type held = callableMember(receiver, name);
    if (held != null) {
      if (only && held instanceof Type.CallableType callable && callable.callables().size() == 1) {
        return called(call, held, arguments, false);
      }
      return called(call, held, arguments, true);
    }
    return libraryMethod(call, receiver, arguments, only);
  }

  /// A call with named arguments of that method.
  private Type methodInOrder(
      Node.CallMethod call, Function method, Type receiver, List<@Nullable Node> arguments) {
    List<@Nullable Type> given = new ArrayList<>(List.of(receiver));
    for (Node argument : arguments) {
      given.add(argument == null ? null : version.typeOf(argument));
    }
    Version reached = inference.versions().of(code(method), given);
    version.target(call, new Target.OfMethod(method, reached));
    return result(reached);
  }

  /// Whether the member of that name may be one that the program made, of which the parameters are
  /// named.
  private boolean mayBeOfProgram(Type receiver, String name) {
    return receiver instanceof Type.InstanceType(UserType type) && type.methods().containsKey(name)
        || callableMember(receiver, name) != null;
  }

  /// A call of that method on a receiver of exactly that type, for an operator or a property.
  Type methodOf(Node node, Function method, UserType type, List<Type> arguments) {
    List<@Nullable Type> given = new ArrayList<>(List.of(new Type.InstanceType(type)));
    given.addAll(arguments);
    Version reached = inference.versions().of(code(method), given);
    version.target(node, new Target.OfMethod(method, reached));
    return result(reached);
  }

  private Type methodOf(
      Node.CallMethod call, Function method, Type receiver, List<Type> arguments, boolean only) {
    List<@Nullable Type> given = new ArrayList<>(List.of(receiver));
    given.addAll(arguments);
    boolean fits =
        !method.hasRest()
            && given.size() >= method.minimumArity()
            && given.size() <= method.maximumArity();
    if (!fits) {
      lattice.giveUp(receiver);
      return unknown(arguments);
    }
    while (given.size() < method.parameters().size()) {
      given.add(null);
    }
    if (!only) {
      lattice.giveUp(receiver);
      return unknown(arguments);
    }
    Version reached = inference.versions().of(code(method), given);
    version.target(call, new Target.OfMethod(method, reached));
    return result(reached);
  }

  /// The type of a field or entry that hides the method of that name because it may hold a callable
  /// (L 8.4); null if there is none.
  private @Nullable Type callableMember(Type receiver, String name) {
    Type held =
        switch (receiver) {
          case Type.ObjectType object -> {
            Cell cell = object.layout().field(name);
            yield cell == null ? null : cell.read(version);
          }
          case Type.InstanceType instance ->
              instance.type().fields().stream().anyMatch(f -> f.name().equals(name))
                  ? inference.field(instance.type(), name).read(version)
                  : null;
          default -> null;
        };
    if (held == null) {
      return null;
    }
    return mayBeCalled(held) ? held : null;
  }

  private Type libraryMethod(
      Node.CallMethod call, Type receiver, List<Type> arguments, boolean only) {
    if (call.name().equals("unwrap_or") && arguments.size() == 1 && !call.named()) {
      // Any value counts as `Some` of itself, and nil as `None` (L 9.5).
      switch (receiver) {
        case Type.Basic basic when basic == Type.Basic.NIL -> {
          return arguments.getFirst();
        }
        case Type.Basic basic when UNWRAPPED.contains(basic) -> {
          return basic;
        }
        default -> {}
      }
    }
    if (inference.isReplaceable(receiver, call.name())) {
      lattice.giveUp(receiver);
      return unknown(arguments);
    }
    for (String owner : Overloads.owners(receiver)) {
      List<LibraryFunction> overloads = new ArrayList<>();
      for (LibraryFunction f : inference.library().functions(owner, call.name())) {
        // A change of the list that a range is taken for would be lost without a word.
        boolean isLost = receiver == Type.Basic.RANGE && f.mutates();
        if (f.kind() == LibraryFunction.Kind.METHOD && !isLost) {
          overloads.add(f);
        }
      }
      if (overloads.isEmpty()) {
        continue; // the first kind that has the name is the one that is asked
      }
      LibraryFunction function = Overloads.choose(overloads, arguments);
      if (function == null) {
        break;
      }
      boolean mayHoldEntry = mayHoldEntry(receiver, call.name());
      if (only && !mayHoldEntry && isTakenAsItIs(receiver, owner) && !call.wantsResult()) {
        version.target(call, new Target.OfLibrary(function));
      }
      Type result = inference.signatures().call(function, receiver, arguments, call, version);
      return mayHoldEntry ? lattice.join(result, entryCalled(call, receiver, arguments)) : result;
    }
    lattice.giveUp(receiver);
    return unknown(arguments);
  }

  /// Whether it is a map that may have an entry of that name that is called in the place of the
  /// method (L 8.4). Keys are found when the program runs, so any text among the keys may be that
  /// name, whatever the program shows; what counts is whether a value may be called.
  private boolean mayHoldEntry(Type receiver, String name) {
    return switch (receiver) {
      case Type.MapType map ->
          mayBeText(map.key().read(version)) && mayBeCalled(map.value().read(version));
      case Type.ObjectType(Layout layout) ->
          layout.field(name) == null
              && (mayBeCalled(layout.further().read(version))
                  || layout.key().read(version) != Type.Basic.STRING);
      default -> false;
    };
  }

  private static boolean mayBeText(Type key) {
    return key.mayBe(type -> type == ANY || type == Type.Basic.STRING);
  }

  private static boolean mayBeCalled(Type held) {
    return held.mayBe(
        type -> type == ANY || type == Type.Basic.FUNCTION || type instanceof Type.CallableType);
  }

  /// What the entry of a map gives that is called where it holds a callable, in the place of the
  /// method (L 8.4).
  private Type entryCalled(Node.CallMethod call, Type receiver, List<Type> arguments) {
    Type held =
        switch (receiver) {
          case Type.MapType map -> map.value().read(version);
          case Type.ObjectType _ -> ANY; // it may get that key
          default -> NEVER;
        };
    if (LibraryFunction.isOfCompiler(call.name())) {
      lattice.giveUp(receiver); // what the program has written is another call
      return unknown(arguments);
    }
    Type result = NEVER;
    for (Type type : held.alternatives()) {
      if (type == ANY || type == Type.Basic.FUNCTION) {
        return unknown(arguments);
      }
      if (type instanceof Type.CallableType callable) {
        for (Callable value : callable.callables()) {
          Type yielded = calledCode(call, Types.code(value), arguments, false, false);
          result = lattice.join(result, yielded);
        }
      }
    }
    return result;
  }

  /// Whether the methods of that kind take such a receiver without being told by the runtime: not
  /// nil as an Option, a byte as an integer, nor an error as its message.
  private static boolean isTakenAsItIs(Type receiver, String owner) {
    return receiver != Type.Basic.NIL
        && (receiver != Type.Basic.BYTE || owner.equals("byte") || owner.equals("any"))
        && (receiver != Type.Basic.ERROR || owner.equals("error") || owner.equals("any"));
  }
}
