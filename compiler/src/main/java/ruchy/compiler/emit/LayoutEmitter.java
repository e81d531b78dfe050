package ruchy.compiler.emit;

import static org.objectweb.asm.Opcodes.AASTORE;
import static org.objectweb.asm.Opcodes.ACC_FINAL;
import static org.objectweb.asm.Opcodes.ACC_PRIVATE;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_STATIC;
import static org.objectweb.asm.Opcodes.ARETURN;
import static org.objectweb.asm.Opcodes.IFEQ;
import static org.objectweb.asm.Opcodes.IRETURN;
import static org.objectweb.asm.Opcodes.RETURN;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import ruchy.compiler.infer.Version;
import ruchy.compiler.type.Layout;
import ruchy.compiler.type.Type;

/// The class of the objects of one layout: a typed field for each key, and access by name and by
/// position for code that does not know the layout.
final class LayoutEmitter {
  private static final String KEYS = "KEYS";
  private static final Representation STRINGS = Representation.reference("[Ljava/lang/String;");
  private static final Representation INTEGER = Representation.BOOLEAN;

  private final Names names;
  private final Emission emission;
  private final Version anyVersion;
  private final Layout layout;
  private final String name;
  private final ClassWriter writer;

  private LayoutEmitter(Emission emission, Layout layout, String name, ClassWriter writer) {
    this.names = emission.names();
    this.emission = emission;
    this.anyVersion = emission.names().types().topLevel();
    this.layout = layout;
    this.name = name;
    this.writer = writer;
  }

  static void emit(
      Emission emission, Layout layout, String name, String sourceName, ClassFiles files) {
    ClassWriter writer = files.begin(name, RuntimeNames.LAYOUT, ACC_PUBLIC | ACC_FINAL, sourceName);
    new LayoutEmitter(emission, layout, name, writer).emit();
  }

  private void emit() {
    for (int i = 0; i < layout.keys().size(); i++) {
      writer
          .visitField(
              ACC_PUBLIC, Names.field(layout, i), storage(i).held().descriptor(), null, null)
          .visitEnd();
    }
    ClassFiles.plainConstructor(writer, RuntimeNames.LAYOUT, false);
    keys();
    fresh();
    slotOf();
    slot();
    setSlot();
    growingSlots();
  }

  private Type type(int index) {
    return layout.fields().get(index).type();
  }

  private Storage storage(int index) {
    return Storage.ofField(layout.keys().get(index), type(index), names, emission.preparation());
  }

  private MethodCode method(String methodName, String descriptor, int access, int firstLocal) {
    MethodVisitor method = writer.visitMethod(access, methodName, descriptor, null, null);
    return new MethodCode(method, firstLocal);
  }

  private void keys() {
    writer
        .visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, KEYS, STRINGS.descriptor(), null, null)
        .visitEnd();
    MethodCode start = method("<clinit>", "()V", ACC_STATIC, 0);
    start.newArray("java/lang/String", layout.keys().size());
    for (int i = 0; i < layout.keys().size(); i++) {
      start.duplicate();
      start.constant(i);
      start.constant(layout.keys().get(i));
      start.instruction(AASTORE);
    }
    start.putStatic(name, KEYS, STRINGS);
    start.instruction(RETURN);
    start.end();
    MethodCode method = method("layout", "()[Ljava/lang/String;", ACC_PUBLIC, 1);
    method.getStatic(name, KEYS, STRINGS);
    method.instruction(ARETURN);
    method.end();
  }

  private void fresh() {
    MethodCode method = method("fresh", "()L" + RuntimeNames.LAYOUT + ";", ACC_PUBLIC, 1);
    method.create(name);
    method.instruction(ARETURN);
    method.end();
  }

  /// By the hash of the name, as Java's string switch does.
  private void slotOf() {
    MethodCode method = method("slotOf", "(Ljava/lang/String;)I", ACC_PUBLIC, 2);
    Map<Integer, List<Integer>> byHash = new TreeMap<>();
    for (int i = 0; i < layout.keys().size(); i++) {
      byHash.computeIfAbsent(layout.keys().get(i).hashCode(), h -> new ArrayList<>()).add(i);
    }
    int[] hashes = byHash.keySet().stream().mapToInt(Integer::intValue).toArray();
    Label[] cases = new Label[hashes.length];
    for (int i = 0; i < cases.length; i++) {
      cases[i] = new Label();
    }
    var none = new Label();
    method.load(Representation.OBJECT, 1);
    method.invokeVirtual("java/lang/String", "hashCode", "()I");
    method.lookUp(none, hashes, cases);
    for (int i = 0; i < cases.length; i++) {
      method.place(cases[i]);
      for (int index : byHash.getOrDefault(hashes[i], List.of())) {
        var next = new Label();
        method.load(Representation.OBJECT, 1);
        method.constant(layout.keys().get(index));
        method.invokeVirtual("java/lang/String", "equals", "(Ljava/lang/Object;)Z");
        method.jumpIf(IFEQ, next);
        method.constant(index);
        method.instruction(IRETURN);
        method.place(next);
      }
      method.jump(none);
    }
    method.place(none);
    method.constant(-1);
    method.instruction(IRETURN);
    method.end();
  }

  private void slot() {
    MethodCode method = method("slot", "(I)Ljava/lang/Object;", ACC_PUBLIC, 2);
    var body = new Body(emission, anyVersion, method);
    branches(
        method,
        i -> {
          method.load(Representation.OBJECT, 0);
          storage(i).getField(method, name, Names.field(layout, i));
          body.coerce(type(i), Type.Basic.ANY);
          method.instruction(ARETURN);
        });
    method.end();
  }

  private void setSlot() {
    MethodCode method = method("setSlot", "(ILjava/lang/Object;)V", ACC_PUBLIC, 3);
    var body = new Body(emission, anyVersion, method);
    branches(
        method,
        i -> {
          method.load(Representation.OBJECT, 0);
          method.load(Representation.OBJECT, 2);
          body.coerce(Type.Basic.ANY, type(i));
          storage(i).putField(method, name, Names.field(layout, i));
          method.instruction(RETURN);
        });
    method.end();
  }

  /// Access to what fields hold to which the program appends in place.
  private void growingSlots() {
    if (!grows()) {
      return;
    }
    MethodCode held = method("heldSlot", "(I)Ljava/lang/Object;", ACC_PUBLIC, 2);
    var body = new Body(emission, anyVersion, held);
    branches(
        held,
        i -> {
          held.load(Representation.OBJECT, 0);
          held.getField(name, Names.field(layout, i), storage(i).held());
          if (!storage(i).grows()) {
            body.coerce(type(i), Type.Basic.ANY);
          }
          held.instruction(ARETURN);
        });
    held.end();
    MethodCode hold = method("holdSlot", "(ILjava/lang/Object;)V", ACC_PUBLIC, 3);
    var other = new Body(emission, anyVersion, hold);
    branches(
        hold,
        i -> {
          hold.load(Representation.OBJECT, 0);
          hold.load(Representation.OBJECT, 2);
          if (!storage(i).grows()) {
            hold.invokeStatic(
                RuntimeNames.GROWING_TEXT, "value", "(Ljava/lang/Object;)Ljava/lang/Object;");
            other.coerce(Type.Basic.ANY, type(i));
          }
          hold.putField(name, Names.field(layout, i), storage(i).held());
          hold.instruction(RETURN);
        });
    hold.end();
  }

  private boolean grows() {
    for (int i = 0; i < layout.keys().size(); i++) {
      if (storage(i).grows()) {
        return true;
      }
    }
    return false;
  }

  /// One branch for each slot; any other number is an error of the caller.
  private void branches(MethodCode method, IntConsumer branch) {
    int count = layout.keys().size();
    Label[] cases = new Label[count];
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      cases[i] = new Label();
      numbers[i] = i;
    }
    var none = new Label();
    method.load(INTEGER, 1);
    method.lookUp(none, numbers, cases);
    for (int i = 0; i < count; i++) {
      method.place(cases[i]);
      branch.accept(i);
    }
    method.place(none);
    method.create("java/lang/IndexOutOfBoundsException");
    method.instruction(org.objectweb.asm.Opcodes.ATHROW);
  }
}
