package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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

/// Routes of HTTP servers that are never reached, because an earlier one takes their requests (they
/// run in the order in which they were added), and parameters that no path of a function has. Only
/// what stands one after the other, with paths that are literal texts, is looked at.
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
    int uses;
  }

  private final Problems problems;
  private final Set<Variable> servers = new HashSet<>();
  private final Map<Function, Handler> handlers = new HashMap<>();

  /// How often a function is named at all.
  private final Map<Function, Integer> uses = new HashMap<>();

  private Routes(Problems problems) {
    this.problems = problems;
  }

  static void look(Program program, Problems problems) {
    Routes routes = new Routes(problems);
    program.functions().forEach(function -> routes.findServers(function.body()));
    if (routes.servers.isEmpty()) {
      return;
    }
    program.functions().forEach(function -> routes.findRoutes(function.body()));
    routes.handlers.forEach(routes::lookAtParameters);
  }

  private void findServers(Node node) {
    if (node instanceof Node.Declare(Variable variable, Node value, _)
        && value instanceof Node.CallLibrary(String owner, String name, _, _)
        && owner.equals("http::Server")
        && name.equals("new")
        && !variable.isReassigned()) {
      servers.add(variable);
    }
    countUse(node);
    Nodes.children(node, this::findServers);
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
      Map<Variable, List<Route>> before = new HashMap<>();
      for (Node statement : sequence.nodes()) {
        addRoutes(statement, before);
      }
    }
    Nodes.children(node, this::findRoutes);
  }

  /// Adds the routes of `server.get(..)`, or of `server.get(..).post(..)`; the variable of the
  /// server, or null for anything else.
  private @Nullable Variable addRoutes(Node node, Map<Variable, List<Route>> before) {
    if (node instanceof Node.Read read) {
      return servers.contains(read.variable()) ? read.variable() : null;
    }
    if (!(node instanceof Node.CallMethod call)) {
      return null;
    }
    Variable server = addRoutes(call.target(), before);
    if (server != null && METHODS.contains(call.name())) {
      add(call, before.computeIfAbsent(server, any -> new ArrayList<>()));
    } else if (server != null && call.name().equals("use") && call.arguments().size() == 2) {
      note(call);
    }
    return server;
  }

  private void add(Node.CallMethod call, List<Route> before) {
    String text = text(call);
    if (text == null || call.arguments().size() < 2) {
      return;
    }
    note(call);
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
  private void note(Node.CallMethod call) {
    String text = text(call);
    List<RoutePath> forms = text == null ? List.of() : RoutePath.forms(text);
    for (Node.Element argument : call.arguments().subList(1, call.arguments().size())) {
      Function function = function(argument.value());
      if (function != null && text != null && !forms.isEmpty()) {
        Handler handler = handlers.computeIfAbsent(function, any -> new Handler());
        handler.uses++;
        handler.paths.add(text);
        forms.forEach(form -> handler.names.addAll(form.names()));
      }
    }
  }

  private static @Nullable String text(Node.CallMethod call) {
    return !call.arguments().isEmpty()
            && call.arguments().getFirst().value() instanceof Node.Constant constant
            && constant.value() instanceof String text
        ? text
        : null;
  }

  private static @Nullable Function function(Node value) {
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
