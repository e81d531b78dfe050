package ruchy.compiler.program;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A variable, parameter or global. Two `let`s of one name in a block are two variables (L 7.2).
public final class Variable {
  private final String name;
  private final Span span;
  private final boolean global;
  private final @Nullable Annotation annotation;
  private boolean captured;
  private boolean reassigned;
  private boolean usedInFunctions;
  private boolean constant;
  private @Nullable String sessionKey;

  public Variable(String name, Span span, boolean global, @Nullable Annotation annotation) {
    this.name = name;
    this.span = span;
    this.global = global;
    this.annotation = annotation;
  }

  public String name() {
    return name;
  }

  public Span span() {
    return span;
  }

  public boolean isGlobal() {
    return global;
  }

  /// The type that values must have when they enter; the `Check` nodes are in place already.
  public @Nullable Annotation annotation() {
    return annotation;
  }

  /// A closure or nested function uses it (locals and parameters; see `usedInFunctions` for
  /// globals).
  public boolean isCaptured() {
    return captured;
  }

  /// Some code assigns it besides its `let` or binding, or its `let` runs again while an older
  /// closure lives on.
  public boolean isReassigned() {
    return reassigned;
  }

  /// A global that a function or closure uses, so that it cannot be a local of the top-level code;
  /// or a constant of a function whose value a method of a type in it takes over.
  public boolean isUsedInFunctions() {
    return usedInFunctions;
  }

  /// Declared by `const`.
  public boolean isConstant() {
    return constant;
  }

  /// The name under which a session keeps the value of the global (L 20.3), so that code that is
  /// compiled later finds it; null outside of sessions.
  public @Nullable String sessionKey() {
    return sessionKey;
  }

  /// The global belongs to a session: what later entries do with it is not known.
  public void keepInSession(String key) {
    sessionKey = key;
    usedInFunctions = true;
    reassigned = true;
  }

  public void markCaptured() {
    captured = true;
  }

  public void markReassigned() {
    reassigned = true;
  }

  public void markUsedInFunctions() {
    usedInFunctions = true;
  }

  public void markConstant() {
    constant = true;
  }

  @Override
  public String toString() {
    return name;
  }
}
