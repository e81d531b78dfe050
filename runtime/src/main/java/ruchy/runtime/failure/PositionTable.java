package ruchy.runtime.failure;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The source positions of one class of the program, read from its class file. The compiler writes
/// two attributes beside Java's own:
///
/// `RuchyName`, of a method: `u2` index of a UTF-8 constant, the display name (`total`,
/// `Shop.total`, `closure in f`, `top level`).
///
/// `RuchyPositions`, of a method's code: `u2` count, then for each entry `u2` byte code offset,
/// `u2` index of a UTF-8 constant, the file, `u4` line, `u2` column; an entry holds from its offset
/// to that of the next.
final class PositionTable {
  private static final int UTF8 = 1;

  private final Map<String, Method> methods = new HashMap<>();

  private PositionTable() {}

  /// What is known of one method; the positions are in the order of their offsets.
  record Method(@Nullable String displayName, List<Position> positions) {
    /// The place of the instruction at a byte code offset; null when not known.
    @Nullable Position positionAt(int offset) {
      Position found = null;
      for (Position position : positions) {
        if (position.offset() > offset) {
          break;
        }
        found = position;
      }
      return found;
    }
  }

  /// Where the instructions from an offset on come from; line and column count from 1.
  record Position(int offset, @Nullable String file, int line, int column) {}

  @Nullable Method method(String name, String descriptor) {
    return methods.get(name + descriptor);
  }

  /// The table of a class; empty when its class file is not at hand or is damaged.
  static PositionTable of(Class<?> owner) {
    String name = owner.getName();
    try (InputStream file =
        owner.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
      return of(file == null ? new byte[0] : file.readAllBytes());
    } catch (IOException e) {
      return new PositionTable();
    }
  }

  /// The table of a class file; empty when the file is empty or damaged.
  static PositionTable of(byte[] file) {
    PositionTable table = new PositionTable();
    if (file.length > 0) {
      try {
        table.read(new DataInputStream(new ByteArrayInputStream(file)));
      } catch (IOException e) {
        // A stack text without columns is better than a failure while reporting a failure.
        table.methods.clear();
      }
    }
    return table;
  }

  private void read(DataInputStream in) throws IOException {
    in.readInt();
    in.readInt();
    @Nullable String[] texts = constants(in);
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    for (int fields = in.readUnsignedShort(); fields > 0; fields--) {
      in.skipNBytes(6);
      skipAttributes(in);
    }
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      readMethod(in, texts);
    }
  }

  /// The UTF-8 constants by index.
  private static @Nullable String[] constants(DataInputStream in) throws IOException {
    @Nullable String[] texts = new @Nullable String[in.readUnsignedShort()];
    for (int i = 1; i < texts.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // a long or double takes two indexes
        }
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        default -> throw new IOException("constant of unknown tag " + tag);
      }
    }
    return texts;
  }

  private static void skipAttributes(DataInputStream in) throws IOException {
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      in.skipNBytes(2);
      in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
    }
  }

  private void readMethod(DataInputStream in, @Nullable String[] texts) throws IOException {
    in.skipNBytes(2);
    String key = texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()];
    String displayName = null;
    List<Position> positions = new ArrayList<>();
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      String attribute = texts[in.readUnsignedShort()];
      long length = Integer.toUnsignedLong(in.readInt());
      if ("RuchyName".equals(attribute)) {
        displayName = texts[in.readUnsignedShort()];
      } else if ("Code".equals(attribute)) {
        in.skipNBytes(4);
        in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        in.skipNBytes(8L * in.readUnsignedShort());
        for (int inner = in.readUnsignedShort(); inner > 0; inner--) {
          String name = texts[in.readUnsignedShort()];
          long innerLength = Integer.toUnsignedLong(in.readInt());
          if ("RuchyPositions".equals(name)) {
            for (int entries = in.readUnsignedShort(); entries > 0; entries--) {
              positions.add(
                  new Position(
                      in.readUnsignedShort(),
                      texts[in.readUnsignedShort()],
                      in.readInt(),
                      in.readUnsignedShort()));
            }
          } else {
            in.skipNBytes(innerLength);
          }
        }
      } else {
        in.skipNBytes(length);
      }
    }
    methods.put(key, new Method(displayName, positions));
  }
}
