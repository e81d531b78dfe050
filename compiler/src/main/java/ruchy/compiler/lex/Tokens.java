package ruchy.compiler.lex;

import ruchy.compiler.source.Source;

/// The tokens of one source, with their trivia.
public record Tokens(Source source) {}
