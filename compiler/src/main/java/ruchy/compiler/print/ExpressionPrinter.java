package ruchy.compiler.print;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.TypeName;

/// Expressions as source (L 5). Adds no parentheses: the tree has those of the source.
final class ExpressionPrinter {
  private final Output out;
  private final TypePrinter types;
  private final PatternPrinter patterns;
  private final ControlPrinter controls;
  private final ItemPrinter items;

  ExpressionPrinter(Output out) {
    this.out = out;
    this.types = new TypePrinter(out);
    this.patterns = new PatternPrinter(out, this);
    this.controls = new ControlPrinter(out, this);
    this.items = new ItemPrinter(out, this);
  }

  TypePrinter types() {
    return types;
  }

  PatternPrinter patterns() {
    return patterns;
  }

  /// Each statement on a line, ended by `;` so that none goes on in the next line.
  void statements(List<Expression> body) {
    for (Expression statement : body) {
      out.line();
      if (statement instanceof Expression.Block block && !block.body().isEmpty()) {
        body(block);
      } else {
        print(statement);
      }
      out.add(";");
    }
  }

  void print(Expression expression) {
    switch (expression) {
      case Expression.Literal literal -> literal(literal);
      case Expression.FormatString format -> format(format);
      case Expression.Name name -> out.add(name.text());
      case Expression.Self _ -> out.add("self");
      case Expression.Super _ -> out.add("super");
      case Expression.Path path -> path(path.segments());
      case Expression.Unary unary -> prefix(unary.operator().text(), unary.operand());
      case Expression.Dereference dereference -> prefix("*", dereference.operand());
      case Expression.Reference reference ->
          prefix(reference.mutable() ? "&mut " : "&", reference.operand());
      case Expression.Binary binary ->
          infix(binary.left(), binary.operator().text(), binary.right());
      case Expression.Pipeline pipeline -> infix(pipeline.value(), "|>", pipeline.stage());
      case Expression.Range range -> range(range);
      case Expression.Ternary ternary -> {
        infix(ternary.condition(), "?", ternary.then());
        out.add(" : ");
        print(ternary.otherwise());
      }
      case Expression.Propagate propagate -> {
        print(propagate.operand());
        out.sign("?");
      }
      case Expression.Cast cast -> {
        print(cast.operand());
        out.add(" as ");
        types.printCast(cast.type());
      }
      case Expression.Assign assign -> infix(assign.target(), "=", assign.value());
      case Expression.CompoundAssign assign ->
          infix(assign.target(), assign.operator().text() + "=", assign.value());
      case Expression.Increment increment -> increment(increment);
      case Expression.Await await -> word("await", await.operand());
      case Expression.Spawn spawn -> word("spawn", spawn.operand());
      case Expression.Async async -> word("async", async.body());
      case Expression.Lazy lazy -> word("lazy", lazy.operand());
      case Expression.Send send -> infix(send.actor(), "<-", send.message());
      case Expression.Ask ask -> infix(ask.actor(), "<?", ask.message());
      case Expression.Member member -> {
        dot(member.target(), member.safe());
        out.add(member.name().text());
      }
      case Expression.TupleMember member -> {
        dot(member.target(), false);
        out.add(Integer.toString(member.index()));
      }
      case Expression.MethodCall call -> {
        dot(call.target(), call.safe());
        out.add(call.name().text());
        turbofish(call.typeArguments());
        arguments(call.arguments());
      }
      case Expression.Call call -> {
        print(call.callee());
        arguments(call.arguments());
      }
      case Expression.Index index -> {
        print(index.target());
        out.add("[");
        print(index.index());
        out.add("]");
      }
      case Expression.Slice slice -> slice(slice);
      case Expression.MacroCall call -> {
        out.add(call.name().text()).add("!");
        arguments(call.arguments());
      }
      case Expression.TupleLiteral tuple -> {
        out.add("(");
        list(tuple.elements());
        out.add(tuple.elements().size() == 1 ? ",)" : ")");
      }
      case Expression.ListLiteral list -> elements(list.elements());
      case Expression.Repeat repeat -> {
        out.add("[");
        print(repeat.value());
        out.add("; ");
        print(repeat.count());
        out.add("]");
      }
      case Expression.ListComprehension list -> {
        out.add("[");
        print(list.value());
        clauses(list.clauses());
        out.add("]");
      }
      case Expression.SetLiteral set -> {
        out.add("{");
        list(set.elements());
        out.add(set.elements().size() == 1 ? ",}" : "}");
      }
      case Expression.SetComprehension set -> {
        out.add("{");
        print(set.value());
        clauses(set.clauses());
        out.add("}");
      }
      case Expression.MapLiteral map -> entries(map.entries());
      case Expression.MapComprehension map -> {
        out.add("{");
        print(map.key());
        out.add(": ");
        print(map.value());
        clauses(map.clauses());
        out.add("}");
      }
      case Expression.StructLiteral struct -> struct(struct);
      case Expression.Parenthesised parenthesised -> {
        out.add("(");
        print(parenthesised.inner());
        out.add(")");
      }
      case Expression.Declaration declaration -> items.print(declaration.item());
      case Expression.Closure closure -> controls.closure(closure);
      case Expression.Block block -> block(block);
      case Expression.If branch -> controls.branch(branch);
      case Expression.Match match -> controls.match(match);
      case Expression.While loop -> controls.loop(loop);
      case Expression.Loop loop -> controls.loop(loop);
      case Expression.For loop -> controls.loop(loop);
      case Expression.Try attempt -> controls.attempt(attempt);
      case Expression.Return jump -> operand("return", jump.value());
      case Expression.Break jump -> operand("break" + label(jump.label()), jump.value());
      case Expression.Continue jump -> out.add("continue").add(label(jump.label()));
      case Expression.Throw jump -> operand("throw", jump.value());
      case Expression.Let let -> controls.let(let);
      case Expression.Missing _ -> {}
    }
  }

  private void literal(Expression.Literal literal) {
    switch (literal) {
      case Expression.IntegerLiteral integer -> out.sign(Long.toString(integer.value()));
      case Expression.FloatLiteral number -> out.sign(Literals.number(number.value()));
      case Expression.StringLiteral text -> out.add(Literals.string(text.value()));
      case Expression.BooleanLiteral truth -> out.add(truth.value() ? "true" : "false");
      case Expression.NilLiteral _ -> out.add("nil");
      case Expression.ByteLiteral code -> out.add(Literals.oneByte(code.value()));
      case Expression.BytesLiteral bytes -> out.add(Literals.bytes(bytes.values()));
      case Expression.AtomLiteral atom -> out.add(":").add(atom.name());
    }
  }

  private void format(Expression.FormatString format) {
    out.add("f\"");
    for (Expression.FormatPart part : format.parts()) {
      switch (part) {
        case Expression.FormatPart.Text text -> {
          StringBuilder escaped = new StringBuilder();
          Literals.escape(text.text(), escaped, true);
          out.add(escaped.toString());
        }
        case Expression.FormatPart.Hole hole -> {
          out.add("{ ");
          print(hole.value());
          out.add(hole.spec() == null ? " }" : ":" + hole.spec() + "}");
        }
      }
    }
    out.add("\"");
  }

  private void path(List<Expression.PathSegment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      out.add(i == 0 ? "" : "::").add(segments.get(i).name().text());
      turbofish(segments.get(i).typeArguments());
    }
  }

  private void turbofish(List<TypeName> arguments) {
    if (!arguments.isEmpty()) {
      out.add("::");
      types.arguments(arguments);
    }
  }

  private void prefix(String sign, Expression operand) {
    out.sign(sign);
    print(operand);
  }

  private void infix(Expression left, String sign, Expression right) {
    print(left);
    out.add(out.endsWithJump() ? "\n" : " ").add(sign).add(" ");
    print(right);
  }

  private void range(Expression.Range range) {
    if (range.start() != null) {
      print(range.start());
    }
    out.sign(range.inclusive() ? "..=" : "..");
    if (range.end() != null) {
      print(range.end());
    }
  }

  private void increment(Expression.Increment increment) {
    String sign = increment.up() ? "++" : "--";
    if (increment.prefix()) {
      out.sign(sign);
      print(increment.target());
    } else {
      print(increment.target());
      out.add(sign);
    }
  }

  private void word(String word, Expression operand) {
    out.add(word).add(" ");
    body(operand);
  }

  private void operand(String word, @Nullable Expression value) {
    out.add(word);
    if (value != null) {
      out.add(" ");
      print(value);
    }
  }

  private static String label(ruchy.compiler.tree.@Nullable Identifier label) {
    return label == null ? "" : " '" + label.text();
  }

  /// The target of a member and its dot. `1 .0` is not `1.0`, and `a? .b` is not `a?.b`.
  private void dot(Expression target, boolean safe) {
    print(target);
    boolean isClose = Character.isDigit(out.last()) || out.last() == '?';
    out.add(isClose ? " " : "").add(safe ? "?." : ".");
  }

  /// `(a, name: b, ...c)`
  void arguments(List<Expression.Argument> arguments) {
    out.add("(");
    String comma = "";
    for (Expression.Argument argument : arguments) {
      out.add(comma).add(argument.spread() ? "..." : "");
      if (argument.name() != null) {
        out.add(argument.name().text()).add(": ");
      }
      print(argument.value());
      comma = ", ";
    }
    out.add(")");
  }

  private void slice(Expression.Slice slice) {
    print(slice.target());
    out.add("[");
    if (slice.start() != null) {
      print(slice.start());
    }
    out.add(": ");
    if (slice.end() != null) {
      print(slice.end());
    }
    out.add("]");
  }

  private void list(List<Expression> values) {
    for (int i = 0; i < values.size(); i++) {
      out.add(i == 0 ? "" : ", ");
      print(values.get(i));
    }
  }

  private void elements(List<Expression.Element> elements) {
    out.add("[");
    String comma = "";
    for (Expression.Element element : elements) {
      out.add(comma).add(element.spread() ? "..." : "");
      print(element.value());
      comma = ", ";
    }
    out.add("]");
  }

  private void clauses(List<Expression.Clause> clauses) {
    for (Expression.Clause clause : clauses) {
      out.add(" for ");
      patterns.print(clause.pattern());
      out.add(" in ");
      print(clause.iterable());
      if (clause.condition() != null) {
        out.add(" if ");
        print(clause.condition());
      }
    }
  }

  private void entries(List<Expression.Entry> entries) {
    out.add("{");
    String comma = "";
    for (Expression.Entry entry : entries) {
      out.add(comma);
      switch (entry) {
        case Expression.Entry.Pair pair -> {
          print(pair.key());
          out.add(": ");
          print(pair.value());
        }
        case Expression.Entry.Spread spread -> {
          out.add("...");
          print(spread.value());
        }
      }
      comma = ", ";
    }
    out.add("}");
  }

  private void struct(Expression.StructLiteral struct) {
    types.path(struct.path());
    out.add(" {");
    String comma = "";
    for (Expression.FieldValue field : struct.fields()) {
      out.add(comma).add(field.name().text()).add(": ");
      print(field.value());
      comma = ", ";
    }
    if (struct.base() != null) {
      out.add(comma).add("..");
      print(struct.base());
    }
    out.add("}");
  }

  /// A block that is an operand: bare braces could be a map, or end a closure or an arm.
  private void block(Expression.Block block) {
    out.add("unsafe ");
    body(block);
  }

  /// `{ a; b; }` in a body position, where a map may stand as well (L 5.3)
  void body(Expression body) {
    if (!(body instanceof Expression.Block block)) {
      print(body);
    } else if (block.body().isEmpty()) {
      out.add("{}");
    } else {
      out.add("{");
      out.indent();
      statements(block.body());
      out.outdent();
      out.line();
      out.add("}");
    }
  }
}
