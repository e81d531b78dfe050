package ruchy.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Pattern;

/// One entry of a session and what it declares.
///
/// @param finished what need not be compiled again once it has run: all but declarations
/// @param extendsTypes it adds methods to types
/// @param wantsMore it is the beginning of something: an open bracket, string or comment
record ReplEntry(
    Source source,
    List<Declared> declared,
    List<Span> finished,
    boolean extendsTypes,
    boolean wantsMore) {

  /// A name that the entry declares, and the statement that does.
  ///
  /// @param isVariable by `let`, so that a later `let` means the same variable (L 7.2)
  record Declared(String name, boolean isVariable, Span span) {}

  static ReplEntry of(String name, String text) {
    var source = Source.of(name, text);
    var problems = new Problems();
    var file = Parser.parse(Lexer.lex(source, problems), problems);
    boolean wantsMore =
        file.tokens().endsOpen()
            || problems.inOrder().stream()
                .anyMatch(p -> p instanceof SyntaxProblem syntax && syntax.wantsMoreText());
    var declared = new ArrayList<Declared>();
    var finished = new ArrayList<Span>();
    boolean extendsTypes = false;
    for (Expression statement : file.body()) {
      switch (statement) {
        case Expression.Let let when let.in() == null -> {
          if (let.pattern() instanceof Pattern.Binding binding) {
            declared.add(new Declared(binding.name().text(), true, let.span()));
          }
          int end = let.type() == null ? let.pattern().span().end() : let.type().span().end();
          finished.add(new Span(source, end, let.span().end()));
        }
        case Expression.Declaration declaration -> {
          var identifier = nameOf(declaration.item());
          if (identifier != null) {
            declared.add(new Declared(identifier.text(), false, declaration.span()));
          }
          extendsTypes |= declaration.item() instanceof Item.Impl;
        }
        default -> finished.add(statement.span());
      }
    }
    return new ReplEntry(source, declared, finished, extendsTypes, wantsMore);
  }

  private static @Nullable Identifier nameOf(Item item) {
    return switch (item) {
      case Item.Function function -> function.name();
      case Item.Struct struct -> struct.name();
      case Item.Class type -> type.name();
      case Item.Enum type -> type.name();
      case Item.Actor actor -> actor.name();
      case Item.Trait trait -> trait.name();
      case Item.TypeAlias alias -> alias.name();
      case Item.Module module -> module.name();
      case Item.Constant constant -> constant.name();
      case Item.Static variable -> variable.name();
      case Item.Impl _, Item.Import _, Item.Export _ -> null;
    };
  }

  /// What it declares besides variables: types of these names are no longer those of earlier
  /// entries.
  Set<String> definitions() {
    var names = new HashSet<String>();
    for (Declared each : declared) {
      if (!each.isVariable()) names.add(each.name());
    }
    return names;
  }

  /// Whether the methods of types may be others than before: it has some itself, or functions that
  /// they call.
  boolean changesMethods() {
    return extendsTypes || !definitions().isEmpty();
  }

  /// What later entries need of this one when it has run: its declarations, and its variables
  /// without their initial values.
  ReplEntry ran() {
    return blanked(finished);
  }

  /// This entry without what a later one declares anew.
  ReplEntry without(ReplEntry later) {
    var outdated = new ArrayList<Span>();
    for (Declared mine : declared) {
      for (Declared other : later.declared) {
        boolean same = mine.name().equals(other.name());
        if (same && !(mine.isVariable() && other.isVariable())) outdated.add(mine.span());
      }
    }
    return blanked(outdated);
  }

  /// This entry without the declaration at that offset, which no longer means anything.
  ReplEntry withoutAt(int offset) {
    for (Declared each : declared) {
      if (each.span().start() <= offset && offset < each.span().end()) {
        return blanked(List.of(each.span()));
      }
    }
    return of(source.name(), "");
  }

  /// With blanks in the place of these, so that the places of the rest stay the same.
  private ReplEntry blanked(List<Span> spans) {
    if (spans.isEmpty()) return this;
    var text = new StringBuilder(source.text());
    for (Span span : spans) {
      for (int i = span.start(); i < span.end(); i++) {
        if (text.charAt(i) != '\n') text.setCharAt(i, ' ');
      }
    }
    return of(source.name(), text.toString());
  }
}
