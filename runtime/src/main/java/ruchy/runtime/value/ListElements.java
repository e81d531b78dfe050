package ruchy.runtime.value;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.failure.Failure;

/// The elements of a list, and how they are stored. Elements of one primitive kind are stored as
/// such; the storage changes by itself when a value of another kind arrives.
///
/// Always at most one of the four arrays is present; none while nothing was ever added. An array
/// that a snapshot reads too is copied before an element of it changes; adding behind the last
/// element disturbs no snapshot.
///
/// A list of which elements are taken, or to which they are added, at the beginning keeps them in a
/// `ListQueue`, until another element is inserted or removed.
public abstract sealed class ListElements permits ListValue {
  private static final long MOST_RESERVED = 1 << 20;

  long @Nullable [] longs;
  double @Nullable [] doubles;
  boolean @Nullable [] booleans;
  @Nullable Object @Nullable [] objects;
  int size;

  /// The elements where they are in none of the arrays, so that nothing that is quick asks for
  /// them: a `ListQueue` while they are taken from the beginning; an `Object[]` while some of them
  /// are appended to in place, which may be held as `GrowingText`. No snapshot reads these. Two
  /// fields would make each list eight bytes larger, and its array would lie further from it.
  private @Nullable Object apart;

  /// How many snapshots may read the array.
  int readers;

  /// How many elements there are.
  public final int size() {
    return size;
  }

  public final boolean isEmpty() {
    return size == 0;
  }

  /// The element at a position known to be inside, 0 to `size() - 1`.
  public final @Nullable Object at(int position) {
    @Nullable Object[] storage = objects;
    return storage != null ? storage[position] : boxed(position);
  }

  private @Nullable ListQueue queue() {
    return apart instanceof ListQueue queue ? queue : null;
  }

  private @Nullable Object @Nullable [] growing() {
    return apart instanceof Object[] held ? held : null;
  }

  final @Nullable Object boxed(int position) {
    if (longs != null) {
      return longs[position];
    }
    if (objects != null) {
      return objects[position];
    }
    if (doubles != null) {
      return doubles[position];
    }
    if (booleans != null) {
      return booleans[position];
    }
    @Nullable Object[] held = growing();
    return held != null
        ? GrowingText.value(held[position])
        : Objects.requireNonNull(queue()).at(position);
  }

  /// The position of an index that may count from the end; raises IndexError.
  final int position(long index) {
    long position = index < 0 ? index + size : index;
    if (position < 0 || position >= size) {
      throw outside(index);
    }
    return (int) position;
  }

  final Failure outside(long index) {
    return Failure.indexError(index, "array", size);
  }

  final void replace(int position, @Nullable Object value) {
    ListQueue queue = queue();
    if (queue != null) {
      queue.set(position, value);
      return;
    }
    @Nullable Object[] texts = growing();
    if (texts != null) {
      texts[position] = value;
      return;
    }
    own(size);
    if (longs != null && value instanceof Long integer) {
      longs[position] = integer;
    } else if (doubles != null && value instanceof Double number) {
      doubles[position] = number;
    } else if (booleans != null && value instanceof Boolean flag) {
      booleans[position] = flag;
    } else {
      objects(size)[position] = value;
    }
  }

  // Appending to text.

  /// What an element holds that may be appended to in place: its value, or a `GrowingText` that
  /// must not leave its place. Raises IndexError.
  public final @Nullable Object held(long index) {
    int position = position(index);
    @Nullable Object[] held = growing();
    return held != null ? held[position] : boxed(position);
  }

  /// Replaces what an element holds by a value or a `GrowingText`. Raises IndexError.
  public final void hold(long index, @Nullable Object held) {
    if (!(held instanceof GrowingText)) {
      replace(position(index), held);
      return;
    }
    int position = position(index);
    @Nullable Object[] texts = growing();
    if (texts == null) {
      leaveQueue();
      texts = objects(size);
      clearArrays();
      apart = texts;
    }
    texts[position] = held;
  }

  /// The elements as values in an array again.
  private void stopGrowing() {
    @Nullable Object[] held = growing();
    if (held != null) {
      for (int i = 0; i < size; i++) {
        held[i] = GrowingText.value(held[i]);
      }
      apart = null;
      objects = held;
    }
  }

  /// Adds an element at the end.
  public final void add(@Nullable Object value) {
    @Nullable Object[] storage = objects;
    int end = size;
    if (storage == null || end == storage.length) {
      addSlowly(value);
    } else {
      storage[end] = value;
      size = end + 1;
    }
  }

  /// Makes room for that many more elements, which are likely to be added one by one; not beyond a
  /// million, since nobody promises them. What is not a number greater than 0 makes no room.
  public final void reserve(long more) {
    long needed = size + Math.min(more, MOST_RESERVED);
    if (apart == null && more > 0 && needed <= ListStorage.LARGEST) {
      own((int) Math.max(needed, size + (size >> 1)));
    }
  }

  final void addSlowly(@Nullable Object value) {
    ListQueue queue = queue();
    if (queue != null) {
      queue.add(value);
      size++;
      return;
    }
    @Nullable Object[] held = growing();
    if (held != null) {
      if (size == held.length) {
        held = Arrays.copyOf(held, ListStorage.grown(size + 1));
        apart = held;
      }
      held[size++] = value;
      return;
    }
    if (size == 0) {
      chooseStorage(value);
    }
    int capacity = ListStorage.grown(size + 1);
    if (longs != null && value instanceof Long integer) {
      if (size == longs.length) {
        own(capacity);
      }
      longs[size] = integer;
    } else if (doubles != null && value instanceof Double number) {
      if (size == doubles.length) {
        own(capacity);
      }
      doubles[size] = number;
    } else if (booleans != null && value instanceof Boolean flag) {
      if (size == booleans.length) {
        own(capacity);
      }
      booleans[size] = flag;
    } else {
      if (objects == null || size == objects.length) {
        objects(capacity);
      }
      Objects.requireNonNull(objects)[size] = value;
    }
    size++;
  }

  /// Drops the storage of an empty list when it does not suit the first element.
  private void chooseStorage(@Nullable Object value) {
    if (value instanceof Long) {
      if (longs == null) {
        clear();
        longs = ListStorage.NO_LONGS;
      }
    } else if (value instanceof Double) {
      if (doubles == null) {
        clear();
        doubles = ListStorage.NO_DOUBLES;
      }
    } else if (value instanceof Boolean) {
      if (booleans == null) {
        clear();
        booleans = ListStorage.NO_BOOLEANS;
      }
    } else if (objects == null) {
      clear();
    }
  }

  /// Adds all elements of the other list, which may be this one.
  public final void addAll(ListValue other) {
    int count = other.size;
    if (count == 0) {
      return;
    }
    leaveQueue();
    if (((ListElements) other).apart != null) {
      addAll(other.copy());
      return;
    }
    if (size == 0) {
      chooseStorage(other.at(0));
    }
    int capacity = ListStorage.grown(size + count);
    if (longs != null && other.longs != null) {
      if (size + count > longs.length) {
        own(capacity);
      }
      System.arraycopy(other.longs, 0, longs, size, count);
    } else if (doubles != null && other.doubles != null) {
      if (size + count > doubles.length) {
        own(capacity);
      }
      System.arraycopy(other.doubles, 0, doubles, size, count);
    } else if (booleans != null && other.booleans != null) {
      if (size + count > booleans.length) {
        own(capacity);
      }
      System.arraycopy(other.booleans, 0, booleans, size, count);
    } else {
      if (objects == null || size + count > objects.length) {
        objects(capacity);
      }
      other.copyInto(Objects.requireNonNull(objects), size);
    }
    size += count;
  }

  final void copyInto(@Nullable Object[] target, int from) {
    if (objects != null) {
      System.arraycopy(objects, 0, target, from, size);
    } else {
      for (int i = 0; i < size; i++) {
        target[from + i] = boxed(i);
      }
    }
  }

  // Inserting and removing.

  /// Inserts before the element at that position, 0 to `size()`.
  public final void insert(int position, @Nullable Object value) {
    Objects.checkIndex(position, size + 1);
    if (position == 0 && size >= ListQueue.LEAST) {
      apart = asQueue().addFirst(value);
      size++;
      return;
    }
    leaveQueue();
    add(value);
    own(size);
    int moved = size - 1 - position;
    if (longs != null) {
      long last = longs[size - 1];
      System.arraycopy(longs, position, longs, position + 1, moved);
      longs[position] = last;
    } else if (doubles != null) {
      double last = doubles[size - 1];
      System.arraycopy(doubles, position, doubles, position + 1, moved);
      doubles[position] = last;
    } else if (booleans != null) {
      boolean last = booleans[size - 1];
      System.arraycopy(booleans, position, booleans, position + 1, moved);
      booleans[position] = last;
    } else {
      @Nullable Object[] storage = Objects.requireNonNull(objects);
      System.arraycopy(storage, position, storage, position + 1, moved);
      storage[position] = value;
    }
  }

  /// Removes and returns the element at that position, 0 to `size() - 1`.
  public final @Nullable Object removeAt(int position) {
    Objects.checkIndex(position, size);
    if (position == 0 && (queue() != null || size >= ListQueue.LEAST)) {
      Object first = asQueue().removeFirst();
      size--;
      if (size == 0) {
        clear();
      }
      return first;
    }
    @Nullable Object[] held = growing();
    if (held != null && position == size - 1) {
      Object last = boxed(position);
      held[--size] = null;
      return last;
    }
    leaveQueue();
    Object removed = boxed(position);
    own(size);
    int moved = size - 1 - position;
    if (longs != null) {
      System.arraycopy(longs, position + 1, longs, position, moved);
    } else if (doubles != null) {
      System.arraycopy(doubles, position + 1, doubles, position, moved);
    } else if (booleans != null) {
      System.arraycopy(booleans, position + 1, booleans, position, moved);
    } else {
      @Nullable Object[] storage = Objects.requireNonNull(objects);
      System.arraycopy(storage, position + 1, storage, position, moved);
      storage[size - 1] = null;
    }
    size--;
    return removed;
  }

  /// Keeps the first `length` elements; nothing when there are not more.
  public final void truncate(int length) {
    if (length >= size) {
      return;
    }
    ListQueue queue = queue();
    if (queue != null && length > 0) {
      queue.truncate(length);
      size = length;
      return;
    }
    leaveQueue();
    own(size);
    if (objects != null) {
      Arrays.fill(objects, length, size, null);
    }
    size = length;
  }

  /// Removes everything.
  public final void clear() {
    clearArrays();
    apart = null;
    size = 0;
  }

  private void clearArrays() {
    longs = null;
    doubles = null;
    booleans = null;
    objects = null;
    readers = 0;
  }

  // As a queue.

  /// The elements as a queue from now on.
  private ListQueue asQueue() {
    ListQueue known = queue();
    if (known == null) {
      stopGrowing();
      ListValue elements = ListValue.empty();
      elements.take(this);
      clear();
      size = elements.size;
      known = new ListQueue(elements);
      apart = known;
    }
    return known;
  }

  /// The elements in an array of this list again.
  private void leaveQueue() {
    stopGrowing();
    ListQueue queue = queue();
    if (queue != null) {
      ListValue elements = queue.list();
      apart = null;
      take(elements);
    }
  }

  final void take(ListElements other) {
    longs = other.longs;
    doubles = other.doubles;
    booleans = other.booleans;
    objects = other.objects;
    size = other.size;
    readers = other.readers;
  }

  /// Keeps no value alive that nobody will ask for.
  final void forget(int position) {
    if (objects != null && readers == 0) {
      objects[position] = null;
    }
  }

  /// Removes the first `count` elements.
  final void removeFirst(int count) {
    if (count > 0) {
      ListValue rest = between(count, size);
      take(rest);
    }
  }

  // Copies.

  /// A list with the same elements that later changes of this one do not touch, and that nobody may
  /// change: the list that `for` walks over (L 10.2). Costs no copy until this list changes.
  public final ListValue snapshot() {
    if (apart != null) {
      return copy();
    }
    readers++;
    ListValue snapshot = ListValue.empty();
    snapshot.longs = longs;
    snapshot.doubles = doubles;
    snapshot.booleans = booleans;
    snapshot.objects = objects;
    snapshot.size = size;
    snapshot.readers = 1;
    return snapshot;
  }

  /// Says that nobody reads the snapshot any more, so that this list need not be copied when it
  /// changes. Need not be said: it only saves the copy.
  public final void release(ListValue snapshot) {
    if (readers > 0
        && longs == snapshot.longs
        && doubles == snapshot.doubles
        && booleans == snapshot.booleans
        && objects == snapshot.objects) {
      readers--;
    }
  }

  /// A new list of the same elements.
  public final ListValue copy() {
    return between(0, size);
  }

  /// A new list of the elements `from` to `to - 1`, which must be inside.
  public final ListValue between(int from, int to) {
    Objects.checkFromToIndex(from, to, size);
    ListQueue queue = queue();
    if (queue != null) {
      return queue.between(from, to);
    }
    ListValue list = ListValue.empty();
    list.size = to - from;
    if (longs != null) {
      list.longs = Arrays.copyOfRange(longs, from, to);
    } else if (doubles != null) {
      list.doubles = Arrays.copyOfRange(doubles, from, to);
    } else if (booleans != null) {
      list.booleans = Arrays.copyOfRange(booleans, from, to);
    } else if (objects != null) {
      list.objects = Arrays.copyOfRange(objects, from, to);
    } else if (growing() != null) {
      list.objects = new @Nullable Object[to - from];
      for (int i = from; i < to; i++) {
        list.objects[i - from] = boxed(i);
      }
    }
    return list;
  }

  /// A new array of the elements.
  public final @Nullable Object[] toArray() {
    @Nullable Object[] array = new @Nullable Object[size];
    copyInto(array, 0);
    return array;
  }

  /// The integers themselves when the list stores integers, else null; only the first `size()`
  /// count. For reading.
  public final long @Nullable [] storedLongs() {
    return queue() != null ? copy().longs : longs;
  }

  /// Whether elements may be other things than numbers and booleans: what these are stored as holds
  /// nothing else.
  public final boolean storesObjects() {
    return objects != null || apart != null;
  }

  /// Makes the array this list's own, with room for `capacity` elements.
  private void own(int capacity) {
    if (longs != null) {
      if (readers != 0 || longs.length < capacity) {
        longs = Arrays.copyOf(longs, Math.max(capacity, size));
      }
    } else if (doubles != null) {
      if (readers != 0 || doubles.length < capacity) {
        doubles = Arrays.copyOf(doubles, Math.max(capacity, size));
      }
    } else if (booleans != null) {
      if (readers != 0 || booleans.length < capacity) {
        booleans = Arrays.copyOf(booleans, Math.max(capacity, size));
      }
    } else if (objects != null) {
      if (readers != 0 || objects.length < capacity) {
        objects = Arrays.copyOf(objects, Math.max(capacity, size));
      }
    }
    readers = 0;
  }

  /// Changes the storage to objects, own and with room for `capacity` elements.
  private @Nullable Object[] objects(int capacity) {
    if (objects != null) {
      own(capacity);
      return objects;
    }
    @Nullable Object[] storage = new @Nullable Object[Math.max(capacity, size)];
    copyInto(storage, 0);
    longs = null;
    doubles = null;
    booleans = null;
    objects = storage;
    readers = 0;
    return storage;
  }
}
