package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import ruchy.compiler.problem.NameProblem.BeyondMethod;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Which functions use the variables of the functions around them (L 7.5).
///
/// A nested function that captures nothing is called without its closure, so a caller captures the
/// variable of a nested function only if that function captures something itself. That is known at
/// the end: `settle`.
final class Captures {
  private record Call(NestedFunctions.Entry callee, Frame caller) {}

  private record Outside(NestedFunctions.Entry callee, Span span) {}

  private final List<Call> calls = new ArrayList<>();
  private final List<Outside> outside = new ArrayList<>();

  /// Code of `user` uses a variable of `owner`, in which it stands.
  static boolean use(Variable variable, Frame owner, Frame user) {
    boolean added = false;
    for (Frame frame = user; frame != null && frame != owner; frame = frame.enclosing()) {
      if (!frame.function().captures().add(variable)) {
        break;
      }
      added = true;
    }
    if (user != owner) {
      variable.markCaptured();
    }
    return added;
  }

  void call(NestedFunctions.Entry callee, Frame caller) {
    if (callee.frame() != caller) {
      calls.add(new Call(callee, caller));
    }
  }

  /// A method of a type that stands in the function calls the nested function: possible only if
  /// that captures nothing.
  void callOutside(NestedFunctions.Entry callee, Span span) {
    outside.add(new Outside(callee, span));
  }

  /// Reports calls from outside of functions that capture something after all.
  void checkOutside(Consumer<Problem> report) {
    for (Outside call : outside) {
      if (!call.callee().declaration().function().captures().isEmpty()) {
        String name = call.callee().variable().name();
        report.accept(new BeyondMethod(name, "function", call.span()));
      }
    }
  }

  /// Adds the captures that calls of nested functions need.
  void settle() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Call call : calls) {
        if (!call.callee().declaration().function().captures().isEmpty()) {
          changed |= use(call.callee().variable(), call.callee().frame(), call.caller());
        }
      }
    }
  }
}
