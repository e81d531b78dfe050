package ruchy.compiler.resolve;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Parameter;

/// What a type that stands in a function needs of that function, because its own functions use
/// variables of it (L 7.1).
///
/// Its functions are nested functions of the block in which the type stands. Those with a receiver
/// are gathered in an object, which every instance carries in a hidden field, so that the instance
/// keeps to the variables of the run of the block that made it. What the type has as its methods
/// passes on to the functions of that object.
final class Surroundings {
  private final UserType type;
  private final Scope block;
  private final NestedFunctions functions;
  private final NestedFunctions.Entry object;
  private final Map<String, NestedFunctions.Entry> initials = new HashMap<>();

  Surroundings(UserType type, Scope block, NestedFunctions functions) {
    this.type = type;
    this.block = block;
    this.functions = functions;
    var variable = new Variable(UserType.Field.closuresOf(type), type.span(), false, null);
    this.object = functions.addObject(variable, block.frame());
  }

  /// The function in which the type stands.
  Frame frame() {
    return block.frame();
  }

  /// Whether code that stands in `scope` sees nothing that the block of the type does not see.
  boolean reach(Scope scope) {
    return block.isWithin(scope);
  }

  /// Makes a function of the type a nested function of the block.
  NestedFunctions.Entry add(FunctionDeclaration declaration) {
    Function function = declaration.function();
    var variable = new Variable("$" + function.displayName(), function.span(), false, null);
    var entry = functions.add(variable, declaration, frame());
    declaration.setNested(entry);
    return entry;
  }

  /// The same for one with a receiver, by the key under which the type has it.
  void addMethod(String key, FunctionDeclaration declaration) {
    object.gather(key, add(declaration));
  }

  /// The key of the function that gives the default of a parameter of the method of that key.
  static String fallback(String key, Parameter parameter) {
    return key + " " + parameter.span().start();
  }

  /// The initial value of a field.
  void addInitial(String field, FunctionDeclaration declaration) {
    initials.put(field, add(declaration));
  }

  NestedFunctions.@Nullable Entry initial(String field) {
    return initials.get(field);
  }

  /// The object of functions, for an instance that is made here.
  Node object(Span span, Scope scope) {
    object.use(span);
    Captures.use(object.variable(), object.frame(), scope.frame());
    return new Node.Read(object.variable(), false, span);
  }

  /// The function of that key which the receiver carries.
  Node carried(Node receiver, String key, Span span) {
    String field = UserType.Field.closuresOf(type);
    return new Node.ReadMember(new Node.ReadMember(receiver, field, span), key, span);
  }
}
