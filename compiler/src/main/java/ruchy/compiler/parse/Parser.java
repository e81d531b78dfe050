package ruchy.compiler.parse;

import java.util.List;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.SourceFile;

/// Tokens to tree (L 2 to L 5). Holds the parsers of the areas, which call each other through it.
public final class Parser {
  final TokenReader reader;
  final SoftKeywords soft;
  final Ternaries ternaries;
  final ExpressionParser expressions;
  final PostfixParser postfixes;
  final PrimaryParser primaries;
  final BraceParser braces;
  final ClosureParser closures;
  final MacroParser macros;
  final UnsupportedParser unsupported;
  final ControlParser controls;
  final MatchParser matches;
  final StatementParser statements;
  final ItemParser items;
  final FunctionParser functions;
  final TypeItemParser typeItems;
  final ClassParser classes;
  final ImportParser imports;
  final PatternParser patterns;
  final TypeParser types;

  private Parser(TokenReader reader, SoftKeywords soft) {
    this.reader = reader;
    this.soft = soft;
    this.ternaries = new Ternaries(reader.tokens());
    this.expressions = new ExpressionParser(this);
    this.postfixes = new PostfixParser(this);
    this.primaries = new PrimaryParser(this);
    this.braces = new BraceParser(this);
    this.closures = new ClosureParser(this);
    this.macros = new MacroParser(this);
    this.unsupported = new UnsupportedParser(this);
    this.controls = new ControlParser(this);
    this.matches = new MatchParser(this);
    this.statements = new StatementParser(this);
    this.items = new ItemParser(this);
    this.functions = new FunctionParser(this);
    this.typeItems = new TypeItemParser(this);
    this.classes = new ClassParser(this);
    this.imports = new ImportParser(this);
    this.patterns = new PatternParser(this);
    this.types = new TypeParser(this);
  }

  /// The tree of a source. Every text has one; what is wrong is reported.
  public static SourceFile parse(Tokens tokens, Problems problems) {
    TokenReader reader = new TokenReader(tokens, problems, new Nesting(), "end of file");
    List<Expression> body = new Parser(reader, new SoftKeywords()).program();
    return new SourceFile(tokens.source(), body, tokens);
  }

  // program = { item_or_expr [";"] }
  private List<Expression> program() {
    return statements.sequence(reader.tokens().size() - 1);
  }

  /// The expression in a hole of an f-string, which has tokens of its own.
  Expression hole(Tokens tokens) {
    TokenReader inner = new TokenReader(tokens, reader.problems(), reader.nesting(), "`}`");
    Parser parser = new Parser(inner, soft);
    inner.change(Context.FREE);
    Expression value = parser.expressions.expression();
    if (!inner.atEnd()) {
      inner.unexpected("`}`");
    }
    return value;
  }
}
