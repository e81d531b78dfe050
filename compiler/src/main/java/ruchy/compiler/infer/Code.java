package ruchy.compiler.infer;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.type.Callable;

/// A function of the program as a value. A closure belongs to the version of the function around
/// it, because its captured variables have the types of that version; other functions have no
/// enclosing version.
public record Code(Function function, @Nullable Version enclosing) implements Callable {}
