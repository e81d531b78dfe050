package ruchy.compiler.emit;

import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;

/// The method attribute `RuchyName`: the function's name as stack lines show it, `closure in
/// total`.
final class DisplayName extends Attribute {
  private final String name;

  DisplayName(String name) {
    super("RuchyName");
    this.name = name;
  }

  @Override
  protected ByteVector write(
      ClassWriter classWriter, byte[] code, int codeLength, int maxStack, int maxLocals) {
    var bytes = new ByteVector();
    bytes.putShort(classWriter.newUTF8(name));
    return bytes;
  }
}
