package ruchy.compiler.emit;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import ruchy.compiler.source.Span;

/// The code attribute `RuchyPositions`: which place of the source an instruction belongs to, with
/// its column and its file, which the JVM's own line table lacks (and whose lines end at 65,535): a
/// class holds the functions of all modules.
final class PositionTable extends Attribute {
  private static final int GREATEST_COUNT = 65_535;
  private static final int GREATEST_COLUMN = 65_535;

  private final List<Label> labels = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();

  PositionTable() {
    super("RuchyPositions");
  }

  void add(Label label, Span span) {
    if (labels.size() < GREATEST_COUNT) {
      labels.add(label);
      spans.add(span);
    }
  }

  boolean isEmpty() {
    return labels.isEmpty();
  }

  @Override
  public boolean isCodeAttribute() {
    return true;
  }

  // ASM 9.11 names a successor in the deprecation that it does not have yet.
  @SuppressWarnings("deprecation")
  @Override
  protected Label[] getLabels() {
    return labels.toArray(new Label[0]);
  }

  @Override
  protected ByteVector write(
      ClassWriter classWriter, byte[] code, int codeLength, int maxStack, int maxLocals) {
    var bytes = new ByteVector();
    bytes.putShort(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      Span span = spans.get(i);
      bytes.putShort(labels.get(i).getOffset());
      bytes.putShort(classWriter.newUTF8(span.source().recordedName()));
      bytes.putInt(span.line());
      bytes.putShort(Math.min(span.column(), GREATEST_COLUMN));
    }
    return bytes;
  }
}
