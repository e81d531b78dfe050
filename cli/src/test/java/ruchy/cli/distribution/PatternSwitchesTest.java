package ruchy.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

final class PatternSwitchesTest {
  sealed interface Shape permits Circle, Square, Nothing {}

  record Circle(Integer radius) implements Shape {}

  record Square(int side) implements Shape {}

  record Nothing() implements Shape {}

  /// What is rewritten: each method has a switch that javac leaves to a call site.
  static final class Switches {
    private Switches() {}

    static String guarded(Object value) {
      return switch (value) {
        case null -> "null";
        case Circle(Integer radius) when radius > 10 -> "big circle";
        case Circle(Integer radius) -> "circle " + radius;
        case Square _ -> "square";
        case int[] numbers -> numbers.length + " numbers";
        case CharSequence text when text.isEmpty() -> "no text";
        case String text -> text;
        default -> "something";
      };
    }

    static int exhaustive(Shape shape) {
      return switch (shape) {
        case Circle circle -> circle.radius();
        case Square square -> square.side();
        case Nothing _ -> 0;
      };
    }
  }

  private static final List<Object> VALUES =
      Arrays.asList(
          null,
          new Circle(11),
          new Circle(3),
          new Square(4),
          new Nothing(),
          new int[2],
          "",
          "text",
          CharBuffer.allocate(0),
          CharBuffer.wrap("x"),
          5,
          List.of());

  @Test
  void a_rewritten_switch_chooses_what_the_original_chooses() throws Throwable {
    var guarded = method("guarded", MethodType.methodType(String.class, Object.class));
    var exhaustive = method("exhaustive", MethodType.methodType(int.class, Shape.class));
    for (Object value : VALUES) {
      assertEquals(Switches.guarded(value), (String) guarded.invokeExact(value));
    }
    for (Shape shape : List.of(new Circle(7), new Square(8), new Nothing())) {
      assertEquals(Switches.exhaustive(shape), (int) exhaustive.invokeExact(shape));
    }
    assertThrows(NullPointerException.class, () -> exhaustive.invoke((Shape) null));
  }

  @Test
  void no_call_site_of_a_switch_over_types_is_left() throws IOException {
    assertTrue(callSites(original(Switches.class)).contains("typeSwitch"));
    assertFalse(
        callSites(PatternSwitches.rewritten(original(Switches.class), SealedTypes.NONE))
            .contains("typeSwitch"));
  }

  sealed interface Animal permits Bird, Fish, Insect {}

  sealed interface Bird extends Animal permits Duck, Hen {}

  record Duck(int age) implements Bird {}

  record Hen(int age) implements Bird {}

  record Fish() implements Animal {}

  enum Insect implements Animal {
    ANT,
    BEE
  }

  static final class Animals {
    private Animals() {}

    public static String name(Object value) {
      return switch ((Animal) value) {
        case Fish _ -> "fish";
        case Duck(int age) when age > 5 -> "old duck";
        case Duck _ -> "duck";
        case Insect insect -> insect.name();
        case Bird _ -> "other bird";
      };
    }
  }

  @Test
  void a_switch_over_a_sealed_interface_chooses_by_the_numbers_of_its_classes() throws Exception {
    var types =
        List.of(
            Animal.class,
            Bird.class,
            Duck.class,
            Hen.class,
            Fish.class,
            Insect.class,
            Animals.class);
    var originals = new ArrayList<byte[]>();
    for (var type : types) originals.add(original(type));
    var sealed = SealedTypes.of(originals);
    var loader = new RewrittenClasses(types, sealed);
    var name = loader.loadClass(Animals.class.getName()).getDeclaredMethod("name", Object.class);
    name.setAccessible(true);
    for (int age : List.of(1, 9)) {
      assertEquals(Animals.name(new Duck(age)), name.invoke(null, made(loader, Duck.class, age)));
      assertEquals(Animals.name(new Hen(age)), name.invoke(null, made(loader, Hen.class, age)));
    }
    assertEquals("fish", name.invoke(null, made(loader, Fish.class)));
    var insects = loader.loadClass(Insect.class.getName()).getEnumConstants();
    assertEquals("ANT", name.invoke(null, insects[0]));
    assertEquals("BEE", name.invoke(null, insects[1]));
    assertEquals(List.of("ruchy/cli/distribution/PatternSwitchesTest$Animal"), loader.asked());
  }

  private static Object made(RewrittenClasses loader, Class<?> type, Object... values)
      throws Exception {
    var constructor = loader.loadClass(type.getName()).getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constructor.newInstance(values);
  }

  /// Defines some classes anew, rewritten.
  private static final class RewrittenClasses extends ClassLoader {
    private final List<Class<?>> types;
    private final SealedTypes sealed;

    RewrittenClasses(List<Class<?>> types, SealedTypes sealed) {
      super(PatternSwitchesTest.class.getClassLoader());
      this.types = types;
      this.sealed = sealed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      for (var type : types) {
        if (type.getName().equals(name)) {
          var known = findLoadedClass(name);
          return known == null ? defined(type) : known;
        }
      }
      return super.loadClass(name, resolve);
    }

    private Class<?> defined(Class<?> type) {
      try {
        var bytes = PatternSwitches.rewritten(original(type), sealed);
        return defineClass(type.getName(), bytes, 0, bytes.length);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /// The interfaces whose values the rewritten switches ask for their numbers.
    List<String> asked() throws IOException {
      var owners = new ArrayList<String>();
      new ClassReader(PatternSwitches.rewritten(original(Animals.class), sealed))
          .accept(
              new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] errors) {
                  return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitMethodInsn(
                        int opcode, String owner, String name, String type, boolean isInterface) {
                      if (opcode == Opcodes.INVOKEINTERFACE) owners.add(owner);
                    }
                  };
                }
              },
              0);
      return owners;
    }
  }

  @Test
  void a_class_without_such_a_switch_stays_as_it_is() throws IOException {
    var bytes = original(Nothing.class);
    assertTrue(
        bytes == PatternSwitches.rewritten(bytes, SealedTypes.NONE), "the class was changed");
  }

  @Test
  void a_switch_with_constants_is_left_to_its_call_site() throws IOException {
    var bytes = original(Constants.class);
    assertTrue(callSites(bytes).contains("typeSwitch"));
    assertTrue(
        bytes == PatternSwitches.rewritten(bytes, SealedTypes.NONE), "the class was changed");
  }

  static final class Constants {
    private Constants() {}

    static int number(String text) {
      return switch (text) {
        case "a" -> 3;
        case String any when any.isEmpty() -> 4;
        default -> 5;
      };
    }
  }

  /// A method of the rewritten class, which defining verifies.
  private static MethodHandle method(String name, MethodType type) throws Throwable {
    var bytes = PatternSwitches.rewritten(original(Switches.class), SealedTypes.NONE);
    var lookup =
        MethodHandles.lookup()
            .defineHiddenClass(bytes, true, MethodHandles.Lookup.ClassOption.NESTMATE);
    return lookup.findStatic(lookup.lookupClass(), name, type);
  }

  private static byte[] original(Class<?> type) throws IOException {
    var name = type.getName();
    try (var file =
        type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      return file == null ? new byte[0] : file.readAllBytes();
    }
  }

  private static List<String> callSites(byte[] classFile) {
    var names = new ArrayList<String>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] errors) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String site, String type, Handle bootstrap, Object... cases) {
                    names.add(site);
                  }
                };
              }
            },
            0);
    return names;
  }
}
