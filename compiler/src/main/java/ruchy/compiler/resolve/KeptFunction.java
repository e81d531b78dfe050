package ruchy.compiler.resolve;

import java.util.List;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Calls of a name that means something special to the compiler, `m.push(x)`, `m.take()`, on a
/// value that may keep a function under that name, which is called then (L 8.4).
final class KeptFunction {
  private KeptFunction() {}

  /// The call of the function that the receiver keeps under the name, or the other node where it
  /// keeps none. The arguments are evaluated already.
  static Node orElse(
      Variable receiver,
      String name,
      List<Node.Element> arguments,
      Node otherwise,
      Span span,
      Scope scope) {
    Variable kept = scope.frame().temporary("kept", span);
    var field = new Matcher.Field(name, new Matcher.Bind(kept, span), null);
    var isFunction =
        new Node.CallLibrary("", "is_function", List.of(new Node.Element(read(kept), false)), span);
    var call = new Node.CallMethod(read(receiver), name, List.of(), arguments, false, span);
    var arm = new Node.Arm(new Matcher.Fields(null, List.of(field), span), isFunction, call);
    Variable subject = scope.frame().temporary("subject", span);
    return new Node.Match(subject, read(receiver), List.of(arm), otherwise, span);
  }

  private static Node read(Variable variable) {
    return new Node.Read(variable, false, variable.span());
  }
}
