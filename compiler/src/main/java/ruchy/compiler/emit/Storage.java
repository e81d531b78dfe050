package ruchy.compiler.emit;

import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// How a field, a global or a captured variable holds its value. Where the program appends to what
/// may be text, the place has the type `Object` and may hold a `GrowingText` of the runtime: who
/// reads it turns that into text at once. Values are stored as they are.
///
/// @param value the representation of the value itself
/// @param grows whether the place may hold a `GrowingText`
record Storage(Type type, Representation value, boolean grows) {
  private static final String OBJECT = Representation.OBJECT.descriptor();

  private static Storage of(Type type, Names names, boolean isAppendedTo) {
    Representation value = names.representation(type);
    boolean grows = isAppendedTo && (isText(value) || mayBeText(type, value));
    return new Storage(type, value, grows);
  }

  private static boolean isText(Representation value) {
    return value.equals(Representation.STRING);
  }

  private static boolean mayBeText(Type type, Representation value) {
    return value.equals(Representation.OBJECT)
        && type.mayBe(one -> one == Type.Basic.ANY || one == Type.Basic.STRING);
  }

  /// A field of that name and type in a class that the program makes.
  static Storage ofField(String name, Type type, Names names, Preparation preparation) {
    return of(type, names, preparation.appends().isField(name));
  }

  static Storage ofField(
      UserType owner, UserType.Field field, Names names, Preparation preparation) {
    Type type = names.types().typeOf(owner, field.name());
    return ofField(field.name(), type, names, preparation);
  }

  /// A global in a static field, or a variable in an object that closures share.
  static Storage ofVariable(Variable variable, Type type, Names names, Preparation preparation) {
    return of(type, names, preparation.appends().isVariable(variable));
  }

  /// The representation of the place.
  Representation held() {
    return grows ? Representation.OBJECT : value;
  }

  /// Turns what the place held, on the stack, into the value.
  void open(MethodCode code) {
    if (!grows) {
      return;
    }
    boolean isText = isText(value);
    code.invokeStatic(
        RuntimeNames.GROWING_TEXT,
        isText ? "text" : "value",
        "(" + OBJECT + ")" + (isText ? value.descriptor() : OBJECT));
  }

  void getField(MethodCode code, String owner, String name) {
    code.getField(owner, name, held());
    open(code);
  }

  void putField(MethodCode code, String owner, String name) {
    code.putField(owner, name, held());
  }
}
