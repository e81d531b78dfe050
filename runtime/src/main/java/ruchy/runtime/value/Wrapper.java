package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A library object that holds one value and stands for it: members that it lacks are those of the
/// value, `*w` is the value, and `*w = v` changes it (L 12.9).
public interface Wrapper extends LibraryObject {
  @Nullable Object content();

  void setContent(@Nullable Object value);

  @Override
  default String display() {
    return Display.print(content());
  }

  @Override
  default @Nullable Cursor cursor() {
    return Cursors.of(content());
  }
}
