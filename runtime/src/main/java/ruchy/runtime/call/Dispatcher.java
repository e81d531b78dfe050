package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;

/// The library members of one kind of value, or of one module: the base of the classes that the
/// build writes. Each method answers `ABSENT` for a name it does not know.
public abstract class Dispatcher {
  /// The answer for an unknown name.
  public static final Object ABSENT = new Object();

  /// `receiver.name(args)`; for modules, globals and associated functions the receiver is nil.
  /// Raises ArgumentError `NAME expects N arguments, got M` and TypeError for arguments of the
  /// wrong kind (L 16).
  public abstract @Nullable Object invoke(
      @Nullable Object receiver, String name, @Nullable Object[] args);

  /// `receiver.name`, a computed member (L 19.1 (1)); for modules a constant.
  public @Nullable Object read(@Nullable Object receiver, String name) {
    return ABSENT;
  }

  /// `receiver.name = value`; false for a name that cannot be written.
  public boolean write(@Nullable Object receiver, String name, @Nullable Object value) {
    return false;
  }

  /// The fewest and most arguments that `invoke` takes for the name, as `Arity` has them, or -1 for
  /// an unknown name.
  public abstract int arity(String name);

  /// All names, sorted, separated by spaces.
  public abstract String names();
}
