package ruchy.compiler.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Types;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Nodes;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Span;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.LibraryFunction;

/// The inferred types of a program as text: each function with its versions, one for each tuple of
/// argument types; the variables of each; and what is decided at run time only, with the reason.
public final class TypeExplanation {
  private static final int LONGEST_EXCERPT = 40;

  private final Types types;
  private final Version version;
  private final List<Line> lines = new ArrayList<>();
  private final Set<Variable> told = new HashSet<>();

  private record Line(Span span, String text) {}

  private TypeExplanation(Types types, Version version) {
    this.types = types;
    this.version = version;
  }

  /// One paragraph for each version of a function that can run, in the order of the source.
  public static String of(Types types) {
    var paragraphs = new StringBuilder();
    types.versions().stream()
        .sorted(Comparator.comparingInt(v -> v.function().span().start()))
        .forEach(version -> paragraphs.append(new TypeExplanation(types, version).paragraph()));
    return paragraphs.toString();
  }

  private String paragraph() {
    Function function = version.function();
    for (Function.Parameter parameter : function.parameters()) {
      Type type = version.typeOf(parameter.variable());
      if (isDynamic(type)) {
        tell(parameter.variable().span(), parameter.variable().name() + ": " + type, parameter());
      }
      told.add(parameter.variable());
    }
    look(function.body());
    var text = new StringBuilder();
    boolean isTopLevel = function.kind() == Function.Kind.TOP_LEVEL;
    text.append(isTopLevel ? function.span().source().name() : function.span()).append(' ');
    text.append(isTopLevel ? "top level" : version).append('\n');
    lines.sort(Comparator.comparingInt(line -> line.span.start()));
    for (Line line : lines) {
      var place = line.span.line() + ":" + line.span.column();
      text.append("  %-7s ".formatted(place)).append(line.text).append('\n');
    }
    return text.toString();
  }

  private String parameter() {
    return version.isOpen()
        ? "called by code that is not known here, or with too many kinds of arguments"
        : "what the callers give";
  }

  private void tell(Span span, String fact, String reason) {
    lines.add(new Line(span, reason.isEmpty() ? fact : fact + "  (" + reason + ")"));
  }

  private void look(Node node) {
    if (!version.reaches(node)) return;
    switch (node) {
      case Node.Declare declare -> variable(declare.variable(), declare.value());
      case Node.ForEach loop -> {
        variable(loop.variable(), loop.iterable());
        Variable second = loop.second();
        if (second != null) variable(second, loop.iterable());
      }
      case Node.Destructure destructure ->
          Nodes.bindings(destructure.matcher(), each -> variable(each, destructure.value()));
      case Node.Match match ->
          match
              .arms()
              .forEach(arm -> Nodes.bindings(arm.matcher(), each -> variable(each, match.value())));
      default -> {} // binds nothing
    }
    String decided = decidedAtRunTime(node);
    if (decided != null) tell(node.span(), excerpt(node.span()), decided);
    Nodes.children(node, this::look);
  }

  /// Names that the compiler has made up are not told: the source does not have them.
  private void variable(Variable variable, Node value) {
    boolean isWritten = variable.span().text().equals(variable.name());
    if (!isWritten || !told.add(variable)) return;
    Type type = variable.isGlobal() ? types.typeOf(variable) : version.typeOf(variable);
    tell(variable.span(), variable.name() + ": " + type, isDynamic(type) ? origin(value) : "");
  }

  private static boolean isDynamic(Type type) {
    return type.alternatives().contains(Type.Basic.ANY);
  }

  /// Why a value may be anything.
  private String origin(Node value) {
    return switch (value) {
      case Node.CallLibrary call -> "`" + call.name() + "` may give anything";
      case Node.CallMethod call ->
          isDynamic(version.typeOf(call.target()))
              ? "a method of a value of any kind"
              : "`" + LibraryFunction.shown(call.name()) + "` may give anything";
      case Node.CallValue _ -> "what a function gives that is not known here";
      case Node.ReadMember read when isDynamic(version.typeOf(read.target())) ->
          "a member of a value of any kind";
      case Node.ReadIndex read when isDynamic(version.typeOf(read.target())) ->
          "an element of a value of any kind";
      case Node.Binary _, Node.Unary _ -> "an operator on a value of any kind";
      case Node.Read read -> "`" + read.variable().name() + "` may be anything";
      case Node.Await _, Node.Spawn _ -> "a task may give anything";
      case Node.Check check -> origin(check.value());
      case Node.CopyOf copy -> origin(copy.value());
      default -> "values of too many kinds meet here, or it goes where its use is not known";
    };
  }

  /// Why the node is looked up or dispatched at run time; null if the types decide.
  private @Nullable String decidedAtRunTime(Node node) {
    boolean hasTarget = version.targetOf(node) != null;
    return switch (node) {
      case Node.Binary binary when !hasTarget ->
          isDynamic(version.typeOf(binary.left())) || isDynamic(version.typeOf(binary.right()))
              ? "the operator is chosen at run time: " + kinds(binary.left(), binary.right())
              : null;
      case Node.CallMethod call when !hasTarget ->
          "`"
              + LibraryFunction.shown(call.name())
              + "` is looked up at run time: "
              + kinds(call.target());
      case Node.ReadMember read when !hasTarget && isDynamic(version.typeOf(read.target())) ->
          "`" + read.name() + "` is looked up at run time: " + kinds(read.target());
      case Node.WriteMember write when !hasTarget && isDynamic(version.typeOf(write.target())) ->
          "`" + write.name() + "` is looked up at run time: " + kinds(write.target());
      case Node.ReadIndex read when !hasTarget && isDynamic(version.typeOf(read.target())) ->
          "the element is looked up at run time: " + kinds(read.target());
      case Node.CallValue call when !hasTarget ->
          "which function is called is known at run time only";
      case Node.CallLibrary call when !hasTarget ->
          "`" + call.name() + "` is chosen by its arguments at run time";
      default -> null; // the JVM's own instructions, or a call that is settled
    };
  }

  private String kinds(Node... operands) {
    var kinds = new ArrayList<String>();
    for (Node operand : operands) {
      kinds.add(excerpt(operand.span()) + " is " + version.typeOf(operand));
    }
    return String.join(", ", kinds);
  }

  private static String excerpt(Span span) {
    var text = span.text().lines().findFirst().orElse("");
    return text.length() <= LONGEST_EXCERPT ? text : text.substring(0, LONGEST_EXCERPT) + "..";
  }
}
