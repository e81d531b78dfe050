package ruchy.compiler.format;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import ruchy.compiler.format.Marks.Content;
import ruchy.compiler.format.Marks.Range;
import ruchy.compiler.format.Marks.Role;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.BinaryOperator;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.SourceFile;
import ruchy.compiler.tree.TypeName;

/// Notes on the tokens of a file what its tree says about them.
///
/// Forms that need nothing of their own are gone through by their components, so that a new form of
/// the tree needs nothing here.
final class TreeMarks {
  private static final int SHORT_ROOT = 3;

  private final Marks marks;
  private final ItemMarks items;

  private TreeMarks(Marks marks) {
    this.marks = marks;
    this.items = new ItemMarks(marks);
  }

  static Marks of(SourceFile file) {
    var marks = new Marks(file.tokens());
    var walk = new TreeMarks(marks);
    walk.items.sequence(0, spans(file.body()));
    file.body().forEach(walk::visit);
    return marks;
  }

  private static List<Span> spans(List<Expression> expressions) {
    return expressions.stream().map(Expression::span).toList();
  }

  private void visit(Object node) {
    switch (node) {
      case List<?> list -> list.forEach(this::visit);
      case Expression.FormatString _ -> {}
      case Expression.Binary binary -> operators(binary);
      case Expression.Pipeline pipeline -> pipeline(pipeline);
      case Expression.Send send -> {
        marks.role(marks.after(send.actor().span()), Role.SPACED);
        components(send);
      }
      case Expression.Ternary ternary -> ternary(ternary);
      case Expression.MethodCall call -> chain(call);
      case Expression.Member member -> chain(member);
      case Expression.TupleMember member -> chain(member);
      case Expression.Call call -> chain(call);
      case Expression.Index index -> chain(index);
      case Expression.Slice slice -> chain(slice);
      case Expression.Propagate propagate -> chain(propagate);
      case Expression.Increment increment -> {
        boolean isPrefix = increment.prefix();
        int sign =
            isPrefix ? marks.first(increment.span()) : marks.after(increment.target().span());
        marks.role(sign, isPrefix ? Role.PREFIX : Role.POSTFIX);
        components(increment);
      }
      case Expression.Unary unary -> prefix(unary, Role.PREFIX);
      case Expression.Reference reference -> prefix(reference, Role.PREFIX);
      case Expression.Dereference dereference -> prefix(dereference, Role.PREFIX);
      case Expression.AtomLiteral atom -> prefix(atom, Role.PREFIX);
      case Expression.Await await -> prefix(await, Role.PREFIX_WORD);
      case Expression.Spawn spawn -> prefix(spawn, Role.PREFIX_WORD);
      case Expression.Lazy lazy -> prefix(lazy, Role.PREFIX_WORD);
      case Expression.Cast cast -> {
        marks.role(marks.after(cast.operand().span()), Role.PREFIX_WORD);
        components(cast);
      }
      case Expression.StructLiteral literal -> {
        var path = literal.path();
        marks.padded(marks.after(path.getLast().span()));
        components(literal);
      }
      case Pattern.Fields fields -> {
        if (!fields.path().isEmpty()) marks.padded(marks.after(fields.path().getLast().span()));
        components(fields);
      }
      case Pattern.Alias alias -> {
        marks.role(marks.after(alias.name().span()), Role.SPACED);
        components(alias);
      }
      case Expression.Closure closure -> closure(closure);
      case Expression.Block block -> {
        items.block(block.span(), spans(block.body()));
        visit(block.body());
      }
      case Expression.If branch -> branch(branch, true);
      case Expression.Try attempt -> attempt(attempt);
      case Expression.Match match -> {
        int open = marks.after(match.value().span());
        items.braces(open, match.arms().stream().map(Expression.Arm::span).toList(), Content.ARMS);
        components(match);
      }
      case Expression.Arm arm -> {
        value(arm.span(), arm.body());
        components(arm);
      }
      case Expression.Let let -> {
        if (let.value() != null && let.otherwise() == null && let.in() == null) {
          value(let.span(), let.value());
        }
        components(let);
      }
      case Expression.Assign assign -> {
        value(assign.span(), assign.value());
        components(assign);
      }
      case Expression.CompoundAssign assign -> {
        value(assign.span(), assign.value());
        components(assign);
      }
      case TypeName.Named named -> {
        if (!named.arguments().isEmpty()) items.angles(marks.after(named.path().getLast().span()));
        components(named);
      }
      case TypeName.Optional optional -> {
        marks.role(marks.after(optional.target().span()), Role.POSTFIX);
        components(optional);
      }
      case TypeName.Anything anything -> marks.role(marks.first(anything.span()), Role.SPACED);
      case Item.Attribute attribute ->
          marks.verbatim(marks.first(attribute.span()), marks.after(attribute.span()));
      case Item item -> {
        items.mark(item);
        components((Record) item);
      }
      case Item.Property property -> {
        items.property(property);
        components(property);
      }
      case Record other -> components(other);
      default -> {}
    }
  }

  private void components(Record node) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(node);
        if (value != null && !(value instanceof Span)) {
          visit(value);
        }
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(component + " cannot be read", failure);
      }
    }
  }

  /// What breaks together, with its last part broken instead where that is enough.
  private void range(Span span, boolean hugs) {
    marks.range(new Range(marks.first(span), marks.after(span), false, hugs));
  }

  /// A value after `=` or `=>`, which moves to the next line if it does not fit and cannot be
  /// broken.
  private void value(Span whole, Expression value) {
    boolean isStatement =
        value instanceof Expression.Let || value instanceof Expression.Declaration;
    if (!isStatement) {
      marks.mayEndBefore(marks.first(value.span()), true);
      range(whole, true);
    }
  }

  private <N extends Record & Expression> void prefix(N node, Role role) {
    marks.role(marks.first(node.span()), role);
    components(node);
  }

  /// Operators of one level that follow each other break together.
  private void operators(Expression.Binary top) {
    Deque<Expression.Binary> row = new ArrayDeque<>();
    Expression leftmost = top;
    while (leftmost instanceof Expression.Binary binary
        && binary.operator().level() == top.operator().level()) {
      row.push(binary);
      leftmost = binary.left();
    }
    visit(leftmost);
    for (Expression.Binary binary : row) {
      int sign = marks.after(binary.left().span());
      marks.role(sign, Role.SPACED);
      endAround(sign, binary.operator());
      visit(binary.right());
    }
    range(top.span(), false);
  }

  /// A line may begin with most operators (L 2.2); with fewer in the arms of a match (L 2.5).
  private void endAround(int sign, BinaryOperator operator) {
    int open = marks.enclosing(sign);
    boolean isArm = open >= 0 && marks.content(open) == Content.ARMS;
    switch (operator) {
      case IN, NOT_IN, BIT_OR -> {}
      case SUBTRACT, MULTIPLY, BIT_AND -> marks.mayEndBefore(isArm ? sign + 1 : sign, true);
      case OR -> {
        boolean isAfter = isArm || marks.is(sign + 1, TokenKind.LEFT_BRACE);
        marks.mayEndBefore(isAfter ? sign + 1 : sign, true);
      }
      default -> marks.mayEndBefore(sign, true);
    }
  }

  private void pipeline(Expression.Pipeline top) {
    Deque<Expression.Pipeline> row = new ArrayDeque<>();
    Expression first = top;
    while (first instanceof Expression.Pipeline pipeline) {
      row.push(pipeline);
      first = pipeline.value();
    }
    visit(first);
    for (Expression.Pipeline pipeline : row) {
      marks.mayEndBefore(marks.after(pipeline.value().span()), true);
      visit(pipeline.stage());
    }
    range(top.span(), false);
  }

  private void ternary(Expression.Ternary ternary) {
    int question = marks.after(ternary.condition().span());
    int colon = marks.after(ternary.then().span());
    marks.role(question, Role.SPACED);
    marks.role(colon, Role.SPACED);
    int open = marks.enclosing(question);
    if (open < 0 || marks.content(open) != Content.ARMS) {
      marks.mayEndBefore(question, true);
      marks.mayEndBefore(colon, true);
      range(ternary.span(), false);
    }
    components(ternary);
  }

  /// `root.a().b()?.c[d]`: breaks before its links if there are two or more calls.
  private void chain(Expression top) {
    List<Integer> dots = new ArrayList<>();
    int firstCall = -1;
    Expression at = top;
    boolean isLink = true;
    while (isLink) {
      switch (at) {
        case Expression.MethodCall call -> {
          int dot = marks.after(call.target().span());
          dots.add(dot);
          firstCall = dot;
          visit(call.typeArguments());
          visit(call.arguments());
          turbofish(marks.after(call.name().span()));
          at = call.target();
        }
        case Expression.Member member -> {
          dots.add(marks.after(member.target().span()));
          at = member.target();
        }
        case Expression.TupleMember member -> at = member.target();
        case Expression.Call call -> {
          visit(call.arguments());
          at = call.callee();
        }
        case Expression.Index index -> {
          visit(index.index());
          at = index.target();
        }
        case Expression.Slice slice -> {
          slice(slice);
          at = slice.target();
        }
        case Expression.Propagate propagate -> {
          marks.role(marks.after(propagate.operand().span()), Role.POSTFIX);
          at = propagate.operand();
        }
        default -> isLink = false;
      }
    }
    visit(at);
    links(top, at, dots.reversed(), firstCall);
  }

  private void links(Expression top, Expression root, List<Integer> dots, int firstCall) {
    int shortRoot = marks.after(root.span());
    boolean isShort =
        root.span().end() - root.span().start() <= SHORT_ROOT && firstCall == shortRoot;
    List<Integer> places =
        dots.stream()
            .filter(dot -> firstCall >= 0 && dot >= firstCall && !(isShort && dot == firstCall))
            .toList();
    if (places.size() > 1) {
      places.forEach(dot -> marks.mayEndBefore(dot, true));
    }
    if (!dots.isEmpty()) {
      int to = marks.after(top.span());
      boolean isCall = marks.is(to - 1, TokenKind.RIGHT_PAREN);
      marks.range(new Range(marks.first(top.span()), to, places.size() < 2, isCall));
    }
  }

  private void turbofish(int index) {
    if (marks.is(index, TokenKind.COLON_COLON)) {
      items.angles(index + 1);
    }
  }

  private void slice(Expression.Slice slice) {
    int open = marks.after(slice.target().span());
    int colon = slice.start() == null ? open + 1 : marks.after(slice.start().span());
    marks.role(colon, slice.start() == null ? Role.AS_WRITTEN : Role.CLOSE);
    if (slice.start() != null) visit(slice.start());
    if (slice.end() != null) visit(slice.end());
  }

  private void closure(Expression.Closure closure) {
    int open = marks.first(closure.span());
    while (marks.token(open).isWord("async") || marks.token(open).isWord("move")) {
      boolean isParameter = marks.is(open + 1, TokenKind.FAT_ARROW);
      if (isParameter) {
        break;
      }
      marks.role(open, Role.PREFIX_WORD);
      open++;
    }
    List<Parameter> parameters = closure.parameters();
    int close = parameters.isEmpty() ? open + 1 : marks.after(parameters.getLast().span());
    if (marks.is(open, TokenKind.PIPE)) {
      close = marks.is(close, TokenKind.COMMA) ? close + 1 : close;
      marks.role(open, Role.BAR_OPEN);
      marks.role(close, Role.BAR_CLOSE);
      commas(open, close);
    } else if (marks.is(open, TokenKind.PIPE_PIPE)) {
      marks.role(open, Role.SPACED);
    } else if (marks.is(open, TokenKind.BACKSLASH)) {
      marks.role(open, Role.PREFIX);
      commas(open, close);
    }
    components(closure);
  }

  private void commas(int from, int to) {
    for (int i = from; i < to; i++) {
      if (marks.is(i, TokenKind.COMMA) && marks.enclosing(i) == marks.enclosing(from)) {
        marks.plainComma(i);
      }
    }
  }

  private void branch(Expression.If branch, boolean isFirst) {
    visit(branch.condition());
    linked(branch.then());
    visit(branch.then());
    switch (branch.otherwise()) {
      case null -> {}
      case Expression.If next -> branch(next, false);
      case Expression last -> {
        linked(last);
        visit(last);
      }
    }
    if (isFirst && branch.otherwise() != null) {
      range(branch.span(), false);
    }
  }

  private void attempt(Expression.Try attempt) {
    linked(attempt.body());
    attempt.catches().forEach(clause -> linked(clause.body()));
    if (attempt.last() != null) linked(attempt.last());
    range(attempt.span(), false);
    components(attempt);
  }

  private void linked(Expression body) {
    int open = marks.first(body.span());
    if (marks.is(open, TokenKind.LEFT_BRACE)) {
      marks.linked(open);
    }
  }
}
