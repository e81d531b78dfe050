package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// A library object that holds one value and stands for it: members that it lacks are those of the
/// value, `*w` is the value, and `*w = v` changes it (L 12.9).
public interface Wrapper extends LibraryObject {
  @Nullable Object content();

  void setContent(@Nullable Object value);

  /// What is held in place of the content that may be appended to: the content, or a `GrowingText`
  /// that must not leave its place.
  default @Nullable Object held() {
    return content();
  }

  /// Replaces what is held by a value or a `GrowingText`.
  default void hold(@Nullable Object held) {
    setContent(GrowingText.value(held));
  }

  @Override
  default String display() {
    return Display.print(content());
  }

  @Override
  default @Nullable Cursor cursor() {
    return Cursors.of(content());
  }
}
