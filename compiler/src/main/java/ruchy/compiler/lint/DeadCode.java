package ruchy.compiler.lint;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.LintProblem.UnreachableCode;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;

/// Statements behind one that always leaves. Code after an endless loop is legal (L 10.1).
final class DeadCode {
  private DeadCode() {}

  static void look(Node.Sequence sequence, Problems problems) {
    List<Node> nodes = sequence.nodes();
    for (int i = 0; i + 1 < nodes.size(); i++) {
      String word = leaves(nodes.get(i));
      if (word == null) {
        continue;
      }
      Span before = nodes.get(i).span();
      for (Node next : nodes.subList(i + 1, nodes.size())) {
        Span span = next.span();
        boolean isWritten = span.source() == before.source() && span.start() >= before.end();
        if (isWritten && span.end() > span.start() && !isDeclaration(next)) {
          problems.report(new UnreachableCode(word, span));
          return;
        }
      }
    }
  }

  /// Functions may stand behind the code that uses them (L 7.3).
  private static boolean isDeclaration(Node node) {
    return switch (node) {
      case Node.Declare declare -> isFunction(declare.value());
      case Node.Write write -> isFunction(write.value());
      case Node.FunctionValue _ -> true;
      case Node.Constant _ -> true;
      case Node.Read _ -> true;
      default -> false;
    };
  }

  private static boolean isFunction(Node value) {
    return value instanceof Node.MakeClosure make && make.function().kind() == Function.Kind.NAMED;
  }

  /// The word of the statement that always leaves; null if the code may go on behind it.
  private static @Nullable String leaves(Node node) {
    return switch (node) {
      case Node.Return _ -> "return";
      case Node.Break leave -> leave.span().text().startsWith("return") ? "return" : "break";
      case Node.Continue _ -> "continue";
      case Node.Throw _ -> "throw";
      case Node.Sequence sequence ->
          sequence.nodes().isEmpty() ? null : leaves(sequence.nodes().getLast());
      case Node.Conditional conditional ->
          leaves(conditional.otherwise()) == null ? null : leaves(conditional.then());
      default -> null;
    };
  }
}
