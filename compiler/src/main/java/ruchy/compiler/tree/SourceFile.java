package ruchy.compiler.tree;

import java.util.List;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.source.Source;

/// One parsed file: its items and expressions in order (L 3.1), and the tokens with their comments.
public record SourceFile(Source source, List<Expression> body, Tokens tokens) {}
