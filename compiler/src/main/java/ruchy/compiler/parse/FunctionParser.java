package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Parameter;
import ruchy.compiler.tree.Pattern;
import ruchy.compiler.tree.TypeName;

/// Functions and their parameters (L 3.2).
final class FunctionParser {
  private final Parser parser;
  private final TokenReader reader;

  FunctionParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // function = ("fun" | "fn") [ IDENT ] [ generics ] params [ "->" type ] [ where ] { contract } (
  // block | "=" expr )
  Item.Function function(
      Item.Modifiers modifiers, List<Item.FunctionFlag> flags, Token first, boolean needsBody) {
    reader.advance();
    Identifier name = reader.kind().isWord() ? reader.identifier(reader.advance()) : null;
    return rest(modifiers, flags, name, first, needsBody);
  }

  /// What follows the name: everything from the generics on.
  Item.Function rest(
      Item.Modifiers modifiers,
      List<Item.FunctionFlag> flags,
      @Nullable Identifier name,
      Token first,
      boolean needsBody) {
    int scope = parser.soft.enter();
    int start = reader.index();
    List<Identifier> generics = parser.types.generics();
    List<Parameter> parameters = List.of();
    if (reader.at(TokenKind.LEFT_PAREN)) {
      parameters = parameters();
    } else {
      reader.unexpected("`(`", "parameters stand in parentheses, also when there are none");
    }
    TypeName result = result();
    parser.types.where();
    List<Expression> contracts = contracts();
    Expression body = body(needsBody && !reader.hasReportedSince(start));
    parser.soft.leave(scope);
    return new Item.Function(
        modifiers, flags, name, generics, parameters, result, contracts, body, reader.from(first));
  }

  // [ "->" type ]
  private @Nullable TypeName result() {
    if (reader.accept(TokenKind.ARROW)) {
      return parser.types.type();
    }
    if (reader.at(TokenKind.COLON)) {
      reader.unexpected("`->` or the body", "the type of the result follows `->`");
      reader.advance();
      return parser.types.type();
    }
    return null;
  }

  // contract = ( "requires" | "ensures" | "invariant" | "decreases" ) expr
  private List<Expression> contracts() {
    List<Expression> contracts = new ArrayList<>();
    while (reader.at(TokenKind.WORD)) {
      Token word = reader.current();
      switch (word.text()) {
        case "requires", "ensures", "invariant", "decreases" -> {
          reader.advance();
          contracts.add(parser.expressions.expression(Context.HEAD));
          reader.reportAside(new SyntaxProblem.UncheckedContract(word.text(), reader.span(word)));
        }
        default -> {
          return List.copyOf(contracts);
        }
      }
    }
    return List.copyOf(contracts);
  }

  // ( block | "=" expr )
  private @Nullable Expression body(boolean needsBody) {
    if (reader.at(TokenKind.LEFT_BRACE)) {
      return parser.braces.brace(true);
    }
    if (reader.accept(TokenKind.EQUAL)) {
      return parser.expressions.expression();
    }
    if (reader.at(TokenKind.FAT_ARROW)) {
      reader.unexpected("`{` or `=`", "a body without braces is written `= value`");
      reader.advance();
      return parser.expressions.expression();
    }
    if (!needsBody) {
      return null;
    }
    reader.unexpected("`{` or `=`", "a function needs a body");
    return new Expression.Missing(reader.span(reader.previous()).after());
  }

  // "(" [ param { "," param } [","] ] ")"
  List<Parameter> parameters() {
    int open = reader.index();
    reader.advance();
    int outer = reader.change(Context.FREE);
    int close = reader.pair(open);
    List<Parameter> parameters = new ArrayList<>();
    while (!reader.isOver(close)) {
      int before = reader.index();
      parameters.add(parameter(false));
      if (!parser.primaries.separator(open, before, "`,` or `)`")) {
        break;
      }
    }
    reader.restore(outer);
    reader.close(open, "`,` or `)`");
    checkRest(parameters);
    return List.copyOf(parameters);
  }

  private void checkRest(List<Parameter> parameters) {
    for (int i = 0; i + 1 < parameters.size(); i++) {
      if (parameters.get(i).rest()) {
        reader.reportAside(
            new SyntaxProblem.Unexpected(
                "the end of the parameters",
                "`" + parameters.get(i + 1).span().text() + "`",
                parameters.get(i + 1).span(),
                "the parameter with `...` is the last one"));
      }
    }
  }

  // param = [ "mut" ] ( IDENT | "self" | "&" [LIFETIME] ["mut"] "self" | pattern ) [ ":" type ] [
  // "=" expr ]
  //       | "..." IDENT [ ":" type ]
  Parameter parameter(boolean isSingle) {
    Token first = reader.current();
    boolean rest = reader.accept(TokenKind.ELLIPSIS);
    boolean byReference = isSelfReference();
    if (byReference) {
      while (!reader.at(TokenKind.SELF)) {
        reader.advance();
      }
    } else if (reader.nextKind() == TokenKind.SELF) {
      reader.accept(TokenKind.MUT);
    }
    Pattern pattern;
    if (reader.at(TokenKind.SELF)) {
      Identifier self = reader.identifier(reader.advance());
      pattern = new Pattern.Binding(self, self.span());
    } else {
      pattern = isSingle ? parser.patterns.single() : parser.patterns.pattern();
    }
    TypeName type = reader.accept(TokenKind.COLON) ? parser.types.type() : null;
    Expression fallback = reader.accept(TokenKind.EQUAL) ? parser.expressions.choice() : null;
    return new Parameter(pattern, type, fallback, rest, byReference, reader.from(first));
  }

  private boolean isSelfReference() {
    if (!reader.at(TokenKind.AMPERSAND)) {
      return false;
    }
    int ahead = 1;
    if (reader.next(ahead).is(TokenKind.LABEL)) {
      ahead++;
    }
    if (reader.next(ahead).is(TokenKind.MUT)) {
      ahead++;
    }
    return reader.next(ahead).is(TokenKind.SELF);
  }
}
