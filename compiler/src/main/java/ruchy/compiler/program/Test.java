package ruchy.compiler.program;

/// A test of the program (L 20.4): a function without parameters that is marked as one.
///
/// @param name as it is called from the top level of its file: `adds`, `parsing::empty_text`
/// @param isIgnored it is not run
/// @param mustRaise it passes when it raises an error
public record Test(String name, Function function, boolean isIgnored, boolean mustRaise) {}
