package ruchy.runtime.value;

/// A function whose calls neither wait (L 12.4) nor touch shared state (L 12.3): the base of the
/// classes that the compiler writes for such functions, which so need not say it each.
public abstract class CalmFunction extends FunctionValue {
  @Override
  public final boolean waits() {
    return false;
  }

  @Override
  public final boolean shares() {
    return false;
  }
}
