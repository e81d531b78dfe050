package ruchy.runtime.sync;

import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Associated;
import ruchy.runtime.library.Export;
import ruchy.runtime.library.Globals;
import ruchy.runtime.library.HandsOn;

/// Pointers of other languages: every value of Ruchy is behind one already (L 12.9).
@Globals
@HandsOn
public final class Pointers {
  private Pointers() {}

  /// The value itself.
  ///
  /// ```ruchy
  /// Arc::new([1, 2])   // => [1, 2]
  /// ```
  @Export("new")
  @Associated({"Arc", "Rc", "Box"})
  public static @Nullable Object itself(@Nullable Object value) {
    return value;
  }

  /// The value itself: both names mean the same.
  ///
  /// ```ruchy
  /// let list = Arc::new([1])
  /// Arc::clone(&list).push(2)
  /// list   // => [1, 2]
  /// ```
  @Export("clone")
  @Associated({"Arc", "Rc"})
  public static @Nullable Object same(@Nullable Object value) {
    return value;
  }
}
