package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.problem.LintProblem.EndlessLoop;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;

/// Loops with `while let Some(..)` over what is never nil: each value is a `Some` (L 10.3), so they
/// end by a jump alone, and these have none.
final class Endless {
  private final Node.LoopLabel own;

  private final List<Node.LoopLabel> inner = new ArrayList<>();
  private boolean hasWayOut;

  private Endless(Node.LoopLabel own) {
    this.own = own;
  }

  static @Nullable Problem problem(Node.Loop loop, Version version) {
    if (!(loop.body() instanceof Node.Match round)
        || round.arms().size() != 1
        || !(round.otherwise() instanceof Node.Break leave)
        || leave.label() != loop.label()) {
      return null;
    }
    Node.Arm arm = round.arms().getFirst();
    if (arm.guard() != null || !takesAnySome(arm.matcher())) {
      return null;
    }
    String kind = Operands.plain(version.typeOf(round.value()));
    if (kind == null || kind.endsWith(" or nil")) {
      return null;
    }
    var way = new Endless(loop.label());
    way.look(arm.body());
    return way.hasWayOut
        ? null
        : new EndlessLoop(kind, isLine(round.value()), round.value().span());
  }

  private static boolean takesAnySome(Matcher matcher) {
    return matcher instanceof Matcher.OfSome some
        && (some.payload() instanceof Matcher.Bind || some.payload() instanceof Matcher.Anything);
  }

  private void look(Node node) {
    switch (node) {
      case Node.Break out when !inner.contains(out.label()) -> hasWayOut = true;
      case Node.Continue on when on.label() != own && !inner.contains(on.label()) ->
          hasWayOut = true;
      case Node.Return _, Node.Throw _, Node.Propagate _ -> hasWayOut = true;
      case Node.CallLibrary call when call.name().equals("exit") -> hasWayOut = true;
      case Node.Loop loop -> within(loop.label(), loop);
      case Node.While loop -> within(loop.label(), loop);
      case Node.ForEach loop -> within(loop.label(), loop);
      default -> Nodes.children(node, this::look);
    }
  }

  private void within(Node.LoopLabel label, Node loop) {
    inner.add(label);
    Nodes.children(loop, this::look);
  }

  /// Whether it is a line, of which `""` is the one behind the last.
  private static boolean isLine(Node value) {
    return value instanceof Node.CallMethod call && call.name().equals("read_line")
        || value instanceof Node.CallLibrary function && function.name().equals("read_line");
  }
}
