package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ruchy.compiler.program.Variable;
import ruchy.compiler.tree.Identifier;

/// Makes the variables of one pattern: locals of a block, or globals at the top level. A name that
/// several alternatives bind is one variable.
final class Binder {
  private final Resolution all;
  private final Scope scope;
  private final boolean certain;
  private final Map<String, Variable> bound = new LinkedHashMap<>();
  private Set<String> touched = new HashSet<>();
  private final List<Binding.Local> locals = new ArrayList<>();
  private final List<Global> globals = new ArrayList<>();

  /// `certain`: what is bound is initialised whenever later code runs.
  Binder(Resolution all, Scope scope, boolean certain) {
    this.all = all;
    this.scope = scope;
    this.certain = certain;
  }

  Variable bind(Identifier name) {
    touched.add(name.text());
    Variable present = bound.get(name.text());
    return present == null ? make(name) : present;
  }

  private Variable make(Identifier name) {
    Variable variable;
    if (scope.isGlobal()) {
      Global global = all.items.global(name, scope);
      global.declare();
      globals.add(global);
      variable = global.variable();
    } else {
      variable = new Variable(name.text(), name.span(), false, null);
      locals.add(scope.bindLocal(variable));
    }
    bound.put(name.text(), variable);
    return variable;
  }

  /// Starts to collect anew the names that are bound; gives those bound before.
  Set<String> swapNames(Set<String> names) {
    Set<String> before = touched;
    touched = names;
    return before;
  }

  List<Binding.Local> locals() {
    return locals;
  }

  /// The pattern has been resolved; its globals count as initialised.
  void initialised() {
    if (certain) {
      globals.forEach(all::initialised);
    }
  }
}
