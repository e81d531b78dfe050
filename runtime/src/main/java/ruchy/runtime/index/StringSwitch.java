package ruchy.runtime.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// The byte code of a switch over strings: by hash, then by `equals`.
final class StringSwitch {
  private StringSwitch() {}

  /// Jumps to the label of the text in that local variable, or to `unknown`. The labels are those
  /// of the given texts in their order; the caller places them.
  static Label[] write(MethodVisitor code, int local, List<String> texts, Label unknown) {
    Label[] labels = new Label[texts.size()];
    Map<Integer, List<Integer>> byHash = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = new Label();
      List<Integer> group = byHash.get(texts.get(i).hashCode());
      if (group == null) {
        group = new ArrayList<>();
        byHash.put(texts.get(i).hashCode(), group);
      }
      group.add(i);
    }
    int[] hashes = byHash.keySet().stream().mapToInt(Integer::intValue).toArray();
    Label[] buckets = new Label[hashes.length];
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new Label();
    }
    code.visitVarInsn(Opcodes.ALOAD, local);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "hashCode", "()I", false);
    code.visitLookupSwitchInsn(unknown, hashes, buckets);
    int bucket = 0;
    for (List<Integer> group : byHash.values()) {
      code.visitLabel(buckets[bucket++]);
      for (int index : group) {
        code.visitVarInsn(Opcodes.ALOAD, local);
        code.visitLdcInsn(texts.get(index));
        code.visitMethodInsn(
            Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
        code.visitJumpInsn(Opcodes.IFNE, labels[index]);
      }
      code.visitJumpInsn(Opcodes.GOTO, unknown);
    }
    return labels;
  }
}
