package ruchy.compiler.infer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Cell;
import ruchy.compiler.type.Type;

/// A function for one tuple of argument types, with the types of everything in it. Becomes one
/// method.
public final class Version implements Cell.Reader {
  private final Function function;
  private final @Nullable Version enclosing;
  private final boolean open;
  private final boolean gapped;
  private final List<@Nullable Type> arguments;
  private final Map<Variable, Cell> variables = new HashMap<>();
  private final Cell result = new Cell();
  private final IdentityHashMap<Node, Map<Integer, Cell>> sites = new IdentityHashMap<>();
  private final IdentityHashMap<Node.LoopLabel, Cell> breaks = new IdentityHashMap<>();
  private IdentityHashMap<Node, Type> types = new IdentityHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private IdentityHashMap<Node, Target> targets = new IdentityHashMap<>();
  private IdentityHashMap<Node, Code> made = new IdentityHashMap<>();
  private final Set<Node> faults = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Reached> reached = new ArrayList<>();
  private final List<Code> madeInOrder = new ArrayList<>();
  boolean queued;
  int evaluations;
  int running;
  boolean escaped;
  private boolean leavesOut;

  /// `arguments`: one type a parameter, null where the default counts. An open version serves all
  /// callers that are not known, and those beyond the budget, for one number of arguments; the
  /// types of its parameters grow with them.
  Version(
      Function function,
      @Nullable Version enclosing,
      boolean open,
      List<@Nullable Type> arguments) {
    this(function, enclosing, open, false, arguments);
  }

  private Version(
      Function function,
      @Nullable Version enclosing,
      boolean open,
      boolean gapped,
      List<@Nullable Type> arguments) {
    this.function = function;
    this.enclosing = enclosing;
    this.open = open;
    this.gapped = gapped;
    this.arguments = new ArrayList<>(arguments);
  }

  /// An open version that takes an argument for each parameter, some of which may stand for one
  /// that is left out.
  static Version gapped(
      Function function, @Nullable Version enclosing, List<@Nullable Type> arguments) {
    return new Version(function, enclosing, true, true, arguments);
  }

  public Function function() {
    return function;
  }

  /// Whether it is for callers that may leave out arguments before others.
  public boolean isGapped() {
    return gapped;
  }

  /// Whether the caller may give `FunctionValue.LEFT_OUT` instead of the argument; then the default
  /// counts.
  public boolean mayLack(int index) {
    return gapped && function.parameters().get(index).isComputed();
  }

  /// Whether the default of the parameter is evaluated, always or for some callers.
  public boolean needsDefault(int index) {
    return !hasArgument(index) || mayLack(index);
  }

  /// The version of the function around it, for closures and nested functions.
  public @Nullable Version enclosing() {
    return enclosing;
  }

  public boolean isOpen() {
    return open;
  }

  /// Whether a caller gives the argument; otherwise the default counts.
  public boolean hasArgument(int index) {
    return arguments.get(index) != null;
  }

  List<@Nullable Type> arguments() {
    return arguments;
  }

  public Cell result() {
    return result;
  }

  /// The type of a node; `NEVER` for nodes that are never reached.
  public Type typeOf(Node node) {
    Type type = types.get(node);
    return type == null ? Type.Basic.NEVER : type;
  }

  /// Whether the node can be reached at all.
  public boolean reaches(Node node) {
    return types.containsKey(node);
  }

  /// The node certainly raises, although it has a type so that what stands behind it is looked at.
  void faults(Node node) {
    faults.add(node);
  }

  /// Something that is never reached has not been looked at.
  void leavesOut() {
    leavesOut = true;
  }

  boolean hasLeftOut() {
    return leavesOut;
  }

  /// Whether the node can be reached and never yields anything.
  boolean yieldsNothing(Node node) {
    return typeOf(node) == Type.Basic.NEVER || faults.contains(node);
  }

  public @Nullable Target targetOf(Node node) {
    return targets.get(node);
  }

  /// The type of a variable of this function or of one around it.
  public Type typeOf(Variable variable) {
    return cell(variable).type();
  }

  /// The version whose variable it is: this one or one around it.
  public Version ownerOf(Variable variable) {
    Version version = this;
    while (version.enclosing != null && version.function.captures().contains(variable)) {
      version = version.enclosing;
    }
    return version;
  }

  Cell cell(Variable variable) {
    Version owner = ownerOf(variable);
    Cell cell = owner.variables.get(variable);
    if (cell == null) {
      cell = new Cell();
      owner.variables.put(variable, cell);
    }
    return cell;
  }

  /// A function that this code names, with the version around it whose variables it captures.
  /// Functions that capture nothing are the same for every version around them.
  Code codeOf(Function named) {
    if (named.captures().isEmpty()) {
      return new Code(named, null);
    }
    Version version = this;
    while (version.function != named.enclosing() && version.enclosing != null) {
      version = version.enclosing;
    }
    return new Code(named, version);
  }

  /// The type of what `break` yields from a loop.
  Cell breaks(Node.LoopLabel label) {
    return breaks.computeIfAbsent(label, l -> new Cell());
  }

  /// A cell that belongs to a node, for example for the elements of the list that it makes; `slot`
  /// tells several apart.
  Cell site(Node node, int slot) {
    return sites.computeIfAbsent(node, n -> new HashMap<>()).computeIfAbsent(slot, s -> new Cell());
  }

  void startAnew() {
    faults.clear();
    leavesOut = false;
    nodes.clear();
    types = new IdentityHashMap<>();
    targets = new IdentityHashMap<>();
    made = new IdentityHashMap<>();
    reached.clear();
    madeInOrder.clear();
  }

  /// The nodes that can be reached, in the order of evaluation.
  public Iterable<Node> nodes() {
    return nodes;
  }

  /// A version that running this one reaches besides its targets.
  void alsoReaches(Version other) {
    reached.add(new Reached(null, new Target.OfVersion(other)));
  }

  /// What running the version reaches.
  ///
  /// @param node null if no node of it is the call
  public record Reached(@Nullable Node node, Target target) {}

  /// In the order of evaluation, so that the same program always gives the same classes.
  public Iterable<Reached> reached() {
    return reached;
  }

  List<Code> made() {
    return madeInOrder;
  }

  /// The code of the function value that the node makes.
  public @Nullable Code madeBy(Node node) {
    return made.get(node);
  }

  void makes(Node node, Code code) {
    made.put(node, code);
    madeInOrder.add(code);
  }

  void record(Node node, Type type) {
    if (types.put(node, type) == null) {
      nodes.add(node);
    }
  }

  void target(Node node, Target target) {
    targets.put(node, target);
    reached.add(new Reached(node, target));
  }

  @Override
  public String toString() {
    var text = new StringBuilder(function.displayName()).append('(');
    for (int i = 0; i < function.parameters().size(); i++) {
      var parameter = function.parameters().get(i);
      text.append(i == 0 ? "" : ", ").append(parameter.variable().name()).append(": ");
      text.append(hasArgument(i) ? cell(parameter.variable()) : "default");
    }
    return text.append(") -> ").append(result).toString();
  }
}
