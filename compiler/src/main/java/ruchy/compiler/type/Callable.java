package ruchy.compiler.type;

/// Code that a callable value stands for, as `infer` knows it: a closure of one version of its
/// enclosing function, or a function of the top level. Has identity.
public interface Callable {}
