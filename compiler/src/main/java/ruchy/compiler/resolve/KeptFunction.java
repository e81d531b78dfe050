package ruchy.compiler.resolve;

import java.util.List;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Calls of a name that means something special to the compiler, `m.push(x)`, `m.take()`, on a
/// value to which the program gave a method of that name, or a function to keep under it: that is
/// called then (L 8.4). Which values have one is found when the call runs.
final class KeptFunction {
  private KeptFunction() {}

  /// The call of what the receiver has under the name, or the other node where it has nothing. The
  /// arguments are evaluated already.
  static Node orElse(
      Variable receiver,
      String name,
      List<Node.Element> arguments,
      Node otherwise,
      Span span,
      Scope scope) {
    var call = new Node.CallMethod(read(receiver), name, List.of(), arguments, false, span);
    var answering = new Matcher.Answering(name, arguments.size(), span);
    Variable subject = scope.frame().temporary("subject", span);
    List<Node.Arm> arms = List.of(new Node.Arm(answering, null, call));
    return new Node.Match(subject, read(receiver), arms, otherwise, span);
  }

  private static Node read(Variable variable) {
    return new Node.Read(variable, false, variable.span());
  }
}
