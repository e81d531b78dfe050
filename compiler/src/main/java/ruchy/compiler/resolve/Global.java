package ruchy.compiler.resolve;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Variable;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.TypeName;

/// A top-level variable or constant while the top-level code is resolved in the order in which it
/// runs.
final class Global {
  /// How far its `let` is.
  enum State {
    /// not reached yet
    BEFORE,
    /// reached, but it may have been skipped
    PERHAPS,
    /// initialised whenever later code runs
    CERTAIN
  }

  private final Identifier name;
  private final @Nullable TypeName type;
  private final Scope scope;
  private final boolean constant;
  private final Function<Global, Variable> maker;
  private State state = State.BEFORE;
  private @Nullable Variable variable;
  private boolean declared;
  private boolean several;
  private boolean plain;

  /// `type` is the annotation of its declaration, `scope` where that stands. The variable is made
  /// when it is first needed, after all types are known.
  Global(
      Identifier name,
      @Nullable TypeName type,
      Scope scope,
      boolean constant,
      Function<Global, Variable> maker) {
    this.name = name;
    this.type = type;
    this.scope = scope;
    this.constant = constant;
    this.maker = maker;
  }

  Identifier name() {
    return name;
  }

  /// The annotation; none if the name is declared several times, because it is checked only at
  /// these places then (L 4.3).
  @Nullable TypeName type() {
    return several ? null : type;
  }

  Scope scope() {
    return scope;
  }

  boolean isConstant() {
    return constant;
  }

  /// There is another `let` of the name.
  void markSeveral() {
    several = true;
  }

  Variable variable() {
    if (variable == null) {
      variable = maker.apply(this);
    }
    return variable;
  }

  /// A constant whose value is known and no instance, nor holds one.
  boolean isPlain() {
    return plain;
  }

  void markPlain() {
    plain = true;
  }

  State state() {
    return state;
  }

  /// A `let` of this variable has been reached. A second one assigns it anew (L 7.2).
  void declare() {
    if (declared) {
      variable().markReassigned();
    }
    declared = true;
    if (state == State.BEFORE) {
      state = State.PERHAPS;
    }
  }

  void settle() {
    state = State.CERTAIN;
  }
}
