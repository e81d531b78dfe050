package ruchy.compiler.emit;

import static ruchy.compiler.type.Type.Basic.ANY;
import static ruchy.compiler.type.Type.Basic.NEVER;
import static ruchy.compiler.type.Type.Basic.STRING;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;

/// `place += text` where the place is one that grows (see `Storage`): what is appended is evaluated
/// after the place was read (L 5.1). As that may change the place too, what the place held and how
/// long it was are kept unless evaluating the operands surely runs no code of the program.
final class AppendEmitter {
  private static final String OBJECT = Representation.OBJECT.descriptor();

  private final Body body;
  private final MethodCode code;

  AppendEmitter(Body body) {
    this.body = body;
    this.code = body.code();
  }

  /// A place that grows: loads what it holds; stores it again, `before` being emitted before the
  /// value.
  interface Target {
    void load();

    /// Loads what the place holds now, after what it held before, in a slot, was read and code of
    /// the program ran; does not raise.
    default void loadAgain(int before) {
      load();
    }

    /// Leaves what the storing needs below the value.
    void prepare();

    void store();

    /// Whether loading may raise.
    default boolean mayFail() {
      return false;
    }
  }

  /// What is appended if that can be done in place; else null.
  @Nullable List<Node> operands(Storage storage, Node value, @Nullable List<Node> operands) {
    return storage.grows() ? operands(value, operands) : null;
  }

  /// What is appended to a place that may hold a `GrowingText`; null if the value of the place
  /// surely is no text, or must be known before all operands are.
  @Nullable List<Node> operands(Node value, @Nullable List<Node> operands) {
    if (operands == null || !body.version().reaches(value) || !mayBeText(body.typeOf(value))) {
      return null;
    }
    boolean mayBeText = false;
    for (int i = 0; i < operands.size(); i++) {
      Node operand = operands.get(i);
      if (!body.version().reaches(operand) || body.typeOf(operand) == NEVER) {
        return null;
      }
      mayBeText |= mayBeText(body.typeOf(operand));
    }
    if (isText(value)) {
      return operands;
    }
    Type type = body.typeOf(GrowingText.place(value));
    boolean mayGrow =
        mayBeText
            && body.representation(type).isReference()
            && mayBeText(type)
            && (type == ANY || type.alternatives().stream().allMatch(Type.Basic.class::isInstance));
    return mayGrow && operands.stream().skip(1).allMatch(AppendEmitter::isKnown) ? operands : null;
  }

  private static boolean mayBeText(Type type) {
    return type.mayBe(one -> one == ANY || one == STRING);
  }

  /// Whether the place holds text, and so does the sum.
  private boolean isText(Node value) {
    return body.typeOf(GrowingText.place(value)) == STRING && body.typeOf(value) == STRING;
  }

  /// Whether evaluating the operand has no effect and cannot fail, so that it may be done before
  /// what comes before it is added.
  private static boolean isKnown(Node operand) {
    return operand instanceof Node.Constant
        || (operand instanceof Node.Read read && !read.checked() && isOfOne(read.variable()));
  }

  /// Whether no function that an addition or a read runs may assign the variable.
  private static boolean isOfOne(Variable variable) {
    return !variable.isReassigned() || !(variable.isCaptured() || variable.isUsedInFunctions());
  }

  /// Appends the operands to what the place holds.
  void append(Target target, Node value, List<Node> operands) {
    boolean isText = isText(value);
    boolean isFormatted = !isText && GrowingText.isFormatted(value);
    Representation form = isText ? Representation.STRING : Representation.OBJECT;
    boolean isCalm =
        operands.stream()
            .allMatch(operand -> isCalm(operand) && (!target.mayFail() || isKnown(operand)));
    int before = 0;
    int length = 0;
    if (!isCalm) {
      before = code.newLocal(Representation.OBJECT);
      length = code.newLocal(Representation.BOOLEAN);
      target.load();
      formatted(isFormatted);
      code.duplicate();
      code.store(Representation.OBJECT, before);
      code.invokeStatic(RuntimeNames.GROWING_TEXT, "length", "(" + OBJECT + ")I");
      code.store(Representation.BOOLEAN, length);
    }
    int[] slots = new int[operands.size()];
    for (int i = 0; i < slots.length; i++) {
      Node operand = operands.get(i);
      if (isText) {
        body.value(operand);
        code.at(value.span());
        text(body.typeOf(operand));
      } else {
        body.boxed(operand);
      }
      slots[i] = code.newLocal(form);
      code.store(form, slots[i]);
    }
    code.at(value.span());
    if (!isText && !isCalm) {
      sum(before, slots);
    }
    target.prepare();
    if (isCalm) {
      target.load();
      formatted(isFormatted);
    } else {
      target.loadAgain(before);
    }
    code.at(value.span());
    String owner = isText ? RuntimeNames.GROWING_TEXT : RuntimeNames.APPENDING;
    int next = 0;
    if (!isCalm) {
      code.load(Representation.OBJECT, before);
      code.load(Representation.BOOLEAN, length);
      code.load(form, slots[next++]);
      code.invokeStatic(
          owner,
          isText ? "append" : "grown",
          "(" + OBJECT + OBJECT + "I" + form.descriptor() + ")" + OBJECT);
    }
    for (; next < (isText || isCalm ? slots.length : 0); next++) {
      code.load(form, slots[next]);
      code.invokeStatic(
          owner, isText ? "append" : "add", "(" + OBJECT + form.descriptor() + ")" + OBJECT);
    }
    target.store();
  }

  /// Where the sum begins with an f-string: what the place held in F form, unless it was text.
  private void formatted(boolean isFormatted) {
    if (isFormatted) {
      code.invokeStatic(RuntimeNames.APPENDING, "formatted", "(" + OBJECT + ")" + OBJECT);
    }
  }

  /// Puts into the first slot what all the operands are together, as `Appending.sum` has it.
  private void sum(int before, int[] slots) {
    code.load(Representation.OBJECT, before);
    code.load(Representation.OBJECT, slots[0]);
    code.invokeStatic(RuntimeNames.APPENDING, "sum", "(" + OBJECT + OBJECT + ")" + OBJECT);
    code.store(Representation.OBJECT, slots[0]);
    for (int i = 1; i < slots.length; i++) {
      code.load(Representation.OBJECT, before);
      code.load(Representation.OBJECT, slots[0]);
      code.load(Representation.OBJECT, slots[i]);
      code.invokeStatic(
          RuntimeNames.APPENDING, "sum", "(" + OBJECT + OBJECT + OBJECT + ")" + OBJECT);
      code.store(Representation.OBJECT, slots[0]);
    }
  }

  /// Leaves a value for an append whose value nobody looks at (see `UnusedValues`): any text is as
  /// good as the one that grew, and costs nothing.
  static Type unused(Body body, Node value) {
    body.code().constant("");
    return body.typeOf(value);
  }

  /// Turns the value on the stack into its text in S form.
  private void text(Type type) {
    Representation representation = body.representation(type);
    String text = Representation.STRING.descriptor();
    switch (representation.sort()) {
      case 'J', 'Z' ->
          code.invokeStatic(
              "java/lang/String", "valueOf", "(" + representation.descriptor() + ")" + text);
      case 'D' -> code.invokeStatic(RuntimeNames.DISPLAY, "text", "(D)" + text);
      default -> {
        if (type != STRING) {
          code.invokeStatic(RuntimeNames.DISPLAY, "text", "(" + OBJECT + ")" + text);
        }
      }
    }
  }

  /// Whether evaluating the node and taking its text surely runs no function of the program, so
  /// that it changes no place.
  private boolean isCalm(Node node) {
    if (!isPlain(body.typeOf(node)) || body.version().targetOf(node) != null) {
      return false;
    }
    return switch (node) {
      case Node.Constant _, Node.Read _ -> true;
      case Node.Binary(_, Node left, Node right, _) -> isCalm(left) && isCalm(right);
      case Node.ReadMember(Node.Read _, _, _) -> true;
      case Node.ReadIndex(Node.Read _, Node index, _) -> isCalm(index);
      case Node.Format format ->
          format.parts().stream()
              .allMatch(
                  part -> {
                    Node hole = part.value();
                    return hole == null || isCalm(hole);
                  });
      default -> false;
    };
  }

  private static boolean isPlain(Type type) {
    return type == STRING
        || type == Type.Basic.INTEGER
        || type == Type.Basic.FLOAT
        || type == Type.Basic.BOOLEAN;
  }
}
