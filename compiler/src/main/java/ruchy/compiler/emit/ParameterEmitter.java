package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.IF_ICMPNE;
import static ruchy.compiler.type.Type.Basic.ANY;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Label;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;

/// What callers who name arguments must know of a function that is known only when it is called (L
/// 5.8): the names of its parameters and their defaults.
final class ParameterEmitter {
  private final Emission emission;
  private final MethodCode code;

  ParameterEmitter(Emission emission, MethodCode code) {
    this.emission = emission;
    this.code = code;
  }

  /// The names with commas between them, empty for a pattern.
  static String names(List<Function.Parameter> parameters) {
    List<String> names = new ArrayList<>();
    for (Function.Parameter parameter : parameters) {
      String name = parameter.variable().name();
      names.add(name.startsWith("$") ? "" : name);
    }
    return String.join(",", names);
  }

  /// Returns the default of the parameter whose index is in the slot: its value if it is a literal,
  /// else `LEFT_OUT`. Goes on behind for a parameter without default.
  void defaults(List<Function.Parameter> parameters, int slot) {
    Body body = new Body(emission, emission.names().types().topLevel(), code);
    for (int i = 0; i < parameters.size(); i++) {
      Function.Parameter parameter = parameters.get(i);
      if (parameter.fallback() == null) {
        continue;
      }
      var next = new Label();
      code.load(Representation.BOOLEAN, slot); // an int on the stack, as all small kinds are
      code.constant(i);
      code.jumpIf(IF_ICMPNE, next);
      if (parameter.fallback() instanceof Node.Constant literal) {
        body.coerce(new LiteralEmitter(body).constant(literal), ANY);
      } else {
        code.getStatic(RuntimeNames.FUNCTION, "LEFT_OUT", Representation.OBJECT);
      }
      code.instruction(ARETURN);
      code.place(next);
    }
  }
}
