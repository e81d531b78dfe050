package ruchy.runtime.index;

import org.objectweb.asm.ClassWriter;

/// A class writer that computes frames without loading classes: where two classes meet, nothing
/// more is known than that both are objects.
final class FrameWriter extends ClassWriter {
  FrameWriter() {
    super(COMPUTE_FRAMES);
  }

  @Override
  protected String getCommonSuperClass(String one, String other) {
    return "java/lang/Object";
  }
}
