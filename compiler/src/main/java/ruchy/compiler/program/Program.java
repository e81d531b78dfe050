package ruchy.compiler.program;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole program: the closed world of its files.
///
/// @param topLevel the top-level code of all files in the order in which it runs (L 13.1)
/// @param main the function `main` that is called after it, if there is one
/// @param tests the tests of the last file; empty unless they are to be run
/// @param functions every function, method, closure and task block, `topLevel` and `main` included
/// @param globals the top-level variables and constants of all files
/// @param userTypes structs, classes, enums and actors
/// @param isSession it is an entry of a session (L 20.3): code that is not in it has used and will
///   use what it declares
/// @param namesParameters function values know the names of their parameters, because named
///   arguments are given to some (L 5.8)
public record Program(
    Function topLevel,
    @Nullable Function main,
    List<Test> tests,
    List<Function> functions,
    List<Variable> globals,
    List<UserType> userTypes,
    boolean isSession,
    boolean namesParameters) {}
