package ruchy.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordMethodsTest {
  /// A component of every kind.
  record All(
      boolean flag,
      char letter,
      byte small,
      short number,
      int count,
      long big,
      float ratio,
      double exact,
      @Nullable String text,
      List<Integer> list) {}

  record Empty() {}

  record Named(String name) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Named named && named.name.equalsIgnoreCase(name);
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  private static final MethodHandle ORIGINAL = constructor(All.class);

  /// The constructor of the same record, its methods written out.
  private static final MethodHandle WRITTEN = written();

  @Property
  void written_methods_say_what_the_jdk_says(
      @ForAll boolean flag,
      @ForAll char letter,
      @ForAll byte small,
      @ForAll short number,
      @ForAll int count,
      @ForAll long big,
      @ForAll float ratio,
      @ForAll double exact,
      @ForAll @Size(max = 3) List<Integer> list,
      @ForAll @IntRange(max = 11) int different)
      throws Throwable {
    var text = count % 3 == 0 ? null : "t" + count;
    @Nullable Object[] first = {flag, letter, small, number, count, big, ratio, exact, text, list};
    @Nullable Object[] second = first.clone();
    if (different < second.length) second[different] = changed(second[different]);

    var jdk = ORIGINAL.invokeWithArguments(first);
    var written = WRITTEN.invokeWithArguments(first);
    assertEquals(jdk.hashCode(), written.hashCode());
    assertEquals(
        jdk.equals(ORIGINAL.invokeWithArguments(second)),
        written.equals(WRITTEN.invokeWithArguments(second)));
    assertNotEquals(null, written);
    assertFalse(written.equals(jdk), "another class");
  }

  private static @Nullable Object changed(@Nullable Object component) {
    return switch (component) {
      case null -> "";
      case Boolean flag -> !flag;
      case Character letter -> (char) (letter + 1);
      case Byte small -> (byte) (small + 1);
      case Short number -> (short) (number + 1);
      case Integer count -> count + 1;
      case Long big -> big + 1;
      case Float ratio -> -ratio;
      case Double exact -> -exact;
      case String _ -> null;
      default -> List.of(1, 2, 3, 4);
    };
  }

  @Test
  void a_record_without_components_is_written_too() throws IOException {
    var bytes = original(Empty.class);
    assertTrue(bytes != RecordMethods.rewritten(bytes));
  }

  @Test
  void methods_that_are_written_by_hand_stay() throws IOException {
    var bytes = original(Named.class);
    assertTrue(bytes == RecordMethods.rewritten(bytes), "the class was changed");
  }

  private static MethodHandle written() {
    try {
      var bytes = RecordMethods.rewritten(original(All.class));
      // A class of its own with the same name; defining it verifies it.
      var loader =
          new ClassLoader(RecordMethodsTest.class.getClassLoader()) {
            Class<?> define() {
              return defineClass(All.class.getName(), bytes, 0, bytes.length);
            }
          };
      return constructor(loader.define());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static MethodHandle constructor(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      return MethodHandles.lookup().unreflectConstructor(constructor);
    } catch (IllegalAccessException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static byte[] original(Class<?> type) throws IOException {
    var name = type.getName();
    try (var file =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      return file == null ? new byte[0] : file.readAllBytes();
    }
  }
}
