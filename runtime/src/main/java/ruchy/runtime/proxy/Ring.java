package ruchy.runtime.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A consistent hash: each member has many places on a ring, and a key belongs to the next place
/// behind it. When a member comes or goes, only the keys of its places move.
final class Ring {
  private static final int PLACES = 128;

  private final TreeMap<Integer, Member> places = new TreeMap<>();

  Ring(List<Member> members) {
    for (Member member : members) {
      String name = member.backend.toString();
      for (int i = 0; i < PLACES * member.weight; i++) {
        places.put(hash(name + "#" + i), member);
      }
    }
  }

  /// The first member behind the key that is fit.
  @Nullable Member behind(String key, Predicate<Member> isFit) {
    int from = hash(key);
    Member found = first(places.tailMap(from, true), isFit);
    return found == null ? first(places.headMap(from, false), isFit) : found;
  }

  private static @Nullable Member first(Map<Integer, Member> part, Predicate<Member> isFit) {
    for (Member each : part.values()) {
      if (isFit.test(each)) {
        return each;
      }
    }
    return null;
  }

  /// FNV-1a with a final mix: similar texts get places far from each other.
  static int hash(String text) {
    int hash = 0x811c9dc5;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    hash *= 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
