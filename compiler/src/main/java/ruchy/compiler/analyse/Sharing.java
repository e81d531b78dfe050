package ruchy.compiler.analyse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.runtime.library.Library;
import ruchy.runtime.library.LibraryFunction;

/// Which versions touch shared state (L 12.3): a value that several tasks can reach and some code
/// changes after its initialisation, or a variable that several tasks use and some code assigns.
final class Sharing {
  private static final int LONGEST_EXCERPT = 40;

  private final Types types;
  private final Map<Version, Behaviour> behaviours;
  private final Regions regions;
  private final Events events = new Events();
  private @Nullable Span firstTask;

  private Sharing(Types types, Map<Version, Behaviour> behaviours) {
    this.types = types;
    this.behaviours = behaviours;
    this.regions = new Regions(types);
  }

  /// Tells the behaviours what they touch themselves, and what they run in their own task. A
  /// program that can start no task has no use for that.
  static @Nullable Sharing find(Types types, Library library, Map<Version, Behaviour> behaviours) {
    boolean isSession = false;
    boolean hasTasks = false;
    var taskStarts = new TaskStarts(library);
    for (Version version : types.versions()) {
      for (Node node : version.nodes()) {
        isSession |= isOfSession(node);
        hasTasks = hasTasks || taskStarts.concerns(version, node);
      }
    }
    if (isSession) {
      // Later entries, which are not known, may do anything with what this one makes (L 20.3).
      behaviours.forEach(
          (version, behaviour) ->
              behaviour.mayShare(
                  version.function().body(), "is part of a session that goes on", List.of()));
    } else if (hasTasks) {
      var sharing = new Sharing(types, behaviours);
      sharing.run(library, taskStarts);
      return sharing;
    }
    return null;
  }

  /// Whether several tasks use the variable and some code assigns it.
  boolean isSharedState(Variable variable, Version version) {
    Place place = regions.place(version, variable);
    return place.shared != null && place.assigned != null;
  }

  /// Whether the value of the node is shared state.
  boolean isChanging(Version version, Node node) {
    Region region = regions.of(version, node);
    return region != null && region.isChangingState();
  }

  /// The statement of the top level or of `main` that may start the first task.
  @Nullable Span firstTask() {
    return firstTask;
  }

  private static boolean isOfSession(Node node) {
    return switch (node) {
      case Node.Read read -> read.variable().sessionKey() != null;
      case Node.Write write -> write.variable().sessionKey() != null;
      case Node.Declare declare -> declare.variable().sessionKey() != null;
      default -> false; // has no variable
    };
  }

  private void run(Library library, TaskStarts taskStarts) {
    Flow.of(types, library, regions, events);
    CallGraph graph = new CallGraph(types, events);
    behaviours.forEach(
        (version, behaviour) -> {
          behaviour.implicit.forEach((callee, node) -> graph.add(version, callee, node));
          behaviour.calls = graph.callees(version);
        });
    Set<Version> beginnings = new LinkedHashSet<>();
    for (Events.Leave leave : events.leaves) {
      beginnings.addAll(graph.callable(leave));
    }
    Set<Version> inTasks = graph.reachedFrom(beginnings);
    var beginning = new Beginning(types, taskStarts, graph, beginnings);
    firstTask = beginning.firstTask();
    changes(beginning);
    assignments(beginning);
    lateValues(beginning, graph);
    var reach = new Reach(regions);
    reach.share(events.leaves, globals(inTasks));
    reach.findChanging(lookedAtDeeply(graph));
    touches(graph);
  }

  private void changes(Beginning beginning) {
    for (Events.Change change : events.changes) {
      if (!beginning.contains(change.version(), change.node())) {
        change(change.region(), change.version(), change.node());
      }
    }
    for (Events.Call call : events.calls) {
      // A method of the library that was taken as a value may change its receiver.
      Region self = call.callee().root().receiverIfAny();
      if (self != null && !beginning.contains(call.version(), call.node())) {
        change(self, call.version(), call.node());
        events.useDeeply(self, call.version(), call.node());
      }
      Region seen = call.callee().root().seenReceiverIfAny();
      if (seen != null) {
        events.useDeeply(seen, call.version(), call.node());
      }
    }
  }

  private void change(Region region, Version version, Node node) {
    region.change(new Origin(node.span(), "it is changed", excerpt(node)), isInFunction(version));
  }

  private boolean isInFunction(Version version) {
    return version != types.topLevel() && version != types.main();
  }

  private void assignments(Beginning beginning) {
    Set<Place> written = new LinkedHashSet<>();
    for (Events.Access access : events.accesses) {
      Place place = access.place();
      if (!access.isAssigned()) continue;
      written.add(place);
      if (!beginning.contains(access.version(), access.node())) {
        String text = excerpt(access.node());
        var origin = new Origin(access.node().span(), "it is assigned again", text);
        place.isAssignedInFunctions |= isInFunction(access.version());
        if (place.assigned == null || origin.isBefore(place.assigned)) place.assigned = origin;
      }
    }
    for (Events.Access access : events.accesses) {
      Place place = access.place();
      Variable variable = place.variable;
      boolean isBoundAgain = variable.isReassigned() && !written.contains(place);
      if (place.assigned == null && isBoundAgain) {
        place.assigned = new Origin(variable.span(), "it is assigned again");
        place.isAssignedInFunctions = true; // by a pattern, wherever that is
      }
    }
  }

  /// A global that gets its value when a task that uses it may run already: that is seen by the
  /// others like any assignment.
  private void lateValues(Beginning beginning, CallGraph graph) {
    List<Events.Access> declarations = new ArrayList<>();
    Map<Version, List<Place>> used = new HashMap<>();
    for (Events.Access access : events.accesses) {
      Place place = access.place();
      if (!place.variable.isGlobal()) continue;
      if (access.version() != types.topLevel()) {
        used.computeIfAbsent(access.version(), _ -> new ArrayList<>()).add(place);
      } else if (access.node() instanceof Node.Declare
          && !beginning.contains(access.version(), access.node())) {
        declarations.add(access);
      }
    }
    declarations.sort(Comparator.comparingInt(access -> access.node().span().start()));
    Set<Events.Leave> earlier = new HashSet<>();
    Set<Version> running = new HashSet<>();
    Set<Place> mayBeRead = new HashSet<>();
    for (Events.Access declaration : declarations) {
      Span place = declaration.node().span();
      for (Events.Leave leave : events.leaves) {
        if (isAfter(leave, place) || !earlier.add(leave)) continue;
        for (Version version : graph.reachedFrom(graph.callable(leave))) {
          if (running.add(version)) {
            mayBeRead.addAll(used.getOrDefault(version, List.of()));
          }
        }
      }
      if (mayBeRead.contains(declaration.place()) && declaration.place().assigned == null) {
        declaration.place().assigned =
            new Origin(
                place, "it gets its value when they may run already", excerpt(declaration.node()));
      }
    }
  }

  /// Whether the value leaves its task only after what stands at the place of the top level.
  private boolean isAfter(Events.Leave leave, Span place) {
    Span leaves = leave.origin().place();
    return leave.version() == types.topLevel()
        && leaves.source() == place.source()
        && leaves.start() > place.start();
  }

  /// The globals that code of tasks uses.
  private List<Place> globals(Set<Version> inTasks) {
    Set<Place> used = new LinkedHashSet<>();
    for (Events.Access access : events.accesses) {
      Variable variable = access.place().variable;
      if (variable.isGlobal() && inTasks.contains(access.version())) {
        used.add(access.place());
      }
    }
    return new ArrayList<>(used);
  }

  private List<Region> lookedAtDeeply(CallGraph graph) {
    List<Region> regionsLookedAt = new ArrayList<>();
    for (Events.Use use : events.uses) {
      if (use.isDeep()) regionsLookedAt.add(use.region());
    }
    for (Events.Leave leave : events.leaves) {
      for (Version version : graph.callable(leave)) {
        Region result = regions.result(version);
        if (result != null) regionsLookedAt.add(result);
      }
    }
    regionsLookedAt.add(regions.thrown());
    return regionsLookedAt;
  }

  private void touches(CallGraph graph) {
    for (Events.Use use : events.uses) {
      touch(use.region(), use.isDeep(), use.version(), use.node());
    }
    for (Events.Access access : events.accesses) {
      Origin shared = access.place().shared;
      Origin assigned = access.place().assigned;
      if (shared != null && assigned != null) {
        String name = access.place().variable.name();
        Origin movable = access.place().isAssignedInFunctions ? null : assigned;
        var state = new Behaviour.Touch(access.place(), name, access.node().span(), movable);
        touch(
            state,
            access.version(),
            access.node(),
            "uses `" + name + "`",
            List.of(shared, assigned));
      }
    }
    for (Events.Leave leave : events.leaves) {
      // The library looks at what a handler yields or raises, in the handler's task.
      if (leave.kind() == Events.Leave.Kind.HANDLER) {
        for (Version version : graph.callable(leave)) {
          Region result = regions.result(version);
          if (result != null) touch(result, true, version, version.function().body());
          if (mayRaise(version, graph)) {
            touch(regions.thrown(), true, version, version.function().body());
          }
        }
      }
    }
  }

  /// Whether an error of another task may leave the version. The text of one of its own is looked
  /// at where it is thrown.
  private boolean mayRaise(Version version, CallGraph graph) {
    for (Version reached : graph.reachedFrom(List.of(version))) {
      for (Node node : reached.nodes()) {
        if (node instanceof Node.Await || isCallOfTask(node, reached)) return true;
      }
    }
    return false;
  }

  private static boolean isCallOfTask(Node node, Version version) {
    return switch (version.targetOf(node)) {
      case Target.OfLibrary(LibraryFunction function) -> function.waits();
      case null -> node instanceof Node.CallMethod || node instanceof Node.CallValue;
      case Target.OfVersion _, Target.OfClosure _, Target.OfMethod _, Target.OfMethods _ -> false;
      case Target.OfField _ -> false;
    };
  }

  private void touch(Region region, boolean isDeep, Version version, Node node) {
    Region state =
        region.isChangingState()
            ? region
            : isDeep && region.leadsToChanging() ? changing(region) : null;
    if (state == null) {
      return;
    }
    Origin shared = state.shared();
    Origin changed = state.changed();
    List<Origin> because = new ArrayList<>();
    if (shared != null) because.add(shared);
    if (changed != null) {
      because.add(
          state == region
              ? changed
              : new Origin(changed.place(), "something within it is changed", changed.text()));
    }
    String text = excerpt(node);
    Origin movable = state.isChangedInFunctions() ? null : changed;
    var touch = new Behaviour.Touch(state.root(), nameIn(text), node.span(), movable);
    touch(touch, version, node, "uses `" + text + "`", because);
  }

  /// Something within the region that changes while several tasks reach it; the region is known to
  /// lead to it.
  private static Region changing(Region region) {
    Deque<Region> queue = new ArrayDeque<>(List.of(region.root()));
    Set<Region> seen = new HashSet<>(queue);
    while (!queue.isEmpty()) {
      Region next = queue.remove();
      if (next.isChangingState()) return next;
      next.reachable(
          (_, part) -> {
            if (seen.add(part)) queue.add(part);
          });
    }
    return region;
  }

  /// The name that an expression begins with; the whole where it begins with something else.
  private static String nameIn(String text) {
    int end = 0;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) end++;
    boolean isName = end > 0 && (end == text.length() || ".[ ".indexOf(text.charAt(end)) >= 0);
    return isName ? text.substring(0, end) : text;
  }

  private void touch(
      Behaviour.Touch touch, Version version, Node node, String why, List<Origin> because) {
    Behaviour behaviour = behaviours.get(version);
    if (behaviour != null) {
      behaviour.mayShare(node, why, because);
      behaviour.touches.add(touch);
    }
  }

  /// The source of the node, a member with what it is a member of.
  private static String excerpt(Node node) {
    Span span =
        switch (node) {
          case Node.ReadMember read -> read.target().span().to(read.span());
          case Node.WriteMember write -> write.target().span().to(write.span());
          case Node.CallMethod call -> call.target().span().to(call.span());
          default -> node.span();
        };
    String text = span.text();
    String line = text.lines().findFirst().orElse("");
    if (line.length() > LONGEST_EXCERPT) return line.substring(0, LONGEST_EXCERPT) + "..";
    return line.length() == text.length() ? line : line + " ..";
  }
}
