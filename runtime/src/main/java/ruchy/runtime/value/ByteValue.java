package ruchy.runtime.value;

/// A byte, 0 to 255 (L 6.1). All 256 exist once, so identity is equality among bytes.
public final class ByteValue {
  private static final ByteValue[] ALL = new ByteValue[256];

  static {
    for (int i = 0; i < 256; i++) {
      ALL[i] = new ByteValue(i);
    }
  }

  private final int value;

  private ByteValue(int value) {
    this.value = value;
  }

  /// The byte of the low 8 bits.
  public static ByteValue of(long value) {
    return ALL[(int) value & 0xff];
  }

  /// 0 to 255.
  public long value() {
    return value;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
