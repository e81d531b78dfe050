package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.IFNULL;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.runtime.library.LibraryFunction;

/// `for part in text.split(",")` and the like: the parts are made one by one. Nobody can tell,
/// since texts do not change; the list of all of them would have to be kept until the loop ends.
///
/// @param parts the method of the runtime that gives the parts
/// @param operands the text and what else it takes, all of them texts
record TextLoop(String parts, List<Node> operands) {
  private static final String MEMBERS = "ruchy/runtime/member/StringPartMembers";

  /// The loop over the iterable if it is one over parts of a text; otherwise null.
  static @Nullable TextLoop over(Node iterable, Body body) {
    if (body.typeOf(iterable) == STRING) {
      return new TextLoop("characters", List.of(iterable));
    }
    if (!(iterable instanceof Node.CallMethod call)
        || !(body.version().targetOf(call) instanceof Target.OfLibrary(LibraryFunction function))
        || !function.javaOwner().equals(MEMBERS)
        || Nodes.spread(call.arguments())) {
      return null;
    }
    List<Node> operands = new ArrayList<>(List.of(call.target()));
    operands.addAll(Nodes.values(call.arguments()));
    String parts = parts(function.javaName(), operands.size());
    return parts == null || operands.stream().anyMatch(each -> body.typeOf(each) != STRING)
        ? null
        : new TextLoop(parts, operands);
  }

  private static @Nullable String parts(String name, int operands) {
    return switch (name) {
      case "chars" -> "characters";
      case "lines" -> "lines";
      case "split" -> operands == 1 ? "words" : operands == 2 ? "separated" : null;
      default -> null;
    };
  }

  void emit(Node.ForEach loop, ExitEmitter.Target target, Body body) {
    MethodCode code = body.code();
    Representation partsType = Representation.reference(RuntimeNames.TEXT_PARTS);
    int slot = code.newLocal(partsType);
    int part = code.newLocal(Representation.STRING);
    body.values(operands, Collections.nCopies(operands.size(), STRING));
    code.at(loop.iterable().span());
    String operand = Representation.STRING.descriptor();
    code.invokeStatic(
        RuntimeNames.TEXT_PARTS,
        parts,
        "(" + operand.repeat(operands.size()) + ")" + partsType.descriptor());
    code.store(partsType, slot);
    code.place(target.next());
    code.load(partsType, slot);
    code.invokeVirtual(RuntimeNames.TEXT_PARTS, "next", "()" + operand);
    code.store(Representation.STRING, part);
    code.load(Representation.STRING, part);
    code.jumpIf(IFNULL, target.end());
    code.load(Representation.STRING, part);
    body.coerce(STRING, body.variables().typeOf(loop.variable()));
    body.variables().bind(loop.variable());
    body.effect(loop.body());
    code.jump(target.next());
  }
}
