package ruchy.compiler.bounds;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ruchy.compiler.program.Variable;

/// What is known of the variables at one place of the code. Variables that closures or other
/// functions may change are never known.
///
/// Branches are tried one after the other on the same object: a branch begins at a mark, and what
/// it changed is taken back before the next one.
final class Known {
  private final Map<Variable, Interval> intervals = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean reached = true;

  private record Change(Variable variable, Interval before) {}

  /// What a branch has changed.
  record Branch(Map<Variable, Interval> changed, boolean reached) {}

  static boolean isFollowed(Variable variable) {
    return variable.sessionKey() == null
        && !(variable.isGlobal() && variable.isUsedInFunctions())
        && !(variable.isCaptured() && variable.isReassigned());
  }

  Interval of(Variable variable) {
    return intervals.getOrDefault(variable, Interval.ALL);
  }

  void set(Variable variable, Interval interval) {
    if (!isFollowed(variable)) {
      return;
    }
    Interval before = of(variable);
    if (before.equals(interval)) {
      return;
    }
    changes.add(new Change(variable, before));
    put(variable, interval);
  }

  private void put(Variable variable, Interval interval) {
    if (interval.isAll()) {
      intervals.remove(variable);
    } else {
      intervals.put(variable, interval);
    }
  }

  /// Whether this place can be reached.
  boolean isReached() {
    return reached;
  }

  /// The code has left: nothing comes here.
  void leave() {
    reached = false;
  }

  int mark() {
    return changes.size();
  }

  /// Ends a branch: takes back what changed since the mark.
  Branch endBranch(int mark) {
    Map<Variable, Interval> changed = new HashMap<>();
    while (changes.size() > mark) {
      Change change = changes.removeLast();
      changed.putIfAbsent(change.variable(), of(change.variable()));
      put(change.variable(), change.before());
    }
    var branch = new Branch(changed, reached);
    reached = true;
    return branch;
  }

  /// Goes on behind branches of which one was taken.
  void join(List<Branch> branches) {
    Map<Variable, Interval> joined = new HashMap<>();
    reached = false;
    for (Branch branch : branches) {
      reached |= branch.reached();
      if (branch.reached()) {
        branch.changed().keySet().forEach(variable -> joined.put(variable, Interval.ALL));
      }
    }
    for (Variable variable : joined.keySet()) {
      Interval all = null;
      for (Branch branch : branches) {
        if (branch.reached()) {
          Interval one = branch.changed().getOrDefault(variable, of(variable));
          all = all == null ? one : all.join(one);
        }
      }
      set(variable, all == null ? Interval.ALL : all);
    }
  }
}
