package ruchy.runtime.member;

import org.jspecify.annotations.Nullable;

/// A stable sort that asks one question, and that any answer leaves in one piece: Java's own sort
/// refuses comparators of programs that contradict themselves.
abstract class MergeSort {
  /// Whether `left` must stand before `right`, which are not in this order now.
  abstract boolean isBefore(@Nullable Object left, @Nullable Object right);

  final void sort(@Nullable Object[] elements) {
    if (elements.length > 1) {
      sort(elements, elements.clone(), 0, elements.length);
    }
  }

  /// Sorts a part of `target`; `source` holds the same elements there at the beginning.
  private void sort(@Nullable Object[] target, @Nullable Object[] source, int from, int to) {
    if (to - from <= 8) {
      insert(target, from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    sort(source, target, from, middle);
    sort(source, target, middle, to);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      if (right == to || (left < middle && !isBefore(source[right], source[left]))) {
        target[i] = source[left++];
      } else {
        target[i] = source[right++];
      }
    }
  }

  private void insert(@Nullable Object[] elements, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      Object element = elements[i];
      int at = i;
      while (at > from && isBefore(element, elements[at - 1])) {
        elements[at] = elements[at - 1];
        at--;
      }
      elements[at] = element;
    }
  }
}
