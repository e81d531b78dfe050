package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IFNE;
import static org.objectweb.asm.Opcodes.IFNONNULL;

import org.objectweb.asm.Label;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// Globals that functions use: static fields, and, in a session, entries of it.
final class GlobalVariables {
  private final Body body;

  GlobalVariables(Body body) {
    this.body = body;
  }

  /// The static field that tells whether a checked global has its value.
  static String flag(Variable global, Names names) {
    return names.global(global) + "$set";
  }

  /// Leaves the value of a global.
  void load(Variable variable) {
    MethodCode code = body.code();
    Storage storage = body.variables().storage(variable);
    code.getStatic(Names.MAIN, body.names().global(variable), storage.held());
    storage.open(code);
  }

  /// Leaves the value of a variable that the session keeps under that key.
  void loadOfSession(Variable variable, String key) {
    MethodCode code = body.code();
    code.constant(key);
    code.invokeStatic(RuntimeNames.SESSION, "get", "(Ljava/lang/String;)Ljava/lang/Object;");
    body.coerce(Type.Basic.ANY, body.variables().typeOf(variable));
  }

  /// Leaves what the session holds under that key, which may be a `GrowingText`.
  void loadHeldOfSession(String key) {
    body.code().constant(key);
    body.code()
        .invokeStatic(RuntimeNames.SESSION, "held", "(Ljava/lang/String;)Ljava/lang/Object;");
  }

  /// Gives what is on the stack to the session.
  void storeInSession(String key) {
    body.code().constant(key);
    body.code()
        .invokeStatic(RuntimeNames.SESSION, "set", "(Ljava/lang/Object;Ljava/lang/String;)V");
  }

  /// Leaves the value of a checked global: reading it before its initialisation raises.
  Type read(Node.Read read) {
    Variable variable = read.variable();
    MethodCode code = body.code();
    Type type = body.variables().typeOf(variable);
    if (type == Type.Basic.NEVER) {
      // Every read comes before the initialisation.
      raiseUninitialised(read);
      return type;
    }
    Representation representation = body.representation(type);
    var initialised = new Label();
    if (representation.isReference() && !type.mayBeNil()) {
      body.variables().load(variable);
      code.duplicate();
      code.jumpIf(IFNONNULL, initialised);
      raiseUninitialised(read);
      code.place(initialised);
      return type;
    }
    code.getStatic(Names.MAIN, flag(variable, body.names()), Representation.BOOLEAN);
    code.jumpIf(IFNE, initialised);
    raiseUninitialised(read);
    code.place(initialised);
    return body.variables().load(variable);
  }

  /// The check of `read` alone, for a global that grows.
  void checkInitialised(Node.Read read, Storage storage) {
    MethodCode code = body.code();
    var initialised = new Label();
    if (storage.type() == Type.Basic.STRING) {
      code.getStatic(Names.MAIN, body.names().global(read.variable()), storage.held());
      code.jumpIf(IFNONNULL, initialised);
    } else {
      code.getStatic(Names.MAIN, flag(read.variable(), body.names()), Representation.BOOLEAN);
      code.jumpIf(IFNE, initialised);
    }
    raiseUninitialised(read);
    code.place(initialised);
  }

  private void raiseUninitialised(Node.Read read) {
    MethodCode code = body.code();
    code.at(read.span());
    code.constant(read.variable().name());
    code.invokeStatic(
        RuntimeNames.FAILURE,
        "uninitialised",
        "(Ljava/lang/String;)L" + RuntimeNames.FAILURE + ";");
    code.instruction(ATHROW);
  }

  /// Stores the value on the stack.
  void store(Variable variable) {
    MethodCode code = body.code();
    String key = variable.sessionKey();
    if (key != null) {
      body.coerce(body.variables().typeOf(variable), Type.Basic.ANY);
      storeInSession(key);
      return;
    }
    body.variables().tellDetector(variable, true);
    code.putStatic(
        Names.MAIN, body.names().global(variable), body.variables().storage(variable).held());
    if (body.preparation().isChecked(variable)) {
      code.constant(true);
      code.putStatic(Names.MAIN, flag(variable, body.names()), Representation.BOOLEAN);
    }
  }
}
