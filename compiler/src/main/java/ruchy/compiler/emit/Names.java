package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Library;

/// The JVM's names for everything in a program, given before any code is written: classes, methods,
/// fields. Functions are spread over several classes, because a class has room for 65,535 constants
/// only.
final class Names {
  static final String PACKAGE = "ruchy/program/";
  static final String MAIN = PACKAGE + "Main";

  /// Nodes in one class; each makes a few constants at the most.
  private static final int NODES_PER_CLASS = 12_000;

  /// Characters of a name of the program in the names of the JVM, which are 65,535 bytes long at
  /// the most.
  private static final int LONGEST_NAME = 200;

  /// Where a version's code stands.
  record Method(String owner, String name, String descriptor) {}

  private final Library library;
  private final Types types;
  private final IdentityHashMap<Version, Method> methods = new IdentityHashMap<>();
  private final Map<Code, String> closures = new LinkedHashMap<>();
  private final Set<Code> usedClosures = new HashSet<>();
  private final Map<Layout, String> layouts = new LinkedHashMap<>();
  private final Set<String> layoutClasses = new HashSet<>();
  private final IdentityHashMap<UserType, String> userTypes = new IdentityHashMap<>();
  private final IdentityHashMap<Variable, String> globals = new IdentityHashMap<>();
  private final Map<String, Representation> references = new HashMap<>();
  private final Map<String, Integer> used = new HashMap<>();
  private final List<String> functionClasses = new ArrayList<>();
  private int nodesInClass;

  /// The names of user types depend on nothing but the types before them: entries of a session find
  /// those of earlier entries by them (L 20.3).
  Names(List<UserType> userTypes, Types types, Library library) {
    this.types = types;
    this.library = library;
    userTypes.forEach(this::userType);
    functionClasses.add(MAIN);
    for (Layout layout : types.layouts()) {
      if (!layout.isDynamic()) {
        String name = PACKAGE + "Object" + layouts.size();
        layouts.put(layout, name);
        layoutClasses.add(name);
      }
    }
    for (Code code : types.values()) {
      closures.put(code, PACKAGE + unique(stem(code.function()) + "$Function"));
    }
    for (Version version : types.versions()) {
      methods.put(version, method(version));
    }
  }

  private Method method(Version version) {
    String owner = classFor(size(version.function().body()));
    return new Method(owner, unique(stem(version.function())), descriptor(version));
  }

  /// A method for a part of a version of so many nodes.
  Method part(Version version, int size, String descriptor) {
    return new Method(classFor(size), unique(stem(version.function()) + "$part"), descriptor);
  }

  /// The class of the object that the parts of a version share.
  String frameClass(Version version) {
    return PACKAGE + unique(stem(version.function()) + "$Frame");
  }

  /// The class that takes code of that many nodes.
  private String classFor(int size) {
    if (nodesInClass + size > NODES_PER_CLASS && nodesInClass > 0) {
      functionClasses.add(MAIN + "$" + functionClasses.size());
      nodesInClass = 0;
    }
    nodesInClass += size;
    return functionClasses.getLast();
  }

  /// The number of nodes, as a measure of the code that comes of them.
  static int size(Node node) {
    var counter = new Counter();
    counter.accept(node);
    return counter.nodes;
  }

  /// One object for a whole body; a lambda for each node would be thousands.
  private static final class Counter implements Consumer<Node> {
    private int nodes;

    @Override
    public void accept(Node node) {
      nodes++;
      Nodes.children(node, this);
    }
  }

  private static String stem(Function function) {
    return switch (function.kind()) {
      case TOP_LEVEL -> "topLevel";
      case CLOSURE -> "closure";
      case TASK -> "task";
      case NAMED -> plain(function.name());
      case METHOD -> plain(function.displayName().replace('.', '$'));
    };
  }

  /// A name that the JVM accepts and that cannot be one of ours; a long one is cut.
  private static String plain(String name) {
    var text = new StringBuilder();
    for (int i = 0; i < name.length() && i < LONGEST_NAME; i++) {
      char c = name.charAt(i);
      text.append(Character.isJavaIdentifierPart(c) ? c : '_');
    }
    return text.isEmpty() ? "function" : text.toString();
  }

  private String unique(String stem) {
    int count = used.merge(stem, 1, Integer::sum);
    return count == 1 && !stem.equals("main") && !stem.equals("run") ? stem : stem + "$" + count;
  }

  private String descriptor(Version version) {
    var text = new StringBuilder("(");
    if (takesClosure(version)) {
      text.append('L').append(closureClass(version)).append(';');
    }
    List<Function.Parameter> parameters = version.function().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      if (version.hasArgument(i)) {
        Type type = version.typeOf(parameters.get(i).variable());
        text.append(representation(type).descriptor());
      }
    }
    text.append(')');
    return text.append(returnDescriptor(version)).toString();
  }

  /// Nothing is returned when the value is nil, or when the code always leaves.
  static boolean returnsNothing(Version version) {
    Type result = version.result().type();
    return result == Type.Basic.NEVER || result == Type.Basic.NIL;
  }

  private String returnDescriptor(Version version) {
    return returnsNothing(version) ? "V" : representation(version.result().type()).descriptor();
  }

  /// Functions with captured variables get the object that holds them as first parameter.
  static boolean takesClosure(Version version) {
    return version.enclosing() != null;
  }

  String closureClass(Version version) {
    return closureClass(new Code(version.function(), version.enclosing()));
  }

  String closureClass(Code code) {
    String name = closures.get(code);
    if (name == null) {
      throw new IllegalStateException("no closure is made of " + code.function());
    }
    usedClosures.add(code);
    return name;
  }

  /// Whether code that was written so far names the class of the function value.
  boolean isUsed(Code code) {
    return usedClosures.contains(code);
  }

  Map<Code, String> closures() {
    return closures;
  }

  Map<Layout, String> layouts() {
    return layouts;
  }

  Method methodOf(Version version) {
    Method method = methods.get(version);
    if (method == null) {
      throw new IllegalStateException("not reached: " + version);
    }
    return method;
  }

  @Nullable Method methodIfReached(Version version) {
    return methods.get(version);
  }

  List<String> functionClasses() {
    return functionClasses;
  }

  /// The field of a global in the main class.
  String global(Variable variable) {
    return globals.computeIfAbsent(variable, v -> unique("global$" + plain(v.name())));
  }

  String userType(UserType type) {
    return userTypes.computeIfAbsent(type, t -> PACKAGE + unique(plain(t.name()) + "$Type"));
  }

  /// The field of a key in the class of a layout.
  static String field(Layout layout, int index) {
    return field(layout.keys().get(index), index);
  }

  /// A key or field name as the name of a JVM field.
  static String field(String name, int index) {
    return isPlain(name) ? name : "key$" + index;
  }

  /// Whether the JVM takes the name as it is.
  static boolean isPlain(String name) {
    if (name.isEmpty()
        || name.length() > LONGEST_NAME
        || !Character.isJavaIdentifierStart(name.charAt(0))) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!Character.isJavaIdentifierPart(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  Representation representation(Type type) {
    return switch (type) {
      case Type.Basic basic ->
          switch (basic) {
            case INTEGER -> Representation.LONG;
            case FLOAT -> Representation.DOUBLE;
            case BOOLEAN -> Representation.BOOLEAN;
            case STRING -> Representation.STRING;
            case BYTE -> Representation.BYTE;
            case ATOM -> Representation.ATOM;
            case RANGE -> Representation.RANGE;
            case FUNCTION -> Representation.FUNCTION;
            case NEVER, NIL, ERROR, OPTION, ANY -> Representation.OBJECT;
          };
      case Type.ListType ignored -> Representation.LIST;
      case Type.SetType ignored -> Representation.SET;
      case Type.MapType ignored -> Representation.MAP;
      case Type.ObjectType object ->
          reference(layouts.getOrDefault(object.layout(), RuntimeNames.MAP));
      case Type.TupleType ignored -> Representation.TUPLE;
      case Type.CallableType ignored -> Representation.FUNCTION;
      case Type.InstanceType instance ->
          instance.type().form() == UserType.Form.ENUM
              ? Representation.VARIANT
              : reference(userType(instance.type()));
      case Type.LibraryType(String name) -> {
        String owner = library.javaClassOf(name);
        yield owner == null ? Representation.OBJECT : reference(owner);
      }
      case Type.Union union -> ofUnion(union);
    };
  }

  private Representation reference(String className) {
    return references.computeIfAbsent(className, Representation::reference);
  }

  /// Nil beside references of one class is null; objects of several layouts are maps.
  private Representation ofUnion(Type.Union union) {
    Representation common = null;
    for (Type member : union.members()) {
      if (member == Type.Basic.NIL) {
        continue;
      }
      Representation one = representation(member);
      if (!one.isReference()) {
        return Representation.OBJECT;
      }
      if (common == null || common.equals(one)) {
        common = one;
      } else if (isMap(common) && isMap(one)) {
        common = Representation.MAP;
      } else {
        return Representation.OBJECT;
      }
    }
    return common == null ? Representation.OBJECT : common;
  }

  boolean isLayoutClass(String className) {
    return layoutClasses.contains(className);
  }

  private boolean isMap(Representation representation) {
    return representation.className().equals(RuntimeNames.MAP)
        || isLayoutClass(representation.className());
  }

  Types types() {
    return types;
  }

  Library library() {
    return library;
  }
}
