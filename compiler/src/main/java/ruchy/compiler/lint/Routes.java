package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.LintProblem.ShadowedRoute;
import ruchy.compiler.problem.LintProblem.UnknownParameter;
import ruchy.compiler.problem.Nearest;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// Routes of HTTP servers and routers that are never reached, because an earlier one takes their
/// requests (they run in the order in which they were added), and parameters that no path of a
/// function has. Only what stands one after the other, with paths that are literal texts, is looked
/// at.
final class Routes {
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "delete", "patch", "head", "options", "all");

  /// A route as it stands in the program.
  ///
  /// @param ends whether its function cannot pass requests on
  private record Route(String method, String text, List<RoutePath> forms, boolean ends, Span span) {
    boolean takesAllOf(Route later) {
      return ends
          && (method.equals("all") || method.equals(later.method))
          && !later.forms.isEmpty()
          && later.forms.stream()
              .allMatch(each -> forms.stream().anyMatch(own -> own.covers(each)));
    }
  }

  /// What is known of the paths that a function is called for.
  private static final class Handler {
    final Set<String> names = new TreeSet<>();
    final Set<String> paths = new TreeSet<>();
    final Set<Variable> owners = new LinkedHashSet<>();
    int uses;
  }

  private final Problems problems;
  private final Mounts mounts = new Mounts();
  private final Map<Function, Handler> handlers = new HashMap<>();

  /// How often a function is named at all.
  private final Map<Function, Integer> uses = new HashMap<>();

  private Routes(Problems problems) {
    this.problems = problems;
  }

  static void look(Program program, Problems problems) {
    Routes routes = new Routes(problems);
    program.functions().forEach(function -> routes.countUses(function.body()));
    if (!routes.mounts.find(program)) {
      return;
    }
    program.functions().forEach(function -> routes.findRoutes(function.body()));
    routes.handlers.forEach(routes::lookAtParameters);
  }

  private void countUses(Node node) {
    countUse(node);
    Nodes.children(node, this::countUses);
  }

  private void countUse(Node node) {
    switch (node) {
      case Node.FunctionValue value -> uses.merge(value.function(), 1, Integer::sum);
      case Node.MakeClosure make -> uses.merge(make.function(), 1, Integer::sum);
      case Node.CallFunction call -> uses.merge(call.function(), 1, Integer::sum);
      default -> {}
    }
  }

  private void findRoutes(Node node) {
    if (node instanceof Node.Sequence sequence) {
      findRoutesBelow(sequence);
    } else {
      addRoutes(node, new HashMap<>()); // A body of one expression.
      Nodes.children(node, this::findRoutesBelow);
    }
  }

  private void findRoutesBelow(Node node) {
    if (node instanceof Node.Sequence sequence) {
      Map<Variable, List<Route>> before = new HashMap<>();
      for (Node statement : sequence.nodes()) {
        addRoutes(statement, before);
      }
    }
    Nodes.children(node, this::findRoutesBelow);
  }

  /// Adds the routes of `server.get(..)`, or of `server.get(..).post(..)`; the variable of the
  /// server or router, or null for anything else.
  private @Nullable Variable addRoutes(Node node, Map<Variable, List<Route>> before) {
    if (!(node instanceof Node.CallMethod call)) {
      return mounts.owner(node);
    }
    Variable server = addRoutes(call.target(), before);
    if (server != null && METHODS.contains(call.name())) {
      add(call, server, before.computeIfAbsent(server, any -> new ArrayList<>()));
    } else if (server != null && call.name().equals("use") && call.arguments().size() >= 2) {
      note(call, server);
    }
    return server;
  }

  private void add(Node.CallMethod call, Variable owner, List<Route> before) {
    String text = text(call);
    if (text == null || call.arguments().size() < 2) {
      return;
    }
    note(call, owner);
    Function last = function(call.arguments().getLast().value());
    boolean ends = last != null && !last.hasRest() && last.maximumArity() < 3;
    Route route =
        new Route(
            call.name(),
            text,
            RoutePath.forms(text),
            ends,
            call.arguments().getFirst().value().span());
    for (Route earlier : before) {
      if (earlier.takesAllOf(route)) {
        problems.report(new ShadowedRoute(earlier.text(), route.span(), earlier.span()));
        break;
      }
    }
    before.add(route);
  }

  /// Notes which functions the path of the call belongs to.
  private void note(Node.CallMethod call, Variable owner) {
    String text = text(call);
    List<RoutePath> forms = text == null ? List.of() : RoutePath.forms(text);
    for (Node.Element argument : call.arguments().subList(1, call.arguments().size())) {
      Function function = function(argument.value());
      if (function != null && text != null && !forms.isEmpty()) {
        Handler handler = handlers.computeIfAbsent(function, any -> new Handler());
        handler.uses++;
        handler.paths.add(text);
        handler.owners.add(owner);
        forms.forEach(form -> handler.names.addAll(form.names()));
      }
    }
  }

  static @Nullable String text(Node.CallMethod call) {
    return !call.arguments().isEmpty()
            && call.arguments().getFirst().value() instanceof Node.Constant constant
            && constant.value() instanceof String text
        ? text
        : null;
  }

  static @Nullable Function function(Node value) {
    return switch (value) {
      case Node.MakeClosure make -> make.function();
      case Node.FunctionValue named -> named.function();
      default -> null;
    };
  }

  private void lookAtParameters(Function function, Handler handler) {
    int count = function.parameters().size();
    if (handler.uses != uses.getOrDefault(function, 0) || count == 0) {
      // Something else calls it too.
      return;
    }
    for (Variable owner : handler.owners) {
      Set<String> above = mounts.names(owner);
      if (above == null) {
        return;
      }
      handler.names.addAll(above);
    }
    Variable request = function.parameters().get(count == 4 ? 1 : 0).variable();
    if (!request.isReassigned() && !writes(function.body(), request)) {
      lookAtParameters(function.body(), request, handler);
    }
  }

  private static boolean writes(Node node, Variable request) {
    boolean[] found = {
      switch (node) {
        case Node.WriteMember write ->
            isParams(write.target(), request)
                || (write.name().equals("params") && isRequest(write.target(), request));
        case Node.WriteIndex write -> isParams(write.target(), request);
        default -> false;
      }
    };
    Nodes.children(node, child -> found[0] |= writes(child, request));
    return found[0];
  }

  private void lookAtParameters(Node node, Variable request, Handler handler) {
    switch (node) {
      case Node.ReadMember read when isParams(read.target(), request) ->
          check(read.name(), read.span(), handler);
      case Node.ReadIndex read
          when isParams(read.target(), request)
              && read.index() instanceof Node.Constant constant
              && constant.value() instanceof String name ->
          check(name, read.index().span(), handler);
      case Node.CallMethod call
          when call.name().equals("param") && isRequest(call.target(), request) -> {
        String name = text(call);
        if (name != null) {
          check(name, call.arguments().getFirst().value().span(), handler);
        }
      }
      default -> {}
    }
    Nodes.children(node, child -> lookAtParameters(child, request, handler));
  }

  private static boolean isParams(Node node, Variable request) {
    return node instanceof Node.ReadMember read
        && read.name().equals("params")
        && isRequest(read.target(), request);
  }

  private static boolean isRequest(Node node, Variable request) {
    return node instanceof Node.Read read && read.variable() == request;
  }

  private void check(String name, Span span, Handler handler) {
    if (!handler.names.contains(name)) {
      String path = handler.paths.size() == 1 ? handler.paths.iterator().next() : null;
      problems.report(new UnknownParameter(name, path, Nearest.among(name, handler.names), span));
    }
  }
}
