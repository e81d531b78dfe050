package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.program.Variable;

/// Which functions use the variables of the functions around them (L 7.5).
///
/// A nested function that captures nothing is called without its closure, so a caller captures the
/// variable of a nested function only if that function captures something itself. That is known at
/// the end: `settle`.
final class Captures {
  private record Call(NestedFunctions.Entry callee, Frame caller) {}

  private final List<Call> calls = new ArrayList<>();

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
