package ruchy.compiler.emit;

import org.objectweb.asm.Attribute;
import org.objectweb.asm.ByteVector;
import org.objectweb.asm.ClassWriter;

/// The method attribute `RuchyName`: the function's name as stack lines show it, `closure in
/// total`.
final class DisplayName extends Attribute {
  /// An entry of a class file takes 65,535 bytes; a character has three at the most.
  private static final int LONGEST = 20_000;

  private final String name;

  DisplayName(String name) {
    super("RuchyName");
    this.name = name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
  }

  @Override
  protected ByteVector write(
      ClassWriter classWriter, byte[] code, int codeLength, int maxStack, int maxLocals) {
    var bytes = new ByteVector();
    bytes.putShort(classWriter.newUTF8(name));
    return bytes;
  }
}
