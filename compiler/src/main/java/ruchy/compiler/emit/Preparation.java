package ruchy.compiler.emit;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import ruchy.compiler.infer.Types;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Matcher;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Variable;

/// What must be known of the whole program before code is written.
final class Preparation {
  private final Set<Variable> shared = new HashSet<>();
  private final Set<Variable> checked = new HashSet<>();
  private final Set<Variable> growing = new HashSet<>();
  private final Set<Variable> measured = new HashSet<>();
  private final Set<Variable> copied = new HashSet<>();
  private final Set<Node> needEmptyStack = Collections.newSetFromMap(new IdentityHashMap<>());

  private final IdentityHashMap<Function, Outline> outlines = new IdentityHashMap<>();

  private final Appends appends;

  private Preparation(Appends appends) {
    this.appends = appends;
  }

  /// `seesResults`: what functions return is looked at beside the program.
  static Preparation of(Program program, Types types, boolean seesResults) {
    var preparation = new Preparation(Appends.in(program, types, seesResults));
    for (Function function : program.functions()) {
      preparation.look(function);
    }
    preparation.copied.addAll(LentParameters.of(program));
    return preparation;
  }

  /// Whether closures and the function around them must see one variable, rather than each a copy
  /// of its value: some code assigns it, or a closure captures it before it has its value.
  boolean isShared(Variable variable) {
    return shared.contains(variable);
  }

  /// How the code of a function is cut into methods.
  Outline outlineOf(Function function) {
    return outlines.computeIfAbsent(function, f -> Outline.of(f, this));
  }

  /// Whether a global is a static field; others are variables of the top-level code. One that may
  /// be read before it has its value, as in `let [a = b, b] = xs`, needs the field that tells.
  boolean isStatic(Variable variable) {
    return variable.isGlobal() && (variable.isUsedInFunctions() || checked.contains(variable));
  }

  /// Whether loops append text to the variable.
  boolean isGrowing(Variable variable) {
    return growing.contains(variable);
  }

  /// Whether loops ask for the length of the variable.
  boolean isMeasured(Variable variable) {
    return measured.contains(variable);
  }

  /// What the program appends to.
  Appends appends() {
    return appends;
  }

  /// Whether a struct that the library passes for the parameter is copied first (L 8.1): callers of
  /// the program copy what they pass themselves.
  boolean isCopied(Variable parameter) {
    return copied.contains(parameter);
  }

  /// Globals that some code may read before they have a value.
  boolean isChecked(Variable global) {
    return checked.contains(global);
  }

  /// Whether the code of the node jumps or catches in a way that the JVM allows only when nothing
  /// else is on the operand stack.
  boolean needsEmptyStack(Node node) {
    return needEmptyStack.contains(node);
  }

  private void look(Function function) {
    Set<Variable> declared = new HashSet<>();
    for (Function.Parameter parameter : function.parameters()) {
      Variable variable = parameter.variable();
      declared.add(variable);
      if (variable.isCaptured() && variable.isReassigned()) {
        shared.add(variable);
      }
      Node fallback = parameter.fallback();
      if (fallback != null) {
        look(fallback, function, declared);
      }
    }
    look(function.body(), function, declared);
    GrowingText.find(function.body(), growing, measured);
  }

  private boolean look(Node node, Function function, Set<Variable> declared) {
    boolean[] empty = {
      switch (node) {
        case Node.Try ignored -> true;
        case Node.Loop ignored -> true;
        case Node.While ignored -> true;
        case Node.ForEach ignored -> true;
        case Node.Break ignored -> true;
        case Node.Continue ignored -> true;
        case Node.Return ignored -> true;
        case Node.Propagate ignored -> true;
        default -> false;
      }
    };
    before(node, declared);
    Nodes.children(
        node,
        child -> {
          if (look(child, function, declared)) {
            empty[0] = true;
          }
        });
    after(node, function, declared);
    if (empty[0]) {
      needEmptyStack.add(node);
    }
    return empty[0];
  }

  /// Variables that have their value before the parts of the node run.
  private void before(Node node, Set<Variable> declared) {
    switch (node) {
      case Node.ForEach loop -> {
        declare(loop.variable(), declared);
        Variable second = loop.second();
        if (second != null) {
          declare(second, declared);
        }
      }
      case Node.Match match -> {
        declare(match.subject(), declared);
        match.arms().forEach(arm -> declareAll(arm.matcher(), declared));
      }
      case Node.SafeChain chain -> declare(chain.receiver(), declared);
      case Node.Try attempt -> {
        for (Node.Catch clause : attempt.catches()) {
          Variable variable = clause.variable();
          if (variable != null) {
            declare(variable, declared);
          }
        }
      }
      case Node.Read read -> {
        if (read.checked()) {
          checked.add(read.variable());
        }
      }
      default -> {}
    }
  }

  private void after(Node node, Function function, Set<Variable> declared) {
    switch (node) {
      case Node.Declare declare -> declare(declare.variable(), declared);
      case Node.Destructure destructure -> declareAll(destructure.matcher(), declared);
      case Node.MakeClosure closure -> {
        for (Variable variable : closure.function().captures()) {
          if (!function.captures().contains(variable) && !declared.contains(variable)) {
            shared.add(variable);
          }
        }
      }
      default -> {}
    }
  }

  private void declareAll(Matcher matcher, Set<Variable> declared) {
    Nodes.bindings(matcher, variable -> declare(variable, declared));
  }

  private void declare(Variable variable, Set<Variable> declared) {
    declared.add(variable);
    if (variable.isCaptured() && variable.isReassigned()) {
      shared.add(variable);
    }
  }
}
