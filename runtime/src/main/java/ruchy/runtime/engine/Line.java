package ruchy.runtime.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Those who wait for something, in the order in which they came. Its owner's lock guards it, and
/// is not held while anybody waits.
///
/// Who has given up goes at once where few wait, and else when it would be its turn or many have
/// given up; so leaving costs the same however long the line is.
public final class Line<E extends Line.Member> {
  private static final int FEW = 32;

  private final Deque<E> members = new ArrayDeque<>(2);

  /// At least so many have given up, but for those whose turn it was since.
  private int gone;

  /// Somebody who waits.
  public interface Member {
    /// Whether it still waits.
    boolean isOpen();
  }

  /// Goes to the end of the line.
  public void add(E member) {
    members.add(member);
  }

  /// Takes who waits longest out of the line; null if nobody does. It may give up before it is
  /// settled: then it is the turn of the next.
  public @Nullable E next() {
    E member;
    while ((member = members.poll()) != null) {
      if (member.isOpen()) {
        return member;
      }
    }
    gone = 0;
    return null;
  }

  /// Takes all who wait out of the line.
  public List<E> all() {
    List<E> all = new ArrayList<>(members.size());
    E member;
    while ((member = next()) != null) {
      all.add(member);
    }
    return all;
  }

  /// Somebody who may be in the line has given up.
  public void left() {
    gone++;
    if (members.size() <= FEW || 2 * gone >= members.size()) {
      members.removeIf(member -> !member.isOpen());
      gone = 0;
    }
  }

  /// How many are in the line, some of whom may have given up.
  public int size() {
    return members.size();
  }
}
