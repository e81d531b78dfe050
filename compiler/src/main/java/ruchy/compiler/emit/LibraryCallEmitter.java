package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.I2L;
import static org.objectweb.asm.Opcodes.IFNULL;
import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NIL;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import ruchy.compiler.infer.Target;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// Calls of library functions by their Java methods: arguments are converted to what the method
/// takes; an argument whose kind is not known is checked by the runtime, which raises the
/// TypeError.
final class LibraryCallEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String LIST_CHANGES = "ruchy/runtime/member/ListChangeMembers";

  private final Body body;
  private final MethodCode code;

  LibraryCallEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type call(Node.CallLibrary call) {
    if (!(body.version().targetOf(call) instanceof Target.OfLibrary(LibraryFunction function))) {
      return callByName(call);
    }
    if (isInPlaces(function, call.arguments())) {
      fromPlaces(function, call.arguments(), inPlaces(function, call.arguments()), call.span());
    } else {
      arguments(function, call.arguments(), call.span());
    }
    return invoke(function, body.typeOf(call), call.span());
  }

  /// No declared overload fits what is known of the arguments: the runtime's dispatcher finds out.
  private Type callByName(Node.CallLibrary call) {
    code.constant(call.owner());
    code.constant(call.name());
    String name = RuntimeNames.LIBRARY_FUNCTION_VALUE;
    code.invokeStatic(name, "of", "(Ljava/lang/String;Ljava/lang/String;)L" + name + ";");
    int function = code.newLocal(Representation.reference(name));
    code.store(Representation.reference(name), function);
    body.calls().unknown().argumentArray(call.arguments());
    int array = code.newLocal(Representation.OBJECT);
    code.store(Representation.OBJECT, array);
    code.load(Representation.reference(name), function);
    code.load(Representation.OBJECT, array);
    code.cast("[Ljava/lang/Object;");
    code.at(call.span());
    code.invokeVirtual(name, "callAll", "([" + OBJECT + ")" + OBJECT);
    return ANY;
  }

  Type method(Node.CallMethod call, LibraryFunction function) {
    if (isTypedPush(call, function)) return typedPush(call, function);
    Type receiver = body.typeOf(call.target());
    body.value(call.target());
    if (isInPlaces(function, call.arguments())) {
      int place = stored(body.representation(receiver));
      List<Integer> places = inPlaces(function, call.arguments());
      code.load(body.representation(receiver), place);
      receiver(receiver, function, call.span());
      fromPlaces(function, call.arguments(), places, call.span());
    } else {
      receiver(receiver, function, call.span());
      arguments(function, call.arguments(), call.span());
    }
    return invoke(function, body.typeOf(call), call.span());
  }

  /// Whether what is called adds an element behind the last one of a list.
  static boolean isPush(@Nullable Target target) {
    return target instanceof Target.OfLibrary(LibraryFunction function)
        && function.javaOwner().equals(LIST_CHANGES)
        && (function.javaName().equals("push") || function.javaName().equals("pushBack"));
  }

  /// Whether the method adds one number or boolean to a list of such values, which need not be
  /// boxed then.
  private boolean isTypedPush(Node.CallMethod call, LibraryFunction function) {
    return isPush(body.version().targetOf(call))
        && !function.takesRest()
        && body.typeOf(call.target()) instanceof Type.ListType(var cell)
        && !body.representation(cell.type()).isReference();
  }

  private Type typedPush(Node.CallMethod call, LibraryFunction function) {
    Type list = body.typeOf(call.target());
    Type element = list instanceof Type.ListType(var cell) ? cell.type() : ANY;
    Representation added = body.representation(element);
    body.values(
        List.of(call.target(), call.arguments().getFirst().value()), List.of(list, element));
    if (function.javaName().equals("pushBack")) {
      code.invokeVirtual(RuntimeNames.LIST, "add", "(" + added.descriptor() + ")V");
      code.nil();
      return NIL;
    }
    int slot = code.newLocal(added);
    code.store(added, slot);
    code.duplicate();
    code.load(added, slot);
    code.invokeVirtual(RuntimeNames.LIST, "add", "(" + added.descriptor() + ")V");
    return list;
  }

  private static Representation javaRepresentation(String descriptor) {
    return Representation.ofDescriptor(descriptor);
  }

  /// The receiver of that type on the stack becomes the method's class or first parameter.
  private void receiver(Type type, LibraryFunction function, Span span) {
    Representation wanted = receiverRepresentation(function);
    if (type == Type.Basic.RANGE && wanted.className().equals(RuntimeNames.LIST)) {
      code.at(span);
      rangeAsList();
      return;
    }
    fit(type, wanted);
  }

  /// A range has the methods of lists (L 17.6).
  void rangeAsList() {
    code.invokeVirtual(RuntimeNames.RANGE, "toList", "()L" + RuntimeNames.LIST + ";");
  }

  private Representation receiverRepresentation(LibraryFunction function) {
    return function.isStatic()
        ? javaRepresentation(parameters(function.descriptor()).getFirst())
        : Representation.reference(function.javaOwner());
  }

  /// Changes the value of a type to a representation that is known to hold it.
  private void fit(Type type, Representation wanted) {
    Representation have = body.representation(type);
    if (have.equals(wanted)) {
      return;
    }
    if (!wanted.isReference()) {
      body.coerce(
          type,
          wanted.sort() == 'J'
              ? Type.Basic.INTEGER
              : wanted.sort() == 'D' ? Type.Basic.FLOAT : Type.Basic.BOOLEAN);
      return;
    }
    body.coerce(type, ANY);
    if (!wanted.className().equals(Representation.OBJECT_NAME)) {
      code.cast(wanted.className());
    }
  }

  /// Leaves the arguments as the Java parameters take them.
  private void arguments(LibraryFunction function, List<Node.Element> arguments, Span span) {
    int fixed = fixed(function, arguments);
    for (int i = 0; i < fixed; i++) {
      Node node = arguments.get(i).value();
      body.value(node);
      entering(function, i, body.typeOf(node), span);
    }
    if (function.takesRest()) {
      rest(arguments.subList(fixed, arguments.size()));
    }
  }

  /// How many arguments have a parameter of their own.
  private static int fixed(LibraryFunction function, List<Node.Element> arguments) {
    return function.takesRest() ? function.parameterCount() - 1 : arguments.size();
  }

  /// Whether the arguments are kept in local variables until all are there: one needs an empty
  /// stack, or the kind of one is looked at, which must not raise before the others are evaluated
  /// (L 5.8).
  private boolean isInPlaces(LibraryFunction function, List<Node.Element> arguments) {
    if (body.needsEmptyStack(Nodes.values(arguments))) {
      return true;
    }
    boolean isLookedAt = false;
    int fixed = fixed(function, arguments);
    for (int i = 0; i < arguments.size(); i++) {
      Node node = arguments.get(i).value();
      if (isLookedAt && !isPlain(node)) {
        return true;
      }
      isLookedAt |= i < fixed && !isCertain(function, i, body.typeOf(node));
    }
    return false;
  }

  /// Whether to evaluate the node does nothing else.
  private static boolean isPlain(Node node) {
    return switch (node) {
      case Node.Constant _,
          Node.ByteConstant _,
          Node.AtomConstant _,
          Node.MakeClosure _,
          Node.FunctionValue _ ->
          true;
      case Node.Read read -> !read.checked();
      default -> false;
    };
  }

  /// Evaluates the arguments into local variables, those of the rest as one array.
  private List<Integer> inPlaces(LibraryFunction function, List<Node.Element> arguments) {
    List<Integer> places = new ArrayList<>();
    int fixed = fixed(function, arguments);
    for (int i = 0; i < fixed; i++) {
      Node node = arguments.get(i).value();
      body.value(node);
      places.add(stored(body.representation(body.typeOf(node))));
    }
    if (function.takesRest()) {
      rest(arguments.subList(fixed, arguments.size()));
      places.add(stored(Representation.OBJECT));
    }
    return places;
  }

  private int stored(Representation representation) {
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    return slot;
  }

  /// Leaves what `inPlaces` has evaluated as the Java parameters take it.
  private void fromPlaces(
      LibraryFunction function, List<Node.Element> arguments, List<Integer> places, Span span) {
    int fixed = fixed(function, arguments);
    for (int i = 0; i < fixed; i++) {
      Type type = body.typeOf(arguments.get(i).value());
      code.load(body.representation(type), places.get(i));
      entering(function, i, type, span);
    }
    if (function.takesRest()) {
      code.load(Representation.OBJECT, places.get(fixed));
      code.cast("[" + OBJECT);
    }
  }

  private void rest(List<Node.Element> arguments) {
    if (arguments.isEmpty()) {
      code.newObjectArray(0);
      return;
    }
    body.calls().unknown().argumentArray(arguments);
  }

  /// The argument of that type on the stack becomes what the Java parameter takes. That it is of
  /// another kind is told at the call, as the dispatcher does.
  private void entering(LibraryFunction function, int index, Type type, Span span) {
    String declared = function.parameterTypes().get(index);
    Representation wanted = wanted(function, index);
    if (isCertain(function, index, type)) {
      if (type != NIL) {
        fit(type, wanted);
      }
      return;
    }
    body.coerce(type, ANY);
    boolean nilAllowed = declared.endsWith("?") || declared.equals("any");
    var nil = new Label();
    if (nilAllowed && wanted.isReference()) {
      code.duplicate();
      code.jumpIf(IFNULL, nil);
    }
    code.at(span);
    checked(function, index, wanted);
    if (nilAllowed && wanted.isReference()) {
      code.place(nil);
      code.cast(wanted.className());
    }
  }

  /// What the Java parameter of an argument takes.
  private static Representation wanted(LibraryFunction function, int index) {
    int receiver = function.isStatic() && function.kind() == LibraryFunction.Kind.METHOD ? 1 : 0;
    return javaRepresentation(parameters(function.descriptor()).get(index + receiver));
  }

  /// Whether every value of that type is what the parameter takes.
  private boolean isCertain(LibraryFunction function, int index, Type type) {
    Representation wanted = wanted(function, index);
    String declared = function.parameterTypes().get(index);
    if (wanted.isReference() && wanted.className().equals(Representation.OBJECT_NAME)) {
      return !declared.equals("number")
          || type == Type.Basic.INTEGER
          || type == Type.Basic.FLOAT
          || type == Type.Basic.BYTE;
    }
    if (type == NIL) {
      return wanted.isReference() && declared.endsWith("?");
    }
    if (!wanted.isReference()) {
      return wanted.sort() == 'D'
          ? type == Type.Basic.FLOAT || type == Type.Basic.INTEGER
          : body.representation(type).equals(wanted);
    }
    if (type.mayBeNil() && !declared.endsWith("?")) {
      return false;
    }
    Representation have = body.representation(type);
    return have.equals(wanted) || (wanted.className().equals(RuntimeNames.MAP) && isMap(type));
  }

  private static boolean isMap(Type type) {
    return type instanceof Type.ObjectType || type instanceof Type.MapType;
  }

  /// Checks the object on the stack and leaves it as the parameter's class.
  private void checked(LibraryFunction function, int index, Representation wanted) {
    String name =
        switch (wanted.sort()) {
          case 'J' -> "integer";
          case 'D' -> "number";
          case 'Z' -> "bool";
          default ->
              switch (wanted.className()) {
                case Representation.STRING_NAME -> "string";
                case RuntimeNames.BYTE -> "octet";
                case RuntimeNames.ATOM -> "atom";
                case RuntimeNames.LIST -> "list";
                case RuntimeNames.MAP -> "map";
                case RuntimeNames.SET -> "set";
                case RuntimeNames.TUPLE -> "tuple";
                case RuntimeNames.RANGE -> "range";
                case RuntimeNames.FUNCTION -> "function";
                case RuntimeNames.VARIANT -> "variant";
                case RuntimeNames.ERROR -> "error";
                case Representation.OBJECT_NAME -> "anyNumber";
                default -> "";
              };
        };
    if (name.isEmpty()) {
      object(function, index, wanted);
      return;
    }
    code.constant(function.shownName());
    code.constant(index + 1);
    code.invokeStatic(
        RuntimeNames.ARGUMENTS, name, "(" + OBJECT + "Ljava/lang/String;I)" + wanted.descriptor());
  }

  /// Checks the object on the stack, which must be one of a class of the library.
  private void object(LibraryFunction function, int index, Representation wanted) {
    String declared = function.parameterTypes().get(index);
    code.classConstant(wanted.className());
    code.constant(declared.endsWith("?") ? declared.substring(0, declared.length() - 1) : declared);
    code.constant(function.shownName());
    code.constant(index + 1);
    code.invokeStatic(
        RuntimeNames.ARGUMENTS,
        "library",
        "("
            + OBJECT
            + "Ljava/lang/Class;Ljava/lang/String;Ljava/lang/String;I)"
            + "Lruchy/runtime/value/LibraryObject;");
    code.cast(wanted.className());
  }

  /// Calls the Java method whose receiver and arguments are on the stack.
  Type invoke(LibraryFunction function, Type result, Span span) {
    code.at(span);
    if (function.isStatic()) {
      code.invokeStatic(function.javaOwner(), function.javaName(), function.descriptor());
    } else {
      code.invokeVirtual(function.javaOwner(), function.javaName(), function.descriptor());
    }
    String descriptor = function.descriptor();
    return fromJava(descriptor.substring(descriptor.indexOf(')') + 1), result);
  }

  Type constant(LibraryFunction constant, Type type) {
    code.getStatic(
        constant.javaOwner(),
        constant.javaName(),
        Representation.ofDescriptor(constant.descriptor()));
    return fromJava(constant.descriptor(), type);
  }

  /// The type of the Java value on the stack.
  private Type fromJava(String descriptor, Type result) {
    switch (descriptor.charAt(0)) {
      case 'V' -> {
        code.nil();
        return NIL;
      }
      case 'J' -> {
        return Type.Basic.INTEGER;
      }
      case 'I' -> {
        code.instruction(I2L);
        return Type.Basic.INTEGER;
      }
      case 'D' -> {
        return Type.Basic.FLOAT;
      }
      case 'Z' -> {
        return Type.Basic.BOOLEAN;
      }
      default -> {}
    }
    Representation have = Representation.ofDescriptor(descriptor);
    Representation want = body.representation(result);
    return have.equals(want) ? Body.onStack(result) : ANY;
  }

  /// The parameter descriptors of a method descriptor.
  static List<String> parameters(String descriptor) {
    List<String> parameters = new ArrayList<>();
    int position = 1;
    while (descriptor.charAt(position) != ')') {
      int start = position;
      while (descriptor.charAt(position) == '[') {
        position++;
      }
      position =
          descriptor.charAt(position) == 'L' ? descriptor.indexOf(';', position) + 1 : position + 1;
      parameters.add(descriptor.substring(start, position));
    }
    return parameters;
  }
}
