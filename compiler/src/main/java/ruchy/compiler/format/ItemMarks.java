package ruchy.compiler.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import ruchy.compiler.format.Marks.Content;
import ruchy.compiler.format.Marks.Role;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.TypeName;

/// Notes where statements, arms and members begin, and what stands in the heads of declarations.
final class ItemMarks {
  private final Marks marks;

  ItemMarks(Marks marks) {
    this.marks = marks;
  }

  /// Things that follow each other from a token on; what belongs to each begins where the one
  /// before it ends.
  void sequence(int from, List<Span> spans) {
    int next = from;
    for (Span span : spans) {
      while (isSeparator(next)) {
        next++;
      }
      marks.item(next);
      int start = marks.first(span);
      for (int i = next + 1; i <= start; i++) {
        boolean isStart =
            marks.token(i).newlineBefore() && marks.enclosing(i) == marks.enclosing(next);
        if (isStart && !marks.token(i).kind().isCloser()) {
          marks.item(i);
        }
      }
      next = Math.max(next + 1, marks.after(span));
    }
  }

  /// What the tree does not keep, such as the associated types of a trait.
  private void rest(int open, List<Span> parts) {
    int close = marks.tokens.pair(open);
    int from = parts.isEmpty() ? open + 1 : marks.after(parts.getLast());
    for (int i = from; i < close; i++) {
      boolean isStart = marks.token(i).newlineBefore() && marks.enclosing(i) == open;
      if (isStart && !isSeparator(i) && !marks.token(i).kind().isCloser()) {
        marks.item(i);
      }
    }
  }

  private boolean isSeparator(int index) {
    return marks.is(index, TokenKind.SEMICOLON) || marks.is(index, TokenKind.COMMA);
  }

  void block(Span span, List<Span> statements) {
    int open = marks.first(span);
    boolean isMap = statements.size() == 1 && statements.getFirst().equals(span);
    if (marks.is(open, TokenKind.LEFT_BRACE) && !isMap) {
      braces(open, statements, Content.STATEMENTS);
    }
  }

  /// Braces at a token, and what they hold.
  void braces(int open, List<Span> parts, Content content) {
    if (!marks.is(open, TokenKind.LEFT_BRACE)) {
      return;
    }
    marks.content(open, content);
    sequence(open + 1, parts);
    if (content == Content.MEMBERS) {
      rest(open, parts);
    }
  }

  void mark(Item item) {
    switch (item) {
      case Item.Function function -> {
        int start =
            function.name() == null
                ? marks.first(function.span())
                : marks.after(function.name().span());
        Expression last =
            function.contracts().isEmpty() ? function.body() : function.contracts().getFirst();
        headAngles(start, last == null ? marks.after(function.span()) : marks.first(last.span()));
      }
      case Item.Struct struct -> {
        head(struct.name().span());
        if (struct.shape() == Item.Shape.RECORD) {
          members(
              struct.name().span(),
              Stream.concat(fields(struct.fields()), functions(struct.methods())));
        }
      }
      case Item.Class type -> {
        head(type.name().span());
        parents(type.parents());
        members(
            type.name().span(),
            Stream.of(
                    fields(type.fields()),
                    type.properties().stream().map(Item.Property::span),
                    functions(type.methods()),
                    constants(type.constants()))
                .flatMap(each -> each));
      }
      case Item.Enum type -> {
        head(type.name().span());
        members(type.name().span(), type.variants().stream().map(Item.Variant::span));
        for (Item.Variant variant : type.variants()) {
          marks.padded(marks.after(variant.name().span()));
        }
      }
      case Item.Trait trait -> {
        head(trait.name().span());
        parents(trait.parents());
        members(
            trait.name().span(),
            Stream.concat(functions(trait.methods()), constants(trait.constants())));
      }
      case Item.Impl impl -> {
        head(impl.span());
        members(
            impl.target().span(),
            Stream.concat(functions(impl.methods()), constants(impl.constants())));
      }
      case Item.Actor actor -> {
        Stream<Span> handlers = functions(actor.handlers());
        members(
            actor.name().span(),
            Stream.of(fields(actor.fields()), handlers, functions(actor.methods()))
                .flatMap(each -> each));
      }
      case Item.Module module -> {
        if (module.body() != null) {
          braces(
              marks.after(module.name().span()),
              module.body().stream().map(Expression::span).toList(),
              Content.STATEMENTS);
        }
      }
      case Item.TypeAlias alias -> head(alias.name().span());
      case Item.Constant _, Item.Static _, Item.Import _, Item.Export _ -> {}
    }
  }

  void property(Item.Property property) {
    List<Span> parts = new ArrayList<>();
    if (property.get() != null) parts.add(property.get().span());
    if (property.set() != null) parts.add(property.set().span());
    parts.sort(Comparator.comparingInt(Span::start));
    int open = marks.after(property.type().span());
    braces(open, parts, Content.MEMBERS);
  }

  private static Stream<Span> fields(List<Item.Field> fields) {
    return fields.stream().map(Item.Field::span);
  }

  private static Stream<Span> functions(List<Item.Function> functions) {
    return functions.stream().map(Item.Function::span);
  }

  private static Stream<Span> constants(List<Item.Constant> constants) {
    return constants.stream().map(Item.Constant::span);
  }

  /// The space before the `:` of a class differs between writers; it stays.
  private void parents(List<TypeName> parents) {
    if (!parents.isEmpty()) {
      int colon = marks.first(parents.getFirst().span()) - 1;
      if (marks.is(colon, TokenKind.COLON)) marks.role(colon, Role.AS_WRITTEN);
    }
  }

  private void members(Span head, Stream<Span> parts) {
    int open = marks.after(head);
    while (!marks.is(open, TokenKind.LEFT_BRACE)) {
      if (marks.is(open, TokenKind.END) || marks.is(open, TokenKind.SEMICOLON)) {
        return;
      }
      open = marks.token(open).kind().isOpener() ? marks.tokens.pair(open) + 1 : open + 1;
    }
    Map<Integer, List<Span>> byBrace = new TreeMap<>();
    byBrace.put(open, new ArrayList<>());
    for (Span span : parts.toList()) {
      int brace = marks.enclosing(marks.first(span));
      byBrace.computeIfAbsent(brace, _ -> new ArrayList<>()).add(span);
    }
    // `state { }` and `receive { }` of an actor
    for (int inner : byBrace.keySet()) {
      if (inner > open && marks.enclosing(inner) == open) {
        Span word = marks.tokens.span(inner - 1);
        byBrace.get(open).add(word.to(marks.tokens.span(marks.tokens.pair(inner))));
      }
    }
    byBrace.forEach(
        (brace, spans) -> {
          spans.sort(Comparator.comparingInt(Span::start));
          braces(brace, spans, Content.MEMBERS);
        });
  }

  /// The type parameters of a declaration whose name is given.
  private void head(Span name) {
    int from = marks.first(name);
    int to = from;
    while (!marks.is(to, TokenKind.LEFT_BRACE)
        && !marks.is(to, TokenKind.EQUAL)
        && !marks.is(to, TokenKind.SEMICOLON)
        && !marks.is(to, TokenKind.END)) {
      to++;
    }
    headAngles(from, to);
  }

  private void headAngles(int from, int to) {
    for (int i = from; i < to; i++) {
      Token token = marks.token(i);
      if (token.is(TokenKind.LEFT_PAREN) || token.is(TokenKind.HASH_BRACKET)) {
        i = marks.tokens.pair(i);
      } else if (token.is(TokenKind.LESS) && marks.role(i) == Role.NONE) {
        angles(i);
      }
    }
  }

  /// The list of types between `<` at a token and its `>`.
  void angles(int open) {
    if (!marks.is(open, TokenKind.LESS)) {
      return;
    }
    int depth = 0;
    int i = open;
    do {
      switch (marks.token(i).kind()) {
        case LESS -> {
          marks.role(i, Role.ANGLE_OPEN);
          depth++;
        }
        case GREATER, GREATER_EQUAL -> {
          marks.role(i, Role.ANGLE_CLOSE);
          depth--;
        }
        case SHIFT_RIGHT, SHIFT_RIGHT_EQUAL -> {
          marks.role(i, Role.ANGLE_CLOSE);
          depth -= 2;
        }
        case COMMA -> marks.plainComma(i);
        case END -> depth = 0;
        default -> {}
      }
      i++;
    } while (depth > 0);
  }
}
