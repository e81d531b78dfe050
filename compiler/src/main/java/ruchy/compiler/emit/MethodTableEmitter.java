package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.ATHROW;
import static org.objectweb.asm.Opcodes.IRETURN;
import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Type;

/// The methods and operators of a user type by their names, for code that does not know the type.
final class MethodTableEmitter {
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String TEXT = "Ljava/lang/String;";

  private final Names names;
  private final Emission emission;
  private final UserType type;
  private final ClassWriter writer;
  private final boolean isApart;
  private final Map<String, List<Version>> reachable;

  /// `apart`: the class that gets the methods where they stand apart from the values, whose class
  /// is written by `values`.
  MethodTableEmitter(
      Emission emission, UserType type, ClassWriter values, @Nullable ClassWriter apart) {
    this.names = emission.names();
    this.emission = emission;
    this.type = type;
    this.writer = apart == null ? values : apart;
    this.isApart = apart != null;
    this.reachable = type.methods().isEmpty() ? Map.of() : findReachable();
  }

  /// The members of the class of an enum: the receiver is the first argument.
  void ofEnum() {
    Representation self = Representation.reference(RuntimeNames.VARIANT);
    String receiver = isApart ? OBJECT : self.descriptor();
    if (!reachable.isEmpty()) {
      invoke("(" + receiver + TEXT + "[" + OBJECT + ")" + OBJECT, self, 1);
      arities();
    }
    if (emission.namesParameters()) {
      parameters();
      invokeLeavingOut("(" + receiver + TEXT + "[" + OBJECT + ")" + OBJECT, self, 1);
    }
    text("(" + receiver + ")" + TEXT, self, 1);
  }

  /// The members of the class of a struct, class or actor.
  void ofInstance(String className) {
    Representation self = Representation.reference(className);
    String receiver = isApart ? OBJECT : "";
    int selfSlot = isApart ? 1 : 0;
    if (!reachable.isEmpty()) {
      invoke("(" + receiver + TEXT + "[" + OBJECT + ")" + OBJECT, self, selfSlot);
      arities();
    }
    if (emission.namesParameters()) {
      parameters();
      invokeLeavingOut("(" + receiver + TEXT + "[" + OBJECT + ")" + OBJECT, self, selfSlot);
    }
    if (type.form() != UserType.Form.ACTOR) {
      text("(" + receiver + ")" + TEXT, self, selfSlot);
    }
    if (hasOperators()) {
      operators(receiver, self, selfSlot);
    }
  }

  /// A receiver that is an argument of any kind is of the type.
  private void receive(MethodCode code, Representation self, int selfSlot) {
    if (isApart) {
      code.load(Representation.OBJECT, selfSlot);
      code.cast(self.className());
      code.store(self, selfSlot);
    }
  }

  /// The open versions of methods that unknown code may call, by name and number of arguments.
  Map<String, List<Version>> reachable() {
    return reachable;
  }

  private Map<String, List<Version>> findReachable() {
    Map<String, List<Version>> reachable = new LinkedHashMap<>();
    type.methods()
        .forEach(
            (methodName, function) -> {
              List<Version> versions = new ArrayList<>();
              Code code = Code.ofMethod(function, type);
              for (Version version : names.types().openVersions(code).values()) {
                if (names.methodIfReached(version) != null) {
                  versions.add(version);
                }
              }
              if (!versions.isEmpty()) {
                reachable.put(methodName, versions);
              }
            });
    return reachable;
  }

  private MethodCode method(String methodName, String descriptor, int firstLocal) {
    MethodVisitor method = writer.visitMethod(ACC_PUBLIC, methodName, descriptor, null, null);
    return new MethodCode(method, firstLocal);
  }

  private Body body(MethodCode code) {
    return new Body(emission, names.types().topLevel(), code);
  }

  /// Calls a version whose arguments are on the stack and leaves the result as an object.
  static void call(Body body, Version version) {
    Names.Method target = body.names().methodOf(version);
    body.code().invokeStatic(target.owner(), target.name(), target.descriptor());
    if (Names.returnsNothing(version)) {
      body.code().nil();
    } else {
      body.coerce(version.result().type(), ANY);
    }
  }

  private static Type parameter(Version version, int index) {
    return version.typeOf(version.function().parameters().get(index).variable());
  }

  /// `invoke(name, arguments)`: the array stands in the slot after the name.
  private void invoke(String descriptor, Representation self, int selfSlot) {
    MethodCode code = method("invoke", descriptor, selfSlot + 3);
    receive(code, self, selfSlot);
    int nameSlot = selfSlot + 1;
    int arraySlot = selfSlot + 2;
    reachable()
        .forEach(
            (methodName, versions) -> {
              var next = new Label();
              UserTypeEmitter.unlessNamed(code, nameSlot, methodName, next);
              for (Version version : versions) {
                if (!version.isGapped()) branch(code, version, self, selfSlot, arraySlot);
              }
              wrongCount(code, versions.getFirst().function(), arraySlot);
              code.place(next);
            });
    switch (type.form()) {
      case ENUM -> code.getStatic(RuntimeNames.ENUM_TYPE, "NO_METHOD", Representation.OBJECT);
      case STRUCT, CLASS ->
          code.getStatic(RuntimeNames.INSTANCE, "UNDEFINED", Representation.OBJECT);
      case ACTOR -> {
        code.load(self, selfSlot);
        code.load(Representation.OBJECT, nameSlot);
        code.load(Representation.OBJECT, arraySlot);
        code.invokeSpecial(RuntimeNames.ACTOR, "invoke", descriptor);
      }
    }
    code.instruction(ARETURN);
    code.end();
  }

  /// Calls the version if the number of arguments is its own. A rest parameter takes what is left.
  private void branch(
      MethodCode code, Version version, Representation self, int selfSlot, int arraySlot) {
    Function function = version.function();
    int last = function.parameters().size() - (function.hasRest() ? 1 : 0);
    int count = 0;
    while (count + 1 < last && version.hasArgument(count + 1)) {
      count++;
    }
    boolean takesMore = function.hasRest() && count + 1 == last;
    var next = new Label();
    code.load(Representation.OBJECT, arraySlot);
    code.instruction(Opcodes.ARRAYLENGTH);
    code.constant(count);
    code.jumpIf(takesMore ? Opcodes.IF_ICMPLT : Opcodes.IF_ICMPNE, next);
    enter(code, version, count, self, selfSlot, arraySlot);
    code.place(next);
  }

  /// Calls the version with that many elements of the array and returns the result.
  private void enter(
      MethodCode code,
      Version version,
      int count,
      Representation self,
      int selfSlot,
      int arraySlot) {
    Body body = body(code);
    Function function = version.function();
    code.load(self, selfSlot);
    for (int i = 0; i < count; i++) {
      code.load(Representation.OBJECT, arraySlot);
      code.constant(i);
      code.instruction(Opcodes.AALOAD);
      body.coerce(ANY, parameter(version, i + 1));
    }
    if (function.hasRest()) {
      code.load(Representation.OBJECT, arraySlot);
      code.constant(count);
      code.invokeStatic(
          RuntimeNames.MATCHING, "restOf", "([" + OBJECT + "I)L" + RuntimeNames.LIST + ";");
    }
    call(body, version);
    code.instruction(ARETURN);
  }

  private static void wrongCount(MethodCode code, Function function, int arraySlot) {
    code.constant(Math.max(0, function.minimumArity() - 1));
    code.constant(function.maximumArity() < 0 ? -1 : function.maximumArity() - 1);
    code.load(Representation.OBJECT, arraySlot);
    code.instruction(Opcodes.ARRAYLENGTH);
    code.invokeStatic(RuntimeNames.FAILURE, "wrongCount", "(III)L" + RuntimeNames.FAILURE + ";");
    code.instruction(ATHROW);
  }

  private void arities() {
    MethodCode code = method("methodArity", "(" + TEXT + ")I", 2);
    reachable.forEach(
        (methodName, versions) -> {
          Function function = versions.getFirst().function();
          int most = function.maximumArity() < 0 ? 0xff : function.maximumArity() - 1;
          var next = new Label();
          UserTypeEmitter.unlessNamed(code, 1, methodName, next);
          code.constant(Math.max(0, function.minimumArity() - 1) << 8 | most);
          code.instruction(IRETURN);
          code.place(next);
        });
    code.constant(-1);
    code.instruction(IRETURN);
    code.end();
  }

  /// `methodParameters(name)` and `methodDefault(name, index)`, for named arguments (L 5.8).
  private void parameters() {
    MethodCode named = method("methodParameters", "(" + TEXT + ")" + TEXT, 2);
    MethodCode defaults = method("methodDefault", "(" + TEXT + "I)" + OBJECT, 3);
    reachable()
        .forEach(
            (methodName, versions) -> {
              List<Function.Parameter> all = versions.getFirst().function().parameters();
              List<Function.Parameter> parameters = all.subList(1, all.size());
              var next = new Label();
              UserTypeEmitter.unlessNamed(named, 1, methodName, next);
              named.constant(ParameterEmitter.names(parameters));
              named.instruction(ARETURN);
              named.place(next);
              if (parameters.stream().anyMatch(parameter -> parameter.fallback() != null)) {
                var nextDefaults = new Label();
                UserTypeEmitter.unlessNamed(defaults, 1, methodName, nextDefaults);
                new ParameterEmitter(emission, defaults).defaults(parameters, 2);
                defaults.place(nextDefaults);
              }
            });
    named.nil();
    named.instruction(ARETURN);
    named.end();
    defaults.getStatic(RuntimeNames.FUNCTION, "REQUIRED", Representation.OBJECT);
    defaults.instruction(ARETURN);
    defaults.end();
  }

  /// `invokeLeavingOut(name, arguments)`
  private void invokeLeavingOut(String descriptor, Representation self, int selfSlot) {
    MethodCode code = method("invokeLeavingOut", descriptor, selfSlot + 3);
    receive(code, self, selfSlot);
    reachable()
        .forEach(
            (methodName, versions) -> {
              for (Version version : versions) {
                if (version.isGapped()) {
                  var next = new Label();
                  UserTypeEmitter.unlessNamed(code, selfSlot + 1, methodName, next);
                  Function function = version.function();
                  int count = function.parameters().size() - (function.hasRest() ? 2 : 1);
                  enter(code, version, count, self, selfSlot, selfSlot + 2);
                  code.place(next);
                }
              }
            });
    code.load(self, 0);
    for (int slot = 1; slot <= selfSlot + 2; slot++) {
      code.load(Representation.OBJECT, slot);
    }
    String owner =
        isApart
            ? RuntimeNames.BEHAVIOUR
            : type.form() == UserType.Form.ENUM ? RuntimeNames.ENUM_TYPE : RuntimeNames.INSTANCE;
    code.invokeSpecial(owner, "invokeLeavingOut", descriptor);
    code.instruction(ARETURN);
    code.end();
  }

  /// The user's `to_string` or `to_s` that takes only `self` (L 9.4).
  private void text(String descriptor, Representation self, int selfSlot) {
    Function function = type.textMethod();
    Version version =
        function == null ? null : names.types().openVersions(Code.ofMethod(function, type)).get(1);
    if (version == null || names.methodIfReached(version) == null) {
      return;
    }
    MethodCode code = method("text", descriptor, selfSlot + 1);
    receive(code, self, selfSlot);
    code.load(self, selfSlot);
    call(body(code), version);
    code.invokeStatic(RuntimeNames.DISPLAY, "print", "(" + OBJECT + ")" + TEXT);
    code.instruction(ARETURN);
    code.end();
  }

  private boolean hasOperators() {
    for (String name : reachable.keySet()) {
      if (!Character.isJavaIdentifierStart(name.codePointAt(0))) {
        return true;
      }
    }
    return false;
  }

  /// `operator +` and its like are methods named by the operator.
  private void operators(String receiver, Representation self, int selfSlot) {
    MethodCode binary =
        method("binary", "(" + receiver + TEXT + OBJECT + ")" + OBJECT, selfSlot + 3);
    receive(binary, self, selfSlot);
    MethodCode has = method("hasOperator", "(" + TEXT + ")Z", 2);
    reachable()
        .forEach(
            (operator, versions) -> {
              Version version = versions.stream().filter(v -> !v.isGapped()).toList().getLast();
              boolean isName = Character.isJavaIdentifierStart(operator.codePointAt(0));
              if (isName || version.function().parameters().size() != 2) {
                return;
              }
              if (operator.equals("[]")) {
                index(version, receiver, self, selfSlot);
                return;
              }
              var next = new Label();
              UserTypeEmitter.unlessNamed(binary, selfSlot + 1, operator, next);
              operate(binary, version, self, selfSlot, selfSlot + 2);
              binary.place(next);
              var nextHas = new Label();
              UserTypeEmitter.unlessNamed(has, 1, operator, nextHas);
              has.constant(true);
              has.instruction(IRETURN);
              has.place(nextHas);
            });
    binary.getStatic(RuntimeNames.INSTANCE, "UNDEFINED", Representation.OBJECT);
    binary.instruction(ARETURN);
    binary.end();
    has.constant(false);
    has.instruction(IRETURN);
    has.end();
  }

  private void index(Version version, String receiver, Representation self, int selfSlot) {
    MethodCode code = method("index", "(" + receiver + OBJECT + ")" + OBJECT, selfSlot + 2);
    receive(code, self, selfSlot);
    operate(code, version, self, selfSlot, selfSlot + 1);
    code.end();
  }

  /// Returns the result of an operator on the receiver and the operand in the slot.
  private void operate(
      MethodCode code, Version version, Representation self, int selfSlot, int operandSlot) {
    Body body = body(code);
    code.load(self, selfSlot);
    code.load(Representation.OBJECT, operandSlot);
    body.coerce(ANY, parameter(version, 1));
    call(body, version);
    code.instruction(ARETURN);
  }
}
