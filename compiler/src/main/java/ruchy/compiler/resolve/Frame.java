package ruchy.compiler.resolve;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Node.LoopLabel;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// One function while its body is resolved: its loops, its result, and the function around it.
final class Frame {
  /// A loop that `break` and `continue` can name.
  record Target(@Nullable String name, LoopLabel label) {}

  private final Function function;
  private final @Nullable Frame enclosing;
  private final Deque<Target> loops = new ArrayDeque<>();
  private int temporaries;
  private @Nullable Annotation result;
  private @Nullable LoopLabel end;
  private boolean tookEnd;

  /// `enclosing` is the frame whose variables the function may capture; null for functions of the
  /// top level.
  Frame(Function function, @Nullable Frame enclosing) {
    this.function = function;
    this.enclosing = enclosing;
  }

  Function function() {
    return function;
  }

  @Nullable Frame enclosing() {
    return enclosing;
  }

  /// Whether this frame is `other` or stands in it, so that it can use the variables of `other`.
  boolean isWithin(Frame other) {
    for (Frame frame = this; frame != null; frame = frame.enclosing) {
      if (frame == other) {
        return true;
      }
    }
    return false;
  }

  boolean isTopLevel() {
    return function.kind() == Function.Kind.TOP_LEVEL;
  }

  /// A variable that no source name can mean.
  Variable temporary(String purpose, Span span) {
    temporaries++;
    return new Variable("$" + purpose + temporaries, span, false, null);
  }

  void enterLoop(@Nullable String name, LoopLabel label) {
    loops.push(new Target(name, label));
  }

  void leaveLoop() {
    loops.pop();
  }

  boolean isInLoop() {
    return !loops.isEmpty();
  }

  /// The loop with that label, or the innermost one for null.
  @Nullable LoopLabel loop(@Nullable String name) {
    for (Target target : loops) {
      if (name == null || name.equals(target.name())) {
        return target.label();
      }
    }
    return null;
  }

  /// The annotated result of the function.
  @Nullable Annotation result() {
    return result;
  }

  void setResult(@Nullable Annotation result) {
    this.result = result;
  }

  /// The block that `return` leaves when other top-level code follows that of this file (L 13.1).
  @Nullable LoopLabel end() {
    tookEnd |= end != null;
    return end;
  }

  /// Whether some code of the file leaves that block.
  boolean tookEnd() {
    return tookEnd;
  }

  void setEnd(LoopLabel end) {
    this.end = end;
    this.tookEnd = false;
  }

  void clearEnd() {
    end = null;
  }

  static Node nil(Span span) {
    return new Node.Constant(null, span);
  }

  /// What stands where a problem has been reported.
  static Node faulty(Span span) {
    return new Node.Faulty(List.of(), span);
  }

  /// The same, with the arguments that were written there.
  static Node faulty(List<Node.Element> arguments, Span span) {
    return new Node.Faulty(Nodes.values(arguments), span);
  }
}
