package ruchy.runtime.value;

import org.jspecify.annotations.Nullable;

/// The elements of a list that is used as a queue, from which elements are taken at the beginning:
/// those of another list, without its first ones. So taking one moves none of the others. Reading
/// changes nothing.
final class ListQueue {
  /// Shorter lists are not worth one: moving their elements is as quick.
  static final int LEAST = 64;

  private final ListValue elements;

  /// How many elements of the list are gone.
  private int head;

  ListQueue(ListValue elements) {
    this.elements = elements;
  }

  int size() {
    return elements.size() - head;
  }

  @Nullable Object at(int position) {
    return elements.at(head + position);
  }

  void add(@Nullable Object value) {
    elements.add(value);
  }

  void set(int position, @Nullable Object value) {
    elements.set((long) head + position, value);
  }

  /// Takes the first element away. The room of those that are gone is given back when they are the
  /// larger part, so each element is moved once on average.
  @Nullable Object removeFirst() {
    Object first = elements.at(head);
    elements.forget(head);
    head++;
    if (head > size()) {
      elements.removeFirst(head);
      head = 0;
    }
    return first;
  }

  /// Puts an element before the first one. When there is no room, as much is made as there are
  /// elements.
  ListQueue addFirst(@Nullable Object value) {
    ListQueue queue = this;
    if (head == 0) {
      int room = Math.min(elements.size(), ListStorage.LARGEST - elements.size());
      boolean isPlain =
          value instanceof Long || value instanceof Double || value instanceof Boolean;
      ListValue roomy = ListValue.filled(isPlain ? value : null, room);
      roomy.addAll(elements);
      queue = new ListQueue(roomy);
      queue.head = room;
    }
    queue.head--;
    queue.set(0, value);
    return queue;
  }

  void truncate(int length) {
    elements.truncate(head + length);
  }

  /// The elements as a list that holds no others.
  ListValue list() {
    elements.removeFirst(head);
    head = 0;
    return elements;
  }

  /// A copy of the elements from one position up to before another one.
  ListValue between(int from, int to) {
    return elements.between(head + from, head + to);
  }
}
