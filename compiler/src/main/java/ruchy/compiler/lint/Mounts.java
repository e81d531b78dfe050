package ruchy.compiler.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;

/// The HTTP servers and routers of a program that variables name for certain, and below which paths
/// the routers are: `server.route("/users", users)`, `server.group("/api", |api| ..)`.
final class Mounts {
  /// Where a router is.
  ///
  /// @param names the parameters of the path below `above`; null when it is no literal text
  private record Mount(Variable above, @Nullable Set<String> names) {}

  private final Set<Variable> servers = new HashSet<>();
  private final Map<Variable, List<Mount>> routers = new HashMap<>();

  /// How often a router is read, beyond the calls of its own methods and those that mount it.
  private final Map<Variable, Integer> otherReads = new HashMap<>();

  /// Looks at the whole program; whether it has servers or routers at all.
  boolean find(Program program) {
    program.functions().forEach(function -> findNew(function.body()));
    int known = 0;
    while (known < servers.size() + routers.size()) {
      // Groups have groups, and functions stand in any order.
      known = servers.size() + routers.size();
      program.functions().forEach(function -> findGroups(function.body()));
    }
    if (known == 0) {
      return false;
    }
    program.functions().forEach(function -> findMounts(function.body()));
    return true;
  }

  private void findNew(Node node) {
    if (node instanceof Node.Declare(Variable variable, Node value, _)
        && value instanceof Node.CallLibrary(String owner, String name, _, _)
        && name.equals("new")
        && !variable.isReassigned()) {
      if (owner.equals("http::Server")) {
        servers.add(variable);
      } else if (owner.equals("http::Router")) {
        routers.put(variable, new ArrayList<>());
      }
    }
    Nodes.children(node, this::findNew);
  }

  private void findGroups(Node node) {
    if (node instanceof Node.CallMethod call
        && call.name().equals("group")
        && call.arguments().size() == 2) {
      Variable above = owner(call.target());
      Function body = Routes.function(call.arguments().getLast().value());
      if (above != null && body != null && body.parameters().size() == 1) {
        Variable router = body.parameters().getFirst().variable();
        boolean isClosure = call.arguments().getLast().value() instanceof Node.MakeClosure;
        if (isClosure && !router.isReassigned() && !routers.containsKey(router)) {
          List<Mount> mounts = new ArrayList<>();
          mounts.add(new Mount(above, names(call)));
          routers.put(router, mounts);
        }
      }
    }
    Nodes.children(node, this::findGroups);
  }

  private void findMounts(Node node) {
    switch (node) {
      case Node.Read read when routers.containsKey(read.variable()) ->
          otherReads.merge(read.variable(), 1, Integer::sum);
      case Node.CallMethod call -> {
        if (call.target() instanceof Node.Read read) {
          otherReads.merge(read.variable(), -1, Integer::sum);
        }
        Variable above = owner(call.target());
        if (above != null
            && call.name().equals("route")
            && call.arguments().size() == 2
            && call.arguments().getLast().value() instanceof Node.Read read
            && routers.containsKey(read.variable())) {
          otherReads.merge(read.variable(), -1, Integer::sum);
          routers.get(read.variable()).add(new Mount(above, names(call)));
        }
      }
      default -> {}
    }
    Nodes.children(node, this::findMounts);
  }

  private static @Nullable Set<String> names(Node.CallMethod call) {
    String text = Routes.text(call);
    List<RoutePath> forms = text == null ? List.of() : RoutePath.forms(text);
    return forms.isEmpty() ? null : forms.getFirst().names();
  }

  /// The server or router that `server`, or `server.get(..).post(..)`, is; null for anything else.
  @Nullable Variable owner(Node node) {
    return switch (node) {
      case Node.Read read
          when servers.contains(read.variable()) || routers.containsKey(read.variable()) ->
          read.variable();
      case Node.CallMethod call -> owner(call.target());
      default -> null;
    };
  }

  /// The parameters of the paths that a server or router is below; null when it may be elsewhere
  /// too.
  @Nullable Set<String> names(Variable owner) {
    Set<String> names = new TreeSet<>();
    return addNames(owner, names, new HashSet<>()) ? names : null;
  }

  private boolean addNames(Variable owner, Set<String> names, Set<Variable> seen) {
    if (servers.contains(owner) || !seen.add(owner)) {
      return true;
    }
    List<Mount> mounts = routers.getOrDefault(owner, List.of());
    if (mounts.isEmpty() || otherReads.getOrDefault(owner, 0) != 0) {
      return false;
    }
    for (Mount mount : mounts) {
      Set<String> below = mount.names();
      if (below == null || !addNames(mount.above(), names, seen)) {
        return false;
      }
      names.addAll(below);
    }
    return true;
  }
}
