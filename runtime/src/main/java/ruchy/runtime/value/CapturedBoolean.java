package ruchy.runtime.value;

/// A variable of kind boolean that a closure has captured and that some code assigns: the closure
/// and the function around it see the same one (L 7.5). Emitted code reads and writes the field.
public final class CapturedBoolean {
  public boolean value;
}
