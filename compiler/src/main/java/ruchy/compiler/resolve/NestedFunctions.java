package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;

/// The functions that stand in one block. They are closures that can be used before their
/// definition and by each other, so each is made as early as possible: at the start of the block,
/// or after the last of the block's variables that it captures, itself or through the others.
final class NestedFunctions {
  /// One of them.
  static final class Entry {
    private final NestedFunctions block;
    private final Variable variable;
    private final @Nullable FunctionDeclaration declaration;
    private final Frame frame;
    private final Set<Entry> needs = new LinkedHashSet<>();
    private final Map<String, Entry> gathered = new LinkedHashMap<>();
    private @Nullable Span firstUse;
    private int firstUseAt;

    private Entry(
        NestedFunctions block,
        Variable variable,
        @Nullable FunctionDeclaration declaration,
        Frame frame) {
      this.block = block;
      this.variable = variable;
      this.declaration = declaration;
      this.frame = frame;
    }

    Variable variable() {
      return variable;
    }

    FunctionDeclaration declaration() {
      return Objects.requireNonNull(declaration, "an object of functions is no function");
    }

    /// For an object of functions: it has that one under that name.
    void gather(String name, Entry function) {
      gathered.put(name, function);
      needs.add(function);
    }

    private Set<Variable> captures() {
      return declaration == null ? Set.of() : declaration.function().captures();
    }

    /// The node that makes the closure, or the object of the closures.
    private Node maker() {
      Span span = variable.span();
      if (declaration != null) {
        return new Node.MakeClosure(declaration.function(), span);
      }
      if (gathered.isEmpty()) {
        return Frame.nil(span);
      }
      List<Node> closures = new ArrayList<>();
      gathered.values().forEach(each -> closures.add(new Node.Read(each.variable, false, span)));
      return new Node.ObjectOf(List.copyOf(gathered.keySet()), closures, span);
    }

    /// The function in whose block it stands.
    Frame frame() {
      return frame;
    }

    void use(Span span) {
      if (block.declaring != null) {
        block.declaring.needs.add(this);
      } else if (firstUse == null) {
        firstUse = span;
        firstUseAt = block.statement;
      }
    }

    /// Where it was used although a variable that it captures is declared only later, if so;
    /// `madeAfter` is the index of the statement after which it is made.
    @Nullable Span useBefore(int madeAfter) {
      return firstUse != null && firstUseAt <= madeAfter ? firstUse : null;
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<Entry> objects = new ArrayList<>();
  private final Map<Variable, Integer> declaredAt = new HashMap<>();
  private int statement;
  private @Nullable Entry declaring;

  Entry add(Variable variable, FunctionDeclaration declaration, Frame frame) {
    var entry = new Entry(this, variable, declaration, frame);
    entries.add(entry);
    return entry;
  }

  /// An object of functions of the block, which is made when all of them are.
  Entry addObject(Variable variable, Frame frame) {
    var entry = new Entry(this, variable, null, frame);
    objects.add(entry);
    return entry;
  }

  /// The functions, and behind them the objects of functions.
  List<Entry> entries() {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(objects);
    return all;
  }

  /// A variable of the block is declared by the statement that is being resolved.
  void declared(Variable variable) {
    declaredAt.put(variable, statement);
  }

  void enterStatement(int index) {
    statement = index;
  }

  void enterBody(Entry entry) {
    declaring = entry;
  }

  void leaveBody() {
    declaring = null;
  }

  /// The index of the statement after which the function can be made, -1 for the start of the
  /// block.
  int madeAfter(Entry entry) {
    int last = -1;
    for (Entry needed : closure(entry)) {
      for (Variable captured : needed.captures()) {
        last = Math.max(last, declaredAt.getOrDefault(captured, -1));
      }
    }
    return last;
  }

  /// The variable of the block that is declared last of those that the function captures.
  Variable lastCaptured(Entry entry) {
    int last = madeAfter(entry);
    for (Entry needed : closure(entry)) {
      for (Variable captured : needed.captures()) {
        if (declaredAt.getOrDefault(captured, -1) == last) {
          return captured;
        }
      }
    }
    throw new IllegalStateException("captures nothing of its block: " + entry.variable);
  }

  /// The nodes that make the functions of `group`, which are all made at one place. A function that
  /// is needed before it is made gets its variable first.
  static List<Node> makers(List<Entry> group) {
    Set<Entry> early = new HashSet<>();
    Set<Entry> made = new HashSet<>();
    for (Entry entry : group) {
      for (Entry needed : entry.needs) {
        if (!made.contains(needed) && group.contains(needed)) {
          early.add(needed);
        }
      }
      made.add(entry);
    }
    List<Node> nodes = new ArrayList<>();
    for (Entry entry : group) {
      if (early.contains(entry)) {
        entry.variable.markReassigned();
        Span span = entry.variable.span();
        nodes.add(new Node.Declare(entry.variable, new Node.Constant(null, span), span));
      }
    }
    for (Entry entry : group) {
      Span span = entry.variable.span();
      Node maker = entry.maker();
      nodes.add(
          early.contains(entry)
              ? new Node.Write(entry.variable, maker, span)
              : new Node.Declare(entry.variable, maker, span));
    }
    return nodes;
  }

  private static Set<Entry> closure(Entry start) {
    Set<Entry> found = new LinkedHashSet<>();
    List<Entry> open = new ArrayList<>(List.of(start));
    while (!open.isEmpty()) {
      Entry entry = open.removeLast();
      if (found.add(entry)) {
        open.addAll(entry.needs);
      }
    }
    return found;
  }
}
