package ruchy.runtime.call;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.operator.Arithmetic;
import ruchy.runtime.value.FunctionValue;

/// The function that a program has given to `fold` or `reduce`, of which the compiler has kept what
/// it adds to the text so far: for a callable of the program that is called in the place of the
/// library's method (L 8.4).
final class TextFold extends FunctionValue {
  private final FunctionValue added;

  private TextFold(FunctionValue added) {
    this.added = added;
  }

  /// The arguments as the program has written them, of a call of `fold#text`.
  static @Nullable Object[] written(@Nullable Object[] args) {
    if (args.length == 2 && args[1] instanceof FunctionValue added) {
      return new @Nullable Object[] {args[0], new TextFold(added)};
    }
    return args;
  }

  @Override
  public int minimumArity() {
    return 2;
  }

  @Override
  public @Nullable Object call(@Nullable Object text, @Nullable Object element) {
    return Arithmetic.add(text, added.call(element));
  }

  @Override
  public boolean waits() {
    return added.waits();
  }

  @Override
  public boolean shares() {
    return added.shares();
  }
}
