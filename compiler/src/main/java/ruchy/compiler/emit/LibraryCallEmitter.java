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
    arguments(function, call.arguments(), 0, call.span());
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
    List<Node> nodes = Nodes.values(call.arguments());
    if (body.needsEmptyStack(nodes)) {
      return spilledMethod(call, function);
    }
    receiver(call, function);
    arguments(function, call.arguments(), function.isStatic() ? 1 : 0, call.span());
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

  private Type spilledMethod(Node.CallMethod call, LibraryFunction function) {
    receiver(call, function);
    Representation representation = receiverRepresentation(function);
    int slot = code.newLocal(representation);
    code.store(representation, slot);
    List<String> parameters = parameters(function.descriptor());
    int skipped = function.isStatic() ? 1 : 0;
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < call.arguments().size() && !function.takesRest(); i++) {
      argument(
          function, i, call.arguments().get(i).value(), parameters.get(i + skipped), call.span());
      Representation one = javaRepresentation(parameters.get(i + skipped));
      slots.add(code.newLocal(one));
      code.store(one, slots.getLast());
    }
    if (function.takesRest()) {
      body.calls().unknown().argumentArray(call.arguments());
      slots.add(code.newLocal(Representation.OBJECT));
      code.store(Representation.OBJECT, slots.getLast());
      code.load(representation, slot);
      code.load(Representation.OBJECT, slots.getLast());
      code.cast("[Ljava/lang/Object;");
      return invoke(function, body.typeOf(call), call.span());
    }
    code.load(representation, slot);
    for (int i = 0; i < slots.size(); i++) {
      code.load(javaRepresentation(parameters.get(i + skipped)), slots.get(i));
    }
    return invoke(function, body.typeOf(call), call.span());
  }

  private static Representation javaRepresentation(String descriptor) {
    return Representation.ofDescriptor(descriptor);
  }

  /// Leaves the receiver as the method's class or first parameter.
  private void receiver(Node.CallMethod call, LibraryFunction function) {
    Type type = body.typeOf(call.target());
    Representation wanted = receiverRepresentation(function);
    body.value(call.target());
    if (type == Type.Basic.RANGE && wanted.className().equals(RuntimeNames.LIST)) {
      code.at(call.span());
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

  private void arguments(
      LibraryFunction function, List<Node.Element> arguments, int skipped, Span span) {
    List<String> parameters = parameters(function.descriptor());
    int fixed = function.takesRest() ? function.parameterCount() - 1 : arguments.size();
    List<Node> nodes = Nodes.values(arguments);
    boolean spill = skipped == 0 && body.needsEmptyStack(nodes);
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < fixed; i++) {
      argument(function, i, arguments.get(i).value(), parameters.get(i + skipped), span);
      if (spill) {
        Representation one = javaRepresentation(parameters.get(i + skipped));
        slots.add(code.newLocal(one));
        code.store(one, slots.getLast());
      }
    }
    if (function.takesRest()) {
      rest(arguments.subList(fixed, arguments.size()));
      if (spill && fixed > 0) {
        slots.add(code.newLocal(Representation.OBJECT));
        code.store(Representation.OBJECT, slots.getLast());
      }
    }
    for (int i = 0; i < slots.size(); i++) {
      Representation one = javaRepresentation(parameters.get(i + skipped));
      if (i == fixed) {
        code.load(Representation.OBJECT, slots.get(i));
        code.cast(one.className());
      } else {
        code.load(one, slots.get(i));
      }
    }
  }

  private void rest(List<Node.Element> arguments) {
    if (arguments.isEmpty()) {
      code.newObjectArray(0);
      return;
    }
    body.calls().unknown().argumentArray(arguments);
  }

  /// One argument as the Java parameter takes it. That it is of another kind is told at the call,
  /// as the dispatcher does.
  private void argument(
      LibraryFunction function, int index, Node node, String descriptor, Span span) {
    Type type = body.typeOf(node);
    String declared = function.parameterTypes().get(index);
    Representation wanted = javaRepresentation(descriptor);
    if (isCertain(type, wanted, declared)) {
      body.value(node);
      if (type == NIL) {
        return;
      }
      fit(type, wanted);
      return;
    }
    body.boxed(node);
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

  private boolean isCertain(Type type, Representation wanted, String declared) {
    if (wanted.isReference() && wanted.className().equals(Representation.OBJECT_NAME)) {
      return true;
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
                default -> "";
              };
        };
    if (name.isEmpty()) {
      code.cast(wanted.className());
      return;
    }
    code.constant(function.shownName());
    code.constant(index + 1);
    code.invokeStatic(
        RuntimeNames.ARGUMENTS, name, "(" + OBJECT + "Ljava/lang/String;I)" + wanted.descriptor());
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
