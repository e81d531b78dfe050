package ruchy.compiler.parse;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.lex.Token;
import ruchy.compiler.lex.TokenKind;
import ruchy.compiler.problem.SyntaxProblem;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Identifier;

/// Macro calls (L 5.8).
final class MacroParser {
  private final Parser parser;
  private final TokenReader reader;

  MacroParser(Parser parser) {
    this.parser = parser;
    this.reader = parser.reader;
  }

  // macro = IDENT "!" ( "(" [args] ")" | "[" [args | expr ";" expr] "]" | "{" [args] "}" )
  Expression macro() {
    Token first = reader.advance();
    Identifier name = reader.identifier(first);
    reader.advance();
    switch (name.text()) {
      case "println", "print", "eprintln", "eprint", "format", "panic", "dbg", "vec" -> {}
      case "assert", "assert_eq", "assert_ne", "todo", "unimplemented", "unreachable" -> {}
      case "write", "df", "sql" -> {
        return skipped(first, new SyntaxProblem.NotSupported(name + "!", name.span()));
      }
      default -> {
        return skipped(first, new SyntaxProblem.UnknownMacro(name.text(), name.span()));
      }
    }
    boolean isRepeat = name.text().equals("vec") && reader.at(TokenKind.LEFT_BRACKET) && isRepeat();
    if (isRepeat) {
      return repeat(first);
    }
    List<Expression.Argument> arguments = parser.postfixes.arguments();
    return new Expression.MacroCall(name, arguments, reader.from(first));
  }

  /// Reports a macro that nobody knows; its tokens may have a grammar of their own.
  private Expression skipped(Token first, SyntaxProblem problem) {
    reader.reportAside(problem);
    reader.skipTo(reader.pair(reader.index()));
    reader.advance();
    return new Expression.Missing(reader.from(first));
  }

  /// Whether a `;` stands directly inside the bracket.
  private boolean isRepeat() {
    int close = reader.pair(reader.index());
    int i = reader.index() + 1;
    while (i < close) {
      Token token = reader.tokens().get(i);
      if (token.is(TokenKind.SEMICOLON)) {
        return true;
      }
      i = token.kind().isOpener() ? reader.pair(i) + 1 : i + 1;
    }
    return false;
  }

  // "vec" "!" "[" expr ";" expr "]"
  private Expression repeat(Token first) {
    int open = reader.index();
    reader.advance();
    int outer = reader.change(Context.FREE);
    List<Expression> parts = new ArrayList<>();
    parts.add(parser.expressions.expression());
    reader.expect(TokenKind.SEMICOLON);
    parts.add(parser.expressions.expression());
    reader.restore(outer);
    reader.close(open, null);
    return new Expression.Repeat(parts.get(0), parts.get(1), reader.from(first));
  }
}
