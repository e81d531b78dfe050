package ruchy.compiler.analyse;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;

/// What the code of a program does to regions and variables, found in one walk over it. What it
/// means is decided later, when all regions are known.
final class Events {
  /// A node looks at a value: `isDeep` when it may look at everything within it.
  record Use(Region region, boolean isDeep, Version version, Node node) {}

  /// A node changes a value.
  record Change(Region region, Version version, Node node) {}

  /// A node reads or assigns a variable.
  record Access(Place place, boolean isAssigned, Version version, Node node) {}

  /// A node calls whatever functions are among the values, now.
  record Call(Region callee, Version version, Node node) {}

  /// A node calls a version.
  record Run(Version callee, Version version, Node node) {}

  /// Values are handed to another task.
  record Leave(Region region, Origin origin, Kind kind, Version version) {
    /// What is handed over.
    enum Kind {
      /// whatever is in the region
      VALUES,
      /// functions, if some are in the region or within one of its values
      FUNCTIONS_AMONG,
      /// a function whose result the library looks at
      HANDLER
    }

    /// The regions of what is handed over, as far as that is known now.
    Collection<Region> regions() {
      if (kind != Kind.FUNCTIONS_AMONG) {
        return List.of(region.root());
      }
      List<Region> functions = new ArrayList<>();
      for (Region part : region.within()) {
        if (!part.closures().isEmpty() || !part.bound().isEmpty()) {
          functions.add(part);
        }
      }
      return functions;
    }
  }

  final List<Use> uses = new ArrayList<>();
  final List<Change> changes = new ArrayList<>();
  final List<Access> accesses = new ArrayList<>();
  final List<Call> calls = new ArrayList<>();
  final List<Run> runs = new ArrayList<>();
  final List<Leave> leaves = new ArrayList<>();

  void use(@Nullable Region region, Version version, Node node) {
    if (region != null) {
      uses.add(new Use(region, false, version, node));
    }
  }

  void useDeeply(@Nullable Region region, Version version, Node node) {
    if (region != null) {
      uses.add(new Use(region, true, version, node));
    }
  }

  /// A change looks at the value as well.
  void change(@Nullable Region region, Version version, Node node) {
    if (region != null) {
      changes.add(new Change(region, version, node));
      uses.add(new Use(region, false, version, node));
    }
  }

  void leave(@Nullable Region region, Leave.Kind kind, Version version, Node node, String how) {
    if (region != null) {
      leaves.add(new Leave(region, new Origin(node.span(), how), kind, version));
    }
  }
}
