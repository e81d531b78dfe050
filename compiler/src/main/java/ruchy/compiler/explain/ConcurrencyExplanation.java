package ruchy.compiler.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.analyse.Cause;
import ruchy.compiler.analyse.Facts;
import ruchy.compiler.analyse.Origin;
import ruchy.compiler.analyse.Remedy;
import ruchy.compiler.infer.Code;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.source.Span;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// For each handler and task of a program: whether it may wait (L 12.4), whether it touches shared
/// state (L 12.3), why, and so how it runs.
public final class ConcurrencyExplanation {
  private static final int MOST_PLACES = 4;

  private final Facts facts;
  private final Map<Code, Given> given = new LinkedHashMap<>();

  /// A function that was given away, where, and to what.
  private record Given(Span place, String to) {}

  private ConcurrencyExplanation(Facts facts) {
    this.facts = facts;
  }

  /// One paragraph for each function that is given to the library to be called later, and for each
  /// task, in the order of the source; a sentence if there is none.
  public static String of(Types types, Facts facts) {
    var explanation = new ConcurrencyExplanation(facts);
    for (Version version : types.versions()) {
      for (Node node : version.nodes()) explanation.look(node, version);
    }
    if (explanation.given.isEmpty()) return "There are no handlers and no tasks.\n";
    var text = new StringBuilder();
    explanation.given.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().place.start()))
        .forEach(entry -> text.append(explanation.paragraph(entry.getKey(), entry.getValue())));
    return text.toString();
  }

  private void look(Node node, Version version) {
    switch (node) {
      case Node.CallMethod call when !runsAtOnce(call, version) ->
          arguments(call.arguments(), "`" + LibraryFunction.shown(call.name()) + "`", version);
      case Node.CallLibrary call when !runsAtOnce(call, version) ->
          arguments(
              call.arguments(),
              "`" + (call.owner().isEmpty() ? "" : call.owner() + "::") + call.name() + "`",
              version);
      case Node.Spawn spawn -> give(spawn.closure(), spawn.span(), "a task", version);
      default -> {} // gives no function away
    }
  }

  /// Some call what they are given before they return.
  private static boolean runsAtOnce(Node call, Version version) {
    return version.targetOf(call) instanceof Target.OfLibrary(var function)
        && function.flows().contains(Flow.CALLS_AT_ONCE);
  }

  private void arguments(List<Node.Element> arguments, String to, Version version) {
    for (Node.Element argument : arguments) {
      give(argument.value(), argument.value().span(), "given to " + to, version);
    }
  }

  private void give(Node value, Span place, String to, Version version) {
    if (value instanceof Node.ObjectOf options) {
      for (int i = 0; i < options.keys().size(); i++) {
        Node option = options.values().get(i);
        give(option, option.span(), to + " as `" + options.keys().get(i) + "`", version);
      }
    }
    Code code = version.madeBy(value);
    if (code == null) return;
    // The first place in the source counts: nodes come in any order.
    given.merge(code, new Given(place, to), (a, b) -> b.place.start() < a.place.start() ? b : a);
  }

  private String paragraph(Code code, Given where) {
    var waits = facts.whyWaits(code);
    var shares = facts.whyShares(code);
    boolean mayWait = facts.waits(code);
    var text = new StringBuilder();
    text.append(where.place).append(' ').append(code.function().displayName());
    text.append(", ").append(where.to).append('\n');
    text.append("  waits:  ").append(answer(mayWait, waits)).append('\n');
    text.append("  shares: ").append(answer(shares != null, shares)).append('\n');
    if (shares != null) remedies(code, text);
    text.append("  so it runs ").append(manner(mayWait, shares != null)).append('\n');
    return text.toString();
  }

  /// What would let it run beside all others.
  private void remedies(Code code, StringBuilder text) {
    List<Remedy> remedies = facts.remedies(code);
    for (int i = 0; i < remedies.size(); i++) {
      text.append(i == 0 ? "  free if " : ",\n    and if ").append(text(remedies.get(i)));
    }
    if (!remedies.isEmpty()) text.append('\n');
  }

  private static String text(Remedy remedy) {
    Origin change = remedy.change();
    Span firstTask = remedy.firstTask();
    if (change != null && firstTask != null) {
      return "`"
          + change.text()
          + "` ("
          + position(change.place())
          + ") came before the first task ("
          + position(firstTask)
          + ")";
    }
    List<String> positions =
        remedy.places().stream().map(ConcurrencyExplanation::position).distinct().toList();
    String all = String.join(", ", positions.subList(0, Math.min(MOST_PLACES, positions.size())));
    return "it left what it does with `"
        + remedy.state()
        + "` ("
        + all
        + (positions.size() > MOST_PLACES ? ", .." : "")
        + ") to a task that it starts";
  }

  private static String position(Span place) {
    return place.line() + ":" + place.column();
  }

  private static String answer(boolean holds, @Nullable Cause cause) {
    if (!holds) return "no";
    if (cause == null) return "maybe: what it yields may be a task, which is awaited";
    var steps = new ArrayList<String>();
    for (Cause step = cause; step != null; step = step.further()) {
      steps.add(step.why() + " (" + step.place().line() + ":" + step.place().column() + ")");
    }
    return "maybe: it " + String.join(", which ", steps) + because(cause);
  }

  /// What makes shared state of what is used.
  private static String because(Cause cause) {
    var text = new StringBuilder();
    for (Cause step = cause; step != null; step = step.further()) {
      for (Origin origin : step.because()) {
        text.append(text.isEmpty() ? "; " : ", and ").append(origin.what());
        text.append(" (").append(origin.place().line()).append(':');
        text.append(origin.place().column()).append(')');
      }
    }
    return text.toString();
  }

  private static String manner(boolean waits, boolean shares) {
    if (waits) {
      return shares
          ? "on a virtual thread, in turn with all that shares; while it waits, others run"
          : "on a virtual thread, beside everything else, on any core";
    }
    return shares
        ? "on the event loop, in turn with all that shares"
        : "on the event loop, beside everything else, on any core";
  }
}
