package ruchy.compiler.program;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.source.Span;

/// A function, method, closure, task block, or the top-level code. Its body is set once, after all
/// names are known, because functions may be used before their definition (L 7.3).
public final class Function {
  /// What kind of code it is.
  public enum Kind {
    TOP_LEVEL,
    NAMED,
    METHOD,
    CLOSURE,
    /// the body of `spawn` or `async`
    TASK
  }

  /// One parameter, in order. `fallback` is evaluated at each call that lacks the argument and sees
  /// the parameters before it (L 3.2). A parameter written as a pattern is a variable without
  /// source name that the body takes apart.
  public record Parameter(Variable variable, @Nullable Node fallback, boolean byReference) {
    /// Whether the program gives it that name; a pattern has none.
    public boolean isNamed(String name) {
      return variable.name().equals(name);
    }

    /// Whether it has a default that is evaluated when it counts, other than a literal.
    public boolean isComputed() {
      return fallback != null && !(fallback instanceof Node.Constant);
    }
  }

  private final String name;
  private final String displayName;
  private final Kind kind;
  private final boolean async;
  private final Span span;
  private final @Nullable Function enclosing;
  private final Set<Variable> captures = new LinkedHashSet<>();
  private List<Parameter> parameters = List.of();
  private boolean rest;
  private @Nullable Annotation result;
  private @Nullable UserType owner;
  private @Nullable Node body;
  private boolean prescribed;
  private boolean passing;
  private boolean byFields;

  public Function(
      String name,
      String displayName,
      Kind kind,
      boolean async,
      Span span,
      @Nullable Function enclosing) {
    this.name = name;
    this.displayName = displayName;
    this.kind = kind;
    this.async = async;
    this.span = span;
    this.enclosing = enclosing;
  }

  /// The name in the source; empty for closures and tasks.
  public String name() {
    return name;
  }

  /// As stack lines show it: `total`, `Shop.total`, `closure in total`, `task in total`, `top
  /// level` (L 11.3).
  public String displayName() {
    return displayName;
  }

  public Kind kind() {
    return kind;
  }

  /// A call starts a task (L 12.1).
  public boolean isAsync() {
    return async;
  }

  public Span span() {
    return span;
  }

  /// The function in whose body it stands; null for the top-level code, methods, and functions of
  /// the top level.
  public @Nullable Function enclosing() {
    return enclosing;
  }

  /// The local variables of enclosing functions that it uses, itself or through functions within
  /// it. Never globals.
  public Set<Variable> captures() {
    return captures;
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /// The last parameter collects the rest of the arguments in a list.
  public boolean hasRest() {
    return rest;
  }

  /// The declared result type; `Return` nodes and the body are checked already. `nil` also discards
  /// the value.
  public @Nullable Annotation result() {
    return result;
  }

  /// The user type whose method it is.
  public @Nullable UserType owner() {
    return owner;
  }

  /// Whether it is a method: the first parameter is `self`.
  public boolean takesSelf() {
    return owner != null
        && !parameters.isEmpty()
        && parameters.getFirst().variable().name().equals("self");
  }

  /// Whether a parameter with a default that is computed stands before another one: named arguments
  /// may leave out just that.
  public boolean hasComputedBeforeOthers() {
    int last = parameters.size() - (rest ? 2 : 1);
    return last > 0 && parameters.subList(0, last).stream().anyMatch(Parameter::isComputed);
  }

  /// The least number of arguments of a call.
  public int minimumArity() {
    int count = 0;
    int last = rest ? parameters.size() - 1 : parameters.size();
    for (int i = 0; i < last; i++) {
      if (parameters.get(i).fallback() == null) {
        count = i + 1;
      }
    }
    return count;
  }

  /// The greatest number of arguments of a call, -1 without limit.
  public int maximumArity() {
    return rest ? -1 : parameters.size();
  }

  /// Something else lays down which parameters it has: a trait, a superclass, an operator.
  public boolean isPrescribed() {
    return prescribed;
  }

  public void markPrescribed() {
    prescribed = true;
  }

  /// It only passes its arguments on to a function of the same name, which stack lines show.
  public boolean isPassing() {
    return passing;
  }

  public void markPassing() {
    passing = true;
  }

  /// Its parameters are the fields of a class without constructor, which are given by name alone.
  public boolean isByFields() {
    return byFields;
  }

  public void markByFields() {
    byFields = true;
  }

  public Node body() {
    if (body == null) {
      throw new IllegalStateException("the body of " + displayName + " is not resolved yet");
    }
    return body;
  }

  public void setSignature(List<Parameter> parameters, boolean rest, @Nullable Annotation result) {
    this.parameters = List.copyOf(parameters);
    this.rest = rest;
    this.result = result;
  }

  public void setOwner(UserType owner) {
    this.owner = owner;
  }

  public void setBody(Node body) {
    this.body = body;
  }

  @Override
  public String toString() {
    return displayName;
  }
}
