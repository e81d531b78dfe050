package ruchy.runtime.json;

import ruchy.runtime.value.LayoutValue;

/// The keys of each layout as they stand in JSON, `,"name":`, made once for each class. May be used
/// from any thread.
final class LayoutKeys {
  private static final ClassValue<LayoutKeys> OF_CLASS =
      new ClassValue<>() {
        @Override
        protected LayoutKeys computeValue(Class<?> type) {
          return new LayoutKeys();
        }
      };

  private byte[][] keys = {};
  private volatile boolean isMade;

  private LayoutKeys() {}

  static byte[][] of(LayoutValue object) {
    LayoutKeys found = OF_CLASS.get(object.getClass());
    if (!found.isMade) {
      found.make(object.layout());
    }
    return found.keys;
  }

  private synchronized void make(String[] layout) {
    byte[][] made = new byte[layout.length][];
    for (int i = 0; i < made.length; i++) {
      JsonBytes bytes = new JsonBytes();
      bytes.octet(',');
      bytes.string(layout[i]);
      bytes.octet(':');
      made[i] = bytes.toArray();
    }
    keys = made;
    isMade = true;
  }
}
