package ruchy.compiler.emit;

import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Functions as values: objects of generated classes, with what they capture.
final class FunctionValueEmitter {
  private final Body body;
  private final MethodCode code;

  FunctionValueEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  Type makeClosure(Node.MakeClosure node) {
    Type type = functionObject(node, node.function());
    if (node.function().isByFields()) {
      String function = Representation.FUNCTION.descriptor();
      code.invokeStatic(
          RuntimeNames.CALL + "FieldsFunction", "of", "(" + function + ")" + function);
    }
    return type;
  }

  Type functionValue(Node.FunctionValue node) {
    return functionObject(node, node.function());
  }

  /// Functions that capture nothing are one object; closures are made anew with what they capture.
  private Type functionObject(Node node, Function function) {
    Code made = body.version().madeBy(node);
    if (made == null) {
      throw new IllegalStateException("not evaluated: " + node.span());
    }
    String name = body.names().closureClass(made);
    if (made.enclosing() == null) {
      code.getStatic(name, ClosureEmitter.INSTANCE, Representation.FUNCTION);
      return Type.Basic.FUNCTION;
    }
    if (function.captures().size() > ClosureEmitter.MOST_MADE_AT_ONCE) {
      code.create(name);
      for (Variable variable : function.captures()) {
        code.duplicate();
        Representation representation = capture(variable);
        code.putField(name, CapturedVariables.captureField(function, variable), representation);
      }
      return Type.Basic.FUNCTION;
    }
    var descriptor = new StringBuilder("(");
    for (Variable variable : function.captures()) {
      descriptor.append(capture(variable).descriptor());
    }
    code.invokeStatic(name, ClosureEmitter.MAKER, descriptor + ")L" + name + ";");
    return Type.Basic.FUNCTION;
  }

  /// Leaves what a closure holds of the variable.
  private Representation capture(Variable variable) {
    body.variables().capture(variable);
    Version owner = body.version().ownerOf(variable);
    return CapturedVariables.capturedAs(variable, owner, body.names(), body.preparation());
  }

  Type libraryValue(Node.LibraryValue node) {
    if (body.version().targetOf(node) instanceof Target.OfLibrary(var constant)) {
      return body.calls().library().constant(constant, body.typeOf(node));
    }
    code.at(node.span());
    code.constant(node.owner());
    code.constant(node.name());
    String name = RuntimeNames.LIBRARY_FUNCTION_VALUE;
    code.invokeStatic(name, "of", "(Ljava/lang/String;Ljava/lang/String;)L" + name + ";");
    return Type.Basic.FUNCTION;
  }
}
